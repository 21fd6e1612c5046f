"""Reads the facts that a text could tell of its case, each way to tell them, and what would make them fit more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from uuid import UUID

from kith.access.vocabulary import Purpose, Viewer
from kith.learning.models import CaseReview, KeptChoice
from kith.learning.rules.conjunction import coarser, in_words, step_in_words, suggestions
from kith.learning.selectors.briefings import OpenReview, looking_at_review
from kith.learning.selectors.conjunction import count_alike, facts_to_keep
from kith.learning.vocabulary import ENOUGH, FactKind, FactLevel, KeptFact, Suggestion

# What the check says roughly anyway: how finely these are told when nobody has chosen yet; None is left out.
_TOLD_ROUGHLY: Final[Mapping[FactKind, FactLevel | None]] = {
    FactKind.WHEN: FactLevel.SEASON,
    FactKind.AGE: FactLevel.BAND,
    FactKind.TOWN: None,
}


@dataclass(frozen=True, kw_only=True)
class FactOffered:
    """One fact that the text may tell: each way to tell it, finest first, and which was chosen; None is left out."""

    kind: FactKind
    ways: Sequence[tuple[FactLevel, str]]
    chosen: FactLevel | None


@dataclass(frozen=True, kw_only=True)
class FactsOffered:
    """The facts of a case, the words of what no record holds, and how many children what was chosen fits.

    Where that is too few, `steps` say what to tell more coarsely so that it fits enough, and `advice` says it in words.
    """

    facts: Sequence[FactOffered]
    other: str
    k: int | None
    steps: Sequence[Suggestion]
    advice: Sequence[str]


def open_facts(*, public_id: UUID, review: UUID, viewer: Viewer, purpose: Purpose) -> tuple[OpenReview, FactsOffered]:
    """Return the facts that a text could tell of its case, with what was chosen, and log the look.

    Raises:
        NotShown, Refused: the draft is not theirs to write.
    """
    with looking_at_review(public_id, review, viewer=viewer, purpose=purpose, what="learning.facts") as opened:
        found = facts_to_keep(opened.review.person_id, incident_on=opened.review.incident_on)
        rows = {row.kind: row for row in opened.review.choices.all()}
        other = rows.get(FactKind.OTHER.value)
        k = opened.review.k
        steps = _steps(opened.review) if k is not None and k < ENOUGH else []
        return opened, FactsOffered(
            facts=[_offered(fact, rows, is_chosen=k is not None) for fact in found],
            other=other.value if other else "",
            k=k,
            steps=steps,
            advice=[step_in_words(step) for step in steps],
        )


def _offered(fact: KeptFact, rows: Mapping[str, KeptChoice], *, is_chosen: bool) -> FactOffered:
    row = rows.get(fact.kind.value)
    ways = ways_of(fact)
    kept = FactLevel(row.level) if row else None
    chosen = kept if is_chosen else _TOLD_ROUGHLY.get(fact.kind, fact.level)
    known = {way for way, _ in ways}
    return FactOffered(kind=fact.kind, ways=ways, chosen=chosen if chosen in known or chosen is None else fact.level)


def ways_of(fact: KeptFact) -> list[tuple[FactLevel, str]]:
    """Return each way to tell a fact, the finest first."""
    ways = [(fact.level, in_words(fact))]
    while (step := coarser(fact)) is not None:
        fact = step
        ways.append((fact.level, in_words(fact)))
    return ways


def _steps(review: CaseReview) -> list[Suggestion]:
    """Return what to tell more coarsely, each with the number it gives; every question is counted once."""
    facts = [KeptFact(FactKind(row.kind), FactLevel(row.level), row.value) for row in review.choices.all()]

    @cache
    def counted(asked: frozenset[KeptFact]) -> int:
        return count_alike(sorted(asked, key=lambda fact: fact.kind), as_of=review.incident_on)

    return suggestions(facts, lambda asked: counted(frozenset(asked)))
