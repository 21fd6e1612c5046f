"""Judges the numbers of a release by all that was ever told, and keeps them as statements once nothing follows.

One release is decided at a time, under a lock: two that are harmless alone may together give a child away.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.learning.models import Release, ReleasedStatement
from kith.learning.rules.releases import coarsened, worked_out
from kith.learning.rules.releasing import Kept, bounds, coarser_counts, named_faults, telling_of
from kith.learning.selectors import counted_together, label_of, registers_for
from kith.learning.vocabulary import SILENT, Counted, ReleaseRefused

SUBJECT = "learning.release"


def alone() -> None:
    """Wait until nobody else decides on a release, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('learning.releases'))")


def judge_and_keep(release: Release, numbers: Sequence[Counted], *, coarsen: bool) -> int:
    """Keep the numbers of a release as they are told, and return how many statements there are.

    Raises:
        ReleaseRefused: it would give a small number away, coarsened or not.
    """
    kept = _judged(release, numbers, coarsen=coarsen)
    ReleasedStatement.objects.bulk_create(
        ReleasedStatement(
            release=release,
            place=one.place,
            told=one.told,
            question=one.question or "",
            part=one.part,
            telling=one.telling,
            lowest=one.lowest,
            highest=one.highest,
            others=one.others,
            says=one.says,
        )
        for one in kept
    )
    return len(kept)


def refuse_faults(release: Release, kept: Sequence[Kept]) -> None:
    """Refuse statements from which a small number follows, with everything that was ever told.

    Raises:
        ReleaseRefused: with each number, and what to tell more coarsely.
    """
    _refuse_faults(release, kept, counted_together(release))


def _refuse_faults(release: Release, kept: Sequence[Kept], together: Sequence[tuple[list[str], int]]) -> None:
    faults = [
        fault
        for each in registers_for(release, kept, together)
        for fault in worked_out(each.new, each.known, each.children, cells=each.cells)
    ]
    if faults:
        raise ReleaseRefused(
            "A number from 1 to 4 could be worked out from this and from what was released before. Nothing was kept.",
            named_faults(faults, kept),
        )


def keep_trace(release: Release, action: str, by: Viewer | None, now: datetime, **after: object) -> None:
    """Write what was done to a release into the trace."""
    what = {"theme": release.theme_id} if release.theme_id else {"book": release.book, "from": f"{release.begins_on}"}
    after = {"state": str(release.state)} | what | after
    trace(by=by.staff_id if by else None, action=action, subject=SUBJECT, subject_id=release.pk, now=now, after=after)


def _judged(release: Release, numbers: Sequence[Counted], *, coarsen: bool) -> list[Kept]:
    kept, together = _kept(release, numbers), counted_together(release)
    if coarsen:
        by_reference = {
            statement.reference: statement
            for each in registers_for(release, kept, together)
            for statement in coarsened(each.new, each.known, each.children, cells=each.cells)
        }
        asked = [one for one in kept if one.telling not in SILENT]
        tellings = {one.place: telling_of(by_reference.get(one.reference)) for one in asked}
        kept = _kept(release, coarser_counts(numbers, tellings))
    _refuse_faults(release, kept, together)
    return kept


def _kept(release: Release, numbers: Sequence[Counted]) -> list[Kept]:
    return [
        Kept(
            release=release.pk,
            place=place,
            label=label_of(release),
            told=number.told,
            question=number.question,
            part=number.part,
            telling=number.telling,
            lowest=bounds(number.number, number.telling)[0],
            highest=bounds(number.number, number.telling)[1],
            others=number.others,
            says=number.says,
        )
        for place, number in enumerate(numbers)
    ]
