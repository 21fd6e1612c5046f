"""A referrer chooses a service that is open to the child, and is told plainly why another one is not."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from kith.access.models import Staff
from kith.partnership.models import Service
from kith.partnership.services import tell_capacity
from kith.partnership.vocabulary import NewCapacity
from kith.referrals.vocabulary import SERVICE_CLOSED, SERVICE_GONE, NotReferred
from tests.partnership.conftest import entry, take_in
from tests.referrals.world import TODAY, World

SignIn = Callable[[Staff], Client]


@pytest.fixture
def mentoring(world: World) -> UUID:
    """Return a service of the charity that takes children of Ada's age."""
    told = [
        entry("Evening mentoring", minimum_age=10, maximum_age=17),
        entry("Adult housing", minimum_age=18),
        entry("Old boxing club"),
        entry("Youth café", minimum_age=10),
    ]
    take_in(*told)
    lantern = world.partnership.agencies["lantern"].pk
    world.admin.execute("UPDATE partnership_organisation SET agency_id = %s", (lantern,))
    close(world, "Old boxing club")
    row = Service.objects.get(name="Evening mentoring")
    new = NewCapacity(places=8, taken=5, weeks_to_wait=2, told_on=TODAY - timedelta(days=1), told_by="The duty desk")
    tell_capacity(public_id=row.public_id, new=new, by=world.contact, now=world.now)
    return row.public_id


def close(world: World, name: str) -> None:
    world.admin.execute(
        "UPDATE partnership_service SET status = 'defunct', closed_on = current_date, closed_because = 'No money' "
        "WHERE name = %s",
        (name,),
    )


def options(response: Any) -> list[str]:
    (field,) = re.findall(r'<select[^>]*name="service".*?</select>', response.content.decode(), re.DOTALL)
    return [unescape(" ".join(each.split())) for each in re.findall(r"<option[^>]*>(.*?)</option>", field, re.DOTALL)]


def saved(client: Client, world: World, referral: UUID, **typed: Any) -> Any:
    address = f"/people/{world.person}/referrals/{referral}/edit/"
    seen = world.row(referral, "version")[0]
    return client.post(address, {"seen": seen, "risks": 0, "next": "stay", **typed})


def test_the_form_offers_what_is_open_to_the_child_and_sends_it_to_its_provider(
    world: World, mentoring: UUID, signed_in: SignIn
) -> None:
    client = signed_in(world.staff["sender"])
    referral, _ = world.draft(receiver=world.receiver("lantern"))
    offered = options(client.get(f"/people/{world.person}/referrals/{referral}/edit/"))
    assert offered == [
        "None of these",
        "Evening mentoring, The Lantern Project: 3 of 8 places free, 2 weeks to wait",
        "Youth café, The Lantern Project: places not told",
    ]
    assert saved(client, world, referral, service=str(mentoring)).status_code == 302
    lantern = world.partnership.agencies["lantern"].pk
    found = world.row(referral, "service_id", "service_name", "to_agency_id")
    assert found == (mentoring, "Evening mentoring", lantern)


@pytest.mark.parametrize(
    ("name", "more", "says"),
    [
        ("Old boxing club", {}, SERVICE_CLOSED),
        ("Adult housing", {}, "Adult housing takes people from 18, which is not this child's age."),
        ("Evening mentoring", {"to_agency": "police"}, "Evening mentoring is provided by The Lantern Project."),
    ],
)
def test_a_service_that_cannot_be_is_refused_in_a_sentence(
    world: World, mentoring: UUID, signed_in: SignIn, name: str, more: dict[str, str], says: str
) -> None:
    client = signed_in(world.staff["sender"])
    referral, version = world.draft()
    typed = {key: str(world.partnership.agencies[code].pk) for key, code in more.items()}
    service = Service.objects.get(name=name).public_id
    answer = saved(client, world, referral, service=str(service), reason="Typed and kept", **typed)
    text = unescape(answer.content.decode())
    assert answer.status_code == 422 and says in text and "Typed and kept" in text
    assert world.row(referral, "version", "service_id") == (version, None)


def test_a_service_that_closes_while_the_draft_waits_takes_no_referral(world: World, mentoring: UUID) -> None:
    referral, version = world.draft(receiver=world.receiver(service_id=mentoring, service_name="Evening mentoring"))
    close(world, "Evening mentoring")
    with pytest.raises(NotReferred) as refusal:
        world.send(referral, version)
    assert str(refusal.value) == SERVICE_CLOSED
    world.admin.execute("UPDATE partnership_service SET public_id = gen_random_uuid() WHERE name = 'Evening mentoring'")
    with pytest.raises(NotReferred) as refusal:
        world.send(referral, version)
    assert str(refusal.value) == SERVICE_GONE
    assert world.row(referral, "state") == ("draft",)
