"""Says facts in words, tells them more coarsely, and finds the fewest steps after which a text fits enough children."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from kith.audit.vocabulary import COHORT_RULES, STATUS_WORDS, CareStatus
from kith.feeds.vocabulary import EVENT_KINDS
from kith.learning.rules.asking import NEVER_BOUND, asked, number_range, window
from kith.learning.rules.coarse import age_band, season_of
from kith.learning.vocabulary import (
    ENOUGH,
    LEVELS,
    Alike,
    AlikeWithout,
    FactKind,
    FactLevel,
    KeptFact,
    Suggestion,
)

Count = Callable[[Sequence[KeptFact]], int]
_BARE: Final[Mapping[FactKind, str]] = MappingProxyType({FactKind.TOWN: "a town", FactKind.INCIDENT: "an incident"})
_ORDER: Final = {kind: place for place, kind in enumerate(FactKind)}  # what a reader learns least from goes first


def coarser(fact: KeptFact) -> KeptFact | None:
    """Return a fact told one step more coarsely, or None when below it there is only leaving it out.

    A step that would mean the same as before, such as "more than once" of what happened once, is passed over.
    """
    ladder = LEVELS[fact.kind]
    for level in ladder[ladder.index(fact.level) + 1 :]:
        told = KeptFact(fact.kind, level, fact.value)
        if asked([told]) != asked([fact]):
            return told
    return None


def alike(facts: Sequence[KeptFact], count: Count) -> Alike:
    """Return how many children facts fit together, and how many they would with each one coarser or left out."""
    found = []
    for place, fact in enumerate(facts):
        step, others = coarser(fact), [*facts[:place], *facts[place + 1 :]]
        found.append(AlikeWithout(fact, count([*others, step]) if step else None, count(others)))
    return Alike(count(facts), tuple(found))


def suggestions(facts: Sequence[KeptFact], count: Count, *, enough: int = ENOUGH) -> list[Suggestion]:
    """Return few single steps that make the facts fit enough children, each with the number it gives; best first.

    A step tells one fact one level coarser, or leaves it out where there is no level below. At each turn the step that
    gives most is taken, then every step that turned out not to be needed is taken back. When even nothing told is not
    enough, the last step says how many there are.
    """
    now, steps = list(facts), list[tuple[KeptFact, KeptFact | None]]()
    k = count(now)
    while k < enough and now:
        k, fact, step = max(_ways(now, count), key=lambda way: (way[0], -_ORDER[way[1].kind]))
        steps.append((fact, step))
        now = _with(now, fact, step)
    return _told_in_order(facts, _needed(facts, steps, count, enough), count)


def in_words(fact: KeptFact) -> str:
    """Return a fact as a text would tell it at its level, such as "in spring 2018" or "suspended more than once"."""
    if fact.kind in _COUNTED_WORDS:
        return _number_words(fact)
    if fact.kind in (FactKind.BEREAVED, FactKind.FIRST_POLICE):
        return _since_words(fact)
    return _WORDS[fact.kind](fact)


def step_in_words(step: Suggestion) -> str:
    """Return a step as advice, with what it does to the number."""
    said = in_words(step.fact)
    becomes = in_words(step.becomes) if step.becomes else _BARE.get(step.fact.kind, "")
    advice = f"Say “{becomes}” instead of “{said}”" if becomes else f"Leave out “{said}”"
    return f"{advice}: {step.before} → {step.k}"


def _ways(now: Sequence[KeptFact], count: Count) -> list[tuple[int, KeptFact, KeptFact | None]]:
    return [(count(_with(now, fact, step)), fact, step) for fact in now for step in (coarser(fact),)]


def _with(now: Sequence[KeptFact], fact: KeptFact, step: KeptFact | None) -> list[KeptFact]:
    return [told for each in now for told in ([each] if each != fact else [step] if step else [])]


def _needed(
    facts: Sequence[KeptFact], steps: list[tuple[KeptFact, KeptFact | None]], count: Count, enough: int
) -> list[tuple[KeptFact, KeptFact | None]]:
    """Return the steps without those that are not needed; of one fact's steps, the last goes first."""
    if count(_after(facts, steps)) < enough:
        return steps
    kept = list(steps)
    for step in reversed(steps):
        is_last_of_fact = step[1] is None or not any(other[0] == step[1] for other in kept)
        fewer = [each for each in kept if each != step]
        if is_last_of_fact and count(_after(facts, fewer)) >= enough:
            kept = fewer
    return kept


def _after(facts: Sequence[KeptFact], steps: Sequence[tuple[KeptFact, KeptFact | None]]) -> list[KeptFact]:
    now = list(facts)
    for fact, step in steps:
        now = _with(now, fact, step)
    return now


