"""The reviewed word lists: what is an ordinary word, what may be a name, what stands before or after one."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kith.common.disclosure.vocabulary import WordListDamaged

ORDINARY = "03828efbea4e420b9c9838952e63d341083715d6f9ac140668d75f0d95ba5328"
CASEWORK = "411a1b58653d1be78afe41ed1b861588fbfa4114e93fb9967542c240cef6feef"
_SECTION = re.compile(r"\[(\w+)\]")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words folded to lower-case letters without accents; `capitals` alone keeps its case.

    Each set but the first three and the last two is a part of `words/casework.txt`, which says how it is to be taken.
    """

    ordinary: frozenset[str]
    given: frozenset[str]
    proper: frozenset[str]
    capitals: frozenset[str]
    title: frozenset[str]
    address: frozenset[str]
    naming: frozenset[str]
    before: frozenset[str]
    manner: frozenset[str]
    kin: frozenset[str]
    place: frozenset[str]
    organisation: frozenset[str]
    body: frozenset[str]
    vague: frozenset[str]
    common: frozenset[str]
    speaks: frozenset[str]
    toward: frozenset[str]
    addressed: frozenset[str]
    where: frozenset[str]
    around: frozenset[str]
    owner: frozenset[str]
    determiner: frozenset[str]
    auxiliary: frozenset[str]
    busy: frozenset[str]
    modal: frozenset[str]
    month: frozenset[str]
    weekday: frozenset[str]
    names: frozenset[str]  # given or proper
    function: frozenset[str]  # holds a sentence together and is nobody's name


@cache
def lexicon() -> Lexicon:
    """Return the word lists, read once a process.

    Raises:
        WordListDamaged: a list is missing, or is not the one that was reviewed. Whoever wanted to publish must not.
    """
    marked = [line.split("\t") for line in _lines(gzip.decompress(_reviewed("ordinary.txt.gz", ORDINARY)).decode())]
    parts = _sections(_reviewed("casework.txt", CASEWORK).decode())
    names = parts.pop("name")
    ordinary = {word for word, *_ in marked} | {word.lower() for word in parts["capitals"] if len(word) > 2}
    known = parts.pop("ordinary").union(*(parts[part] for part in _ORDINARY_PARTS))
    ordinary = (ordinary | known) - names
    given = ({word for word, *marks in marked if "given" in marks} | parts.pop("given")) - names
    proper = {word for word, *marks in marked if "proper" in marks} - given - names
    kept = {part: frozenset(words) for part, words in parts.items()}
    return Lexicon(
        ordinary=frozenset(ordinary),
        given=frozenset(given),
        proper=frozenset(proper),
        names=frozenset(given | proper),
        function=frozenset(parts["owner"] | parts["determiner"] | parts["around"] | parts["auxiliary"] | _JOINING),
        **kept,
    )


_JOINING = {"and", "or", "but"}
_ORDINARY_PARTS = ("title", "kin", "place", "organisation", "speaks")


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
