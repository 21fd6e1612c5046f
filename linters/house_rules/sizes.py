"""Small rooms: modules, functions and templates stay short, without an allow-list."""

import ast
from collections.abc import Iterator

from linters.house_rules.rule import Example, Function, Rule, functions_of, is_ours

MODULE_LINES = 300
TEST_LINES = 500
FUNCTION_LINES = 40
TEMPLATE_LINES = 120


def _is_test(path: str) -> bool:
    return path.startswith("tests/") and path.endswith(".py")


def _module_length(path: str, text: str) -> Iterator[str]:
    limit = TEST_LINES if _is_test(path) else MODULE_LINES
    lines = len(text.splitlines())
    if lines > limit:
        yield f"{lines} lines, at most {limit}: make the room a folder and give each module one subject"


def _length_without_docstring(function: Function) -> int:
    end = function.end_lineno or function.lineno
    first = function.body[0]
    if ast.get_docstring(function) is not None and first.end_lineno:
        return end - function.lineno - (first.end_lineno - first.lineno)
    return end - function.lineno + 1


def _function_length(path: str, text: str) -> Iterator[str]:
    for function in functions_of(ast.parse(text)):
        lines = _length_without_docstring(function)
        if lines > FUNCTION_LINES:
            yield f"{function.name} has {lines} lines, at most {FUNCTION_LINES}: name its steps"


def _template_length(path: str, text: str) -> Iterator[str]:
    lines = len(text.splitlines())
    if lines > TEMPLATE_LINES:
        yield f"{lines} lines, at most {TEMPLATE_LINES}: take a partial or a component out"


def _long_function(lines: int) -> str:
    return "def tell() -> None:\n" + "    pass\n" * lines


RULES = (
    Rule(
        "a module is short",
        lambda path: is_ours(path) or _is_test(path),
        _module_length,
        bad=(
            Example("src/kith/work/services.py", "x = 1\n" * 301),
            Example("tests/work/test_services.py", "x = 1\n" * 501),
        ),
        good=(
            Example("src/kith/work/services.py", "x = 1\n" * 300),
            Example("tests/work/test_services.py", "x = 1\n" * 500),
        ),
    ),
    Rule(
        "a function is short",
        is_ours,
        _function_length,
        bad=(Example("src/kith/work/rules.py", _long_function(40)),),
        good=(Example("src/kith/work/rules.py", _long_function(39)),),
    ),
    Rule(
        "a template is short",
        lambda path: path.startswith("src/") and path.endswith(".html"),
        _template_length,
        bad=(Example("src/kith/work/templates/work/mine.html", "<p>\n" * 121),),
        good=(Example("src/kith/work/templates/work/mine.html", "<p>\n" * 120),),
    ),
)
