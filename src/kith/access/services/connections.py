"""Lets a stage of the pipeline work as the database role that it needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.utils.connection import ConnectionDoesNotExist

from kith.access.vocabulary import Refused


@contextmanager
def connect_as(role: str) -> Iterator[None]:
    """Make the default connection that of `worker`, `ingest`, `migrate` or `web` for a while.

    Raises:
        Refused: in the web process, which holds no other role's password.
    """
    try:
        other = connections[role]
    except ConnectionDoesNotExist:
        raise Refused(
            f"The web process may not work as `{role}`. Ask for a job instead, or use the command line."
        ) from None
    before = connections["default"]
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = before
