"""Models say one sentence, point down the stack, and migrate in one line."""

from collections import Counter

import pytest
from django.apps import apps as registry
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.repository.test_import_contracts import listed

STACK = listed("stack", "layers")
OURS = [model for model in registry.get_models() if model.__module__.startswith("kith.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_says_what_one_row_is(model: type[models.Model]) -> None:
    own = vars(model).get("__doc__") or ""
    assert own and not own.startswith(f"{model.__name__}("), "a model opens with one sentence"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_foreign_key_points_down_the_stack(model: type[models.Model]) -> None:
    home = STACK.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField):
            continue
        target = field.related_model._meta.app_label
        if target in STACK:
            assert STACK.index(target) >= home, f"{model._meta.label}.{field.name} points up to {target}"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_person_outside_linking_is_a_bare_number(model: type[models.Model]) -> None:
    fields = {field.name: field for field in model._meta.local_fields}
    person = fields.get("person_id") or fields.get("person")
    if person is not None and model._meta.app_label != "linking":
        assert isinstance(person, models.BigIntegerField) and person.column == "person_id"


def test_each_app_migrates_in_one_line() -> None:
    loader = MigrationLoader(None)
    ours = [key for key in loader.graph.nodes if key[0] in STACK]
    for app in {app for app, _ in ours}:
        names = sorted(name for label, name in ours if label == app)
        assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    parents = Counter(
        parent for key in ours for parent in {p.key for p in loader.graph.node_map[key].parents} if parent[0] == key[0]
    )
    assert [key for key, children in parents.items() if children > 1] == []
