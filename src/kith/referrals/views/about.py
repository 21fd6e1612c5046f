"""What every page of one referral needs: who looks, the referral, and the child's last twelve months."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from kith.access.vocabulary import Purpose, Viewer
from kith.chronology.selectors import open_chronology, open_print
from kith.chronology.vocabulary import Chronology, Period, Reading
from kith.referrals import selectors
from kith.referrals.vocabulary import Referral


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, as the doorkeeper found them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # the doorkeeper sets it on every request
    return viewer


def open_both(request: HttpRequest, person: UUID, referral: UUID, now: datetime) -> tuple[Referral, Chronology]:
    """Return a referral and what its reader may see of the child's last year; both looks are logged."""
    viewer = viewer_of(request)
    found = selectors.open_referral(person, referral, viewer=viewer, purpose=Purpose.REFERRAL, now=now)
    return found, last_year(request, person, now)


def last_year(request: HttpRequest, person: UUID, now: datetime) -> Chronology:
    """Return what the reader may see of a child's last twelve months."""
    reading = Reading(period=Period.YEAR)
    return open_chronology(person, viewer=viewer_of(request), purpose=Purpose.REFERRAL, reading=reading, now=now)


def last_year_printed(request: HttpRequest, person: UUID, now: datetime) -> Chronology:
    """Return what the reader may print of a child's last twelve months; relatives whom they may not print are left out.

    Raises:
        Refused: the reader may look but not print.
    """
    reading = Reading(period=Period.YEAR)
    return open_print(person, viewer=viewer_of(request), purpose=Purpose.REFERRAL, reading=reading, now=now)
