"""Serves static files from the sources, so that no test needs them collected first."""

from collections.abc import Iterator

import pytest

from tests.shell import drawing


@pytest.fixture(autouse=True)
def plain_static_files() -> Iterator[None]:
    """Name static files without their digest."""
    with drawing.plain_static_files:
        yield
