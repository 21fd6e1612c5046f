"""Opens a path: a pregnancy or the way to adult services, with its milestones, its history, its birth plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import list_standing, look, look_over_list
from kith.access.vocabulary import Action, NotShown, Purpose, Viewer
from kith.common.dates import age_on
from kith.support import models
from kith.support.selectors.names import Named, named
from kith.support.selectors.opening import opened
from kith.support.vocabulary import PathKind

_YOUNGEST_MOTHER: Final = 10


@dataclass(frozen=True, kw_only=True)
class PathPage:
    """One person's path, the open one or the last; the mother where the viewer may see her."""

    who: Named
    path: models.Path | None
    milestones: Sequence[models.Milestone]
    changes: Sequence[models.PathChange]
    pregnancy: models.Pregnancy | None
    mother: Named | None
    birth_plan: models.BirthPlan | None
    late_plans: Sequence[models.BirthPlan]
    transition: models.Transition | None
    earlier: Sequence[models.Path]


def open_path(
    public_id: UUID, *, kind: PathKind, viewer: Viewer, purpose: Purpose, action: Action = Action.OPEN
) -> PathPage:
    """Return a person's path of a kind, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the person may be known, but not so deeply, or not printed.
    """
    with opened(public_id, viewer=viewer, purpose=purpose, what=f"support.{kind}", action=action) as found:
        of_person = models.Path.objects.filter(person_id=found.person_id, kind=kind)
        paths = list(of_person.select_related("lead__agency").order_by("-pk"))
        path = next((one for one in paths if one.ended_at is None), paths[0] if paths else None)
        page = _read(found.who, path, [one for one in paths if one is not path])
        mother_id = page.pregnancy.mother_id if page.pregnancy else None
    if mother_id is None:
        return page
    return PathPage(**(page.__dict__ | {"mother": _mother(mother_id, viewer, purpose)}))


def list_possible_mothers(*, viewer: Viewer, purpose: Purpose, now: datetime) -> list[tuple[UUID, str]]:
    """Return the people with whom this viewer works who may be a mother, by name; one log row per name.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what="support.mothers") as listing:
        people = named(sorted(list_standing(viewer=viewer, now=now)))
        today = timezone.localdate(now)
        old_enough = [one for one in people.values() if one.born_on and age_on(one.born_on, today) >= _YOUNGEST_MOTHER]
        born = sorted(old_enough, key=lambda one: one.name)
        listing.log_shown([one.person_id for one in born])
    return [(one.public_id, f"{one.name}, born {one.born_on:%-d %B %Y}") for one in born]


def _read(who: Named, path: models.Path | None, earlier: Sequence[models.Path]) -> PathPage:
    of_path = {"path": path} if path else {"path_id": 0}
    plans = list(models.BirthPlan.objects.filter(**of_path).select_related("by"))
    return PathPage(
        who=who,
        path=path,
        milestones=list(models.Milestone.objects.filter(**of_path).select_related("owner__agency")),
        changes=list(models.PathChange.objects.filter(**of_path).select_related("by").order_by("-pk")),
        pregnancy=models.Pregnancy.objects.filter(**of_path).first(),
        mother=None,
        birth_plan=next((one for one in plans if one.taken), None),
        late_plans=[one for one in plans if not one.taken and one.settled_at is None],
        transition=models.Transition.objects.filter(**of_path).first(),
        earlier=earlier,
    )


def _mother(mother_id: int, viewer: Viewer, purpose: Purpose) -> Named | None:
    """Return the mother if this viewer may see her; she is another person, and her look is logged as such."""
    public_id = _public_id(mother_id, viewer, purpose)
    if public_id is None:
        return None
    try:
        with look(viewer=viewer, people=[public_id], purpose=purpose, what="support.mother") as shown:
            return named([shown.person_ids[public_id]]).get(mother_id)
    except NotShown:
        return None


def _public_id(person_id: int, viewer: Viewer, purpose: Purpose) -> UUID | None:
    with look_over_list(viewer=viewer, purpose=purpose, what="support.mother"):
        found = named([person_id]).get(person_id)
    return found.public_id if found else None
