"""Reads single parts of the partnership's structure: one with its versions, a group's meetings, the work plan."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.access.selectors.accounts import list_agencies
from kith.partnership.models import (
    MODELS,
    Contact,
    Group,
    GroupMeeting,
    GroupRisk,
    GroupSeat,
    GroupTerms,
    Member,
    Part,
    Priority,
    StructureChange,
    WorkItem,
)
from kith.partnership.rules import from_json, holds_on
from kith.partnership.vocabulary import POINTS, SPECS, ContactKind, PartGone, PartKind, PartVersion, Said


def find_part(kind: PartKind, public_id: UUID) -> Part:
    """Return one part in its present version, withdrawn ones too.

    Raises:
        PartGone: there is no such part.
    """
    row = _rows(kind).filter(public_id=public_id).first()
    if row is None:
        raise PartGone(f"There is no such {SPECS[kind].called}.")
    return row


def what_it_says(kind: PartKind, row: Part) -> dict[str, Any]:
    """Return what a part says, field by field; what it points to by its key."""
    return {field.name: getattr(row, field.column) for field in SPECS[kind].fields}


def group_around(kind: PartKind, row: Part) -> Group | None:
    """Return the group to which a part belongs, itself for a group; None for a part of the whole partnership."""
    if isinstance(row, Group):
        return row
    owner = SPECS[kind].owner
    return group_around(owner, getattr(row, owner.value)) if owner else None


def choices_for(shape: str) -> Mapping[int, str]:
    """Return what a field of this shape may point to: the name by the key."""
    if shape == "agency":
        return {agency.pk: agency.name for agency in list_agencies()}
    rows = {"group": Group, "member": Member, "priority": Priority}[shape].objects
    return {row.pk: str(row.name) for row in rows.filter(is_withdrawn=False).order_by("name", "pk")}


def versions_of(kind: PartKind, public_id: UUID) -> Sequence[PartVersion]:
    """Return every version of a part in words, the newest first."""
    fields = SPECS[kind].fields
    names = {field.shape: choices_for(field.shape) for field in fields if field.shape in POINTS}
    rows = StructureChange.objects.filter(kind=kind, part=public_id).select_related("by").order_by("-version")
    return [
        PartVersion(
            version=row.version,
            said={field.label: _in_words(field, from_json([field], row.said)[field.name], names) for field in fields},
            is_withdrawn=row.is_withdrawn,
            because=row.because,
            by=row.by.name,
            at=row.at,
        )
        for row in rows
    ]


def find_group(public_id: UUID) -> Group:
    """Return one group.

    Raises:
        PartGone: there is no such group, or it was withdrawn.
    """
    row: Group | None = Group.objects.filter(public_id=public_id, is_withdrawn=False).first()
    if row is None:
        raise PartGone("There is no such group.")
    return row


def terms_of(group: Group) -> Sequence[GroupTerms]:
    """Return a group's terms of reference, the newest first."""
    return list(group.terms.filter(is_withdrawn=False).select_related("under", "priority").order_by("-begins_on"))


def seats_of(group: Group) -> Sequence[GroupSeat]:
    """Return every seat that a group ever had, with those who held it."""
    rows = group.seats.filter(is_withdrawn=False).select_related("member").prefetch_related("holders")
    return list(rows.order_by("begins_on", "pk"))


def meetings_of(group: Group) -> Sequence[GroupMeeting]:
    """Return a group's meetings, the latest first."""
    return list(group.meetings.filter(is_withdrawn=False).order_by("-held_on", "-pk"))


def find_meeting(public_id: UUID) -> GroupMeeting:
    """Return one meeting with its group, papers and decisions.

    Raises:
        PartGone: there is no such meeting, or it was withdrawn.
    """
    rows = GroupMeeting.objects.select_related("group").prefetch_related("papers", "decisions")
    row: GroupMeeting | None = rows.filter(public_id=public_id, is_withdrawn=False).first()
    if row is None:
        raise PartGone("There is no such meeting.")
    return row


def quorum_on(terms: Sequence[GroupTerms], day: date) -> int | None:
    """Return how many seats must be filled to decide on a day, of terms with the newest first; None where unsaid."""
    return next((row.quorum for row in terms if row.begins_on <= day), None)


def work_plan(day: date, group: Group | None = None) -> Sequence[WorkItem]:
    """Return what is on the work plan on a day, of one group or of all, the most urgent first."""
    rows = WorkItem.objects.filter(is_withdrawn=False).select_related("group", "priority")
    found = [row for row in (rows.filter(group=group) if group else rows) if holds_on(row, day)]
    return sorted(found, key=lambda row: (row.due_on or date.max, row.pk))


def risks_on(day: date, group: Group | None = None) -> Sequence[GroupRisk]:
    """Return the risks that stand on a day, of one group or of all, the gravest first."""
    rows = GroupRisk.objects.filter(is_withdrawn=False).select_related("group")
    found = [row for row in (rows.filter(group=group) if group else rows) if holds_on(row, day)]
    return sorted(found, key=lambda row: (-row.likelihood * row.impact, row.pk))


def work_ended(day: date, group: Group | None = None) -> Sequence[WorkItem]:
    """Return what was on the work plan and had ended before a day, of one group or of all, the latest first."""
    rows = WorkItem.objects.filter(is_withdrawn=False, ends_on__lt=day).select_related("group", "priority")
    return list((rows.filter(group=group) if group else rows).order_by("-ends_on", "pk"))


def risks_ended(day: date, group: Group | None = None) -> Sequence[GroupRisk]:
    """Return the risks that had ended before a day, of one group or of all, the latest first."""
    rows = GroupRisk.objects.filter(is_withdrawn=False, ends_on__lt=day).select_related("group")
    return list((rows.filter(group=group) if group else rows).order_by("-ends_on", "pk"))


def contacts_on(day: date) -> Sequence[Contact]:
    """Return the contacts of a day, those to ring now first."""
    order = [ContactKind.URGENT, ContactKind.OUT_OF_HOURS, ContactKind.TEAM, ContactKind.SOCIAL]
    rows = [row for row in Contact.objects.filter(is_withdrawn=False).order_by("pk") if holds_on(row, day)]
    return sorted(rows, key=lambda row: order.index(ContactKind(row.kind)))


def _rows(kind: PartKind) -> QuerySet[Part]:
    return MODELS[kind].objects.all()


def _in_words(field: Said, value: Any, names: Mapping[str, Mapping[int, str]]) -> str:
    if value is None or value == "":
        return ""
    if field.choices is not None:
        return field.choices[value]
    if field.shape in POINTS:
        return names[field.shape].get(value, "withdrawn since")
    if field.shape == "yes":
        return "Yes" if value else "No"
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)
