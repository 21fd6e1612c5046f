"""Compiles the catalogues of words (django.po) into what Python reads (django.mo), without the tools of gettext."""

import ast
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_MAGIC = 0x950412DE
_HEAD = 7 * 4  # bytes


class WordsError(ValueError):
    """A catalogue that cannot be read, with the line at fault."""


def words_in(source: str) -> dict[str, str]:
    """Return the words of a catalogue, each by what it is in English; the empty one is the catalogue's own head.

    Only what our catalogues need is read: comments, `msgid`, `msgstr` and lines that carry on.
    """
    found: dict[str, str] = {}
    english, said, at = "", "", ""
    for number, line in enumerate([*source.splitlines(), 'msgid ""'], 1):
        keyword, _, rest = line.strip().partition(" ")
        if not keyword or keyword.startswith("#"):
            continue
        if keyword == "msgid":
            if at and _keep(found, english, said, number):
                said = ""
            english, said, at = _text(rest, number), "", "msgid"
        elif keyword == "msgstr":
            said, at = _text(rest, number), "msgstr"
        elif line.strip().startswith('"') and at:
            english, said = (
                (english + _text(line, number), said) if at == "msgid" else (english, said + _text(line, number))
            )
        else:
            raise WordsError(f"Line {number} is no part of a catalogue: {line.strip()[:40]}")
    return found


def _keep(found: dict[str, str], english: str, said: str, number: int) -> bool:
    if english in found:
        raise WordsError(f"The words that end before line {number} stand there twice: {english[:40]}")
    if not said:
        raise WordsError(f"The words that end before line {number} have no translation: {english[:40]}")
    found[english] = said
    return True


def _text(quoted: str, number: int) -> str:
    try:
        return str(ast.literal_eval(quoted.strip()))
    except (SyntaxError, ValueError):
        raise WordsError(f"Line {number} is not in quotes.") from None


def compiled(words: dict[str, str]) -> bytes:
    """Return a catalogue as GNU gettext keeps it: two tables of (length, place), then the texts, each with a null."""
    pairs = sorted((english.encode(), said.encode()) for english, said in words.items())
    ids, texts = _table(pairs, 0), _table(pairs, 1)
    first = _HEAD + 16 * len(pairs)
    tables = list(_places(ids, first)) + list(_places(texts, first + sum(len(one) + 1 for one in ids)))
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), _HEAD, _HEAD + 8 * len(pairs), 0, 0)
    return head + b"".join(tables) + b"".join(one + b"\0" for one in [*ids, *texts])


def _table(pairs: list[tuple[bytes, bytes]], side: int) -> list[bytes]:
    return [pair[side] for pair in pairs]


def _places(texts: list[bytes], first: int) -> Iterator[bytes]:
    for text in texts:
        yield struct.pack("<2I", len(text), first)
        first += len(text) + 1


def catalogues() -> list[Path]:
    """Return the catalogues of the product."""
    return sorted((ROOT / "src/kith").glob("*/locale/*/LC_MESSAGES/django.po"))


def main() -> int:
    """Write each catalogue's compiled form beside it."""
    for source in catalogues():
        words = words_in(source.read_text(encoding="utf-8"))
        source.with_suffix(".mo").write_bytes(compiled(words))
        print(f"{source.relative_to(ROOT)}: {len(words) - 1} words and sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
