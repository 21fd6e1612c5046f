"""Whoever keeps something about a person goes along when the person changes."""

from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.module_loading import import_string

from kith.access.models import Block, Shield
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.feeds.services.purging import TABLES as FORGOTTEN
from kith.linking.services import merge_people, preview_move
from kith.linking.services.following import OWN_TABLES, PAIRED_TABLES, follow_move, followers
from kith.linking.vocabulary import Move, MoveKind
from kith.work.models import Task, TaskPerson
from tests.access.catalogue import person_tables
from tests.worlds.partnership import Partnership

_OWN = {rows.model._meta.db_table for rows in (*OWN_TABLES, *PAIRED_TABLES)}
_OWN |= {"linking_person", "linking_reviewanswer"}  # the people themselves; answers go with their items
# What points to people by their numbers in a list, which no name or key can tell.
_LISTS = {"person_ids"}


def _points_to_a_person(field: Any) -> bool:
    """Say whether a column holds a person: by its key, or by a number that is named after one."""
    target = field.related_model if field.is_relation else None
    if target is not None:
        return bool(target._meta.db_table == "linking_person")
    named = field.column == "person_id" or field.column.endswith("_person_id") or field.column in _LISTS
    return bool(named) and isinstance(field, models.BigIntegerField | models.JSONField | ArrayField)


def _points_to_a_source_person(field: Any) -> bool:
    target = field.related_model if field.is_relation else None
    named = target is None and (field.column or "").endswith("source_person_id")
    return named or (target is not None and target._meta.db_table == "feeds_sourceperson")


def _ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("kith.")]


def _tables_with_a_person() -> set[str]:
    return {
        model._meta.db_table
        for model in _ours()
        if any(
            field.column and _points_to_a_person(field) and not _points_to_a_source_person(field)
            for field in model._meta.local_fields
        )
    }


def _tables_with_a_source_person() -> set[str]:
    """Return the tables that point to a source person, and those that point on to such a table."""
    found = {m._meta.db_table for m in _ours() if any(map(_points_to_a_source_person, m._meta.local_fields))}
    return found | {"feeds_sourceperson"}


def _followed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in settings.KITH_FOLLOWERS:
        for table in import_string(path)().tables:
            found.setdefault(table, []).append(path)
    return found


def test_every_table_with_a_person_has_exactly_one_follower() -> None:
    followed = _followed()
    wanted = _tables_with_a_person() - _OWN
    assert not wanted - followed.keys(), "a table with a person column has no follower"
    assert all(len(paths) == 1 for paths in followed.values()), "two followers would move the same rows twice"


def test_no_follower_answers_for_a_table_that_is_not_there() -> None:
    there = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert not set(_followed()) - there


def test_every_table_with_a_source_person_is_purged_and_exported() -> None:
    """What points to an agency's own people is linking's, which purges by them, or in the list that feeds forgets."""
    chronology_follows = set(_followed())
    assert not _tables_with_a_source_person() - set(FORGOTTEN) - _OWN - chronology_follows


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("person", models.ForeignKey("linking.Person", models.CASCADE, related_name="+")),
        ("child", models.ForeignKey("linking.Person", models.CASCADE, related_name="+", db_constraint=False)),
        ("person_id", models.BigIntegerField()),
        ("suspect_person_id", models.BigIntegerField(null=True)),
        ("person_ids", ArrayField(models.BigIntegerField())),
    ],
)
def test_a_new_table_with_a_person_would_be_noticed(column: str, field: Any) -> None:
    note = _intruder(column, field)
    try:
        assert "linking_testnote" in _tables_with_a_person() - _OWN - _followed().keys()
    finally:
        _forget(note)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("whose", models.ForeignKey("feeds.SourcePerson", models.CASCADE, related_name="+")),
        ("source_person_id", models.BigIntegerField()),
    ],
)
def test_a_new_table_with_a_source_person_would_be_noticed(column: str, field: Any) -> None:
    note = _intruder(column, field)
    try:
        assert "linking_testnote" in _tables_with_a_source_person() - set(FORGOTTEN) - _OWN - _followed().keys()
    finally:
        _forget(note)


def _intruder(column: str, field: Any) -> type[models.Model]:
    """Return a model about a person that nobody takes along."""
    meta = type("Meta", (), {"app_label": "linking", "db_table": "linking_testnote"})
    words = {"__module__": "kith.linking.models", "__doc__": "A note.", "Meta": meta, column: field}
    return type("Note", (models.Model,), words)


