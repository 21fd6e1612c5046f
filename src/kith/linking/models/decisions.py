"""Why people are who they are: the model's evidence, people's judgements, and what is still in doubt."""

from django.db import models


class Decision(models.Model):
    """One decision about identity: made by a run or a person, with its reason, and reversible."""

    kind = models.CharField(max_length=10)
    by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)
    reversed_by = models.ForeignKey("linking.Decision", models.PROTECT, null=True, related_name="+")


class Pairing(models.Model):
    """Two of the agencies' people beside each other."""

    a = models.ForeignKey("feeds.SourcePerson", models.CASCADE, related_name="+")
    b = models.ForeignKey("feeds.SourcePerson", models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Edge(Pairing):
    """What the model makes of two records: the weight, and each comparison's part in it."""

    model_version = models.CharField(max_length=64)
    weight = models.FloatField()
    parts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["a", "b"], name="edge_once")]


class Judgement(Pairing):
    """What a person decided about two records; it outranks the model for ever, or until another person decides."""

    verdict = models.CharField(max_length=10)
    why = models.TextField()
    by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class ReviewItem(Pairing):
    """Two records that somebody should look at, and why."""

    kind = models.CharField(max_length=20)
    weight = models.FloatField()
    state = models.CharField(max_length=10, default="open")
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["a", "b", "kind"], condition=models.Q(state="open"), name="reviewitem_open_once"
            )
        ]


class ReviewAnswer(models.Model):
    """What a data steward answered to one review item, on its way from the page to the record, and what came of it."""

    item = models.ForeignKey(ReviewItem, models.CASCADE, related_name="answers")
    verdict = models.CharField(max_length=10)
    why = models.TextField()
    by = models.ForeignKey("access.Staff", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="asked")
    effects = models.JSONField(default=list)
    says = models.TextField(blank=True)
    moved_by = models.ForeignKey("access.Staff", models.PROTECT, null=True, related_name="+")
    moved_why = models.TextField(blank=True, default="", db_default="")
    decision = models.ForeignKey("linking.Decision", models.PROTECT, null=True, related_name="+")
    judgement = models.ForeignKey("linking.Judgement", models.SET_NULL, null=True, related_name="+")
