"""Meetings, who sits in them, what is on the agenda, what agencies return, and the minutes written meanwhile."""

import uuid

from django.db import models

from kith.panel.vocabulary import AskedOf, MeetingState, Section


class Meeting(models.Model):
    """One meeting of the panel."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    begins_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default="planned", choices=[(one.value, one.value) for one in MeetingState])
    chair = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    inquorate_because = models.TextField(blank=True)

    class Meta:
        ordering = ("begins_at", "id")


class Seat(models.Model):
    """One member of staff in one meeting: invited, came or not, promised to keep what is said to themselves."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    staff = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    promised_at = models.DateTimeField(null=True)
    attended = models.BooleanField(null=True)
    apology = models.CharField(max_length=200, blank=True)
    agenda_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "staff"], name="panel_seat_once")]


class Item(models.Model):
    """One child on the agenda of one meeting."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    case = models.ForeignKey("panel.Case", models.CASCADE, related_name="items")
    person_id = models.BigIntegerField(db_index=True)
    section = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Section])
    minutes_planned = models.PositiveSmallIntegerField(default=15)
    listed_at = models.DateTimeField()
    put_off_because = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "case"], name="panel_item_once")]


class Conflict(models.Model):
    """A member of staff who is too near to one child to take part in that item."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="conflicts")
    person_id = models.BigIntegerField(db_index=True)
    staff = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "staff"], name="panel_conflict_once")]


class Research(models.Model):
    """One agency asked what it knows of one child before a meeting, by a day."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("panel.Case", models.CASCADE, related_name="research")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="research")
    person_id = models.BigIntegerField(db_index=True)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    asked_of = models.CharField(
        max_length=12, default=AskedOf.CONTACT.value, choices=[(one.value, one.value) for one in AskedOf]
    )
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "meeting", "agency"], nulls_distinct=False, name="panel_research_once"
            )
        ]


class Return(models.Model):
    """What one agency shares of one child in the meeting."""

    research = models.OneToOneField(Research, models.CASCADE, primary_key=True, related_name="shared")
    person_id = models.BigIntegerField(db_index=True)
    known = models.BooleanField()
    role = models.CharField(max_length=120, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    last_contact_on = models.DateField(null=True)
    facts = models.TextField(blank=True)
    opinions = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    voice = models.TextField(blank=True)
    works = models.TextField(blank=True)
    held_back_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)


class HeldBack(models.Model):
    """What one agency holds back: its own people see it, and nobody else."""

    research = models.OneToOneField(Research, models.CASCADE, primary_key=True, related_name="held_back")
    person_id = models.BigIntegerField(db_index=True)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    says = models.TextField()


class Minute(models.Model):
    """One field of the minutes of one item, with the version that the next writer must have seen."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="minutes")
    person_id = models.BigIntegerField(db_index=True)
    field = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "field"], name="panel_minute_once")]


class MinuteVersion(models.Model):
    """One text that a field of the minutes has had; with a clash, the text that was not taken over."""

    minute = models.ForeignKey(Minute, models.CASCADE, related_name="versions")
    person_id = models.BigIntegerField(db_index=True)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    clashed = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minute", "version"], condition=models.Q(clashed=False), name="panel_version_once"
            )
        ]
