"""What an author does before somebody else looks, and who is told: confirm the doubtful words, send the page on."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.models import TaskState

from kith.publishing.models import Approval, Editor, WordConfirmation
from kith.publishing.selectors.addresses import full_address
from kith.publishing.selectors.editing import approvers_for, doubts_in
from kith.publishing.services.posting import post
from kith.publishing.vocabulary.approval import unconfirmed
from kith.publishing.vocabulary.editing import EditingRefused


@transaction.atomic
def confirm_and_submit(*, page: Any, ticked: Collection[str], by: Editor, now: datetime) -> None:
    """Keep which doubtful words of the latest revision are about nobody in a case, and send it for approval.

    Raises:
        EditingRefused: a word is left, or the page has another fault; nothing was kept.
        ValidationError: the detector does not work.
    """
    revision = page.get_latest_revision()
    doubts = [doubt for doubt, _ in doubts_in(revision)]
    left = unconfirmed(doubts, ticked)
    if left:
        raise EditingRefused(
            f"{len(left)} of {len(doubts)} are not ticked, so the page was not sent. Tick each that is about nobody in "
            "a case, or go back and take the words out."
        )
    found = revision.as_object().faults()
    if found:
        raise EditingRefused(" ".join(found))
    WordConfirmation.objects.bulk_create(
        (
            WordConfirmation(
                revision=revision,
                key=doubt.key,
                kind=doubt.kind,
                place=doubt.where,
                words=doubt.text,
                confirmed_by=by,
                confirmed_at=now,
            )
            for doubt in doubts
        ),
        ignore_conflicts=True,
    )
    _send(page, by)


def _send(page: Any, by: Editor) -> None:
    state = page.current_workflow_state
    if state is None:
        page.get_workflow().start(page, by)
    elif state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        state.cancel(user=by)
        page.get_workflow().start(page, by)


def write_to_approvers(*, by: Editor | None, now: datetime) -> int:
    """Write to everybody who may approve what waits, once for each step, once again when it is late.

    Returns how many mails are new; `by` is nobody when the site's clock asks.
    """
    waiting = Approval.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("task", "workflow_state")
    return sum(_ask(state, now) for state in waiting)


def write_to_authors(*, by: Editor | None, now: datetime) -> int:
    """Tell whoever sent a page what became of it since yesterday, once; return how many mails are new."""
    told = 0
    done = Approval.objects.filter(finished_at__gt=now - timedelta(days=1)).select_related(
        "finished_by", "revision", "workflow_state__requested_by"
    )
    for state in done.filter(Q(status=TaskState.STATUS_REJECTED) | Q(status=TaskState.STATUS_APPROVED, is_last=True)):
        author = state.workflow_state.requested_by
        if author is None or not author.is_active or state.finished_by is None:
            continue
        says = "asks for changes to" if state.status == TaskState.STATUS_REJECTED else "approved"
        text = f"{state.finished_by.name} {says} “{state.revision.object_str}”.\n\n{state.comment}\n\n"
        address = full_address(f"/cms/pages/{state.revision.object_id}/edit/")
        subject = f"{state.finished_by.name} {says} “{state.revision.object_str}”"
        told += post(
            key=f"outcome:{state.pk}", address=author.email, subject=subject, text=f"{text}{address}\n", now=now
        )
    return told


def _ask(state: Approval, now: datetime) -> int:
    page = state.revision.content_object.specific
    author = state.workflow_state.requested_by
    due = state.due_on or now.date()
    late = due < now.date()
    text = (
        f"{author.name if author else 'The site'} asks you to look at “{page.draft_title}” ({state.task.name}), "
        f"{'which was due' if late else 'if you can'} by {due:%d %B %Y}.\n\nRead it, and approve it or ask for "
        f"changes:\n{full_address(f'/cms/pages/{page.pk}/edit/')}\n\n"
        "It is published only when somebody who did not write it has approved it.\n"
    )
    return sum(
        post(
            key=f"{'late' if late else 'approval'}:{state.pk}:{approver.pk}",
            address=approver.email,
            subject=f"{'Late: to' if late else 'To'} approve: {page.draft_title}",
            text=text,
            now=now,
        )
        for approver in approvers_for(page)
    )
