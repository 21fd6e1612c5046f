"""What section 11 can do and who reads it: the standards, what a grade needs, who challenges whom, what moved."""

import tomllib
from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path

from kith.access.vocabulary import Role, Viewer
from kith.audit.vocabulary import MET_RANK, AuditRefused, Met, Moved, NewRound, Standard, StandardBook, StandardSaid
from kith.common.versions import in_force, read_versions

FOLDER = Path(__file__).resolve().parent.parent / "standards"
_OVERSEES = frozenset({Role.AUDITOR, Role.SCRUTINEER, Role.PANEL_CHAIR})


class StandardsError(ValueError):
    """A file of standards that cannot be used as it is; the message names it and what is wrong."""


@cache
def load_standards(folder: Path = FOLDER) -> tuple[StandardBook, ...]:
    """Return every version of the standards, oldest first; each holds until the day before the next.

    Raises:
        StandardsError: a file lacks something, uses a key twice, or two overlap.
    """
    return read_versions(folder, _read, refused=StandardsError, called="Standards")


def standards_on(day: date, version: str = "") -> StandardBook:
    """Return the standards of that version, or those in force on a day; before the first, the first."""
    books = load_standards()
    return next((each for each in books if each.version == version), in_force(books, day))


def standard_title(version: str, key: str) -> str:
    """Return what a standard is called in a version; its key where nobody knows it any more."""
    found = standards_on(date.max, version).find(key)
    return found.title if found else key


def may_oversee_section_11(viewer: Viewer) -> bool:
    """Test whether somebody reads what every agency has returned."""
    return bool(viewer.roles & _OVERSEES)


def may_read_return(viewer: Viewer, *, agency: int, is_returned: bool, has_returned: bool) -> bool:
    """Test whether somebody reads an agency's return: its own always, the others' once they are returned.

    Whoever oversees reads what is returned and no draft; an agency reads the others' once its own is returned.
    """
    if viewer.agency_id == agency:
        return True
    return is_returned and (may_oversee_section_11(viewer) or has_returned)


def check_round(new: NewRound, today: date) -> None:
    """Refuse a round without a title, or one that is due before anybody could answer.

    Raises:
        AuditRefused: with what to mend.
    """
    if len(new.title.strip()) < 5:
        raise AuditRefused("Give the round a title, such as the year.")
    if new.due_on <= today:
        raise AuditRefused("Choose a day after today by which agencies return.")


def check_said(said: StandardSaid, today: date) -> None:
    """Refuse a grade without evidence, and what is to be done without its day.

    Raises:
        AuditRefused: with what is missing.
    """
    if said.grade is not None and len(said.evidence.strip()) < 10:
        raise AuditRefused("Say on what evidence the grade rests; for “not applicable”, say why.")
    if said.grade in (Met.PARTLY, Met.NOT_MET) and (not said.to_do.strip() or said.do_by is None):
        raise AuditRefused("Say what is to be done until the standard is met, and by when.")
    if said.do_by is not None and said.do_by <= today:
        raise AuditRefused("Choose a day after today for what is to be done.")


def check_challenge(*, agency: int, own_grade: str, challenger: int, seats: Collection[int], because: str) -> None:
    """Refuse a challenged grade without its reason, and an agency that challenges its own.

    Raises:
        AuditRefused: with what to do instead.
    """
    if len(because.strip()) < 10:
        raise AuditRefused("Say why this grade stands, whether it moved or not. Both are kept with their reasons.")
    if not own_grade:
        raise AuditRefused("The agency has not graded this standard, so there is nothing to challenge.")
    if challenger == agency or not set(seats) - {agency}:
        raise AuditRefused(
            "An agency does not challenge its own return. Let somebody of another agency that was at the meeting do it."
        )


def check_round_open(state: str) -> None:
    """Refuse what can no longer be done once a round is closed.

    Raises:
        AuditRefused: it is closed.
    """
    if state == "closed":
        raise AuditRefused("This round is closed. Open another that follows it, to see what moved.")


def moved(before: Met | None, after: Met | None) -> Moved:
    """Return how a grade stands to the one before; new where either is no judgement."""
    was, now = (MET_RANK.get(each) if each else None for each in (before, after))
    if was is None or now is None:
        return Moved.NEW
    step = now - was
    return Moved.SAME if step == 0 else Moved.UP if step > 0 else Moved.DOWN


def _read(path: Path) -> StandardBook:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        standards = tuple(Standard(key=one["key"], title=one["title"], asks=one["asks"]) for one in found["standard"])
        book = StandardBook(
            version=found["version"],
            valid_from=found["valid_from"],
            valid_to=found.get("valid_to"),
            standards=standards,
        )
    except KeyError as error:
        raise StandardsError(f"{path.name} lacks {error}.") from error
    if len({one.key for one in standards}) != len(standards) or not standards:
        raise StandardsError(f"{path.name} has no standard, or uses a key twice.")
    return book
