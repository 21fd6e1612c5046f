"""Writes down what a child said, tells the child back, and asks workers to hear whom nobody has heard."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Action, Purpose, Refused, Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.support.models import TellingBack, VoiceDue, VoiceEntry
from kith.support.rules import book_on, check_telling_back, check_voice, may_support, unquoted
from kith.support.selectors.opening import opened
from kith.support.selectors.voice import gaps_among
from kith.support.vocabulary import WAY_WORDS, NewTellingBack, NewVoice, VoiceRefused
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

_SUBJECT: Final = "support.voicedue"
_NOT_YOURS = "Whoever works with children writes their voice down. Ask the child's worker."
_ALLOCATED: Final = """
SELECT DISTINCT ON (r.person_id) r.person_id, r.staff_id, p.public_id
FROM access_relationship r JOIN linking_person p ON p.id = r.person_id AND p.retired_at IS NULL
WHERE r.source = 'allocation' AND r.staff_id IS NOT NULL AND r.begins_at <= %(now)s AND r.ends_at > %(now)s
ORDER BY r.person_id, r.begins_at DESC, r.id DESC
"""


def record_voice(
    *, public_id: UUID, new: NewVoice, by: Viewer, now: datetime, purpose: Purpose = Purpose.SAFEGUARDING
) -> UUID:
    """Keep what a child said or showed, write it into the story, and end every asking to hear the child.

    Raises:
        VoiceRefused: something is missing, or two answers contradict each other.
        NotShown, Refused: the child is not theirs to write about.
    """
    if not may_support(by):
        raise Refused(_NOT_YOURS)
    today = timezone.localdate(now)
    check_voice(new, today, book_on(today))
    with opened(public_id, viewer=by, purpose=purpose, what="support.record_voice", action=Action.ADD) as found:
        entry = NewEntry(
            kind="care.voice", occurred_on=new.heard_on, says=told(new), said_by=f"{new.role}, {by.agency_name}"
        )
        entry_id = add_entry(person_id=found.person_id, entry=entry, by=by.staff_id, now=now)
        values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(new).items()}
        made = VoiceEntry.objects.create(
            **values
            | {
                "words": unquoted(new.words),
                "bears_on": new.bears_on or "",
                "person_id": found.person_id,
                "by_id": by.staff_id,
                "agency_id": by.agency_id,
                "entry_id": entry_id,
                "made_at": now,
            }
        )
        _trace(made, "support.recorded_voice", by.staff_id, now)
        _answer(found.person_id, new.heard_on, by, now)
        if new.next_try_on is not None:
            _ask(found.person_id, public_id, by.staff_id, new.next_try_on, by=by, now=now)
        return made.public_id


def tell_back(
    *,
    public_id: UUID,
    voice: UUID,
    new: NewTellingBack,
    by: Viewer,
    now: datetime,
    purpose: Purpose = Purpose.SAFEGUARDING,
) -> None:
    """Keep what changed because of what a child said, or why nothing did, and when the child was told.

    Raises:
        VoiceRefused: neither or both are said, the day is impossible, or there is no such entry for this child.
        NotShown, Refused: the child is not theirs to write about.
    """
    if not may_support(by):
        raise Refused(_NOT_YOURS)
    with opened(public_id, viewer=by, purpose=purpose, what="support.tell_back", action=Action.ADD) as found:
        row = VoiceEntry.objects.filter(public_id=voice, person_id=found.person_id).first()
        if row is None:
            raise VoiceRefused("There is no such entry for this child.")
        check_telling_back(new, row.heard_on, timezone.localdate(now))
        TellingBack.objects.create(
            voice=row,
            person_id=found.person_id,
            changed=new.changed.strip(),
            why_not=new.why_not.strip(),
            told_on=new.told_on,
            by_id=by.staff_id,
            at=now,
        )
        _trace(row, "support.told_back", by.staff_id, now)


@transaction.atomic
def ask_for_voices(*, by: Viewer | None, now: datetime) -> int:
    """Ask the allocated workers of children whom nobody has heard for too long, and return how many; once each.

    The worker's own step, run as the worker role.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALLOCATED, {"now": now})
        allocated = {person_id: (staff_id, public_id) for person_id, staff_id, public_id in cursor.fetchall()}
    asked = set(VoiceDue.objects.filter(answered_at=None).values_list("person_id", flat=True))
    waiting = [person_id for person_id in sorted(allocated) if person_id not in asked]
    found = gaps_among(waiting, timezone.localdate(now))
    for gap in found:
        staff_id, public_id = allocated[gap.person_id]
        _ask(gap.person_id, public_id, staff_id, None, by=by, now=now)
    return len(found)


def told(new: NewVoice) -> str:
    """Return the entry as the chronology tells it: the child's words first, the worker's view last and named so."""
    if new.declined:
        first = f"The child would rather not say anything now. Asked again on {new.next_try_on:%-d %B %Y}."
    else:
        first = f"“{unquoted(new.words)}”" if unquoted(new.words) else ""
    seen = "Seen alone" if new.alone else "Seen" if new.seen else "Not seen"
    parts = (
        first,
        _labelled("Seen or shown", new.observation),
        _labelled("Wishes", new.wishes),
        _labelled("Feelings", new.feelings),
        _labelled("Wants to happen", new.wants),
        f"{seen}. {WAY_WORDS[new.way]}, {new.setting.strip()}.",
        _labelled("The worker's view", new.view),
    )
    return " ".join(filter(None, parts))


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text.strip()}" if text.strip() else ""


def _answer(person_id: int, heard_on: date, by: Viewer, now: datetime) -> None:
    """End the askings that were there; an old voice that somebody writes down late ends none."""
    asked_since = heard_on + book_on(heard_on).voice_gap
    if asked_since < timezone.localdate(now):
        return
    for asked in VoiceDue.objects.select_for_update().filter(person_id=person_id, answered_at=None):
        asked.answered_at = now
        asked.save(update_fields=["answered_at"])
        close_tasks_about(kind=TaskKind.VOICE_DUE, subject=_SUBJECT, subject_id=asked.pk, by=by, now=now)


def _ask(
    person_id: int, public_id: UUID, staff_id: int, due_on: date | None, *, by: Viewer | None, now: datetime
) -> None:
    made, is_new = VoiceDue.objects.get_or_create(
        person_id=person_id,
        owner_id=staff_id,
        answered_at=None,
        defaults={"due_on": due_on or timezone.localdate(now), "asked_at": now},
    )
    if not is_new:
        return
    add_task(
        new=NewTask(
            kind=TaskKind.VOICE_DUE,
            owner_id=staff_id,
            link=f"/support/people/{public_id}/voice/",
            subject=_SUBJECT,
            subject_id=made.pk,
            person_id=person_id,
            due_on=due_on,
        ),
        by=by,
        now=now,
    )
    trace(
        by=by.staff_id if by else None,
        action="support.asked_for_voice",
        subject=_SUBJECT,
        subject_id=made.pk,
        person_id=person_id,
        now=now,
        after={"owner": staff_id, "due_on": made.due_on},
    )


def _trace(row: VoiceEntry, action: str, by: int, now: datetime) -> None:
    after = {"heard_on": row.heard_on, "way": row.way, "declined": row.declined}
    trace(
        by=by,
        action=action,
        subject="support.voiceentry",
        subject_id=row.pk,
        person_id=row.person_id,
        now=now,
        after=after,
    )
