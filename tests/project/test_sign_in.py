"""What of the sign-in library is open, what its pages leave in the trace, and how codes are guarded."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as codes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.urls import urlpatterns as library
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, resolve, reverse

from kith.access.models import Invitation, Staff
from kith.access.services.staffing import NewStaff, give_one_time_password, invite_staff
from kith.access.vocabulary import Role
from kith.project import open_sign_in
from tests.worlds.partnership import Partnership

PASSWORD, SECRET = "a-longer-pass-phrase-of-mine", "JBSWY3DPEHPK3PXP"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HALF_MINUTE = 59_000_000
Actions = Callable[[Staff], list[str]]

OPEN_BECAUSE = {
    "account_login": "Everybody signs in here.",
    "account_logout": "Everybody signs out here.",
    "account_reauthenticate": "A change of sign-in asks for the password again.",
    "account_change_password": "A password is changed by whoever knows it.",
    "mfa_index": "It shows the proofs that one has.",
    "mfa_authenticate": "The second proof is given here.",
    "mfa_reauthenticate": "A change of sign-in asks for a code again.",
    "mfa_activate_totp": "An app is set up here.",
    "mfa_deactivate_totp": "An app is removed here, unless it is the only proof.",
    "mfa_view_recovery_codes": "The codes for a lost phone are shown here.",
    "mfa_generate_recovery_codes": "New codes are made here.",
    "mfa_download_recovery_codes": "The codes are taken away here.",
    "mfa_list_webauthn": "It shows the keys that one has.",
    "mfa_add_webauthn": "A key is added here.",
    "mfa_edit_webauthn": "A key is given another name here.",
    "mfa_remove_webauthn": "A key is removed here, unless it is the only proof.",
    "mfa_login_webauthn": "A passkey signs in here.",
    "mfa_reauthenticate_webauthn": "A change of sign-in asks for the key again.",
    "usersessions_list": "One sees and ends one's own sessions here.",
}
CLOSED_BECAUSE = {
    "account_inactive": "It would say which accounts have ended.",
    "account_signup": "Accounts are made by invitation.",
    "account_email": "An administrator changes an address.",
    "account_email_verification_sent": "No address is proved by mail.",
    "account_confirm_email": "No address is proved by mail.",
    "account_set_password": "A password comes by an invitation or a reset.",
    "account_reset_password": "A reset takes two administrators.",
    "account_reset_password_done": "A reset takes two administrators.",
    "account_reset_password_from_key": "A reset takes two administrators.",
    "account_reset_password_from_key_done": "A reset takes two administrators.",
    "account_confirm_login_code": "Nobody signs in by a code in a mail.",
}


def addresses(patterns: list[Any], prefix: str = "/accounts/") -> Iterator[tuple[str, str]]:
    """Return the name and an example of every address of the library."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            route = str(entry.pattern).lstrip("^").rstrip("$")
            route = re.sub(r"\(\?P<uidb36>.*?\)", "1", re.sub(r"\(\?P<key>.*?\)", "abc", route))
            yield str(entry.name), re.sub(r"<int:\w+>", "1", prefix + route)


