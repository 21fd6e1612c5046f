"""A passkey is set up once, and then opens the door without a password."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator

from kith.access.services.staffing import give_one_time_password
from kith.access.vocabulary import Role
from tests.journeys.visitor import ONE_TIME, PASSWORD, Visitor
from tests.worlds.partnership import Partnership

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


HOST = "localhost"  # a key belongs to a name, not a number


def has_a_device(visitor: Visitor) -> None:
    """Give the visitor's computer something that reads a finger."""
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_passkey_is_the_second_proof_at_the_first_sign_in(
    window: Callable[..., Visitor], partnership: Partnership
) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    give_one_time_password(staff=staff, password=ONE_TIME, now=partnership.now)
    visitor = window(host=HOST)
    has_a_device(visitor)
    visitor.gives_password(staff.email, ONE_TIME)
    visitor.chooses_password()
    assert "Or an authenticator app" in visitor.reads()
    visitor.page.get_by_role("button", name="Set up a passkey").click()
    assert visitor.faults() == []
    visitor.presses("Add the key")
    visitor.page.wait_for_url("**/recovery-codes/")
    visitor.follows("Continue to your work")
    assert visitor.page.locator("h1").inner_text() == "My work"
    assert set(Authenticator.objects.filter(user=staff).values_list("type", flat=True)) == {
        "webauthn",
        "recovery_codes",
    }

    visitor.page.context.clear_cookies()
    visitor.gives_password(staff.email, PASSWORD)
    assert "Show that it is you" in visitor.page.locator("h1").inner_text()
    assert visitor.faults() == []
    visitor.presses("Use a passkey or security key")
    visitor.page.wait_for_url(lambda url: urlsplit(url).path == "/work/")
    assert (visitor.strangers, visitor.complaints) == ([], [])


def test_a_passkey_is_added_and_signs_in_again(visit: Callable[..., Visitor], partnership: Partnership) -> None:
    visitor = visit(partnership.staff[Role.PRACTITIONER], host=HOST)
    has_a_device(visitor)

    visitor.goes_to("/accounts/2fa/")
    assert visitor.faults() == []
    visitor.presses("Add a key")
    assert visitor.faults() == []
    visitor.page.locator("input[name=name]").fill("My laptop")
    if visitor.page.locator("input[name=passwordless]").count():
        visitor.page.locator("input[name=passwordless]").check()
    visitor.presses("Add the key")
    visitor.page.wait_for_url(lambda url: "/webauthn/add" not in url)

    visitor.page.context.clear_cookies()
    visitor.goes_to("/work/")
    visitor.presses("Sign in with a passkey")
    visitor.page.wait_for_url(lambda url: urlsplit(url).path == "/work/")
    assert visitor.page.locator("h1").inner_text() == "My work"
    assert (visitor.strangers, visitor.complaints) == ([], [])
