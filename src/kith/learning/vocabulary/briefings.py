"""The words of briefings: their forms and steps, how far one has come, what a check found, who said yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from kith.common.disclosure import SuspectKind

TITLE_PLACE: Final = 0
EVIDENCE_PLACE: Final = 99
LONGEST_PART: Final = 20_000  # characters; a briefing is read in minutes, and a page answers in seconds
LONGEST_TITLE: Final = 120
FEWEST_GATHERED: Final = 2  # cases of one bulletin
MOST_GATHERED: Final = 6  # a writer has the record of each before them


class ReviewForm(StrEnum):
    """In which form a case is told; the site knows the first two by the same words."""

    FIVE_STEP = "five-step"
    SEVEN_MINUTE = "seven-minute"
    BULLETIN = "bulletin"


class StepMeaning(NamedTuple):
    """One step of a form: its heading, and what belongs there."""

    heading: str
    asks: str


FORM_WORDS: Final[Mapping[ReviewForm, str]] = MappingProxyType(
    {
        ReviewForm.FIVE_STEP: "Five-step briefing",
        ReviewForm.SEVEN_MINUTE: "Seven-minute briefing",
        ReviewForm.BULLETIN: "Bulletin",
    }
)
STEPS: Final[Mapping[ReviewForm, Sequence[StepMeaning]]] = MappingProxyType(
    {
        ReviewForm.FIVE_STEP: (
            StepMeaning("The background", "Who the young person is and how they lived, so that it fits many."),
            StepMeaning("Safeguarding concerns before the incident", "What agencies knew, and what they had done."),
            StepMeaning("The incident", "What happened, in which season of which year; not where."),
            StepMeaning("Multi-agency work since the incident", "Who worked with the young person, and on what."),
            StepMeaning("What we learned from reviewing this case", "What went well, what would be done otherwise."),
        ),
        ReviewForm.SEVEN_MINUTE: (
            StepMeaning("Background", "Why this case was reviewed, and who the young person is."),
            StepMeaning("What happened", "The story in a few sentences: the season and the year, not the place."),
            StepMeaning("Why it matters", "What it means for children like this one."),
            StepMeaning("What we found", "What agencies did well, and where something was missed."),
            StepMeaning("What the young person said", "What they wanted, in words that are not their own."),
            StepMeaning("What to do differently", "What each agency does from now on."),
            StepMeaning("Questions for your team", "What a team asks itself, one question to a line."),
        ),
        ReviewForm.BULLETIN: (
            StepMeaning("Why we write", "Which audits and reviews this is about."),
            StepMeaning("What we saw", "What cases have in common, told so that it is nobody’s story."),
            StepMeaning("What helps", "What worked, and for whom it could work again."),
            StepMeaning("What to do now", "What each agency does from now on."),
        ),
    }
)


class BriefingState(StrEnum):
    """How far a briefing has come."""

    DRAFTING = "drafting"
    CHECKED = "checked"
    APPROVED = "approved"
    HANDED = "handed"
    WITHDRAWN = "withdrawn"


class BriefingMove(StrEnum):
    """What moves a briefing from one state to another."""

    CHECK = "check"
    REOPEN = "reopen"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    HAND_OVER = "hand_over"
    REVISE = "revise"
    WITHDRAW = "withdraw"


BRIEFING_WORDS: Final[Mapping[BriefingState, str]] = MappingProxyType(
    {
        BriefingState.DRAFTING: "Being written",
        BriefingState.CHECKED: "Waits for approval",
        BriefingState.APPROVED: "Approved, on its way",
        BriefingState.HANDED: "With the public site",
        BriefingState.WITHDRAWN: "Withdrawn",
    }
)
_S, _M = BriefingState, BriefingMove
BRIEFING_TRANSITIONS: Final[Mapping[tuple[BriefingState, BriefingMove], BriefingState]] = MappingProxyType(
    {
        (_S.DRAFTING, _M.CHECK): _S.CHECKED,
        (_S.DRAFTING, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.CHECKED, _M.REOPEN): _S.DRAFTING,
        (_S.CHECKED, _M.SEND_BACK): _S.DRAFTING,
        (_S.CHECKED, _M.APPROVE): _S.APPROVED,
        (_S.CHECKED, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.APPROVED, _M.REOPEN): _S.DRAFTING,
        (_S.APPROVED, _M.SEND_BACK): _S.DRAFTING,
        (_S.APPROVED, _M.HAND_OVER): _S.HANDED,
        (_S.APPROVED, _M.WITHDRAW): _S.WITHDRAWN,
        (_S.HANDED, _M.REVISE): _S.DRAFTING,
        (_S.HANDED, _M.WITHDRAW): _S.WITHDRAWN,
    }
)
"""Every move that there is: what is not here is refused. What was withdrawn is written anew, under another number."""

MOVE_WORDS: Final[Mapping[BriefingMove, str]] = MappingProxyType(
    {
        BriefingMove.CHECK: "checked, nothing left to confirm",
        BriefingMove.REOPEN: "a word is changed",
        BriefingMove.SEND_BACK: "sent back with a reason",
        BriefingMove.APPROVE: "enough people approved",
        BriefingMove.HAND_OVER: "the site has it",
        BriefingMove.REVISE: "revised, the site keeps the former words",
        BriefingMove.WITHDRAW: "withdrawn, by somebody or with its case",
    }
)


def briefing_diagram() -> str:
    """Return the states of a briefing as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2", *(f"    {one.value} : {words}" for one, words in BRIEFING_WORDS.items())]
    lines += [
        f"    {before.value} --> {after.value} : {MOVE_WORDS[move]}"
        for (before, move), after in BRIEFING_TRANSITIONS.items()
    ]
    return "\n".join(lines)


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A part of the words that came out about which it is settled that it tells nobody: by a rule, or by somebody."""

    start: int
    end: int
    by_rule: bool


@dataclass(frozen=True, kw_only=True)
class Doubtful:
    """A piece of the words that came out which may tell somebody, with what stands around it.

    `key` is of the piece and of the whole paragraph around it: another word there makes it another piece.
    `is_known` means that the record itself knows it: nobody can confirm that away.
    """

    key: str
    kind: SuspectKind
    start: int
    end: int
    text: str
    before: str
    after: str
    is_known: bool = False


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """What was typed, and what stands in its place."""

    typed: str
    says: str
    kind: SuspectKind


@dataclass(frozen=True, kw_only=True)
class CheckedText:
    """One text as it would be read: its words, what is settled in them, what was replaced, what is open or kept."""

    words: str
    settled: tuple[Settled, ...] = ()
    replaced: tuple[Replacement, ...] = ()
    to_confirm: tuple[Doubtful, ...] = ()
    confirmed: tuple[Doubtful, ...] = ()


class BriefingRefused(ValueError):
    """Something that cannot be done with a briefing; the message says why and what to do."""


class BriefingGone(LookupError):
    """There is no such briefing."""


class PartChanged(BriefingRefused):
    """Somebody has saved a part since it was opened; both texts are kept in the message's own fields."""

    def __init__(self, place: int, theirs: str, version: int) -> None:
        """Keep where, what stands there now, and its version."""
        super().__init__(
            "Somebody has changed this part since you opened it. Yours is in the box and not saved; theirs stands "
            "below it. Put both together and save again."
        )
        self.place, self.theirs, self.version = place, theirs, version
