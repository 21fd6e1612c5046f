"""Remembers that somebody has searched, never for whom, so that nobody is added who was not looked for first."""

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from kith.access.vocabulary import Purpose

_SEARCHED: Final = "searched"
_LASTS = timedelta(minutes=15)


def remember_search(request: HttpRequest, purpose: Purpose) -> None:
    """Keep when and why this member of staff searched last."""
    request.session[_SEARCHED] = [timezone.now().isoformat(), purpose.value]


def forget_search(request: HttpRequest) -> None:
    """Let the next person be searched for anew."""
    request.session.pop(_SEARCHED, None)


def search_before(request: HttpRequest) -> Purpose | None:
    """Return why this member of staff searched in the last 15 minutes, or None when they did not."""
    at, purpose = request.session.get(_SEARCHED) or ("", "")
    if not at or datetime.fromisoformat(at) + _LASTS < timezone.now():
        return None
    return Purpose(purpose)
