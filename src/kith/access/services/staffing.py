"""Invites, moves, resets and ends the people who sign in; each change leaves a trace."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q

from kith.access.models import Agency, Invitation, RoleGrant, Staff, Team
from kith.access.services.leaving import end_reasons
from kith.access.services.telling import reassign_reviews
from kith.access.services.traces import trace
from kith.access.vocabulary import Refused, Role, Viewer

_JOIN_WITHIN = timedelta(hours=72)
_RESET_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class NewStaff:
    """What an administrator says about a new colleague."""

    email: str
    name: str
    agency_id: int
    team_id: int | None = None
    roles: tuple[Role, ...] = ()
    job_title: str = ""


@transaction.atomic
def invite_staff(*, new: NewStaff, by: Viewer, now: datetime) -> tuple[Staff, str]:
    """Make an account that cannot sign in yet, and return it with the secret of its invitation.

    Raises:
        Refused: the address has an account already, or the team is another agency's.
    """
    _administrator(by)
    if Staff.objects.filter(email=new.email.lower()).exists():
        raise Refused("This e-mail address has an account already. Find it in the list and change it there.")
    _team_of(new.team_id, new.agency_id)
    staff = Staff.objects.create_user(
        new.email,
        None,
        name=new.name,
        agency_id=new.agency_id,
        team_id=new.team_id,
        job_title=new.job_title,
    )
    _give_roles(staff, new.roles, by, now)
    _trace_staff("access.invited", staff, by, now, after={"roles": sorted(new.roles)})
    return staff, _invitation(staff, by, now, kind="join", lasts=_JOIN_WITHIN)


def offer_join(*, staff: Staff, by: None, now: datetime) -> str:
    """Return the secret of an invitation that nobody made who could be named: the first administrator's."""
    return _invitation(staff, by, now, kind="join", lasts=_JOIN_WITHIN)


def send_join_link(*, staff: Staff, link: str) -> None:
    """Send somebody the link of their invitation or reset; the mail says nothing but that."""
    send_mail(
        subject="Your account in Kith",
        message=(
            f"Hello {staff.name}\n\nUse this link once to choose a password, and then set up a second factor:\n\n"
            f"{link}\n\nIf you expected no such mail, tell your administrator. Nobody will ever ask you for the link.\n"
        ),
        from_email=None,
        recipient_list=[staff.email],
    )


@transaction.atomic
def give_one_time_password(*, staff: Staff, password: str, now: datetime) -> None:
    """Give an account of the demo a password that must be replaced at the first sign-in, and no second factor."""
    staff.set_password(password)
    staff.password_is_one_time = True
    staff.save(update_fields=["password", "password_is_one_time"])
    Authenticator.objects.filter(user=staff).delete()
    trace(by=None, action="access.gave_one_time_password", subject="access.staff", subject_id=staff.pk, now=now)


@transaction.atomic
def choose_own_password(*, by: Viewer, password: str, now: datetime) -> Staff:
    """Replace the viewer's own one-time password."""
    staff = Staff.objects.select_for_update().get(pk=by.staff_id)
    staff.set_password(password)
    staff.password_is_one_time = False
    staff.save(update_fields=["password", "password_is_one_time"])
    trace(by=staff.pk, action="access.chose_password", subject="access.staff", subject_id=staff.pk, now=now)
    return staff


@transaction.atomic
def accept_invitation(*, secret: str, password: str, now: datetime) -> Staff:
    """Set the password of an invitation's account and use the invitation up.

    Raises:
        Refused: the link is used, expired or was never made.
    """
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(token_hash=_hash(secret), used_at__isnull=True, expires_at__gt=now, staff__is_active=True)
        .filter(Q(kind="join") | Q(second_person__isnull=False))
        .select_related("staff")
        .first()
    )
    if found is None:
        raise Refused("This link has been used or has run out. Ask your administrator for a new one.")
    found.used_at = now
    found.save(update_fields=["used_at"])
    staff: Staff = found.staff
    staff.set_password(password)
    staff.password_is_one_time = False
    staff.save(update_fields=["password", "password_is_one_time"])
    trace(by=staff.pk, action="access.joined", subject="access.staff", subject_id=staff.pk, now=now)
    return staff


@transaction.atomic
def move_staff(*, staff_id: int, agency_id: int, team_id: int | None, by: Viewer, now: datetime) -> Staff:
    """Move a colleague to another team or agency; what the old team saw stays with the old team.

    What a manager granted them, what they asked and nobody has decided, an open emergency look and every cover given
    or taken end at once; in another agency so does every other reason of their own, for its source to state anew.

    Raises:
        Refused: the team is another agency's, or nobody else could review the emergency looks that wait for them.
    """
    _administrator(by)
    _team_of(team_id, agency_id)
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    before = {"agency": staff.agency_id, "team": staff.team_id}
    staff.agency_id, staff.team_id = agency_id, team_id
    staff.save(update_fields=["agency", "team"])
    if before != {"agency": agency_id, "team": team_id}:
        end_reasons(staff_id=staff_id, every=before["agency"] != agency_id, by=by, now=now)
    reassign_reviews(staff_id=staff_id, by=by, now=now)
    _trace_staff("access.moved", staff, by, now, before=before, after={"agency": agency_id, "team": team_id})
    return staff


