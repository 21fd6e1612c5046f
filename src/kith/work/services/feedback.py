"""Takes in what somebody wrote on the public site, gives it to whoever reads it, and empties it in the end."""

from datetime import datetime

from django.db import connection, transaction
from django.urls import reverse

from kith.access.selectors import find_holder
from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.work.models import Feedback, Task
from kith.work.rules import is_urgent
from kith.work.services.tasks import add_task, close_tasks_about
from kith.work.vocabulary import (
    FEEDBACK,
    KEPT_AFTER_ANSWER,
    RECEIVERS,
    FeedbackNotYours,
    FeedbackOutcome,
    NewFeedback,
    NewTask,
    NobodyReceives,
    TaskKind,
    TaskState,
)


@transaction.atomic
def take_feedback(*, new: NewFeedback, now: datetime, by: Viewer | None = None) -> bool:
    """Keep what somebody wrote and ask whoever reads it to answer, in one transaction; return whether it is new.

    The worker calls it as often as it likes: the same number twice is one. What looks automatic is kept all the same,
    and asks only when no other such waits, so that a flood is one task and a child's words are never lost in it.

    Raises:
        NobodyReceives: nothing was kept, so it must stay where it is.
    """
    receiver = next((holder for role in RECEIVERS if (holder := find_holder(role, now)) is not None), None)
    if receiver is None:
        raise NobodyReceives
    urgent = is_urgent(says_danger=new.says_danger, words=new.words)
    said = {
        "who": new.who,
        "about": new.about,
        "words": new.words,
        "danger": new.danger,
        "age_band": new.age_band,
        "wants_answer": new.wants_answer,
        "reach": new.reach,
        "is_urgent": urgent,
        "looks_automatic": new.looks_automatic,
        "sent_at": new.sent_at,
        "taken_at": now,
    }
    row, is_new = Feedback.objects.get_or_create(public_id=new.number, defaults=said)
    if is_new and not (new.looks_automatic and not urgent and _asked_already()):
        _ask(row, receiver, by, now)
    if is_new:
        after = {"urgent": urgent, "automatic": new.looks_automatic}
        trace(by=_id(by), action="work.took_feedback", subject=FEEDBACK, subject_id=row.pk, now=now, after=after)
    return is_new


@transaction.atomic
def answer_feedback(*, number: str, outcome: FeedbackOutcome, done: str, by: Viewer, now: datetime) -> None:
    """Say what was done about what somebody wrote; its task closes with it.

    Raises:
        FeedbackNotYours: it is not theirs to read, or has been answered.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT work_close_feedback(%s, %s, %s, %s, %s)", [by.staff_id, number, outcome.value, done, now]
        )
        pk = cursor.fetchone()[0]
    if pk is None:
        raise FeedbackNotYours
    for kind in (TaskKind.FEEDBACK, TaskKind.FEEDBACK_URGENT):
        close_tasks_about(kind=kind, subject=FEEDBACK, subject_id=pk, by=by, now=now)
    after = {"outcome": outcome.value}
    trace(by=by.staff_id, action="work.answered_feedback", subject=FEEDBACK, subject_id=pk, now=now, after=after)


@transaction.atomic
def empty_feedback(*, now: datetime, by: Viewer | None = None) -> int:
    """Take the words out of what was answered ninety days ago, and return how many; the rows stay, to be counted."""
    old = Feedback.objects.filter(emptied_at__isnull=True, answered_at__lte=now - KEPT_AFTER_ANSWER)
    emptied = old.update(words="", reach="", age_band="", done="", emptied_at=now)
    if emptied:
        trace(by=_id(by), action="work.emptied_feedback", subject=FEEDBACK, now=now, after={"rows": emptied})
    return emptied


def _ask(row: Feedback, receiver: int, by: Viewer | None, now: datetime) -> None:
    kind = TaskKind.FEEDBACK_URGENT if row.is_urgent else TaskKind.FEEDBACK
    link = reverse("feedback", args=[row.public_id])
    new = NewTask(kind=kind, owner_id=receiver, link=link, subject=FEEDBACK, subject_id=row.pk)
    add_task(new=new, by=by, now=now)


def _asked_already() -> bool:
    waiting = Feedback.objects.filter(looks_automatic=True, is_urgent=False, answered_at__isnull=True)
    asked = Task.objects.filter(kind=TaskKind.FEEDBACK, subject=FEEDBACK, state=TaskState.OPEN)
    return asked.filter(subject_id__in=waiting.values("pk")).exists()


def _id(by: Viewer | None) -> int | None:
    return by.staff_id if by else None
