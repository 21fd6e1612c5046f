"""Tasks with their clocks, notices, the outbox, and what was written on the public site."""

import uuid

from django.db import models
from django.db.models import Q

from kith.work.vocabulary import (
    FeedbackOutcome,
    MailKind,
    MailState,
    NoticeKind,
    NotPossibleBecause,
    TaskKind,
    TaskState,
)


class Task(models.Model):
    """Something that one member of staff has to do by a day; it names no person."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=[(k.value, k.value) for k in TaskKind])
    owner = models.ForeignKey("access.Staff", models.PROTECT, related_name="tasks")
    made_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    due_on = models.DateField()
    clock_version = models.CharField(max_length=20)
    steps_taken = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    link = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in TaskState], default="open")
    not_possible_because = models.CharField(
        max_length=20, blank=True, choices=[(r.value, r.value) for r in NotPossibleBecause]
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    moved_to = models.OneToOneField("self", models.PROTECT, null=True, related_name="moved_from")

    class Meta:
        ordering = ("due_on", "id")
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="work_task_open_by_owner"),
            models.Index(fields=["due_on"], condition=Q(state="open"), name="work_task_open_by_day"),
            models.Index(fields=["subject", "subject_id"], name="work_task_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="work_task_open_or_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(state="not_possible") ^ Q(not_possible_because=""), name="work_task_says_why_not_possible"
            ),
            models.CheckConstraint(
                condition=~Q(link__regex="^/([a-z-]+/)?(people|list)/[0-9a-fA-F]{8}-"),
                name="work_task_link_names_nobody",
            ),
        ]


class TaskPerson(models.Model):
    """The person a task is about, kept apart so that only a ticket for that person shows it."""

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True, related_name="about")
    person_id = models.BigIntegerField(db_index=True)


class TaskWords(models.Model):
    """What is needed, in words that may be about a person: closed to every page but the door that logs its reading."""

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True, related_name="words")
    words = models.TextField()


class Escalation(models.Model):
    """One step of a clock that has been taken, and whom it told."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    to = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "step", "to"], name="work_escalation_once")]


class Notice(models.Model):
    """One line in somebody's inbox; it says that there is something, never what."""

    staff = models.ForeignKey("access.Staff", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30, choices=[(k.value, k.value) for k in NoticeKind])
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="notices")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = [models.Index(fields=["staff"], condition=Q(read_at__isnull=True), name="work_notice_unread")]


class OutgoingMail(models.Model):
    """One mail to one member of staff, on its way or gone; its text is dropped once it has been handed over."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey("access.Staff", models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in MailKind])
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in MailState], default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = [models.Index(fields=["not_before"], condition=Q(state="waiting"), name="work_mail_waiting")]


class Feedback(models.Model):
    """What somebody wrote on the public site; closed to every page but the door that logs its reading.

    It is about nobody until whoever reads it makes a referral or an entry: no column of it names a person.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    who = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    danger = models.CharField(max_length=60, blank=True)
    age_band = models.CharField(max_length=40, blank=True)
    wants_answer = models.BooleanField()
    reach = models.TextField(blank=True)
    is_urgent = models.BooleanField()
    looks_automatic = models.BooleanField()
    sent_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True, choices=[(o.value, o.value) for o in FeedbackOutcome])
    done = models.TextField(blank=True)
    answered_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True, emptied_at__isnull=True)
                | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="work_feedback_emptied_only_once_answered",
            )
        ]
