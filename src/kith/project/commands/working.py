"""Sets the demo's partnership to work: one after the other, from referrals to reviews."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import connections

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.project.commands.answering import answer_requests
from kith.project.commands.assessing import assess_agencies
from kith.project.commands.auditing import audit_cases
from kith.project.commands.choosing import choose_cast
from kith.project.commands.convening import hold_panels
from kith.project.commands.helping import help_children
from kith.project.commands.paying import pay_for_help
from kith.project.commands.referring import refer_children
from kith.project.commands.reviewing import review_cases

PARTS: Final = 17  # how often `set_to_work` says what it does


def set_to_work(*, first: Staff, now: datetime) -> Iterator[str]:
    """Do some months of work for the children of `first` and of others, and say what is being done before each part.

    Each part does nothing where it was done before, so a demo that was interrupted can be gone on with.
    """
    yield "Referring children, each with the risk noted"
    refer_children(by=viewer_of(first, now), now=now)
    cast = choose_cast(first=first.pk, now=now)
    with connect_as("web"):
        hurry()
        yield from help_children(cast)
        yield from hold_panels(cast)
        yield from pay_for_help(cast)
        yield from audit_cases(cast)
        yield from review_cases(cast)
        yield from assess_agencies(cast)
        yield from answer_requests(cast)


def hurry() -> None:
    """Let this process not wait for the disk: a demo that loses its last second when the power fails is made anew."""
    for name in ("default", "log"):
        with connections[name].cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
