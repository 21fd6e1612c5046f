"""Lists the people with whom a member of staff works, those with the newest news first."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from kith.access.selectors import Standing, list_standing, look_over_list
from kith.access.vocabulary import Purpose, Viewer
from kith.chronology.vocabulary import OwnPage, OwnPerson
from kith.common.dates import age_on

PAGE: Final = 50
NEWS: Final = timedelta(days=14)
# What came to be known lately, not what happened lately: a file may tell today of an old event.
_OWN: Final = """
SELECT r.person_id, p.public_id, concat_ws(' ', nullif(r.forename, ''), nullif(r.surname, '')), r.known_as, r.born_on,
       r.expected_on, latest.occurred_on, latest.headline, coalesce(news.entries, 0)
FROM linking_profile r JOIN linking_person p ON p.id = r.person_id AND p.retired_at IS NULL
LEFT JOIN LATERAL (SELECT e.occurred_on, e.headline FROM chronology_entry e
                   WHERE e.person_id = r.person_id AND NOT e.retracted AND e.occurred_on <= %(today)s
                   ORDER BY e.occurred_on DESC, e.id DESC LIMIT 1) latest ON true
LEFT JOIN LATERAL (SELECT count(*) AS entries FROM chronology_entry e
                   WHERE e.person_id = r.person_id AND NOT e.retracted AND e.known_at > %(since)s) news ON true
WHERE r.person_id = ANY(%(people)s::bigint[])
ORDER BY latest.occurred_on DESC NULLS LAST, r.sort_key, r.person_id LIMIT %(most)s OFFSET %(skip)s
"""


def list_own_people(*, viewer: Viewer, purpose: Purpose, page: int, now: datetime) -> OwnPage:
    """Return a page of the people to whom this viewer stands now; one log row per name.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    today = timezone.localdate(now)
    with look_over_list(viewer=viewer, purpose=purpose, what="chronology.own") as listing:
        standing = list_standing(viewer=viewer, now=now)
        rows = _rows(sorted(standing), today, page)
        listing.log_shown([row[0] for row in rows])
    people = tuple(_person(row, standing[row[0]], today) for row in rows)
    return OwnPage(people=people, total=len(standing), page=page, page_count=max(1, -(-len(standing) // PAGE)))


def _rows(people: Sequence[int], today: date, page: int) -> list[tuple[Any, ...]]:
    asked: dict[str, Any] = {
        "people": people,
        "today": today,
        "since": today - NEWS,
        "most": PAGE,
        "skip": (page - 1) * PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OWN, asked)
        return list(cursor.fetchall())


def _person(row: tuple[Any, ...], standing: Standing, today: date) -> OwnPerson:
    _, public_id, name, known_as, born_on, expected_on, latest_on, latest, news = row
    return OwnPerson(
        public_id=public_id,
        name=name or "Name not known",
        known_as=known_as or "",
        age=age_on(born_on, today) if born_on else None,
        expected_on=None if born_on else expected_on,
        sources=standing.sources,
        for_colleague=standing.for_colleague,
        until=timezone.localdate(standing.until),
        latest_on=latest_on,
        latest=latest or "",
        news=news,
    )
