"""Makes a paper once for what it says, and keeps it until it says something else."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core.cache import caches

from kith.shell.printing import typeset

_KEPT_FOR: Final = 30 * 24 * 3600  # seconds


def kept_paper(template: Path, words: Mapping[str, Any], pictures: Callable[[], Mapping[str, bytes]] = dict) -> bytes:
    """Return a template as PDF/UA-1; what was made of the same template and words is used again.

    `pictures` are read only when it has to be made; the words name each of them.

    Raises:
        PaperRefused: it would be a PDF that not everybody can read.
    """
    key = hashlib.sha256(f"{_digest_of(template)}{json.dumps(words)}".encode()).hexdigest()
    kept: bytes | None = caches["paper"].get(key)
    if kept is None:
        kept = typeset(template, words, pictures())
        caches["paper"].set(key, kept, _KEPT_FOR)
    return kept


@cache
def _digest_of(template: Path) -> str:
    return hashlib.sha256(template.read_bytes()).hexdigest()
