"""A panel with its people: who runs it, who chairs it, and the contact of each agency."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from kith.panel import services
from kith.panel.rules import book_on
from kith.panel.vocabulary import Colour, DomainRating, NewMeeting, NewRating, Section
from tests.panel.disputes import Dispute
from tests.panel.places import MAN, PLACE, Places
from tests.worlds.partnership import Partnership

WHY = "Missing twice this month and carrying a knife to school."


@dataclass
class Panel:
    """The panel of one test, and short ways to bring a child as far as the test needs."""

    partnership: Partnership
    now: datetime
    contacts: dict[str, Staff]

    def viewer(self, role: Role) -> Viewer:
        """Return the member of staff with a role."""
        return self.partnership.viewer(role)

    def contact(self, agency: str) -> Viewer:
        """Return an agency's contact."""
        return viewer_of(self.contacts[agency], self.now)

    @property
    def coordinator(self) -> Viewer:
        """Return who runs the panel."""
        return self.viewer(Role.PANEL_COORDINATOR)

    @property
    def chair(self) -> Viewer:
        """Return who chairs it."""
        return self.viewer(Role.PANEL_CHAIR)

    def child(self, name: str = "Ada") -> UUID:
        """Put a child into the record, whom a social worker works with."""
        person_id, public_id = self.partnership.add_person(name, "Reed")
        self.partnership.relate(self.partnership.staff[Role.PRACTITIONER], person_id)
        return public_id

    def nominate(self, child: UUID) -> None:
        """Let the child's worker put the child forward."""
        services.nominate_person(public_id=child, says=WHY, by=self.viewer(Role.PRACTITIONER), now=self.now)

    def accept(self, child: UUID) -> None:
        """Bring a child to the panel's table."""
        services.refer_person(public_id=child, says=WHY, by=self.viewer(Role.PRACTITIONER), now=self.now)
        services.accept_case(public_id=child, says=WHY, by=self.coordinator, now=self.now)

    def plan(self, *agencies: str) -> UUID:
        """Plan a meeting for next week with the contacts of some agencies."""
        seats = tuple(self.contacts[agency].pk for agency in agencies or ("police", "care", "hospital"))
        new = NewMeeting(
            begins_at=self.now + timedelta(days=7),
            place="Room 4",
            chair_id=self.chair.staff_id,
            seats=(self.coordinator.staff_id, *seats),
        )
        return services.plan_meeting(new=new, by=self.coordinator, now=self.now)

    def open(self, meeting: UUID, *agencies: str, because: str = "") -> None:
        """Let some agencies sign in and open the meeting."""
        for agency in agencies or ("police", "care", "hospital"):
            services.promise_confidentiality(meeting=meeting, by=self.contact(agency), now=self.now)
        services.open_meeting(meeting=meeting, because=because, by=self.coordinator, now=self.now)

    def listed(self, child: UUID) -> tuple[UUID, UUID]:
        """Bring a child onto the agenda of an open meeting; return the meeting and the item."""
        self.accept(child)
        meeting = self.plan()
        item = services.list_case(
            meeting=meeting, public_id=child, section=Section.CHILDREN, by=self.coordinator, now=self.now
        )
        self.open(meeting)
        return meeting, item


def rating(red: int = 0, amber: int = 0, **more: Any) -> NewRating:
    """Return a rating with so many red and amber domains."""
    names = list(book_on(datetime(2026, 11, 25, tzinfo=UTC).date()).domains)
    colours = [Colour.RED] * red + [Colour.AMBER] * amber + [Colour.GREEN] * (len(names) - red - amber)
    domains = tuple(
        DomainRating(domain=name, colour=colour, evidence="Seen on two home visits.")
        for name, colour in zip(names, colours, strict=True)
    )
    return NewRating(domains=domains, **({"analysis": "Older peers give him money and a phone."} | more))


@pytest.fixture
def panel(partnership: Partnership) -> Panel:
    """Return the panel, with a contact in each agency that returns research."""
    contacts = {
        agency: partnership.add_staff(f"Contact {agency}", agency, Role.AGENCY_CONTACT)
        for agency in ("police", "care", "hospital", "education", "yjs", "lantern")
    }
    return Panel(partnership=partnership, now=timezone.now(), contacts=contacts)


@pytest.fixture
def signed_in(partnership: Partnership, settings: Any) -> Callable[[Staff], Client]:
    """Sign in a member of staff, known twice over."""

    def sign_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        if not is_mfa_enabled(staff):
            TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        return client

    return sign_in


@pytest.fixture
def dispute(panel: Panel) -> Dispute:
    return Dispute(panel)


@pytest.fixture
def places(panel: Panel) -> Places:
    ada, ben = panel.child("Ada"), panel.child("Ben")
    officer = panel.partnership.add_staff("Pat Constable", "police", Role.PRACTITIONER)
    panel.partnership.relate(officer, panel.partnership.people["Ada"][0])
    by = viewer_of(officer, panel.now)
    return Places(
        panel=panel,
        ada=ada,
        ben=ben,
        officer=officer,
        place=services.add_subject(new=PLACE, by=panel.viewer(Role.PRACTITIONER), now=panel.now),
        man=services.add_subject(new=MAN, by=by, now=panel.now),
    )
