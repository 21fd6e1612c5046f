"""What else the panel looks at: places, groups, vehicles and suspected exploiters, and who is linked to them."""

import uuid

from django.db import models

from kith.panel.vocabulary import ActionState, Disruption, LinkRole, LinkSource, SubjectField, SubjectKind


class Subject(models.Model):
    """A place, peer group, vehicle or suspected exploiter; its words are kept apart, for some are the police's."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in SubjectKind])
    number = models.PositiveIntegerField()
    police = models.BooleanField(default=False)
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("kind", "number")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="panel_subject_number_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="exploiter") | models.Q(police=True), name="panel_exploiter_is_police"
            ),
        ]


class SubjectReader(models.Model):
    """An agency whose people read a subject of the police's class until that is taken back; others all may read."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="readers")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # taken back; why stands in the subject's words
    ended_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "agency"], condition=models.Q(ended_at=None), name="panel_reader_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="panel_reader_ended_by_somebody",
            ),
        ]


class SubjectText(models.Model):
    """One text that a field about a subject has had; the newest counts, none is taken away."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="texts")
    about = models.UUIDField(null=True)  # an item or an action of the subject; nothing: the subject itself
    field = models.CharField(max_length=12, choices=[(one.value, one.value) for one in SubjectField])
    version = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "about", "field", "version"],
                nulls_distinct=False,
                name="panel_subject_text_in_order",
            )
        ]


class SubjectClash(models.Model):
    """A text that was not taken over, for somebody else had written meanwhile; it waits until a person chooses."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="clashes")
    about = models.UUIDField()  # the item in whose minutes both were written
    field = models.CharField(max_length=12, choices=[(one.value, one.value) for one in SubjectField])
    text = models.TextField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["about"], condition=models.Q(settled_at=None), name="panel_clash_unsettled")]


class LinkBase(models.Model):
    """A person's link to a subject: as what, from when to when, who said so, and why it was ended."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(db_index=True)
    role = models.CharField(max_length=12, choices=[(one.value, one.value) for one in LinkRole])
    source = models.CharField(max_length=12, choices=[(one.value, one.value) for one in LinkSource])
    said_by = models.CharField(max_length=120)
    says = models.TextField()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    linked_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True)

    class Meta:
        abstract = True


class SubjectLink(LinkBase):
    """A person's link to a place, a group or a vehicle, as far as social care and education may know it."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "person_id"], condition=models.Q(ended_at__isnull=True), name="panel_link_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) ^ ~models.Q(ended_because=""),
                name="panel_link_says_why_ended",
            ),
        ]


class PoliceLink(LinkBase):
    """A person's link to a suspected exploiter, or any other that the police tell: of the police's class."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="police_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "person_id"], condition=models.Q(ended_at__isnull=True), name="panel_plink_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) ^ ~models.Q(ended_because=""),
                name="panel_plink_says_why_ended",
            ),
        ]


class SubjectItem(models.Model):
    """A place, a group, a vehicle or a suspected exploiter on the agenda of one meeting."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("panel.Meeting", models.CASCADE, related_name="subject_items")
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="items")
    listed_at = models.DateTimeField()
    disruption = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Disruption])
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "subject"], name="panel_subject_item_once"),
            models.CheckConstraint(
                condition=models.Q(disruption="") ^ models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="panel_subject_item_decided_by_somebody",
            ),
        ]


class SubjectAction(models.Model):
    """Something that somebody does about a subject, agreed by the panel; what it is stands in the subject's words."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="actions")
    owner = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(
        max_length=12, default="not_started", choices=[(one.value, one.value) for one in ActionState]
    )
    not_possible_because = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="not_possible") ^ models.Q(not_possible_because=""),
                name="panel_subject_action_says_why",
            )
        ]
