"""Short ways to a published briefing, and to how it stands here and on the site."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from kith.learning.models import Briefing
from kith.learning.vocabulary.briefings import (
    BriefingState,
)
from kith.publishing.vocabulary import HandedKind, Message, Standing, Validity, Verb, standing_of
from tests.learning.conftest import Newsroom

Arrived = Callable[[Briefing], list[Any]]
TWICE = "It is told in one county and read in all; the family agreed to it."


def state_of(briefing: Briefing) -> str:
    briefing.refresh_from_db()
    return briefing.state


def validity(arrived: Arrived, briefing: Briefing) -> Validity:
    """Return whether the site may show a briefing."""
    return standing(arrived, briefing).validity


def standing(arrived: Arrived, briefing: Briefing) -> Standing:
    """Return how a briefing stands on the site, by the site's own rule over what came to its inbox."""
    return standing_of(
        Message(
            message=uuid4(), item=briefing.public_id, kind=HandedKind(kind), verb=Verb(verb), title=title, text=text
        )
        for verb, kind, title, text, _ in arrived(briefing)
    )


def published(newsroom: Newsroom, name: str = "Alder") -> Briefing:
    briefing = newsroom.checked(name)
    newsroom.approve(briefing)
    newsroom.hand_over()
    assert state_of(briefing) == BriefingState.HANDED
    return briefing
