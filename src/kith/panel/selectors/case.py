"""Opens the whole of one case: what happened, how grave, what agencies said, what is to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from kith.access.vocabulary import DataClass, NotShown, Purpose, Viewer
from kith.panel import models
from kith.panel.selectors.disagreements import disagreements_of
from kith.panel.selectors.names import Named, named
from kith.panel.selectors.opening import Opened, opened_case
from kith.panel.selectors.subjects import Linked, links_of
from kith.panel.vocabulary import TRANSITIONS, Status, StepKind, is_unasked
from kith.referrals.selectors import readable_referrals


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One person's case as one viewer may see it; what the viewer's classes do not open is empty."""

    who: Named
    case: models.Case | None
    status: Status | None
    next_steps: Mapping[StepKind, Status]
    steps: Sequence[models.CaseStep]
    is_seated: bool
    ratings: Sequence[models.Rating]
    research: Sequence[models.Research]
    returns: Mapping[int, models.Return]
    actions: Sequence[models.PanelAction]
    decisions: Sequence[models.Decision]
    closures: Sequence[models.Closure]
    subjects: Sequence[Linked]
    disagreements: Sequence[models.Disagreement]
    meetings: Sequence[models.Meeting]
    referrals: Mapping[int, UUID]
    is_unasked: bool


def open_case(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> CasePage:
    """Return one person's case for a viewer, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the person may be known, but not their headlines.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with opened_case(public_id, viewer=viewer, purpose=purpose, what="panel.case") as opened:
        who = named([opened.person_id]).get(opened.person_id)
        if who is None:
            raise NotShown
        return _whole(opened, who, viewer)


def _whole(opened: Opened, who: Named, viewer: Viewer) -> CasePage:
    case, person_id = opened.case, opened.person_id
    status = Status(case.status) if case else None
    seated = DataClass.CARE in opened.classes
    steps = list(models.CaseStep.objects.filter(person_id=person_id).select_related("by", "agency").order_by("-place"))
    brought = [each.referral_id for each in steps if each.referral_id is not None]
    returned = list(models.Return.objects.filter(person_id=person_id)) if seated else []
    return CasePage(
        who=who,
        case=case,
        status=status,
        next_steps=TRANSITIONS[status],
        steps=steps,
        is_seated=seated,
        ratings=list(
            models.Rating.objects.filter(person_id=person_id)
            .select_related("rated_by")
            .prefetch_related("domains")
            .order_by("-rated_at")
        ),
        research=list(
            models.Research.objects.filter(person_id=person_id)
            .select_related("agency")
            .order_by("-asked_at", "agency__name")
        ),
        returns={each.research_id: each for each in returned},
        actions=list(models.PanelAction.objects.filter(person_id=person_id).select_related("owner__agency")),
        decisions=list(
            models.Decision.objects.filter(person_id=person_id)
            .select_related("item__meeting", "lead", "dissenting_agency", "decided_by")
            .order_by("-decided_at")
        ),
        closures=list(models.Closure.objects.filter(person_id=person_id).order_by("-closed_at")),
        subjects=[each for each in links_of(person_id) if each.link.ended_at is None],
        disagreements=disagreements_of(person_id),
        meetings=list(models.Meeting.objects.filter(state="planned")),
        referrals=readable_referrals(brought, viewer=viewer) if brought else {},
        is_unasked=is_unasked(StepKind(each.kind) for each in steps),
    )


def open_research(
    public_id: UUID, research: UUID, *, viewer: Viewer, purpose: Purpose
) -> tuple[Named, models.Research, date | None]:
    """Return who is asked about, what was asked of the viewer's agency and by when, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist, or their agency was not asked.
    """
    with opened_case(public_id, viewer=viewer, purpose=purpose, what="panel.research") as opened:
        who = named([opened.person_id]).get(opened.person_id)
        row = (
            models.Research.objects.select_related("agency", "meeting")
            .filter(Q(public_id=research), person_id=opened.person_id, agency_id=viewer.agency_id)
            .first()
        )
        if who is None or row is None:
            raise NotShown
        return who, row, row.due_on
