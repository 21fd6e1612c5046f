"""The services directory in Open Referral form; it names services, posts and places, and never a child.

`public_id` is the id that the publisher gave; `more` keeps word for word whatever a publisher says that has no
column of its own, so that what comes in can go out again.
"""

import uuid

from django.db import models

from kith.partnership.vocabulary import ServiceStatus


class Published(models.Model):
    """Something that a publisher gave an id."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4)
    more = models.JSONField(default=dict)

    class Meta:
        abstract = True


class Organisation(Published):
    """Whoever provides services; where it is a member of the partnership, its agency is named."""

    name = models.TextField()
    description = models.TextField(blank=True)
    website = models.TextField(blank=True)
    email = models.TextField(blank=True)
    agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("name", "id")


class Service(Published):
    """One thing that an organisation does for children or families, and how it stands."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    name = models.TextField()
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ServiceStatus])
    url = models.TextField(blank=True)
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    fees = models.TextField(blank=True)
    eligibility = models.TextField(blank=True)
    minimum_age = models.FloatField(null=True)
    maximum_age = models.FloatField(null=True)
    closed_on = models.DateField(null=True)
    closed_because = models.TextField(blank=True)
    # Set when somebody here changes it; what an older file says no longer overwrites it.
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[one.value for one in ServiceStatus]), name="partnership_service_status"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | (~models.Q(status="active") & ~models.Q(closed_because="")),
                name="partnership_service_closed_with_a_reason",
            ),
        ]


class ServiceChange(models.Model):
    """One change of a service, by somebody here or by a newer file: what it said before and after, and why."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    because = models.TextField(blank=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "version"], name="partnership_change_once")]


class PartOfService(models.Model):
    """A part of one service, in the order in which the publisher gave it."""

    ref = models.UUIDField()
    place = models.PositiveIntegerField()
    more = models.JSONField(default=dict)

    class Meta:
        abstract = True


class ServiceArea(PartOfService):
    """An area whose children a service takes; a service without one takes children from everywhere."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="areas")
    name = models.TextField(blank=True)

    class Meta:
        ordering = ("place", "id")
        constraints = [models.UniqueConstraint(fields=["service", "ref"], name="partnership_area_once")]


class Schedule(PartOfService):
    """When a service can be had."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="schedules")
    byday = models.TextField(blank=True)
    opens_at = models.TextField(blank=True)
    closes_at = models.TextField(blank=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ("place", "id")
        constraints = [models.UniqueConstraint(fields=["service", "ref"], name="partnership_schedule_once")]


class Location(Published):
    """A place where services can be had; its postcode without spaces is what is searched."""

    name = models.TextField(blank=True)
    description = models.TextField(blank=True)
    postcode = models.TextField(blank=True, db_index=True)


class ServiceAtLocation(PartOfService):
    """One service at one place."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("place", "id")
        constraints = [models.UniqueConstraint(fields=["ref"], name="partnership_at_location_once")]


class Taxonomy(Published):
    """A list of terms by which services are sorted."""

    name = models.TextField()
    description = models.TextField(blank=True)


class TaxonomyTerm(Published):
    """One term of a taxonomy."""

    name = models.TextField()
    description = models.TextField(blank=True)
    taxonomy = models.ForeignKey(Taxonomy, models.PROTECT, null=True, related_name="terms")


class ServiceTerm(PartOfService):
    """A term that fits a service: what it is, or which need it meets."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="terms")
    term = models.ForeignKey(TaxonomyTerm, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("place", "id")
        constraints = [models.UniqueConstraint(fields=["service", "ref"], name="partnership_term_once")]


class Capacity(models.Model):
    """What a service was told to have: places, how many are taken, and the wait; the latest counts, none is changed."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="capacities")
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()
    weeks_to_wait = models.PositiveIntegerField(null=True)
    told_on = models.DateField()
    told_by = models.CharField(max_length=120)
    noted_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-told_on", "-id")


class DirectoryFile(models.Model):
    """One file that came into the directory, with what became of each entry: in = kept + held."""

    sha256 = models.CharField(max_length=64)
    total = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    reasons = models.JSONField(default=list)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total=models.F("kept") + models.F("held")), name="partnership_nothing_lost"
            )
        ]
