"""The doorkeeper at every address: nobody unknown, half known or gone too long comes to what stands behind it."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from kith.access.models import Staff
from kith.access.vocabulary import Role
from tests.access.test_canaries import addresses
from tests.worlds.canaries import Canary
from tests.worlds.partnership import Partnership

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MINUTE = 60


def session_of(staff: Staff, *, factor: bool = True) -> Client:
    """Return a session that has given the password, with or without a second proof on the account."""
    client = Client()
    client.force_login(staff, BACKEND)
    if factor:
        TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
    return client


def let_pass(seconds: float, *, since: str) -> None:
    """Put a moment that the sessions keep back by some time."""
    for session in Session.objects.all():
        words = session.get_decoded()
        words[since] = timezone.now().timestamp() - seconds
        session.session_data = SessionStore().encode(words)
        session.save()


def has_ended(client: Client) -> bool:
    """Test whether a session is sent to the door."""
    answer = client.get("/gallery")
    return bool(answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")))


def matched(address: str) -> ResolverMatch | None:
    """Return the view of an address, or nothing where a number stands in the place of another kind of id."""
    try:
        return resolve(address)
    except Resolver404:
        return None


def nobody(partnership: Partnership) -> Client:
    """Return a session in which nobody is signed in."""
    return Client()


def without_factor(partnership: Partnership) -> Client:
    """Return a session of somebody who knows the password and has no second proof."""
    return session_of(partnership.staff[Role.PRACTITIONER], factor=False)


def with_one_time_password(partnership: Partnership) -> Client:
    """Return a session that a password opened which somebody else has seen."""
    staff = partnership.staff[Role.PRACTITIONER]
    Staff.objects.filter(pk=staff.pk).update(password_is_one_time=True)
    return session_of(staff)


@pytest.mark.parametrize(
    ("who", "sent_to", "goes_on"),
    [
        (nobody, "account_login", ""),
        (without_factor, "mfa_activate_totp", "choose_password"),
        (with_one_time_password, "choose_password", "choose_password"),
    ],
)
def test_no_address_opens_to_somebody_half_known(
    partnership: Partnership, who: Callable[[Partnership], Client], sent_to: str, goes_on: str
) -> None:
    child = Canary(partnership, "door")
    partnership.relate(partnership.staff[Role.PRACTITIONER], child.person_id)
    client = who(partnership)
    asked = set()
    for address in addresses(child):
        match = matched(address)
        if match is None or getattr(match.func, "public_because", None) or match.view_name == sent_to == goes_on:
            continue
        for answer in (client.get(address), client.post(address, {"purpose": "safeguarding"})):
            assert answer.status_code == 302, address
            assert answer["Location"].split("?")[0] == reverse(sent_to), address
            assert child.spoken(f"{answer.content.decode()}{answer.headers}") == {}
        asked.add(match.view_name)
    assert {"chronology:person", "chronology:print", "priority:list", "priority:card", "linking:search"} <= asked
    assert len(asked) >= 25


@pytest.mark.parametrize(
    ("role", "minutes"), [(Role.PRACTITIONER, 15), (Role.AUDITOR, 15), (Role.ADMINISTRATOR, 30), (Role.PUBLISHER, 30)]
)
def test_a_session_may_idle_as_long_as_its_roles_allow(partnership: Partnership, role: Role, minutes: int) -> None:
    client = session_of(partnership.staff[role])
    assert not has_ended(client)
    let_pass((minutes - 1) * MINUTE, since="session_seen")
    assert not has_ended(client)
    let_pass(minutes * MINUTE + 1, since="session_seen")
    assert has_ended(client)
    assert has_ended(client)  # and stays so


def test_the_page_counts_down_what_the_door_allows(partnership: Partnership) -> None:
    for role, seconds in ((Role.PRACTITIONER, 900), (Role.ADMINISTRATOR, 1800)):
        assert f'data-idle="{seconds}"' in session_of(partnership.staff[role]).get("/gallery").content.decode()


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.ADMINISTRATOR])
def test_a_session_ends_after_twelve_hours_however_busy(partnership: Partnership, role: Role) -> None:
    client = session_of(partnership.staff[role])
    assert not has_ended(client)
    let_pass(12 * 60 * MINUTE - 30, since="session_started")
    assert not has_ended(client)
    let_pass(12 * 60 * MINUTE + 1, since="session_started")
    assert has_ended(client)


def test_an_ended_account_is_put_out_at_its_next_step(partnership: Partnership) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    client = session_of(staff)
    assert not has_ended(client)
    Staff.objects.filter(pk=staff.pk).update(is_active=False)
    assert has_ended(client)
