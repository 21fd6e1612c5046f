"""Begins a briefing about a case and keeps its parts; two who write at the same time lose nothing."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.audit.selectors import case_among, facts_now, find_theme, findings_of
from kith.learning.models import Briefing, BriefingFinding, CaseReview, ReviewPart
from kith.learning.rules.briefing_prefill import prefilled
from kith.learning.rules.briefings import check_part, places_of
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.selectors.briefing_records import knows_shown, names_in_use
from kith.learning.selectors.briefings import OpenReview, looking_at_review, looking_to_write, pseudonyms_used
from kith.learning.services.briefing_moving import held, keep_trace, move, reopen, take_part
from kith.learning.vocabulary.briefings import STEPS, BriefingMove, BriefingRefused, PartChanged, ReviewForm


def start_review(
    *,
    public_id: UUID,
    form: ReviewForm,
    theme: UUID | None,
    incident_on: date | None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Begin a briefing about one case with what the record shows in coarse words, and return the draft's number.

    Raises:
        BriefingRefused: no day of the incident is known, or the person is no case of that audit.
        RecordUnlinked: the record names nobody, so nothing about them can ever be checked.
        WordListDamaged: the word lists are missing or changed.
        NotShown, Refused: the person is not theirs to write about.
    """
    with looking_to_write(public_id, viewer=by, what="learning.begin") as person_id:
        of = find_theme(theme, viewer=by) if theme else None
        case = case_among(of, person_id) if of else None
        if theme and (of is None or case is None):
            raise BriefingRefused("They are no case of this audit any more. Open the audit and choose the case there.")
        on = case[1] if case else incident_on
        if on is None or on > timezone.localdate(now):
            raise BriefingRefused("Say on which day it happened, today or before: ages and times are counted from it.")
        key, knows, avoided = draw_names([person_id], of.pk if of else None)
        briefing = Briefing.objects.create(
            form=form, theme=of, called=knows.called, writer_id=by.staff_id, hands=[by.staff_id], made_at=now
        )
        review = CaseReview.objects.create(
            person_id=person_id,
            briefing=briefing,
            case_number=case[0] if case else None,
            incident_on=on,
            key=key,
            avoided=avoided,
        )
        begin_parts(review, form, now)
        trace_review(review, "learning.began_review", by, now)
    return review.public_id


def save_parts(
    *, public_id: UUID, review: UUID, typed: Mapping[int, tuple[str, int]], by: Viewer, now: datetime
) -> int:
    """Keep parts as they were typed, each with the version that was seen, and return how many changed.

    A changed word takes the briefing back to drafting: whoever approved the old words approves the new ones, or not.

    Raises:
        PartChanged: somebody has saved one of the parts since; nothing was saved.
        BriefingRefused: a part is too long, or the public site has the words already.
        NotShown, Refused: the draft is not theirs to write.
    """
    with looking_at_review(public_id, review, viewer=by, what="learning.write") as opened:
        briefing = held(opened.briefing.pk)
        changed = [_changed(part, *typed[part.place]) for part in _held_parts(opened) if part.place in typed]
        parts = [part for part in changed if part is not None]
        if parts:
            reopen(briefing, by=by, now=now)
            ReviewPart.objects.bulk_update(parts, ["text", "version"])
            trace_review(opened.review, "learning.saved_review", by, now, parts=[part.place for part in parts])
        return len(parts)


def revise_briefing(*, public_id: UUID, review: UUID, seen: int, by: Viewer, now: datetime) -> None:
    """Open words that the public site has once more; it keeps them until others are checked and approved.

    Raises:
        BriefingRefused: the site does not have them, or somebody has changed the briefing since.
        NotShown, Refused: the draft is not theirs to write.
    """
    with looking_at_review(public_id, review, viewer=by, what="learning.write") as opened:
        briefing = held(opened.briefing.pk, seen=seen)
        move(briefing, BriefingMove.REVISE, by=by, now=now)
        take_part(briefing, by)


def answer_findings(*, public_id: UUID, review: UUID, findings: Collection[UUID], by: Viewer, now: datetime) -> None:
    """Keep which findings of its audit a briefing answers.

    Raises:
        BriefingRefused: one is of another audit, or the public site has the briefing already.
        NotShown, Refused: the draft is not theirs to write.
    """
    with looking_at_review(public_id, review, viewer=by, what="learning.write") as opened:
        briefing = held(opened.briefing.pk)
        known = {row.public_id: row.pk for row in findings_of(briefing.theme)} if briefing.theme else {}
        if not set(findings) <= set(known):
            raise BriefingRefused("One of these findings is of another audit. Open the page again and choose anew.")
        before = set(briefing.findings.values_list("finding__public_id", flat=True))
        if set(findings) == before:
            return
        reopen(briefing, by=by, now=now)
        briefing.findings.all().delete()
        BriefingFinding.objects.bulk_create(
            BriefingFinding(briefing=briefing, finding_id=known[one]) for one in sorted(findings, key=str)
        )
        keep_trace(briefing, "learning.answered_findings", by=by, now=now)


def begin_parts(review: CaseReview, form: ReviewForm, now: datetime) -> None:
    """Begin each part of a draft with what the record shows, told roughly."""
    person_id, on = review.person_id, review.incident_on
    facts = facts_now({person_id: on}, as_of=timezone.localdate(now)).get(person_id)
    first = prefilled(form, facts, on)
    headings = {place: step.heading for place, step in enumerate(STEPS[form], 1)}
    ReviewPart.objects.bulk_create(
        ReviewPart(
            review=review,
            person_id=person_id,
            place=place,
            heading=headings.get(place, ""),
            text=first.get(place, ""),
        )
        for place in places_of(form)
    )


def draw_names(people: Sequence[int], theme_id: int | None) -> tuple[str, Deidentifier, list[str]]:
    """Return a new key, what knows people by it, and the names that are no pseudonyms here; call it inside a look.

    Raises:
        RecordUnlinked, WordListDamaged: as `knows_shown`.
    """
    key = secrets.token_hex(16)
    avoided = sorted(pseudonyms_used() | names_in_use(people, theme_id=theme_id))
    return key, knows_shown(people, key, avoided), avoided


def _held_parts(opened: OpenReview) -> list[ReviewPart]:
    return list(ReviewPart.objects.select_for_update().filter(review=opened.lead))


def _changed(part: ReviewPart, text: str, seen: int) -> ReviewPart | None:
    """Return a part with its new text, or None where it stays as it is."""
    said = text.replace("\r\n", "\n").strip()
    check_part(part.place, said)
    if said == part.text:
        return None
    if part.version != seen:
        raise PartChanged(part.place, part.text, part.version)
    part.text, part.version = said, part.version + 1
    return part


def trace_review(review: CaseReview, action: str, by: Viewer, now: datetime, **after: Any) -> None:
    """Leave the trace of what was done to the draft of one case."""
    trace(
        by=by.staff_id,
        action=action,
        subject="learning.review",
        subject_id=review.pk,
        person_id=review.person_id,
        now=now,
        after=after,
    )
