"""What a child said, what came of it, and whom it is time to hear."""

import uuid

from django.db import models

from kith.support.vocabulary import VoiceUse, Way


class VoiceEntry(models.Model):
    """What a child said or showed on one day; never changed, for words are not ours to mend."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person_id = models.BigIntegerField()
    heard_on = models.DateField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    role = models.CharField(max_length=80)
    setting = models.CharField(max_length=120)
    seen = models.BooleanField()
    alone = models.BooleanField()
    bedroom_seen = models.BooleanField(null=True)
    way = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Way])
    communication = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    observation = models.TextField(blank=True)
    view = models.TextField(blank=True)
    wishes = models.TextField(blank=True)
    feelings = models.TextField(blank=True)
    day_in_life = models.TextField(blank=True)
    wants = models.TextField(blank=True)
    declined = models.BooleanField(default=False)
    next_try_on = models.DateField(null=True)
    limits_explained = models.BooleanField()
    bears_on = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in VoiceUse])
    bears_on_says = models.CharField(max_length=200, blank=True)
    subject_ref = models.UUIDField(null=True)
    entry_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-heard_on", "-id")
        indexes = [models.Index(fields=["person_id", "heard_on"], name="support_voice_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(declined=False) | models.Q(next_try_on__isnull=False),
                name="support_voice_declined_has_next_try",
            ),
            models.CheckConstraint(
                condition=models.Q(alone=False) | models.Q(seen=True), name="support_voice_alone_is_seen"
            ),
        ]


class TellingBack(models.Model):
    """What changed because of what a child said, or why nothing did, and when the child was told."""

    voice = models.ForeignKey(VoiceEntry, models.CASCADE, related_name="told_back")
    person_id = models.BigIntegerField(db_index=True)
    changed = models.TextField(blank=True)
    why_not = models.TextField(blank=True)
    told_on = models.DateField(null=True)
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")


class VoiceDue(models.Model):
    """One asking of a worker to hear a child, because nobody has for too long or the child said later."""

    person_id = models.BigIntegerField(db_index=True)
    owner = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "owner"],
                condition=models.Q(answered_at__isnull=True),
                name="support_voice_asked_once",
            )
        ]
