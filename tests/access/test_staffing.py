"""Accounts begin, change and end by an administrator's hand, a reset by two; each change leaves a trace."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import resolve

from kith.access.models import Invitation, RoleGrant, Staff, Team
from kith.access.selectors import viewer_of
from kith.access.selectors.accounts import pending_reset, roles_held
from kith.access.services import staffing
from kith.access.services.covering import give_cover
from kith.access.vocabulary import Refused, Role, Viewer
from kith.work.selectors import outbox
from tests.worlds.partnership import Partnership

PASSWORD = "a-longer-pass-phrase-of-mine"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Traced = list[tuple[str, int | None, Any, Any]]


@pytest.fixture
def traced(admin: psycopg.Connection[Any]) -> Callable[[Staff], Traced]:
    """Return what the trace says of one account: what was done, by whom, before and after."""

    def read(staff: Staff) -> Traced:
        return admin.execute(
            "SELECT action, by, before, after FROM access_trace "
            "WHERE subject = 'access.staff' AND subject_id = %s ORDER BY id",
            (staff.pk,),
        ).fetchall()

    return read


@pytest.fixture
def second(partnership: Partnership) -> Viewer:
    """Return another administrator."""
    return viewer_of(partnership.add_staff("Kim Second", "partnership", Role.ADMINISTRATOR), partnership.now)


def newcomer(partnership: Partnership, **more: Any) -> staffing.NewStaff:
    """Return what an administrator would say of a new social worker."""
    said: dict[str, Any] = {
        "email": "Alex.New@care.example.org",
        "name": "Alex New",
        "agency_id": partnership.agencies["care"].pk,
        "roles": (Role.PRACTITIONER,),
    }
    return staffing.NewStaff(**said | more)


def session_of(staff: Staff) -> Client:
    """Sign somebody in, known twice over."""
    client = Client()
    client.force_login(staff, BACKEND)
    TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
    assert client.get("/work/").status_code == 200
    return client


def is_signed_in(client: Client) -> bool:
    """Test whether a session still opens a page."""
    return bool(client.get("/work/").status_code == 200)


def test_an_invited_colleague_joins_once_and_only_through_the_link(
    partnership: Partnership, traced: Callable[[Staff], Traced]
) -> None:
    by, now = partnership.viewer(Role.ADMINISTRATOR), partnership.now
    staff, secret = staffing.invite_staff(new=newcomer(partnership), by=by, now=now)
    assert (staff.email, roles_held(staff.pk, now)) == ("alex.new@care.example.org", ["practitioner"])
    assert not staff.has_usable_password()
    assert secret.encode() not in bytes(Invitation.objects.get(staff=staff).token_hash)

    staffing.accept_invitation(secret=secret, password=PASSWORD, now=now + timedelta(hours=71))
    assert Staff.objects.get(pk=staff.pk).check_password(PASSWORD)
    with pytest.raises(Refused):
        staffing.accept_invitation(secret=secret, password="another-pass-phrase", now=now + timedelta(hours=71))
    assert [(action, who) for action, who, _, _ in traced(staff)] == [
        ("access.invited", by.staff_id),
        ("access.joined", staff.pk),
    ]
    assert traced(staff)[0][3] == {"roles": ["practitioner"]}


def test_the_mail_holds_a_link_that_works_and_no_role_or_agency(partnership: Partnership, settings: Any) -> None:
    settings.EMAIL_BACKEND = "kith.work.services.OutboxBackend"  # in place of the test runner's own
    by = partnership.viewer(Role.ADMINISTRATOR)
    staff, secret = staffing.invite_staff(new=newcomer(partnership), by=by, now=partnership.now)
    staffing.send_join_link(staff=staff, link=f"http://127.0.0.1:8000/join/{secret}/")
    (mail,) = outbox()
    assert mail.staff_id == staff.pk
    link = next(word for word in mail.body.split() if word.startswith("http"))
    assert resolve(urlsplit(link).path).kwargs == {"secret": secret}
    assert "practitioner" not in mail.body.lower() + mail.subject.lower()
    assert partnership.agencies["care"].name not in mail.body


@pytest.mark.parametrize("late", [timedelta(hours=72), timedelta(days=30)])
def test_an_invitation_runs_out_after_three_days(partnership: Partnership, late: timedelta) -> None:
    by = partnership.viewer(Role.ADMINISTRATOR)
    staff, secret = staffing.invite_staff(new=newcomer(partnership), by=by, now=partnership.now)
    with pytest.raises(Refused):
        staffing.accept_invitation(secret=secret, password=PASSWORD, now=partnership.now + late)
    assert not Staff.objects.get(pk=staff.pk).has_usable_password()


def test_an_invitation_is_refused_for_a_known_address_or_another_agencys_team(partnership: Partnership) -> None:
    by, now = partnership.viewer(Role.ADMINISTRATOR), partnership.now
    team = Team.objects.create(agency=partnership.agencies["police"], code="response", name="Response")
    before = Staff.objects.count()
    with pytest.raises(Refused, match="another agency"):
        staffing.invite_staff(new=newcomer(partnership, team_id=team.pk), by=by, now=now)
    known = partnership.staff[Role.ANALYST].email.upper()
    with pytest.raises(Refused, match="account already"):
        staffing.invite_staff(new=newcomer(partnership, email=known), by=by, now=now)
    assert Staff.objects.count() == before


def test_a_reset_needs_two_people_and_ends_everything_that_was(
    partnership: Partnership, second: Viewer, traced: Callable[[Staff], Traced]
) -> None:
    first, now = partnership.viewer(Role.ADMINISTRATOR), partnership.now
    staff = partnership.staff[Role.PRACTITIONER]
    staffing.choose_own_password(by=partnership.viewer(Role.PRACTITIONER), password=PASSWORD, now=now)
    client = session_of(Staff.objects.get(pk=staff.pk))

    secret = staffing.ask_reset(staff_id=staff.pk, by=first, now=now)
    waiting = pending_reset(staff.pk, now)
    assert waiting is not None
    with pytest.raises(Refused, match="run out"):  # nobody has agreed yet
        staffing.accept_invitation(secret=secret, password="taken-over-by-one", now=now)
    with pytest.raises(Refused, match="second person"):
        staffing.agree_reset(staff_id=staff.pk, invitation_id=waiting.pk, by=first, now=now)
    assert is_signed_in(client)

    with pytest.raises(Refused, match="run out"):  # it belongs to another account than the page's
        staffing.agree_reset(staff_id=first.staff_id, invitation_id=waiting.pk, by=second, now=now)
    staffing.agree_reset(staff_id=staff.pk, invitation_id=waiting.pk, by=second, now=now)
    assert not is_signed_in(client)
    assert not Staff.objects.get(pk=staff.pk).has_usable_password()
    assert not Authenticator.objects.filter(user=staff).exists()
    assert pending_reset(staff.pk, now) is None
    staffing.accept_invitation(secret=secret, password="a-pass-phrase-after-reset", now=now)
    assert Staff.objects.get(pk=staff.pk).check_password("a-pass-phrase-after-reset")
    assert [(action, who) for action, who, _, _ in traced(staff)][-3:] == [
        ("access.asked_reset", first.staff_id),
        ("access.agreed_reset", second.staff_id),
        ("access.joined", staff.pk),
    ]


def test_nobody_agrees_to_the_reset_of_their_own_account(partnership: Partnership, second: Viewer) -> None:
    staffing.ask_reset(staff_id=second.staff_id, by=partnership.viewer(Role.ADMINISTRATOR), now=partnership.now)
    waiting = pending_reset(second.staff_id, partnership.now)
    assert waiting is not None
    with pytest.raises(Refused, match="second person"):
        staffing.agree_reset(staff_id=second.staff_id, invitation_id=waiting.pk, by=second, now=partnership.now)


def test_an_ended_account_has_no_role_no_session_and_no_second_factor(
    partnership: Partnership, traced: Callable[[Staff], Traced]
) -> None:
    by, now = partnership.viewer(Role.ADMINISTRATOR), partnership.now
    staff = partnership.staff[Role.PRACTITIONER]
    client, other = session_of(staff), session_of(partnership.staff[Role.TEAM_MANAGER])
    staffing.end_staff(staff_id=staff.pk, by=by, now=now)
    ended = Staff.objects.get(pk=staff.pk)
    assert (ended.is_active, ended.ended_at, ended.has_usable_password()) == (False, now, False)
    assert roles_held(staff.pk, now) == []
    assert RoleGrant.objects.filter(staff=staff).count() == 1  # what they held stays on record
    assert not Authenticator.objects.filter(user=ended).exists()
    assert (is_signed_in(client), is_signed_in(other)) == (False, True)
    assert traced(staff)[-1][:2] == ("access.ended", by.staff_id)


def test_an_invitation_of_an_ended_account_no_longer_works(partnership: Partnership) -> None:
    by, now = partnership.viewer(Role.ADMINISTRATOR), partnership.now
    staff, secret = staffing.invite_staff(new=newcomer(partnership), by=by, now=now)
    staffing.end_staff(staff_id=staff.pk, by=by, now=now)
    with pytest.raises(Refused):
        staffing.accept_invitation(secret=secret, password=PASSWORD, now=now)


def test_roles_end_and_begin_and_the_trace_says_both(
    partnership: Partnership, traced: Callable[[Staff], Traced]
) -> None:
    by, now = partnership.viewer(Role.ADMINISTRATOR), partnership.now
    staff = partnership.staff[Role.PRACTITIONER]
    wanted = [Role.PRACTITIONER, Role.TEAM_MANAGER]
    staffing.change_roles(staff_id=staff.pk, roles=wanted, by=by, now=now)
    kept = RoleGrant.objects.get(staff=staff, role=Role.PRACTITIONER)
    assert kept.begins_at < now  # a role that is kept is not given again
    assert roles_held(staff.pk, now) == ["practitioner", "team_manager"]
    staffing.change_roles(staff_id=staff.pk, roles=[Role.ANALYST], by=by, now=now + timedelta(minutes=1))
    assert roles_held(staff.pk, now + timedelta(minutes=1)) == ["analyst"]
    assert [(before, after) for _, _, before, after in traced(staff)] == [
        ({"roles": ["practitioner"]}, {"roles": ["practitioner", "team_manager"]}),
        ({"roles": ["practitioner", "team_manager"]}, {"roles": ["analyst"]}),
    ]


def test_nobody_changes_their_own_roles_or_ends_their_own_account(partnership: Partnership) -> None:
    by, now = partnership.viewer(Role.ADMINISTRATOR), partnership.now
    with pytest.raises(Refused, match="their own roles"):
        staffing.change_roles(staff_id=by.staff_id, roles=[Role.IG_LEAD], by=by, now=now)
    with pytest.raises(Refused, match="their own account"):
        staffing.end_staff(staff_id=by.staff_id, by=by, now=now)
    assert roles_held(by.staff_id, now) == ["administrator"]


def test_a_colleague_moves_with_their_team_and_not_into_a_team_of_another_agency(
    partnership: Partnership, traced: Callable[[Staff], Traced]
) -> None:
    by, now = partnership.viewer(Role.ADMINISTRATOR), partnership.now
    staff, police = partnership.staff[Role.PRACTITIONER], partnership.agencies["police"]
    before = {"agency": staff.agency_id, "team": Staff.objects.get(pk=staff.pk).team_id}
    team = Team.objects.create(agency=police, code="response", name="Response")
    with pytest.raises(Refused, match="another agency"):
        staffing.move_staff(staff_id=staff.pk, agency_id=staff.agency_id, team_id=team.pk, by=by, now=now)
    staffing.move_staff(staff_id=staff.pk, agency_id=police.pk, team_id=team.pk, by=by, now=now)
    moved = Staff.objects.get(pk=staff.pk)
    assert (moved.agency_id, moved.team_id) == (police.pk, team.pk)
    assert traced(staff) == [("access.moved", by.staff_id, before, {"agency": police.pk, "team": team.pk})]


def test_a_colleague_who_moves_leaves_the_old_teams_children_behind(
    partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    staff, now = Staff.objects.get(pk=partnership.staff[Role.PRACTITIONER].pk), partnership.now
    admin.execute(
        "INSERT INTO access_relationship (team_id, person_id, source, source_ref, reason, begins_at, ends_at) "
        "VALUES (%s, 5, 'allocation', '', '', %s, %s)",
        (staff.team_id, now - timedelta(days=1), now + timedelta(days=9)),
    )

    def states() -> list[str]:
        found: list[str] = admin.execute("SELECT access_states(%s, 5)", (staff.pk,)).fetchall()[0][0]
        return found

    assert states() == ["current"]
    by = partnership.viewer(Role.ADMINISTRATOR)
    staffing.move_staff(staff_id=staff.pk, agency_id=staff.agency_id, team_id=None, by=by, now=now)
    assert states() == ["none"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_changes_an_account(partnership: Partnership, role: Role) -> None:
    by, now, staff = partnership.viewer(role), partnership.now, partnership.staff[Role.ADMINISTRATOR]
    changes: list[Callable[[], object]] = [
        lambda: staffing.invite_staff(new=newcomer(partnership), by=by, now=now),
        lambda: staffing.change_roles(staff_id=staff.pk, roles=[], by=by, now=now),
        lambda: staffing.move_staff(staff_id=staff.pk, agency_id=staff.agency_id, team_id=None, by=by, now=now),
        lambda: staffing.ask_reset(staff_id=staff.pk, by=by, now=now),
        lambda: staffing.end_staff(staff_id=staff.pk, by=by, now=now),
    ]
    for change in changes:
        with pytest.raises(Refused, match="Only an administrator"):
            change()


def test_cover_is_given_within_one_agency_until_a_day(
    partnership: Partnership, traced: Callable[[Staff], Traced]
) -> None:
    by, now = partnership.viewer(Role.TEAM_MANAGER), partnership.now
    covered = partnership.staff[Role.PRACTITIONER]
    stranger, colleague = partnership.staff[Role.AGENCY_CONTACT], partnership.add_staff("Kim Cover", "care")

    def give(covering: Staff, ends_at: datetime) -> None:
        give_cover(covered_id=covered.pk, covering_id=covering.pk, ends_at=ends_at, by=by, now=now)

    with pytest.raises(Refused, match="same agency"):
        give(stranger, now + timedelta(days=3))
    for ends_at in (now, now - timedelta(days=1), now + timedelta(days=181)):
        with pytest.raises(Refused, match="180 days"):
            give(colleague, ends_at)
    with pytest.raises(IntegrityError):  # nobody covers for themselves, whatever a form would send
        give(covered, now + timedelta(days=3))
    give(colleague, now + timedelta(days=180))
    ((action, who, _, after),) = traced(covered)
    assert (action, who, after["covering"]) == ("access.gave_cover", by.staff_id, colleague.pk)


def test_a_team_manager_arranges_no_cover_elsewhere(partnership: Partnership) -> None:
    covered, covering = (partnership.add_staff(name, "police") for name in ("Kim Away", "Kim Cover"))
    when = {"ends_at": partnership.now + timedelta(days=3), "now": partnership.now}
    manager, administrator = partnership.viewer(Role.TEAM_MANAGER), partnership.viewer(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="own agency"):
        give_cover(covered_id=covered.pk, covering_id=covering.pk, by=manager, **when)
    give_cover(covered_id=covered.pk, covering_id=covering.pk, by=administrator, **when)


def test_cover_is_not_a_practitioners_to_give(partnership: Partnership) -> None:
    colleague = partnership.add_staff("Kim Cover", "care")
    with pytest.raises(Refused, match="team manager or an administrator"):
        give_cover(
            covered_id=colleague.pk,
            covering_id=partnership.staff[Role.PRACTITIONER].pk,
            ends_at=partnership.now + timedelta(days=3),
            by=partnership.viewer(Role.PRACTITIONER),
            now=partnership.now,
        )


def test_a_refused_change_leaves_no_trace(partnership: Partnership, admin: psycopg.Connection[Any]) -> None:
    before = admin.execute("SELECT count(*) FROM access_trace").fetchall()
    by = partnership.viewer(Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        staffing.end_staff(staff_id=by.staff_id, by=by, now=partnership.now)
    assert admin.execute("SELECT count(*) FROM access_trace").fetchall() == before
