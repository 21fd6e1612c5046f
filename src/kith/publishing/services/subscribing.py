"""Lets readers onto the circulation list, lets them choose, and lets them go."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from kith.publishing.models.circulation import SignUp, Subscriber, Subscription, Suppression, mark_of
from kith.publishing.rules.circulation import SIGN_UP_LASTS
from kith.publishing.rules.posting import check_address, one_line
from kith.publishing.services.posting import post
from kith.publishing.services.reader_links import agree_link, choices_link, stop_link
from kith.publishing.vocabulary.circulation import (
    FREQUENCY_NAMES,
    TOPIC_NAMES,
    Choices,
    EndedBecause,
    Frequency,
    SignUpRefused,
    SubscriptionSource,
    Topic,
)

CONSENT_ON_SITE: Final = "Asked for it on the site and agreed from the address itself."
_MAILS_A_DAY: Final = 3  # to one address, whoever asks
_FROM_ONE_PLACE: Final = 30  # an hour
_ALTOGETHER: Final = 600  # an hour


@transaction.atomic
def sign_up(*, address: str, choices: Choices, origin: str, now: datetime) -> None:
    """Ask whoever reads an address whether they want what was chosen; nothing else comes of it.

    Known, unknown or asked too often: to whoever signs up it is the same.

    Raises:
        AddressRefused: the address is none.
        SignUpRefused: too many sign-ups came from one place, or altogether.
    """
    address = _checked(address)
    _refuse_a_flood(origin, now)
    row = SignUp.objects.create(
        address=address,
        topics=sorted(choices.topics),
        frequency=choices.frequency.value,
        role=one_line(choices.role, 120),
        agency=one_line(choices.agency, 120),
        origin=mark_of(origin),
        made_at=now,
    )
    if _asked_too_often(address, now):
        return
    known = {"link": agree_link(row.public_id), "topics": _names(choices), "days": SIGN_UP_LASTS.days}
    context = known | {
        "frequency": FREQUENCY_NAMES[choices.frequency],
        "partnership": settings.KITH_PARTNERSHIP,
    }
    post(
        key=f"sign-up/{row.public_id}",
        address=address,
        subject=f"Do you want news of the {settings.KITH_PARTNERSHIP}?",
        text=render_to_string("publishing/mail/agree.txt", context),
        html=render_to_string("publishing/mail/agree.html", context),
        unsubscribe=stop_link(row.public_id),
        now=now,
    )


@transaction.atomic
def agree(*, sign_up: UUID, now: datetime) -> Subscriber | None:
    """Put whoever agrees onto the list, with what was chosen; return None where the sign-up is too old or gone.

    Agreeing lifts a suppression for bounces: the address is read after all. One for a complaint stays.
    """
    row = SignUp.objects.select_for_update().filter(public_id=sign_up, made_at__gt=now - SIGN_UP_LASTS).first()
    if row is None:
        return None
    mark = mark_of(row.address)
    Suppression.objects.filter(mark=mark, because="bounced").delete()
    subscriber, _ = Subscriber.objects.select_for_update().get_or_create(
        mark=mark,
        defaults={"address": row.address, "made_at": now, "consented_at": now, "consent": CONSENT_ON_SITE},
    )
    if row.confirmed_at is not None:
        return subscriber  # the same button twice; what they chose since then stands
    SignUp.objects.filter(pk=row.pk).update(confirmed_at=now)
    subscriber.address, subscriber.consented_at, subscriber.consent = row.address, now, CONSENT_ON_SITE
    subscriber.save(update_fields=["address", "consented_at", "consent"])
    choices = Choices(
        topics=frozenset(map(Topic, row.topics)),
        frequency=Frequency(row.frequency),
        role=row.role or subscriber.role,
        agency=row.agency or subscriber.agency,
    )
    set_choices(subscriber=subscriber.public_id, choices=choices, source=SubscriptionSource.SIGNED_UP, now=now)
    return subscriber


@transaction.atomic
def set_choices(*, subscriber: UUID, choices: Choices, source: SubscriptionSource, now: datetime) -> None:
    """Let a subscriber follow just these topics, this often; what they no longer follow is ended."""
    person = Subscriber.objects.select_for_update().get(public_id=subscriber)
    person.role, person.agency = one_line(choices.role, 120), one_line(choices.agency, 120)
    person.save(update_fields=["role", "agency"])
    following = Subscription.objects.filter(subscriber=person, ended_at__isnull=True)
    live = {Topic(row.topic): row for row in following}
    for topic, row in live.items():
        if topic not in choices.topics:
            _end(row, EndedBecause.CHOICES, now)
        elif row.frequency != choices.frequency.value:
            _end(row, EndedBecause.FREQUENCY, now)
    for topic in sorted(choices.topics):
        kept = live.get(topic)
        if kept is None or kept.frequency != choices.frequency.value:
            Subscription.objects.create(
                subscriber=person,
                topic=topic.value,
                frequency=choices.frequency.value,
                source=source.value,
                since=kept.since if kept else now,
                started_at=now,
            )


@transaction.atomic
def leave(*, reader: UUID, because: EndedBecause, now: datetime) -> bool:
    """End everything for a subscriber, or take back a sign-up; return whether we know of either. Twice is once."""
    taken_back, _ = SignUp.objects.filter(public_id=reader, confirmed_at__isnull=True).delete()
    person = Subscriber.objects.select_for_update().filter(public_id=reader).first()
    if person is None:
        # The link of a mail that asked for agreement: whoever had agreed by it leaves by it.
        agreed = SignUp.objects.filter(public_id=reader).first()
        person = Subscriber.objects.filter(mark=mark_of(agreed.address)).first() if agreed else None
    if person is None:
        return bool(taken_back)
    for row in Subscription.objects.filter(subscriber=person, ended_at__isnull=True):
        _end(row, because, now)
    return True


@transaction.atomic
def send_choices_link(*, address: str, origin: str, now: datetime) -> None:
    """Write to a subscriber where their choices are; to an address that is not on the list nothing is written.

    Raises:
        AddressRefused: the address is none.
        SignUpRefused: too many have asked from one place, or altogether.
    """
    address = _checked(address)
    _refuse_a_flood(origin, now)
    person = Subscriber.objects.filter(address=address).first()
    # The row counts against the limits, so that nobody can be flooded by asking for links either.
    row = SignUp.objects.create(
        address=address,
        frequency=Frequency.WEEKLY.value,
        origin=mark_of(origin),
        made_at=now,
        confirmed_at=now,  # there is nothing to agree to
    )
    if person is None or _asked_too_often(address, now):
        return
    context = {"link": choices_link(person.public_id), "partnership": settings.KITH_PARTNERSHIP}
    post(
        key=f"choices/{row.public_id}",
        address=address,
        subject="Your choices on the circulation list",
        text=render_to_string("publishing/mail/choices.txt", context),
        html=render_to_string("publishing/mail/choices.html", context),
        now=now,
    )


def _end(row: Subscription, because: EndedBecause, now: datetime) -> None:
    row.ended_at, row.ended_because = now, because.value
    row.save(update_fields=["ended_at", "ended_because"])


def _checked(address: str) -> str:
    address = address.strip().lower()
    check_address(address)
    return address


def _names(choices: Choices) -> list[str]:
    return [name for topic, name in TOPIC_NAMES.items() if topic in choices.topics]


def _asked_too_often(address: str, now: datetime) -> bool:
    return SignUp.objects.filter(address=address, made_at__gt=now - timedelta(days=1)).count() > _MAILS_A_DAY


def _refuse_a_flood(origin: str, now: datetime) -> None:
    lately = SignUp.objects.filter(made_at__gt=now - timedelta(hours=1))
    if lately.filter(origin=mark_of(origin)).count() >= _FROM_ONE_PLACE or lately.count() >= _ALTOGETHER:
        raise SignUpRefused("Very many people are signing up just now, so yours was not taken. Try again in an hour.")
