"""Tells which feeds have brought a file when, and which are late; no person is in it, so no ticket is needed."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection

from kith.chronology.vocabulary import Delivery
from kith.feeds.vocabulary import DECLARED_FEEDS

DAYS_SHOWN = 28


def feed_deliveries(*, today: date) -> list[Delivery]:
    """Return every declared feed, by agency where it has sent a file; the days of the last four weeks and the newest.

    A feed that has never sent a file stands once, without an agency. Files that people make by typing are no feed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT feed, agency, arrived_on FROM chronology_feed_deliveries(%s::date)",
            [today - timedelta(days=DAYS_SHOWN - 1)],
        )
        told = list(cursor.fetchall())
    found = []
    for feed in DECLARED_FEEDS:
        arrived = [(agency, tuple(days)) for name, agency, days in told if name == feed] or [("", ())]
        found += [_delivery(feed, agency, days, today) for agency, days in arrived]
    return found


def _delivery(feed: str, agency: str, arrived_on: Sequence[date], today: date) -> Delivery:
    declared = DECLARED_FEEDS[feed]
    before = [day for day in arrived_on if day <= today]
    due_in = declared.every_days + declared.grace_days
    return Delivery(
        feed=feed,
        says=declared.says,
        agency=agency,
        every_days=due_in,
        arrived_on=tuple(before),
        days_late=max(0, (today - max(before)).days - due_in) if before else None,
    )
