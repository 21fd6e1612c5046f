"""What a mail may hold, and when it is tried again."""

from datetime import date, timedelta

_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=4))


def is_plain(value: object) -> bool:
    """Test whether a value may go into a mail: a number or a day, for words could be about a child."""
    return isinstance(value, int | date) and not isinstance(value, bool)


def pause_before(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts; None when that was the last."""
    return _PAUSES[attempts - 1] if attempts <= len(_PAUSES) else None
