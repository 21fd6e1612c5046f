"""What agencies say about people, in their own words and under their own numbers; linking finds out who is who.

Rows come in by the hundred thousand, each inserted by a join on the very rows that it points to, in the transaction
that holds those rows. So the database checks no foreign key here again at commit, which would double the time of a
load; a test shows that none points to nothing.
"""

from django.contrib.postgres.indexes import BrinIndex, HashIndex
from django.db import models


class SourcePerson(models.Model):
    """One agency's own idea of one person: the node that linking links."""

    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    local_id = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "local_id"], name="sourceperson_once")]


class FromFile(models.Model):
    """What every record knows of its origin: file, line, agency, and on what basis it may be used."""

    file = models.ForeignKey("feeds.SourceFile", models.CASCADE, related_name="+", db_constraint=False)
    line = models.BigIntegerField()
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        abstract = True


class UnderAgreement(FromFile):
    """What a described person or event adds: its content's fingerprint, its agreement, whether it still stands."""

    # The rows of one file lie together, so where they lie is all that an index needs to know of the file.
    file = models.ForeignKey("feeds.SourceFile", models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    content_hash = models.UUIDField()
    is_current = models.BooleanField(default=True)
    agreement = models.ForeignKey(
        "access.Agreement", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    lawful_basis = models.TextField()
    retention_class = models.TextField()

    class Meta:
        abstract = True


class PersonRecord(UnderAgreement):
    """One person as one row of an agency's file describes them; empty where the row does not say."""

    source_person = models.ForeignKey(
        SourcePerson, models.CASCADE, related_name="records", db_index=False, db_constraint=False
    )
    record_key = models.TextField()
    local_id = models.TextField()
    forename = models.TextField()
    middle_names = models.TextField()
    surname = models.TextField()
    former_surname = models.TextField()
    known_as = models.TextField()
    born_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    sex = models.TextField()
    ethnicity = models.TextField()
    address = models.TextField()
    town = models.TextField()
    postcode = models.TextField()
    uprn = models.TextField()
    confidential_address = models.BooleanField(default=False)
    phone = models.TextField()
    email = models.TextField()
    nhs_number = models.TextField()
    upn = models.TextField()
    other_ids = models.JSONField(default=dict)
    is_child = models.BooleanField(default=True)
    as_of = models.DateField(null=True)
    address_from = models.DateField(null=True)
    address_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["source_person", "record_key"], name="personrecord_person_key"),
            BrinIndex(fields=["file"], name="personrecord_file"),
        ]


class EventRecord(UnderAgreement):
    """Something that happened, or a state that began, as one agency recorded it; a correction is a new row."""

    local_id = models.TextField()
    kind = models.TextField()
    occurred_on = models.DateField()
    known_at = models.DateField()
    ended_on = models.DateField(null=True)
    precision = models.TextField()
    band = models.SmallIntegerField()
    code_scheme = models.TextField()
    code = models.TextField()
    says = models.TextField()
    said_by = models.TextField()
    basis = models.TextField()
    place = models.TextField()
    detail = models.JSONField(default=dict)
    retracted = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # Only ever asked whether one event's number is there: a third of the cost of an ordered index.
            HashIndex(fields=["local_id"], condition=models.Q(is_current=True), name="eventrecord_current"),
            BrinIndex(fields=["file"], name="eventrecord_file"),
        ]


class EventParticipant(models.Model):
    """The part that one of an agency's people has in one of its events."""

    pk = models.CompositePrimaryKey("event_id", "source_person_id", "role")
    event = models.ForeignKey(
        EventRecord, models.CASCADE, related_name="participants", db_index=False, db_constraint=False
    )
    source_person = models.ForeignKey(SourcePerson, models.CASCADE, related_name="+", db_constraint=False)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    role = models.TextField()


class TieRecord(FromFile):
    """A family or household tie between two of one agency's people: `other` is the `kind` of `source_person`."""

    source_person = models.ForeignKey(
        SourcePerson, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    other = models.ForeignKey(SourcePerson, models.CASCADE, related_name="+", db_constraint=False)
    kind = models.TextField()
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_person", "other", "kind", "begins_on"], nulls_distinct=False, name="tierecord_once"
            )
        ]


class Involvement(FromFile):
    """A worker's or a setting's responsibility for one person: where a relationship comes from."""

    source_person = models.ForeignKey(
        SourcePerson, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    worker_ref = models.TextField()
    worker_name = models.TextField()
    setting_ref = models.TextField()
    role = models.TextField()
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "worker_ref"], name="involvement_worker")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_person", "role", "worker_ref", "setting_ref", "begins_on"],
                nulls_distinct=False,
                name="involvement_once",
            )
        ]


class PupilWeek(models.Model):
    """One pupil's week of half-day sessions at the schools of one agency."""

    pk = models.CompositePrimaryKey("source_person_id", "week_on")
    source_person = models.ForeignKey(
        SourcePerson, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    week_on = models.DateField()
    possible = models.SmallIntegerField()
    absent = models.SmallIntegerField()
    unauthorised = models.SmallIntegerField()
    excluded = models.SmallIntegerField()
    off_site = models.SmallIntegerField()
    # As with the records: a file's weeks lie together, or lay so until a later file corrected some.
    file = models.ForeignKey("feeds.SourceFile", models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        indexes = [BrinIndex(fields=["file"], name="pupilweek_file")]
