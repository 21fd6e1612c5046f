"""Looks up the codes that agencies write: what they mean, and whether they are still in use."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from kith.common.standards import read_table


@dataclass(frozen=True, kw_only=True)
class Offence:
    """A Home Office offence code: its group, its severity band (1 to 8) and its words."""

    code: str
    group: str  # weapons, robbery, violence, sexual
    band: int
    label: str


@cache
def code_set(name: str, *, key: str = "code") -> Mapping[str, Mapping[str, str]]:
    """Return a shipped code set by its code; each entry holds the other columns as text."""
    return MappingProxyType({row[key]: MappingProxyType(row) for row in read_table(name)})


def label_of(name: str, code: str) -> str:
    """Return what a code means, or the code itself where the set does not hold it."""
    entry = code_set(name).get(code)
    return entry["label"] if entry else code


@cache
def offences() -> Mapping[str, Offence]:
    """Return the offences of weapons, robbery, violence and sex by their five-digit code."""
    return MappingProxyType(
        {
            row["code"]: Offence(code=row["code"], group=row["group"], band=int(row["band"]), label=row["label"])
            for row in read_table("offences")
        }
    )


@lru_cache(maxsize=8192)
def offence(code: str) -> Offence | None:
    """Return one offence as agencies write its code (`8/26`, `00826`, `826`), or None for another kind of crime."""
    main, slash, sub = code.strip().partition("/")
    digits = f"{main.zfill(3)}{sub.zfill(2)}" if slash else main.zfill(5)
    return offences().get(digits)


@cache
def read_toml(package: str, name: str) -> Mapping[str, Any]:
    """Return a TOML file that Kith ships inside a package, as reviewed data."""
    return tomllib.loads((files(package) / name).read_text(encoding="utf-8"))
