"""Typesets sign-in sheets and certificates as accessible PDF (PDF/UA-1); their words come as data and are never run."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from kith.publishing.models import Booking, Certificate, Event
from kith.publishing.selectors.addresses import full_address
from kith.publishing.selectors.events.bookings import booked
from kith.publishing.services.events.wording import when, where
from kith.publishing.vocabulary.events import EventStatus
from kith.shell.printing import typeset

_TEMPLATES = Path(__file__).resolve().parent.parent / "typesetting"
_BLANK_LINES = 8  # for whoever comes without booking


def sign_in_sheet(event: Event) -> bytes:
    """Return the sheet on which people sign: names and agencies of those with a place, and blank lines."""
    return typeset(
        _TEMPLATES / "sign_in_sheet.typ",
        {
            "title": event.series.title,
            "when": when(event),
            "where": where(event),
            "trainer": event.trainer,
            "cancelled": event.status == EventStatus.CANCELLED.value,
            "rows": lines_of(event),
            "blank": _BLANK_LINES,
            "partnership": str(settings.KITH_PARTNERSHIP),
        },
    )


def lines_of(event: Event) -> list[dict[str, str]]:
    """Return the lines of a sheet: no address and no access needs, because it is handed round."""
    return [{"name": row.name, "agency": row.agency, "role": row.role, "code": row.code} for row in booked(event)]


def certificate_pages(certificate: Certificate, booking: Booking, checked_at: str) -> bytes:
    """Return somebody's certificate; `checked_at` is the path at which anybody can check its code."""
    event = certificate.event
    return typeset(
        _TEMPLATES / "certificate.typ",
        {
            "name": booking.name,
            "agency": booking.agency,
            "title": event.series.title,
            "when": when(event),
            "hours": _hours(event),
            "aims": event.series.aim_lines(),
            "trainer": event.trainer,
            "code": certificate.code,
            "check": full_address(checked_at),
            "issued": date_format(certificate.issued_on, "j F Y"),
            "partnership": str(settings.KITH_PARTNERSHIP),
        },
    )


def _hours(event: Event) -> str:
    if event.starts_at is None or event.ends_at is None:
        return ""
    minutes = round((timezone.localtime(event.ends_at) - timezone.localtime(event.starts_at)).total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours != 1 else ''}" if hours else "", f"{rest} minutes" if rest else ""]
    return " ".join(part for part in parts if part)
