"""Copies staged rows into their temporary tables, behind the reading: the next rows are read in the meantime."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Final

from kith.feeds.runs.staging import copy_statement, create_statement


class Writer:
    """Makes a temporary table when its first rows come, and copies rows into it, in order, in a thread of its own."""

    MOST_WAITING: Final = 8

    def __init__(self, cursor: Any, thread: Executor) -> None:
        """Keep the cursor, which nobody else may use until `catch_up` has returned, and an executor of one thread."""
        self._cursor, self._thread = cursor, thread
        self._made: set[str] = set()
        self._waiting: deque[Future[None]] = deque()

    def __call__(self, table: str, block: bytes) -> None:
        """Take the bytes for one table's COPY; raise what an earlier one has met with."""
        self.catch_up(self.MOST_WAITING)
        self._waiting.append(self._thread.submit(self._copy, table, block))

    def then(self, work: Callable[[], None]) -> None:
        """Do some work with the cursor once everything before it is copied."""
        self._waiting.append(self._thread.submit(work))

    def catch_up(self, most: int = 0) -> None:
        """Wait until no more than so many are still to be copied."""
        while len(self._waiting) > most:
            self._waiting.popleft().result()

    def _copy(self, table: str, block: bytes) -> None:
        if table not in self._made:
            self._cursor.execute(create_statement(table))
            self._made.add(table)
        with self._cursor.copy(copy_statement(table)) as copy:
            copy.write(block)
