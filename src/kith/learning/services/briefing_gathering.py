"""Begins a bulletin that tells several cases of one audit: checked against the record of each, withdrawn with any."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.audit.selectors import case_among, find_theme
from kith.learning.models import Briefing, CaseReview
from kith.learning.selectors.briefings import looking_to_gather
from kith.learning.services.briefing_writing import begin_parts, draw_names, trace_review
from kith.learning.vocabulary.briefings import FEWEST_GATHERED, MOST_GATHERED, BriefingRefused, ReviewForm


def gather_cases(*, theme: UUID, people: Sequence[UUID], by: Viewer, now: datetime) -> tuple[UUID, UUID]:
    """Begin one bulletin about several cases, and return the number of the first person and of the draft.

    The cases stand in the order of their incidents, and the same key names everybody in all of them.

    Raises:
        BriefingRefused: they are too few or too many, or one is no case of this audit.
        RecordUnlinked: the record of one names nobody, so nothing about them can ever be checked.
        WordListDamaged: the word lists are missing or changed.
        NotShown, Refused: one of them is not theirs to write about.
    """
    chosen = list(dict.fromkeys(people))
    if not FEWEST_GATHERED <= len(chosen) <= MOST_GATHERED:
        raise BriefingRefused(
            f"A bulletin gathers {FEWEST_GATHERED} to {MOST_GATHERED} cases, and you chose {len(chosen)}. "
            "About one case alone you write a briefing."
        )
    of = find_theme(theme, viewer=by)
    if of is None:
        raise BriefingRefused("There is no such audit. Open the audit and choose the cases there.")
    with looking_to_gather(chosen, viewer=by, what="learning.begin") as found:
        cases = _by_day({person: case_among(of, person) for person in found})
        key, knows, avoided = draw_names(list(cases), of.pk)
        briefing = Briefing.objects.create(
            form=ReviewForm.BULLETIN,
            theme=of,
            gathers=len(cases),
            called=", ".join(knows.calls(place) for place in range(len(cases))),
            writer_id=by.staff_id,
            hands=[by.staff_id],
            made_at=now,
        )
        reviews = [
            CaseReview.objects.create(
                person_id=person, briefing=briefing, case_number=number, incident_on=on, key=key, avoided=avoided
            )
            for person, (number, on) in cases.items()
        ]
        begin_parts(reviews[0], ReviewForm.BULLETIN, now)
        for review in reviews:
            trace_review(review, "learning.began_review", by, now)
        return found[reviews[0].person_id], reviews[0].public_id


def _by_day(found: Mapping[int, tuple[int, date] | None]) -> dict[int, tuple[int, date]]:
    """Return the case of each person in an audit, by the days of their incidents; a person without one is refused."""
    cases = {person: case for person, case in found.items() if case is not None}
    if len(cases) != len(found):
        raise BriefingRefused("One of them is no case of this audit any more. Open the page again and choose anew.")
    return dict(sorted(cases.items(), key=lambda each: (each[1][1], each[1][0])))
