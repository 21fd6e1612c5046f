"""When a meeting can open, decide and end: quorum, conflicts, promises of confidentiality."""

from collections.abc import Iterable
from datetime import date

from kith.access.vocabulary import Sector
from kith.panel.rules.books import Book
from kith.panel.vocabulary import MEETING_TRANSITIONS, Level, MeetingRefused, MeetingState, NewDecision

SECTOR_WORDS = {
    Sector.CARE: "children's social care",
    Sector.EDUCATION: "education",
    Sector.HEALTH: "health",
    Sector.POLICE: "the police",
    Sector.YOUTH_JUSTICE: "youth justice",
    Sector.CHARITY: "a charity",
    Sector.PARTNERSHIP: "the partnership",
}


def missing_sectors(book: Book, present: Iterable[Sector]) -> list[Sector]:
    """Return which sectors of the quorum are not in the room."""
    return sorted(book.quorum - set(present))


def check_opening(state: MeetingState, missing: list[Sector], because: str) -> None:
    """Refuse to open a meeting that cannot open, or one without its quorum and without a reason to go on.

    Raises:
        MeetingRefused.
    """
    check_state(state, MeetingState.OPEN)
    if missing and len(because.strip()) < 10:
        absent = ", ".join(SECTOR_WORDS[each] for each in missing)
        raise MeetingRefused(
            f"There is no quorum: {absent} is not here. Call the meeting off, or say why it goes on; "
            "its decisions will say that it had no quorum."
        )


def check_state(state: MeetingState, to: MeetingState) -> None:
    """Refuse a change of a meeting's state that its table of transitions does not hold.

    Raises:
        MeetingRefused.
    """
    if to not in MEETING_TRANSITIONS[state]:
        raise MeetingRefused(f"The meeting is {state.replace('_', ' ')}, so it cannot be {to.replace('_', ' ')} now.")


def check_decision(book: Book, decision: NewDecision, today: date) -> date:
    """Return the day of the next review, or refuse a decision that says too little.

    Raises:
        MeetingRefused: no reason, a review in the past or too late, or dissent without its agency.
    """
    if len(decision.rationale.strip()) < 10:
        raise MeetingRefused("Say why this was decided, in a sentence that the child's family could read.")
    if decision.dissent.strip() and decision.dissenting_agency_id is None:
        raise MeetingRefused("Say which agency disagreed.")
    latest = today + book.longest_review
    review_on = decision.review_on or today + book.review[Level(decision.level_after)]
    if review_on <= today:
        raise MeetingRefused("The review lies in the past. Choose a day after the meeting.")
    if review_on > latest:
        raise MeetingRefused(f"Nobody waits longer than until {latest:%-d %B %Y} for a review. Choose an earlier day.")
    return review_on
