"""Reads what an editor has to look at before a page goes out, and who edits the site."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core import signing
from wagtail.models import TaskState

from kith.publishing.models import Approval, Editor, Preview, SitePage, WordConfirmation
from kith.publishing.models.words import doubts_of
from kith.publishing.vocabulary.editing import Doubt

_SALT = "kith.publishing.preview"


def doubts_in(revision: Any) -> list[tuple[Doubt, bool]]:
    """Return what in a revision may be about a person, each with whether it was confirmed of this page before.

    Raises:
        ValidationError: the detector does not work.
    """
    before = known_keys(revision)
    return [(doubt, doubt.key in before) for doubt in doubts_of(revision.as_object())]


def known_keys(revision: Any) -> set[str]:
    """Return what was confirmed of any revision of the same page, so that it need not be read as new."""
    same = revision.content_object.revisions.values("pk")
    return set(WordConfirmation.objects.filter(revision__in=same).values_list("key", flat=True))


def token_of(preview: Preview) -> str:
    """Return the secret part of a preview's address; only the site can make one."""
    return signing.dumps(preview.pk, salt=_SALT)


def find_preview(token: str, *, now: datetime) -> tuple[Preview | None, bool]:
    """Return the preview that a secret opens, and whether it still may be read; None for a secret that is none."""
    try:
        key = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None, False
    preview = Preview.objects.select_related("revision", "made_by").filter(pk=key).first()
    if preview is None:
        return None, False
    return preview, preview.ended_at is None and now < preview.ends_at and preview.made_by.is_active


def previews_of(page: SitePage) -> list[Preview]:
    """Return the links that were made to drafts of a page, with what was said to each, newest first."""
    return list(Preview.objects.filter(page_id=page.pk).select_related("made_by").prefetch_related("remarks"))


def drafts_below(preview: Preview) -> list[Any]:
    """Return the pages below the one shown as they are drafted now: the articles of an issue."""
    page = SitePage.objects.get(pk=preview.page_id)
    return [child.get_latest_revision_as_object() for child in page.get_children()]


def editors() -> list[Editor]:
    """Return every editor, those who may sign in first, by name."""
    return list(Editor.objects.prefetch_related("groups").order_by("-is_active", "name"))


def approvers_for(page: Any) -> list[Editor]:
    """Return who is asked to approve what waits: members of the step's groups who had no hand in the page."""
    task = page.current_workflow_task
    if task is None:
        return []
    asked = Editor.objects.filter(is_active=True, groups__in=task.groups.all()).distinct()
    return [editor for editor in asked if task.get_actions(page, editor)]


def overdue_approvals(now: datetime) -> Iterable[Approval]:
    """Return the approvals that were asked for and are late."""
    late: Iterable[Approval] = Approval.objects.filter(status=TaskState.STATUS_IN_PROGRESS, due_on__lt=now.date())
    return late


def find_page(page_id: int) -> SitePage | None:
    """Return a page by its number."""
    page: SitePage | None = SitePage.objects.filter(pk=page_id).first()
    return page


def find_editor(editor_id: int) -> Editor | None:
    """Return an editor by number."""
    return Editor.objects.filter(pk=editor_id).first()


def find_made_preview(preview_id: int) -> Preview | None:
    """Return a link to a draft by its number."""
    return Preview.objects.filter(pk=preview_id).first()


def find_editor_at(email: str) -> Editor | None:
    """Return an editor by the address that they sign in with."""
    return Editor.objects.filter(email=email.strip().lower()).first()
