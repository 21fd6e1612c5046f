"""The pages of interventions: from a need to an outcome by clicking, what is refused, and who reaches what."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from kith.partnership import services as directory
from kith.partnership.vocabulary import ServiceStatus
from tests.partnership.conftest import signed_in
from tests.support.agreed import Agreed
from tests.worlds.partnership import Partnership
from tests.worlds.words import mentions, words

SignIn = Callable[[Staff], Client]
__all__ = ["signed_in"]


def day(name: str, when: date) -> dict[str, int]:
    return {f"{name}-day": when.day, f"{name}-month": when.month, f"{name}-year": when.year}


@pytest.fixture
def agreed(partnership: Partnership) -> Agreed:
    return Agreed(partnership)


@pytest.fixture
def worker(agreed: Agreed, signed_in: SignIn) -> Client:
    return signed_in(agreed.partnership.staff[Role.PRACTITIONER])


def typed(agreed: Agreed, **more: Any) -> dict[str, Any]:
    form = {
        "service": str(agreed.service.pk),
        "goal": "To have somebody to ring.",
        "planned_sessions": "12",
        "cost": "1200.50",
        "funding": "core",
        "agreed_in": "panel",
    }
    form |= day("starts_on", agreed.today) | day("ends_on", agreed.today + timedelta(days=60))  # type: ignore[arg-type]  # numbers are posted as text
    return form | more


def test_an_intervention_goes_from_a_need_to_its_outcome_by_clicking(agreed: Agreed, worker: Client) -> None:
    agreed.service = agreed.open_service("Rooms", need="housing", minimum_age=11, maximum_age=17)
    agreed.open_service("Rooms for adults", need="housing", minimum_age=18)
    agreed.open_service("A mentor", need="mentoring")
    where = f"/support/people/{agreed.child}/interventions/"
    assert "No service has been agreed" in words(worker.get(where))
    assert "A safe place to live" in words(worker.get(f"{where}new/"))
    page = words(worker.get(f"{where}new/?need=housing"))
    assert "Rooms, The Lantern Project" in page and "adults" not in page and "A mentor" not in page
    kept = words(worker.post(f"{where}new/?need=housing", typed(agreed), follow=True))
    assert all(said in kept for said in ("Planned", "£1,200.50", "At the panel", "To have somebody to ring."))
    one = re.search(r"/interventions/([0-9a-f-]{36})/start/", worker.get(where).content.decode())
    assert one is not None
    about = f"{where}{one.group(1)}"
    assert "Started" in words(worker.post(f"{about}/start/", {"seen": 1} | day("on", agreed.today), follow=True))
    told = worker.post(f"{about}/sessions/", {"seen": 2, "offered": 5, "attended": 4}, follow=True)
    assert "5 offered of 12 planned, 4 attended" in words(told)
    stale = worker.post(f"{about}/sessions/", {"seen": 2, "offered": 9, "attended": 9})
    assert stale.status_code == 422 and "4 of 5 sessions attended" in words(stale)
    assert 'value="9"' in stale.content.decode()
    ended = worker.post(f"{about}/end/", {"seen": 3, "to": "stopped_early"} | day("on", agreed.today))
    assert ended.status_code == 422 and "Say why it ended" in words(ended)
    form = {"seen": 3, "to": "stopped_early", "because": "He moved."} | day("on", agreed.today)
    assert "He moved." in words(worker.post(f"{about}/end/", form, follow=True))
    result = {"seen": 4, "outcome": "partly", "words": "He rang.", "childs_view": "OK."} | day("on", agreed.today)
    said = words(worker.post(f"{about}/outcome/", result, follow=True))
    assert "reached in part" in said and "He rang." in said and "OK." in said
    assert worker.get(f"{about}/nonsense/").status_code == 404


def test_a_service_that_closed_meanwhile_is_refused_and_nothing_typed_is_lost(
    agreed: Agreed, worker: Client, admin: psycopg.Connection[Any]
) -> None:
    agreed.service = agreed.open_service("Rooms", need="housing")
    agreed.open_service("Other rooms", need="housing")
    where = f"/support/people/{agreed.child}/interventions/new/?need=housing"
    directory.change_status(
        public_id=agreed.service.public_id,
        to=ServiceStatus.DEFUNCT,
        on=agreed.today + timedelta(days=5),
        because="No grant.",
        seen=1,
        by=agreed.partnership.viewer(Role.PANEL_COORDINATOR),
        now=agreed.now,
    )
    refused = worker.post(where, typed(agreed) | day("starts_on", agreed.today + timedelta(days=9)))
    assert refused.status_code == 422 and "Rooms takes nobody since" in words(refused)
    assert "To have somebody to ring." in refused.content.decode()
    gone = worker.post(where, typed(agreed, service="999999"))
    assert gone.status_code == 422 and "Choose a service that is open" in words(gone)
    assert admin.execute("SELECT count(*) FROM support_intervention").fetchone() == (0,)


def test_a_need_that_nobody_meets_is_said_to_be_so(agreed: Agreed, worker: Client) -> None:
    page = words(worker.get(f"/support/people/{agreed.child}/interventions/new/?need=speech"))
    assert "No open service fits" in page


def test_no_address_of_an_intervention_says_anything_and_nobody_else_reaches_it(
    agreed: Agreed,
    signed_in: SignIn,
) -> None:
    one = agreed.agree()
    where = f"/support/people/{agreed.child}/interventions/"
    for role in set(Role) - {Role.PRACTITIONER}:
        client = signed_in(agreed.partnership.staff[role])
        page = client.get(where)
        assert "To have somebody to ring." not in words(page), role
        if role in (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR):
            assert page.status_code == 200 and "Planned" in words(page) and "It has begun" not in words(page)
        else:
            assert page.status_code in (403, 404), role
        changed = client.post(f"{where}{one}/start/", {"seen": 1} | day("on", agreed.today))
        assert changed.status_code in (403, 404), role
    assert Client().get(where).status_code == 302


@pytest.mark.parametrize("role", Role)
def test_the_sums_open_to_those_who_plan_and_say_what_is_hidden(
    agreed: Agreed,
    signed_in: SignIn,
    role: Role,
) -> None:
    agreed.start(agreed.agree())
    page = signed_in(agreed.partnership.staff[role]).get("/support/interventions/")
    if role not in (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR, Role.ANALYST, Role.SCRUTINEER):
        assert page.status_code == 403
        return
    said = words(page)
    assert "fewer than 5, or hidden with them" in said and "£1,200" not in said and not mentions(said, "Ada")


def test_sums_are_told_by_whole_years_only(agreed: Agreed, signed_in: SignIn) -> None:
    client = signed_in(agreed.partnership.staff[Role.ANALYST])
    assert "No intervention began in this year" in words(client.get("/support/interventions/?year=2024"))
    for odd in ("1999", "2999"):
        assert client.get(f"/support/interventions/?year={odd}").status_code == 404
    assert client.get("/support/interventions/?year=x&since=2025-01-01").status_code == 200
