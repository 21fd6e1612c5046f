"""Takes what was told here of a birth into who a person is: the expected day, then the day of birth."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import trace
from kith.access.vocabulary import Refused
from kith.linking.models import Profile, ToldBirth
from kith.linking.services.search_keys import refresh_search_keys


def tell_expected(*, person_id: int, expected_on: date, by: int, now: datetime) -> None:
    """Set on which day a child is expected; call it inside a look that shows the child.

    Raises:
        Refused: the child is born.
    """
    _refuse_born(person_id)
    ToldBirth.objects.update_or_create(
        person_id=person_id, defaults={"expected_on": expected_on, "told_by_id": by, "told_at": now}
    )
    _trace(person_id, "linking.told_expected", by, now, expected_on)
    _ask_for_keys(person_id)


def tell_birth(*, person_id: int, born_on: date, by: int, now: datetime) -> None:
    """Set on which day a child was born; what a record of an agency says later outranks it. Call it inside a look.

    Raises:
        Refused: the child's date of birth is known, or the day lies in the future.
    """
    if born_on > timezone.localdate(now):
        raise Refused("The day of birth lies in the future. Write it down once the child is born.")
    _refuse_born(person_id)
    ToldBirth.objects.update_or_create(
        person_id=person_id, defaults={"born_on": born_on, "told_by_id": by, "told_at": now}
    )
    _trace(person_id, "linking.told_birth", by, now, born_on)
    _ask_for_keys(person_id)


def make_keys_anew(*, person_id: int, by: int | None, now: datetime) -> int:
    """Make a person's keys of search those of who they are now, and return how many changed; run as the worker."""
    with transaction.atomic():
        changed = refresh_search_keys(person_ids=[person_id])
        if changed:
            trace(
                by=by,
                action="linking.made_keys_anew",
                subject="linking.person",
                subject_id=person_id,
                person_id=person_id,
                now=now,
            )
    return changed


def move_told_birth(*, from_person: int, to_person: int, by: int | None, now: datetime) -> None:
    """Take what was told of a birth along when two people are one; what was told of the one who stays counts first."""
    if ToldBirth.objects.filter(person_id=to_person).exists():
        moved = ToldBirth.objects.filter(person_id=from_person).delete()[0]
    else:
        moved = ToldBirth.objects.filter(person_id=from_person).update(person_id=to_person)
    if moved:
        trace(
            by=by,
            action="linking.moved_told_birth",
            subject="linking.toldbirth",
            subject_id=to_person,
            person_id=to_person,
            now=now,
        )


def _ask_for_keys(person_id: int) -> None:
    # No page may write a key: whoever can would find everybody. It is a matter of seconds until the worker has.
    app.configure_task("linking.make_keys_anew", queue="work").defer(person=person_id)


def _refuse_born(person_id: int) -> None:
    if Profile.objects.filter(person_id=person_id, born_on__isnull=False).exists():
        raise Refused("This child's date of birth is known already. The agency whose record it is corrects it.")


def _trace(person_id: int, action: str, by: int, now: datetime, day: date) -> None:
    trace(
        by=by,
        action=action,
        subject="linking.toldbirth",
        subject_id=person_id,
        person_id=person_id,
        now=now,
        after={"day": day},
    )
