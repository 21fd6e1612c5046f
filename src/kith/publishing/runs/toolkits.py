"""Typesets a version of a toolkit as an accessible PDF, once for as long as nothing in it changes."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.core.cache import cache

TEMPLATE = Path(__file__).resolve().parent.parent / "typesetting" / "toolkit.typ"
_KEPT_SECONDS = 24 * 3600


def typeset_toolkit(said: Mapping[str, Any]) -> bytes:
    """Return a version as PDF/UA; its words come as data, so that no text of an editor is run as a command.

    `said` is what `presenters.toolkits.typeset_data` says of it.
    """
    words = json.dumps(said)
    key = f"toolkit-pdf-{hashlib.sha256(words.encode()).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = bytes(typst.compile(TEMPLATE.read_bytes(), sys_inputs={"toolkit": words}, pdf_standards=["ua-1"]))
        cache.set(key, kept, _KEPT_SECONDS)
    return kept
