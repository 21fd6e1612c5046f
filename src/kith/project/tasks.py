"""What the worker does across the apps: carries a person who was added by hand, fetches what the site was told."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as, relate_adder
from kith.chronology.services import add_entry, tell_chronology
from kith.chronology.vocabulary import NewEntry
from kith.feeds.runs import Taken, take_hand_record
from kith.feeds.services import close_hand_record
from kith.linking.runs import place_by_hand
from kith.project.collecting import collect_feedback as collect
from kith.project.collecting import collect_learned as collect_counts
from kith.work.services import notify
from kith.work.vocabulary import NoticeKind


@app.task(name="project.add_person_by_hand", queue="work")
def add_person_by_hand(record: str) -> None:
    """Take in what somebody typed about a new person, make a person of it, and tell whoever typed it.

    A second try after a crash goes on where the first one stopped, and doubles nothing.
    """
    number, now = UUID(record), timezone.now()
    with connect_as("ingest"):
        taken = take_hand_record(record=number, now=now)
    if taken is None:
        return
    with connect_as("worker"), transaction.atomic():
        if taken.source_person_id is None:
            close_hand_record(record=number, state="held", by=taken.by, now=now)
            notify(staff_id=taken.by, kind=NoticeKind.PERSON_NOT_ADDED, by=None, now=now)
            return
        _carry(number, taken, taken.source_person_id, now)


@app.periodic(cron="* * * * *")
@app.task(name="project.collect_feedback", queue="work", queueing_lock="project.collect_feedback")
def collect_feedback(timestamp: int) -> None:
    """Fetch what children, parents and others wrote on the public site since the last minute."""
    with connect_as("worker"):
        collect(inbox=settings.KITH_INBOX, private_key=settings.INSTALLATION.feedback_key, now=timezone.now())


@app.periodic(cron="55 * * * *")
@app.task(name="project.collect_learned", queue="work", queueing_lock="project.collect_learned")
def collect_learned(timestamp: int) -> None:
    """Fetch what the site counted of its events, a few minutes after it has counted."""
    with connect_as("worker"):
        collect_counts(inbox=settings.KITH_INBOX, now=timezone.now())


def _carry(record: UUID, taken: Taken, source_person_id: int, now: datetime) -> None:
    person = place_by_hand(source_person_id=source_person_id, by=taken.by, now=now)
    relate_adder(person_id=person, record=str(record), by=taken.by, now=now)
    note = NewEntry(
        kind="care.note", occurred_on=taken.on, says=f"Added by hand. {taken.why}".strip(), said_by=taken.told_by
    )
    add_entry(person_id=person, entry=note, by=taken.by, now=now)
    tell_chronology(people=[person], by=taken.by, now=now)
    close_hand_record(record=record, state="placed", by=taken.by, now=now)
    notify(staff_id=taken.by, kind=NoticeKind.PERSON_ADDED, by=None, now=now)
