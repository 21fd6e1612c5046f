"""A pack for one agency: the agenda and what is known, or the minutes, with its reader's name on each page."""

import uuid

from django.db import models


class Pack(models.Model):
    """One pack that is asked for, being made, or ready; it says nothing of what is in it."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("panel.Meeting", models.CASCADE, related_name="packs")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    reader = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    copy = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="asked")
    children = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("copy",)
        constraints = [models.UniqueConstraint(fields=["meeting", "copy"], name="panel_pack_copy_once")]


class PackFile(models.Model):
    """The pages of one pack: its agency's own people open them, and nobody else."""

    pack = models.OneToOneField(Pack, models.CASCADE, primary_key=True, related_name="file")
    agency = models.ForeignKey("access.Agency", models.PROTECT, related_name="+")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
