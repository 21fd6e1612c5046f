"""Types days as the pages of audits ask for them."""

from tests.audit.conftest import Audit


def days(audit: Audit, **named: int) -> dict[str, int]:
    """Return days as they are typed, each given in days from today."""
    typed: dict[str, int] = {}
    for name, offset in named.items():
        day = audit.day(offset)
        typed |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return typed
