"""Fits the sign-in library to a site where nobody can sign themselves up."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from kith.project.proving import has_proved_lately
from kith.publishing.models import Editor


class EditorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Closes sign-up: an editor's account is made on the command line."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no."""
        return False

    def is_reauthentication_required(self, *, app: str, **words: Any) -> bool:
        """Return no to whoever proved within the last five minutes who they are, at sign-in or again."""
        return not has_proved_lately(self.request) and bool(super().is_reauthentication_required(app=app, **words))


def display_name(editor: Editor) -> str:
    """Return the name that the sign-in pages use."""
    return editor.name


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the account that somebody tries to open; a lock is on it alone, never on everybody in an office."""
    tried = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(tried).strip().lower()
