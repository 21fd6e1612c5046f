"""What the partnership is made of, each part with the days on which it holds; no child stands in any of these tables.

A part is never removed: it ends, or is withdrawn when it was written in error, and every version stays.
"""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from kith.partnership.vocabulary import (
    ContactKind,
    GroupKind,
    MeetingStage,
    OfficeKind,
    PartKind,
    SeatRole,
    WorkState,
)


class Part(models.Model):
    """A part of the structure in its present version."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    is_withdrawn = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


class DatedPart(Part):
    """A part that holds from its first day to its last, both included."""

    begins_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="%(app_label)s_%(class)s_days"
            )
        ]


class Member(DatedPart):
    """An agency as the partnership describes it to everybody, and whether it is a key safeguarding partner."""

    agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    does = models.TextField(blank=True)
    website = models.TextField(blank=True)
    lead_post = models.TextField(blank=True)
    is_key_partner = models.BooleanField(default=False)


class Office(DatedPart):
    """A post of the partnership as a whole, such as the Independent Scrutineer, while one person holds it."""

    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in OfficeKind])
    holder = models.TextField()
    is_public = models.BooleanField(default=False)


class Priority(DatedPart):
    """One of the things that the partnership puts first."""

    name = models.TextField()
    says = models.TextField(blank=True)


class Group(DatedPart):
    """One group of the partnership; what it is for and to whom it reports stands in its terms of reference."""

    name = models.TextField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in GroupKind])


class GroupTerms(Part):
    """Terms of reference of a group, which hold from their first day until newer ones do."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="terms")
    name = models.TextField()
    under = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    purpose = models.TextField()
    quorum = models.PositiveIntegerField(null=True)
    meets = models.TextField(blank=True)
    begins_on = models.DateField()
    review_on = models.DateField(null=True)
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, related_name="+")
    # The day of review for which somebody was asked; none while nobody is.
    asked_for = models.DateField(null=True)


class GroupSeat(DatedPart):
    """A seat in a group: which post of which agency has it; vacant on days on which nobody holds it."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    post = models.TextField()
    role = models.CharField(max_length=20, choices=[(one.value, one.value) for one in SeatRole])
    deputy_post = models.TextField(blank=True, default="")


class PostHolder(DatedPart):
    """Who holds a seat, and whether their name may be told outside."""

    seat = models.ForeignKey(GroupSeat, models.PROTECT, related_name="holders")
    name = models.TextField()
    is_public = models.BooleanField(default=False)


class GroupMeeting(Part):
    """One meeting of a group."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    stage = models.CharField(max_length=20, choices=[(one.value, one.value) for one in MeetingStage])
    place = models.TextField(blank=True)
    present = models.PositiveIntegerField(null=True)
    is_public = models.BooleanField(default=False)


class GroupPaper(Part):
    """A paper before a meeting."""

    meeting = models.ForeignKey(GroupMeeting, models.PROTECT, related_name="papers")
    title = models.TextField()
    from_post = models.TextField(blank=True)
    says = models.TextField(blank=True)


class GroupDecision(Part):
    """What a meeting decided."""

    meeting = models.ForeignKey(GroupMeeting, models.PROTECT, related_name="decisions")
    says = models.TextField()
    owner_post = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    is_public = models.BooleanField(default=False)


class WorkItem(DatedPart):
    """What a group has set itself to do, and for which priority."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="work_items")
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, related_name="+")
    says = models.TextField()
    owner_post = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in WorkState])
    due_on = models.DateField(null=True)


class GroupRisk(DatedPart):
    """What could keep the partnership from its work, how likely and how bad, and what is done about it."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="risks")
    says = models.TextField()
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    answer = models.TextField(blank=True)
    owner_post = models.TextField(blank=True)
    review_on = models.DateField(null=True)


class Contact(DatedPart):
    """Whom to ring or write to: a team, a line at night, a page elsewhere; never one person's own number."""

    name = models.TextField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ContactKind])
    serves = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    email = models.TextField(blank=True)
    hours = models.TextField(blank=True)
    url = models.TextField(blank=True)


class StructureChange(models.Model):
    """One version of one part, whole: what it says from then on, who wrote it and why; none is ever changed."""

    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in PartKind])
    part = models.UUIDField()
    version = models.PositiveIntegerField()
    said = models.JSONField()
    is_withdrawn = models.BooleanField(default=False)
    because = models.TextField(blank=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-version",)
        constraints = [models.UniqueConstraint(fields=["part", "version"], name="partnership_structure_once")]


MODELS: Mapping[PartKind, type[Part]] = {
    PartKind.MEMBER: Member,
    PartKind.OFFICE: Office,
    PartKind.PRIORITY: Priority,
    PartKind.GROUP: Group,
    PartKind.TERMS: GroupTerms,
    PartKind.SEAT: GroupSeat,
    PartKind.HOLDER: PostHolder,
    PartKind.MEETING: GroupMeeting,
    PartKind.PAPER: GroupPaper,
    PartKind.DECISION: GroupDecision,
    PartKind.WORK_ITEM: WorkItem,
    PartKind.RISK: GroupRisk,
    PartKind.CONTACT: Contact,
}
