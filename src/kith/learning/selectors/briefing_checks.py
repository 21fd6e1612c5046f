"""Reads a draft as it would be read by others: every part checked against the record, inside a logged look."""

from typing import Final
from uuid import UUID

from kith.access.vocabulary import Purpose, Viewer
from kith.common.disclosure import WordListDamaged
from kith.learning.models import Briefing, BriefingMessage
from kith.learning.rules.briefing_checks import check_text
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.selectors.briefing_records import knows_shown
from kith.learning.selectors.briefings import OpenReview, looking_at_review
from kith.learning.vocabulary import RecordUnlinked
from kith.learning.vocabulary.briefings import BriefingRefused, CheckedText, Settled

NO_LISTS: Final = (
    "The lists of ordinary words are missing or changed, so nobody can tell what in a text is a name. Nothing was "
    "checked, approved or handed over, and nothing can be, until whoever runs Kith has put the reviewed lists back."
)


def checked(opened: OpenReview) -> dict[int, CheckedText]:
    """Return every part of a draft as it would be read, by its place; call it inside the look that opened the draft.

    Raises:
        BriefingRefused: the record names nobody or the word lists are damaged: nothing can be checked, with the reason.
    """
    knows = known(opened)
    try:
        return {
            place: check_text(knows, part.text, opened.confirmed, where=str(place))
            for place, part in opened.parts.items()
        }
    except WordListDamaged:
        raise BriefingRefused(NO_LISTS) from None


def open_check(
    *, public_id: UUID, review: UUID, viewer: Viewer, purpose: Purpose
) -> tuple[OpenReview, dict[int, CheckedText]]:
    """Return a draft with every part as it would be read, and log the look.

    Raises:
        BriefingRefused: as `checked`.
        NotShown, Refused: the draft is not theirs to write.
    """
    with looking_at_review(public_id, review, viewer=viewer, purpose=purpose, what="learning.check") as opened:
        return opened, checked(opened)


def known(opened: OpenReview) -> Deidentifier:
    """Return what keeps whoever a draft is about out of it; call it inside the look that opened the draft.

    Raises:
        BriefingRefused: as `checked`.
    """
    try:
        return knows_shown([row.person_id for row in opened.reviews], opened.lead.key, opened.lead.avoided)
    except RecordUnlinked as unlinked:
        raise BriefingRefused(str(unlinked)) from None
    except WordListDamaged:
        raise BriefingRefused(NO_LISTS) from None


def settled_of(told: Briefing | BriefingMessage, place: str) -> list[Settled]:
    """Return what is settled in one part of the words that came out of a check, or that went to the site."""
    return [Settled(start=one[0], end=one[1], by_rule=one[2]) for one in told.settled.get(place, ())]
