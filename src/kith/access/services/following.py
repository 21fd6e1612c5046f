"""Takes access along when two people turn out to be one, or one to be two."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import connection

from kith.access.services.adding import END_ADDED_BY_HAND


class _Effect:
    """What following did, in words and numbers."""

    def __init__(self, rows: int, says: str) -> None:
        self.follower, self.rows, self.says = "access", rows, says


class _Move(Protocol):
    """The part of a change of identity that access reads."""

    @property
    def kind(self) -> str: ...
    @property
    def from_person(self) -> int: ...
    @property
    def to_person(self) -> int: ...


class AccessFollower:
    """Re-points relationships, requests, blocks, shields and broken glass.

    A block or a shield follows to both sides of a split: when in doubt, a protection covers more.
    The log and the trace say what was true when they were written, and are never re-pointed.
    """

    name = "access"
    tables = frozenset(
        {
            "access_relationship",
            "access_relationshiprequest",
            "access_block",
            "access_shield",
            "access_breakglass",
            "access_log",
            "access_trace",
        }
    )
    _moved: ClassVar = ("access_relationship", "access_relationshiprequest", "access_breakglass")
    _protections: ClassVar = {
        "access_block": "staff_id, kind, reason, begins_at, ends_at, made_by_id, ended_by_id, ended_because",
        "access_shield": (
            "kind, reason, begins_at, ends_at, made_by_id, review_on, lift_asked_by_id, lift_asked_at, lift_because, "
            "lifted_by_id"
        ),
    }

    def preview(self, move: _Move) -> _Effect:
        """Return how many rows would follow."""
        tables = (*self._moved, *self._protections) if move.kind == "merge" else tuple(self._protections)
        rows = sum(self._count(table, move.from_person) for table in tables)
        return _Effect(rows, f"{rows} relationships, requests and protections go along.")

    def follow(self, move: _Move) -> _Effect:
        """Re-point the rows of a merge; copy the protections of a split.

        Whoever added a person by hand may see that person, not whoever they turn out to be: a manager decides that.
        """
        rows = 0
        with connection.cursor() as cursor:
            if move.kind == "merge":
                cursor.execute(END_ADDED_BY_HAND, [[move.from_person, move.to_person]])
            for table, columns in self._protections.items():
                cursor.execute(
                    f"INSERT INTO {table} (person_id, {columns}) "  # noqa: S608 -- class constants
                    f"SELECT %s, {columns} FROM {table} WHERE person_id = %s",
                    [move.to_person, move.from_person],
                )
                rows += cursor.rowcount
            for table in self._moved if move.kind == "merge" else ():
                cursor.execute(
                    f"UPDATE {table} SET person_id = %s WHERE person_id = %s",  # noqa: S608 -- class constants
                    [move.to_person, move.from_person],
                )
                rows += cursor.rowcount
        return _Effect(rows, f"{rows} relationships, requests and protections went along.")

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> _Effect:
        """Remove the reasons to see a person who is no longer kept; the log and the trace stay."""
        rows = 0
        with connection.cursor() as cursor:
            for table in (*self._moved, *self._protections):
                cursor.execute(f"DELETE FROM {table} WHERE person_id = %s", [person_id])  # noqa: S608 -- class constants
                rows += cursor.rowcount
        return _Effect(rows, f"{rows} relationships, requests and protections were removed.")

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return every row about one person, by table; the log is exported by its own function."""
        found: dict[str, Sequence[Mapping[str, Any]]] = {}
        with connection.cursor() as cursor:
            for table in (*self._moved, *self._protections):
                cursor.execute(f"SELECT * FROM {table} WHERE person_id = %s", [person_id])  # noqa: S608 -- class constants
                columns = [column.name for column in cursor.description]
                found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        return found

    def hold(self, person_id: int, *, held: bool, now: datetime) -> _Effect:
        """Do nothing: the hold itself is kept where people are kept, and purging asks it first."""
        return _Effect(0, "Relationships are kept as long as the person is held.")

    def _count(self, table: str, person_id: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE person_id = %s", [person_id])  # noqa: S608 -- class constants
            return int(cursor.fetchone()[0])
