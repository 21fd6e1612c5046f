"""Tests of the site's own apps, in a process with the site's settings; each leaves the database as it was."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.db import transaction
from django.test import Client

# A busy machine is no fault of a rule: what a rule says is tested, not how fast.
hypothesis.settings.register_profile("site", deadline=None)
hypothesis.settings.load_profile("site")


@pytest.fixture(autouse=True)
def database(django_db_blocker: Any, settings: Any) -> Iterator[None]:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # needs no collecting
    }
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {name: cache | {"LOCATION": str(tmp_path / name)} for name, cache in settings.CACHES.items()}


@pytest.fixture
def reader() -> Client:
    return Client()
