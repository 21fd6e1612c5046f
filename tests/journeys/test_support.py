"""What is done for a child, in a browser: every page full and empty, at both widths, for the eye and the ear."""

import json
from collections.abc import Callable

import pytest
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.partnership.models import Organisation
from kith.support import services
from kith.support.rules import age_day
from kith.support.vocabulary import BirthPlanClash, NewGoal, NewReference, NewTellingBack, OtherPlan, PlanClash
from kith.support.vocabulary.interventions import Sessions
from tests.journeys.test_every_page import faults_of
from tests.journeys.visitor import Visitor
from tests.support.agreed import Agreed
from tests.support.conftest import Support
from tests.support.planned import agreed, goal_for
from tests.support.test_births import about, expect, plan, unborn
from tests.worlds.partnership import Partnership

Enter = Callable[..., Visitor]


@pytest.fixture
def support(partnership: Partnership) -> Support:
    """Return a partnership in which a child is supported."""
    return Support(partnership=partnership, now=timezone.now())


def filled(support: Support) -> list[str]:
    """Fill every page, also with two texts that were written at once, and return where they are."""
    child, step = agreed(support)
    voice = support.hear(child, wishes="To stay.", view="Loud at home.")
    told = NewTellingBack(changed="Two nights.", told_on=support.today)
    services.tell_back(voice=voice, new=told, **about(support, child))
    goal = goal_for(support, child, "Sleeps well")
    services.edit_goal(goal=goal, new=NewGoal(words="Sleeps"), seen=1, **about(support, child))
    with pytest.raises(PlanClash):
        services.edit_goal(goal=goal, new=NewGoal(words="Rests"), seen=1, **about(support, child))
    baby = unborn(support)
    expect(support, baby, weeks=31)
    services.write_birth_plan(new=plan(), seen=0, **about(support, baby))
    with pytest.raises(BirthPlanClash):
        services.write_birth_plan(new=plan(safety="Not him."), seen=0, **about(support, baby))
    support.child("Unheard")
    teenager = support.child("Teo", born_on=age_day(support.today, -195))
    other = NewReference(kind=OtherPlan.PROTECTION, reference="CP-12", held_by="Care", since=support.ago(90))
    reference = services.refer_to(new=other, **about(support, child))
    lead = support.worker.staff_id
    services.begin_transition(service="Adult social care", lead_id=lead, **about(support, teenager))
    at = "/support/people"
    return [
        "/support/voices/",
        f"{at}/{child}/voice/",
        f"{at}/{child}/voice/new/",
        f"{at}/{child}/voice/{voice}/",
        f"{at}/{child}/plan/",
        f"{at}/{child}/plan/print/",
        *(f"{at}/{child}/plan/{act}/" for act in ("edit", "goal", "refer", "answer", "review", "close")),
        f"{at}/{child}/plan/goals/{goal}/step/",
        f"{at}/{child}/plan/steps/{step}/move/",
        f"{at}/{child}/plan/references/{reference}/end/",
        f"{at}/{baby}/pregnancy/",
        f"{at}/{baby}/pregnancy/print/",
        *(f"{at}/{baby}/pregnancy/{act}/" for act in ("mother", "expected", "birth-plan", "alert", "born", "lost")),
        f"{at}/{teenager}/transition/",
        f"{at}/{teenager}/transition/answer/",
        *(f"{at}/{teenager}/{page}/" for page in ("voice", "plan", "pregnancy")),
        *(f"{at}/{teenager}/{page}/begin/" for page in ("plan", "pregnancy", "transition")),
        f"{at}/{child}/transition/",
    ]


def test_every_page_of_support_is_sound_at_both_widths(support: Support, enter: Enter) -> None:
    pages = filled(support)
    visitor = enter(support.partnership.staff[Role.PRACTITIONER])
    found = [fault for address in pages for fault in faults_of(visitor, address, address)]
    found += visitor.strangers
    found += [each for each in visitor.complaints if "status of 40" not in each]
    assert found == [], json.dumps(found, indent=1)


def served(partnership: Partnership) -> list[str]:
    """Agree interventions with the services of a directory, and return the pages of both."""
    agreed_with = Agreed(partnership)
    with connect_as("worker"):
        Organisation.objects.update(agency=partnership.agencies["lantern"])
    partnership.add_staff("Mo Mentor", "lantern", Role.PRACTITIONER)
    agreed_with.open_service("A mentor", need="mentoring", description="Somebody to ring. " * 12, areas=["Larkford"])
    planned, over, done = (agreed_with.agree(source_ref=f"P-{n}", cost_pence=120_050) for n in range(3))
    agreed_with.start(over)
    told = Sessions(offered=9, attended=7)
    services.tell_sessions(intervention=over, sessions=told, **agreed_with.about(2))
    agreed_with.tell(done, agreed_with.end(done, agreed_with.start(done)))
    at = f"/support/people/{agreed_with.child}/interventions"
    directory = f"/services/{agreed_with.service.public_id}"
    return [
        f"{at}/",
        f"{at}/new/",
        f"{at}/new/?need=mentoring",
        f"{at}/{planned}/start/",
        *(f"{at}/{over}/{act}/" for act in ("sessions", "end")),
        "/services/",
        "/services/?words=nothing+of+the+kind",
        f"{directory}/",
        *(f"{directory}/{act}/" for act in ("edit", "status", "places", "provider")),
        "/support/interventions/",
    ]


def test_every_page_of_interventions_and_of_the_directory_is_sound_at_both_widths(
    partnership: Partnership, enter: Enter
) -> None:
    pages = served(partnership)
    worker, coordinator = (enter(partnership.staff[role]) for role in (Role.PRACTITIONER, Role.PANEL_COORDINATOR))
    found = []
    for address in pages:
        visitor = worker if "/people/" in address else coordinator
        found += faults_of(visitor, address, address)
        assert visitor.page.locator("h1").inner_text() not in ("", "Page not found"), address
    assert found == [], json.dumps(found, indent=1)


def test_a_refused_form_leads_to_its_fault(support: Support, enter: Enter) -> None:
    child = support.child()
    visitor = enter(support.partnership.staff[Role.PRACTITIONER])
    visitor.goes_to(f"/support/people/{child}/voice/new/")
    visitor.presses("Save")
    assert "There is a problem" in visitor.reads()
    assert visitor.page.title().startswith("Error:")
    assert visitor.faults() == []
