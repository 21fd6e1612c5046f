"""The access log, its tickets, the trace of changes, and the policy as the database reads it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PolicyCell(models.Model):
    """One cell of the access policy, copied from `access.rules` so that the database decides by it too."""

    role = models.CharField(max_length=30)
    state = models.CharField(max_length=20)
    data_class = models.CharField(max_length=20)
    action = models.CharField(max_length=10)
    answer = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "state", "data_class", "action"], name="policy_cell_once")
        ]


class LogEntry(models.Model):
    """One look, or one refusal, at one person: written before the answer leaves, chained to the row before."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    staff_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=30)
    action = models.CharField(max_length=10)
    what = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10)
    query = models.JSONField(null=True)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "access_log"
        indexes = [models.Index(fields=["person_id", "seq"]), models.Index(fields=["staff_id", "seq"])]


class LogHead(models.Model):
    """The last link of the chain, locked while the next is forged."""

    id = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.BinaryField()


class Ticket(models.Model):
    """What one request may see: an array of people per data class, found by the hash of an unguessable token."""

    token_hash = models.BinaryField(primary_key=True)
    staff_id = models.BigIntegerField()
    purpose = models.CharField(max_length=30)
    expires_at = models.DateTimeField(db_index=True)
    whole_county = ArrayField(models.CharField(max_length=20))
    existence = ArrayField(models.BigIntegerField())
    headlines = ArrayField(models.BigIntegerField())
    care = ArrayField(models.BigIntegerField())
    health = ArrayField(models.BigIntegerField())
    police = ArrayField(models.BigIntegerField())
    protected = ArrayField(models.BigIntegerField())
    suppliers = ArrayField(models.BigIntegerField())


class Trace(models.Model):
    """One change: who, when, what, and the values before and after."""

    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id"]), models.Index(fields=["person_id", "at"])]
