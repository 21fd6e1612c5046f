"""Orders the versions of reviewed data by the days on which they hold, and finds the one in force on a day."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar


class Version(Protocol):
    """One version of reviewed data: its name and the days on which it holds."""

    @property
    def version(self) -> str:
        """Return what it is called."""
        ...

    @property
    def valid_from(self) -> date:
        """Return its first day."""
        ...

    @property
    def valid_to(self) -> date | None:
        """Return its last day; none while it holds."""
        ...


V = TypeVar("V", bound=Version)


def read_versions(
    folder: Path, read: Callable[[Path], V], *, refused: Callable[[str], Exception], called: str = "The book"
) -> tuple[V, ...]:
    """Return what each file of a folder says, oldest first; each holds until the day before the next.

    Raises:
        what `refused` makes of the message: two versions overlap. `called` says in it what they are versions of.
    """
    found = sorted(map(read, sorted(folder.glob("[0-9]*.toml"))), key=lambda each: each.valid_from)
    for earlier, later in pairwise(found):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise refused(f"{called} {earlier.version} must end (valid_to) before {later.version} begins.")
    return tuple(found)


def in_force(versions: Sequence[V], day: date) -> V:
    """Return the version in force on a day, the newest where none would be alone; before the first one, the first."""
    held = [each for each in versions if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)]
    return held[-1] if held else versions[0]


def told_apart(versions: tuple[V, ...], *, refused: Callable[[str], Exception], says: str) -> tuple[V, ...]:
    """Return versions of which there is one at least and no two have one name.

    Raises:
        what `refused` makes of what it `says`: there is none, or two are called the same.
    """
    if not versions or len({one.version for one in versions}) < len(versions):
        raise refused(says)
    return versions


def version_called(versions: Sequence[V], name: str, *, refused: Callable[[str], Exception], says: str) -> V:
    """Return the version of a name, also when another is in force by now.

    Raises:
        what `refused` makes of what it `says`: there is no such version.
    """
    for found in versions:
        if found.version == name:
            return found
    raise refused(says)
