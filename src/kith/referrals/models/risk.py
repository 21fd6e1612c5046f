"""The statement of risk, the known events of the record, and the police lead's word on what stays with them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.referrals.models.referral import Referral


class RiskKind(models.Model):
    """One kind of event that a referral must not be silent about, and for how many weeks; copied from the files."""

    version = models.CharField(max_length=20)
    valid_from = models.DateField()
    kind = models.CharField(max_length=60)
    look_back_weeks = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="referrals_riskkind_once")]


class RiskStatement(models.Model):
    """What a referral says of risk: the risks below, or that none is known, and where that was checked and when."""

    referral = models.OneToOneField(Referral, models.CASCADE, primary_key=True, related_name="risk")
    person_id = models.BigIntegerField(db_index=True)
    is_none_known = models.BooleanField(default=False)
    checked_in = models.TextField(blank=True)
    checked_on = models.DateField(null=True)
    visit_safety = models.TextField(blank=True)


class Risk(models.Model):
    """One risk: of what, to whom, how grave, how soon, and how it is known."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="risks")
    person_id = models.BigIntegerField(db_index=True)
    of = models.CharField(max_length=30)
    to = ArrayField(models.CharField(max_length=20), default=list)
    grade = models.CharField(max_length=20)
    imminence = models.CharField(max_length=20)
    basis = models.CharField(max_length=20)
    checked_on = models.DateField(null=True)
    named_person = models.TextField(blank=True)
    greatest_when = models.TextField(blank=True)
    incident_on = models.DateField(null=True)
    incident = models.TextField(blank=True)
    weapon = models.CharField(max_length=20)
    weapon_kind = models.TextField(blank=True)
    raised_by = models.TextField(blank=True)
    lowered_by = models.TextField(blank=True)
    carried_or_stored = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)


class KnownEvent(models.Model):
    """One known event of the record: it goes along, or is left out for a reason. The database copies what it is."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="known_events")
    person_id = models.BigIntegerField(db_index=True)
    entry_ref = models.TextField()
    kind = models.TextField(blank=True)
    headline = models.TextField(blank=True)
    occurred_on = models.DateField(null=True)
    is_included = models.BooleanField(default=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-occurred_on", "id")
        constraints = [models.UniqueConstraint(fields=["referral", "entry_ref"], name="referrals_knownevent_once")]


class RiskClearance(models.Model):
    """The police lead's word after the sender rang: how grave, and how to visit safely; never what it rests on."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="clearances")
    person_id = models.BigIntegerField(db_index=True)
    grade = models.CharField(max_length=20)
    visit_safety = models.TextField()
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    entries_until = models.BigIntegerField(default=0)  # what came later needs another word; set by the database

    class Meta:
        ordering = ("id",)