def _forget(note: type[models.Model]) -> None:
    del apps.all_models["linking"][note.__name__.lower()]
    apps.clear_cache()


def test_every_follower_keeps_the_whole_protocol() -> None:
    for follower in followers():
        assert follower.name and isinstance(follower.tables, frozenset)
        for method in ("preview", "follow", "purge", "export", "hold"):
            assert callable(getattr(follower, method))


def test_followers_go_along_only_inside_a_transaction(partnership: Partnership) -> None:
    move = Move(kind=MoveKind.MERGE, from_person=1, to_person=2, now=datetime(2026, 1, 1, tzinfo=UTC))
    with connect_as("worker"), pytest.raises(transaction.TransactionManagementError):
        follow_move(move)


@pytest.fixture
def two(partnership: Partnership) -> tuple[int, int]:
    """Return two people, of whom the second has a worker, a task, a shield and a block."""
    one, _ = partnership.add_person("Ada", "Vale")
    other, _ = partnership.add_person("Adda", "Vale")
    partnership.relate(partnership.staff[Role.PRACTITIONER], other)
    with connect_as("worker"):
        task = Task.objects.create(
            kind="action",
            owner=partnership.staff[Role.PRACTITIONER],
            made_at=partnership.now,
            due_on=date(2030, 1, 1),
        )
        TaskPerson.objects.create(task=task, person_id=other)
        Shield.objects.create(person_id=other, kind="adoption", reason="New name", begins_at=partnership.now)
        Block.objects.create(
            person_id=other, staff=partnership.staff[Role.ANALYST], reason="Aunt", begins_at=partnership.now
        )
    return one, other


def test_a_merge_takes_relationships_tasks_and_protections_along(
    partnership: Partnership, admin: Any, two: tuple[int, int]
) -> None:
    one, other = two
    steward = partnership.staff[Role.DATA_STEWARD].pk
    with connect_as("worker"):
        merge_people(kept=one, gone=other, by=steward, why="The same child.", now=partnership.now)
    assert admin.execute("SELECT person_id FROM access_relationship").fetchall() == [(one,)]
    assert admin.execute("SELECT person_id FROM work_taskperson").fetchall() == [(one,)]
    for table in ("access_shield", "access_block"):
        assert {row[0] for row in admin.execute(f"SELECT person_id FROM {table}").fetchall()} >= {one}
    assert admin.execute("SELECT merged_into FROM linking_person WHERE id = %s", (other,)).fetchall() == [(one,)]


def test_a_preview_counts_what_a_merge_then_moves_and_changes_nothing(
    partnership: Partnership, admin: Any, two: tuple[int, int]
) -> None:
    one, other = two
    move = Move(kind=MoveKind.MERGE, from_person=other, to_person=one, now=partnership.now)
    with connect_as("worker"):
        effects = {effect.follower: effect for effect in preview_move(move=move, by=None)}
        assert admin.execute("SELECT person_id FROM work_taskperson").fetchall() == [(other,)]
        assert effects["work"].rows == 1 and effects["access"].rows == 3
        with transaction.atomic():
            followed = {effect.follower: effect.rows for effect in follow_move(move)}
    assert followed["work"] == 1 and followed["access"] == 3


def test_a_split_leaves_the_protections_on_both_sides_and_everything_else_where_it_was(
    partnership: Partnership, admin: Any, two: tuple[int, int]
) -> None:
    one, other = two
    move = Move(kind=MoveKind.SPLIT, from_person=other, to_person=one, source_person_ids=(1,), now=partnership.now)
    with connect_as("worker"), transaction.atomic():
        effects = {effect.follower: effect.rows for effect in follow_move(move)}
    assert effects["access"] == 2
    for table, said in (("access_shield", "New name"), ("access_block", "Aunt")):
        rows = admin.execute(f"SELECT person_id, reason FROM {table} ORDER BY person_id").fetchall()
        assert rows == [(one, said), (other, said)]
    for table in ("access_relationship", "work_taskperson"):
        assert admin.execute(f"SELECT person_id FROM {table}").fetchall() == [(other,)]


def test_no_column_of_the_catalogue_has_a_person_whom_nobody_takes_along(admin: psycopg.Connection[Any]) -> None:
    """What the models cannot tell by a name, the database can; the record of looks and of changes keeps its numbers."""
    kept = {"access_log", "access_trace", "access_ticket"}
    assert person_tables(admin) - _followed().keys() - set(FORGOTTEN) - _OWN - kept == set()
