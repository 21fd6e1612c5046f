"""The cases of an audit: whom it is about, what the record told, what each agency says, both grades."""

import uuid
from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.audit.vocabulary import Grade, Section, ToolState

_GRADES = [(one.value, one.value) for one in Grade]


class AuditCase(models.Model):
    """One young person in one audit, and the day of the incident; two cohorts that both chose them share it."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey("audit.AuditTheme", models.CASCADE, related_name="cases")
    person_id = models.BigIntegerField(db_index=True)
    incident_on = models.DateField()
    drawn_at = models.DateTimeField()
    set_aside_because = models.TextField(blank=True)

    class Meta:
        ordering = ("incident_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "person_id"], condition=Q(set_aside_because=""), name="audit_case_once"
            )
        ]


class CohortMember(models.Model):
    """That one cohort chose one case."""

    cohort = models.ForeignKey("audit.Cohort", models.CASCADE, related_name="members")
    case = models.ForeignKey(AuditCase, models.CASCADE, related_name="memberships")
    person_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "case"], name="audit_member_once")]


class CaseRecord(models.Model):
    """What the record showed of one case on the day it was drafted; findings are counted from these facts.

    `answers` are what they answered to each question when the findings were counted last: yes, no, or not known.
    """

    case = models.OneToOneField(AuditCase, models.CASCADE, primary_key=True, related_name="record")
    person_id = models.BigIntegerField(db_index=True)
    as_of = models.DateField()
    facts = models.JSONField()
    drafted_at = models.DateTimeField()
    answers = models.JSONField(null=True)


class AgencyTool(models.Model):
    """What one agency says about one case."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(AuditCase, models.CASCADE, related_name="tools")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    person_id = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=10, default="draft", choices=[(one.value, one.value) for one in ToolState])
    drafted_at = models.DateTimeField()
    returned_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("agency__name", "id")
        constraints = [
            models.UniqueConstraint(fields=["case", "agency"], name="audit_tool_once"),
            models.CheckConstraint(
                condition=Q(state="returned") ^ Q(returned_by__isnull=True), name="audit_tool_returned_by_somebody"
            ),
        ]


class ToolSection(models.Model):
    """One section of a tool: what the record says, what the agency says, its grade and why."""

    tool = models.ForeignKey(AgencyTool, models.CASCADE, related_name="sections")
    person_id = models.BigIntegerField(db_index=True)
    section = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Section])
    record = ArrayField(models.TextField(), default=list)
    evidence = models.TextField(blank=True)
    good_practice = models.TextField(blank=True)
    to_develop = models.TextField(blank=True)
    grade = models.CharField(max_length=20, blank=True, choices=_GRADES)
    because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["tool", "section"], name="audit_section_once"),
            models.CheckConstraint(condition=Q(grade="") | ~Q(because=""), name="audit_grade_has_its_reason"),
        ]

    @property
    def moderated(self) -> "ModeratedGrade | None":
        """Return what the last meeting made of the grade; the whole list is read, for it is fetched beforehand."""
        return next(reversed(self.moderated_grades.all()), None)

    @property
    def moderated_before(self) -> Sequence["ModeratedGrade"]:
        """Return what earlier meetings made of the grade, the first first."""
        return list(self.moderated_grades.all())[:-1]


class ModeratedGrade(models.Model):
    """What one meeting of moderation made of a grade, and why; what the agency and earlier meetings gave stays."""

    section = models.ForeignKey(ToolSection, models.CASCADE, related_name="moderated_grades")
    person_id = models.BigIntegerField(db_index=True)
    moderation = models.ForeignKey("audit.Moderation", models.PROTECT, related_name="grades")
    grade = models.CharField(max_length=20, choices=_GRADES)
    because = models.TextField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("moderation__held_on", "id")
        constraints = [
            models.UniqueConstraint(fields=["section", "moderation"], name="audit_moderated_once_a_meeting"),
            models.CheckConstraint(condition=~Q(because=""), name="audit_moderated_has_its_reason"),
        ]
