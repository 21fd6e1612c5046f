"""Puts a message into the inbox of the public site, over a connection that may do nothing else there."""

from collections.abc import Mapping
from datetime import datetime

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.types.json import Jsonb

from kith.publishing.rules import check_message
from kith.publishing.vocabulary import Message

_INSERT = (
    "INSERT INTO publishing_handover (message, item, kind, verb, title, text, approved_by, handed_by, handed_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def hand_over(*, message: Message, inbox: Mapping[str, str], by: int | None, now: datetime) -> bool:
    """Hand one message over, and return whether it is new; the same message twice is one message.

    `inbox` is how libpq reaches the site's database as the casework worker (settings.KITH_INBOX). The site cannot be
    in the caller's transaction: keep the message first, commit, then hand it over, again if need be.

    Raises:
        HandoverRefused: the message says too little.
    """
    check_message(message)
    row = (
        *(message.message, message.item, message.kind.value, message.verb.value),
        *(message.title, Jsonb(dict(message.text)), message.approved_by, by, now),
    )
    try:
        with psycopg.connect(make_conninfo(**inbox)) as connection:
            connection.execute(_INSERT, row)
    except psycopg.errors.UniqueViolation:
        return False
    return True
