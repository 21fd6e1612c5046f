"""Turns one file's staged rows into records, statement by statement; what the file does not tell costs nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kith.feeds.runs import statements as sql
from kith.feeds.runs.purged import leave_out_purged
from kith.feeds.vocabulary import SAME_STORY

Pairs = set[tuple[int, int]]  # of a file's id and a line


@dataclass(kw_only=True)
class Stored:
    """What became of the rows, which tables have staged rows, and which earlier files lost records to this one."""

    rows_in: int = 0
    kept: int = 0
    held: int = 0
    duplicate: int = 0
    supersedes: int | None = None
    corrected: Pairs = field(default_factory=set)  # rows of earlier files that stand no longer, for this one
    touched: set[int] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    purged: bool = False  # whether something was left out of what is told, of people who were purged


@dataclass(frozen=True, kw_only=True)
class People:
    """What is known of a file's people once they have a number: whether nobody had one, and who is described by it."""

    all_new: bool
    described: bool = False


def insert_records(
    cursor: Any,
    parameters: dict[str, Any],
    stored: Stored,
    *,
    people: People | None = None,
    repeated: bool = False,
    when_known: Callable[[], None] = lambda: None,
) -> None:
    """Insert what is staged; `repeated` says that one event's key may be staged more than once.

    `people` says what was done of this before everything was staged. `when_known` is called once each person has a
    number, in `known_who`, and most of the work is still to come.
    """
    told = stored.told
    if people is not None:
        _sample(cursor, told - {"person"})
    elif "who" in told:
        stored.purged = leave_out_purged(cursor, parameters, told)
        people = People(all_new=find_people(cursor, parameters, told))
        when_known()
    all_new = people is not None and people.all_new
    for statement in sql.NEWEST if repeated else ():
        cursor.execute(statement)
    _supersede(cursor, parameters, stored, all_new=all_new)
    described = people is not None and people.described
    insert_people(cursor, parameters, told - {"person"} if described else told, all_new=all_new)
    if "event" in told:
        _insert_events(cursor, parameters, told)
        stored.touched |= {file_id for file_id, _line in _repeats(cursor, parameters)}
    if stored.corrected:
        # The corrected rows are no longer held: sent again as they were, they are a correction too, not a duplicate.
        _by_hash(cursor, sql.FORGOTTEN, parameters | _columns(stored.corrected))
        stored.supersedes = max(file_id for file_id, _line in stored.corrected)
    stored.touched -= {parameters["file_id"]}


def find_people(cursor: Any, parameters: dict[str, Any], told: set[str]) -> bool:
    """Give every person a number, in `known_who`; tell whether nobody had one. `told` are the tables to be joined."""
    known = count_by_index(cursor, sql.WHO_IS_KNOWN, parameters)
    _by_hash(cursor, sql.WHO_IS_NEW, parameters)
    _sample(cursor, told, "known_who")
    return known == 0


def _sample(cursor: Any, told: set[str], *others: str) -> None:
    sampled = [f"incoming_{table} ({columns})" for table, columns in sql.JOINED_BY.items() if table in told]
    if sampled or others:
        cursor.execute(f"{sql.SAMPLED}; ANALYZE {', '.join([*others, *sampled])}")


def _supersede(cursor: Any, parameters: dict[str, Any], stored: Stored, *, all_new: bool) -> None:
    """End what the staged rows correct, and note which files lose rows by it."""
    told = stored.told
    corrected: Pairs = set()
    if "event" in told and count_by_index(cursor, sql.ANY_STANDING, parameters):
        cursor.execute(sql.BY_INDEX)
        corrected = _pairs(cursor, sql.EVENTS_SUPERSEDED, parameters)
        cursor.execute(sql.BY_ANY_WAY)
        if corrected:
            _by_hash(cursor, sql.EVENTS_UNTOLD, parameters | _columns(corrected))
        count_by_index(cursor, sql.STANDING_LEFT_OUT, parameters)
    described: Pairs = set()
    if "person" in told and not all_new:
        described = _pairs(cursor, sql.PERSONS_SUPERSEDED, parameters)
    if described and "row" in told:
        cursor.execute(sql.BY_HASH)
        corrected |= _pairs(cursor, sql.STILL_TELLING, parameters | _columns(described))
        cursor.execute(sql.BY_CHOICE)
    # Nobody of whom nothing is held has ties or weeks that this file could take over.
    held = [] if all_new else [table for table in sql.TAKEN_OVER if table in told]
    taken_over = {table: _taken_over(cursor, sql.TAKEN_OVER[table]) for table in held}
    stored.touched = {file_id for file_id, _line in corrected | described}.union(*taken_over.values())
    if "week" in told:
        cursor.execute(sql.WEEKS if taken_over.get("week") else sql.NEW_WEEKS, parameters)
    stored.corrected = {pair for pair in corrected if pair[0] != parameters["file_id"]}


def insert_people(cursor: Any, parameters: dict[str, Any], told: set[str], *, all_new: bool) -> None:
    """Insert how people are described, and what else is told of them besides events and weeks."""
    if "person" in told:
        cursor.execute(sql.NEW_PERSONS if all_new else sql.PERSONS, parameters)
    for table, statement in sql.OTHERS.items():
        if table in told:
            cursor.execute(statement, parameters)


def _insert_events(cursor: Any, parameters: dict[str, Any], told: set[str]) -> None:
    cursor.execute(sql.EVENTS, parameters)
    cursor.execute(sql.ONE_PARTICIPANT, parameters)
    if "participant" in told:
        _by_hash(cursor, sql.PARTICIPANTS, parameters)


def _repeats(cursor: Any, parameters: dict[str, Any]) -> Pairs:
    """Keep one telling of what this file and the agency's other returns both tell."""
    found: Pairs = set()
    for story in SAME_STORY:
        if parameters["feed"] in story:
            place = story.index(parameters["feed"])
            told = parameters | {"fuller": list(story[:place]), "leaner": list(story[place + 1 :])}
            for statement in sql.TOLD_TWICE:
                cursor.execute(statement, told)
            found |= _pairs(cursor, sql.REPEATS_HERE, told) | _pairs(cursor, sql.REPEATS_ELSEWHERE, told)
    return found


def count_by_index(cursor: Any, statement: str, parameters: dict[str, Any]) -> int:
    """Run a statement that looks each row up by an index, whatever the statistics say; return how many rows it had."""
    cursor.execute(sql.BY_INDEX)
    cursor.execute(statement, parameters)
    count = int(cursor.rowcount)
    cursor.execute(sql.BY_ANY_WAY)
    return count


def _by_hash(cursor: Any, statement: str, parameters: dict[str, Any]) -> None:
    cursor.execute(sql.BY_HASH)
    cursor.execute(statement, parameters)
    cursor.execute(sql.BY_CHOICE)


def _taken_over(cursor: Any, statement: str) -> set[int]:
    cursor.execute(statement)
    return {file_id for (file_id,) in cursor.fetchall()}


def _pairs(cursor: Any, statement: str, parameters: dict[str, Any]) -> Pairs:
    cursor.execute(statement, parameters)
    return set(cursor.fetchall())


def _columns(pairs: Pairs) -> dict[str, list[int]]:
    ordered = sorted(pairs)
    files = [file_id for file_id, _line in ordered]
    return {"files": files, "lines": [line for _file_id, line in ordered], "of": sorted(set(files))}