def _told_in_order(
    facts: Sequence[KeptFact], steps: Sequence[tuple[KeptFact, KeptFact | None]], count: Count
) -> list[Suggestion]:
    now, before, told = list(facts), count(facts), []
    for fact, step in steps:
        now = _with(now, fact, step)
        k = count(now)
        told.append(Suggestion(fact, step, before, k))
        before = k
    return told


def _when(fact: KeptFact) -> str:
    day = date.fromisoformat(fact.value)
    if fact.level is FactLevel.DAY:
        return f"on {day.day} {day:%B %Y}"
    if fact.level is FactLevel.MONTH:
        return f"in {day:%B %Y}"
    if fact.level is FactLevel.SEASON:
        return f"in {season_of(day)}"
    first, last = window(fact)
    return f"in {first.year}" if first.year == last.year else f"in {first.year} or {last.year}"


def _incident(fact: KeptFact) -> str:
    if fact.level is FactLevel.SERIOUS:
        return "a serious incident"
    if fact.level is FactLevel.EVENT:
        return _low(EVENT_KINDS[fact.value].headline)
    return _low(next(rule.words for rule in COHORT_RULES.values() if fact.value in rule.kinds))


def _care(fact: KeptFact) -> str:
    status = CareStatus(fact.value)
    if fact.level is FactLevel.STATUS or status is CareStatus.NEVER:
        return _low(STATUS_WORDS[status])
    return "looked after, or with a plan" if fact.level is FactLevel.PLAN else "known to statutory social care"


def _weapon(fact: KeptFact) -> str:
    name, _, words = fact.value.partition(":")
    return words or name if fact.level is FactLevel.NUMBER else f"a {name}"


def _needs(fact: KeptFact) -> str:
    if fact.level is FactLevel.KNOWN:
        return "with special educational needs"
    return _low(EVENT_KINDS[fact.value].headline)


_SEXES: Final = {"M": "a boy", "F": "a girl"}
_WORDS: Final[Mapping[FactKind, Callable[[KeptFact], str]]] = MappingProxyType(
    {
        FactKind.OTHER: lambda fact: fact.value,
        FactKind.WHEN: _when,
        FactKind.TOWN: lambda fact: f"living in {fact.value}",
        FactKind.WEAPON: _weapon,
        FactKind.COUNTY_LINES: lambda fact: "linked to county lines" if fact.value == "yes" else "not county lines",
        FactKind.NEEDS: _needs,
        FactKind.AGE: lambda fact: (
            f"aged {fact.value}" if fact.level is FactLevel.YEARS else f"aged {age_band(int(fact.value))}"
        ),
        FactKind.CARE: _care,
        FactKind.SEX: lambda fact: _SEXES.get(fact.value, "sex not recorded as a boy or a girl"),
        FactKind.INCIDENT: _incident,
    }
)
_COUNTED_WORDS: Final[Mapping[FactKind, tuple[str, str]]] = MappingProxyType(
    {  # what stands before the number, and what after it
        FactKind.SIBLINGS: ("has", "brothers and sisters"),
        FactKind.POLICE_BEFORE: ("in contact with the police", "before it"),
        FactKind.MISSING: ("missing", "before it"),
        FactKind.MOVES: ("moved placement", "before it"),
        FactKind.EXCLUSIONS: ("suspended or excluded", "before it"),
        FactKind.ATTENDANCE: ("attended", "of school"),
    }
)


def _number_words(fact: KeptFact) -> str:
    lead, tail = _COUNTED_WORDS[fact.kind]
    low, high = number_range(fact)
    if fact.kind is FactKind.ATTENDANCE:
        return f"{lead} {low} %" + ("" if low == high else f" to {high} %") + f" {tail}"
    if fact.kind is FactKind.SIBLINGS:
        many = "" if high == NEVER_BOUND else "no " if high == 0 else f"{low} "
        return f"{lead} {many}{tail if low != 1 or not many else 'brother or sister'}"
    if high == 0:
        return f"never {lead} {tail}"
    times = f"{low} times" if low == high else "more than once" if low == 2 else f"{low} times or more"
    times = f"{low} to {high} times" if low < high < NEVER_BOUND else times
    said = {(1, 1): "once", (1, NEVER_BOUND): ""}.get((low, high), times)
    return " ".join(part for part in (lead, said, tail) if part)


def _since_words(fact: KeptFact) -> str:
    lead = "bereaved" if fact.kind is FactKind.BEREAVED else "known to the police"
    if fact.level is FactLevel.EVER:
        return f"{lead} before it"
    age = f"age {fact.value}" if fact.level is FactLevel.YEARS else f"the age of {age_band(int(fact.value))}"
    if fact.kind is FactKind.BEREAVED:
        return f"{lead} at {age}"
    return f"first {lead} at {age}"


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
