"""Ends what an earlier return told and its corrected return no longer holds; nothing is deleted, and little assumed.

A whole return takes the place of the earlier one of the same agency, table, period and part. Where that would leave
out more than a fifth of the children, or where it is not clear, nothing is ended: two stories that stand side by side
can be seen and mended, a story that vanished cannot.
"""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final

from kith.feeds.analysis.declarations import Surroundings
from kith.feeds.analysis.periods import UNKNOWN, Period, period_in, period_on
from kith.feeds.analysis.recognising import Recognised
from kith.feeds.runs import return_statements as sql
from kith.feeds.runs.statements import BY_CHOICE, BY_HASH

MOST_MISSING: Final = 0.2  # of the children of the earlier return


@dataclass(kw_only=True)
class Ended:
    """Which rows of earlier files stand no longer, as pairs of a file's id and a line."""

    rows: set[tuple[int, int]] = field(default_factory=set)
    files: set[int] = field(default_factory=set)  # whose parts of the workbench are to be written again


@dataclass(frozen=True, kw_only=True)
class Return:
    """One file of a whole return, staged: what it is, what its reading met, who confirms it."""

    found: Recognised
    period: Period  # as declared or named, UNKNOWN where neither
    around: Surroundings
    told: set[str]
    confirmed: bool


def end_what_is_gone(cursor: Any, given: Return, parameters: dict[str, Any]) -> Ended:
    """End what the staged return no longer holds, unless its notes say why not; call before duplicates are dropped."""
    notes, period, part = given.found.notes, _period(cursor, given), _part(given.around)
    notes.period_found = period.found
    told = parameters | {"period": period.name, "part": part, "since": period.since}
    cursor.execute(sql.ABOUT, told)
    cursor.execute(sql.EARLIER if period.name else sql.ANY_EARLIER, told)
    files = [file_id for (file_id,) in cursor.fetchall()]
    if not files:
        return Ended()
    if not period.name:
        notes.remarks.append(
            "Neither the file nor its name says which period it is about, so it ended no row of an earlier file. "
            "To correct an earlier return, load it with --period, or with the period in its name."
        )
        return Ended()
    told |= {"files": files, "spared": sorted(given.around.memory.get("spared", ()))}
    _stage_keys(cursor, given.told)
    if _is_in_doubt(cursor, given, told):
        return Ended()
    notes.waits = False
    return _end(cursor, given.told, told)


def _period(cursor: Any, given: Return) -> Period:
    if given.period.name:
        return given.period
    whole = given.found.table.whole
    counts = whole.period if whole else ""
    if named := period_in(given.around.memory.get("year", ""), counts):
        return Period(name=named, found="the file's own heading")
    if counts == "collection" and "event" in given.told:
        cursor.execute("SELECT max(occurred_on) FROM incoming_event")
        (newest,) = cursor.fetchone()
        return period_on(newest) if newest else UNKNOWN
    return UNKNOWN


def _part(around: Surroundings) -> str:
    """Return which part of the agency a file is about: one school by its number, several by their own fingerprint."""
    parts = sorted(around.memory.get("parts", ()))
    if len(parts) < 2:
        return "".join(parts)[:60]
    mark = blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
    return f"{len(parts)} parts, {mark}"


def _stage_keys(cursor: Any, told: set[str]) -> None:
    for table, statement in sql.KEYS.items():
        cursor.execute(statement.format(source=f"incoming_{table}" if table in told else sql.NOTHING[table]))
    for table in sql.KEYS:
        cursor.execute(f"ANALYZE returned_{table}")


def _is_in_doubt(cursor: Any, given: Return, told: dict[str, Any]) -> bool:
    """Tell whether ending anything could take away what is still true, and say so on the receipt."""
    notes = given.found.notes
    if "" in told["spared"]:
        notes.remarks.append(
            "A held row does not show which child it is about, so this return ended no row of an earlier one. "
            "Correct the held rows and send the return again."
        )
        return True
    cursor.execute(sql.LATER, told)
    if cursor.fetchone():
        notes.remarks.append(
            "A further return has come since the one that this corrects, and may stand on the same rows, so "
            "no row was ended. Send the newest return again too."
        )
        return True
    cursor.execute(sql.CHILDREN, told)
    before, missing = cursor.fetchone()
    if missing > before * MOST_MISSING and not given.confirmed:
        notes.waits = True
        notes.remarks.append(
            f"The earlier return of this period tells of {before:,} children; {missing:,} of them are not in this "
            "one, which may be cut off. Its rows are kept and no earlier row was ended. If it is right, load the same "
            "file again with --confirm-fewer."
        )
        return True
    return False


def _end(cursor: Any, tables: set[str], told: dict[str, Any]) -> Ended:
    ended = Ended()
    for statement in (sql.EVENTS_GONE, sql.PERSONS_GONE):
        cursor.execute(statement, told)
        ended.rows |= set(cursor.fetchall())
    ended.files = {file_id for file_id, _line in ended.rows}
    ordered = sorted(ended.rows)
    gone = {"rows_of": [file_id for file_id, _line in ordered], "lines": [line for _file_id, line in ordered]}
    cursor.execute(BY_HASH)
    cursor.execute(sql.FORGOTTEN, told | gone)
    cursor.execute(BY_CHOICE)
    if "involvement" in tables:
        cursor.execute(sql.INVOLVEMENTS_OVER, told)
    cursor.execute(sql.HELD_REPLACED, told)
    return ended
