"""The public site has settings of its own, so what needs its apps runs in a process of its own (`inside`)."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from kith.project.site import inbox_parameters
from kith.publishing.vocabulary import HandedKind, Message, Verb

collect_ignore = ["inside"]
NOW = datetime(2019, 12, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def as_role(site_database: str) -> Iterator[Callable[[str], psycopg.Connection[Any]]]:
    """Return a way to sign in to the site's database as one of the product's roles; nothing of it is kept."""
    opened: list[psycopg.Connection[Any]] = []

    def sign_in(role: str) -> psycopg.Connection[Any]:
        opened.append(psycopg.connect(make_conninfo(**inbox_parameters(settings.INSTALLATION, role))))
        return opened[-1]

    yield sign_in
    for connection in opened:
        connection.rollback()
        connection.close()


@pytest.fixture
def briefing() -> Message:
    """Return a briefing as casework hands it over."""
    return Message(
        message=uuid4(),
        item=uuid4(),
        kind=HandedKind.BRIEFING,
        verb=Verb.APPROVE,
        title="What eight reviews of knife crime taught us",
        text={"steps": [{"heading": "The background", "text": "Eight young people carried or used a knife."}]},
        approved_by="Business manager, audit subgroup",
    )
