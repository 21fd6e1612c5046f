"""What the public site is told: only what is marked, by two people, in order, once, whatever breaks in between."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Refused, Role, Viewer
from kith.partnership import selectors, services
from kith.partnership.models import Proposal
from kith.partnership.rules import fingerprint
from kith.partnership.vocabulary import (
    PartKind,
    ProposalRefused,
    ProposalState,
    proposal_diagram,
)
from kith.project.commands.structuring import fill_structure
from kith.project.site import inbox_parameters
from kith.publishing.vocabulary import HandedKind
from kith.publishing.vocabulary.structure import STRUCTURE_ITEM
from tests.environment import REPOSITORY
from tests.partnership.telling import DECEMBER, Add, adder
from tests.worlds.partnership import Partnership

STRUCTURE = HandedKind.STRUCTURE
READ = "SELECT verb, text, approved_by FROM publishing_handover WHERE item = %s AND id > %s ORDER BY id"


@pytest.fixture
def keeper(partnership: Partnership) -> Viewer:
    return partnership.viewer(Role.PANEL_COORDINATOR)


@pytest.fixture
def publisher(partnership: Partnership) -> Viewer:
    return partnership.viewer(Role.PUBLISHER)


@pytest.fixture
def add(keeper: Viewer) -> Add:
    return adder(keeper)


@pytest.fixture
def arrived(site_database: str) -> Callable[[], list[tuple[str, Mapping[str, Any], str]]]:
    """Return a way to read what has come to the site since the test began."""
    where = make_conninfo(**inbox_parameters(settings.INSTALLATION, "kith_public"))
    with psycopg.connect(where) as site:
        before = site.execute("SELECT coalesce(max(id), 0) FROM publishing_handover").fetchall()[0][0]

    def look() -> list[tuple[str, Mapping[str, Any], str]]:
        with psycopg.connect(where) as site:
            return site.execute(READ, (STRUCTURE_ITEM, before)).fetchall()

    return look


def group(add: Add, name: str = "Quality") -> UUID:
    return add(PartKind.GROUP, name=name, kind="subgroup", begins_on=DECEMBER)


def propose(by: Viewer, kind: HandedKind = STRUCTURE) -> UUID:
    now = timezone.now()
    seen = fingerprint(selectors.text_to_tell(kind, timezone.localdate(now)))
    return services.propose(kind=kind, seen=seen, by=by, now=now)


def approve(public_id: UUID, by: Viewer) -> None:
    services.approve(public_id=public_id, by=by, now=timezone.now())


def hand_over(inbox: Mapping[str, str] | None = None) -> int:
    with connect_as("worker"):
        return services.hand_over_approved(inbox=inbox or settings.KITH_INBOX, by=None, now=timezone.now())


def test_two_people_tell_and_one_takes_off_and_the_worker_carries_it(
    add: Add, keeper: Viewer, publisher: Viewer, arrived: Callable[[], list[Any]]
) -> None:
    group(add)
    first = propose(keeper)
    with pytest.raises(ProposalRefused, match="proposed this yourself"):
        approve(first, keeper)
    assert (hand_over(), arrived()) == (0, [])
    approve(first, publisher)
    assert arrived() == []
    with pytest.raises(ProposalRefused, match="says this already"):
        propose(keeper)
    group(add, "Learning")
    approve(propose(publisher), keeper)
    assert hand_over() == 2 and hand_over() == 0
    services.withdraw(kind=STRUCTURE, because="A name was wrong.", by=keeper, now=timezone.now())
    approve(propose(keeper), publisher)
    assert hand_over() == 2
    came = arrived()
    assert [verb for verb, _, _ in came] == ["approve", "replace", "withdraw", "approve"]
    assert [len(text.get("groups", ())) for _, text, _ in came] == [1, 2, 0, 2]
    assert came[0][2] == f"Publisher, {publisher.agency_name}" and publisher.name not in came[0][2]
    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.HANDED}


def test_what_the_site_did_not_take_is_handed_over_later_in_order_and_once(
    add: Add, keeper: Viewer, publisher: Viewer, arrived: Callable[[], list[Any]]
) -> None:
    for name in ("One", "Two", "Three"):
        group(add, name)
        approve(propose(keeper), publisher)
    away = dict(settings.KITH_INBOX) | {"dbname": "no_such_site"}
    with pytest.raises(psycopg.OperationalError):
        hand_over(away)
    assert arrived() == []
    assert hand_over() == 3
    # The worker was killed after the inbox had taken a message and before the ledger had noted it.
    with connect_as("worker"):
        Proposal.objects.filter(turn=2).update(state=ProposalState.APPROVED, handed_at=None)
    assert hand_over() == 1
    assert [len(text["groups"]) for _, text, _ in arrived()] == [1, 2, 3]


def test_the_proposer_tells_what_they_read_and_a_newer_proposal_overtakes(
    add: Add, keeper: Viewer, publisher: Viewer
) -> None:
    group(add)
    now = timezone.now()
    read = fingerprint(selectors.text_to_tell(STRUCTURE, now.date()))
    group(add, "Learning")
    with pytest.raises(ProposalRefused, match="changed since"):
        services.propose(kind=STRUCTURE, seen=read, by=keeper, now=now)
    first = propose(keeper)
    second = propose(publisher)
    with pytest.raises(ProposalRefused, match="overtaken"):
        approve(first, publisher)
    with pytest.raises(ProposalRefused, match="Say why"):
        services.decline(public_id=second, because=" ", by=keeper, now=now)
    services.decline(public_id=second, because="A purpose is missing.", by=keeper, now=now)
    with pytest.raises(ProposalRefused):
        approve(second, keeper)
    with pytest.raises(ProposalRefused, match="nothing to take off"):
        services.withdraw(kind=STRUCTURE, because="Wrong.", by=keeper, now=now)


def test_a_change_is_drawn_up_by_itself_once_and_still_takes_two(add: Add, keeper: Viewer, publisher: Viewer) -> None:
    group(add)
    draw_up = lambda: services.draw_up(by=None, now=timezone.now())  # noqa: E731 -- said thrice
    with connect_as("worker"):
        assert draw_up() == 1 and draw_up() == 0, "of contacts and services there is nothing to tell"
    drawn = Proposal.objects.get(kind=STRUCTURE).public_id
    with pytest.raises(ProposalRefused):
        approve(drawn, publisher)
    services.put_forward(public_id=drawn, by=publisher, now=timezone.now())
    with pytest.raises(ProposalRefused, match="yourself"):
        approve(drawn, publisher)
    group(add, "Learning")
    with connect_as("worker"):
        assert draw_up() == 0, "what somebody proposed is not overtaken by itself"
    approve(drawn, keeper)
    with connect_as("worker"):
        assert draw_up() == 1
    newer = Proposal.objects.get(kind=STRUCTURE, state=ProposalState.DRAWN).public_id
    services.decline(public_id=newer, because="Not yet.", by=keeper, now=timezone.now())
    with connect_as("worker"):
        assert draw_up() == 0, "what was declined is not asked again"
    services.withdraw(kind=STRUCTURE, because="Wrong.", by=keeper, now=timezone.now())
    with connect_as("worker"):
        assert draw_up() == 0, "what somebody took off is put back by somebody"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PANEL_COORDINATOR, Role.ADMINISTRATOR, Role.PUBLISHER}))
def test_nobody_else_decides_what_the_site_says(
    add: Add, keeper: Viewer, partnership: Partnership, signed_in: Callable[[Staff], Client], role: Role
) -> None:
    group(add)
    waits, other, now = propose(keeper), partnership.viewer(role), timezone.now()
    with pytest.raises(Refused):
        propose(other)
    with pytest.raises(Refused):
        approve(waits, other)
    with pytest.raises(Refused):
        services.decline(public_id=waits, because="No.", by=other, now=now)
    with pytest.raises(Refused):
        services.withdraw(kind=STRUCTURE, because="No.", by=other, now=now)
    client = signed_in(partnership.staff[role])
    assert client.get("/partnership/telling/").status_code == 403
    assert client.get(f"/partnership/telling/{waits}/").status_code == 403


def test_the_table_itself_refuses_one_person_alone(add: Add, keeper: Viewer) -> None:
    group(add)
    row = Proposal.objects.get(public_id=propose(keeper))
    row.state, row.decided_by_id, row.approved_as = ProposalState.APPROVED, keeper.staff_id, "Coordinator"
    with pytest.raises(IntegrityError, match="by_two"), transaction.atomic():
        row.save()


def test_the_pages_show_what_would_change_and_lead_two_people_through(
    partnership: Partnership, signed_in: Callable[[Staff], Client]
) -> None:
    keeper = partnership.staff[Role.PANEL_COORDINATOR]
    with connect_as("worker"):
        fill_structure(keeper=keeper, now=timezone.now())
    one, two = signed_in(keeper), signed_in(partnership.staff[Role.PUBLISHER])
    page = one.get("/partnership/telling/structure/propose/")
    text = page.content.decode()
    assert "Audits cases of the whole county." in text and "Head of performance" not in text
    seen = page.context["seen"]
    assert one.post("/partnership/telling/structure/propose/", {"seen": "old"}).status_code == 422
    done = one.post("/partnership/telling/structure/propose/", {"seen": seen}, follow=True)
    assert "Robin PanelCoordinator has proposed a change" in " ".join(done.content.decode().split())
    waits = Proposal.objects.get().public_id
    assert "You proposed this" in one.get(f"/partnership/telling/{waits}/").content.decode()
    assert "Read what the public site would say" in two.get("/work/").content.decode()
    assert "Read what the public site would say" not in one.get("/work/").content.decode()
    refused = two.post(f"/partnership/telling/{waits}/", {"decision": "decline", "because": ""})
    assert refused.status_code == 422 and "Say why" in refused.content.decode()
    two.post(f"/partnership/telling/{waits}/", {"decision": "agree"})
    assert "on its way" in one.get("/partnership/telling/").content.decode()
    one.post("/partnership/telling/structure/withdraw/", {"because": "A name was wrong."})
    assert "Taken off the site" in one.get("/partnership/telling/").content.decode()
    assert one.get("/partnership/telling/briefing/propose/").status_code == 404
    assert one.get(f"/partnership/telling/{uuid4()}/").status_code == 404


def test_the_diagram_in_the_guide_is_that_of_the_code() -> None:
    guide = (REPOSITORY / "docs/guides/partnership.md").read_text(encoding="utf-8")
    assert proposal_diagram() in re.findall(r"```mermaid\n(.*?)\n```", guide, re.DOTALL)
