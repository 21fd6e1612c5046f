"""Builds one HTML element at a time, escaping everything that is not already marked as safe."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

Attributes = Mapping[str, str | int | bool | None]
_EMPTY_ELEMENTS = frozenset({"br", "hr", "img", "input"})


def element(name: str, attributes: Attributes | None = None, *children: object) -> SafeString:
    """Return one element; an attribute that is None or False is left out, True stands alone, children None vanish."""
    opening = f"<{name}{_written(attributes or {})}>"
    if name in _EMPTY_ELEMENTS:
        return SafeString(opening)  # every part of it was escaped by _written
    return SafeString(f"{opening}{_joined(children)}</{name}>")


def together(*children: object) -> SafeString:
    """Return children one after the other, each escaped unless it is marked as safe."""
    return SafeString(_joined(children))


def joined(*words: str | bool | None) -> str:
    """Return the words that there are, with spaces between, for `class` and `aria-describedby`."""
    return " ".join(str(word) for word in words if word)


def part(value: Any) -> dict[str, Any]:
    """Return nested options as a mapping: a plain text stands for `{"text": text}`, nothing for no options."""
    if value is None or value is False:
        return {}
    return dict(value) if isinstance(value, Mapping) else {"text": value}


def refuse_unknown(component: str, options: Mapping[str, Any], known: type) -> None:
    """Raise TypeError on an option that the component does not have, so that a mistyped name is seen at once."""
    unknown = options.keys() - known.__annotations__.keys()
    if unknown:
        names = ", ".join(sorted(known.__annotations__))
        raise TypeError(f"{component} has no option {', '.join(sorted(unknown))}; it has {names}.")


def translations(**texts: str | Mapping[str, str] | None) -> dict[str, str]:
    """Return the data attributes that give a component's script its words, one per plural rule where there are such."""
    found: dict[str, str] = {}
    for name, text in texts.items():
        key = f"data-i18n.{name.replace('_', '-')}"
        if isinstance(text, Mapping):
            found |= {f"{key}.{rule}": message for rule, message in text.items()}
        elif text:
            found[key] = text
    return found


def _joined(children: Iterable[object]) -> str:
    # The standard library escapes as Django does, without Django's wrapper: a picture has a thousand elements.
    return "".join(
        child if isinstance(child, SafeString) else escape(str(child))
        for child in children
        if child is not None and child is not False
    )


def _written(attributes: Attributes) -> str:
    # Names of attributes are written by us, in code; their values may come from anywhere.
    written = []
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        written.append(f" {name}" if value is True else f' {name}="{escape(str(value))}"')
    return "".join(written)
