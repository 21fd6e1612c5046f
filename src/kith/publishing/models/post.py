"""The site's mail: every mail is a row first, and what became of it stays."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kith.publishing.vocabulary.posting import Attachment, Letter, PostState


class SiteMail(models.Model):
    """One mail of the site to one address; its key says what it is about, so that it is posted once."""

    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    unsubscribe = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in PostState], default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager["SiteMail"]] = models.Manager()

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="site_mail_waiting"),
            models.Index(fields=["handed_at"], name="site_mail_handed"),
            models.Index(fields=["made_at"], name="site_mail_made"),
        ]

    def files_of(self) -> "list[SiteMailFile]":
        """Return what goes with the mail, read once where many mails are read together."""
        files: models.Manager[SiteMailFile] = getattr(self, "files")  # noqa: B009 -- made by the foreign key below
        return sorted(files.all(), key=lambda file: file.pk)

    def letter(self) -> Letter:
        """Return the mail as it leaves."""
        files = self.files_of()
        return Letter(
            message_id=self.message_id,
            address=self.address,
            subject=self.subject,
            text=self.text,
            html=self.html,
            unsubscribe=self.unsubscribe,
            attachments=[
                Attachment(name=file.name, content_type=file.content_type, content=bytes(file.content))
                for file in files
            ],
        )


class SiteMailFile(models.Model):
    """One file that goes with a mail."""

    mail = models.ForeignKey(SiteMail, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=120)
    content = models.BinaryField()

    objects: ClassVar[models.Manager["SiteMailFile"]] = models.Manager()
