"""Lets the demo's invented readers join the circulation list, choose, leave and fail, by the doors that readers use."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kith.publishing.models import SignUp, SiteMail, Subscriber
from kith.publishing.services import subscribing
from kith.publishing.services.returning import take_return
from kith.publishing.vocabulary.circulation import (
    Choices,
    EndedBecause,
    Frequency,
    Returned,
    ReturnKind,
    Topic,
)

_ALL: Final = frozenset(Topic)
_LEARNING: Final = frozenset({Topic.NEWSLETTERS, Topic.BULLETINS})
# Who joins: name of the address, what of, how often, role, agency.
_READERS: Final[tuple[tuple[str, frozenset[Topic], Frequency, str, str], ...]] = (
    ("nell.harrow", _ALL, Frequency.AT_ONCE, "Health visitor", "Larkshire Health Trust"),
    ("owen.tarn", _LEARNING, Frequency.AT_ONCE, "Police officer", "Larkshire Police"),
    ("petra.lund", _LEARNING, Frequency.AT_ONCE, "Designated safeguarding lead", "Marlow Bridge School"),
    ("quinn.abbot", _ALL, Frequency.DAILY, "Social worker", "Larkshire County Council"),
    ("rosa.penn", frozenset({Topic.EVENTS, Topic.NEWS}), Frequency.DAILY, "Youth worker", "The Old Mill youth club"),
    ("seth.marsh", _LEARNING, Frequency.WEEKLY, "Practice manager", "Corn Street Surgery"),
    ("tilda.frost", _ALL, Frequency.WEEKLY, "Foster carer", ""),
    ("uma.crane", _LEARNING, Frequency.AT_ONCE, "Midwife", "Larkshire Health Trust"),
    ("vic.stone", _ALL, Frequency.AT_ONCE, "Teacher", "Larkford High School"),
)
_LEFT: Final = "uma.crane"
_FAILS: Final = "vic.stone"
_ASKED_ONLY: Final = ("wren.hollis", _LEARNING, Frequency.WEEKLY, "Councillor", "")
_SINCE: Final = timedelta(days=40)
_DAY: Final = timedelta(days=1)


@transaction.atomic
def fill_circulation(*, now: datetime, by: int | None = None) -> bool:
    """Let them join some weeks ago, one more only ask, and one leave; return whether they were not there yet."""
    if Subscriber.objects.exists():
        return False
    for days, (name, topics, frequency, role, agency) in enumerate(_READERS):
        _joins(name, Choices(topics=topics, frequency=frequency, role=role, agency=agency), now - _SINCE + days * _DAY)
    name, topics, frequency, role, agency = _ASKED_ONLY
    _asks(name, Choices(topics=topics, frequency=frequency, role=role, agency=agency), now - _DAY)
    leaver = Subscriber.objects.get(address=_address(_LEFT))
    subscribing.leave(reader=leaver.public_id, because=EndedBecause.UNSUBSCRIBED, now=now - 9 * _DAY)
    return True


@transaction.atomic
def let_one_fail(*, now: datetime, by: int | None = None) -> bool:
    """Let the newest mail to one of them come back for good; return whether there was one to come back."""
    mail = SiteMail.objects.filter(address=_address(_FAILS), tellings__isnull=False).order_by("-pk").first()
    if mail is None:
        return False
    returned = Returned(message_id=mail.message_id, address=mail.address, kind=ReturnKind.HARD, status="5.1.1")
    return take_return(returned=returned, now=now)


def _address(name: str) -> str:
    return f"{name}@example.org"


def _asks(name: str, choices: Choices, at: datetime) -> SignUp:
    subscribing.sign_up(address=_address(name), choices=choices, origin=f"demo {name}", now=at)
    return SignUp.objects.filter(address=_address(name)).latest("pk")


def _joins(name: str, choices: Choices, at: datetime) -> None:
    """Ask, and press the button of the mail."""
    asked = _asks(name, choices, at)
    subscribing.agree(sign_up=asked.public_id, now=at + timedelta(hours=1))
