"""A small county on which lists are made."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.priority.models import Run
from kith.priority.runs import rank_everyone
from kith.priority.selectors.policies import FOLDER
from tests.chronology.record import Record
from tests.worlds.families import Happening
from tests.worlds.partnership import Partnership

A3_POINTS = 'points = {}\ncap = 16\ngateway = ["isa:suspensions"'
AS_OF = date(2026, 11, 24)
NOW = timezone.make_aware(datetime.combine(AS_OF, time(6)))


class Lists:
    """Agencies' records of a few children, and the lists that are made from them."""

    def __init__(self, partnership: Partnership, folder: Path) -> None:
        """Copy the real policy to where a test may change it."""
        self.partnership = partnership
        self.record = Record(partnership, recorded_at=NOW - timedelta(days=1))
        self.policies = folder
        folder.mkdir()
        for path in FOLDER.glob("*.toml"):
            (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")

    def happened(self, name: str, agency: str, kind: str, days_ago: int, role: str = "subject", **more: Any) -> str:
        """Write one event of one child as an agency's file would; return its number."""
        local_id = f"{agency}-{name}"
        number = f"{kind}-{name}-{days_ago}"
        day = AS_OF - timedelta(days=days_ago)
        self.record.happen(
            Happening(
                agency=agency, local_id=number, kind=kind, occurred_on=day, participants=((local_id, role),), **more
            )
        )
        return number

    def address(self, name: str) -> str:
        """Return the address of one child's card."""
        return f"/list/{self.partnership.people[name][1]}/"

    def rank(self, as_of: date = AS_OF) -> Run:
        """Tell the chronology and make a list."""
        self.record.tell()
        with connect_as("worker"):
            return rank_everyone(as_of=as_of, by=None, now=NOW, policies=self.policies)

    def change_policy(self, old: str, new: str) -> None:
        """Change words of the policy file, and give it a new version."""
        (path,) = self.policies.glob("*.toml")
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the policy"
        path.write_text(text.replace(old, new).replace("2026.11-1", "2026.11-2"), encoding="utf-8")


@pytest.fixture
def lists(partnership: Partnership, tmp_path: Path) -> Lists:
    """Return three children: Ada with much behind her, Ben with little, Cyd with nothing."""
    made = Lists(partnership, tmp_path / "policies")
    agencies = ("care", "education", "police", "hospital", "yjs")
    made.record.add_family(
        {name: {agency: [f"{agency}-{name}"] for agency in agencies} for name in ("Ada", "Ben", "Cyd")}
    )
    with connect_as("worker"):
        for agency in agencies:
            made.record.file(agency)
    made.happened("Ada", "education", "school.suspended", 20)
    made.happened("Ada", "education", "school.suspended", 13)
    made.happened("Ada", "police", "police.missing", 15, "missing")
    made.happened("Ada", "police", "police.violence_victim", 200, "victim", band=5)
    made.happened("Ada", "hospital", "health.self_harm_attendance", 100)
    made.happened("Ben", "education", "school.suspended", 30)
    return made


@pytest.fixture
def signed_in(lists: Lists, settings: Any) -> Callable[[Role], Client]:
    """Sign in the member of staff who has a role, known twice over."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}

    def sign_in(role: Role) -> Client:
        staff = lists.partnership.staff[role]
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        return client

    return sign_in
