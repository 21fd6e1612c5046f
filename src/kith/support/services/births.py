"""Keeps a pregnancy from booking to birth: the expected date, the birth plan, the alert, how it ended."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.linking.services import tell_birth, tell_expected
from kith.support.models import BirthPlan, Pregnancy
from kith.support.rules import (
    BIRTH_WEEK,
    book_of,
    book_on,
    check_birth,
    check_birth_plan,
    check_expected,
    check_pregnancy_move,
    due_after_birth,
    due_before_birth,
    gestation,
    is_late,
)
from kith.support.selectors.staff import hospital_contacts
from kith.support.services.paths import (
    Walking,
    begin_path,
    beginning,
    close_milestone,
    end_path,
    keep,
    set_days,
    tell,
    walking,
)
from kith.support.services.seeing import let_see, stop_seeing
from kith.support.vocabulary import (
    BirthPlanClash,
    MilestoneState,
    NewBirthPlan,
    NewPregnancy,
    PathKind,
    PathRefused,
    PregnancyState,
    Reaching,
)
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_KIND = PathKind.PREGNANCY
_ALERT = "support.alert"


def begin_pregnancy(*, public_id: UUID, new: NewPregnancy, by: Viewer, now: datetime) -> UUID:
    """Begin to keep a pregnancy for a child who is not born, and give each milestone its days.

    Raises:
        PathRefused: the expected date is past or too far away, the child is born, or the mother is not shown.
        NotShown, Refused.
    """
    today = timezone.localdate(now)
    book = book_on(today)
    check_expected(new.expected_on, today)
    if new.booked_on > today:
        raise PathRefused("The day of booking lies in the future.")
    others = (new.mother,) if new.mother else ()
    with beginning(public_id, by=by, what="support.begin_pregnancy", others=others) as found:
        if found.who.born_on is not None:
            raise PathRefused("This child is born. A pregnancy is kept for a child who is expected.")
        if new.mother is not None and (new.mother not in found.others or new.mother == public_id):
            raise PathRefused("Choose the mother among the people with whom you work, or link her later.")
        due = due_before_birth(new.expected_on, today, book)
        at = begin_path(found, _KIND, new.lead_id, due, book.version, by=by, now=now)
        mother_id = found.others[new.mother] if new.mother else None
        Pregnancy.objects.create(
            path=at.path,
            person_id=at.person_id,
            mother_id=mother_id,
            expected_on=new.expected_on,
            booked_on=new.booked_on,
            is_late=is_late(new.expected_on, today, book),
            state=PregnancyState.EXPECTED,
        )
        tell_expected(person_id=at.person_id, expected_on=new.expected_on, by=by.staff_id, now=now)
        keep(at, "begun", {}, {"expected_on": new.expected_on, "mother_id": mother_id})
        says = f"Expected on {new.expected_on:%-d %B %Y}, {gestation(new.expected_on, today)} weeks today."
        for person_id in filter(None, (at.person_id, mother_id)):
            tell(at, "care.pregnancy", today, says, person_id)
        return at.path.public_id


def link_mother(*, public_id: UUID, mother: UUID, by: Viewer, now: datetime) -> None:
    """Link the mother of a child who is expected.

    Raises:
        PathRefused: she is not among the people with whom they work.
        NotShown, Refused.
    """
    with beginning(public_id, by=by, what="support.link_mother", others=(mother,)) as found:
        row = Pregnancy.objects.filter(person_id=found.person_id, path__ended_at=None).select_related("path").first()
        if row is None or mother not in found.others or mother == public_id:
            raise PathRefused("Choose the mother among the people with whom you work.")
        at = Walking(public_id=public_id, person_id=found.person_id, path=row.path, by=by, now=now)
        before, row.mother_id = row.mother_id, found.others[mother]
        row.save(update_fields=["mother_id"])
        keep(at, "linked_mother", {"mother_id": before}, {"mother_id": row.mother_id})


def change_expected(*, public_id: UUID, expected_on: date, because: str, by: Viewer, now: datetime) -> None:
    """Change the day on which a child is expected; open milestones get new days, and what was stays readable.

    Raises:
        PathRefused: the day is past or too far away, nothing is said, or the pregnancy has ended.
        NotShown, Refused.
    """
    today = timezone.localdate(now)
    check_expected(expected_on, today)
    if not because.strip():
        raise PathRefused("Say where the new date comes from: a scan, the midwife.")
    with walking(public_id, kind=_KIND, by=by, now=now, what="support.change_expected") as at:
        row = _expected(at)
        book = book_of(at.path.book_version)
        begun_on = timezone.localdate(at.path.begun_at)
        before, row.expected_on = row.expected_on, expected_on
        row.is_late = is_late(expected_on, begun_on, book)
        row.save(update_fields=["expected_on", "is_late"])
        tell_expected(person_id=at.person_id, expected_on=expected_on, by=by.staff_id, now=now)
        moved = set_days(at, due_before_birth(expected_on, begun_on, book))
        keep(at, "changed_expected", {"expected_on": before}, {"expected_on": expected_on, "moved": moved}, because)
        says = f"Expected on {expected_on:%-d %B %Y}, no longer on {before:%-d %B %Y}. {because.strip()}"
        tell(at, "care.pregnancy_milestone", today, says)


def write_birth_plan(*, public_id: UUID, new: NewBirthPlan, seen: int, by: Viewer, now: datetime) -> int:
    """Keep the birth plan as it is now, and return its new version; earlier ones stay.

    Raises:
        BirthPlanClash: somebody else has written it since `seen`; both texts are kept.
        PathRefused, NotShown, Refused.
    """
    check_birth_plan(new)
    clash: BirthPlanClash | None = None
    with walking(public_id, kind=_KIND, by=by, now=now, what="support.write_birth_plan") as at:
        _expected(at)
        latest = at.path.birth_plans.filter(taken=True).first()
        version = latest.version if latest else 0
        taken = version == seen
        if taken:
            version += 1
            at.path.birth_plans.filter(taken=False, settled_at=None).update(settled_at=now)
        else:
            clash = BirthPlanClash(version)
        BirthPlan.objects.create(
            path=at.path,
            person_id=at.person_id,
            version=version,
            says={name: text.strip() for name, text in asdict(new).items()},
            taken=taken,
            by_id=by.staff_id,
            at=now,
        )
        keep(at, "wrote_birth_plan" if taken else "birth_plan_clashed", {"version": seen}, {"version": version})
    if clash is not None:
        raise clash  # after the look, so that the text that was not taken over stays kept
    return version


def place_alert(*, public_id: UUID, contact_id: int, by: Viewer, now: datetime) -> None:
    """Ask the contact of a hospital to place an alert for a birth, reach that milestone, and tell it in the story.

    Raises:
        PathRefused: they are no hospital's contact, or the pregnancy has ended.
        NotShown, Refused.
    """
    contacts = dict(hospital_contacts(now=now))
    if contact_id not in contacts:
        raise PathRefused("Choose the contact of a hospital or another health agency.")
    agency = contacts[contact_id].split(":")[0]
    with walking(public_id, kind=_KIND, by=by, now=now, what="support.place_alert") as at:
        _expected(at)
        new = NewTask(
            kind=TaskKind.ACTION,
            owner_id=contact_id,
            link=f"/support/people/{public_id}/pregnancy/",
            subject=_ALERT,
            subject_id=at.path.pk,
            person_id=at.person_id,
        )
        last = at.path.pregnancy.expected_on
        about = f"{_ALERT}:{at.path.pk}"
        let_see(staff_id=contact_id, person_id=at.person_id, about=about, until=last, by=by, now=now)
        add_task(new=new, by=by, now=now)
        says = f"Alert for the birth sent to {agency}."
        row = at.path.milestones.filter(key="alert", state="open").first()
        if row is not None:
            close_milestone(at, row, Reaching(to=MilestoneState.REACHED, on=at.today, says=says))
        keep(at, "placed_alert", {}, {"contact_id": contact_id}, says)
        tell(at, "care.pregnancy_milestone", at.today, says)


def record_birth(*, public_id: UUID, born_on: date, by: Viewer, now: datetime) -> None:
    """Say that the child is born: the same person gets the date of birth, and what follows a birth gets its days.

    Raises:
        PathRefused: the day cannot be, or the pregnancy has ended otherwise.
        NotShown, Refused.
    """
    with walking(public_id, kind=_KIND, by=by, now=now, what="support.record_birth") as at:
        row = _expected(at)
        check_birth(born_on, row.expected_on, at.today)
        tell_birth(person_id=at.person_id, born_on=born_on, by=by.staff_id, now=now)
        _ends(at, row, PregnancyState.BORN, born_on)
        book = book_of(at.path.book_version)
        after = {mark.key for mark in book.before_birth if mark.due_week >= BIRTH_WEEK}
        for one in at.path.milestones.filter(state="open").exclude(key__in=after):
            close_milestone(at, one, Reaching(to=MilestoneState.NOT_NEEDED, says=f"Born on {born_on:%-d %B %Y}."))
        set_days(at, due_after_birth(born_on, book))
        tell(at, "care.born", born_on, f"Born, {gestation(row.expected_on, born_on)} weeks.")


def record_loss(*, public_id: UUID, on: date, says: str, by: Viewer, now: datetime) -> None:
    """Say that the pregnancy has ended without a birth; everything asked for ends, and what was written stays.

    Raises:
        PathRefused, NotShown, Refused.
    """
    _end_otherwise(public_id, PregnancyState.LOST, on, says, by, now)


def move_pregnancy(*, public_id: UUID, on: date, says: str, by: Viewer, now: datetime) -> None:
    """Say that another area holds the pregnancy from now on, which area that is, and who was told.

    Raises:
        PathRefused, NotShown, Refused.
    """
    _end_otherwise(public_id, PregnancyState.MOVED, on, says, by, now)


def _end_otherwise(public_id: UUID, to: PregnancyState, on: date, says: str, by: Viewer, now: datetime) -> None:
    if not says.strip():
        raise PathRefused("Say in a sentence what happened, and who was told.")
    with walking(public_id, kind=_KIND, by=by, now=now, what="support.end_pregnancy") as at:
        row = _expected(at)
        if on > at.today:
            raise PathRefused("The day lies in the future.")
        _ends(at, row, to, on, says)
        end_path(at, because=says)
        first = "The pregnancy has ended." if to is PregnancyState.LOST else "Another area holds the pregnancy."
        tell(at, "care.pregnancy_milestone", on, f"{first} {says.strip()}")


def _ends(at: Walking, row: Pregnancy, to: PregnancyState, on: date, says: str = "") -> None:
    check_pregnancy_move(PregnancyState(row.state), to)
    before, row.state, row.ended_on = row.state, to, on
    row.save(update_fields=["state", "ended_on"])
    stop_seeing(about=f"{_ALERT}:{at.path.pk}", by=at.by, now=at.now)
    close_tasks_about(kind=TaskKind.ACTION, subject=_ALERT, subject_id=at.path.pk, by=at.by, now=at.now)
    keep(at, f"pregnancy_{to}", {"state": before}, {"state": to, "on": on}, says)


def _expected(at: Walking) -> Pregnancy:
    row = Pregnancy.objects.select_for_update().get(path=at.path)
    if row.state != PregnancyState.EXPECTED:
        check_pregnancy_move(PregnancyState(row.state), PregnancyState.BORN)
    return row
