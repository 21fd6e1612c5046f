"""Reads a PDF back, by another program than the one that made it: each page, and every string and stream behind it."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_NEW_RUN = {"Tm", "Td", "TD", "T*", "BT"}
_SHOWS = {"Tj", "'", '"'}
_GAP = 120  # thousandths of the letter's height by which a writer moves on when it leaves out a space


class UnreadablePaper(RuntimeError):
    """A PDF could not be read back, so nobody can say what is in it; it must not leave."""


def words_of_pages(pages: bytes) -> list[str]:
    """Return the text of each page as somebody who copies it would get it, each run of letters on a line of its own.

    Raises:
        UnreadablePaper: a page shows letters that cannot be told.
    """
    with pikepdf.open(BytesIO(pages)) as pdf:
        return [_text_of(page) for page in pdf.pages]


def strings_within(pages: bytes) -> Iterator[str]:
    """Give every text in a PDF that is not on a page: strings, names and streams of all objects, the metadata too.

    A file with more than one revision is refused: an earlier one may hold what was taken out of the later.

    Raises:
        UnreadablePaper: there is more than one revision, an attachment, or a script.
    """
    if pages.count(b"%%EOF") != 1:
        raise UnreadablePaper("The paper has more than one revision, so an earlier text may be in it.")
    with pikepdf.open(BytesIO(pages)) as pdf:
        if pdf.attachments or "/AcroForm" in pdf.Root or "/JavaScript" in pdf.Root.get("/Names", {}):
            raise UnreadablePaper("The paper carries a file, a form or a script with it.")
        for thing in pdf.objects:
            yield from _strings(thing)


def _strings(thing: Any) -> Iterator[str]:
    """Give the strings, names and streams of one object and of what lies directly in it."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        yield from _strings_of(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield from map(str, thing.keys())
        yield from _strings_of(thing.values())
    if isinstance(thing, pikepdf.Stream):
        yield thing.read_bytes().decode("utf-8", "replace")


def _strings_of(things: Iterable[Any]) -> Iterator[str]:
    for one in things:
        if not getattr(one, "is_indirect", False):  # those come by themselves
            yield from _strings(one)


def _text_of(page: Any) -> str:
    fonts = {name: _letters(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    out: list[str] = []
    letters: dict[bytes, str] = {}
    steps: Iterable[Any] = pikepdf.parse_content_stream(page)
    for operands, operator in steps:
        name = str(operator)
        if name == "Tf":
            letters = fonts[str(operands[0])]
        elif name in _NEW_RUN:
            out.append("\n")
        elif name in _SHOWS:
            out.append(_told(bytes(operands[-1]), letters))
        elif name == "TJ":
            out += [_piece(one, letters) for one in operands[0]]
    return "".join(out)


def _piece(one: Any, letters: dict[bytes, str]) -> str:
    """Return the letters of a piece of a line, or the space that a move to the next letter leaves."""
    if isinstance(one, pikepdf.String):
        return _told(bytes(one), letters)
    return " " if float(one) < -_GAP else ""


def _told(codes: bytes, letters: dict[bytes, str]) -> str:
    width = 2 if all(len(code) == 2 for code in letters) else 1
    found = [letters.get(codes[place : place + width]) for place in range(0, len(codes), width)]
    if None in found:
        raise UnreadablePaper("A page shows letters whose meaning the paper does not tell, so it cannot be checked.")
    return "".join(one for one in found if one is not None)


def _letters(font: Any) -> dict[bytes, str]:
    """Return what each code of a font stands for, as the paper itself tells readers and machines."""
    if "/ToUnicode" not in font:
        raise UnreadablePaper("A font of the paper does not tell what its letters are, so it cannot be checked.")
    found: dict[bytes, str] = {}
    for kind, body in _BLOCK.findall(font["/ToUnicode"].read_bytes()):
        if kind == b"bfchar":
            found |= {bytes.fromhex(code.decode()): _unicode(text) for code, text in _PAIR.findall(body)}
            continue
        for first, last, text in _RANGE.findall(body):
            begins, ends, width = int(first, 16), int(last, 16), len(first) // 2
            start = _unicode(text)
            for step in range(ends - begins + 1):
                found[(begins + step).to_bytes(width, "big")] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def _unicode(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
