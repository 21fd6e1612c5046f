"""Readers of the circulation list, by the doors that they themselves use."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from kith.publishing.models import Editor, SiteMail, Subscriber, Subscription
from kith.publishing.services import subscribing
from kith.publishing.services.reader_links import signed_up
from kith.publishing.vocabulary.circulation import Choices, Frequency, SubscriptionSource, Topic

NOON = datetime(2019, 12, 2, 12, 0, tzinfo=UTC)  # a Monday
SITE = "http://localhost:8001"


def wishes(*topics: Topic, frequency: Frequency = Frequency.AT_ONCE, **more: str) -> Choices:
    return Choices(topics=frozenset(topics or Topic), frequency=frequency, **more)


def joined(
    name: str, *topics: Topic, frequency: Frequency = Frequency.AT_ONCE, at: datetime = NOON, **more: str
) -> Subscriber:
    """Let somebody join and agree."""
    address, chosen = f"{name}@example.org", wishes(*topics, frequency=frequency, **more)
    subscribing.sign_up(address=address, choices=chosen, origin=f"place of {name}", now=at)
    link = path_in(mails_of(name)[-1], "agree")
    subscriber = subscribing.agree(sign_up=_number(link), now=at)
    assert subscriber is not None
    return subscriber


def chooses(person: Subscriber, *topics: Topic, frequency: Frequency, at: datetime) -> None:
    subscribing.set_choices(
        subscriber=person.public_id,
        choices=wishes(*topics, frequency=frequency),
        source=SubscriptionSource.CHOSEN,
        now=at,
    )


def _number(link: str) -> Any:
    return signed_up(link.rsplit("/", 1)[1])


def mails_of(name: str) -> Sequence[SiteMail]:
    return list(SiteMail.objects.filter(address=f"{name}@example.org").order_by("pk"))


def path_in(mail: SiteMail, purpose: str) -> str:
    """Return the path of a link of a mail: agree, choices or stop."""
    found = re.search(rf"{SITE}(/circulation/{purpose}/\S+)", f"{mail.text} {mail.unsubscribe}")
    assert found, mail.text
    return found.group(1)


def follows(name: str) -> dict[str, str]:
    """Return what somebody follows, and how often."""
    live = Subscription.objects.filter(subscriber__address=f"{name}@example.org", ended_at__isnull=True)
    return dict(live.values_list("topic", "frequency"))


def keeper(client: Client, *, superuser: bool = True) -> Any:
    """Sign an editor in with a second factor."""
    make = Editor.objects.create_superuser if superuser else Editor.objects.create_user
    editor: Any = make("mina@example.org", "a long enough one", name="Mina Field")
    client.force_login(editor, "allauth.account.auth_backends.AuthenticationBackend")
    TOTP.activate(editor, "JBSWY3DPEHPK3PXP")
    return editor