@pytest.fixture(autouse=True)
def nothing_counted(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what other tests tried, and stop the clock of the codes within one half-minute."""
    cache.clear()
    monkeypatch.setattr(codes, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def code_of(secret: str) -> str:
    """Return what an app shows for a secret in this half-minute."""
    return str(format_hotp_value(hotp_value(secret, HALF_MINUTE)))


@pytest.fixture
def actions(admin: psycopg.Connection[Any]) -> Actions:
    """Return what the trace says was done to an account by its owner."""

    def read(staff: Staff) -> list[str]:
        rows = admin.execute(
            "SELECT action FROM access_trace "
            "WHERE subject = 'access.staff' AND subject_id = %s AND by = %s ORDER BY id",
            (staff.pk, staff.pk),
        ).fetchall()
        return [row[0].removeprefix("access.") for row in rows]

    return read


@pytest.fixture
def staff(partnership: Partnership) -> Staff:
    """Return a practitioner with a password and an app."""
    staff = partnership.staff[Role.PRACTITIONER]
    staff.set_password(PASSWORD)
    staff.save()
    TOTP.activate(staff, SECRET)
    return staff


def half_way(staff: Staff, password: str = PASSWORD) -> Client:
    """Give the password, and stop where the second proof is asked for."""
    client = Client()
    client.post(reverse("account_login"), {"login": staff.email, "password": password})
    return client


def gives(client: Client, code: str) -> Any:
    """Give a code where the second proof is asked for."""
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_in(client: Client) -> bool:
    """Test whether a session opens a page."""
    return bool(client.get("/work/").status_code == 200)


def signed_in(staff: Staff) -> Client:
    """Sign in with the password and a code."""
    client = half_way(staff)
    gives(client, code_of(SECRET))
    assert is_in(client)
    return client


def test_every_address_of_the_library_is_open_or_closed_on_purpose() -> None:
    names = {name for name, _ in addresses(library)}
    assert names == set(OPEN_BECAUSE) | set(CLOSED_BECAUSE)
    assert set(OPEN_BECAUSE) == open_sign_in.OPEN


def test_each_address_answers_as_it_was_decided(staff: Staff) -> None:
    RecoveryCodes.activate(staff)
    found, expected = {}, {}
    for name, address in addresses(library):
        if "/keys/1/" in address:
            continue  # a key of one's own is added in a browser, in the journeys
        assert resolve(address).url_name == name
        expected[name] = {name in CLOSED_BECAUSE}
        inside = Client()
        inside.force_login(staff, BACKEND)
        inside.get("/work/")
        asked = [client.get(address) for client in (Client(), inside)]
        found[name] = {answer.status_code == 404 for answer in asked}
        if name in CLOSED_BECAUSE:
            assert Client().post(address, {"email": staff.email}).status_code == 404
    assert found == expected


def test_no_mail_opens_an_account_whose_invitation_ran_out(partnership: Partnership) -> None:
    new = NewStaff(email="late@care.example.org", name="Late Comer", agency_id=partnership.agencies["care"].pk)
    by = partnership.viewer(Role.ADMINISTRATOR)
    invited, _ = invite_staff(new=new, by=by, now=partnership.now - timedelta(days=30))
    assert Invitation.objects.get(staff=invited).expires_at < partnership.now
    mail.outbox = []
    for _name, address in addresses(library):
        Client().post(address, {"email": invited.email, "login": invited.email})
    assert mail.outbox == []
    invited.refresh_from_db()
    assert not invited.has_usable_password()


def test_a_password_and_a_code_open_the_door(staff: Staff) -> None:
    client = half_way(staff)
    assert not is_in(client)
    answer = gives(client, code_of(SECRET))
    assert (answer.status_code, answer["Location"]) == (302, "/work/")
    assert is_in(client)


def test_a_wrong_code_opens_nothing_and_says_so(staff: Staff) -> None:
    client = half_way(staff)
    wrong = str((int(code_of(SECRET)) + 1) % 1_000_000).zfill(6)
    answer = gives(client, wrong)
    assert answer.status_code == 200
    assert "Incorrect code" in answer.content.decode()
    assert not is_in(client)


def test_repeated_guesses_of_a_code_close_the_door_even_to_the_right_one(staff: Staff) -> None:
    right = code_of(SECRET)
    for guess in range(6):
        gives(half_way(staff), str((int(right) + 1 + guess) % 1_000_000).zfill(6))
    late = half_way(staff)
    assert "Too many" in gives(late, code_of(SECRET)).content.decode()
    assert not is_in(late)


def test_a_code_that_was_used_is_refused_the_second_time(staff: Staff) -> None:
    code = code_of(SECRET)
    assert is_in(half_way_and(staff, code))
    assert not is_in(half_way_and(staff, code))


def half_way_and(staff: Staff, code: str) -> Client:
    """Give the password and then one code."""
    client = half_way(staff)
    gives(client, code)
    return client


def test_a_recovery_code_works_once_and_leaves_a_trace(staff: Staff, actions: Actions) -> None:
    code = RecoveryCodes.activate(staff).get_unused_codes()[0]
    assert is_in(half_way_and(staff, code))
    assert actions(staff) == ["used_recovery_code"]
    assert not is_in(half_way_and(staff, code))
    assert actions(staff) == ["used_recovery_code"]


def test_five_guesses_of_a_password_lock_the_right_one_out(partnership: Partnership, staff: Staff) -> None:
    for guess in range(5):
        half_way(staff, f"a-guess-that-is-wrong-{guess}")
    late = half_way(staff)
    gives(late, code_of(SECRET))
    assert not is_in(late)
    colleague = partnership.staff[Role.TEAM_MANAGER]
    colleague.set_password(PASSWORD)
    colleague.save()
    assert half_way(colleague).get(reverse("mfa_index")).status_code == 200  # nobody else of the office is locked out


def test_capitals_and_spaces_are_no_new_guesses(staff: Staff) -> None:
    for written in (staff.email, staff.email.upper(), f" {staff.email}", staff.email.title(), f"{staff.email} "):
        Client().post(reverse("account_login"), {"login": written, "password": "a-guess-that-is-wrong"})
    late = half_way(staff)
    gives(late, code_of(SECRET))
    assert not is_in(late)


def test_a_changed_password_is_traced_and_ends_the_other_sessions(staff: Staff, actions: Actions) -> None:
    here = signed_in(staff)
    elsewhere = Client()
    elsewhere.force_login(staff, BACKEND)
    new = "another-pass-phrase-of-mine"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert actions(staff) == ["changed_password"]
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_wrong_old_password_changes_and_traces_nothing(staff: Staff, actions: Actions) -> None:
    new = "another-pass-phrase-of-mine"
    words = {"oldpassword": "not-my-pass-phrase", "password1": new, "password2": new}
    signed_in(staff).post(reverse("account_change_password"), words)
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)
    assert actions(staff) == []


def test_second_factors_leave_a_trace_when_they_come_and_go(staff: Staff, actions: Actions) -> None:
    client = signed_in(staff)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert actions(staff) == ["added_factor"]
    client.post(reverse("mfa_generate_recovery_codes"))
    assert actions(staff) == ["added_factor", "added_factor", "removed_factor"]
    key = Authenticator.objects.create(user=staff, type="webauthn", data={"name": "Key", "credential": {}})
    client.post(reverse("mfa_deactivate_totp"))
    assert actions(staff)[3:] == ["removed_factor"]
    refused = client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert refused.status_code == 403
    assert "only second proof" in refused.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()
    assert len(actions(staff)) == 4


def test_the_first_app_leaves_a_trace(partnership: Partnership, actions: Actions) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    staff.set_password(PASSWORD)
    staff.save()
    client = half_way(staff)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert actions(staff) == ["added_factor", "added_factor"]  # the app, and codes for when it is lost
    assert is_in(client)


def test_a_change_that_cannot_be_traced_does_not_happen(
    staff: Staff, actions: Actions, admin: psycopg.Connection[Any]
) -> None:
    client = signed_in(staff)
    client.raise_request_exception = False
    door = admin.execute("SELECT oid::regprocedure::text FROM pg_proc WHERE proname = 'access_write_trace'").fetchone()
    assert door is not None
    admin.execute(f"REVOKE EXECUTE ON FUNCTION {door[0]} FROM kith_web")
    new = "another-pass-phrase-of-mine"
    try:
        answer = client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
        )
        assert answer.status_code >= 500
    finally:
        admin.execute(f"GRANT EXECUTE ON FUNCTION {door[0]} TO kith_web")
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


@pytest.mark.parametrize("address", ["/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/password/change/"])
def test_a_one_time_password_opens_nothing_but_its_own_replacement(partnership: Partnership, address: str) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    give_one_time_password(staff=staff, password="one-time-plain-words", now=partnership.now)
    client = half_way(staff, "one-time-plain-words")
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, reverse("choose_password"))
