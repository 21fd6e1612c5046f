"""Makes statements of what was counted, and says who may release them and what a statement counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kith.access.vocabulary import Role, Viewer
from kith.audit.vocabulary import QUESTION_WORDS, Question, Tally
from kith.learning.rules.releases import band_of
from kith.learning.vocabulary import (
    BEYOND,
    RELEASE_STEPS,
    SILENT,
    Counted,
    NewRelease,
    ReleaseRefused,
    ReleaseState,
    Statement,
    Telling,
    Told,
    WorkedOut,
)

Answers = Mapping[int, Mapping[Question, bool | None]]
_Group = tuple[int, frozenset[int]]  # how many, and who they are where that may be known
PROPOSES = frozenset({Role.AUDITOR})
DECIDES = frozenset({Role.AUDITOR, Role.PUBLISHER})


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One statement as the register keeps it: of which release, at which place, what it counts and how it is told."""

    release: int
    place: int
    label: str  # the release in words
    told: Told
    question: str | None  # of an audit a Question; of the county the key of a question of the book
    telling: Telling
    lowest: int
    highest: int
    others: int
    says: str = ""
    part: str = ""  # of the county: of which quarter, ages, sex or sector

    @property
    def family(self) -> str:
        """Return with which statements it is judged: nothing for all of audits, else a family of questions."""
        return (self.question or "").partition(".")[0] if self.told is Told.COUNTY else ""

    @property
    def reference(self) -> str:
        """Return how a statement is named in the register."""
        return f"{self.release}:{self.place}"


def may_propose(viewer: Viewer) -> bool:
    """Test whether somebody proposes to release figures: whoever leads audits."""
    return bool(viewer.roles & PROPOSES)


def may_decide(viewer: Viewer) -> bool:
    """Test whether somebody approves, declines and withdraws releases; nobody approves their own."""
    return bool(viewer.roles & DECIDES)


def may_propose_county(viewer: Viewer) -> bool:
    """Test whether somebody proposes figures of the whole county: whoever leads audits, or writes for the public."""
    return bool(viewer.roles & DECIDES)


def check_step(state: ReleaseState, to: ReleaseState, *, by: Viewer, proposed_by: int) -> None:
    """Refuse a step that a release cannot take, and the approval of one's own.

    Raises:
        ReleaseRefused: with what to do instead.
    """
    if to not in RELEASE_STEPS[state]:
        raise ReleaseRefused("Somebody has decided on this release since you opened it. Open it again.")
    if to is ReleaseState.APPROVED and by.staff_id == proposed_by:
        raise ReleaseRefused("Nobody approves their own release. Ask another auditor, or the publisher.")


def check_new(new: NewRelease) -> None:
    """Refuse a release that tells nothing, or that counts something else than young people.

    Raises:
        ReleaseRefused: with what to mend.
    """
    if len(new.title.strip()) < 5:
        raise ReleaseRefused("Give the figures a title, such as “Knife crime, audit of 2026”. Readers see it.")
    told = {question: telling for question, telling in new.findings.items() if telling not in SILENT}
    if not told:
        raise ReleaseRefused("Choose at least one finding that is told, exactly or as a band.")
    referrals = [question for question in new.findings if QUESTION_WORDS[question].of != "young people"]
    if referrals:
        raise ReleaseRefused("Findings about referrals count referrals, not young people, and are not released here.")


def bounds(number: int, telling: Telling) -> tuple[int, int]:
    """Return from how many to how many a number is told to be."""
    if telling in SILENT:
        return 0, BEYOND
    return band_of(number) if telling is Telling.BAND else (number, number)


def telling_of(statement: Statement | None) -> Telling:
    """Return how a statement tells its number after the checker has coarsened it; None when nothing was left."""
    if statement is None:
        return Telling.HELD
    return Telling.EXACT if statement.lowest == statement.highest else Telling.BAND


def counted(new: NewRelease, answers: Answers, *, found: int | None, says: Mapping[Question, str]) -> list[Counted]:
    """Return every number that a release could tell, in the order of the page.

    `answers` is by child what the record answers; `found` how many the rule found of whom the cohort was chosen; `says`
    how each question is answered in words.
    Of how many an answer is known is told beside an exact number only where it is not of all.
    """
    groups = {
        question: (
            _of(person for person, said in answers.items() if said.get(question)),
            _of(person for person, said in answers.items() if said.get(question) is not None),
        )
        for question in new.findings
    }
    return _numbers(new, _of(answers), groups, found=found, says=says)


def counted_before(
    new: NewRelease, tallies: Mapping[Question, Tally], *, found: int | None, says: Mapping[Question, str]
) -> list[Counted]:
    """Return the same of an audit that is closed, from what was counted and kept while it lasted: numbers of nobody."""
    none = frozenset[int]()
    size = max(one.whole + one.unknown for one in tallies.values())
    groups = {question: ((tallies[question].part, none), (tallies[question].whole, none)) for question in new.findings}
    return _numbers(new, (size, none), groups, found=found, says=says)


def _of(people: Iterable[int]) -> _Group:
    named = frozenset(people)
    return len(named), named


def _numbers(
    new: NewRelease,
    everybody: _Group,
    groups: Mapping[Question, tuple[_Group, _Group]],
    *,
    found: int | None,
    says: Mapping[Question, str],
) -> list[Counted]:
    size, people = everybody
    numbers = [Counted(told=Told.COHORT, question=None, telling=new.cohort, count=size, people=people)]
    if found is not None:
        others = max(found - size, 0)
        numbers.append(replace(numbers[0], told=Told.PARENT, telling=new.parent, others=others))
    for question in (each for each in Question if each in new.findings):
        telling, ((yes, who), (known, whose)) = new.findings[question], groups[question]
        clause = says[question].rstrip(".")
        one = Counted(told=Told.FINDING, question=question, telling=telling, count=yes, people=who, says=clause)
        numbers.append(one)
        if known != size:
            beside = Telling.EXACT if telling is Telling.EXACT else Telling.UNTOLD
            numbers.append(replace(one, told=Told.KNOWN, telling=beside, count=known, people=whose))
    return numbers


def whom(told: Told, says: str) -> str:
    """Return in words whom a statement counts, of whom it says what is so."""
    if told is Told.COUNTY:
        return says[:1].lower() + says[1:]
    if told is Told.COHORT:
        return "all young people of the cohort"
    if told is Told.PARENT:
        return "all whom the rule found"
    return f"young people who {says}" if told is Told.FINDING else f"of whom it is known whether they {says}"


def named_faults(faults: Sequence[WorkedOut], kept: Sequence[Kept]) -> list[WorkedOut]:
    """Return faults with the statement to tell more coarsely in words instead of its reference."""
    words = {one.reference: whom(one.told, one.says) for one in kept}
    return [replace(fault, coarsen=words.get(fault.coarsen, "")) for fault in faults]


def coarser_counts(numbers: Sequence[Counted], told: Mapping[int, Telling]) -> list[Counted]:
    """Return numbers told as the checker would tell them, by place; what goes with a number is held back with it."""
    found = [replace(one, telling=told.get(place, one.telling)) for place, one in enumerate(numbers)]
    exact = {one.question for one in found if one.told is Told.FINDING and one.telling is Telling.EXACT}
    return [
        replace(one, telling=Telling.UNTOLD) if one.told is Told.KNOWN and one.question not in exact else one
        for one in found
    ]
