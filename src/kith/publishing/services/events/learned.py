"""Keeps what people said of an event without their names, and issues certificates to those who came."""

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kith.publishing.models import Booking, Certificate, Evaluation, SixWeekAnswer
from kith.publishing.vocabulary.events import CODE_LETTERS, BookingRefused, CertificateRefused, Changed

_CODE: Final = 10


@transaction.atomic
def evaluate(*, booking_id: int, before: int, after: int, will_change: str, useful: str, now: datetime) -> None:
    """Keep what somebody who came thought, apart from who they are.

    Raises:
        BookingRefused: they did not come, the event is not over, or they have answered already.
    """
    booking = _came(booking_id, now)
    if booking.has_evaluated:
        raise BookingRefused("You have answered already. Because answers have no name, none can be changed.")
    said = {"will_change": will_change.strip(), "useful": useful.strip()}
    Evaluation.objects.create(event=booking.event, before=before, after=after, **said)
    booking.has_evaluated = True
    booking.save(update_fields=["has_evaluated"])


@transaction.atomic
def answer_six_weeks(*, booking_id: int, changed: Changed, what: str, now: datetime) -> None:
    """Keep what somebody did differently, apart from who they are.

    Raises:
        BookingRefused: they did not come, were not asked yet, or have answered already.
    """
    booking = _came(booking_id, now)
    if booking.six_weeks_asked_at is None:
        raise BookingRefused("This is asked six weeks after the event. You will get a mail.")
    if booking.has_answered:
        raise BookingRefused("You have answered already. Because answers have no name, none can be changed.")
    SixWeekAnswer.objects.create(event=booking.event, changed=changed.value, what=what.strip())
    booking.has_answered = True
    booking.save(update_fields=["has_answered"])


@transaction.atomic
def issue_certificate(*, booking_id: int, now: datetime) -> Certificate:
    """Return the certificate of somebody who came; the second time it is the same one.

    Raises:
        CertificateRefused: they did not come, or the event is not over.
    """
    booking = Booking.objects.select_for_update(of=("self",)).select_related("event__series").get(pk=booking_id)
    event = booking.event
    if event.ends_at is None or now < event.ends_at:
        raise CertificateRefused("A certificate is made when the event is over.")
    if booking.came_at is None:
        raise CertificateRefused(
            "The register of this event does not say that you came, so there is no certificate. If you did come, ask "
            "the trainer or the partnership’s office to look at the sign-in sheet and put the register right."
        )
    found = Certificate.objects.filter(booking=booking).first()
    if found is not None:
        return found
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(_CODE))
    return Certificate.objects.create(code=code, event=event, booking=booking, issued_on=timezone.localdate(now))


def _came(booking_id: int, now: datetime) -> Booking:
    booking = Booking.objects.select_for_update(of=("self",)).select_related("event").get(pk=booking_id)
    if booking.came_at is None:
        raise BookingRefused("The register does not say that you came, so there is nothing to answer.")
    if booking.event.ends_at is None or now < booking.event.ends_at:
        raise BookingRefused("The event is not over yet. Answer afterwards.")
    return booking
