"""Stores one file's rows inside an open transaction: staged, told apart, inserted, counted."""

import gc
import json
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from kith.engine import Workbench
from kith.feeds.analysis.declarations import Surroundings, Table
from kith.feeds.analysis.periods import UNKNOWN, Period
from kith.feeds.analysis.receiving import receive
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.models import Reference
from kith.feeds.runs import statements as sql
from kith.feeds.runs.ahead import Ahead
from kith.feeds.runs.inserting import Stored, count_by_index, insert_records
from kith.feeds.runs.mark_rows import MarksFile
from kith.feeds.runs.marks import Marks, read_marks
from kith.feeds.runs.parts import copy_out
from kith.feeds.runs.purged import marks_without_purged
from kith.feeds.runs.raw_files import raw_file
from kith.feeds.runs.returns import Ended, Return, end_what_is_gone
from kith.feeds.runs.staging import Staging
from kith.feeds.runs.telling import RegisterFile, tell_register
from kith.feeds.runs.writing import Writer
from kith.feeds.selectors.purged import any_purged
from kith.feeds.vocabulary import Miscounted

Progress = Callable[[int], None]
_BLOCK = 1 << 20
_DAILY = frozenset({"attendance", "suspensions"})  # what schools send of pupils whom a census should know
_WORTH_THE_ENGINE = 1 << 16  # bytes: a smaller file is read row by row before the engine has started


@dataclass(frozen=True, kw_only=True)
class Load:
    """One file on its way in: what it is, whose it is, under which agreement."""

    sha256: str
    name: str
    size: int
    found: Recognised
    encoding: str
    agreement: Any
    by: int | None
    now: datetime
    period: Period = UNKNOWN  # of a whole return, as declared or named
    confirmed: bool = False  # that a return rightly holds fewer children than before

    @property
    def table(self) -> Table:
        """Return the declaration that the file was recognised by."""
        return self.found.table

    def parameters(self) -> dict[str, Any]:
        """Return what the statements are told."""
        return {
            "sha256": self.sha256,
            "name": self.name[:200],
            "agency_id": self.agreement.agency_id,
            "feed": self.table.feed,
            "spec": self.table.spec,
            "size": self.size,
            "encoding": self.encoding,
            "agreement_id": self.agreement.id,
            "lawful_basis": self.agreement.lawful_basis,
            "retention_class": self.agreement.retention_class,
            "by": self.by,
            "now": self.now,
        }


def store(cursor: Any, load: Load, parameters: dict[str, Any], bench: Workbench, progress: Progress) -> Stored:
    """Store every row of a file and write its counts; raise Miscounted when they do not agree."""
    cursor.execute(sql.ONE_AT_A_TIME, parameters)
    cursor.execute(sql.ROOM_TO_SORT)
    if load.table.bulk:
        stored = _store_marks(cursor, load, parameters, bench)
    else:
        stored = _store_rows(cursor, load, parameters, progress)
    if load.table.feed in _DAILY:
        _remark_on_phantoms(cursor, load, stored)
    _count(cursor, load, parameters, stored)
    return stored


def confirm_return(cursor: Any, load: Load, parameters: dict[str, Any]) -> set[int]:
    """End what a return loaded earlier no longer holds, now that somebody confirms it; return the files touched."""
    cursor.execute(sql.ONE_AT_A_TIME, parameters)
    around = Surroundings(received_on=timezone.localdate(load.now), known=_known(load))
    staging = _stage(cursor, load, around, lambda rows: None)
    ended = _end(cursor, load, parameters, around, staging.told)
    newest = max(ended.files, default=None)
    notes = json.dumps(load.found.notes.as_json())
    cursor.execute(sql.CONFIRMED, parameters | {"notes": notes, "supersedes": newest, "ended": len(ended.rows)})
    return ended.files


