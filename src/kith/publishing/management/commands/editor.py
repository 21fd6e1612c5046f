"""Invites an editor, ends an editor's access, or makes the demo's editors."""

import json
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kith.publishing.selectors.editing import find_editor_at
from kith.publishing.services.inviting import accept_invitation, end_editor, invite_editor
from kith.publishing.vocabulary.editing import EditingRefused, EditorRole

_DEMO = (
    ("author@example.org", "Sorrel Vane", EditorRole.AUTHOR),
    ("approver@example.org", "Idris Quill", EditorRole.APPROVER),
    ("publisher@example.org", "Marlow Tamsin", EditorRole.PUBLISHER),
    ("site@example.org", "Perran Holt", EditorRole.ADMIN),
)


class Command(BaseCommand):
    """Prints what was done as one line of JSON; what may not be done is printed as {"refused": why}."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and for whom."""
        parser.add_argument("verb", choices=["invite", "end", "demo"])
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("--role", choices=[role.value for role in EditorRole], default=EditorRole.ADMIN.value)

    def handle(self, **given: Any) -> None:
        """Do it."""
        try:
            done = {"invite": _invite, "end": _end, "demo": _demo}[given["verb"]](given)
        except EditingRefused as refusal:
            done = {"refused": str(refusal)}
        self.stdout.write(json.dumps(done))


def _invite(given: dict[str, Any]) -> dict[str, Any]:
    role = EditorRole(given["role"])
    editor, address = invite_editor(email=given["email"], name=given["name"], role=role, by=None, now=timezone.now())
    return {"name": editor.name, "role": role.value, "address": address}


def _end(given: dict[str, Any]) -> dict[str, Any]:
    editor = find_editor_at(given["email"])
    if editor is None or not editor.is_active:
        return {
            "refused": "Nobody with that address edits the site. `kith editor` wants the address they sign in with."
        }
    end_editor(editor=editor, by=None, now=timezone.now())
    return {"name": editor.name}


def _demo(given: dict[str, Any]) -> dict[str, Any]:
    """Make the demo's editors where they are missing, and give each a new password."""
    if not settings.KITH_DEMO:
        raise CommandError("Passwords are given away in a demo only. Use `invite`.")
    made = []
    for email, name, role in _DEMO:
        editor = find_editor_at(email)
        if editor is None:
            editor, _ = invite_editor(email=email, name=name, role=role, by=None, now=timezone.now())
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        accept_invitation(editor=editor, password=password, by=editor)
        made.append({"email": email, "name": name, "role": role.value, "password": password})
    return {"editors": made}
