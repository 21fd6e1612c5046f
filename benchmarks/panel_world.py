"""Brings thirty children of a built demo before one panel of nine agencies, for what is measured of a meeting.

The panel is made once in a demo and found again by the next benchmark; nobody is in it who is before the demo's own.
"""

import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
os.environ["KITH_PROCESS"] = "worker"

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django must know its settings first
from django.utils import timezone  # noqa: E402 -- Django must know its settings first
from rich.console import Console  # noqa: E402 -- among those that need Django

from kith.access.models import Agency, RoleGrant, Staff  # noqa: E402 -- Django must know its settings first
from kith.access.services import connect_as  # noqa: E402 -- Django must know its settings first
from kith.access.vocabulary import Purpose, Role, Sector, Viewer  # noqa: E402 -- Django must know its settings first
from kith.panel import services  # noqa: E402 -- Django must know its settings first
from kith.panel.models import Meeting  # noqa: E402 -- Django must know its settings first
from kith.panel.selectors import open_meeting  # noqa: E402 -- Django must know its settings first
from kith.panel.vocabulary import MinuteField, NewMeeting, Section, StepRefused  # noqa: E402 -- as above
from kith.project.commands import asking, convening  # noqa: E402 -- Django must know its settings first
from kith.project.commands.choosing import Cast, Known, choose_cast  # noqa: E402 -- Django must know its settings first
from kith.project.commands.progress import showing  # noqa: E402 -- Django must know its settings first
from kith.project.commands.stories import story  # noqa: E402 -- Django must know its settings first
from kith.project.commands.working import hurry  # noqa: E402 -- Django must know its settings first

CHILDREN, AGENCIES = 30, 9
_PLACE = "The measured room"


@dataclass(frozen=True, kw_only=True)
class PanelWorld:
    """One open meeting: its people, and each child with the item."""

    meeting: UUID
    coordinator: Viewer
    chair: Viewer
    contacts: tuple[Viewer, ...]
    items: tuple[tuple[UUID, UUID], ...]


def found_world() -> PanelWorld:
    """Return the measured meeting, made if the demo has none."""
    settings.INSTALLATION.start_server()
    now = timezone.now()
    with connect_as("worker"):
        _add_contacts()
        first = RoleGrant.objects.filter(role=Role.PRACTITIONER).order_by("staff_id").values_list("staff_id", flat=True)
        cast = choose_cast(first=first[0], now=now, most=400)
        held = Meeting.objects.filter(place=_PLACE, state="open").first()
    with connect_as("web"):
        if held is None:
            hurry()
            held = _hold(cast)
        page = open_meeting(held.public_id, viewer=cast.coordinator, purpose=Purpose.PANEL)
    items = tuple((row.who.public_id, row.item.public_id) for row in page.rows if row.who)
    if len(items) < CHILDREN:
        sys.exit(f"Only {len(items)} children could be brought to the panel; build a demo with more people.")
    contacts = cast.contacts[:AGENCIES]
    return PanelWorld(
        meeting=held.public_id, coordinator=cast.coordinator, chair=cast.chair, contacts=contacts, items=items
    )


def _add_contacts() -> None:
    """Give schools a contact until nine agencies have one."""
    answering = Agency.objects.filter(staff__role_grants__role=Role.AGENCY_CONTACT).exclude(sector=Sector.PARTNERSHIP)
    lacking = AGENCIES - answering.distinct().count()
    schools = Agency.objects.filter(code__startswith="school-").order_by("code")
    for agency in schools[: max(0, lacking)]:
        staff = Staff.objects.create_user(f"contact@{agency.code}.example.org", None, name="Ines Hallow", agency=agency)
        RoleGrant.objects.create(staff=staff, role=Role.AGENCY_CONTACT, begins_at=timezone.now() - timedelta(days=400))


def _hold(cast: Cast) -> Meeting:
    seats = (cast.coordinator.staff_id, *(one.staff_id for one in cast.contacts[:AGENCIES]))
    begins_at = cast.ago(-1)
    new = NewMeeting(begins_at=begins_at, place=_PLACE, chair_id=cast.chair.staff_id, seats=seats)
    meeting = services.plan_meeting(new=new, by=cast.coordinator, now=cast.ago(14))
    listed: list[tuple[Known, UUID]] = []
    with showing(Console(), "Bringing children to the panel", CHILDREN) as bar:
        for one in cast.children:
            if len(listed) == CHILDREN:
                break
            item = _bring(cast, one, meeting, len(listed))
            if item is not None:
                listed.append((one, item))
                bar.done()
    for contact in cast.contacts:
        services.promise_confidentiality(meeting=meeting, by=contact, now=cast.now)
    services.open_meeting(meeting=meeting, because="Measured.", by=cast.coordinator, now=cast.now)
    with showing(Console(), "Writing the minutes", CHILDREN) as bar:
        for place, (one, item) in enumerate(listed):
            _write(cast, one, item, place)
            bar.done()
    return Meeting.objects.get(public_id=meeting)


def _bring(cast: Cast, one: Known, meeting: UUID, place: int) -> UUID | None:
    told = story(place)
    try:
        asking.refer(cast, one, told, 13)
    except StepRefused:
        return None  # before the demo's own panel already
    asking.accept(cast, one, 12)
    asking.rate(cast, one, told, 11)
    asking.ask(cast, one, meeting, 10)
    asking.answer(cast, one, told, 4)
    section = tuple(Section)[1 + place % 5]
    return services.list_case(
        meeting=meeting, public_id=one.child, section=section, by=cast.coordinator, now=cast.ago(3)
    )


def _write(cast: Cast, one: Known, item: UUID, place: int) -> None:
    told = story(place)
    for field in MinuteField:
        text = f"{told.why} {told.analysis} {told.worse} {told.protects} " * 3
        services.write_minute(
            public_id=one.child, item=item, field=field, text=text, seen=0, by=cast.coordinator, now=cast.now
        )
    convening.agree(cast, one, item, told, 1)


def staff_of(viewer: Viewer) -> Staff:
    """Return the account of somebody at the panel."""
    with connect_as("worker"):
        return Staff.objects.select_related("agency").get(pk=viewer.staff_id)
