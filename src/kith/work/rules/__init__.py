"""Who may change a task, when it can be changed, what a clock says, and what a mail may hold."""

from kith.work.rules.clocks import clock_for, due_day, load_clock_books, steps_due
from kith.work.rules.feedback import is_urgent
from kith.work.rules.mail import is_plain, pause_before
from kith.work.rules.tasks import (
    GIVERS,
    can_become,
    is_about_somebody,
    links_home,
    may_change,
    with_person,
    without_person,
)
from kith.work.rules.working_days import add_working_days, bank_holidays, is_working_day

__all__ = [
    "GIVERS",
    "add_working_days",
    "bank_holidays",
    "can_become",
    "clock_for",
    "due_day",
    "is_about_somebody",
    "is_plain",
    "is_urgent",
    "is_working_day",
    "links_home",
    "load_clock_books",
    "may_change",
    "pause_before",
    "steps_due",
    "with_person",
    "without_person",
]
