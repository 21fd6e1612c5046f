"""Typesets a version of a toolkit as an accessible PDF."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kith.publishing.services.papers import kept_paper

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typesetting" / "toolkit.typ"


def typeset_toolkit(said: Mapping[str, Any]) -> bytes:
    """Return a version as PDF/UA; its words come as data, so that no text of an editor is run as a command.

    `said` is what `presenters.toolkits.typeset_data` says of it.
    """
    return kept_paper(TEMPLATE, said)