def _end(cursor: Any, load: Load, parameters: dict[str, Any], around: Surroundings, told: set[str]) -> Ended:
    if load.table.whole is None:
        return Ended()
    given = Return(found=load.found, period=load.period, around=around, told=told, confirmed=load.confirmed)
    return end_what_is_gone(cursor, given, parameters)


def _store_rows(cursor: Any, load: Load, parameters: dict[str, Any], progress: Progress) -> Stored:
    around = Surroundings(received_on=timezone.localdate(load.now), known=_known(load))
    # A whole return may end what it no longer holds, and of the purged nothing is taken in: that needs all of the file.
    meets = load.table.whole is None and not any_purged(parameters["agency_id"])
    ahead = Ahead(cursor, parameters, meets=meets)
    staging = _stage(cursor, load, around, progress, ahead.work_for)
    stored = Stored(rows_in=staging.rows + staging.held, held=staging.held, told=staging.told, kept=ahead.kept)
    if staging.rows:
        stored.kept += count_by_index(cursor, sql.KEPT, parameters)
    stored.duplicate = staging.rows - stored.kept
    ended = _end(cursor, load, parameters, around, staging.told)
    if stored.duplicate:
        cursor.execute(sql.BY_HASH)
        for table in stored.told & {"event", "participant", "tie", "involvement"}:
            cursor.execute(sql.DROP_DUPLICATES.format(table=table), parameters)
        cursor.execute(sql.BY_CHOICE)
    insert_records(cursor, parameters, stored, people=ahead.people, repeated=staging.keys_repeat)
    stored.corrected |= ended.rows
    stored.touched |= ended.files
    stored.supersedes = max({stored.supersedes or 0, *ended.files}) or None
    return stored


def _stage(
    cursor: Any, load: Load, around: Surroundings, progress: Progress,
    ahead: Callable[[str], Callable[[], None] | None] = lambda table: None,
) -> Staging:  # fmt: skip
    """Read a file's rows into their temporary tables; `ahead` says what can be done once some of them are there."""
    with ThreadPoolExecutor(1) as thread, _without_collecting(), _cancelled_with(cursor, thread):
        write = Writer(cursor, thread)

        def told_all(table: str) -> None:
            if work := ahead(table):
                write.then(work)

        staging = Staging(write, told_all)
        if load.table.by_engine and load.size > _WORTH_THE_ENGINE:
            _tell(load, around, staging, progress)
        else:
            _read(load, around, staging, progress)
        staging.finish()
        write.catch_up()
    progress(staging.rows + staging.held)
    return staging


def _read(load: Load, around: Surroundings, staging: Staging, progress: Progress) -> None:
    content = raw_file(load.sha256).read_bytes()
    for item in receive(content, load.found, encoding=load.encoding, around=around).rows:
        staging.add(item)
        if (staging.rows + staging.held) % 1000 == 0:
            progress(staging.rows + staging.held)


def _tell(load: Load, around: Surroundings, staging: Staging, progress: Progress) -> None:
    with tempfile.TemporaryDirectory(prefix=".drafts-", dir=settings.KITH_WORKBENCH) as drafts:
        file = RegisterFile(
            path=raw_file(load.sha256), found=load.found, encoding=load.encoding, around=around, drafts=Path(drafts)
        )
        tell_register(file, staging, progress)


@contextmanager
def _cancelled_with(cursor: Any, thread: ThreadPoolExecutor) -> Iterator[None]:
    """End what a thread waits for in the database when the work beside it fails or is interrupted."""
    try:
        yield
    except BaseException:
        thread.shutdown(wait=False, cancel_futures=True)
        cursor.connection.cancel_safe()
        raise


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Put off the search for cycles, of which rows make none: it looks at every row held, again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _known(load: Load) -> dict[tuple[str, str], dict[str, str]]:
    """Return what earlier tables of this agency say about the numbers that this one uses."""
    if not load.table.needs:
        return {}
    rows = Reference.objects.filter(agency_id=load.agreement.agency_id, kind__in=load.table.needs)
    return {(kind, ref): holds for kind, ref, holds in rows.values_list("kind", "ref", "holds")}


