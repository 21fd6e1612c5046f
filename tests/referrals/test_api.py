"""The API of referrals: the gate of the page, answers in JSON, nothing for whoever is not signed in."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.services.relationships import shield_person
from kith.access.vocabulary import Role, ShieldKind
from kith.feeds.vocabulary import EVENT_KINDS
from kith.referrals.rules import written as reading
from kith.referrals.vocabulary import RING_FIRST, Included, ReferralAct
from tests.referrals.elsewhere import written
from tests.referrals.world import World, full_risk

SignIn = Callable[[Staff], Client]


@pytest.fixture
def client(world: World, signed_in: SignIn) -> Client:
    return signed_in(world.staff["sender"])


def post(client: Client, body: Any) -> Any:
    return client.post("/api/referrals", json.dumps(body), content_type="application/json")


def described(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/referrals/openapi.json").json()
    return found


def fits(client: Client, name: str, value: Any) -> None:
    schema = described(client)
    jsonschema.Draft202012Validator(schema | {"$ref": f"#/components/schemas/{name}"}).validate(value)


def test_a_referral_is_sent_once_and_its_standing_can_be_read(world: World, client: Client) -> None:
    row = written(world.person, reference="MIS-1")
    fits(client, "Written", row)
    sent = post(client, row)
    assert (sent.status_code, sent.json()["became"]) == (201, "sent")
    again = post(client, row)
    assert (again.status_code, again.json()["became"]) == (200, "duplicate")
    assert again.json()["referral"] == sent.json()["referral"]
    fits(client, "Receipt", sent.json())
    address = f"/api/people/{world.person}/referrals/{sent.json()['referral']}"
    stands = client.get(address)
    fits(client, "Standing", stands.json())
    assert stands.json()["state"] == "sent" and [each["act"] for each in stands.json()["steps"]] == ["send"]
    assert stands["Cache-Control"] == "no-store"


def test_the_known_events_are_listed_and_have_to_be_answered(world: World, client: Client) -> None:
    ref, hidden = world.happened("school.weapon"), EVENT_KINDS["police.weapon"].headline
    world.happened("police.weapon", days_ago=9)
    known = client.get(f"/api/people/{world.person}/known-risks")
    fits(client, "Known", known.json())
    assert [each["entry_ref"] for each in known.json()["events"]] == [ref]
    refused = post(client, written(world.person, reference="MIS-2"))
    assert refused.status_code == 422 and "left out" in refused.json()["because"][0]
    risk = full_risk(Included(entry_ref=ref, is_included=True))
    ring = post(client, written(world.person, reference="MIS-2", risk=risk))
    assert (ring.status_code, ring.json()["because"]) == (422, [RING_FIRST])
    fits(client, "Receipt", ring.json())
    assert hidden not in known.content.decode() + ring.content.decode()


def test_a_child_who_may_not_be_shown_and_one_who_does_not_exist_are_the_same(world: World, client: Client) -> None:
    shielded_id, shielded = world.partnership.add_person("Cem", "Oak")
    with connect_as("worker"):
        shield_person(person_id=shielded_id, kind=ShieldKind.ADDRESS, reason="Moved", by=None, now=world.now)
    shown = [post(client, written(each, reference="MIS-3")) for each in (shielded, uuid4())]
    assert [each.status_code for each in shown] == [422, 422]
    assert shown[0].content == shown[1].content
    opened = [client.get(f"/api/people/{each}/known-risks") for each in (shielded, uuid4())]
    assert {each.status_code for each in opened} == {404} and opened[0].content == opened[1].content


@pytest.mark.parametrize(
    ("body", "kind"),
    [("{", "application/json"), ("[]", "text/plain"), ('"' + "x" * 1_000_001 + '"', "application/json")],
)
def test_what_is_no_referral_is_refused_in_words(world: World, client: Client, body: str, kind: str) -> None:
    answer = client.post("/api/referrals", body, content_type=kind)
    assert answer.status_code == 400
    fits(client, "Fault", answer.json())


def test_a_list_is_no_referral(world: World, client: Client) -> None:
    assert post(client, [written(world.person)]).status_code == 422


def test_nobody_calls_it_without_signing_in_without_the_role_or_from_another_site(
    world: World, signed_in: SignIn
) -> None:
    row = written(world.person)
    assert post(Client(), row).status_code == 302
    analyst = world.partnership.add_staff("Ana Lyst", "lantern", Role.ANALYST)
    assert post(signed_in(analyst), row).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(world.staff["manager"]).cookies
    assert post(strict, row).status_code == 403
    assert world.admin.execute("SELECT count(*) FROM referrals_referral").fetchall() == [(0,)]


def test_a_colleague_of_neither_side_reads_no_standing(world: World, signed_in: SignIn) -> None:
    referral, version = world.sent()
    world.act(referral, ReferralAct.ACKNOWLEDGE, version)
    other = world.partnership.add_staff("Oda Other", "education", Role.PRACTITIONER)
    world.partnership.relate(other, world.person_id)
    assert signed_in(other).get(f"/api/people/{world.person}/referrals/{referral}").status_code == 404


def test_the_description_names_each_field_that_is_read_and_no_other(client: Client) -> None:
    found = described(client)
    assert found["openapi"] == "3.1.0"
    schemas = found["components"]["schemas"]
    assert set(schemas["Written"]["properties"]) == set(reading._WHOLE) | set(reading.MOST_LINES)
    assert set(schemas["Risk"]["properties"]) == set(reading._RISK)
    assert set(schemas["Event"]["properties"]) == set(reading._EVENT)
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
