"""Lets a test load files as the pipeline does: as `kith_ingest`, into its own folders."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from kith.feeds.management import register
from kith.feeds.vocabulary import Declared, Receipt
from tests.worlds.partnership import Partnership

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
Load = Callable[..., Receipt]
Run = Callable[..., Result]


@pytest.fixture
def load(partnership: Partnership) -> Load:
    """Return a function that loads a file, or text under a name, for an agency."""
    from kith.access.services import connect_as
    from kith.feeds.runs import receive_file

    def load_file(
        path: Path, text: str | bytes | None = None, *, agency: str | None = None, now: datetime = NOW,
        period: str = "", confirms_fewer: bool = False,
    ) -> Receipt:  # fmt: skip
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with connect_as("ingest"):
            declared = Declared(period=period, confirms_fewer=confirms_fewer)
            return receive_file(path=path, agency_code=agency, by=None, now=now, declared=declared)

    return load_file


@pytest.fixture
def run(partnership: Partnership, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `kith load` with some words and returns what it said and how it ended."""
    monkeypatch.setenv("COLUMNS", "200")
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return lambda *words: CliRunner().invoke(app, ["load", *map(str, words)])
