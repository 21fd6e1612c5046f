"""Hands over the site's mails, one after the other over one connection, and keeps what became of each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from kith.publishing.models.post import SiteMail
from kith.publishing.rules.circulation import kind_of_status
from kith.publishing.rules.posting import pause_before, room_left
from kith.publishing.services.carrying import Transport, chosen_transport
from kith.publishing.services.returning import take_return, withhold_unwanted
from kith.publishing.vocabulary.circulation import Returned
from kith.publishing.vocabulary.posting import NotTaken, OutOfReach, PostState

_AT_ONCE: Final = 500
_MINUTE: Final = timedelta(minutes=1)
_TURN: Final = 7_410_221  # the number of the lock that one deliverer holds; PostgreSQL frees it when its process dies
# One statement marks a mail and locks it until the transaction ends; another deliverer's mail is passed over.
_MARK: Final = """
WITH mine AS (
    SELECT id FROM publishing_sitemail WHERE id = %(pk)s AND state = 'waiting' FOR UPDATE SKIP LOCKED
)
UPDATE publishing_sitemail mail SET state = 'handed', handed_at = %(now)s, answer = %(answer)s, tries = tries + 1
FROM mine WHERE mail.id = mine.id
"""


def deliver_mail(*, clock: Callable[[], datetime], transport: Transport | None = None) -> int:
    """Hand over every mail whose time has come, as the provider's limit allows, and return how many were taken.

    Each is locked, handed over and marked in a transaction of its own. A process that is killed between the other
    side's yes and our mark sends that one mail twice, with one Message-ID; no other, and none is lost. A second
    deliverer that is started meanwhile does nothing. Where the other side is out of reach, everything waits on.
    """
    with _turn() as ours:
        if not ours or not _due(clock(), 1):
            return 0
        try:
            with transport or chosen_transport() as way:
                return _deliver_all(way, clock)
        except OutOfReach:
            return 0


def _deliver_all(way: Transport, clock: Callable[[], datetime]) -> int:
    taken = 0
    while due := _due(clock(), _room(clock())):
        unwanted = withhold_unwanted(mails=due)
        wanted = SiteMail.objects.filter(pk__in=set(due) - unwanted).prefetch_related("files")
        for mail in wanted.order_by("not_before", "id"):
            taken += _deliver(mail, way, clock)
    return taken


def _due(now: datetime, most: int) -> list[int]:
    waiting = SiteMail.objects.filter(state=PostState.WAITING, not_before__lte=now).order_by("not_before", "id")
    return list(waiting.values_list("pk", flat=True)[:most])


def _room(now: datetime) -> int:
    limit = int(getattr(settings, "KITH_MAIL_PER_MINUTE", 0))
    handed = SiteMail.objects.filter(handed_at__gt=now - _MINUTE).count() if limit else 0
    room = room_left(per_minute=limit, handed=handed)
    return _AT_ONCE if room is None else min(room, _AT_ONCE)


@transaction.atomic
def _deliver(mail: SiteMail, way: Transport, clock: Callable[[], datetime]) -> bool:
    """Hand over one mail unless somebody else is at it; it is marked first, and the mark is kept when it was taken."""
    if not _mark(mail.pk, way.yes, clock()):
        return False
    try:
        way.hand_over(mail.letter())
    except NotTaken as refusal:
        _keep_refusal(mail, refusal, clock())
        return False
    return True


def _mark(pk: int, answer: str, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"pk": pk, "now": now, "answer": answer})
        return bool(cursor.rowcount)


def _keep_refusal(mail: SiteMail, refusal: NotTaken, now: datetime) -> None:
    mail.tries += 1
    pause = None if refusal.is_final else pause_before(mail.tries)
    mail.state, mail.handed_at = (PostState.REFUSED if pause is None else PostState.WAITING), None
    mail.not_before, mail.answer = now + (pause or timedelta()), refusal.why
    mail.save(update_fields=["tries", "state", "not_before", "handed_at", "answer"])
    if pause is None and refusal.status:
        kind = kind_of_status(refusal.status)
        returned = Returned(message_id=mail.message_id, address=mail.address, kind=kind, status=refusal.status)
        take_return(returned=returned, now=now)


@contextmanager
def _turn() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_TURN])
        row = cursor.fetchone()
    ours = bool(row and row[0])
    try:
        yield ours
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])
