"""Takes support's rows along when two people turn out to be one, or one to be two."""

from typing import Any, Final

from django.db.models import Manager

from kith.linking.services import TableFollower
from kith.linking.vocabulary import Move
from kith.support import models

# Children before parents, so that a purge never leaves a row without what it belongs to.
_ROWS: Final[tuple[Manager[Any], ...]] = (
    models.PathChange.objects,
    models.BirthPlan.objects,
    models.Milestone.objects,
    models.Pregnancy.objects,
    models.Transition.objects,
    models.Path.objects,
    models.PlanChange.objects,
    models.PlanReview.objects,
    models.FamilyAnswer.objects,
    models.PlanStep.objects,
    models.Goal.objects,
    models.PlanReference.objects,
    models.Plan.objects,
    models.TellingBack.objects,
    models.VoiceEntry.objects,
    models.VoiceDue.objects,
)


class SupportFollower(TableFollower):
    """Keeps what is done for a child true when people change; see `linking.vocabulary.PersonFollower`.

    On a merge the rows of both are of one person. A split moves nothing: what a child said, and what was agreed with
    them, was of the person as known then, and a person must decide.
    """

    name = "support"
    rows = _ROWS
    kept = "voice, plans and milestones"
    goes_along = "Voice, plans and milestones go along."
    purged = ("support.purged", "support.voiceentry")

    def join(self, move: Move) -> None:
        """Let one asking, one open plan and one open path of a kind stand."""
        _end_double_askings(move)
        _join_plans(move)
        _join_paths(move)


def _end_double_askings(move: Move) -> None:
    """Let one asking of each worker stand where both people had one."""
    kept = models.VoiceDue.objects.filter(person_id=move.to_person, answered_at=None).values_list("owner_id", flat=True)
    models.VoiceDue.objects.filter(person_id=move.from_person, answered_at=None, owner_id__in=list(kept)).delete()


def _join_plans(move: Move) -> None:
    """Make one plan of two open ones: the elder stays, and the other's goals, its child's goal first, go into it."""
    both = models.Plan.objects.filter(person_id__in=[move.from_person, move.to_person], closed_at=None)
    plans = list(both.order_by("made_at", "pk"))
    if len(plans) < 2:
        return
    stays, goes = plans
    goal = models.Goal.objects.create(plan=stays, person_id=stays.person_id, words=goes.child_goal, whose="child")
    models.PlanChange.objects.create(
        plan=stays,
        person_id=stays.person_id,
        part="goal",
        part_ref=goal.public_id,
        version=1,
        before={},
        after={"words": goal.words, "whose": goal.whose},
        taken=True,
        by_id=goes.made_by_id,
        at=move.now,
    )
    for rows in (
        models.PlanChange,
        models.PlanReview,
        models.FamilyAnswer,
        models.PlanStep,
        models.Goal,
        models.PlanReference,
    ):
        rows.objects.filter(plan=goes).update(plan=stays)
    goes.delete()
    stays.edition += goes.edition + 1
    stays.save(update_fields=["edition"])


def _join_paths(move: Move) -> None:
    """Let the elder of two open paths of a kind stand; the other ends, and both stay readable. Mothers go along too."""
    both = models.Path.objects.filter(person_id__in=[move.from_person, move.to_person], ended_at=None)
    kinds = set()
    for path in both.order_by("begun_at", "pk"):
        if path.kind in kinds:
            path.ended_at = move.now
            path.save(update_fields=["ended_at"])
        kinds.add(path.kind)
    models.Pregnancy.objects.filter(mother_id=move.from_person).update(mother_id=move.to_person)
