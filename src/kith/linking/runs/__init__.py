"""Holds what joins the engines with the rules of linking: scoring, files, the whole county."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kith.linking.runs.everyone import LinkReport


def link_everyone(*, by: int | None, now: datetime, report: Callable[[str], None] | None = None) -> "LinkReport":
    """Link every record of every agency, as the worker, in one transaction; a second run changes nothing.

    `report` is told each stage in words, as it begins.
    """
    from kith.linking.runs import everyone  # noqa: PLC0415 -- linking a file needs no database, so the models stay out

    return everyone.link_everyone(by=by, now=now, report=report)


def place_by_hand(*, source_person_id: int, by: int, now: datetime) -> int:
    """Make a person of somebody who was added by hand, and ask about everybody they may be; return the person's id."""
    from kith.linking.runs import adding  # noqa: PLC0415 -- as above

    return adding.place_by_hand(source_person_id=source_person_id, by=by, now=now)
