"""Build the list of ordinary words by which a text is searched for names, from Debian's package `scowl`.

    apt-get install scowl
    python -m linters.build_word_list [FOLDER]

FOLDER is where the package's lists are (`/usr/share/dict/scowl`). The same package gives the same bytes; the command
prints their fingerprint, which `kith.common.disclosure.lexicon` must name before it reads the list. A list that
somebody has changed is refused there, so a reviewer sees every change of it twice.
"""

import gzip
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kith.common.names import folded
from kith.common.standards import read_table
from linters.tree import ROOT

SHIPPED = ROOT / "src" / "kith" / "common" / "disclosure" / "words" / "ordinary.txt.gz"
_SPELLINGS = ("english", "british", "british_variant_1")
_LEVELS = (10, 20, 35)  # SCOWL's sizes: what nearly all of twelve dictionaries agree on; names hide in rarer words
_NAME_LEVELS = (10, 20, 35, 40, 50)
_WORD = re.compile(r"[a-z]{2,}")
_HEAD = """\
# Ordinary words of British English, one a line. "given": also a forename; "proper": also another name.
# Source: SCOWL (Spell Checker Oriented Word Lists) 2020.12.07 by Kevin Atkinson, Debian package scowl 2020.12.07-2:
# the class words up to size 35; names: its classes proper-names and upper up to size 50, and the
# forenames, nicknames and surnames of kith.common.standards. Built in November 2026 by linters/build_word_list.py.
# Licence: SCOWL is Copyright 2000-2011 Kevin Atkinson; permission to use, copy, modify, distribute and sell the lists
# for any purpose is granted without fee, provided that this notice appears in all copies. Provided "as is".
# Its parts: Moby Words II, UK English Wordlist With Frequency Classification and 12Dicts, in the public domain;
# inflections with WordNet 1.6, Copyright 1997 Princeton University; Ispell, Copyright 1993 Geoff Kuenning (BSD).
"""


def build(folder: Path) -> bytes:
    """Return the compressed list made of SCOWL's lists in this folder.

    Raises:
        FileNotFoundError: the folder lacks a list; install Debian's package `scowl`.
    """
    words = set(_read(folder, "words", _LEVELS)) | {"a", "i"}
    given = set(_names("forenames", "name")) | set(_names("nicknames", "name")) | set(_names("nicknames", "other"))
    proper = set(_read(folder, "proper-names", _NAME_LEVELS)) | set(_read(folder, "upper", _NAME_LEVELS))
    proper |= set(_names("surnames", "name"))
    lines = []
    for word in sorted(words):
        mark = "\tgiven" if word in given else "\tproper" if word in proper else ""
        lines.append(f"{word}{mark}\n")
    return gzip.compress((_HEAD + "".join(lines)).encode(), compresslevel=9, mtime=0)


def _read(folder: Path, kind: str, levels: tuple[int, ...]) -> Iterator[str]:
    """Give the words of one class, folded to plain letters; a possessive is its word."""
    for spelling in _SPELLINGS:
        for level in levels:
            file = folder / f"{spelling}-{kind}.{level}"
            if spelling == "english" and level == levels[-1] and not file.exists():
                raise FileNotFoundError(file)
            for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
                word = folded(line.removesuffix("'s"))
                if _WORD.fullmatch(word):
                    yield word


def _names(table: str, column: str) -> Iterator[str]:
    for row in read_table(table):
        yield folded(row[column])


def main() -> None:
    """Write the list and print its fingerprint."""
    made = build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("/usr/share/dict/scowl"))
    SHIPPED.parent.mkdir(parents=True, exist_ok=True)
    SHIPPED.write_bytes(made)
    print(f"{hashlib.sha256(made).hexdigest()}  {SHIPPED.relative_to(ROOT)}  {len(made):,} bytes")


if __name__ == "__main__":
    main()
