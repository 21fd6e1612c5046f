"""Typesets a version of a toolkit as an accessible PDF, once for as long as nothing in it changes."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.cache import caches

from kith.shell.printing import typeset

TEMPLATE = Path(__file__).resolve().parent.parent / "typesetting" / "toolkit.typ"
_KEPT_SECONDS = 24 * 3600


def typeset_toolkit(said: Mapping[str, Any]) -> bytes:
    """Return a version as PDF/UA; its words come as data, so that no text of an editor is run as a command.

    `said` is what `presenters.toolkits.typeset_data` says of it.
    """
    made_of = TEMPLATE.read_bytes() + json.dumps(said).encode()
    key = hashlib.sha256(made_of).hexdigest()
    kept: bytes | None = caches["paper"].get(key)
    if kept is None:
        kept = typeset(TEMPLATE, said)
        caches["paper"].set(key, kept, _KEPT_SECONDS)
    return kept
