"""The small world of referrals, and somebody who is signed in to it."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from kith.access.models import Staff
from tests.referrals.world import World, found_world
from tests.worlds.partnership import Partnership


@pytest.fixture
def world(partnership: Partnership, admin: psycopg.Connection[Any]) -> World:
    """Return the world: Ada, who refers her, who receives her, and the police lead."""
    return found_world(partnership, admin)


@pytest.fixture
def signed_in(settings: Any) -> Callable[[Staff], Client]:
    """Sign a member of staff in, known twice over; static files are served as they lie in the tree."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}

    def sign_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        return client

    return sign_in
