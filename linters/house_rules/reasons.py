"""An exception to a rule carries its reason on the line."""

import io
import re
import tokenize
from collections.abc import Iterator

from linters.house_rules.rule import Example, Rule

_EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore|nosec|pragma:\s*no cover)", re.IGNORECASE)
_REASONED = {
    "noqa": re.compile(r"#\s*noqa: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)* -- \w[\w',:-]* \w+"),
    "type": re.compile(r"#\s*type: ignore\[[\w, -]+\]\s+#\s*(?:-- )?\w+[\w\',]* \w+"),
    "nosec": re.compile(r"#\s*nosec B\d+(?:, ?B\d+)* -- \w[\w',:-]* \w+"),
    "pragma": re.compile(r"#\s*pragma: no cover -- \w[\w',:-]* \w+"),
}
_FORMS = {
    "noqa": "`noqa: CODE -- why it is right here`",
    "type": "`type: ignore[code]  # why it is right here` (mypy reads nothing but a second # after the bracket)",
    "nosec": "`nosec CODE -- why it is right here`",
    "pragma": "`pragma: no cover -- why it is right here`",
}
_UNREASONED = ("noqa", "noqa: E501", "type: ignore", "type: ignore[misc]", "nosec", "nosec B603", "pragma: no cover")
_MARK = "# "  # keeps the examples below from being exceptions themselves


def _faults(path: str, text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        for found in _EXCEPTION.finditer(token.string):
            kind = re.split(r"[:\s]", found[1].lower())[0]
            if not _REASONED[kind].search(token.string):
                yield f"line {token.start[0]} makes an exception without its code and its reason: {_FORMS[kind]}"


RULES = (
    Rule(
        "an exception carries its reason",
        lambda path: path.endswith(".py"),
        _faults,
        bad=tuple(
            Example("src/kith/work/rules.py", f"x = 1  {_MARK}{what}\n")
            for what in (
                "noqa",
                "noqa: E501",
                "type: ignore",
                "type: ignore[arg-type]",
                "nosec",
                "nosec B603",
                "pragma: no cover",
            )
        ),
        good=tuple(
            Example("src/kith/work/rules.py", f"x = 1  {_MARK}{what}\n")
            for what in (
                "noqa: E501 -- a table is read as a table",
                "type: ignore[arg-type]  # stubs lack it",
                "nosec B603 -- a fixed command",
                "no queue accepts this",
            )
        ),
    ),
)
