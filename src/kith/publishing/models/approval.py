"""The second person: a page goes live only as somebody approved it who had no hand in it.

Wagtail's workflow asks the people; what they said is bound here to the very words that they saw, and the page itself
(`SitePage.save`) refuses to go live without it, whichever way it is published.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Revision, TaskState

from kith.publishing.models.words import refuse_unconfirmed_words
from kith.publishing.vocabulary.approval import due_after, each_by_another, may_approve, writers
from kith.publishing.vocabulary.editing import ANONYMITY_ASKS, DAYS_TO_APPROVE, AnonymityCheck

_WROTE_IT = (
    "You wrote part of this page, so you cannot approve it: nobody publishes alone what they wrote. "
    "Ask another approver; it waits on their first page."
)
_TOOK_ANOTHER_STEP = (
    "You took another step of this page’s approval, so you cannot take this one: whoever checks a page for anonymity "
    "does not approve it. Ask another approver; it waits on their first page."
)
_NOT_CHECKED = "This page can be published only when every point of its anonymity check is ticked by an approver."
_NOBODY = (
    "This page is published when somebody who did not write it has approved it as it now stands. "
    "Choose “Submit” instead, and an approver is asked."
)


def digest_of(revision: Revision) -> str:
    """Return a mark of what a revision says; an autosave that changes a word changes the mark."""
    return sha256(json.dumps(revision.content, sort_keys=True, default=str).encode()).hexdigest()


def writers_of(page: Any, revision_id: int) -> set[int]:
    """Return who had a hand in what a revision says since the page was last approved, as numbers of editors."""
    hands = page.revisions.order_by("pk").values_list("pk", "user_id")
    approved = Approval.objects.filter(
        revision__in=page.revisions.values("pk"), status=TaskState.STATUS_APPROVED, digest__gt="", is_last=True
    )
    return writers(hands, approved.values_list("revision_id", flat=True), revision_id)


def lacks_approval(page: Any, needed: "Sequence[type[TwoPersonTask]]") -> list[str]:
    """Return why a page may not be live, as far as approval goes; a page that no person wrote needs none."""
    revision = page.live_revision
    if page.alias_of_id:
        return []
    if revision is None or revision.object_id != str(page.pk):  # a copy, made live by whoever copied it
        return [_NOBODY] if page.owner_id is not None else []
    wrote = writers_of(page, revision.pk)
    if not wrote:
        return []
    given = Approval.objects.filter(
        revision=revision, status=TaskState.STATUS_APPROVED, digest=digest_of(revision), finished_by__isnull=False
    ).exclude(finished_by__in=wrote)
    taken: dict[type, set[int]] = {kind: set() for kind in needed}
    for approval in given.select_related("task"):
        taken.setdefault(type(approval.task.specific), set()).add(approval.finished_by_id)
    return [] if each_by_another([taken[kind] for kind in needed]) else [_NOBODY]


def took_another_step(revision_id: int | None, task: Any) -> set[int]:
    """Return who approved a revision in another step than this one, as numbers of editors."""
    others = Approval.objects.filter(revision_id=revision_id, status=TaskState.STATUS_APPROVED).exclude(task=task.pk)
    return set(others.exclude(finished_by=None).values_list("finished_by_id", flat=True))


class Approval(TaskState):
    """What one approver said of one revision, what they checked, and by when they were asked to."""

    digest = models.CharField(max_length=64, blank=True)
    checked = models.JSONField(default=list, blank=True)
    due_on = models.DateField(null=True)
    is_last = models.BooleanField(default=False)

    def save(self, *args: Any, **options: Any) -> None:
        """Keep it, with the day on which it is due."""
        if self.due_on is None:
            self.due_on = due_after(timezone.localdate(), DAYS_TO_APPROVE)
        super().save(*args, **options)

    @transaction.atomic
    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> Any:
        """Approve what the revision says now.

        Raises:
            ValidationError: the approver wrote part of it or took another step, or something was left unchecked.
        """
        page, task = self.revision.content_object.specific, self.task.specific
        by, wrote = user and user.pk, writers_of(page, self.revision_id)
        approved = took_another_step(self.revision_id, task)
        if not may_approve(by=by, wrote=wrote, approved=approved):
            raise ValidationError(_TOOK_ANOTHER_STEP if by in approved - wrote else _WROTE_IT)
        if isinstance(task, AnonymityTask) and not set(self.checked) >= set(AnonymityCheck):
            raise ValidationError(_NOT_CHECKED)
        self.digest, self.is_last = digest_of(self.revision), isinstance(task, ApprovalTask)
        return super().approve(user=user, update=update, comment=comment)


class TwoPersonTask(AbstractGroupApprovalTask):
    """A step in which somebody looks at a page who had no hand in it."""

    task_state_class = Approval

    class Meta:
        abstract = True

    def start(self, workflow_state: Any, user: Any = None) -> Any:
        """Ask the approvers.

        Raises:
            ValidationError: some words of the revision were not confirmed, or could not be checked.
        """
        refuse_unconfirmed_words(workflow_state.content_object.get_latest_revision())
        return super().start(workflow_state, user=user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Return what somebody may do in this step: nothing, if they had a hand in the page or in another step."""
        wrote, approved = writers_of(obj, obj.latest_revision_id or 0), took_another_step(obj.latest_revision_id, self)
        if not may_approve(by=user.pk, wrote=wrote, approved=approved):
            return []
        return cast("list[tuple[str, str, bool]]", super().get_actions(obj, user))

    def get_task_states_user_can_moderate(self, user: Any, **options: Any) -> Any:
        """Return what waits for somebody, without what they wrote themselves or took another step of."""
        waiting = super().get_task_states_user_can_moderate(user, **options)
        own = [
            state.pk
            for state in waiting.select_related("revision")
            if not may_approve(
                by=user.pk,
                wrote=writers_of(state.revision.content_object, state.revision_id),
                approved=took_another_step(state.revision_id, self),
            )
        ]
        return waiting.exclude(pk__in=own)


