"""The drop: sealed feedback, which the site puts in and can neither read nor change, until casework fetches it."""

import uuid
from typing import ClassVar

from django.db import models


class FeedbackDrop(models.Model):
    """One sealed piece of feedback; only casework's worker reads it, with its own key, and removes it."""

    number = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ciphertext = models.BinaryField()
    dropped_at = models.DateTimeField()

    objects: ClassVar[models.Manager["FeedbackDrop"]] = models.Manager()
