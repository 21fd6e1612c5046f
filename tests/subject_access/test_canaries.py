"""A word of somebody else in every field of every table: none leaves, and what is the person's own does."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, Final

import pikepdf
import psycopg
import pytest
from django.apps import apps
from django.db import models

from kith.access.services import connect_as
from kith.linking.services import export_person
from kith.subject_access import runs, selectors
from kith.subject_access.rules import table_book
from kith.subject_access.runs.reading_back import words_of_pages
from kith.subject_access.runs.sorting import NotReviewed, Sorter
from kith.subject_access.vocabulary import RequestState, RowFate
from tests.access.catalogue import person_tables
from tests.access.rows import put_row
from tests.subject_access.conftest import PURPOSE, WORKER, Asking
from tests.subject_access.test_answering import OTHERS, bare

# Told as the looks, kept for two minutes, or made to answer the request itself: none of them is exported.
_ASIDE: Final = {name for name, rule in table_book().tables.items() if rule.aside}
# Rows that other rows must fit, put in by the world itself or found by other rows than by a person's number.
_BY_THE_WORLD: Final = {
    *("linking_profile", "linking_tie", "linking_searchkey", "linking_membership", "subject_access_requestsubject"),
    *("feeds_sourceperson", "feeds_eventrecord", "feeds_eventparticipant"),
    *("feeds_reference", "feeds_heldrow", "feeds_handrecord"),
}
_COLUMNS: Final = """
SELECT a.attname, format_type(a.atttypid, NULL), a.atttypmod - 4,
       EXISTS (SELECT 1 FROM pg_constraint f
               WHERE f.conrelid = a.attrelid AND f.contype = 'f' AND a.attnum = ANY(f.conkey))
FROM pg_attribute a
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_CHECKED: Final = """
SELECT DISTINCT a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
WHERE c.conrelid = %s::regclass AND c.contype = 'c'
"""
# Addresses have a test of their own: whoever is named in the person's own address is asked about.
_NO_SENTENCE: Final = {"local_id", "ref", "kind", "table", "address", "town", "postcode"}
_KEYS: Final = {"person_id", "source_person_id", "a_id", "b_id", "other_id", "agency_id"}
_FITTING: Final[dict[str, dict[str, object]]] = {
    "access_relationship": {"staff_id": 1},
    "panel_decision": {"dissent": ""},
    "panel_disagreement": {"status": "managers", "outcome": "", "due_on": date(2024, 5, 3), "ended_at": None},
    "panel_disagreementstep": {"dissent": "", "child_safe": "They are safe with an aunt.", "by_id": 1},
    "panel_panelaction": {"not_possible_because": "", "state": "open"},
    "panel_policelink": {"ended_because": ""},
    "panel_subjectlink": {"ended_because": ""},
    "support_intervention": {
        "planned_sessions": 3,
        "sessions_offered": 2,
        "sessions_attended": 1,
        "outcome": "",
        "outcome_on": None,
    },
}
_SAYS: Final = "{own} met Zqorlan, Zqdenise Zqharcourt and Zqkyle Zqbembridge at 4 Zqelm Road, 943 476 5870."


def test_every_table_with_a_person_is_reviewed(admin: psycopg.Connection[Any], asking: Asking) -> None:
    with connect_as("worker"):
        exported = {table for tables in export_person(person_id=asking.person_id, by=None).values() for table in tables}
    book = table_book().tables
    assert person_tables(admin) | exported == set(book), (
        "a table is told or has a reason; none is there without a table"
    )
    assert exported == set(book) - _ASIDE
    assert all(len(book[name].aside.split()) > 2 for name in _ASIDE)


def test_only_keys_and_numbers_of_ours_are_left_inside() -> None:
    """Every text that is told to nobody is one of these, which somebody has looked at."""
    book, inside = table_book(), set()
    for model in apps.get_models(include_auto_created=True):
        rule = book.tables.get(model._meta.db_table)
        for field in model._meta.local_concrete_fields if rule and not rule.aside else ():
            is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if is_text and rule and field.column in (book.inside | rule.inside) - rule.own:
                inside.add(field.column)
    assert inside == {
        *("source_ref", "group_key", "record_key", "local_id", "entry_ref", "ref", "sort_key"),
        *("worker_ref", "setting_ref", "sha256", "model_version", "parts", "reason", "book_version", "book"),
        *("key", "fingerprint", "unit"),
    }


def test_a_table_that_nobody_reviewed_stops_the_gathering() -> None:
    sorter = Sorter(treater=None, agencies={}, staff={})  # type: ignore[arg-type]  # it comes to no text
    with pytest.raises(NotReviewed, match="support_newtable"):
        sorter.sort({"support": {"support_newtable": [{"id": 1}]}})


