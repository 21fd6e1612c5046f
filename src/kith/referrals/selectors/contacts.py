"""Says who answers for an agency's referrals, and who leads on risk for the police."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.contrib.auth import get_user_model

from kith.access.selectors import list_holders, who_can_receive
from kith.access.selectors.accounts import list_agencies
from kith.access.vocabulary import RelationshipState, Role, Sector
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState

STAND_IN_PAGE: Final = "/referrals/police-contact/"


def receivers_of(agency_id: int, now: datetime) -> list[int]:
    """Return who receives an agency's referrals: its contacts, or its managers where it has none.

    The partnership's own agency is the panel: its coordinators receive.
    """
    panel = list_holders([Role.PANEL_COORDINATOR], now, agency_id=agency_id, sector=Sector.PARTNERSHIP)
    if panel:
        return panel
    contacts = list_holders([Role.AGENCY_CONTACT], now, agency_id=agency_id)
    return contacts or list_holders([Role.TEAM_MANAGER], now, agency_id=agency_id)


def receivers_for(agency_id: int, person_id: int, now: datetime) -> list[int]:
    """Return who receives an agency's referral of one child: the contacts who can, or else the managers who can.

    At the partnership's own agency the panel's coordinators come first. Call it inside a look at the child. Nobody
    here is kept away from the child.
    """
    panel = list_holders([Role.PANEL_COORDINATOR], now, agency_id=agency_id, sector=Sector.PARTNERSHIP)
    contacts = list_holders([Role.AGENCY_CONTACT], now, agency_id=agency_id)
    managers = list_holders([Role.TEAM_MANAGER], now, agency_id=agency_id)
    for held, state in (
        (panel, RelationshipState.PANEL_SEAT),
        (contacts, RelationshipState.REFERRAL_RECEIVER),
        (managers, RelationshipState.REFERRAL_RECEIVER),
    ):
        found = who_can_receive(person_id=person_id, staff_ids=held, now=now, state=state)
        if found:
            return found
    return []


def police_has_contact(now: datetime) -> bool:
    """Test whether the police have named anybody whom a sender can ring; says nothing about one child."""
    return bool(list_holders([Role.AGENCY_CONTACT], now, sector=Sector.POLICE))


def risk_leads(person_id: int, now: datetime) -> list[int]:
    """Return the police's agency contacts: whom a sender rings when a risk is known that they may not read."""
    leads = list_holders([Role.AGENCY_CONTACT], now, sector=Sector.POLICE)
    return who_can_receive(person_id=person_id, staff_ids=leads, now=now)


def stand_ins(now: datetime) -> list[int]:
    """Return who sees to it that the police name a contact where they have none: the panel coordinators.

    Where there is no coordinator either, the administrators, who may give the roles but see no child.
    """
    return list_holders([Role.PANEL_COORDINATOR], now) or list_holders([Role.ADMINISTRATOR], now)


def receiving_agencies(now: datetime) -> Sequence[tuple[int, str]]:
    """Return every agency at which somebody receives referrals, by name; the partnership's own is the panel."""
    return [
        (each.pk, f"{each.name}: the panel" if each.sector == Sector.PARTNERSHIP else each.name)
        for each in list_agencies()
        if receivers_of(each.pk, now)
    ]


def find_receiving_agency(code: str, now: datetime) -> int | None:
    """Return the agency with this code, if somebody there receives referrals; else None."""
    found = next((each.pk for each in list_agencies() if each.code == code), None)
    return found if found is not None and receivers_of(found, now) else None


def police_phones() -> Sequence[tuple[str, str]]:
    """Return the police agencies and their duty numbers; the same for every child."""
    found = [each for each in list_agencies() if each.sector == Sector.POLICE]
    return [(each.name, each.duty_phone) for each in found]


def waiting_for_police(staff_id: int) -> Sequence[Task]:
    """Return what this stand-in is asked because the police have no contact, the oldest first; none names a child."""
    waiting = Task.objects.filter(
        kind=TaskKind.RISK_CLEARANCE, owner_id=staff_id, state=TaskState.OPEN, link=STAND_IN_PAGE
    )
    return list(waiting.select_related("made_by__agency").order_by("made_at", "pk"))


def find_outside_colleague(email: str) -> tuple[int, int] | None:
    """Return the account and the agency of an active colleague with this e-mail address, or None."""
    found = get_user_model().objects.filter(email=email.strip().lower(), is_active=True)
    return found.values_list("pk", "agency_id").first()


def colleagues_at(agency_id: int) -> Sequence[tuple[int, str]]:
    """Return the active staff of an agency, by name."""
    active = get_user_model().objects.filter(is_active=True, agency_id=agency_id)
    return list(active.order_by("name").values_list("pk", "name"))
