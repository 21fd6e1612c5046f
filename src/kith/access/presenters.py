"""Turns accounts into what their pages show."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.models import Agreement, Staff
from kith.access.selectors.accounts import (
    covers_of,
    find_staff,
    list_agencies,
    list_colleagues,
    list_covered,
    list_team,
    list_teams,
    pending_reset,
    roles_held,
)
from kith.access.vocabulary import Role, Viewer


def team_choices() -> list[tuple[str, str]]:
    """Return every agency as a choice "agency:", and every team of it as "agency:team"."""
    found = [(f"{agency.pk}:", f"{agency.name}, no team") for agency in list_agencies()]
    found += [(f"{team.agency_id}:{team.pk}", f"{team.agency.name}: {team.name}") for team in list_teams()]
    return sorted(found, key=lambda choice: choice[1])


def staff_page(staff: Staff) -> dict[str, Any]:
    """Return everything that one account's page shows."""
    now = timezone.now()
    return {
        "staff": staff,
        "roles": roles_held(staff.pk, now),
        "covers": covers_of(staff.pk, now),
        "reset": pending_reset(staff.pk, now),
        "initial": {"team": f"{staff.agency_id}:{staff.team_id or ''}", "roles": roles_held(staff.pk, now)},
    }


def covers_page(viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Return the colleagues of a manager's team and the covers in force; an administrator begins at an account."""
    team = list_team(agency_id=viewer.agency_id, team_id=viewer.team_id) if Role.TEAM_MANAGER in viewer.roles else []
    everywhere = Role.ADMINISTRATOR in viewer.roles
    return {"team": team, "covers": list_covered(agency_id=None if everywhere else viewer.agency_id, now=now)}


def cover_page(viewer: Viewer, public_id: UUID, now: datetime) -> dict[str, Any] | None:
    """Return what the page of one colleague's cover shows, or None when this manager arranges none for them."""
    staff = find_staff(public_id)
    if staff is None or not staff.is_active:
        return None
    if Role.ADMINISTRATOR not in viewer.roles:
        team = list_team(agency_id=viewer.agency_id, team_id=viewer.team_id)
        if staff.pk not in {one.pk for one in team}:
            return None
    colleagues = [(str(c.pk), c.name) for c in list_colleagues(staff)]
    return {"staff": staff, "colleagues": colleagues, "covers": covers_of(staff.pk, now)}


def agreement_choices() -> list[tuple[str, str]]:
    """Return the agencies that an agreement may be with."""
    return [("", "Choose an agency"), *((str(agency.pk), agency.name) for agency in list_agencies())]


def agreement_initial(latest: Agreement) -> dict[str, Any]:
    """Return what a renewal begins with: the words of the version before, from the day it ends."""
    return {
        "purposes": latest.purposes,
        "fields_shared": "\n".join(latest.fields),
        "lawful_basis": latest.lawful_basis,
        "retention_class": latest.retention_class,
        "valid_from": latest.valid_to,
    }


def agencies_page() -> dict[str, Any]:
    """Return every agency with its teams, and the agencies as choices."""
    agencies, teams = list_agencies(), list_teams()
    return {
        "agencies": [(agency, [team for team in teams if team.agency_id == agency.pk]) for agency in agencies],
        "choices": [("", "Choose an agency"), *((str(agency.pk), agency.name) for agency in agencies)],
    }
