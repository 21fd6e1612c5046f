"""Fits the sign-in library to a place where nobody can sign themselves up."""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from kith.access.models import Staff


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Closes sign-up: an account is made by an administrator and joined by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no."""
        return False

    def is_reauthentication_required(self, *, app: str, **words: Any) -> bool:
        """Return no to whoever proved within the last five minutes who they are, at sign-in or again."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        required: bool = super().is_reauthentication_required(app=app, **words)
        return required


def display_name(staff: Staff) -> str:
    """Return the name that the sign-in pages use."""
    return staff.name


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the account that somebody tries to open; a lock is on it alone, never on everybody in an office."""
    tried = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(tried).strip().lower()
