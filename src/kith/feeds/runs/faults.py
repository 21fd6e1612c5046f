"""Says in words what keeps files from being loaded when the disk, the engine or the database gives up."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from kith.engine import EngineError
from kith.feeds.vocabulary import FileRefused

# The engine takes Ctrl-C for itself and says so in one of these ways.
_INTERRUPTED: Final = re.compile(r"\bQuery interrupted|\bINTERRUPT Error|\bInterrupted!")


@contextmanager
def in_words(means: str) -> Iterator[None]:
    """Turn a full disk or an engine without memory into a refusal; `means` says how the record stands then.

    Raises:
        KeyboardInterrupt: somebody pressed Ctrl-C while the engine was at work.
    """
    try:
        yield
    except OSError as error:
        raise FileRefused(
            f"The workbench could not be written: {error.strerror or type(error).__name__}.",
            means,
            "Make room on the workbench's disk and check who may write there, then load the file again.",
        ) from None
    except (EngineError, RuntimeError) as error:
        if _INTERRUPTED.search(str(error)):
            raise KeyboardInterrupt from None
        if not isinstance(error, EngineError):
            raise
        # The engine's own words may quote a row, so they go no further.
        raise FileRefused(
            f"The engine gave up ({type(error).__name__}).",
            means,
            "Make room in memory and on the workbench's disk, then load the file again.",
        ) from None


def database_stopped(error: Exception) -> str:
    """Return in words that the database gave up; its own words may quote a row, so only the kind of error is told."""
    causes = (error, error.__cause__)
    if any(isinstance(cause, psycopg.errors.DiskFull) for cause in causes):
        return (
            "The disk of the database is full. Nothing of this file was stored. "
            "Make room on the database's disk, then load the file again."
        )
    if any(isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None for cause in causes):
        return (
            "The database does not answer. Nothing was stored since it was last reached. "
            "Start the database server, or check that it can be reached, then run the command again."
        )
    kind = type(error.__cause__ or error).__name__
    return (
        f"The database stopped the load ({kind}). Nothing of this file was stored. "
        "Check that the server runs and its disk has room, then load the file again."
    )
