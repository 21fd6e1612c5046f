"""The pages of the sign-in library in our shell: under the policy, with one heading, and saying what is wrong."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django import forms
from django.template.loader import render_to_string

from kith.shell import views
from tests.shell.drawing import problems_with_policy, request_for, soup

STAFF = SimpleNamespace(pk=1, name="Robin Vale", is_authenticated=True)
KEYS = ["totp", "webauthn", "recovery_codes"]
TEMPLATES = Path(views.__file__).parent / "templates"


class SignInForm(forms.Form):
    """What the library asks for at sign-in."""

    login = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput, help_text="not shown")


class CodeForm(forms.Form):
    """What the library asks for when an app is set up."""

    code = forms.CharField()
    secret = "JBSWY3DPEHPK3PXP"


class KeyForm(forms.Form):
    """What the library asks for when a key is added."""

    name = forms.CharField(required=False)
    passwordless = forms.BooleanField(required=False)
    credential = forms.CharField(widget=forms.HiddenInput)


def context_of(**more: Any) -> dict[str, Any]:
    """Return what the library hands to its pages."""
    return {
        "MFA_SUPPORTED_TYPES": KEYS,
        "PASSKEY_LOGIN_ENABLED": True,
        "js_data": {"x": "</script>"},
        "user": STAFF,
        **more,
    }


PAGES: dict[str, dict[str, Any]] = {
    "account/login.html": {"form": SignInForm()},
    "account/logout.html": {},
    "account/reauthenticate.html": {"form": ReauthenticateForm(user=STAFF)},
    "account/password_reset_done.html": {},
    "mfa/authenticate.html": {
        "form": AuthenticateForm(user=STAFF),
        "webauthn_form": AuthenticateWebAuthnForm(user=STAFF),
    },
    "mfa/reauthenticate.html": {"form": AuthenticateForm(user=STAFF)},
    "mfa/index.html": {"is_mfa_enabled": True, "authenticators": {"totp": True, "recovery_codes": True}},
    "mfa/totp/activate_form.html": {"form": CodeForm(), "totp_url": "otpauth://totp/Kith?secret=JBSWY3DPEHPK3PXP"},
    "mfa/totp/deactivate_form.html": {"form": DeactivateTOTPForm(authenticator=None)},
    "mfa/webauthn/add_form.html": {"form": KeyForm()},
    "mfa/webauthn/authenticator_list.html": {"authenticators": []},
    "mfa/webauthn/reauthenticate.html": {"form": AuthenticateWebAuthnForm(user=STAFF)},
    "mfa/recovery_codes/index.html": {"unused_codes": ["11111111"], "total_count": 10, "can_view_codes": True},
    "mfa/recovery_codes/generate.html": {"form": GenerateRecoveryCodesForm(user=STAFF)},
    "usersessions/usersession_list.html": {"sessions": [], "session_count": 2},
}


@pytest.mark.parametrize("name", PAGES)
def test_sign_in_page_keeps_to_the_policy(name: str) -> None:
    page = render_to_string(name, context_of(**PAGES[name]), request=request_for("/accounts/", user=STAFF))
    assert problems_with_policy(page) == []
    assert len(soup(page).select("main h1")) == 1
    assert soup(page).select_one("style, [style]") is None


def test_secret_is_drawn_in_the_page_and_can_be_typed() -> None:
    name = "mfa/totp/activate_form.html"
    page = soup(render_to_string(name, context_of(**PAGES[name]), request=request_for()))
    assert page.select_one("svg.kith-qr path.kith-qr__dots") is not None
    assert page.select("img") == []
    assert "JBSWY3DPEHPK3PXP" in page.get_text()


def test_faults_at_sign_in_are_summed_up_before_the_heading() -> None:
    html = render_to_string("account/login.html", context_of(form=SignInForm(data={})), request=request_for())
    page = soup(html)
    assert [link.get_text() for link in page.select(".govuk-error-summary a")] == ["Enter login", "Enter password"]
    assert html.index("govuk-error-summary") < html.index("<h1")
    assert page.title is not None and page.title.get_text().startswith("Error: Sign in")
    assert "not shown" not in page.get_text()


def test_somebody_timed_out_is_told_so() -> None:
    html = render_to_string("account/login.html", context_of(form=SignInForm()), request=request_for("/?timed-out"))
    assert "not used for a while" in html


def test_every_page_of_ours_for_the_library_is_drawn_by_a_test() -> None:
    folders = ("account", "mfa", "usersessions")
    found = {str(path.relative_to(TEMPLATES)) for folder in folders for path in (TEMPLATES / folder).rglob("*.html")}
    parts = {"account/base_reauthenticate.html", "mfa/webauthn/snippets/scripts.html"}
    assert found - parts == set(PAGES) - {"account/password_reset_done.html"}