@transaction.atomic
def change_roles(*, staff_id: int, roles: Iterable[Role], by: Viewer, now: datetime) -> None:
    """Make these the roles that a colleague holds from now on; earlier grants end and stay on record."""
    _administrator(by)
    if staff_id == by.staff_id:
        raise Refused("Nobody changes their own roles. Ask another administrator.")
    staff = Staff.objects.get(pk=staff_id)
    wanted = set(roles)
    held = RoleGrant.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), staff=staff)
    before = sorted(held.values_list("role", flat=True))
    held.exclude(role__in=wanted).update(ends_at=now)
    _give_roles(staff, wanted - set(before), by, now)
    reassign_reviews(staff_id=staff_id, by=by, now=now)
    _trace_staff("access.changed_roles", staff, by, now, before={"roles": before}, after={"roles": sorted(wanted)})


@transaction.atomic
def end_staff(*, staff_id: int, by: Viewer, now: datetime) -> None:
    """End a colleague's account: no role, no session, no second factor is left."""
    _administrator(by)
    if staff_id == by.staff_id:
        raise Refused("Nobody ends their own account. Ask another administrator.")
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    staff.is_active, staff.ended_at = False, now
    staff.set_unusable_password()
    staff.save(update_fields=["is_active", "ended_at", "password"])
    RoleGrant.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), staff=staff).update(ends_at=now)
    Authenticator.objects.filter(user=staff).delete()
    end_sessions(staff)
    end_reasons(staff_id=staff_id, every=True, by=by, now=now)
    reassign_reviews(staff_id=staff_id, by=by, now=now)
    _trace_staff("access.ended", staff, by, now)


@transaction.atomic
def ask_reset(*, staff_id: int, by: Viewer, now: datetime) -> str:
    """Begin a reset of password and second factor; a second administrator must agree before the link works."""
    _administrator(by)
    staff = Staff.objects.get(pk=staff_id, is_active=True)
    secret = _invitation(staff, by, now, kind="reset", lasts=_RESET_WITHIN)
    _trace_staff("access.asked_reset", staff, by, now)
    return secret


@transaction.atomic
def agree_reset(*, staff_id: int, invitation_id: int, by: Viewer, now: datetime) -> Staff:
    """Agree to a reset that somebody else began: the old password, second factor and sessions end.

    Raises:
        Refused: whoever began it, or whose account it is, may not agree to it.
    """
    _administrator(by)
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("staff")
        .filter(pk=invitation_id, staff=staff_id, kind="reset", used_at__isnull=True, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise Refused("This reset has been used or has run out. Begin another.")
    if by.staff_id in {found.made_by_id, found.staff_id}:
        raise Refused("A reset needs a second person: neither who began it nor whose account it is.")
    found.second_person_id = by.staff_id
    found.save(update_fields=["second_person"])
    staff: Staff = found.staff
    staff.set_unusable_password()
    staff.save(update_fields=["password"])
    Authenticator.objects.filter(user=staff).delete()
    end_sessions(staff)
    _trace_staff("access.agreed_reset", staff, by, now)
    return staff


def end_sessions(staff: Staff) -> None:
    """End every session of one member of staff."""
    key = str(staff.pk)
    mine = [s.pk for s in Session.objects.all().iterator() if s.get_decoded().get("_auth_user_id") == key]
    Session.objects.filter(pk__in=mine).delete()


def _administrator(by: Viewer) -> None:
    if Role.ADMINISTRATOR not in by.roles:
        raise Refused("Only an administrator changes accounts.")


def _team_of(team_id: int | None, agency_id: int) -> None:
    Agency.objects.get(pk=agency_id)
    if team_id is not None and not Team.objects.filter(pk=team_id, agency_id=agency_id).exists():
        raise Refused("This team belongs to another agency. Choose one of the colleague's own agency.")


def _give_roles(staff: Staff, roles: Iterable[Role], by: Viewer, now: datetime) -> None:
    RoleGrant.objects.bulk_create(
        RoleGrant(staff=staff, role=role, begins_at=now, given_by_id=by.staff_id) for role in sorted(roles)
    )


def _invitation(staff: Staff, by: Viewer | None, now: datetime, *, kind: str, lasts: timedelta) -> str:
    secret = secrets.token_urlsafe(24)
    Invitation.objects.create(
        staff=staff,
        token_hash=_hash(secret),
        kind=kind,
        made_by_id=by.staff_id if by else None,
        made_at=now,
        expires_at=now + lasts,
    )
    return secret


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _trace_staff(
    action: str,
    staff: Staff,
    by: Viewer,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    trace(
        by=by.staff_id,
        action=action,
        subject="access.staff",
        subject_id=staff.pk,
        now=now,
        before=before,
        after=after,
    )
