"""Writes happen in services and runs; what faces a request only translates."""

import ast
from collections.abc import Iterator

from linters.house_rules.rule import Example, Rule
from linters.tree import room_of

_FACING = {"urls", "views", "api", "forms", "presenters"}
_TRANSLATING = _FACING | {"tasks", "management"}
_WRITING = {
    "save",
    "create",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "asave",
    "acreate",
    "adelete",
    "aget_or_create",
    "aupdate_or_create",
    "select_for_update",
}  # fmt: skip


def _no_managers(path: str, text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield f"line {node.lineno} reaches a table by .{node.attr}: ask a selector or a service"


def _no_writes(path: str, text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        # A dictionary is updated with a mapping, a queryset with keywords only.
        updates_rows = node.func.attr == "update" and not node.args and bool(node.keywords)
        if node.func.attr in _WRITING or updates_rows:
            yield f"line {node.lineno} writes by .{node.func.attr}(): call one service"


RULES = (
    Rule(
        "whatever faces a request reaches no table",
        lambda path: path.endswith(".py") and room_of(path) in _TRANSLATING,
        _no_managers,
        bad=(
            Example("src/kith/work/views.py", "tasks = Task.objects.filter(owner=1)\n"),
            Example("src/kith/work/presenters/tasks.py", "Task._default_manager.all()\n"),
        ),
        good=(
            Example("src/kith/work/views.py", "tasks = selectors.tasks_of(viewer=viewer)\n"),
            Example("src/kith/work/selectors.py", "Task.objects.all()\n"),
        ),
    ),
    Rule(
        "whatever faces a request writes nothing",
        lambda path: path.endswith(".py") and room_of(path) in _FACING,
        _no_writes,
        bad=(
            Example("src/kith/work/views.py", "task.save()\n"),
            Example("src/kith/work/forms.py", "rows.update(state='done')\n"),
        ),
        good=(Example("src/kith/work/views.py", "context.update({'a': 1})\nservices.finish_task(task_id=1)\n"),),
    ),
)
