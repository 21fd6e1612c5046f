"""A child with a worker, and short ways to say what a test needs said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client
from django.utils import timezone

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.vocabulary import Role, Viewer
from kith.support import services
from kith.support.vocabulary import NewVoice, Way
from tests.worlds.partnership import Partnership

SAID = "I want to sleep at nan's on school nights."


@dataclass
class Support:
    """What is done for the children of one test."""

    partnership: Partnership
    now: datetime

    @property
    def today(self) -> date:
        """Return the day of the test."""
        return timezone.localdate(self.now)

    @property
    def worker(self) -> Viewer:
        """Return the social worker."""
        return self.partnership.viewer(Role.PRACTITIONER)

    def person_id(self, name: str = "Ada") -> int:
        """Return the number inside of a child by forename."""
        return self.partnership.people[name][0]

    def child(self, name: str = "Ada", **more: Any) -> UUID:
        """Put a child into the record, whom the social worker works with."""
        person_id, public_id = self.partnership.add_person(name, "Reed", **more)
        self.partnership.relate(self.partnership.staff[Role.PRACTITIONER], person_id)
        return public_id

    def colleague(self, name: str, agency: str, child: str = "", role: Role = Role.PRACTITIONER) -> Staff:
        """Add a colleague of an agency, who works with a child where one is named."""
        staff = self.partnership.add_staff(name, agency, role)
        if child:
            self.partnership.relate(staff, self.person_id(child))
        return staff

    def viewer(self, staff: Staff) -> Viewer:
        """Return a member of staff as the rules see them."""
        return viewer_of(staff, self.now)

    def hear(self, child: UUID, **more: Any) -> UUID:
        """Write down what a child said today."""
        return services.record_voice(public_id=child, new=voice(self, **more), by=self.worker, now=self.now)

    def day(self, name: str, day: date) -> dict[str, int]:
        """Return a day as three boxes send it."""
        return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}

    def ago(self, days: int) -> date:
        """Return a day before the test's."""
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        """Return a day after the test's."""
        return self.today + timedelta(days=days)


def voice(support: Support, **more: Any) -> NewVoice:
    """Return what a child said, whole unless told otherwise."""
    whole: dict[str, Any] = {
        "heard_on": support.today,
        "role": "Social worker",
        "setting": "At school",
        "seen": True,
        "alone": True,
        "way": Way.TALK,
        "words": SAID,
        "limits_explained": True,
    }
    return NewVoice(**(whole | more))


@pytest.fixture
def support(partnership: Partnership) -> Support:
    """Return a partnership in which a child is supported."""
    return Support(partnership=partnership, now=timezone.now())


@pytest.fixture
def signed_in() -> Callable[[Staff], Client]:
    """Sign in a member of staff, known twice over."""

    def sign_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        if not is_mfa_enabled(staff):
            TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        return client

    return sign_in
