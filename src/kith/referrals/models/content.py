"""What a referral says, and every version of it."""

from django.db import models

from kith.referrals.models.referral import Referral


class ReferralContent(models.Model):
    """What a referral says but the risk; nobody can change it once it is sent."""

    referral = models.OneToOneField(Referral, models.CASCADE, primary_key=True, related_name="content")
    person_id = models.BigIntegerField(db_index=True)
    referrer_relationship = models.TextField(blank=True)
    manager_told = models.BooleanField(default=False)
    level_of_need = models.PositiveSmallIntegerField(null=True)
    urgency = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    what_changed = models.TextField(blank=True)
    worries = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    parents_view = models.TextField(blank=True)
    support_tried = models.TextField(blank=True)
    outcomes_wanted = models.TextField(blank=True)
    legal_status = models.TextField(blank=True)
    responsibility_holder = models.TextField(blank=True)
    siblings = models.TextField(blank=True)
    voice = models.CharField(max_length=20, blank=True)
    voice_says = models.TextField(blank=True)
    consent = models.CharField(max_length=20, blank=True)
    consent_by = models.TextField(blank=True)
    consent_how = models.TextField(blank=True)
    consented_on = models.DateField(null=True)
    consent_legal_reason = models.TextField(blank=True)
    parents_told = models.BooleanField(null=True)
    parents_told_says = models.TextField(blank=True)


class ReferralVersion(models.Model):
    """The whole text of a draft as somebody saved it; the last one is what stands. Never changed."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="versions")
    person_id = models.BigIntegerField(db_index=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    said = models.JSONField(default=dict)

    class Meta:
        ordering = ("version",)
        constraints = [models.UniqueConstraint(fields=["referral", "version"], name="referrals_version_once")]
