"""Reads professional disagreements: one with its whole history, those that are open, what was learned, and counts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Viewer
from kith.panel.models import (
    Decision,
    Disagreement,
    DisagreementAnswerer,
    DisagreementLesson,
    DisagreementStep,
    Item,
)
from kith.panel.selectors.names import Named, named
from kith.panel.selectors.opening import opened_case
from kith.panel.vocabulary import DisagreementStatus
from kith.support.selectors import latest_voice
from kith.support.vocabulary import LatestVoice

_WHOLE = ("raised_agency", "other_agency", "raised_by", "proposed_agency", "item")


@dataclass(frozen=True, kw_only=True)
class DisagreementPage:
    """One disagreement with everything that was said, and the child's own words where somebody has heard them."""

    who: Named
    row: Disagreement
    steps: Sequence[DisagreementStep]
    voice: LatestVoice | None
    decision: Decision | None
    is_named: bool


@dataclass(frozen=True, kw_only=True)
class DisagreementRow:
    """One disagreement in a list: whose child, where it stands, by when; without a word of what was said."""

    who: Named
    row: Disagreement


@dataclass(frozen=True, kw_only=True)
class DisagreementMeasures:
    """How many disagreements, where they end and after how long: whole numbers, and days as a median by stage."""

    counts: Mapping[str, int]
    stages: Mapping[DisagreementStatus, tuple[int, float]]


def open_disagreement(
    public_id: UUID, disagreement: UUID, *, viewer: Viewer, purpose: Purpose, action: Action = Action.OPEN
) -> DisagreementPage:
    """Return one disagreement about a child, and log the look; with the action of printing, as a print.

    Raises:
        NotShown: for this viewer the person, or this disagreement of theirs, does not exist.
        Refused: the person may be known, but not so deeply.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with opened_case(
        public_id, viewer=viewer, purpose=purpose, what="panel.disagreement", action=action, needs=DataClass.CARE
    ) as opened:
        who = named([opened.person_id]).get(opened.person_id)
        found = Disagreement.objects.select_related(*_WHOLE)
        row = found.filter(public_id=disagreement, person_id=opened.person_id).first()
        if who is None or row is None:
            raise NotShown
        steps = DisagreementStep.objects.filter(disagreement=row).select_related("by", "agency", "dissenting_agency")
        decided = Decision.objects.select_related("item__meeting", "decided_by").filter(item__disagreements=row)
        return DisagreementPage(
            who=who,
            row=row,
            steps=list(steps.order_by("place")),
            voice=latest_voice(opened.person_id),
            decision=decided.first(),
            is_named=speaks_in(row, viewer),
        )


def open_raising(
    public_id: UUID, item: UUID | None, *, viewer: Viewer, purpose: Purpose
) -> tuple[Named, LatestVoice | None, Decision | None]:
    """Return about whom a disagreement is to be raised, their own latest words, and the decision where it is of one.

    Raises:
        NotShown: for this viewer the person, or the decision, does not exist.
        Refused: the person may be known, but not so deeply.
    """
    with opened_case(public_id, viewer=viewer, purpose=purpose, what="panel.raising", needs=DataClass.CARE) as opened:
        who = named([opened.person_id]).get(opened.person_id)
        about = Item.objects.filter(public_id=item, person_id=opened.person_id) if item else Item.objects.none()
        decision = Decision.objects.select_related("item__meeting", "decided_by__agency").filter(item__in=about).first()
        if who is None or (item is not None and decision is None):
            raise NotShown
        return who, latest_voice(opened.person_id), decision


def list_disagreements(*, viewer: Viewer, purpose: Purpose) -> Sequence[DisagreementRow]:
    """Return the open disagreements that this viewer may see, the soonest clock first; one log row per name.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what="panel.disagreements") as listing:
        found = Disagreement.objects.filter(ended_at=None).select_related("raised_agency", "other_agency")
        rows = list(found.order_by("due_on", "raised_at"))
        people = named([row.person_id for row in rows])
        shown = [row for row in rows if row.person_id in people]
        listing.log_shown([row.person_id for row in shown])
        return [DisagreementRow(who=people[row.person_id], row=row) for row in shown]


def disagreements_of(person_id: int) -> Sequence[Disagreement]:
    """Return every disagreement about a child, the newest first; call it inside a look at the child."""
    found = Disagreement.objects.filter(person_id=person_id).select_related("raised_agency", "other_agency")
    return list(found.order_by("-raised_at", "-pk"))


def speaks_in(row: Disagreement, by: Viewer) -> bool:
    """Test whether somebody was named to answer at the stage at which a disagreement stands."""
    of_sides = Q(agency_id__in=[row.raised_agency_id, row.other_agency_id])
    named_now = DisagreementAnswerer.objects.filter(staff_id=by.staff_id, stage=row.status, ends_at=None)
    return named_now.filter(Q(agency__isnull=True) | of_sides).exists()


def answerers_now() -> Sequence[DisagreementAnswerer]:
    """Return who is named to answer now, stage by stage; nobody of them is a child."""
    return list(DisagreementAnswerer.objects.filter(ends_at=None).select_related("staff", "agency"))


def lessons_kept(*, limit: int = 50) -> Sequence[DisagreementLesson]:
    """Return what was learned of disagreements, the newest first; a lesson names nobody."""
    return list(DisagreementLesson.objects.all()[:limit])


def count_disagreements(*, since: date, until: date, today: date) -> DisagreementMeasures:
    """Return the counts of a period, from one function that counts past the ticket and returns no row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT panel_disagreement_measures(%s, %s, %s)", [since, until, today])
        found = cursor.fetchone()[0]
    counted: dict[str, Any] = json.loads(found) if isinstance(found, str) else found
    stages = counted.pop("stages")
    return DisagreementMeasures(
        counts=counted, stages={DisagreementStatus(each["stage"]): (each["ended"], each["median"]) for each in stages}
    )
