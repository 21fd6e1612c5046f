"""Seals what somebody writes and drops it for casework; nothing of it stays readable on the site."""

import hmac
import secrets
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.core.cache import cache

from kith.common.sealing import seal
from kith.publishing.models.feedback import FeedbackDrop
from kith.publishing.vocabulary.feedback import PAUSE, PER_ADDRESS, PER_PROCESS, SEALED_FOR, Said

# An address of the network is known to this process alone, as a code of a key that ends with it, for ten minutes.
_KEY: Final = secrets.token_bytes(32)
_EVERYBODY: Final = "feedback-everybody"


class TooMany(RuntimeError):
    """More was written from one place, or from everywhere, than people write; nothing was sent."""


def drop_feedback(*, said: Said, address: str, public_key: bytes, now: datetime) -> None:
    """Seal what somebody wrote and put it where casework fetches it.

    `address` is where on the network it comes from, to stop a flood; it is not kept with the words, nor on disk.

    Raises:
        TooMany: wait ten minutes; nothing was sent.
    """
    _count(address)
    sealed = seal(said.pack(), public=public_key, purpose=SEALED_FOR)
    FeedbackDrop.objects.create(number=uuid4(), ciphertext=sealed, dropped_at=now)


def _count(address: str) -> None:
    code = hmac.new(_KEY, address.encode(), "sha256").hexdigest()
    for key, most in ((f"feedback-{code}", PER_ADDRESS), (_EVERYBODY, PER_PROCESS)):
        cache.add(key, 0, int(PAUSE.total_seconds()))
        if cache.incr(key) > most:
            raise TooMany
