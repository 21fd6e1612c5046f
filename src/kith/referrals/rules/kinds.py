"""The kinds of event that no referral may be silent about, as reviewed files: one file, one version."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kith.feeds.vocabulary import EVENT_KINDS

FOLDER = Path(__file__).resolve().parent.parent / "risk_kinds"


@dataclass(frozen=True, kw_only=True)
class KindList:
    """One version of the list: each kind with how many weeks back it counts."""

    version: str
    valid_from: date
    look_back_weeks: Mapping[str, int]


class KindListError(ValueError):
    """A file of kinds that cannot be used as it is."""


@cache
def load_kind_lists(folder: Path = FOLDER) -> tuple[KindList, ...]:
    """Return every version of the list, oldest first.

    Raises:
        KindListError: a kind is unknown, a look-back is no number of weeks, or two versions begin on one day.
    """
    lists = sorted((_read(path) for path in folder.glob("[0-9]*.toml")), key=lambda each: each.valid_from)
    if not lists or len({each.valid_from for each in lists}) < len(lists):
        raise KindListError("There must be a list of risk kinds, and no two may begin on one day.")
    return tuple(lists)


def _read(path: Path) -> KindList:
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    weeks = found["look_back_weeks"]
    unknown = sorted(set(weeks) - set(EVENT_KINDS))
    if unknown:
        raise KindListError(f"{path.name} names kinds that no feed has: {', '.join(unknown)}.")
    wrong = sorted(kind for kind, count in weeks.items() if not isinstance(count, int) or not 1 <= count <= 1040)
    if wrong or not weeks:
        raise KindListError(f"{path.name} must say for each kind how many weeks back it counts, from 1 to 1040.")
    return KindList(version=found["version"], valid_from=found["valid_from"], look_back_weeks=weeks)
