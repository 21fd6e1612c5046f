"""Which feeds are late: the days of delivery as the record has them, beside the cadence of each feed."""

from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.chronology.selectors import feed_deliveries
from kith.feeds.vocabulary import DECLARED_FEEDS
from tests.chronology.record import Record
from tests.chronology.test_views import SignIn, first, page

TODAY = timezone.localdate()
OF_SCHOOLS = ("emergency_register", "Larkshire Council, education")


def came(record: Record, admin: psycopg.Connection[Any], agency: str, feed: str, *days_ago: int) -> None:
    """Let files of one feed have come so many days ago."""
    with connect_as("worker"):
        like = record.file(agency).pk
    for number, days in enumerate(days_ago):
        admin.execute(
            """
            INSERT INTO feeds_sourcefile (sha256, name, agency_id, feed, spec, size, agreement_id, lawful_basis,
                retention_class, received_at, loaded_at, rows_in, kept, held, duplicate, notes,
                encoding, period, part, ended)
            SELECT md5(%(key)s) || md5(%(key)s), 'f.csv', agency_id, %(feed)s, spec, 1, agreement_id, lawful_basis,
                retention_class, %(at)s, %(at)s, 0, 0, 0, 0, '{}', encoding, period, part, 0
            FROM feeds_sourcefile WHERE id = %(like)s
            """,
            {
                "key": f"{agency}{feed}{number}",
                "feed": feed,
                "at": timezone.make_aware(datetime.combine(TODAY - timedelta(days=days), datetime.min.time())),
                "like": like,
            },
        )


@pytest.mark.parametrize(("days", "late"), [(0, 0), (10, 0), (11, 1), (40, 30)])
def test_a_weekly_feed_is_late_after_its_days_and_its_grace(
    vales: Record, admin: psycopg.Connection[Any], days: int, late: int
) -> None:
    came(vales, admin, "education", "emergency_register", days, days + 7)
    (one,) = [one for one in feed_deliveries(today=TODAY) if (one.feed, one.agency) == OF_SCHOOLS]
    assert one.days_late == late
    assert max(one.arrived_on) == TODAY - timedelta(days=days)
    assert len(one.arrived_on) == (2 if days + 7 < 28 else 1), "the newest always, the others of four weeks"


def test_a_feed_that_never_came_is_named_once_and_late_by_no_number(vales: Record) -> None:
    never = [one for one in feed_deliveries(today=TODAY) if one.feed == "ssda903"]
    assert [(one.agency, one.arrived_on, one.days_late) for one in never] == [("", (), None)]
    assert {one.feed for one in feed_deliveries(today=TODAY)} == set(DECLARED_FEEDS)


def test_system_health_draws_every_feed_and_says_which_is_late(
    vales: Record, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    came(vales, admin, "education", "emergency_register", 12, 20)
    client = signed_in(vales.partnership.staff[Role.DATA_STEWARD])
    table = page(client.get("/health/")).select_one("table.kith-freshness")
    assert table is not None
    rows = {first(row, "th").get_text(): row for row in table.select("tbody tr")}
    late = rows["Emergency department register, Larkshire Council, education"]
    assert "Late by 2 days" in late.get_text()
    assert len(late.select(".kith-day--arrived")) == 2
    assert "Never came" in rows["Looked-after children return"].get_text()
    assert len(rows) >= len(DECLARED_FEEDS)
