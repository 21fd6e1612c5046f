"""Who may write, approve and withdraw a briefing, what can be done when, and what becomes of its words; pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from kith.access.vocabulary import ROLE_NAMES, Role, Viewer
from kith.learning.vocabulary import ENOUGH
from kith.learning.vocabulary.briefings import (
    BRIEFING_TRANSITIONS,
    EVIDENCE_PLACE,
    LONGEST_PART,
    LONGEST_TITLE,
    STEPS,
    TITLE_PLACE,
    BriefingMove,
    BriefingRefused,
    BriefingState,
    ReviewForm,
)

WRITERS: Final = (Role.AUDITOR,)
APPROVERS: Final = (Role.AUDITOR, Role.PANEL_CHAIR, Role.IG_LEAD)
NOT_REAL: Final = (
    "This case was one of those that the partnership reviewed. It is told so that nobody can be known in it: the names "
    "are not real, and ages, times and places are told roughly."
)
NONE_REAL: Final = (
    "These cases were among those that the partnership reviewed. They are told so that nobody can be known in them: "
    "the names are not real, and ages, times and places are told roughly."
)
_BECAUSE: Final = 10  # characters; a reason that is shorter says nothing


def may_write(viewer: Viewer) -> bool:
    """Test whether somebody writes briefings; whose case they may write about, the look decides."""
    return bool(viewer.roles & set(WRITERS))


def may_approve(viewer: Viewer, *, hands: Collection[int]) -> bool:
    """Test whether somebody may be the second person: whoever answers for cases or for privacy, and wrote no word."""
    return bool(viewer.roles & set(APPROVERS)) and viewer.staff_id not in hands


def moved(state: BriefingState, move: BriefingMove) -> BriefingState:
    """Return what a briefing becomes by a move.

    Raises:
        BriefingRefused: there is no such move from where it is.
    """
    after = BRIEFING_TRANSITIONS.get((state, move))
    if after is None:
        raise BriefingRefused(_WHY_NOT.get((state, move), "This cannot be done as the briefing stands. Open it again."))
    return after


_GONE: Final = "This briefing is withdrawn. Write another: its words and approvals count no more."
_ON_SITE: Final = (
    "The public site has these words. Revise the briefing first: the site keeps them until the new ones are approved."
)
_WHY_NOT: Final[Mapping[tuple[BriefingState, BriefingMove], str]] = {
    **{(BriefingState.WITHDRAWN, move): _GONE for move in BriefingMove},
    **{(BriefingState.HANDED, move): _ON_SITE for move in BriefingMove},
    (
        BriefingState.DRAFTING,
        BriefingMove.APPROVE,
    ): "It is being written again. Wait for its check.",
    (BriefingState.APPROVED, BriefingMove.APPROVE): "It is approved already, and on its way to the public site.",
    (BriefingState.CHECKED, BriefingMove.CHECK): "It is checked already, and waits for a second person.",
}


def approvers_needed(k: int) -> int:
    """Return how many people, none of them the writer, must answer for a text that fits so many children."""
    return 1 if k >= ENOUGH else 2


def check_reason(because: str, *, of: str) -> str:
    """Return a reason without the space around it.

    Raises:
        BriefingRefused: it says too little.
    """
    says = " ".join(because.split())
    if len(says) < _BECAUSE:
        raise BriefingRefused(f"Say in a sentence why {of}; the reason is kept.")
    return says


def approved_as(viewers: Iterable[tuple[str, str]]) -> str:
    """Return under which offices words were approved, as (roles, agency); nobody is named on the public site."""
    return "; ".join(dict.fromkeys(f"{roles}, {agency}" for roles, agency in viewers))


def office_of(viewer: Viewer) -> str:
    """Return in which roles somebody approves."""
    return ", ".join(ROLE_NAMES[role] for role in APPROVERS if role in viewer.roles)


def check_part(place: int, text: str) -> None:
    """Check that a part can be kept.

    Raises:
        BriefingRefused: it is longer than anybody reads in a briefing.
    """
    most = LONGEST_TITLE if place == TITLE_PLACE else LONGEST_PART
    if len(text) > most:
        what = "A title" if place == TITLE_PLACE else "A part"
        raise BriefingRefused(
            f"{what} has at most {most:,} characters; this one has {len(text):,}. Nothing was saved. Shorten it, or "
            "keep what is pasted where it came from, and save again."
        )


def places_of(form: ReviewForm) -> tuple[int, ...]:
    """Return the places of a form's parts: the title, its steps from 1, and the list of what shows a change."""
    return (TITLE_PLACE, *range(1, len(STEPS[form]) + 1), EVIDENCE_PLACE)


def lacking(form: ReviewForm, texts: Mapping[int, str]) -> list[str]:
    """Return what must still be written before a briefing is whole: its title and each step."""
    found = [] if texts.get(TITLE_PLACE, "").strip() else ["the title"]
    return found + [
        f"“{step.heading}”" for place, step in enumerate(STEPS[form], 1) if not texts.get(place, "").strip()
    ]


def steps_told(form: ReviewForm, words: Mapping[int, str], *, gathers: int) -> list[dict[str, str]]:
    """Return the steps as the public site takes them; what shows a change stands at the end of the last.

    A line for each thing that shows a change, a blank line between paragraphs. `gathers` is how many cases are told.
    """
    steps = [
        {"heading": step.heading, "text": words.get(place, "").strip()} for place, step in enumerate(STEPS[form], 1)
    ]
    evidence = [line.strip(" \t-•*") for line in words.get(EVIDENCE_PLACE, "").splitlines() if line.strip(" \t-•*")]
    ends = [steps[-1]["text"]]
    if evidence:
        ends.append("There is evidence of change:\n" + "\n".join(f"– {line}" for line in evidence))
    steps[-1]["text"] = "\n\n".join([*ends, NOT_REAL if gathers == 1 else NONE_REAL])
    return steps
