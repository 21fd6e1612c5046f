"""Checks the words of a briefing beside its record, and hands them to a second person once nothing is open."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.learning.models import Briefing, BriefingMessage, ConfirmedSpan
from kith.learning.rules.briefing_checks import fingerprint
from kith.learning.rules.briefings import lacking
from kith.learning.selectors.briefing_checks import checked, known
from kith.learning.selectors.briefings import OpenReview, looking_at_review
from kith.learning.services.briefing_facts import count_again
from kith.learning.services.briefing_moving import held, keep_trace, move, reopen, take_part
from kith.learning.vocabulary.briefings import (
    TITLE_PLACE,
    BriefingMove,
    BriefingRefused,
    CheckedText,
    Doubtful,
    ReviewForm,
)


def confirm_pieces(*, public_id: UUID, review: UUID, keys: Collection[str], by: Viewer, now: datetime) -> int:
    """Keep that somebody looked at pieces and that they tell nobody; return how many.

    Each counts while no word of the paragraph around it changes.

    Raises:
        BriefingRefused: the words have changed since, the record itself knows a piece, or nothing can be checked.
        NotShown, Refused: the draft is not theirs to write.
    """
    with looking_at_review(public_id, review, viewer=by, what="learning.check") as opened:
        briefing = held(opened.briefing.pk)
        found = _pieces(checked(opened))
        if not set(keys) <= set(found):
            raise BriefingRefused("The words around one of these have changed since you opened it. Look again.")
        fresh = [(place, piece) for key, (place, piece) in found.items() if key in keys and key not in opened.confirmed]
        if any(piece.is_known for _, piece in fresh):
            raise BriefingRefused("The record itself knows one of these, so it cannot be kept. Say it in other words.")
        if fresh:
            reopen(briefing, by=by, now=now)
            ConfirmedSpan.objects.bulk_create(_confirmed(opened, place, piece, by, now) for place, piece in fresh)
            keep_trace(briefing, "learning.confirmed_pieces", by=by, now=now)
        return len(fresh)


def check_briefing(*, public_id: UUID, review: UUID, by: Viewer, now: datetime) -> None:
    """Check every word once more, and put the words that came out before a second person.

    Raises:
        BriefingRefused: a part is missing, something is still to be confirmed, the facts were not chosen, or nothing
            can be checked: the message says which.
        NotShown, Refused: the draft is not theirs to write.
    """
    with looking_at_review(public_id, review, viewer=by, what="learning.check") as opened:
        briefing = held(opened.briefing.pk)
        missing = lacking(ReviewForm(briefing.form), opened.texts)
        if missing:
            raise BriefingRefused(f"Still to write: {', '.join(missing)}.")
        parts = checked(opened)
        count = sum(len(part.to_confirm) for part in parts.values())
        if count:
            raise BriefingRefused(
                f"{count} piece{'s' if count > 1 else ''} of the text may still tell somebody. Change each, or confirm "
                "that it tells nobody; until then nothing goes further."
            )
        if any(row.k is None for row in opened.reviews):
            of = " of each case" if len(opened.reviews) > 1 else ""
            raise BriefingRefused(f"Say first which facts{of} the text tells, so that it is counted how many they fit.")
        _put_forward(briefing, opened, parts, by=by, now=now)


def _put_forward(
    briefing: Briefing, opened: OpenReview, parts: Mapping[int, CheckedText], *, by: Viewer, now: datetime
) -> None:
    take_part(briefing, by)
    briefing.round += 1
    briefing.words = {str(place): part.words for place, part in parts.items()}
    briefing.title = parts[TITLE_PLACE].words
    briefing.settled = {
        str(place): [[one.start, one.end, one.by_rule] for one in part.settled] for place, part in parts.items()
    }
    _count(briefing, opened, now)
    briefing.checked_at, briefing.sent_back_because = now, ""
    briefing.fingerprint = fingerprint(told_of(briefing))
    move(briefing, BriefingMove.CHECK, by=by, now=now)


def _count(briefing: Briefing, opened: OpenReview, now: datetime) -> None:
    """Keep which facts the words tell and how many those fit: of several cases the lowest number counts."""
    knows, reviews = known(opened), opened.reviews
    for row in reviews:
        count_again(row, now)
    called = [knows.calls(place) for place in range(len(reviews))]
    facts = [list(row.choices.values_list("words", flat=True)) for row in reviews]
    briefing.called = ", ".join(called)
    briefing.facts = list(dict.fromkeys(words for told in facts for words in told))
    briefing.k = min(row.k for row in reviews if row.k is not None)
    briefing.counted_at = now
    briefing.cases = [
        {"called": name, "facts": told, "k": row.k} for name, told, row in zip(called, facts, reviews, strict=True)
    ]
    if len(reviews) == 1:
        briefing.cases = []  # it would say the same twice


def told_of(briefing: Briefing, kept: BriefingMessage | None = None) -> dict[str, Any]:
    """Return everything that an approval is of: the words, what they tell, how many that fits, and of which check.

    With `kept`, as a message to the site has it.
    """
    source, names = kept or briefing, ["words", "settled", "facts", "k", "round"]
    names += ["cases"] if source.cases else []
    return {"form": briefing.form} | {name: getattr(source, name) for name in names}


def _pieces(parts: Mapping[int, CheckedText]) -> dict[str, tuple[int, Doubtful]]:
    """Return every piece that is open or confirmed by its key, with the place of its part."""
    return {piece.key: (place, piece) for place, part in parts.items() for piece in (*part.confirmed, *part.to_confirm)}


def _confirmed(opened: OpenReview, place: int, piece: Doubtful, by: Viewer, now: datetime) -> ConfirmedSpan:
    return ConfirmedSpan(
        review=opened.lead,
        person_id=opened.lead.person_id,
        place=place,
        part_version=opened.parts[place].version,
        kind=piece.kind.value,
        words=piece.text,
        key=piece.key,
        confirmed_by_id=by.staff_id,
        confirmed_at=now,
    )
