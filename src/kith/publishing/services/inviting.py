"""Brings editors in and lets them go; nobody signs themselves up."""

from datetime import datetime
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode

from kith.publishing.models import Editor
from kith.publishing.selectors.addresses import full_address
from kith.publishing.services.posting import post
from kith.publishing.vocabulary.editing import ROLE_GROUPS, ROLE_SAYS, EditingRefused, EditorRole


@transaction.atomic
def invite_editor(*, email: str, name: str, role: EditorRole, by: Editor | None, now: datetime) -> tuple[Editor, str]:
    """Make an account without a password, or open a closed one again, and return it with its way in.

    The way in is an address that works once and for three days; `by` is None for whoever runs the command line.

    Raises:
        EditingRefused: somebody with that address edits already.
    """
    editor = Editor.objects.filter(email=email.strip().lower()).first()
    if editor is not None and editor.is_active and editor.has_usable_password():
        raise EditingRefused(f"{editor.name} has that address and edits already. To give another role, end it first.")
    if editor is None:
        editor = Editor.objects.create_user(email.strip(), None, name=name.strip())
    editor.name, editor.is_active, editor.is_superuser = name.strip(), True, role is EditorRole.ADMIN
    editor.invited_by, editor.invited_at, editor.ended_at, editor.ended_by = by, now, None, None
    editor.save()
    editor.groups.set([Group.objects.get(name=ROLE_GROUPS[role])])
    return editor, way_in(editor)


def way_in(editor: Editor) -> str:
    """Return the address at which an editor chooses the first password; it is worth nothing afterwards."""
    key = urlsafe_base64_encode(str(editor.pk).encode())
    path = reverse("invitation", args=[key, default_token_generator.make_token(cast(Any, editor))])
    return full_address(path)


def post_invitation(*, editor: Editor, role: EditorRole, by: Editor, now: datetime) -> bool:
    """Send an editor the way in."""
    text = (
        f"{by.name} invites you to edit the public site of {settings.KITH_PARTNERSHIP}: you are somebody who "
        f"{ROLE_SAYS[role]}.\n\nChoose a password within three days, and set up a second proof, at\n{way_in(editor)}\n"
    )
    key = f"invitation:{editor.pk}:{now.isoformat()}"
    return post(key=key, address=editor.email, subject="Your way in to the public site", text=text, now=now)


def accept_invitation(*, editor: Editor, password: str, by: Editor) -> None:
    """Keep the first password, which makes the way in worthless."""
    editor.set_password(password)
    editor.save()


@transaction.atomic
def end_editor(*, editor: Editor, by: Editor | None, now: datetime) -> None:
    """End an editor's access at once: no sign-in, no session, no proof; what they wrote keeps their name.

    Raises:
        EditingRefused: it is one's own access, or the last administrator's.
    """
    if by is not None and editor.pk == by.pk:
        raise EditingRefused("You cannot end your own access. Ask another site administrator.")
    others = Editor.objects.filter(is_active=True, is_superuser=True).exclude(pk=editor.pk)
    if editor.is_superuser and not others.exists():
        raise EditingRefused("This is the last site administrator. Invite another first.")
    editor.is_superuser = False
    editor.end(by=by, now=now)
    editor.groups.clear()
    Authenticator.objects.filter(user=editor).delete()
    for session in UserSession.objects.filter(user=editor):
        session.end()