def _store_marks(cursor: Any, load: Load, parameters: dict[str, Any], bench: Workbench) -> Stored:
    file = MarksFile(
        path=raw_file(load.sha256), found=load.found, encoding=load.encoding, agency_id=parameters["agency_id"],
        file_id=parameters["file_id"], received_on=timezone.localdate(load.now),
    )  # fmt: skip
    stored = Stored()
    with tempfile.TemporaryDirectory(prefix=".drafts-", dir=bench.root) as drafts:

        def insert(marks: Marks) -> None:
            stored.rows_in, stored.kept, stored.duplicate = marks.rows_in, marks.kept, marks.duplicate
            stored.held, stored.supersedes = len(marks.held), marks.replaces
            _insert_marks(cursor, load, parameters, bench, marks, stored)

        # The database takes the weeks in while the engine writes the marks.
        marks = read_marks(file, bench, Path(drafts), meanwhile=insert)
        marks_without_purged(bench, marks.draft, parameters["agency_id"])
        bench.adopt_part("marks", load.sha256, marks.draft)
    return stored


def _insert_marks(
    cursor: Any, load: Load, parameters: dict[str, Any], bench: Workbench, marks: Marks, stored: Stored
) -> None:
    with ThreadPoolExecutor(1) as beside:
        write = Writer(cursor, beside)
        staging = Staging(write)
        for held in marks.held:
            staging.add(held)
        staging.add_people(marks.people)
        staging.finish()
        weeks = marks.weeks.result()
        with weeks.open("rb") as lines:
            while block := lines.read(_BLOCK):
                staging.add_lines("week", block + lines.readline())
        write.catch_up()
        stored.told = staging.told
        # The engine writes the part of weeks while the database takes them in.
        parts: list[Future[None]] = []

        def write_part() -> None:
            if stored.purged or "week" not in stored.told:
                return  # where weeks were left out, the part is read back from the record
            who = weeks.with_name("who.csv")
            copy_out("SELECT id, local_id FROM known_who", who, "FORMAT csv")
            parts.append(beside.submit(marks.write_weeks_part, who, load.sha256))

        insert_records(cursor, parameters, stored, when_known=write_part)
        for part in parts:
            part.result()


def _remark_on_phantoms(cursor: Any, load: Load, stored: Stored) -> None:
    """Say on the receipt how many pupils are on no roll: kept like any other, and somebody must ask about them.

    A child who is at school and in no census may be new, enrolled elsewhere, or nobody's; the file alone cannot tell.
    """
    if "person" not in stored.told:
        return
    cursor.execute(sql.ON_NO_ROLL)
    (phantoms,) = cursor.fetchone()
    if phantoms:
        load.found.notes.remarks.append(
            f"{phantoms:,} {'pupil' if phantoms == 1 else 'pupils'} of this file {'is' if phantoms == 1 else 'are'} on "
            "no roll of any school census that was loaded. Their rows are kept, and they can be found by search. Ask "
            "the school since when they have been enrolled, and load the newest census."
        )


def _count(cursor: Any, load: Load, parameters: dict[str, Any], stored: Stored) -> None:
    cursor.execute(sql.STORED, parameters)
    kept, held = cursor.fetchone()
    counted = stored.kept if load.table.bulk else kept
    if (counted, held) != (stored.kept, stored.held) or stored.rows_in != stored.kept + stored.held + stored.duplicate:
        raise Miscounted(
            f"File {load.sha256[:12]}: {stored.rows_in} rows were read, but {counted} are kept and {held} held. "
            "Nothing was stored. Load the file again; if this happens twice, tell whoever maintains Kith."
        )
    notes = json.dumps(load.found.notes.as_json())
    counts = {"notes": notes, "ended": len(stored.corrected)}
    cursor.execute(sql.COUNTED, parameters | vars(stored) | counts)
