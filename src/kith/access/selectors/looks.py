"""The one door to people: a look is logged first, and only then does row security show anybody."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, connections, transaction

from kith.access.vocabulary import Action, DataClass, LogUnavailable, NotShown, Purpose, Viewer


@dataclass(frozen=True, kw_only=True)
class Look:
    """Who is shown in one look, and how deep."""

    person_ids: dict[UUID, int]
    classes: dict[int, frozenset[DataClass]]
    family: frozenset[int]

    def may_see(self, person_id: int, data_class: DataClass) -> bool:
        """Test whether this look shows a class of one person."""
        return data_class in self.classes.get(person_id, frozenset())


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list as it is being drawn up; names leave it only after they are logged."""

    viewer: Viewer
    purpose: Purpose
    what: str
    whole_county: frozenset[DataClass]
    action: Action

    def log_shown(self, person_ids: Sequence[int]) -> None:
        """Log that these people's names are about to be shown.

        Raises:
            LogUnavailable: nothing was logged, so nothing may be shown.
        """
        if person_ids:
            ask_log(
                "SELECT access_write_log(%s, %s::bigint[], %s, %s, %s, 'shown', NULL)",
                [self.viewer.staff_id, list(person_ids), self.purpose, self.action, self.what],
            )


@contextmanager
def look(
    *,
    viewer: Viewer,
    people: Sequence[UUID],
    purpose: Purpose,
    what: str,
    action: Action = Action.OPEN,
    with_family: bool = False,
) -> Iterator[Look]:
    """Log a look at people and show them, and nobody else, inside one transaction.

    People whom the viewer may not know of are left out; the refusal is logged.

    Raises:
        NotShown: nobody of them may be shown.
        LogUnavailable: the log could not be written.
    """
    answer = ask_log(
        "SELECT access_open(%s, %s::uuid[], %s, %s, %s, %s)",
        [viewer.staff_id, [str(p) for p in people], purpose, action, what, with_family],
    )
    if not answer["token"]:
        raise NotShown
    shown = Look(
        person_ids={UUID(row["public_id"]): row["id"] for row in answer["people"]},
        classes={row["id"]: frozenset(map(DataClass, row["classes"])) for row in answer["people"]},
        family=frozenset(answer["family"]),
    )
    with _ticket(answer["token"]):
        yield shown


@contextmanager
def look_over_list(*, viewer: Viewer, purpose: Purpose, what: str, action: Action = Action.OPEN) -> Iterator[Listing]:
    """Log that a list is opened and show everybody whom the viewer may list, inside one transaction.

    Raises:
        LogUnavailable: the log could not be written.
    """
    answer = ask_log("SELECT access_list(%s, %s, %s, %s)", [viewer.staff_id, purpose, action, what])
    county = frozenset(map(DataClass, answer["county"]))
    with _ticket(answer["token"]):
        yield Listing(viewer=viewer, purpose=purpose, what=what, whole_county=county, action=action)


@contextmanager
def _ticket(token: str) -> Iterator[None]:
    with transaction.atomic():
        _show(token)
        try:
            yield
        finally:
            # A rolled-back transaction has dropped the setting already, and refuses statements.
            if not connection.needs_rollback:
                _show("")


def _show(token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('kith.ticket', %s, true)", [token])


def ask_log(statement: str, parameters: Sequence[Any]) -> Any:
    """Return what one of the log's functions answers; each writes its row before it answers.

    Raises:
        LogUnavailable: nothing was logged, so nothing may be shown.
    """
    try:
        with connections["log"].cursor() as cursor:
            cursor.execute(statement, parameters)
            found = cursor.fetchone()
    except DatabaseError as error:
        raise LogUnavailable("The access log could not be written, so nothing is shown.") from error
    value = found[0] if found else None
    return json.loads(value) if isinstance(value, str) else value
