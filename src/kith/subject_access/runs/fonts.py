"""Says what each code of a PDF's font stands for and how wide it is; a font that does not tell is not guessed at."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pikepdf

from kith.subject_access.vocabulary import DocumentUnread

_BLOCK: Final = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX: Final = rb"<\s*([0-9A-Fa-f\s]*)>"
_PAIR: Final = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE: Final = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[([^\]]*)\])")
_ONE: Final = re.compile(_HEX)
_CODINGS: Final = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_SIMPLE: Final = ("/Type1", "/TrueType", "/MMType1")
_WIDEST_RANGE: Final = 0xFFFF
_UNSEEN: Final = frozenset({"Cc", "Co", "Cn", "Cs"})  # controls, private use, not given, half of a letter
_MUTE: Final = "its letters cannot be told: a font of it does not say what they are"


@dataclass(frozen=True)
class Font:
    """One font: what each code stands for, how wide it is in thousandths, how many bytes a code has."""

    letters: Mapping[bytes, str]
    widths: Mapping[int, float]
    width_else: float
    bytes_each: int

    def shown(self, codes: bytes) -> Iterator[tuple[str, float, bool]]:
        """Give each letter of a string with its width in thousandths, and whether it is the space of one byte.

        Raises:
            DocumentUnread: a code stands for nothing that the font tells.
        """
        for place in range(0, len(codes), self.bytes_each):
            code = codes[place : place + self.bytes_each]
            letter = self.letters.get(code)
            if not letter or any(unicodedata.category(one) in _UNSEEN for one in letter):
                raise DocumentUnread(_MUTE)
            yield letter, self.widths.get(int.from_bytes(code), self.width_else), code == b" "


def font_of(font: Any) -> Font:
    """Return what a font tells of its codes.

    Raises:
        DocumentUnread: it does not tell what they stand for, or how wide they are.
    """
    told = _letters(font["/ToUnicode"].read_bytes()) if "/ToUnicode" in font else {}
    if font.Subtype == "/Type0":
        if font.Encoding != "/Identity-H" or not told:
            raise DocumentUnread(_MUTE)
        below = font.DescendantFonts[0]
        return Font(told, dict(_widths(below.get("/W", []))), float(below.get("/DW", 1000)), 2)
    coding = _CODINGS.get(str(font.get("/Encoding")))
    if str(font.Subtype) not in _SIMPLE or "/Widths" not in font or not (told or coding):
        raise DocumentUnread(_MUTE)
    first = int(font.get("/FirstChar", 0))
    widths = {first + place: float(width) for place, width in enumerate(font.Widths)}
    width_else = float(font.get("/FontDescriptor", {}).get("/MissingWidth", 0))
    return Font({**(_coded(coding) if coding else {}), **told}, widths, width_else, 1)


def _coded(coding: str) -> dict[bytes, str]:
    found = {bytes([code]): bytes([code]).decode(coding, "ignore") for code in range(32, 256)}
    return {code: letter for code, letter in found.items() if letter}


def _widths(told: Any) -> Iterator[tuple[int, float]]:
    """Give the width of each code, of both forms: one after the other from a code on, or the same for a range."""
    parts = list(told)
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from ((first + place, float(width)) for place, width in enumerate(second))
        else:
            width = float(parts.pop(0))
            yield from ((code, width) for code in range(first, min(int(second), first + _WIDEST_RANGE) + 1))


def _letters(told: bytes) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for kind, body in _BLOCK.findall(told):
        if kind == b"bfchar":
            found |= {_bytes(code): _text(_bytes(text)) for code, text in _PAIR.findall(body)}
            continue
        for first, last, text, texts in _RANGE.findall(body):
            found |= _of_range(_bytes(first), _bytes(last), _bytes(text), [_bytes(one) for one in _ONE.findall(texts)])
    return found


def _of_range(first: bytes, last: bytes, text: bytes, texts: list[bytes]) -> dict[bytes, str]:
    begins, ends = int.from_bytes(first), int.from_bytes(last)
    codes = [code.to_bytes(len(first)) for code in range(begins, min(ends, begins + _WIDEST_RANGE) + 1)]
    if texts:
        return {code: _text(one) for code, one in zip(codes, texts, strict=False)}
    start = _text(text)
    return {code: start[:-1] + chr(ord(start[-1]) + step) for step, code in enumerate(codes)} if start else {}


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode())


def _text(code: bytes) -> str:
    return code.decode("utf-16-be")
