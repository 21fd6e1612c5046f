"""The structure's pages: the chart as list and picture on any day, keeping it by plain forms, and for whom."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.partnership.models import Group, GroupMeeting, GroupSeat, StructureChange
from kith.partnership.vocabulary import PartKind
from kith.project.commands.structuring import fill_structure
from tests.worlds.partnership import Partnership
from tests.worlds.words import words

SignIn = Callable[[Staff], Client]
THEN = "on-day=1&on-month=12&on-year=2019"


@pytest.fixture
def filled(partnership: Partnership) -> Partnership:
    with connect_as("worker"):
        fill_structure(keeper=partnership.staff[Role.PANEL_COORDINATOR], now=timezone.now())
    return partnership


@pytest.fixture
def coordinator(filled: Partnership, signed_in: SignIn) -> Client:
    return signed_in(filled.staff[Role.PANEL_COORDINATOR])


def test_everybody_sees_the_chart_as_list_and_picture_on_any_day(filled: Partnership, signed_in: SignIn) -> None:
    for role in Role:
        client = signed_in(filled.staff[role])
        page = client.get("/partnership/")
        assert page.status_code == 200, role
        assert ("Add a group" in words(page)) is (role in {Role.PANEL_COORDINATOR, Role.ADMINISTRATOR})
    then = client.get(f"/partnership/?{THEN}")
    assert "The partnership as at 1 December 2019" in words(then) and "Clinical Commissioning" in words(then)
    text = then.content.decode()
    picture = re.search(r"<svg.*</svg>", text, re.DOTALL)
    assert picture is not None
    assert re.search(r'aria-labelledby="structure-title structure-says".*<title id="structure-title">', picture[0])
    drawn = unescape(re.sub(r"<[^>]+>", " ", picture[0]))
    listed = re.findall(r'href="/partnership/groups/[^"]+">([^<]+)</a>', text)
    assert len(listed) == 10
    for name in listed:
        assert all(word in drawn for word in unescape(name).split()), name
    assert listed.count("Audit East") == 1 and "Audit East" not in words(client.get("/partnership/"))
    wrong = words(client.get("/partnership/?on-day=31&on-month=2&on-year=2020"))
    assert "There is a problem" in wrong and "Audit East" not in wrong
    assert Client().get("/partnership/").status_code == 302


def test_every_group_leads_to_the_chart_of_its_day_and_says_what_held_then(coordinator: Client) -> None:
    for public_id in Group.objects.values_list("public_id", flat=True):
        page = coordinator.get(f"/partnership/groups/{public_id}/?{THEN}")
        assert page.status_code == 200
        assert f'href="/partnership/?{THEN.replace("&", "&amp;")}"' in page.content.decode()
    neglect = f"/partnership/groups/{Group.objects.get(name='Neglect').public_id}/"
    today, then = words(coordinator.get(neglect)), words(coordinator.get(f"{neglect}?{THEN}"))
    assert re.search(r"Version 2, from 1 April 2022 \(holds on", today) and "Neglect and early help" in today
    assert "Version 1, from 1 September 2019 (holds on 1 December 2019)" in then
    audit = coordinator.get(f"/partnership/groups/{Group.objects.get(name='Audit').public_id}/?{THEN}")
    assert "did not meet on 1 December 2019" in words(audit)
    west = f"/partnership/groups/{Group.objects.get(name='Audit West').public_id}/?{THEN}"
    assert "Vacant" in words(coordinator.get(west))


def test_a_meeting_shows_papers_decisions_and_whether_it_could_decide(coordinator: Client) -> None:
    held = {row.present: row for row in GroupMeeting.objects.filter(stage="held")}
    enough, few = (words(coordinator.get(f"/partnership/meetings/{held[n].public_id}/")) for n in (3, 1))
    assert "What the audit found" in enough and "Every referral notes the risk" in enough
    assert "Too few seats" in few and "Too few seats" not in enough
    plan = words(coordinator.get("/partnership/plan/"))
    assert "Audit again" in plan and "12 (4 × 3)" in plan
    assert "Audit again" not in words(coordinator.get(f"/partnership/plan/?{THEN}"))


def test_a_group_is_added_changed_and_put_back_by_plain_forms(coordinator: Client) -> None:
    day = {"begins_on-day": "1", "begins_on-month": "12", "begins_on-year": "2019"}
    typed = {"name": "Transitions", "kind": "task_and_finish", **day}
    refused = coordinator.post("/partnership/parts/group/add/", typed | {"name": ""})
    assert refused.status_code == 422 and "Give the group its name" in words(refused)
    added = coordinator.post("/partnership/parts/group/add/", typed, follow=True)
    assert "Transitions , task and finish group" in words(added)
    where = f"/partnership/parts/group/{Group.objects.get(name='Transitions').public_id}"
    form = coordinator.get(f"{where}/change/")
    assert 'value="Transitions"' in form.content.decode() and 'name="seen" value="1"' in form.content.decode()
    assert "Say why" in words(coordinator.post(f"{where}/change/", typed | {"seen": "1"}))
    change = typed | {"seen": "1", "name": "Growing up", "because": "Its new name."}
    assert "Growing up" in words(coordinator.post(f"{where}/change/", change, follow=True))
    stale = coordinator.post(f"{where}/change/", change | {"name": "My name"})
    assert stale.status_code == 422 and "Somebody else has changed" in words(stale)
    assert "My name" in stale.content.decode()
    undo = {"seen": "2", "to": "1", "because": "It kept its name."}
    history = words(coordinator.post(f"{where}/put-back/", undo, follow=True))
    assert "Version 3 (holds now)" in history and history.count("Transitions") == 2
    gone = coordinator.post(f"{where}/put-back/", {"seen": "3", "to": "withdrawn", "because": "Error."}, follow=True)
    assert "Withdrawn" in words(gone)
    assert coordinator.get(f"/partnership/groups/{where.rsplit('/', 1)[1]}/").status_code == 404
    assert "Growing up" not in words(coordinator.get("/partnership/"))


def test_every_kind_of_part_has_its_forms_and_its_history(coordinator: Client) -> None:
    latest = dict(StructureChange.objects.values_list("kind", "part"))
    assert set(latest) == set(PartKind)
    for kind, part in latest.items():
        for ending in ("change", "history", "put-back"):
            page = coordinator.get(f"/partnership/parts/{kind}/{part}/{ending}/")
            assert page.status_code == 200, (kind, ending)
    owner = GroupSeat.objects.earliest("pk").public_id
    assert coordinator.get(f"/partnership/parts/holder/add/{owner}/").status_code == 200
    for wrong in (f"group/add/{owner}", "holder/add", f"seat/add/{owner}", "child/add", f"child/{owner}/history"):
        assert coordinator.get(f"/partnership/parts/{wrong}/").status_code == 404, wrong


def test_only_keepers_reach_the_forms(filled: Partnership, signed_in: SignIn) -> None:
    public_id = Group.objects.earliest("pk").public_id
    for role in set(Role) - {Role.PANEL_COORDINATOR, Role.ADMINISTRATOR}:
        client = signed_in(filled.staff[role])
        for closed in ("group/add", f"group/{public_id}/change", f"group/{public_id}/put-back"):
            assert client.get(f"/partnership/parts/{closed}/").status_code == 403, (role, closed)
            assert client.post(f"/partnership/parts/{closed}/", {"name": "x"}).status_code == 403, (role, closed)
        assert client.get(f"/partnership/parts/group/{public_id}/history/").status_code == 200
    assert signed_in(filled.staff[Role.ADMINISTRATOR]).get("/partnership/parts/group/add/").status_code == 200


def test_what_is_typed_is_escaped_in_the_list_and_in_the_picture(coordinator: Client) -> None:
    day = {"begins_on-day": "1", "begins_on-month": "12", "begins_on-year": "2019"}
    coordinator.post("/partnership/parts/group/add/", {"name": "<script>x</script>", "kind": "panel", **day})
    page = coordinator.get("/partnership/").content.decode()
    assert page.count("&lt;script&gt;x") >= 2 and "<script>x" not in page
