"""What a house rule is: whom it reads, what it finds, and the examples that test it."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One file as a rule would see it."""

    path: str
    text: str


@dataclass(frozen=True)
class Rule:
    """One habit: `faults` returns what is wrong with a file, one sentence per fault."""

    name: str
    reads: Callable[[str], bool]
    faults: Callable[[str, str], Iterator[str]]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]

    def judge(self, path: str, text: str) -> list[str]:
        """Return the faults of one file with its path, nothing when the rule does not read it."""
        return [f"{path}: {fault}" for fault in self.faults(path, text)] if self.reads(path) else []


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions_of(tree: ast.AST) -> Iterator[Function]:
    """Yield every function and method below a node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_functions(text: str) -> Iterator[Function]:
    """Yield the functions a module shows at its top level."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def is_ours(path: str) -> bool:
    """Test whether a file is Python of the product or of its checks, migrations left out."""
    return path.endswith(".py") and path.startswith(("src/", "linters/", "benchmarks/")) and "/migrations/" not in path
