"""Signatures that make a change say who made it, and a look say who looks and why."""

import ast
from collections.abc import Iterator
from pathlib import Path

from linters.house_rules.rule import Example, Function, Rule, public_functions
from linters.tree import ROOT, room_of

# These apps lie below `linking`: they hold no name of a child, and list agencies, staff, tasks.
_CHILDLESS = {"publishing", "partnership", "work", "access", "shell", "engine", "common"}


def _shown_by(path: str, room: str) -> bool:
    return path.endswith(".py") and room_of(path) == room


def _decorators(function: Function) -> set[str]:
    names = set()
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        names.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return names


def _names_at_the_door(path: str) -> set[str] | None:
    """Return the names that a folder's `__init__` takes from its modules; None when all names show."""
    door = ROOT / Path(path).with_name("__init__.py")
    if path.count("/") < 4 or not door.is_file():
        return None
    nodes = ast.walk(ast.parse(door.read_text(encoding="utf-8")))
    return {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


def _services(path: str, text: str) -> Iterator[str]:
    shown = _names_at_the_door(path)
    for function in public_functions(text):
        if "contextmanager" in _decorators(function) or (shown is not None and function.name not in shown):
            continue
        if function.args.args or function.args.posonlyargs or function.args.vararg:
            yield f"{function.name} takes arguments by position: put `*` first"
        if "by" not in {arg.arg for arg in function.args.kwonlyargs}:
            yield f"{function.name} does not say `by` whom"


def _selectors(path: str, text: str) -> Iterator[str]:
    childless = Path(path).parts[2] in _CHILDLESS
    for function in public_functions(text):
        if not function.name.startswith("open_" if childless else ("open_", "list_")):
            continue
        given = function.args
        names = {arg.arg for arg in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
        for word in ("viewer", "purpose"):
            if word not in names:
                yield f"{function.name} shows people and does not take `{word}`"


RULES = (
    Rule(
        "a service is keyword-only and says by whom",
        lambda path: _shown_by(path, "services"),
        _services,
        bad=(
            Example("src/kith/work/services.py", "def finish_task(task_id, *, by): ...\n"),
            Example("src/kith/work/services.py", "def finish_task(*, task_id, now): ...\n"),
        ),
        good=(
            Example("src/kith/work/services.py", "def finish_task(*, task_id, by, now): ...\ndef _step(row): ...\n"),
            Example("src/kith/access/services.py", "@contextmanager\ndef look(*, viewer, purpose): ...\n"),
        ),
    ),
    Rule(
        "a selector that shows people takes viewer and purpose",
        lambda path: _shown_by(path, "selectors"),
        _selectors,
        bad=(
            Example("src/kith/chronology/selectors.py", "def open_chronology(person_id, *, viewer): ...\n"),
            Example("src/kith/priority/selectors/listing.py", "def list_standings(run_id): ...\n"),
        ),
        good=(
            Example("src/kith/chronology/selectors.py", "def open_chronology(person_id, *, viewer, purpose): ...\n"),
            Example("src/kith/chronology/selectors.py", "def count_entries(person_id): ...\n"),
            Example("src/kith/access/selectors/staffing.py", "def list_teams(agency_id): ...\n"),
        ),
    ),
)
