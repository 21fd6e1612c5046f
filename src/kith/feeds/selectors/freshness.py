"""How fresh each feed is: no person in it, so no ticket is needed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kith.feeds.vocabulary import DECLARED_FEEDS


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """One feed of one agency: when its last file came, how many came, how many rows came and were held."""

    feed: str
    agency: str
    last_received_at: datetime
    files: int
    rows_in: int
    held: int

    @property
    def says(self) -> str:
        """Return what the feed is called, as its agreement has it."""
        declared = DECLARED_FEEDS.get(self.feed)
        return declared.says if declared else self.feed.replace("_", " ").capitalize()


def feed_freshness() -> list[Freshness]:
    """Return every feed that has sent a file, by feed and agency; a feed that never sent one is not in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT feed, agency, last_received_at, files, rows_in, held FROM feeds_freshness()")
        return [
            Freshness(feed=feed, agency=agency, last_received_at=last, files=files, rows_in=rows_in, held=held)
            for feed, agency, last, files, rows_in, held in cursor.fetchall()
        ]