class ApprovalTask(TwoPersonTask):
    """The second person's approval, with which a page is published."""

    class Meta:
        verbose_name = "approval by a second person"

    @classmethod
    def get_description(cls) -> str:
        """Return what the step is, for whoever builds a workflow."""
        return "Somebody of these groups approves who had no hand in the page"


class AnonymityForm(TaskStateCommentForm):
    """What an approver ticks before a briefing or a bulletin goes on."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask every point; none may be left open."""
        super().__init__(*args, **options)
        for check, says in ANONYMITY_ASKS.items():
            self.fields[check.value] = forms.BooleanField(label=says)
        self.order_fields([check.value for check in ANONYMITY_ASKS])


class AnonymityTask(TwoPersonTask):
    """The anonymity check of briefings and bulletins: a named approver ticks what was looked for."""

    class Meta:
        verbose_name = "anonymity check"

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Return what somebody may do: ask for changes, or say what they checked."""
        own = dict.fromkeys(name for name, *_ in super().get_actions(obj, user))
        says = {"reject": "Request changes", "approve": "Say what was checked"}
        return [(name, says[name], True) for name in own]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Return the form of an action."""
        return AnonymityForm if action == "approve" else TaskStateCommentForm

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **said: Any) -> None:
        """Keep what was ticked, and go on."""
        task_state.checked = [check.value for check in AnonymityCheck if said.pop(check.value, False)]
        super().on_action(task_state, user, action_name, **said)

    @classmethod
    def get_description(cls) -> str:
        """Return what the step is, for whoever builds a workflow."""
        return "Somebody of these groups ticks what was looked for, who had no hand in the page"


NEEDS_APPROVAL: Final[tuple[type[TwoPersonTask], ...]] = (ApprovalTask,)
NEEDS_ANONYMITY: Final[tuple[type[TwoPersonTask], ...]] = (AnonymityTask, ApprovalTask)
