"""What one row of a chronology is: headlines in one table, what was said in side tables by data class.

Entries and details are written by the hundred thousand from rows that are known to exist, so they carry no constraint
on those; each would cost as much as the row.
"""

from django.db import models


class Entry(models.Model):
    """One event, or one state, in the story of one person, as far as everybody with headlines may read it."""

    person_id = models.BigIntegerField()
    source_ref = models.TextField()  # agency code, the event's local id, role: the same over every telling
    event = models.ForeignKey(
        "feeds.EventRecord", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    agency = models.ForeignKey(
        "access.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    source = models.TextField()
    kind = models.TextField()
    data_class = models.TextField()
    sector = models.TextField()
    occurred_on = models.DateField()
    ended_on = models.DateField(null=True)
    known_at = models.DateField()
    precision = models.TextField(default="day")
    role = models.TextField()
    band = models.SmallIntegerField(default=1)
    headline = models.TextField()
    basis = models.TextField()
    said_by = models.TextField(default="")
    others = models.SmallIntegerField(default=0)
    group_key = models.TextField()
    retracted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "source_ref"], name="chronology_entry_told_once")]
        indexes = [
            models.Index(fields=["person_id", "occurred_on"], name="chronology_entry_by_day"),
        ]


class Detail(models.Model):
    """What was said about one entry; each data class keeps its own table, so that row security covers the fields."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    person_id = models.BigIntegerField()
    says = models.TextField(default="")
    place = models.TextField(default="")
    code_scheme = models.TextField(default="")
    code = models.TextField(default="")
    detail = models.JSONField(default=dict)

    class Meta:
        abstract = True


class CareDetail(Detail):
    """The education or social-care detail of one entry."""

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="chronology_care_person")]


class HealthDetail(Detail):
    """The health detail of one entry."""

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="chronology_health_person")]


class PoliceDetail(Detail):
    """The police, intelligence or youth-justice detail of one entry."""

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="chronology_police_person")]


class ProtectedDetail(Detail):
    """The detail of one entry that is hidden from ordinary looks."""

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="chronology_protected_person")]


class PupilWeek(models.Model):
    """One person's week of school sessions, over all the schools that counted it."""

    pk = models.CompositePrimaryKey("person_id", "week_on")
    person_id = models.BigIntegerField()
    week_on = models.DateField()
    possible = models.SmallIntegerField()
    absent = models.SmallIntegerField()
    unauthorised = models.SmallIntegerField()
    excluded = models.SmallIntegerField()
    off_site = models.SmallIntegerField()


class Involvement(models.Model):
    """A worker or a setting that is, or was, responsible for one person: whom to ring."""

    person_id = models.BigIntegerField()
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    worker_ref = models.TextField(default="")
    worker_name = models.TextField(default="")
    setting_ref = models.TextField(default="")
    role = models.TextField(default="")
    phone = models.TextField(default="")
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "agency", "worker_ref", "setting_ref", "role", "begins_on"],
                nulls_distinct=False,
                name="chronology_involvement_once",
            )
        ]


class Document(models.Model):
    """One document added by hand: typed, dated, its bytes in the file store under their sha256."""

    person_id = models.BigIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    kind = models.TextField()
    dated_on = models.DateField()
    title = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "dated_on"], name="chronology_document_by_day"),
            models.Index(fields=["sha256"], name="chronology_document_content"),
        ]
