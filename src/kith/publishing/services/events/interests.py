"""Keeps who wants to be told a date, once they have confirmed it."""

from datetime import datetime

from django.db import transaction

from kith.publishing.models import Interest
from kith.publishing.rules.events import check_email
from kith.publishing.services.events import letters
from kith.publishing.services.events.places import lock_event
from kith.publishing.vocabulary.events import UNCONFIRMED_KEPT, BookingRefused, EventStatus


@transaction.atomic
def ask_to_be_told(*, event_id: int, email: str, now: datetime) -> None:
    """Keep an address and ask by mail to confirm it; whoever asks twice learns nothing of the first time.

    Raises:
        BookingRefused: the event has a date, or is cancelled, or no mail can be sent to the address.
    """
    event = lock_event(event_id)
    if event.status != EventStatus.TO_BE_CONFIRMED.value:
        raise BookingRefused("This event no longer waits for its date. Look at its page.")
    address = check_email(email)
    interest = Interest.objects.filter(event=event, email__iexact=address).first()
    if interest is None:
        interest = Interest.objects.create(event=event, email=address, asked_at=now)
    interest.event = event
    if interest.confirmed_at is None:
        Interest.objects.filter(pk=interest.pk).update(asked_at=now)
        letters.ask_to_confirm_interest(interest, now)


@transaction.atomic
def confirm_interest(*, interest_id: int, now: datetime) -> None:
    """Confirm that somebody wants to be told; where the date is confirmed by now, they are told at once.

    Raises:
        BookingRefused: it was never confirmed in time.
    """
    interest = Interest.objects.select_for_update(of=("self",)).select_related("event__series").get(pk=interest_id)
    if interest.confirmed_at is not None:
        return
    if now - interest.asked_at > UNCONFIRMED_KEPT:
        raise BookingRefused("This link is too old, so you are not on the list. Ask again on the page of the event.")
    interest.confirmed_at = now
    if interest.event.status == EventStatus.CONFIRMED.value:
        letters.tell_date(interest, now)
        interest.told_at = now
    interest.save(update_fields=["confirmed_at", "told_at"])


def forget_interest(*, interest_id: int) -> None:
    """Delete somebody's wish to be told, and their address with it."""
    Interest.objects.filter(pk=interest_id).delete()
