"""Keeps one part of a draft while it is being typed; where two write in one part, both texts are kept."""

from datetime import datetime
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.learning.models import CaseReview, ReviewPart, TextBeside
from kith.learning.rules.briefings import check_part
from kith.learning.selectors.briefings import OpenReview, looking_at_review
from kith.learning.services.briefing_moving import held, reopen
from kith.learning.services.briefing_writing import trace_review
from kith.learning.vocabulary.briefings import BriefingRefused, BriefingState
from kith.shell.vocabulary import Clash

_NOT_A_DRAFT = "This waits for a colleague or is on its way, so nothing is saved by itself. Press Save to write on."


def keep_part(  # noqa: PLR0913 -- of whose draft, which part, what, from which version, by whom and when
    *, public_id: UUID, review: UUID, place: int, text: str, seen: int, by: Viewer, now: datetime
) -> int:
    """Keep what was typed into one part of a draft, and return the part's version.

    `seen` is the version that the writer had before them. When somebody else has written since, both texts are kept
    and neither is overwritten. What was given to a second person is opened again by the Save button alone.

    Raises:
        Clash: with the other text and its version; the own text is kept under `clash_id`.
        BriefingRefused: it is too long, there is no such part, or it is no draft at the moment.
        NotShown, Refused: the draft is not theirs to write.
    """
    clash: Clash | None = None
    said = text.replace("\r\n", "\n").strip()
    check_part(place, said)
    with looking_at_review(public_id, review, viewer=by, what="learning.write") as opened:
        briefing = held(opened.briefing.pk)
        if briefing.state != BriefingState.DRAFTING:
            raise BriefingRefused(_NOT_A_DRAFT)
        part = _part(opened, place)
        if part.text == said:
            return part.version
        if part.version != seen:
            clash = Clash(_beside(opened.lead, part, said, by, now), part.text, part.version)
        else:
            reopen(briefing, by=by, now=now)
            _replace(opened.lead, part, said, by, now)
    if clash is not None:
        raise clash  # outside the look, so that the text that was not taken over stays kept
    return part.version


def settle_part(  # noqa: PLR0913 -- as above, and which text beside
    *, public_id: UUID, review: UUID, clash_id: int, text: str, seen: int, by: Viewer, now: datetime
) -> int:
    """Replace a part by what a person chose or joined from both texts, and return its version.

    Raises:
        Clash: somebody has written once more meanwhile.
        BriefingRefused: it was settled already, it is too long, or the public site has the words.
        NotShown, Refused: the draft is not theirs to write.
    """
    clash: Clash | None = None
    said = text.replace("\r\n", "\n").strip()
    with looking_at_review(public_id, review, viewer=by, what="learning.write") as opened:
        briefing = held(opened.briefing.pk)
        parts = {part.pk: part for part in opened.parts.values()}
        kept = TextBeside.objects.filter(pk=clash_id, part_id__in=parts, settled_at=None).first()
        if kept is None:
            raise BriefingRefused("This was settled already.")
        part = _part(opened, parts[kept.part_id].place)
        check_part(part.place, said)
        if part.version != seen:
            clash = Clash(kept.pk, part.text, part.version)
        else:
            if part.text != said:
                reopen(briefing, by=by, now=now)
                _replace(opened.lead, part, said, by, now)
            kept.settled_at = now
            kept.save(update_fields=["settled_at"])
    if clash is not None:
        raise clash
    return part.version


def _part(opened: OpenReview, place: int) -> ReviewPart:
    part = opened.parts.get(place)
    if part is None:
        raise BriefingRefused("There is no such part in this form. Open the page again; nothing was saved.")
    return ReviewPart.objects.select_for_update().get(pk=part.pk)


def _replace(review: CaseReview, part: ReviewPart, text: str, by: Viewer, now: datetime) -> None:
    part.text, part.version = text, part.version + 1
    part.save(update_fields=["text", "version"])
    trace_review(review, "learning.kept_part", by, now, place=part.place, version=part.version)


def _beside(review: CaseReview, part: ReviewPart, text: str, by: Viewer, now: datetime) -> int:
    """Keep a text beside another's, and return its number; the same writer's earlier one gives way to it."""
    kept, _ = TextBeside.objects.update_or_create(
        part=part, person_id=part.person_id, by_id=by.staff_id, settled_at=None, defaults={"text": text, "at": now}
    )
    trace_review(review, "learning.part_clashed", by, now, place=part.place, version=part.version)
    return kept.pk
