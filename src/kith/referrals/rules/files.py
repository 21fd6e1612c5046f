"""Reads a file of referrals: JSON, or a table with one referral a line; which of the two is seen from its beginning."""

import csv
import io
import json
from typing import Any

from kith.referrals.rules.written import unfold
from kith.referrals.vocabulary import MOST_WRITTEN, FileUnread


def read_referrals(content: bytes) -> list[Any]:
    """Return the referrals of a file, as they were written and in its order.

    Raises:
        FileUnread: it is neither, holds none, or holds more than are taken in at once.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnread("It is not in UTF-8. Save it again as “CSV UTF-8” or as JSON.") from None
    found = _of_json(text) if text.lstrip()[:1] in ("{", "[") else _of_table(text)
    if not found:
        raise FileUnread("It holds no referral.")
    if len(found) > MOST_WRITTEN:
        raise FileUnread(f"It holds more than {MOST_WRITTEN:,} referrals. Hand them in as several files.")
    return found


def _of_json(text: str) -> list[Any]:
    try:
        found = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        # What the parser says quotes the file, and the file is about children.
        raise FileUnread("It begins as JSON but cannot be read as such, or names a field twice.") from None
    if isinstance(found, dict):
        found = found.get("referrals", [found])
    if not isinstance(found, list):
        raise FileUnread("“referrals” is not a list.")
    return found


def _of_table(text: str) -> list[Any]:
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise FileUnread("It cannot be read as a table: a quotation mark is opened and not closed.") from None
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    if not lines:
        return []
    head = [name.strip() for name in lines[0]]
    if "reference" not in head or len(set(head)) < len(head):
        raise FileUnread("Its first line must name the columns, each once; one of them is “reference”.")
    return [unfold(dict(zip(head, line, strict=True))) if len(line) == len(head) else None for line in lines[1:]]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)
