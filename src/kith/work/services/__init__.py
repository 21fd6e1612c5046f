"""What work does for every app: tasks, notices, mail, and following a person's identity."""

from kith.work.services.escalating import escalate_overdue
from kith.work.services.feedback import answer_feedback, empty_feedback, take_feedback
from kith.work.services.following import WorkFollower
from kith.work.services.giving import NewAction, give_action
from kith.work.services.mailing import OutboxBackend, deliver_mail, send_mail
from kith.work.services.noticing import notify, read_notices
from kith.work.services.tasks import (
    add_task,
    close_tasks_about,
    finish_task,
    hand_over_tasks,
    reassign_task,
    say_not_possible,
)
from kith.work.services.telling import WorkTeller

__all__ = [
    "NewAction",
    "OutboxBackend",
    "WorkFollower",
    "WorkTeller",
    "add_task",
    "answer_feedback",
    "close_tasks_about",
    "deliver_mail",
    "empty_feedback",
    "escalate_overdue",
    "finish_task",
    "give_action",
    "hand_over_tasks",
    "notify",
    "read_notices",
    "reassign_task",
    "say_not_possible",
    "send_mail",
    "take_feedback",
]