def fill(asking: Asking) -> list[str]:
    """Put a row into every table that is told, each text of it a sentence with others in it; return the tables."""
    filled: list[str] = []
    for table in sorted(set(table_book().tables) - _ASIDE - _BY_THE_WORLD):
        known = dict(_values(asking, table, len(filled) + 1))
        if not table.startswith("feeds_") and "person_id" not in known and "a_id" not in known:
            continue
        try:
            put_row(asking.admin, table, known)
        except psycopg.errors.CheckViolation:  # a column of a few words of ours: it holds no sentence anyway
            checked = {name for (name,) in asking.admin.execute(_CHECKED, (table,)).fetchall()}
            known = {name: value for name, value in known.items() if name not in checked or name in _KEYS}
            put_row(asking.admin, table, known | _FITTING.get(table, {}))
        filled.append(table)
    return filled


def own_word(number: int) -> str:
    """Return a word that is in one table alone, and is the person's own."""
    return f"Zqown{chr(97 + number // 26)}{chr(97 + number % 26)}ish"


def _values(asking: Asking, table: str, number: int) -> Iterator[tuple[str, object]]:
    """Give a value for each column: whom it is about, and a sentence wherever a text or a map can hold one."""
    keys = dict.fromkeys(("person_id", "source_person_id", "a_id"), asking.person_id)
    keys |= dict.fromkeys(("other_id", "b_id"), asking.brother_id)
    keys |= {"agency_id": asking.partnership.agencies["care"].pk}
    for column, kind, longest, points in asking.admin.execute(_COLUMNS, (table,)).fetchall():
        if column in keys:
            yield column, keys[column]
        elif not points and column not in table_book().tables[table].own | _NO_SENTENCE:
            says = WORKER if column == "worker_name" else _SAYS.format(own=own_word(number))
            yield from _value(column, kind, says[:longest] if longest > 0 else says)


def _value(column: str, kind: str, says: str) -> Iterator[tuple[str, object]]:
    values: dict[str, object] = dict.fromkeys(("text", "character varying"), says)
    values |= {"jsonb": json.dumps({"notes": [{"said": says}], "level": 3}), "date": date(2024, 5, 3)}
    if kind in values:
        yield column, values[kind]


def link_to_agency(asking: Asking) -> None:
    """Make the person and their brother known to an agency by numbers of its own, the same as ours."""
    care = asking.partnership.agencies["care"].pk
    for person in (asking.person_id, asking.brother_id):
        put_row(asking.admin, "feeds_sourceperson", {"id": person, "agency_id": care, "local_id": f"C-90{person}"})
        known = {"person_id": person, "source_person_id": person, "agency_id": care, "band": "certain", "reason": "{}"}
        put_row(asking.admin, "linking_membership", known | {"ends_at": None})
        part = {"event_id": 77, "source_person_id": person, "agency_id": care, "role": "subject"}
        put_row(asking.admin, "feeds_eventparticipant", part)
    event = dict(_values(asking, "feeds_eventrecord", 99)) | {"id": 77, "kind": "care.note", "is_current": False}
    put_row(asking.admin, "feeds_eventrecord", event)


def test_no_word_of_anybody_else_leaves_from_any_field_of_any_table(asking: Asking) -> None:
    link_to_agency(asking)
    filled = fill(asking)
    assert len(filled) > 60
    request = asking.gathered()
    rows = asking.gathered_rows(request)
    held = {row.table for row in rows}
    with connect_as("worker"):
        export = export_person(person_id=asking.person_id, by=None)
    assert len(rows) == sum(len(found) for tables in export.values() for found in tables.values())
    assert set(filled) - held == set()
    kept = tuple({one.given for one in asking.gathered_pieces(request)} & {own_word(n) for n in range(200)})
    asking.decide(request, keep=kept, withhold=False)
    asking.approved(request)
    runs.make_answer(asking.row(request).pk)
    row = asking.row(request)
    assert row.state == RequestState.RELEASED, (row.job_says, asking.gathered_rows(request, found_again=True))
    answer = selectors.open_answer(
        person=asking.person, request=request, viewer=asking.lead, purpose=PURPOSE, now=asking.partnership.now
    )
    pdf, data = bytes(answer.pdf), bytes(answer.json).decode()
    streams = "".join(_streams(pdf))
    for text in (data, "\n".join(words_of_pages(pdf)), streams, pdf.decode("latin-1")):
        assert [name for name in OTHERS if name in bare(text)] == []
    own = {word for told in rows if told.fate != RowFate.WITHHELD for word in _own(str(told.fields))}
    assert len(own) > 50
    paper = bare("".join(words_of_pages(pdf)))
    assert [word for word in own if word.casefold() not in bare(data) or word.casefold() not in paper] == []
    assert {"Zqmaya", "Zqthorn"} <= set(data.replace('"', " ").replace(",", " ").split())


def _own(text: str) -> set[str]:
    return {word for word in text.replace('"', " ").replace("'", " ").split() if word.startswith("Zqown")}


def _streams(pdf: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(pdf)) as read:
        for thing in read.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_bytes().decode("latin-1")
