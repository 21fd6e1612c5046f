"""Opens the plan of a child: its goals and steps, what the family says, what changed, and texts that came too late."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.access.vocabulary import Action, Purpose, Viewer
from kith.support import models
from kith.support.selectors.names import Named
from kith.support.selectors.opening import opened
from kith.support.selectors.voice import latest_voice
from kith.support.vocabulary import LatestVoice


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """One child's plan, the open one or the last, with everything that belongs to it."""

    who: Named
    voice: LatestVoice | None
    plan: models.Plan | None
    goals: Sequence[models.Goal]
    references: Sequence[models.PlanReference]
    answers: Sequence[models.FamilyAnswer]
    reviews: Sequence[models.PlanReview]
    changes: Sequence[models.PlanChange]
    late: Sequence[models.PlanChange]
    earlier: Sequence[models.Plan]


def open_plan(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> PlanPage:
    """Return a child's plan, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the person may be known, but not so deeply.
    """
    with opened(public_id, viewer=viewer, purpose=purpose, what="support.plan") as found:
        return _read(found.who)


def open_plan_to_print(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> PlanPage:
    """Return a child's plan as it is taken home, and log the print.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the viewer may read it but not print.
    """
    with opened(public_id, viewer=viewer, purpose=purpose, what="support.plan_print", action=Action.PRINT) as found:
        return _read(found.who)


def _read(who: Named) -> PlanPage:
    plans = list(models.Plan.objects.filter(person_id=who.person_id).select_related("lead__agency").order_by("-pk"))
    plan = next((one for one in plans if one.closed_at is None), plans[0] if plans else None)
    of_plan = {"plan": plan} if plan else {"plan_id": 0}
    changes = list(models.PlanChange.objects.filter(**of_plan).select_related("by").order_by("-pk"))
    goals = models.Goal.objects.filter(**of_plan).prefetch_related("steps__owner__agency")
    return PlanPage(
        who=who,
        voice=latest_voice(who.person_id),
        plan=plan,
        goals=list(goals),
        references=list(models.PlanReference.objects.filter(**of_plan)),
        answers=list(models.FamilyAnswer.objects.filter(**of_plan).select_related("by")),
        reviews=list(models.PlanReview.objects.filter(**of_plan).select_related("by", "voice").order_by("-held_on")),
        changes=[change for change in changes if change.taken],
        late=[change for change in changes if not change.taken and change.settled_at is None],
        earlier=[one for one in plans if one is not plan],
    )
