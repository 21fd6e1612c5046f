"""The record that the tests of chronology write into, and somebody who is signed in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from tests.chronology.record import Record
from tests.worlds.families import HAPPENINGS, VALES
from tests.worlds.partnership import Partnership


@pytest.fixture
def record(partnership: Partnership) -> Record:
    """Return an empty record of the invented partnership."""
    return Record(partnership)


@pytest.fixture
def vales(record: Record) -> Record:
    """Return the record of the Vale family, told once."""
    record.add_family(VALES)
    record.happen(*HAPPENINGS)
    record.tell()
    return record


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


@pytest.fixture
def ada(vales: Record) -> Record:
    """Give the practitioner of social care and an officer of the police a relationship to Ada."""
    person_id, _ = vales.partnership.people["Ada"]
    vales.partnership.relate(vales.partnership.staff[Role.PRACTITIONER], person_id)
    vales.partnership.relate(vales.partnership.staff[Role.AGENCY_CONTACT], person_id)
    vales.tie("Ada", "Ben", "sibling")
    vales.involve("care", "C-1", worker_ref="W-1", worker_name="Robin Practitioner", role="social worker")
    for month in range(1, 13):
        vales.week("care", "C-1", date(2024, month, 8 - date(2024, month, 1).weekday() % 7), 10, month % 4)
    vales.tell()
    return vales
