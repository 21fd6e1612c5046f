"""Hands over the invented words and figures of the demo, as casework hands over real ones; it knows no table."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from kith.publishing.services.handing import hand_over
from kith.publishing.vocabulary import HandedKind, Message, Verb

DEMONSTRATION: Final = Path(__file__).resolve().parent.parent / "demonstration"
WORDS: Final = uuid5(NAMESPACE_URL, "kith demo: agreed words")
FIGURES: Final = uuid5(NAMESPACE_URL, "kith demo: figures of listening days")


def read_demonstration(name: str) -> dict[str, Any]:
    """Return what one file of the demo says."""
    return tomllib.loads((DEMONSTRATION / f"{name}.toml").read_text(encoding="utf-8"))


def hand_over_demo_words(*, inbox: Mapping[str, str], now: datetime, by: int | None = None) -> None:
    """Hand over what the demo's children agreed to have said, and how many said it; again is the same."""
    said = read_demonstration("pages")["voices"]
    _hand(WORDS, HandedKind.VOICE, said["title_of_words"], {"words": said["words"]}, inbox, now)
    _hand(FIGURES, HandedKind.FIGURES, said["title_of_figures"], {"figures": said["figures"]}, inbox, now)


def _hand(
    item: UUID, kind: HandedKind, title: str, text: Mapping[str, Any], inbox: Mapping[str, str], now: datetime
) -> None:
    message = Message(
        message=uuid5(item, "first"),
        item=item,
        kind=kind,
        verb=Verb.APPROVE,
        title=title,
        text=text,
        approved_by="Business manager, participation group",
    )
    hand_over(message=message, inbox=inbox, by=None, now=now)
