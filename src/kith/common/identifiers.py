"""Identifiers that agencies put on people: checked, normalised, never trusted alone."""

import re

from nhs_number.validate import is_valid

_UPN = re.compile(r"^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23 letters: no I, O or S (DfE, Unique pupil numbers guide)
_POSTCODE = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$")


def normalised_nhs_number(text: str | None) -> str | None:
    """Return ten digits that pass the NHS check digit, or None.

    A number of one repeated digit passes the modulus 11 check but is never issued, so it is refused
    (NHS Data Dictionary, NHS NUMBER).
    """
    digits = re.sub(r"[\s-]", "", text or "")
    if not digits.isdecimal() or len(digits) != 10 or len(set(digits)) == 1:
        return None
    return digits if is_valid(digits) else None


def normalised_upn(text: str | None) -> str | None:
    """Return the thirteen characters of a unique pupil number of the right shape, or None."""
    upn = re.sub(r"\s", "", text or "").upper()
    return upn if _UPN.match(upn) else None


def upn_check_letter(last_twelve: str) -> str:
    """Return the check letter of a permanent UPN's twelve digits (weights 2 to 13, modulus 23)."""
    total = sum(int(digit) * weight for digit, weight in zip(last_twelve, range(2, 14), strict=True))
    return _UPN_LETTERS[total % 23]


def upn_check_passes(upn: str) -> bool:
    """Test the check letter; agencies' own files fail it often, so a failure warns and never refuses."""
    return upn[1:].isdecimal() and upn_check_letter(upn[1:]) == upn[0]


def normalised_postcode(text: str | None) -> str | None:
    """Return a postcode as `AA9A 9AA`, or None when it has not a postcode's shape."""
    squeezed = re.sub(r"[^A-Z0-9]", "", (text or "").upper())
    match = _POSTCODE.match(squeezed)
    return f"{match[1]} {match[2]}" if match else None
