"""Keeps a spreadsheet from running what somebody typed."""

from typing import Final

# What a cell begins with that a spreadsheet takes for a formula, also behind spaces (OWASP, CSV injection).
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: one that looks like it begins with an apostrophe."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS) else cell
