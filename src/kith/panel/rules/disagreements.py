"""Who may act in a disagreement at its stage, and what must be said for the child before anything happens."""

import re
from collections.abc import Iterable
from datetime import date

from kith.access.vocabulary import Viewer
from kith.panel.rules.books import Book
from kith.panel.vocabulary import (
    STAGES,
    DisagreementAct,
    DisagreementRefused,
    DisagreementStatus,
    NewDisagreement,
    Said,
)

_LEAST = 10
# Each of these speaks for the stage; raising, climbing and withdrawing are open to everybody of the two agencies.
_OF_THE_STAGE = frozenset({DisagreementAct.ANSWER, DisagreementAct.PROPOSE, DisagreementAct.AGREE})
_NUMBER = re.compile(r"\d[\d ]{5,}")
_DATE = re.compile(r"\b\d{1,2}[./ -](?:\d{1,2}|[A-Z][a-z]{2,8})[./ -]\d{2,4}\b")


def roles_at(book: Book, stage: DisagreementStatus) -> frozenset[str]:
    """Return the roles that speak at a stage: its own, and for agencies those of every later one."""
    rule = book.disagreement[stage]
    if rule.for_all:
        return rule.roles
    later = STAGES[STAGES.index(stage) :]
    return frozenset().union(*(book.disagreement[one].roles for one in later if not book.disagreement[one].for_all))


def may_take(  # noqa: PLR0913 -- who, under which book, where it stands, whose it is, and who was named
    viewer: Viewer,
    *,
    book: Book,
    stage: DisagreementStatus,
    act: DisagreementAct,
    sides: tuple[int, int],
    is_named: bool,
    proposed_by: int | None = None,
) -> bool:
    """Test whether somebody may take an act; `sides` are the agency that raised it and the other, in this order."""
    if act is DisagreementAct.CLOCK:
        return False
    is_side = viewer.agency_id in sides
    if act is DisagreementAct.WITHDRAW:
        return viewer.agency_id == sides[0]
    if act is DisagreementAct.ESCALATE:
        return is_side
    if act is DisagreementAct.AGREE and (proposed_by is None or viewer.agency_id == proposed_by):
        return False
    speaks = is_named or bool(viewer.roles & roles_at(book, stage))
    if book.disagreement[stage].for_all:
        return speaks
    return act in _OF_THE_STAGE and is_side and speaks


def check_new(new: NewDisagreement) -> None:
    """Refuse a disagreement without its reason, what is wanted, or what keeps the child safe.

    Raises:
        DisagreementRefused.
    """
    if len(new.what.strip()) < _LEAST:
        raise DisagreementRefused("Say what you disagree about, in a sentence that the other agency can answer.")
    if len(new.wanted.strip()) < _LEAST:
        raise DisagreementRefused("Say what should happen for the child instead.")
    check_safe(new.child_safe)


def check_said(act: DisagreementAct, said: Said) -> None:
    """Refuse an act that says nothing, that leaves the child out, or that ends without its outcome.

    Raises:
        DisagreementRefused.
    """
    if len(said.says.strip()) < _LEAST:
        raise DisagreementRefused("Say it in a sentence: the other agency answers to it.")
    if act in (DisagreementAct.PROPOSE, DisagreementAct.DECIDE) and said.outcome is None:
        raise DisagreementRefused("Choose what comes of it.")
    if said.dissent.strip() and act not in (DisagreementAct.AGREE, DisagreementAct.DECIDE):
        raise DisagreementRefused("Dissent is kept when a disagreement ends. Until then, answer or take it further.")
    if act is DisagreementAct.DECIDE and bool(said.dissent.strip()) != (said.dissenting_agency_id is not None):
        raise DisagreementRefused("Say which agency still disagrees, and what it says.")
    check_safe(said.child_safe)


def check_safe(child_safe: str) -> None:
    """Refuse to go on before it is said what keeps the child safe meanwhile.

    Raises:
        DisagreementRefused.
    """
    if len(child_safe.strip()) < _LEAST:
        raise DisagreementRefused(
            "Say what is done to keep the child safe while you disagree: who sees them, and when. "
            "If they are in danger now, ring 999 or the front door first."
        )


def check_lesson(says: str, names: Iterable[str]) -> None:
    """Refuse a lesson that says too little, or that gives somebody away by a name, a number or a date.

    Raises:
        DisagreementRefused.
    """
    if len(says.strip()) < 2 * _LEAST:
        raise DisagreementRefused("Say in a sentence what other agencies can learn.")
    words = {word.casefold() for word in re.findall(r"[\w'’-]+", says)}
    parts = {part.casefold() for name in names for part in re.findall(r"[\w'’-]+", name) if len(part) > 1}
    if words & parts or _NUMBER.search(says) or _DATE.search(says):
        raise DisagreementRefused(
            "A lesson is read by every agency: leave out names, numbers and dates of the child, the family and the "
            "people who worked with them."
        )


def quarter_of(day: date) -> date:
    """Return the first day of the quarter of a day."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
