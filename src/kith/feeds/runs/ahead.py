"""Stores what is staged of a file and need not wait for the rest, while the engine still tells that rest."""

from collections.abc import Callable
from typing import Any

from kith.feeds.runs import statements as sql
from kith.feeds.runs.inserting import People, count_by_index, find_people, insert_people


class Ahead:
    """The rows of one file that are kept already, and the people who have their numbers already."""

    def __init__(self, cursor: Any, parameters: dict[str, Any], *, meets: bool) -> None:
        """Keep what the statements need; `meets` says that people may be numbered before the events are staged."""
        self._cursor, self._parameters, self._meets = cursor, parameters, meets
        self.kept = 0
        self.people: People | None = None

    def work_for(self, table: str) -> Callable[[], None] | None:
        """Return what can be done once some rows of a table are staged that can be stored by themselves."""
        if table == "row":
            return self._keep
        return self._meet if table == "person" and self._meets else None

    def _keep(self) -> None:
        self.kept += count_by_index(self._cursor, sql.KEPT_ONCE, self._parameters)
        self._cursor.execute(sql.ROWS_ARE_KEPT)

    def _meet(self) -> None:
        all_new = find_people(self._cursor, self._parameters, {"person"})
        if all_new:  # of whom nothing is held, nothing is corrected either
            insert_people(self._cursor, self._parameters, {"person"}, all_new=True)
        self.people = People(all_new=all_new, described=all_new)
