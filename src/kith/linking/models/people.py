"""People as all agencies together know them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Person(models.Model):
    """One person of any age; the id never leaves the database, the public id is a random number."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    merged_into = models.BigIntegerField(null=True)
    held_until = models.DateField(null=True)


class Profile(models.Model):
    """The best of what is known of who a person is; rebuilt from the records, never typed over."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="profile")
    forename = models.CharField(max_length=120, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=120, blank=True)
    other_names = ArrayField(models.CharField(max_length=250), default=list)
    born_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    sort_key = models.CharField(max_length=260, db_index=True)
    is_child = models.BooleanField(default=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)


class ToldBirth(models.Model):
    """What was told here of a birth, until the agencies' records say it: the day it is expected, the day it was."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="told_birth")
    expected_on = models.DateField(null=True)
    born_on = models.DateField(null=True)
    told_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    told_at = models.DateTimeField()


class Stay(models.Model):
    """One address of one person, as one agency knows it."""

    address = models.CharField(max_length=300)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Address(Stay):
    """An address that whoever reads the headlines may read."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")


class ProtectedAddress(Stay):
    """An address that must stay secret; it is in no other table, list or key."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="protected_addresses")


class Membership(models.Model):
    """One agency's person as a part of one person until somebody decides otherwise; never changed, only ended."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    source_person = models.ForeignKey("feeds.SourcePerson", models.CASCADE, related_name="+")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    band = models.CharField(max_length=10)
    weight = models.FloatField()
    reason = models.JSONField(default=dict)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    decision = models.ForeignKey("linking.Decision", models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_person"], condition=models.Q(ends_at__isnull=True), name="membership_one_at_a_time"
            )
        ]


class Tie(models.Model):
    """A family or household tie between two people: `other` is the `kind` of `person`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="ties")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")


class SearchKey(models.Model):
    """One way to find one person: read by equality only, through one function that logs.

    Millions of rows, all derived: a purge deletes them by name, so no constraint is checked row by row.
    """

    pk = models.CompositePrimaryKey("kind", "key", "person_id")
    kind = models.SmallIntegerField()
    key = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_constraint=False)
