"""Opens briefings: a draft beside its case inside a logged look, and words about nobody for whoever approves."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from kith.access.selectors import look, look_over_list
from kith.access.vocabulary import DataClass, NotShown, Purpose, Refused, Viewer
from kith.learning.models import Briefing, BriefingApproval, CaseReview, ReviewPart, TextBeside
from kith.learning.rules.briefings import APPROVERS, may_approve, may_write
from kith.learning.selectors.briefing_records import told_with
from kith.learning.vocabulary.briefings import BriefingGone, BriefingState
from kith.work.vocabulary import Waiting, WorkArea

_NOT_YOURS = "Briefings are written by an auditor of the partnership who may see the case. Ask one of them."
_NOT_ALL = "This bulletin tells several cases, and not each of them is open to you. Ask whoever leads the audit."
_WHO = """
SELECT p.id, p.public_id FROM linking_person p WHERE p.id = ANY(%s::bigint[])
"""


@dataclass(frozen=True, kw_only=True)
class OpenReview:
    """One draft as its writer has it before them: whose cases, the briefing, its parts, texts that wait beside them.

    `review` is the case that the page is of, `reviews` all that the briefing tells; `people` says where each is found.
    """

    review: CaseReview
    briefing: Briefing
    reviews: Sequence[CaseReview]
    people: Mapping[int, UUID]
    parts: Mapping[int, ReviewPart]
    confirmed: frozenset[str] = field(default_factory=frozenset)
    beside: Sequence[TextBeside] = ()

    @property
    def lead(self) -> CaseReview:
        """Return the case on which the parts hang: the first."""
        return self.reviews[0]

    @property
    def texts(self) -> dict[int, str]:
        """Return what was typed, by the place of the part."""
        return {place: part.text for place, part in self.parts.items()}


@dataclass(frozen=True, kw_only=True)
class ListedReview:
    """One draft in a list: whose page it stands on, and how far its briefing has come."""

    person: UUID
    review: UUID
    briefing: Briefing


@contextmanager
def looking_to_write(public_id: UUID, *, viewer: Viewer, what: str, purpose: Purpose = Purpose.AUDIT) -> Iterator[int]:
    """Log a look at whoever a briefing is about, and yield their number.

    Raises:
        NotShown: for this viewer there is no such person.
        Refused: their role writes no briefing, or they may not see the person as deep as care.
    """
    if not may_write(viewer):
        raise Refused(_NOT_YOURS)
    with look(viewer=viewer, people=[public_id], purpose=purpose, what=what) as shown:
        person_id = shown.person_ids[public_id]
        if not shown.may_see(person_id, DataClass.CARE):
            raise Refused(_NOT_YOURS)
        yield person_id


@contextmanager
def looking_at_review(
    public_id: UUID, review: UUID, *, viewer: Viewer, what: str, purpose: Purpose = Purpose.AUDIT
) -> Iterator[OpenReview]:
    """Log a look at one draft, and yield it.

    Raises:
        NotShown: for this viewer there is no such person, or no such draft about them.
        Refused: as `looking_to_write`, or they may not see everybody whom the draft is about.
    """
    with looking_to_write(public_id, viewer=viewer, what=what, purpose=purpose) as person_id:
        found = CaseReview.objects.select_related("briefing__writer", "briefing__theme").filter(
            public_id=review, person_id=person_id
        )
        row = found.first()
        if row is None:
            raise NotShown
        others = [] if row.briefing.gathers == 1 else [one for one in told_with(person_id, review) if one != public_id]
        if not others:
            yield _opened(row, {person_id: public_id})
    if others:
        with looking_to_gather([public_id, *others], viewer=viewer, what=what, purpose=purpose) as people:
            yield _opened(row, people)


@contextmanager
def looking_to_gather(
    people: Sequence[UUID], *, viewer: Viewer, what: str, purpose: Purpose = Purpose.AUDIT
) -> Iterator[Mapping[int, UUID]]:
    """Log one look at all whom a bulletin is about, and yield where each is found by their number.

    Raises:
        NotShown: for this viewer there is none of them.
        Refused: their role writes no briefing, or they may not see each of them as deep as care.
    """
    if not may_write(viewer):
        raise Refused(_NOT_YOURS)
    with look(viewer=viewer, people=people, purpose=purpose, what=what) as shown:
        if set(shown.person_ids) != set(people) or not all(
            shown.may_see(person_id, DataClass.CARE) for person_id in shown.person_ids.values()
        ):
            raise Refused(_NOT_ALL)
        yield {shown.person_ids[public_id]: public_id for public_id in people}


def _opened(row: CaseReview, people: Mapping[int, UUID]) -> OpenReview:
    """Return a draft with its parts; call it inside a look at all whom it is about."""
    reviews = list(CaseReview.objects.filter(briefing=row.briefing).order_by("pk"))
    if len(reviews) != row.briefing.gathers or {one.person_id for one in reviews} != set(people):
        raise Refused(_NOT_ALL)
    lead = reviews[0]
    return OpenReview(
        review=row,
        briefing=row.briefing,
        reviews=reviews,
        people=people,
        parts={part.place: part for part in lead.parts.all()},
        confirmed=frozenset(lead.confirmed.values_list("key", flat=True)),
        beside=list(TextBeside.objects.filter(part__review=lead, settled_at=None).select_related("part", "by")),
    )


def list_reviews(*, viewer: Viewer, purpose: Purpose) -> Sequence[ListedReview]:
    """Return the drafts about people whom a writer may see, the newest first; each person is logged.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    if not may_write(viewer):
        return []
    with look_over_list(viewer=viewer, purpose=purpose, what="learning.drafts") as listing:
        rows = list(CaseReview.objects.select_related("briefing__writer", "briefing__theme").order_by("-pk"))
        people = sorted({row.person_id for row in rows})
        with connection.cursor() as cursor:
            cursor.execute(_WHO, [people])
            known = {pk: UUID(str(public_id)) for pk, public_id in cursor.fetchall()}
        of: dict[int, list[CaseReview]] = defaultdict(list)
        for row in rows:
            of[row.briefing_id].insert(0, row)  # the first case of each first
        shown = [told for told in of.values() if _sees_all(told, known)]
        listing.log_shown(sorted({row.person_id for told in shown for row in told}))
        return [
            ListedReview(person=known[first.person_id], review=first.public_id, briefing=first.briefing)
            for first, *_ in shown
        ]


