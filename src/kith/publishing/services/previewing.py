"""Shows one draft to one person outside, takes what they say, and ends the showing."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kith.publishing.models import Editor, Preview, PreviewRemark
from kith.publishing.selectors.addresses import full_address
from kith.publishing.selectors.editing import token_of
from kith.publishing.services.posting import post
from kith.publishing.vocabulary.editing import PREVIEW_DAYS, EditingRefused, RemarkKind

_SAYS = {RemarkKind.AGREE: "agrees", RemarkKind.CHANGE: "asks for changes", RemarkKind.COMMENT: "has a comment"}


@transaction.atomic
def make_preview(*, page: Any, shown_to: str, email: str, by: Editor, now: datetime) -> Preview:
    """Make a link to the latest draft of a page, and post it when there is an address; it ends after two weeks."""
    preview = Preview.objects.create(
        revision=page.get_latest_revision(),
        page_id=page.pk,
        shown_to=shown_to,
        email=email,
        made_by=by,
        made_at=now,
        ends_at=now + timedelta(days=PREVIEW_DAYS),
    )
    if email:
        text = (
            f"{by.name} asks what you think of a draft, “{page.draft_title}”.\n\nRead it and say so, until "
            f"{preview.ends_at:%d %B %Y}:\n{full_address(f'/preview/{token_of(preview)}/')}\n\n"
            "The link is for you alone: it is not published yet. You need no account.\n"
        )
        post(key=f"preview:{preview.pk}", address=email, subject="A draft for you to read", text=text, now=now)
    return preview


def end_preview(*, preview: Preview, by: Editor, now: datetime) -> None:
    """End a link before its day."""
    Preview.objects.filter(pk=preview.pk, ended_at=None).update(ended_at=now)


@transaction.atomic
def say_remark(*, preview: Preview, kind: RemarkKind, says: str, by: None, now: datetime) -> PreviewRemark:
    """Keep what the reader of a draft said, and tell whoever showed it; `by` is nobody who has an account.

    Raises:
        EditingRefused: changes are asked for and not said.
    """
    if kind is not RemarkKind.AGREE and not says.strip():
        raise EditingRefused("Write what you would change, or what you want to say.")
    remark = PreviewRemark.objects.create(preview=preview, kind=kind.value, says=says, said_at=now)
    text = (
        f"{preview.shown_to} {_SAYS[kind]}.\n\n{says}\n\nAll remarks: "
        f"{full_address(f'/cms/previews/{preview.page_id}/')}\n"
    )
    post(
        key=f"remark:{remark.pk}",
        address=preview.made_by.email,
        subject=f"{preview.shown_to} {_SAYS[kind]}",
        text=text,
        now=now,
    )
    return remark
