"""Proposes figures of the whole county: counted by the database alone, judged and decided on as those of an audit."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.learning.models import Release
from kith.learning.rules.county import asked_in_full, check_new_county, counted_of, county_book_on, numbers_asked
from kith.learning.rules.releasing import may_propose_county
from kith.learning.services.judging import alone, judge_and_keep, keep_trace
from kith.learning.vocabulary import ReleaseState
from kith.learning.vocabulary.county import CountyNumber, NewCountyRelease


def propose_county_release(*, new: NewCountyRelease, coarsen: bool, by: Viewer, now: datetime) -> UUID:
    """Propose to tell figures of the county in a period, counted now, and return the release's number.

    With `coarsen`, each number is told as coarsely as it takes: exactly, as a band, or not at all.

    Raises:
        ReleaseRefused: something is missing, the period is not over, or a small number could be worked out; then
            `faults` says which, and which statement to tell more coarsely.
        Refused: their role neither leads audits nor publishes.
    """
    if not may_propose_county(by):
        raise Refused("Figures of the county are proposed by whoever leads audits, and by the publisher.")
    today = timezone.localdate(now)
    book = county_book_on(today)
    check_new_county(new, book, today=today)
    asked = numbers_asked(new, book)
    with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="learning.release_county"):
        alone()
        release = Release.objects.create(
            book=book.version,
            begins_on=new.period.begins_on,
            ends_on=new.period.ends_on,
            breakdown=new.breakdown,
            title=new.title.strip(),
            state=ReleaseState.PROPOSED,
            proposed_by_id=by.staff_id,
            proposed_at=now,
        )
        numbers = counted_of(asked, _count(release, asked, new))
        statements = judge_and_keep(release, numbers, coarsen=coarsen)
        keep_trace(release, "learning.proposed_release", by, now, statements=statements)
    public_id: UUID = release.public_id
    return public_id


def _count(release: Release, asked: Sequence[CountyNumber], new: NewCountyRelease) -> dict[int, int]:
    """Return by place how many the database counted; who they are stays there."""
    questions, parts = asked_in_full(asked, new.breakdown)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, number FROM learning_keep_county(%s, %s::jsonb, %s::jsonb)",
            [release.pk, json.dumps(questions), json.dumps(parts)],
        )
        return {int(place): int(number) for place, number in cursor.fetchall()}
