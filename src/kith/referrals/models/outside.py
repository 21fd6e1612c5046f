"""The link by which a colleague outside comes to a referral that was sent to them by name."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from kith.referrals.models.referral import Referral


class OutsideLink(models.Model):
    """One link of one referral to one named colleague; only the hash of its secret is kept, and it works once."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="links")
    recipient = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    secret_hash = models.BinaryField(unique=True)
    made_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + timedelta(hours=72)), name="referrals_link_lasts_72_hours"
            )
        ]
