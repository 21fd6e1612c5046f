"""A directory with services, and short ways to put one in."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client
from django.utils import timezone

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.partnership import services
from kith.partnership.models import Service
from kith.partnership.vocabulary import Imported
from tests.worlds.partnership import Partnership

NEED = {
    "mentoring": {"id": "11111111-0000-4000-8000-000000000001", "name": "Mentoring"},
    "housing": {"id": "11111111-0000-4000-8000-000000000002", "name": "Housing"},
}


def entry(name: str = "Night Shelter", **more: Any) -> dict[str, Any]:
    """Return one whole service as a publisher writes it."""
    provider = more.pop("provider", "The Lantern Project")
    need = more.pop("need", "")
    terms = [{"id": str(uuid4()), "taxonomy_term": {**NEED[need], "description": ""}}] if need else []
    areas = [{"id": str(uuid4()), "name": area} for area in more.pop("areas", ())]
    return {
        "id": str(uuid4()),
        "name": name,
        "description": "Somewhere to go at night.",
        "status": "active",
        "organization": {"id": "22222222-0000-4000-8000-000000000001", "name": provider, "description": "A charity."},
        "service_areas": areas,
        "attributes": terms,
    } | more


def take_in(*entries: Any) -> Imported:
    """Take entries in as the command does."""
    with connect_as("worker"):
        return services.import_entries(entries=list(entries), by=None, now=timezone.now())


@pytest.fixture
def add_service(partnership: Partnership) -> Callable[..., Service]:
    """Put one service into the directory."""

    def add(name: str = "Night Shelter", **more: Any) -> Service:
        written = entry(name, **more)
        assert take_in(written).new == 1
        return Service.objects.get(public_id=written["id"])

    return add


@pytest.fixture
def signed_in(partnership: Partnership) -> Callable[[Staff], Client]:
    """Sign in a member of staff, known twice over."""

    def sign_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        if not is_mfa_enabled(staff):
            TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        return client

    return sign_in
