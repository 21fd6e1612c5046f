"""Gathers the whole of a meeting for one reader in one look: what their copy holds, each name logged first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from kith.access.selectors import look, look_over_list
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Refused, Viewer
from kith.panel import models
from kith.panel.selectors.names import Named, named
from kith.panel.selectors.subjects import SubjectRow, count_links, links_to, subject_items_of


@dataclass(frozen=True, kw_only=True)
class PackItem:
    """One child in a pack, as far as its reader may print."""

    who: Named
    item: models.Item
    case: models.Case
    minutes: Mapping[str, str]
    returns: Sequence[tuple[str, models.Return]]
    actions: Sequence[models.PanelAction]
    decision: models.Decision | None


@dataclass(frozen=True, kw_only=True)
class PackSubject:
    """One place, group, vehicle or suspected exploiter in a pack; without words where its reader may not read them."""

    row: SubjectRow
    item: models.SubjectItem
    linked: Sequence[str]
    others: int


@dataclass(frozen=True, kw_only=True)
class PackContent:
    """What one copy holds; `hidden` counts children on the agenda whom its reader may not print."""

    meeting: models.Meeting
    items: Sequence[PackItem]
    hidden: int
    subjects: Sequence[PackSubject] = ()


def open_pack(meeting: UUID, *, viewer: Viewer, purpose: Purpose) -> PackContent:
    """Return the whole of a meeting for one reader, for printing; one log row per child.

    Raises:
        NotShown: there is no such meeting.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    held = models.Meeting.objects.select_related("chair").filter(public_id=meeting).first()
    if held is None:
        raise NotShown
    with look_over_list(viewer=viewer, purpose=purpose, what="panel.pack") as listing:
        listed = list(models.Item.objects.filter(meeting=held))
        public_ids = [one.public_id for one in named([item.person_id for item in listed]).values()]
        listing.log_shown([item.person_id for item in listed])
        if not public_ids:
            subjects = _subjects(held, {})
            return PackContent(meeting=held, items=(), hidden=_count_items(held), subjects=subjects)
    with look(viewer=viewer, people=public_ids, purpose=purpose, what="panel.pack_item", action=Action.PRINT) as shown:
        people = [pk for pk in shown.classes if shown.may_see(pk, DataClass.CARE)]
        items = _items(held, people)
        subjects = _subjects(held, {item.who.person_id: item.who.name for item in items})
    return PackContent(meeting=held, items=items, hidden=_count_items(held) - len(items), subjects=subjects)


def open_pack_file(pack: UUID, *, viewer: Viewer, purpose: Purpose) -> tuple[models.Pack, bytes]:
    """Return one ready pack and its pages to the reader whose name is on them; one log row per child in it.

    Raises:
        NotShown: there is no such pack, or it is somebody else's.
        Refused: it is not ready, or the meeting is over and its agenda pack was taken back.
    """
    row = _own_pack(pack, viewer)
    open_pack(row.meeting.public_id, viewer=viewer, purpose=purpose)
    with look_over_list(viewer=viewer, purpose=purpose, what="panel.pack_file"):
        file = models.PackFile.objects.filter(pack=row).first()
    if file is None:
        raise NotShown
    return row, bytes(file.content)


def open_pack_page(pack: UUID, *, viewer: Viewer, purpose: Purpose) -> tuple[models.Pack, PackContent]:
    """Return one ready pack with the meeting as it stands now, for the same reader; one log row per child in it.

    Raises:
        NotShown, Refused: as for its file.
    """
    row = _own_pack(pack, viewer)
    return row, open_pack(row.meeting.public_id, viewer=viewer, purpose=purpose)


def _own_pack(pack: UUID, viewer: Viewer) -> models.Pack:
    found = models.Pack.objects.select_related("meeting", "agency", "reader")
    row = found.filter(public_id=pack, reader=viewer.staff_id).first()
    if row is None:
        raise NotShown
    if row.state != "ready":
        raise Refused(
            "This pack is not ready, or it has been taken back because the meeting is over. Ask for a new one."
        )
    return row


def _count_items(held: models.Meeting) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT panel_count_items(%s)", [held.pk])
        return int(cursor.fetchone()[0])


def _subjects(held: models.Meeting, printed: Mapping[int, str]) -> list[PackSubject]:
    """Return the subjects on the agenda; of who is linked, only the children of this very copy are named."""
    found = []
    for item, row in subject_items_of(held.pk):
        links = [link for link, _ in links_to(row.subject) if link.ended_at is None] if row.is_read else []
        linked = sorted({printed[link.person_id] for link in links if link.person_id in printed})
        others = count_links(row.subject) - len(linked)
        found.append(PackSubject(row=row, item=item, linked=linked, others=others))
    return found


def _items(held: models.Meeting, people: Sequence[int]) -> list[PackItem]:
    names = named(people)
    found = (
        models.Item.objects.filter(meeting=held, person_id__in=people).select_related("case").order_by("section", "pk")
    )
    minutes: dict[int, dict[str, str]] = defaultdict(dict)
    for minute in models.Minute.objects.filter(item__meeting=held):
        minutes[minute.item_id][minute.field] = minute.text
    returns: dict[int, list[tuple[str, models.Return]]] = defaultdict(list)
    for each in models.Return.objects.filter(person_id__in=people).select_related("research__agency"):
        returns[each.person_id].append((each.research.agency.name, each))
    actions: dict[int, list[models.PanelAction]] = defaultdict(list)
    for action in models.PanelAction.objects.filter(person_id__in=people).select_related("owner__agency"):
        actions[action.person_id].append(action)
    decisions = {
        each.item_id: each
        for each in models.Decision.objects.filter(item__meeting=held).select_related("lead", "dissenting_agency")
    }
    return [
        PackItem(
            who=names[item.person_id],
            item=item,
            case=item.case,
            minutes=minutes[item.pk],
            returns=returns[item.person_id],
            actions=actions[item.person_id],
            decision=decisions.get(item.pk),
        )
        for item in found.order_by("section", "pk")
        if item.person_id in names
    ]
