"""Reads bytes into rows with exact line numbers: strict about the encoding, robust against a stray quote."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kith.feeds.vocabulary import FileRefused

LONGEST_LINE = 131_072
LONGEST_ROW = 200  # lines that one quoted cell may run over before its quote counts as never closed
LONGEST_CELL = 500  # characters, outside prose and JSON: longer is no name, number or code, but a row gone wrong
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file: where it begins, its text, and its cells or the rule that it breaks."""

    line: int
    raw: str
    cells: list[str] | None
    fault: str = ""


def plain(text: str) -> str:
    """Return a text with a replacement character for each control character, which no database column takes."""
    return CONTROL.sub("\ufffd", text)


def decoded(content: bytes, encoding: str) -> str:
    """Return the text in the declared encoding; refuse with the place of the first byte that does not fit."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused(
            "The file is in UTF-16.", "Kith reads UTF-8.", "Save it as 'CSV UTF-8' (or XML in UTF-8) and send it again."
        )
    try:
        return content.removeprefix(_BOM).decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + (len(_BOM) if content.startswith(_BOM) else 0)
        line = content.count(b"\n", 0, offset) + 1
        raise FileRefused(
            f"Byte {offset} (line {line}, value 0x{content[offset]:02X}) is not {encoding}.",
            "Reading on would change names without anybody noticing.",
            "Save the file as UTF-8 and send it again, or have the agency's encoding declared as cp1252.",
        ) from None


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; only CR LF, LF and CR end one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def rows_of(lines: list[str], start: int = 0) -> Iterator[RawRow]:
    """Yield every row from a line on; blank lines are no rows. A row that cannot be read has a fault and no cells."""
    at, end = start, len(lines)
    while at < end:
        line = lines[at]
        if not line.strip():
            at += 1
        elif '"' in line:
            row, used = _quoted_row(lines, at)
            yield row
            at += used
        elif len(line) > LONGEST_LINE:
            yield RawRow(at + 1, line[:1000], None, f"line longer than {LONGEST_LINE} characters")
            at += 1
        else:
            at += 1
            yield RawRow(at, line, line.split(","))


def _quoted_row(lines: list[str], at: int) -> tuple[RawRow, int]:
    try:
        return RawRow(at + 1, lines[at], next(csv.reader((lines[at],), strict=True))), 1
    except (csv.Error, StopIteration):
        pass  # a cell that goes on in the next line, or a stray quote: looked at line by line
    used = 0

    def needed() -> Iterator[str]:
        nonlocal used
        for line in lines[at : at + LONGEST_ROW]:
            used += 1
            yield line + "\n"

    try:
        cells = next(csv.reader(needed(), strict=True))
    except (csv.Error, StopIteration):
        # The quote is faulty or never closed: hold this line alone, so that it swallows none after it.
        return RawRow(at + 1, lines[at][:LONGEST_LINE], None, "quotation mark out of place or never closed"), 1
    return RawRow(at + 1, "\n".join(lines[at : at + used]), cells), used
