"""Which pages of the sign-in library are open at all, in casework and at the public site."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver

from kith.shell.guards import public

View = Callable[..., HttpResponseBase]

# Whatever is not named here does not exist, so that a newer library opens nothing by itself. Closed on purpose:
# signing up (accounts are made by invitation), a reset by mail (a reset takes two administrators), signing in by a
# code in a mail, and the library's own list of mail addresses (an administrator changes the address).
OPEN = frozenset(
    """
    account_login account_logout account_reauthenticate account_change_password
    mfa_index mfa_authenticate mfa_reauthenticate
    mfa_activate_totp mfa_deactivate_totp
    mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes
    mfa_list_webauthn mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn
    mfa_login_webauthn mfa_reauthenticate_webauthn
    usersessions_list
    """.split()
)


@public(reason="It says that nothing is here, to everybody.")
def nothing_here(request: HttpRequest, **_words: Any) -> HttpResponseBase:
    """Answer that there is no such page."""
    raise Http404


def opened(patterns: Sequence[URLPattern | URLResolver], wrapped: Callable[[View], View]) -> list[Any]:
    """Return the library's addresses: each open view wrapped, every other one closed."""
    found: list[URLPattern | URLResolver] = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found.append(URLResolver(entry.pattern, opened(entry.url_patterns, wrapped)))
        else:
            view = wrapped(entry.callback) if entry.name in OPEN else nothing_here
            found.append(URLPattern(entry.pattern, view, entry.default_args, entry.name))
    return found