def _sees_all(told: Sequence[CaseReview], known: Container[int]) -> bool:
    """Test whether somebody sees each case that a briefing tells; a draft about one more is shown no part of."""
    return len(told) == told[0].briefing.gathers and all(row.person_id in known for row in told)


def briefings_checked(*, viewer: Viewer, most: int = 100) -> Sequence[Briefing]:
    """Return the briefings that have been checked once, the newest first; nobody stands in them."""
    if not viewer.roles & set(APPROVERS):
        return []
    rows = Briefing.objects.exclude(round=0).select_related("writer", "theme", "withdrawn_by")
    return list(rows.order_by("-checked_at", "-pk")[:most])


def find_briefing(public_id: UUID, *, viewer: Viewer) -> Briefing:
    """Return one briefing that was checked, with who approved it.

    Raises:
        BriefingGone: there is none that this viewer reads.
    """
    if not viewer.roles & set(APPROVERS):
        raise BriefingGone("There is no such briefing.")
    rows = Briefing.objects.exclude(round=0).select_related("writer", "theme", "withdrawn_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise BriefingGone("There is no such briefing.")
    return row


def approvals_of(briefing: Briefing) -> Sequence[BriefingApproval]:
    """Return who approved exactly these words of this check."""
    rows = BriefingApproval.objects.filter(
        briefing=briefing, round=briefing.round, fingerprint=briefing.fingerprint
    ).select_related("approver__agency")
    return list(rows)


def findings_answered(briefing: Briefing) -> Mapping[UUID, str]:
    """Return the findings that a briefing answers: their numbers, and what they say."""
    rows = briefing.findings.select_related("finding")
    return {row.finding.public_id: row.finding.says for row in rows}


def pseudonyms_used(*, most: int = 15) -> frozenset[str]:
    """Return what the young people of the latest briefings are called, so that the next is called something else."""
    rows = Briefing.objects.exclude(state=BriefingState.WITHDRAWN).exclude(called="")
    called = rows.order_by("-pk").values_list("called", flat=True)[:most]
    return frozenset(one for names in called for one in names.split(", "))


class BriefingsWaiting:
    """Which briefings wait for a second person; see `work.vocabulary.WorkSource`."""

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return a line per briefing that this viewer may approve and has not."""
        if not viewer.roles & set(APPROVERS):
            return []
        rows = Briefing.objects.filter(state=BriefingState.CHECKED).prefetch_related("approvals").order_by("checked_at")
        return [
            Waiting(
                area=WorkArea.AUDITS,
                title="Read a briefing about nobody, and approve it or send it back",
                link=f"/learning/briefings/{row.public_id}/",
            )
            for row in rows
            if may_approve(viewer, hands=(row.writer_id, *row.hands))
            and not any(one.round == row.round and one.approver_id == viewer.staff_id for one in row.approvals.all())
        ]
