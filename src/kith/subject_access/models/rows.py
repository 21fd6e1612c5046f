"""What was gathered for a request: each row, each piece that a person must decide, and the copy itself."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kith.subject_access.models.requests import SubjectRequest
from kith.subject_access.vocabulary import PieceChoice, RowFate


class Gathering(models.Model):
    """One gathering of a whole record: how many rows it had, who looked at it, and whom nobody may find in the copy."""

    request = models.OneToOneField(SubjectRequest, models.CASCADE, primary_key=True, related_name="gathering")
    person_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=300)
    rows_in = models.PositiveIntegerField()
    looks = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    known = models.JSONField(default=dict)
    gathered_at = models.DateTimeField()


class GatheredRow(models.Model):
    """One row of the record as it was, field by field, and what becomes of it."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="rows")
    person_id = models.BigIntegerField(db_index=True)
    place = models.PositiveIntegerField()
    table = models.CharField(max_length=63)
    heading = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    happened_on = models.DateField(null=True)
    together = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    fate = models.CharField(max_length=10, choices=[(one.value, one.value) for one in RowFate])
    ground = models.CharField(max_length=20, blank=True)
    because = models.TextField(blank=True)
    found_again = models.BooleanField(default=False)
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=["request", "place"], name="subject_gathered_row_once"),
            models.CheckConstraint(
                condition=~models.Q(fate="withheld") | ~models.Q(ground=""), name="subject_row_withheld_on_a_ground"
            ),
        ]


class Piece(models.Model):
    """One piece of a text that no rule was certain of, and who decided what becomes of it."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="pieces")
    person_id = models.BigIntegerField(db_index=True)
    text_mark = models.CharField(max_length=64)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    given = models.TextField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    choice = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in PieceChoice])
    says = models.CharField(max_length=80, blank=True)
    ground = models.CharField(max_length=20, blank=True)
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["request", "text_mark", "start"], name="subject_piece_once"),
            models.CheckConstraint(
                condition=~models.Q(choice="replace") | (~models.Q(says="") & ~models.Q(ground="")),
                name="subject_piece_replaced_on_a_ground",
            ),
        ]


class AnswerFile(models.Model):
    """The copy that leaves, as PDF and as JSON, after it was read back and nobody else was found in it."""

    request = models.OneToOneField(SubjectRequest, models.CASCADE, primary_key=True, related_name="answer")
    person_id = models.BigIntegerField(db_index=True)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    json = models.BinaryField()
    json_sha256 = models.CharField(max_length=64)
    replaced = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
