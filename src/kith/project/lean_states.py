"""Lets a database be made from nothing without drawing models anew that nothing has changed.

While it migrates, Django keeps a picture of all models as they are at that step. For each model, index and constraint
that is added it draws everything anew that is related to it, however far away; with some hundred models that is three
quarters of the time. Here what is added is drawn alone: nothing that was there before can refer to it, and whatever
refers to it later finds it by its name. Before a migration runs code of its own the picture is drawn as a whole, as
Django does after each step that it calls delayed. A test holds what comes of it against what Django's own way makes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


@contextmanager
def lean_states() -> Iterator[None]:
    """Draw only what is added while the block runs; for a database in which nothing is yet."""
    add_model, reload_model = ProjectState.add_model, ProjectState.reload_model

    def add_alone(state: Any, model_state: Any) -> None:
        key = model_state.app_label, model_state.name_lower
        state.models[key] = model_state
        if state._relations is not None:  # noqa: SLF001 -- as Django's own does, of which this is the short form
            state.resolve_model_relations(key)
        _draw(state, key)

    def reload_alone(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
        if delay:
            _draw(state, (app_label, model_name))
        else:
            reload_model(state, app_label, model_name, delay)

    changed: Any = ProjectState  # for as long as the block runs
    changed.add_model, changed.reload_model = add_alone, reload_alone
    try:
        yield
    finally:
        changed.add_model, changed.reload_model = add_model, reload_model


def _draw(state: Any, key: tuple[str, str]) -> None:
    if "apps" in state.__dict__:  # to ask for it in any other way would draw everything
        state.is_delayed = True
        state._reload({key})  # noqa: SLF001 -- Django draws exactly what it is told here, and by no other way
