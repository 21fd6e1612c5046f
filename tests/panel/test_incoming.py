"""A referral to the panel is taken in, becomes a case, and what is decided goes back to whoever referred."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role
from kith.panel import selectors, services
from kith.panel.models import Case, CaseStep
from kith.panel.vocabulary import MinuteField, Section, Status, StepKind, StepRefused
from kith.referrals.vocabulary import ReferralAct, ReferralState
from kith.work.models import Task
from kith.work.vocabulary import TaskState
from tests.panel.conftest import WHY, Panel
from tests.panel.test_pages import DECISION, day
from tests.referrals.world import World, found_world
from tests.worlds.words import words

SignIn = Callable[[Staff], Client]


@pytest.fixture
def world(panel: Panel, admin: psycopg.Connection[Any]) -> World:
    """Return Ada, whom a social worker may refer; her receiver is the panel."""
    made = found_world(panel.partnership, admin)
    return replace(made, contact=panel.coordinator)


def open_kinds() -> list[str]:
    return sorted(Task.objects.filter(state=TaskState.OPEN).values_list("kind", flat=True))


def steps() -> list[tuple[str, bool]]:
    with connect_as("worker"):
        found = CaseStep.objects.order_by("place").values_list("kind", "referral_id")
        return [(kind, referral is not None) for kind, referral in found]


def test_a_referral_is_taken_in_decided_and_its_sender_is_told(panel: Panel, world: World, signed_in: SignIn) -> None:
    sender, coordinator, chair = (
        signed_in(panel.partnership.staff[role])
        for role in (Role.PRACTITIONER, Role.PANEL_COORDINATOR, Role.PANEL_CHAIR)
    )
    referral, _ = world.sent(receiver=world.receiver("partnership"))
    page = words(coordinator.get("/panel/referrals/"))
    assert "1 referral waits for the panel." in page and "Ada Vale" in page and "children's social care" in page
    address = f"/panel/people/{world.person}/referrals/{referral}/"
    taken = coordinator.post(address, {"says": WHY}, follow=True)
    assert "Accepted, waiting for a meeting" in words(taken)
    assert steps() == [(StepKind.REFER, True), (StepKind.ACCEPT, True)]
    assert "No referral waits." in words(coordinator.get("/panel/referrals/"))
    assert open_kinds() == [], "the panel's own clocks run now"
    own = f"/people/{world.person}/referrals/{referral}/"
    assert "Accepted" in words(sender.get(own)) and WHY in words(sender.get(own))
    meeting = panel.plan()
    item = services.list_case(
        meeting=meeting, public_id=world.person, section=Section.CHILDREN, by=panel.coordinator, now=panel.now
    )
    panel.open(meeting)
    voice: dict[str, Any] = {"field": MinuteField.VOICE, "text": "“I want it to stop.”", "seen": 0}
    services.write_minute(public_id=world.person, item=item, by=panel.coordinator, now=panel.now, **voice)
    decided = chair.post(f"/panel/people/{world.person}/items/{item}/decide/", DECISION | day(panel, 30, "review_on"))
    assert decided.status_code == 302
    assert world.row(referral, "state") == (ReferralState.FEEDBACK_SENT,)
    text = words(sender.get(own))
    assert "The panel heard of the child on" in text and "The panel decided: " in text
    assert "A referral that you sent has moved on." in words(sender.get("/work/"))


def test_a_referral_withdrawn_after_it_was_taken_in_is_the_coordinators_to_decide(
    panel: Panel, world: World, signed_in: SignIn
) -> None:
    sender, coordinator = (
        signed_in(panel.partnership.staff[role]) for role in (Role.PRACTITIONER, Role.PANEL_COORDINATOR)
    )
    referral, _ = world.sent(receiver=world.receiver("partnership"))
    about: dict[str, Any] = {"by": panel.coordinator, "now": panel.now}
    services.take_in_referral(person=world.person, referral=referral, says=WHY, **about)
    case, own = f"/panel/people/{world.person}/", f"/people/{world.person}/referrals/{referral}/"
    read = coordinator.get(case).content.decode()
    assert own in read and "let_go" not in read, "it leads back, and there is nothing to decide"
    nurse = signed_in(panel.contacts["hospital"]).get(case).content.decode()
    assert "Referred to the panel" in nurse and own not in nurse, "whose page of the referral would be refused"
    with pytest.raises(StepRefused, match="No withdrawn referral"):
        services.let_go(public_id=world.person, says=WHY, **about)
    (seen,) = world.row(referral, "version")
    typed = {"act": "withdraw", "seen": seen, "says": "The family has moved to another county."}
    assert sender.post(own, typed).status_code == 302
    assert open_kinds() == ["panel_withdrawn"]
    shown = words(coordinator.get(case))
    assert "was withdrawn on" in shown and "The family has moved to another county." in shown
    assert "Accepted, waiting for a meeting" in shown, "nothing is decided by itself"
    with pytest.raises(Refused):
        services.carry_on(public_id=world.person, says=WHY, by=world.sender, now=panel.now)
    kept = coordinator.post(f"{case}do/carry_on/", {"says": "The risk moves with him, so we hear of him."}, follow=True)
    assert "was withdrawn on" not in words(kept) and open_kinds() == []
    with pytest.raises(StepRefused, match="No withdrawn referral"):
        services.let_go(public_id=world.person, says=WHY, **about)


def test_a_case_whose_referral_was_withdrawn_is_let_go_with_every_seat(panel: Panel, world: World) -> None:
    referral, _ = world.sent(receiver=world.receiver("partnership"))
    about: dict[str, Any] = {"by": panel.coordinator, "now": panel.now}
    services.take_in_referral(person=world.person, referral=referral, says=WHY, **about)
    services.ask_research(public_id=world.person, **about)
    (seen,) = world.row(referral, "version")
    world.act(referral, ReferralAct.WITHDRAW, seen, by=world.sender, says="The family has moved away.")
    services.let_go(public_id=world.person, says="He lives in another county now.", **about)
    assert open_kinds() == []
    with connect_as("worker"):
        assert Case.objects.get().status == Status.SET_ASIDE
    with pytest.raises((NotShown, Refused)):
        selectors.open_case(world.person, viewer=panel.contact("hospital"), purpose=Purpose.PANEL)


def test_a_decline_reaches_the_sender_with_its_reason_and_leaves_no_case(
    panel: Panel, world: World, signed_in: SignIn
) -> None:
    sender = signed_in(panel.partnership.staff[Role.PRACTITIONER])
    coordinator = signed_in(panel.partnership.staff[Role.PANEL_COORDINATOR])
    referral, version = world.sent(receiver=world.receiver("partnership"))
    own = f"/people/{world.person}/referrals/{referral}/"
    world.act(referral, ReferralAct.ACKNOWLEDGE, version)
    typed = {"act": "decline", "seen": version + 1, "because": "below_threshold", "says": "Early help holds him well."}
    assert coordinator.post(own, typed).status_code == 302
    text = words(sender.get(own))
    assert "The need is below what this service is for" in text and "Early help holds him well." in text
    with connect_as("worker"):
        assert not Case.objects.exists()
    assert coordinator.get(own).status_code in (403, 404), "the seat that the referral gave has ended"


def test_a_child_whom_the_panel_has_is_not_taken_in_twice(panel: Panel, world: World) -> None:
    services.refer_person(public_id=world.person, says=WHY, by=world.sender, now=panel.now)
    services.accept_case(public_id=world.person, says=WHY, by=panel.coordinator, now=panel.now)
    referral, _ = world.sent(receiver=world.receiver("partnership"))
    with pytest.raises(StepRefused, match="Decline the referral as open already"):
        services.take_in_referral(person=world.person, referral=referral, says=WHY, by=panel.coordinator, now=panel.now)
    assert world.row(referral, "state") == (ReferralState.SENT,), "nothing was half done"


def test_a_nomination_gives_way_to_a_referral(panel: Panel, world: World) -> None:
    panel.nominate(world.person)
    referral, _ = world.sent(receiver=world.receiver("partnership"))
    services.take_in_referral(person=world.person, referral=referral, says=WHY, by=panel.coordinator, now=panel.now)
    with connect_as("worker"):
        assert Case.objects.get().status == Status.ACCEPTED
    assert [kind for kind, _ in steps()] == [StepKind.NOMINATE, StepKind.SECOND, StepKind.REFER, StepKind.ACCEPT]
    assert open_kinds() == []


def test_a_referral_to_another_agency_is_not_the_panels(panel: Panel, world: World, signed_in: SignIn) -> None:
    referral, _ = world.sent(receiver=world.receiver("lantern"), by=viewer_of(world.staff["sender"], panel.now))
    coordinator = signed_in(panel.partnership.staff[Role.PANEL_COORDINATOR])
    assert "No referral waits." in words(coordinator.get("/panel/referrals/"))
    address = f"/panel/people/{world.person}/referrals/{referral}/"
    assert coordinator.post(address, {"says": WHY}).status_code in (403, 404)
    assert world.row(referral, "state") == (ReferralState.SENT,)
    worker = signed_in(panel.partnership.staff[Role.PRACTITIONER])
    assert worker.get("/panel/referrals/").status_code in (403, 404)
