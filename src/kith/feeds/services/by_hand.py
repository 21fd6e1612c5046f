"""Keeps what somebody types about a new person until the pipeline takes it in; the page can write it, never read it."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.selectors import agreement_in_force, log_adding
from kith.access.services import trace
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.feeds.models import HandRecord

AGENCY: Final = "kith"
FEED: Final = "by_hand"
_NOT_YOURS = "Your role does not add people. Ask the worker who met them, or your data steward, to add them."
_NO_AGREEMENT = (
    "No agreement in force covers people added by hand, so there is no lawful basis to keep them here. "
    "Ask the information-governance lead to record one."
)
_TASK = "project.add_person_by_hand"


@dataclass(frozen=True, kw_only=True)
class TypedPerson:
    """One new person as somebody typed them; `told_by` is a role (the child, a neighbour), `why` a sentence."""

    forename: str = ""
    surname: str = ""
    former_surname: str = ""
    known_as: str = ""
    dob: date | None = None
    expected_on: date | None = None
    sex: str = "U"
    adult: bool = False
    address: str = ""
    town: str = ""
    postcode: str = ""
    phone: str = ""
    nhs_number: str = ""
    upn: str = ""
    told_by: str
    why: str

    def as_columns(self) -> dict[str, str]:
        """Return every value as the feed's file writes it: days as ISO dates, yes as Y."""
        return {name: _written(value) for name, value in asdict(self).items()}


def _written(value: str | bool | date | None) -> str:
    if isinstance(value, bool):
        return "Y" if value else ""
    return value.isoformat() if isinstance(value, date) else value or ""


def keep_hand_record(*, typed: TypedPerson, purpose: Purpose, by: Viewer, now: datetime) -> UUID:
    """Keep what was typed about a new person, ask the worker to take it in, and return its number.

    Raises:
        Refused: the policy does not let them add anybody, or no agreement covers it.
        LogUnavailable: the log could not be written, so nothing is kept.
    """
    if not log_adding(viewer=by, purpose=purpose):
        raise Refused(_NOT_YOURS)
    if agreement_in_force(agency_code=AGENCY, feed=FEED, on=timezone.localdate(now)) is None:
        raise Refused(_NO_AGREEMENT)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT feeds_keep_hand_record(%s::jsonb, %s, %s)", [json.dumps(typed.as_columns()), by.staff_id, now]
        )
        record = cursor.fetchone()[0]
        if record is None:
            raise Refused(_NOT_YOURS)
        trace(
            by=by.staff_id,
            action="feeds.kept_hand_record",
            subject="feeds.handrecord",
            now=now,
            after={"record": str(record)},
        )
        app.configure_task(_TASK, queue="work").defer(record=str(record))
    return UUID(str(record))


@transaction.atomic
def close_hand_record(*, record: UUID, state: str, by: int | None, now: datetime) -> None:
    """Forget what was typed: it is in the record now (`placed`), or could not be taken in. Run as the worker."""
    HandRecord.objects.filter(pk=record).update(typed={}, state=state)
    trace(
        by=by,
        action="feeds.closed_hand_record",
        subject="feeds.handrecord",
        now=now,
        after={"record": str(record), "state": state},
    )
