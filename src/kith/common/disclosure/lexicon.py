"""The reviewed word lists: what is an ordinary word, what may be a name, what stands before or after one."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kith.common.disclosure.vocabulary import WordListDamaged

ORDINARY = "b24023ca968ddb5bf4aae1fbede673a46398e2f2f9f5bcca5bd6d406a56b6135"
CASEWORK = "549b66c2a08093f86d3b758dd1e592172606f8855c9542497bff919bf6e919d4"
_SECTION = re.compile(r"\[(\w+)\]")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words folded to lower-case letters without accents; `capitals` alone keeps its case."""

    ordinary: frozenset[str]
    given: frozenset[str]
    proper: frozenset[str]
    capitals: frozenset[str]
    titles: frozenset[str]
    kin: frozenset[str]
    places: frozenset[str]
    organisations: frozenset[str]
    speaks: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the word lists, read once a process.

    Raises:
        WordListDamaged: a list is missing, or is not the one that was reviewed. Whoever wanted to publish must not.
    """
    marked = [line.partition("\t") for line in _lines(gzip.decompress(_reviewed("ordinary.txt.gz", ORDINARY)).decode())]
    parts = _sections(_reviewed("casework.txt", CASEWORK).decode())
    given = {word for word, _, mark in marked if mark == "given"} | parts["given"]
    told = parts["ordinary"] | parts["title"] | parts["kin"] | parts["place"] | parts["organisation"] | parts["speaks"]
    ordinary = ({word for word, _, _ in marked} | told) - parts["name"]
    return Lexicon(
        ordinary=frozenset(ordinary),
        given=frozenset(given - parts["name"]),
        proper=frozenset({word for word, _, mark in marked if mark == "proper"} - given - parts["name"]),
        capitals=frozenset(parts["capitals"]),
        titles=frozenset(parts["title"]),
        kin=frozenset(parts["kin"]),
        places=frozenset(parts["place"]),
        organisations=frozenset(parts["organisation"]),
        speaks=frozenset(parts["speaks"]),
        months=frozenset(parts["month"]),
        weekdays=frozenset(parts["weekday"]),
    )


def _reviewed(name: str, fingerprint: str) -> bytes:
    """Return a shipped file's bytes if they are those that were reviewed."""
    try:
        kept = (files(__package__) / "words" / name).read_bytes()
    except OSError as error:
        raise WordListDamaged(_says(name, "is missing or cannot be read")) from error
    if hashlib.sha256(kept).hexdigest() != fingerprint:
        raise WordListDamaged(_says(name, "is not the one that was reviewed"))
    return kept


def _says(name: str, what: str) -> str:
    return (
        f"The word list {name} {what}. Without it no text can be searched for names, so nothing may be published. "
        "Install Kith again; a changed list needs its new fingerprint in kith/common/disclosure/lexicon.py."
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _sections(text: str) -> dict[str, set[str]]:
    """Return the words below each heading of the list of casework words."""
    found: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in _lines(text):
        heading = _SECTION.match(line)
        if heading:
            words = found.setdefault(heading[1], set())
        else:
            words.update(line.split())
    return found
