"""Receives one file: raw bytes kept, rows checked, records stored, receipt written, in one transaction."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from kith.access.services import trace
from kith.engine import Workbench
from kith.feeds.analysis.cin_census import CIN_CENSUS
from kith.feeds.analysis.declarations import VERBATIM_REMARK, kept_verbatim
from kith.feeds.analysis.periods import UNKNOWN, Period, period_in
from kith.feeds.analysis.reading import plain
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.models import SourceFile
from kith.feeds.runs import statements as sql
from kith.feeds.runs.agreeing import agreed_file
from kith.feeds.runs.faults import in_words
from kith.feeds.runs.mending import mend_held_rows
from kith.feeds.runs.parts import KINDS, STAGED_AS, rebuild_workbench, write_parts
from kith.feeds.runs.raw_files import keep_raw_file, raw_file
from kith.feeds.runs.storing import Load, Progress, confirm_return, store
from kith.feeds.selectors import is_loaded, receipt_of
from kith.feeds.vocabulary import Declared, FileRefused, Receipt

NOTHING_DECLARED = Declared()
BY_HAND = "--period"
PARTS_MAY_WAIT = 1 << 20  # bytes of a file, from which on to read its rows back is a good part of the load


def receive_file(
    *, path: Path, agency_code: str | None, by: int | None, now: datetime, progress: Progress = lambda rows: None,
    declared: Declared = NOTHING_DECLARED,
) -> Receipt:  # fmt: skip
    """Load one file exactly once and return its receipt. Run as `kith_ingest`.

    A large file's parts of the workbench wait for `write_waiting_parts`: nothing of its receipt depends on them.
    The same bytes again store nothing: the receipt says `loaded_before`. An interruption at any moment leaves the
    record as it was; run again. What is declared also counts for a return loaded before that waits to be confirmed.

    Raises:
        FileRefused: the file is none that can be taken, or no agreement covers it; nothing was stored.
    """
    agreed = agreed_file(path=path, agency_code=agency_code, now=now)
    period = _declared(declared.period, agreed.found) if declared.period else _named(path, agreed.found)
    try:
        sha256, size = keep_raw_file(path=path)
    except OSError as error:
        raise FileRefused(
            f"The file could not be kept: {error.strerror}.",
            "Nothing was loaded, and nothing half-written is left.",
            "Make room on the disk of the file store, then load the file again.",
        ) from None
    load = Load(
        sha256=sha256,
        name=plain(path.name.encode(errors="replace").decode()),
        size=size,
        found=agreed.found,
        encoding=agreed.encoding,
        agreement=agreed.agreement,
        by=by,
        now=now,
        period=period,
        confirmed=declared.confirms_fewer,
    )
    _remark(load)
    touched: set[int] = set()
    with in_words("Nothing of this file was loaded."):
        receipt = _stored(load, progress, touched)
    if touched:
        with in_words("The file is loaded, but the workbench still shows earlier files as they were before it."):
            rebuild_workbench(files=touched)
    return receipt


def _remark(load: Load) -> None:
    """Note what whoever reads the receipt should know before any row is looked at."""
    remarks = load.found.notes.remarks
    if load.table.becomes is kept_verbatim:
        remarks.append(VERBATIM_REMARK)
    if load.size and load.table is not CIN_CENSUS and not _ends_a_line(load.sha256):
        remarks.append(
            "The file does not end with a line's end, so its last row may be cut off in the middle of a cell. "
            "Compare the last row with the source, and have the file sent again if it is not whole."
        )


def _ends_a_line(sha256: str) -> bool:
    with raw_file(sha256).open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1) in (b"\n", b"\r")


def _declared(text: str, found: Recognised) -> Period:
    whole = found.table.whole
    name = period_in(text, whole.period) if whole else ""
    if not name:
        counts = (
            "a school term, such as '2025 autumn'" if whole and whole.period == "term" else "a year, such as 2025-26"
        )
        raise FileRefused(
            f"The period {text[:20]!r} is none that a {found.table.feed} file can be about.",
            f"A return is about {counts}." if whole else "This feed adds to what came before and is about no period.",
            "Correct --period." if whole else "Load the file without --period.",
        )
    return Period(name=name, found=BY_HAND)


def _named(path: Path, found: Recognised) -> Period:
    """Return the period that a file's name says, or else the name of the folder it lies in."""
    counts = found.table.whole.period if found.table.whole else ""
    name = counts and (period_in(path.name, counts) or period_in(path.absolute().parent.name, counts))
    return Period(name=name, found="the file's name") if name else UNKNOWN


def _stored(load: Load, progress: Progress, touched: set[int]) -> Receipt:
    bench = Workbench(Path(settings.KITH_WORKBENCH))
    parameters = load.parameters()
    with _parts_or_nothing(load.sha256, bench), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.FILE, parameters)
        made = cursor.fetchone()
        if made is None:
            return _loaded_before(cursor, load, parameters, touched)
        parameters["file_id"] = made[0]
        stored = store(cursor, load, parameters, bench, progress)
        mend_held_rows(load, made[0])
        kinds = [kind for kind, table in STAGED_AS.items() if table in stored.told]
        if stored.purged and "week" in stored.told:
            kinds.append("weeks")
        if load.table.bulk or load.size < PARTS_MAY_WAIT:
            write_parts({made[0]: load.sha256}, bench, kinds)
        elif kinds:
            cursor.execute(sql.PARTS_WAIT, parameters)
        trace(
            by=load.by, action="feeds.loaded_file", subject="feeds.sourcefile", subject_id=made[0], now=load.now,
            after={"feed": load.table.feed, "rows_in": stored.rows_in, "kept": stored.kept, "held": stored.held},
        )  # fmt: skip
    touched |= stored.touched
    return receipt_of(load.sha256, loaded_before=False)


def _loaded_before(cursor: Any, load: Load, parameters: dict[str, Any], touched: set[int]) -> Receipt:
    """Return the receipt of a file that is there; where it waits for being confirmed, and is, end what it left out."""
    before = SourceFile.objects.filter(sha256=load.sha256).values("id", "notes", "agency_id", "period").get()
    if load.confirmed and before["notes"].get("waits") and before["agency_id"] == load.agreement.agency_id:
        parameters["file_id"] = before["id"]
        if before["notes"].get("period_found") == BY_HAND:
            load = replace(load, period=Period(name=before["period"], found=BY_HAND))
        touched |= confirm_return(cursor, load, parameters)
        trace(
            by=load.by, action="feeds.confirmed_return", subject="feeds.sourcefile", subject_id=before["id"],
            now=load.now, after={"feed": load.table.feed, "files": sorted(touched)},
        )  # fmt: skip
    return receipt_of(load.sha256, loaded_before=True)


@contextmanager
def _parts_or_nothing(sha256: str, bench: Workbench) -> Iterator[None]:
    """Take the parts of a load away again when it does not come to its end; what is left so, reconciling finds."""
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):
            if not is_loaded(sha256):
                for kind in KINDS:
                    bench.remove_part(kind, sha256)
        raise
