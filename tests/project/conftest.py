"""Who does the demo's work in a small partnership, with eight children of fourteen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kith.access.vocabulary import Role
from kith.project.commands.choosing import Cast, choose_cast
from tests.worlds.partnership import Partnership

AGENCIES = ("care", "education", "yjs", "hospital", "lantern")


@pytest.fixture
def cast(partnership: Partnership) -> Cast:
    """Return who does the demo's work, with a contact in each agency and eight children of fourteen."""
    for agency in AGENCIES:
        partnership.add_staff(f"Contact {agency}", agency, Role.AGENCY_CONTACT)
    for number in range(8):
        person, _ = partnership.add_person(f"Eli{number}", "Ash", timezone.localdate() - timedelta(days=365 * 14))
        partnership.relate(partnership.staff[Role.PRACTITIONER], person)
    return choose_cast(first=partnership.staff[Role.PRACTITIONER].pk, now=timezone.now())
