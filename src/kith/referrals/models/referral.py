"""The referral itself, and the steps it has gone."""

import uuid

from django.db import models

from kith.access.vocabulary import Sector
from kith.referrals.vocabulary import ReferralAct, ReferralState


class Referral(models.Model):
    """One child referred by one colleague to one agency; leaving the draft is what the database checks."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField(db_index=True)
    from_agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    from_staff = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("access.Agency", models.PROTECT, null=True, related_name="+")
    to_staff = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    allocated_to = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    service_id = models.UUIDField(null=True)
    service_name = models.CharField(max_length=200, blank=True)
    source_ref = models.CharField(max_length=80, blank=True, db_default="")  # of the system it was written in
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in ReferralState], default="draft")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    notes_risk = models.BooleanField(null=True)  # set by the database when the referral is sent

    @property
    def is_to_panel(self) -> bool:
        """Test whether it goes to the partnership's panel, whose case then carries it on."""
        return self.to_staff_id is None and self.to_agency is not None and self.to_agency.sector == Sector.PARTNERSHIP

    class Meta:
        ordering = ("-changed_at", "-id")
        indexes = [models.Index(fields=["sent_at"], name="referrals_by_day_of_sending")]
        constraints = [
            models.UniqueConstraint(
                fields=["from_agency", "source_ref"], condition=~models.Q(source_ref=""), name="referrals_written_once"
            )
        ]


class ReferralStep(models.Model):
    """One step of a referral: who moved it from where to where, when, and with which words. Never changed."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="steps")
    person_id = models.BigIntegerField(db_index=True)
    act = models.CharField(max_length=20, choices=[(a.value, a.value) for a in ReferralAct])
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=20, blank=True)
    says = models.TextField(blank=True)
    worker = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("at", "id")
