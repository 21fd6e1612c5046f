"""Editors, and what they do with pages, for the tests of editing."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.test import Client

from kith.publishing.models import Editor, SitePage
from kith.publishing.vocabulary.editing import ROLE_GROUPS, EditorRole
from tests.publishing.inside.newsroom import home

PASSWORD = "a-longer-pass-phrase-of-mine"


@dataclass(frozen=True)
class Suspect:
    """What the detector says of a part of a text."""

    start: int
    end: int
    kind: str
    text: str


class Words:
    """A detector that doubts the words it is told to, for tests of what is done with its doubts."""

    def __init__(self) -> None:
        self.doubtful: dict[str, str] = {}

    def suspects(self, text: str) -> list[Suspect]:
        return [
            Suspect(text.index(word), text.index(word) + len(word), kind, word)
            for word, kind in self.doubtful.items()
            if word in text
        ]


@pytest.fixture
def without_doubts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Words]:
    """Stand in for the detector, which has tests of its own; it doubts nothing until a test tells it to."""
    words, stand_in = Words(), ModuleType("kith.common.disclosure")
    vars(stand_in)["suspects"] = words.suspects
    monkeypatch.setitem(sys.modules, "kith.common.disclosure", stand_in)
    yield words


def an_editor(name: str, role: EditorRole) -> Any:
    editor = Editor.objects.create_user(f"{name}@example.org", PASSWORD, name=name)
    editor.groups.add(Group.objects.get(name=ROLE_GROUPS[role]))
    if role is EditorRole.ADMIN:
        editor.is_superuser = True
        editor.save()
    return editor


def written(page: SitePage, *, by: Any) -> Any:
    """Let an editor begin a page, as the editing pages do."""
    page.live, page.owner = False, by
    home().add_child(instance=page)
    page.save_revision(user=by)
    return type(page).objects.get(pk=page.pk)


def submitted(page: Any, *, by: Any) -> Any:
    """Let an editor send a page for approval."""
    page.get_workflow().start(page, by)
    return type(page).objects.get(pk=page.pk)


def approves(page: Any, *, by: Any, **said: Any) -> None:
    """Let somebody approve the step that a page waits in, by the door that the editing pages use."""
    page = type(page).objects.get(pk=page.pk)
    page.current_workflow_task.on_action(page.current_workflow_task_state, by, "approve", **said)


def prove(editor: Any) -> None:
    """Set up the second proof of an editor."""
    TOTP.activate(editor, "JBSWY3DPEHPK3PXP")


def signed_in(editor: Any) -> Client:
    """Return a browser in which an editor has given both factors."""
    prove(editor)
    client = Client()
    client.force_login(editor, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def author_and_approver() -> str:
    """Give Sorrel and Idris their accounts, both proofs set up, and return the number of the first page."""
    for name, role in (("Sorrel", EditorRole.AUTHOR), ("Idris", EditorRole.APPROVER)):
        prove(an_editor(name, role))
    return str(home().pk)
