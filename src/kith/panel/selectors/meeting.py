"""Opens a meeting with its agenda, and one item with its minutes; each name is logged before it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from kith.access.selectors import look_over_list, workplaces
from kith.access.vocabulary import DataClass, NotShown, Purpose, Sector, Viewer
from kith.panel import models
from kith.panel.rules import book_on, missing_sectors
from kith.panel.selectors.names import Named, named
from kith.panel.selectors.opening import opened_case
from kith.panel.selectors.subjects import SubjectRow, subject_items_of
from kith.panel.vocabulary import ActionState, MinuteField, Section

_ORDER = {section: place for place, section in enumerate(Section)}
_OPEN = (ActionState.NOT_STARTED, ActionState.IN_PROGRESS)


@dataclass(frozen=True, kw_only=True)
class AgendaRow:
    """One child on an agenda, as far as the viewer may see them; without a name when they may not."""

    item: models.Item
    who: Named | None
    decided: bool
    asked: int
    returned: int
    conflicts: Sequence[models.Conflict]


@dataclass(frozen=True, kw_only=True)
class MeetingPage:
    """A meeting: its seats, what its quorum lacks, actions not done first, then each item in its section."""

    meeting: models.Meeting
    seats: Sequence[models.Seat]
    lacking: Sequence[Sector]
    actions: Sequence[tuple[models.PanelAction, Named | None]]
    rows: Sequence[AgendaRow]
    subject_items: Sequence[tuple[models.SubjectItem, SubjectRow]]
    is_seated: bool


def open_meeting(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> MeetingPage:
    """Return a meeting for somebody who runs the panel or has a seat in it; one log row per name.

    Raises:
        NotShown: there is no such meeting, or it is not theirs.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    meeting = models.Meeting.objects.select_related("chair").filter(public_id=public_id).first()
    if meeting is None:
        raise NotShown
    seats = list(
        models.Seat.objects.filter(meeting=meeting).select_related("staff", "agency").order_by("agency__name", "pk")
    )
    with look_over_list(viewer=viewer, purpose=purpose, what="panel.meeting") as listing:
        rows, people = _agenda(meeting)
        listing.log_shown(sorted(people))
        actions = models.PanelAction.objects.filter(state__in=_OPEN, due_on__lte=timezone.localdate(meeting.begins_at))
        return MeetingPage(
            meeting=meeting,
            seats=seats,
            lacking=_lacking(meeting, seats),
            actions=[
                (each, people.get(each.person_id))
                for each in actions.filter(person_id__in=list(people)).select_related("owner__agency")
            ],
            rows=rows,
            subject_items=subject_items_of(meeting.pk),
            is_seated=any(seat.staff_id == viewer.staff_id for seat in seats),
        )


def _agenda(meeting: models.Meeting) -> tuple[list[AgendaRow], dict[int, Named]]:
    items = list(models.Item.objects.filter(meeting=meeting).prefetch_related("conflicts__staff"))
    people = named([item.person_id for item in items])
    decided = set(models.Decision.objects.filter(item__in=items).values_list("item_id", flat=True))
    # What was asked for an earlier meeting was answered then; what was asked before any meeting counts for this one.
    wanted = models.Research.objects.filter(Q(meeting=meeting) | Q(meeting=None), case__in=[i.case_id for i in items])
    answered = Count("agency", distinct=True, filter=Q(returned_at__isnull=False))
    counted = wanted.values_list("case_id").annotate(wanted=Count("agency", distinct=True), answered=answered)
    asked = {case: numbers for case, *numbers in counted}
    rows = [
        AgendaRow(
            item=item,
            who=people.get(item.person_id),
            decided=item.pk in decided,
            asked=asked.get(item.case_id, [0, 0])[0],
            returned=asked.get(item.case_id, [0, 0])[1],
            conflicts=list(item.conflicts.all()),
        )
        for item in items
    ]
    return sorted(rows, key=lambda row: (_ORDER[Section(row.item.section)], row.item.pk)), people


def _lacking(meeting: models.Meeting, seats: Sequence[models.Seat]) -> list[Sector]:
    came = workplaces([seat.staff_id for seat in seats if seat.promised_at])
    return missing_sectors(book_on(timezone.localdate(meeting.begins_at)), [sector for _, _, sector in came.values()])


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """One item while the meeting runs: what is written, what agencies said, what was decided."""

    who: Named
    item: models.Item
    case: models.Case
    minutes: Mapping[MinuteField, models.Minute]
    clashes: Sequence[models.MinuteVersion]
    research: Sequence[models.Research]
    returns: Mapping[int, models.Return]
    actions: Sequence[models.PanelAction]
    decision: models.Decision | None
    has_conflict: bool


def open_item(public_id: UUID, item: UUID, *, viewer: Viewer, purpose: Purpose) -> ItemPage:
    """Return one item of a meeting for somebody with a seat for the child, and log the look.

    Raises:
        NotShown: for this viewer the person, or this item of theirs, does not exist.
        Refused: they have no seat for this child.
    """
    with opened_case(public_id, viewer=viewer, purpose=purpose, what="panel.item", needs=DataClass.CARE) as opened:
        who = named([opened.person_id]).get(opened.person_id)
        row = models.Item.objects.select_related("meeting__chair").filter(public_id=item, case=opened.case).first()
        if who is None or row is None or opened.case is None:
            raise NotShown
        about = {"person_id": opened.person_id}
        return ItemPage(
            who=who,
            item=row,
            case=opened.case,
            minutes={MinuteField(each.field): each for each in models.Minute.objects.filter(item=row)},
            clashes=list(
                models.MinuteVersion.objects.filter(minute__item=row, clashed=True, settled_at=None).select_related(
                    "minute", "by"
                )
            ),
            research=list(models.Research.objects.filter(**about).select_related("agency").order_by("agency__name")),
            returns={each.research_id: each for each in models.Return.objects.filter(**about)},
            actions=list(models.PanelAction.objects.filter(**about).select_related("owner__agency")),
            decision=models.Decision.objects.filter(item=row).select_related("lead", "dissenting_agency").first(),
            has_conflict=models.Conflict.objects.filter(item=row, staff_id=viewer.staff_id).exists(),
        )
