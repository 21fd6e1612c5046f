"""Moves a briefing by its one table of states; each change is made with its row held, and leaves a trace.

What the site has and what is being written are two things: words that are revised stand there until others take their
place.
"""

from datetime import datetime
from typing import Final

from django.db import connection
from procrastinate.contrib.django import app

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.learning.models import Briefing, BriefingMessage
from kith.learning.rules.briefings import moved
from kith.learning.selectors.briefing_versions import on_site
from kith.learning.vocabulary.briefings import BriefingGone, BriefingMove, BriefingRefused, BriefingState
from kith.publishing.vocabulary import Verb

HAND_OVER = "learning.hand_over_briefings"
TOLD: Final = ("fingerprint", "round", "title", "words", "settled", "facts", "cases", "k")
_CHANGED = "Somebody has changed this briefing since you opened it. Open it again; nothing was done."


def held(briefing_id: int, *, seen: int | None = None) -> Briefing:
    """Return a briefing with its row held until the transaction ends.

    Raises:
        BriefingGone: there is no such briefing.
        BriefingRefused: it has another version than the one that was seen.
    """
    row = Briefing.objects.select_for_update().filter(pk=briefing_id).first()
    if row is None:
        raise BriefingGone("There is no such briefing.")
    if seen is not None and row.version != seen:
        raise BriefingRefused(_CHANGED)
    return row


def move(row: Briefing, by_move: BriefingMove, *, by: Viewer | None, now: datetime) -> None:
    """Move a held briefing, save it with the next version, and leave the trace.

    Raises:
        BriefingRefused: there is no such move from where it is.
    """
    before, row.state = row.state, moved(BriefingState(row.state), by_move)
    row.version += 1
    row.save()
    keep_trace(row, f"learning.briefing_{by_move.value}", by=by, now=now, before=before)


def reopen(row: Briefing, *, by: Viewer | None, now: datetime) -> None:
    """Take a held briefing back to its writer, if it was further: whatever was approved counts no more.

    Raises:
        BriefingRefused: the public site has it and nobody revises it, or it is withdrawn.
    """
    take_part(row, by)
    if row.state == BriefingState.DRAFTING:
        return
    was_approved = row.state == BriefingState.APPROVED
    move(row, BriefingMove.REOPEN, by=by, now=now)
    if was_approved:
        take_back(row, by=by, now=now)


def take_part(row: Briefing, by: Viewer | None) -> None:
    """Keep that somebody had a hand in a held briefing, so that they do not approve it too."""
    if by is not None and by.staff_id not in row.hands:
        row.hands = [*row.hands, by.staff_id]
        row.save(update_fields=["hands"])


def take_back(row: Briefing, *, by: Viewer | None, now: datetime) -> None:
    """Take back what was approved of a held briefing and may be on its way: the site has what it had before.

    As with `take_off`, the new words may have arrived unknown to the ledger; so the former ones are sent once more.
    """
    former = on_site(row)
    if former is None:
        take_off(row, by=by, now=now)
        return
    overtake(row, now)
    send(row, Verb.REPLACE, by=by, now=now, approved_as=former.approved_as, told=former)


def overtake(row: Briefing, now: datetime) -> None:
    """Hold back whatever about a held briefing waits for the site."""
    BriefingMessage.objects.filter(briefing=row, handed_at=None, overtaken_at=None).update(overtaken_at=now)


def take_off(row: Briefing, *, by: Viewer | None, now: datetime) -> None:
    """Send what takes a held briefing off the site, and overtake whatever was on its way there.

    It goes out although nothing may have arrived: the worker may have been killed between the site and the ledger, and
    the site takes no notice of a withdrawal of what it never had.
    """
    sent = BriefingMessage.objects.select_for_update().filter(briefing=row).order_by("-turn").first()
    if sent is None or sent.verb == Verb.WITHDRAW:
        return
    overtake(row, now)
    send(row, Verb.WITHDRAW, by=by, now=now)


def send(
    row: Briefing,
    verb: Verb,
    *,
    by: Viewer | None,
    now: datetime,
    approved_as: str = "",
    told: Briefing | BriefingMessage | None = None,
) -> None:
    """Keep a message for the public site behind all others, and ask the worker to hand it over.

    `told` is whose words it carries: the briefing as it was checked, or an earlier message; a withdrawal has none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('learning.briefings'))")
    last = BriefingMessage.objects.order_by("-turn").values_list("turn", flat=True).first()
    BriefingMessage.objects.create(
        briefing=row,
        verb=verb,
        **({name: getattr(told, name) for name in TOLD} if told else {}),
        approved_as=approved_as,
        decided_by_id=by.staff_id if by else None,
        made_at=now,
        turn=(last or 0) + 1,
    )
    app.configure_task(HAND_OVER, queue="work").defer()


def keep_trace(row: Briefing, action: str, *, by: Viewer | None, now: datetime, before: str = "") -> None:
    """Write what was done to a briefing into the trace; no word of it, and nobody."""
    after = {"state": str(row.state), "version": row.version, "round": row.round, "k": row.k}
    trace(
        by=by.staff_id if by else None,
        action=action,
        subject="learning.briefing",
        subject_id=row.pk,
        now=now,
        before={"state": str(before)} if before else None,
        after=after,
    )
