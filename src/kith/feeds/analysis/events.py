"""Makes the events that most tables need: one child, one day, one kind."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kith.feeds.vocabulary import Basis, EventRecord, ParticipantRole


def one_child(child: str, key: str, kind: str, day: date, **more: Any) -> EventRecord:
    """Return an event with one child as its subject, known on the day it happened unless `known_at` says later.

    `key` is unique within the agency and stays the same when the row is corrected. What is None or empty in
    `more` and in its `detail` is left out.
    """
    known: date = more.pop("known_at", None) or day
    basis = Basis(more.pop("basis", Basis.FACT))
    role = ParticipantRole(more.pop("role", ParticipantRole.SUBJECT))
    detail: Mapping[str, Any] = {
        name: value for name, value in more.pop("detail", {}).items() if value not in (None, "")
    }
    return EventRecord(
        local_id=key,
        kind=kind,
        occurred_on=day,
        known_at=max(known, day),
        participants=((child, role),),
        basis=basis,
        detail=detail,
        **{name: value for name, value in more.items() if value is not None},
    )
