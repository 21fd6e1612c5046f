"""Writes what casework hands over as values of JSON, and reads it back by its dataclass: nothing more, nothing less."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, TypeVar, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

Shape = TypeVar("Shape")
MOST_FAULTS: Final = 5

told = with_config(ConfigDict(extra="forbid"))
"""Marks a frozen dataclass as a shape that is told: a field that it does not declare is refused."""


class ShapeRefused(ValueError):
    """A text that is not of its shape; the message names the places that are wrong, and never what stands there."""


def written(shape: Any) -> dict[str, Any]:
    """Return a shape as values of JSON: days as ISO days, numbers of things as text, tuples as lists."""
    return cast("dict[str, Any]", _adapter(type(shape)).dump_python(shape, mode="json"))  # type: ignore[arg-type]  # a class can be hashed


def read(kind: type[Shape], text: Mapping[str, Any]) -> Shape:
    """Return the shape that a text holds.

    Raises:
        ShapeRefused: a field is missing, unknown, or of another kind than its shape says.
    """
    try:
        found = _adapter(kind).validate_json(json.dumps(dict(text)), strict=True)  # type: ignore[arg-type]  # as above
        return cast("Shape", found)
    except ValidationError as error:
        places = [".".join(map(str, one["loc"])) or "the whole" for one in error.errors(include_input=False)]
        more = f" and {len(places) - MOST_FAULTS} more" if len(places) > MOST_FAULTS else ""
        raise ShapeRefused(
            f"What was handed over is not of its shape, at {', '.join(places[:MOST_FAULTS])}{more}. "
            "Nothing of it is used; hand it over again from casework."
        ) from None


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
