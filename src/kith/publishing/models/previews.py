"""Drafts shown to somebody without an account, and what they said to them."""

from typing import Any, ClassVar

from django.db import models

from kith.publishing.vocabulary.editing import RemarkKind


class Preview(models.Model):
    """A link with which one person outside may read one draft until a day, and say what they think of it."""

    revision = models.ForeignKey("wagtailcore.Revision", models.CASCADE, related_name="+")
    page = models.ForeignKey("publishing.SitePage", models.CASCADE, related_name="previews")
    shown_to = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    made_by = models.ForeignKey("publishing.Editor", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Preview"]] = models.Manager()
    pk: Any
    page_id: int
    remarks: Any

    def said(self) -> "list[PreviewRemark]":
        """Return what was said to the draft, in order."""
        return list(self.remarks.all())

    class Meta:
        ordering: ClassVar = ["-made_at"]


class PreviewRemark(models.Model):
    """What somebody said to a draft that was shown to them; it advises, and approves nothing."""

    preview = models.ForeignKey(Preview, models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in RemarkKind])
    says = models.TextField(blank=True)
    said_at = models.DateTimeField()

    objects: ClassVar[models.Manager["PreviewRemark"]] = models.Manager()

    class Meta:
        ordering: ClassVar = ["said_at"]
