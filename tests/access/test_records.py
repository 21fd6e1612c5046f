"""The pages of agreements, agencies, cover and resets, and the command that lets the first administrator in."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from typer import Typer
from typer.testing import CliRunner

from kith.access import management
from kith.access.models import Agency, Agreement, Cover, RoleGrant, Staff, Team
from kith.access.selectors import agreement_in_force
from kith.access.services import founding
from kith.access.services.agreeing import NewAgreement, record_agreement
from kith.access.vocabulary import Purpose, Refused, Role, Sector
from tests.work.conftest import signed_in as signed_in  # noqa: PLC0414 -- a fixture is known by its import
from tests.worlds.partnership import Partnership

SignIn = Callable[[Role], Client]
TYPED = {
    "purposes": ["safeguarding", "audit"],
    "fields_shared": "upn\nforename\n",
    "lawful_basis": "UK GDPR Art 6(1)(e)",
    "retention_class": "child-record",
    "valid_from": "2030-01-01",
    "valid_to": "2032-01-01",
}


def test_a_renewal_is_in_force_from_its_first_day_and_the_one_before_stays(
    partnership: Partnership, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    lead = signed_in(Role.IG_LEAD)
    assert b"isa-ssd" in lead.get("/agreements/").content
    assert lead.get("/agreements/isa-ssd/renew/").status_code == 200
    assert b"version 2" in lead.post("/agreements/isa-ssd/renew/", TYPED, follow=True).content
    found = {
        day: agreement_in_force(agency_code="care", feed="ssd", on=day)
        for day in (date(2029, 12, 31), date(2030, 1, 1), date(2032, 1, 1))
    }
    assert [one.version if one else None for one in found.values()] == [1, 2, None]
    latest = found[date(2030, 1, 1)]
    assert latest is not None and (latest.fields, latest.purposes) == (["upn", "forename"], ["safeguarding", "audit"])
    page = lead.get("/agreements/isa-ssd/").content.decode()
    assert "Version 1" in page and "upn, forename" in page
    traced = admin.execute("SELECT by FROM access_trace WHERE action = 'access.recorded_agreement'").fetchall()
    assert traced == [(partnership.staff[Role.IG_LEAD].pk,)]


def test_a_new_agreement_is_recorded_and_a_wrong_one_is_not(partnership: Partnership, signed_in: SignIn) -> None:
    lead, before = signed_in(Role.IG_LEAD), Agreement.objects.count()
    typed = TYPED | {"code": "isa-new", "agency": partnership.agencies["lantern"].pk, "feed": "sessions"}
    wrongs: list[dict[str, Any]] = [
        {"valid_to": "2029-01-01"},
        {"purposes": []},
        {"agency": "x"},
        {"fields_shared": ""},
    ]
    for wrong in wrongs:
        assert lead.post("/agreements/new/", typed | wrong).status_code == 422
    assert lead.post("/agreements/new/", typed | {"code": "isa-ssd"}).status_code == 403  # another agency's code
    assert Agreement.objects.count() == before
    assert lead.post("/agreements/new/", typed).status_code == 302
    assert Agreement.objects.filter(code="isa-new", version=1).exists()
    assert lead.get("/agreements/isa-nothing/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.IG_LEAD])
def test_nobody_else_records_an_agreement(partnership: Partnership, role: Role) -> None:
    agreement = NewAgreement(
        code="isa-ssd",
        agency_id=partnership.agencies["care"].pk,
        feed="ssd",
        purposes=(Purpose.AUDIT,),
        fields=("*",),
        lawful_basis="None",
        retention_class="x",
        valid_from=date(2020, 1, 1),
        valid_to=date(2090, 1, 1),
    )
    with pytest.raises(Refused, match="information-governance lead"):
        record_agreement(agreement=agreement, by=partnership.viewer(role), now=partnership.now)


def test_an_administrator_founds_an_agency_and_a_team(partnership: Partnership, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    agency = {"founds": "agency", "agency-name": "Hillside", "agency-code": "hillside", "agency-sector": "education"}
    assert client.post("/agencies/", agency).status_code == 302
    assert client.post("/agencies/", agency).status_code == 403  # the code is taken
    made = Agency.objects.get(code="hillside")
    team = {"founds": "team", "team-agency": made.pk, "team-name": "Safeguarding", "team-code": "100001"}
    assert client.post("/agencies/", team).status_code == 302
    assert client.post("/agencies/", team | {"team-agency": "x"}).status_code == 422
    assert Team.objects.filter(agency=made, code="100001").exists()
    assert "Hillside" in client.get("/agencies/").content.decode()
    assert signed_in(Role.IG_LEAD).get("/agencies/").status_code == 403


def test_the_command_lets_the_first_administrator_in_and_no_second(database: str) -> None:
    app = Typer()
    management.register(app)
    first = CliRunner().invoke(app, ["kim@board.example.org", "Kim Board"])
    assert first.exit_code == 0, first.output
    link = next(word for word in first.output.split() if word.startswith("http"))
    path = link.split("/", 3)[3]
    assert resolve(f"/{path}").url_name == "join"
    joined = Client().post(f"/{path}", {"password": "a-pass-phrase-of-kim", "again": "a-pass-phrase-of-kim"})
    assert joined.status_code == 302
    staff = Staff.objects.get(email="kim@board.example.org")
    assert staff.check_password("a-pass-phrase-of-kim")
    assert RoleGrant.objects.get(staff=staff).role == Role.ADMINISTRATOR
    second = CliRunner().invoke(app, ["lou@board.example.org", "Lou Board"])
    assert second.exit_code == 1
    assert not Staff.objects.filter(email="lou@board.example.org").exists()


def test_only_an_administrator_founds(partnership: Partnership) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        by, now = partnership.viewer(role), partnership.now
        with pytest.raises(Refused):
            founding.found_agency(agency=founding.NewAgency(code="x", name="X", sector=Sector.CHARITY), by=by, now=now)
        with pytest.raises(Refused):
            founding.found_team(
                team=founding.NewTeam(agency_id=partnership.agencies["care"].pk, code="x", name="X"), by=by, now=now
            )


def test_a_team_manager_arranges_and_ends_cover_for_their_own_team_on_the_page(
    partnership: Partnership, signed_in: SignIn
) -> None:
    client = signed_in(Role.TEAM_MANAGER)
    mine = Staff.objects.get(pk=partnership.staff[Role.PRACTITIONER].pk)
    colleague, stranger = partnership.add_staff("Kim Cover", "care"), partnership.add_staff("Kim Away", "police")
    page = client.get("/covers/").content.decode()
    assert mine.name in page and stranger.name not in page and colleague.name not in page  # not of the team
    typed = {"covering": colleague.pk, "ends_on": timezone.localdate() + timedelta(days=5)}
    for other in (stranger, colleague):
        assert client.post(f"/covers/{other.public_id}/", typed).status_code == 404
    assert client.post(f"/covers/{mine.public_id}/", typed | {"covering": stranger.pk}).status_code == 422
    assert b"Arranged." in client.post(f"/covers/{mine.public_id}/", typed, follow=True).content
    cover = Cover.objects.get()
    assert client.post("/covers/end/", {"cover": "x"}).status_code == 404
    assert b"Ended." in client.post("/covers/end/", {"cover": cover.pk}, follow=True).content
    assert Cover.objects.get().ends_at <= timezone.now()
    assert signed_in(Role.PRACTITIONER).get("/covers/").status_code == 403


@pytest.mark.parametrize("number", ["x", "", "-1", "9" * 40, "1.5", "١"])
def test_a_reset_is_agreed_to_by_a_number_or_not_at_all(
    partnership: Partnership, signed_in: SignIn, number: str
) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    client.raise_request_exception = False
    page = f"/accounts-of-staff/{partnership.staff[Role.ANALYST].public_id}/agree/"
    assert client.post(page, {"invitation": number}).status_code == 404


def test_a_manager_ends_a_grant_on_the_page(partnership: Partnership, signed_in: SignIn) -> None:
    from kith.access.models import Relationship
    from kith.access.services import connect_as
    from kith.access.vocabulary import RelationshipSource

    person, public_id = partnership.add_person("Alma", "Reed")
    held = partnership.relate(partnership.staff[Role.PRACTITIONER], person, RelationshipSource.REQUEST)
    client = signed_in(Role.TEAM_MANAGER)
    assert b"Alma Reed" in client.get("/waiting/granted/").content
    typed = {"person": public_id, "grant": held.pk, "because": "No longer needed."}
    assert client.post("/waiting/granted/", typed | {"person": "x"}).status_code == 404
    assert client.post("/waiting/granted/", typed | {"grant": "x"}).status_code == 404
    assert b"Nothing was ended" in client.post("/waiting/granted/", typed | {"because": ""}, follow=True).content
    assert b"Ended." in client.post("/waiting/granted/", typed, follow=True).content
    with connect_as("worker"):
        assert Relationship.objects.get(pk=held.pk).ends_at <= timezone.now()
