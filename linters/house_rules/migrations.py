"""Migrations stay readable for years: named, numbered, free of the code that moves on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from linters.house_rules.rule import Example, Rule

_NAME = re.compile(r"^\d{4}_(?!auto_)[a-z][a-z0-9_]*\.py$")
_ALLOWED = "kith.common.row_security"


def _reads(path: str) -> bool:
    return (
        path.startswith("src/") and "/migrations/" in path and path.endswith(".py") and not path.endswith("__init__.py")
    )


def _named(path: str, text: str) -> Iterator[str]:
    if not _NAME.match(Path(path).name):
        yield "is not named: four digits and what it changes, as in 0002_clock_of_a_task.py"


def _imports(path: str, text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{'.' * node.level}{node.module or ''}"]
        else:
            continue
        for name in names:
            if name.startswith(("kith", ".")) and name != _ALLOWED:
                yield f"imports {name}: a migration outlives the apps, so it says what it needs itself"


RULES = (
    Rule(
        "a migration says what it changes",
        _reads,
        _named,
        bad=(
            Example("src/kith/work/migrations/0002_auto_20261122_2135.py", ""),
            Example("src/kith/work/migrations/clocks.py", ""),
        ),
        good=(Example("src/kith/work/migrations/0002_clock_of_a_task.py", ""),),
    ),
    Rule(
        "a migration imports nothing from the apps",
        _reads,
        _imports,
        bad=(
            Example("src/kith/work/migrations/0001_tables.py", "from kith.work.models import Task\n"),
            Example("src/kith/work/migrations/0001_tables.py", "import kith.work.vocabulary\n"),
        ),
        good=(
            Example(
                "src/kith/a/migrations/0001_tables.py", "from kith.common.row_security import grant\nimport django\n"
            ),
        ),
    ),
)
