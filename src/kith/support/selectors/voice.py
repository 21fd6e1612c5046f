"""Reads a child's voice: the last time it was heard, everything over time, and whom nobody has heard for too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kith.access.selectors import list_standing, look_over_list
from kith.access.vocabulary import Purpose, Viewer
from kith.support.models import VoiceEntry
from kith.support.rules import book_on, check_fresh
from kith.support.selectors.names import Named
from kith.support.selectors.opening import opened
from kith.support.vocabulary import LatestVoice

# A child who would rather not now is no gap until the day of the next try; otherwise the last voice from any agency.
_GAPS: Final = """
SELECT r.person_id, p.public_id, concat_ws(' ', nullif(r.forename, ''), nullif(r.surname, '')), r.known_as, r.born_on,
       heard.on_day, tried.next_try_on
FROM linking_profile r JOIN linking_person p ON p.id = r.person_id AND p.retired_at IS NULL
LEFT JOIN LATERAL (SELECT max(e.occurred_on) AS on_day FROM chronology_entry e
                   WHERE e.person_id = r.person_id AND e.kind = 'care.voice' AND NOT e.retracted
                     AND e.occurred_on <= %(today)s) heard ON true
LEFT JOIN LATERAL (SELECT CASE WHEN v.declined THEN v.next_try_on END AS next_try_on FROM support_voiceentry v
                   WHERE v.person_id = r.person_id ORDER BY v.heard_on DESC, v.id DESC LIMIT 1) tried ON true
WHERE r.person_id = ANY(%(people)s::bigint[]) AND r.is_child AND r.died_on IS NULL AND r.born_on IS NOT NULL
  AND CASE WHEN tried.next_try_on IS NOT NULL THEN tried.next_try_on <= %(today)s
           ELSE heard.on_day IS NULL OR heard.on_day < %(since)s END
ORDER BY heard.on_day NULLS FIRST, r.sort_key, r.person_id
"""


@dataclass(frozen=True, kw_only=True)
class VoicePage:
    """One child's voice over time, the newest first."""

    who: Named
    entries: Sequence[VoiceEntry]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One child whom nobody has heard for too long."""

    person_id: int
    public_id: UUID
    name: str
    known_as: str
    born_on: date
    heard_on: date | None
    next_try_on: date | None


def latest_voice(person_id: int) -> LatestVoice | None:
    """Return the last time a child was heard or asked, or None; call it inside a look that opens the class of care."""
    found = VoiceEntry.objects.filter(person_id=person_id).prefetch_related("told_back").first()
    if found is None:
        return None
    told = [each.told_on for each in found.told_back.all() if each.told_on]
    return LatestVoice(
        public_id=found.public_id,
        heard_on=found.heard_on,
        declined=found.declined,
        next_try_on=found.next_try_on,
        words=found.words,
        told_on=max(told) if told else None,
    )


def declined_among(people: Sequence[int]) -> frozenset[int]:
    """Return the entries of the chronology in which somebody would rather not say; call it inside a look at care."""
    rows = VoiceEntry.objects.filter(person_id__in=list(people), declined=True)
    return frozenset(rows.values_list("entry_id", flat=True))


def require_voice(person_id: int, *, what: str, now: datetime) -> LatestVoice:
    """Return the child's latest voice for something that needs it; call it inside a look that opens the class of care.

    `what` begins the sentence that refuses: "A referral", "The panel".

    Raises:
        VoiceMissing: nobody has heard the child, nor asked, for longer than the book allows.
    """
    today = timezone.localdate(now)
    return check_fresh(latest_voice(person_id), today, book_on(today), what)


def open_voice(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> VoicePage:
    """Return everything a child has said here, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the person may be known, but not so deeply.
    """
    with opened(public_id, viewer=viewer, purpose=purpose, what="support.voice") as found:
        entries = VoiceEntry.objects.filter(person_id=found.person_id)
        return VoicePage(
            who=found.who, entries=list(entries.select_related("by", "agency").prefetch_related("told_back__by"))
        )


def list_voice_gaps(*, viewer: Viewer, purpose: Purpose, now: datetime) -> Sequence[Gap]:
    """Return which children of this viewer nobody has heard for too long; one log row per name.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what="support.voice_gaps") as listing:
        found = gaps_among(sorted(list_standing(viewer=viewer, now=now)), timezone.localdate(now))
        listing.log_shown([gap.person_id for gap in found])
    return found


def gaps_among(person_ids: Sequence[int], today: date) -> list[Gap]:
    """Return which of these people are children whom nobody has heard for too long, as far as the ticket shows."""
    asked: dict[str, Any] = {"people": list(person_ids), "today": today, "since": today - book_on(today).voice_gap}
    with connection.cursor() as cursor:
        cursor.execute(_GAPS, asked)
        rows = cursor.fetchall()
    return [
        Gap(
            person_id=pk,
            public_id=UUID(str(public_id)),
            name=name or "Name not known",
            known_as=known_as,
            born_on=born_on,
            heard_on=heard_on,
            next_try_on=next_try_on,
        )
        for pk, public_id, name, known_as, born_on, heard_on, next_try_on in rows
    ]
