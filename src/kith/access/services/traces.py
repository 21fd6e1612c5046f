"""Writes the record of changes, inside the transaction that makes the change."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection


def trace(  # noqa: PLR0913 -- a trace is one flat row and its columns are its arguments
    *,
    by: int | None,
    action: str,
    subject: str,
    now: datetime,
    subject_id: int | None = None,
    person_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one change on the current connection; it lives and dies with the transaction around it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_write_trace(%s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb)",
            [by, now, action, subject, subject_id, person_id, _json(before), _json(after)],
        )


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(dict(values), cls=DjangoJSONEncoder)
