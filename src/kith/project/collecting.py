"""Fetches from the public site what was written there, kept here first and then removed there, and what it counted."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from kith.audit.services import take_learned
from kith.audit.vocabulary import EventsLearned
from kith.common.sealing import NotOpened, unseal
from kith.publishing.vocabulary.feedback import (
    AGES,
    DANGERS,
    MATTERS,
    SEALED_FOR,
    WRITERS,
    Danger,
    Drop,
    DropUnreadable,
    Said,
)
from kith.work.services import take_feedback
from kith.work.vocabulary import NewFeedback

_AT_ONCE = 200
_READ = "SELECT number, ciphertext, dropped_at FROM publishing_feedbackdrop WHERE number > %s ORDER BY number LIMIT %s"
_LEARNED = """
SELECT item, series, booked, came, evaluated, more_confident, answered_later, changed, counted_at
FROM publishing_loopcount ORDER BY item
"""
_REMOVE = "DELETE FROM publishing_feedbackdrop WHERE number = %s"


class FeedbackUnopened(RuntimeError):
    """Some pieces do not open with this installation's key; they wait on the site, and the rest was fetched."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} pieces of feedback on the public site do not open with this installation's feedback.key, so "
            "nobody has read them. They wait there. Put back the key that was in use when they were written."
        )


def collect_feedback(*, inbox: Mapping[str, str], private_key: bytes, now: datetime) -> int:
    """Fetch everything that waits on the site and return how many pieces were new.

    A crash between keeping and removing only fetches a piece again, which changes nothing: its number is kept.

    Raises:
        NobodyReceives: nobody reads feedback; what is left stays sealed on the site.
        FeedbackUnopened: after all else was fetched.
    """
    new, unopened = 0, 0
    with psycopg.connect(make_conninfo(**inbox), autocommit=True) as site:
        for drop in _drops(site):
            try:
                said = Said.unpack(unseal(drop.sealed, private=private_key, purpose=SEALED_FOR))
            except (NotOpened, DropUnreadable):
                unopened += 1
                continue
            new += take_feedback(new=as_casework_keeps_it(drop, said), now=now)
            site.execute(_REMOVE, (drop.number,))
    if unopened:
        raise FeedbackUnopened(unopened)
    return new


def collect_learned(*, inbox: Mapping[str, str], now: datetime) -> int:
    """Fetch what came of the site's events, by what they answer, and return how many rows changed.

    The counts stay on the site, which makes them anew each hour; fetching them again changes nothing.
    """
    with psycopg.connect(make_conninfo(**inbox), autocommit=True, row_factory=dict_row) as site:
        rows = site.execute(_LEARNED).fetchall()
    told = [EventsLearned(**row | {"series": tuple(row["series"])}) for row in rows]
    return take_learned(told=told, by=None, now=now)


def as_casework_keeps_it(drop: Drop, said: Said) -> NewFeedback:
    """Return what was written in the words of the form, as whoever reads it sees them."""
    return NewFeedback(
        number=drop.number,
        who=WRITERS[said.writer] if said.writer else "",
        about=MATTERS[said.matter] if said.matter else "",
        words=_storable(said.words),
        danger=DANGERS[said.danger] if said.danger else "",
        says_danger=said.danger in (Danger.YES, Danger.UNSURE),
        age_band=AGES[said.age_band] if said.age_band else "",
        wants_answer=said.wants_answer,
        reach=_storable(said.reach),
        looks_automatic=said.looks_automatic,
        sent_at=drop.dropped_at,
    )


def _storable(text: str) -> str:
    """Return a text without the one character that PostgreSQL cannot keep: one message must not hold up the others."""
    return text.replace("\x00", "")


def _drops(site: "psycopg.Connection[tuple[UUID, bytes, datetime]]") -> Iterator[Drop]:
    last = UUID(int=0)
    while rows := site.execute(_READ, (last, _AT_ONCE)).fetchall():
        for number, sealed, dropped_at in rows:
            yield Drop(number=number, sealed=bytes(sealed), dropped_at=dropped_at)
        last = rows[-1][0]
