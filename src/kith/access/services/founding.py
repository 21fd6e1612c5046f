"""Founds agencies, teams and the first administrator; nobody but an administrator founds anything after that."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from kith.access.models import Agency, RoleGrant, Staff, Team
from kith.access.services.staffing import offer_join
from kith.access.services.traces import trace
from kith.access.vocabulary import Refused, Role, Sector, Viewer


@dataclass(frozen=True, kw_only=True)
class NewAgency:
    """A member of the partnership, or a school."""

    code: str
    name: str
    sector: Sector
    duty_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class NewTeam:
    """A team of one agency."""

    agency_id: int
    code: str
    name: str
    phone: str = ""


@transaction.atomic
def found_agency(*, agency: NewAgency, by: Viewer, now: datetime) -> Agency:
    """Make an agency.

    Raises:
        Refused: the role founds none, or the code is taken.
    """
    _administrator(by)
    return _found(agency, by.staff_id, now)


@transaction.atomic
def found_team(*, team: NewTeam, by: Viewer, now: datetime) -> Team:
    """Make a team of an agency.

    Raises:
        Refused: the role founds none, there is no such agency, or the agency has a team of this code.
    """
    _administrator(by)
    if not Agency.objects.filter(pk=team.agency_id).exists():
        raise Refused("There is no such agency. Found it first.")
    try:
        with transaction.atomic():
            made = Team.objects.create(agency_id=team.agency_id, code=team.code, name=team.name, phone=team.phone)
    except IntegrityError:
        raise Refused("This agency has a team of this code already.") from None
    after = {"agency": team.agency_id, "code": team.code}
    trace(by=by.staff_id, action="access.founded_team", subject="access.team", subject_id=made.pk, now=now, after=after)
    return made


@transaction.atomic
def found_administrator(*, email: str, name: str, agency: NewAgency, by: None, now: datetime) -> tuple[Staff, str]:
    """Make the first administrator of an installation, and their agency where it is missing.

    Return the account with the secret of its invitation. Nobody is signed in yet, so `by` is nobody.

    Raises:
        Refused: there is an administrator already, or the address has an account.
    """
    if RoleGrant.objects.filter(role=Role.ADMINISTRATOR, staff__is_active=True, ends_at__isnull=True).exists():
        raise Refused("There is an administrator already. Whoever it is invites the others on the page Accounts.")
    if Staff.objects.filter(email=email.lower()).exists():
        raise Refused("This e-mail address has an account already.")
    home = Agency.objects.filter(code=agency.code).first() or _found(agency, by, now)
    staff = Staff.objects.create_user(email, None, name=name, agency=home)
    RoleGrant.objects.create(staff=staff, role=Role.ADMINISTRATOR, begins_at=now)
    after = {"roles": [Role.ADMINISTRATOR]}
    trace(
        by=by, action="access.founded_administrator", subject="access.staff", subject_id=staff.pk, now=now, after=after
    )
    return staff, offer_join(staff=staff, by=by, now=now)


def _found(agency: NewAgency, by: int | None, now: datetime) -> Agency:
    try:
        with transaction.atomic():
            made = Agency.objects.create(
                code=agency.code, name=agency.name, sector=agency.sector, duty_phone=agency.duty_phone
            )
    except IntegrityError:
        raise Refused("This code belongs to another agency. Choose another code.") from None
    after = {"code": agency.code, "sector": agency.sector}
    trace(by=by, action="access.founded_agency", subject="access.agency", subject_id=made.pk, now=now, after=after)
    return made


def _administrator(by: Viewer) -> None:
    if Role.ADMINISTRATOR not in by.roles:
        raise Refused("Only an administrator founds agencies and teams.")
