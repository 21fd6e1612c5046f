"""A pack for each agency: what its reader may see, their name on every page, taken back when the meeting is over."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from kith.access.models import Relationship, Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.panel import services
from kith.panel.models import Item, Pack, PackFile
from kith.panel.runs import make_pack
from kith.panel.vocabulary import MinuteField, Section
from tests.panel.conftest import Panel
from tests.worlds.paper import words_by_page

SignIn = Callable[[Staff], Client]


def make_all(panel: Panel, meeting: UUID) -> dict[str, Pack]:
    services.ask_packs(meeting=meeting, by=panel.coordinator, now=panel.now)
    with connect_as("worker"):
        packs = list(Pack.objects.filter(state="asked").select_related("reader", "agency"))
    for pack in packs:
        make_pack(pack.pk)
    with connect_as("worker"):
        return {pack.reader.name: Pack.objects.get(pk=pack.pk) for pack in packs}


@pytest.fixture
def meeting(panel: Panel) -> UUID:
    """Return an open meeting with two children, of whom health has a seat for one only."""
    for name in ("Ada", "Zyxomir"):
        panel.accept(panel.child(name))
    made = panel.plan()
    for name in ("Ada", "Zyxomir"):
        child = panel.partnership.people[name][1]
        services.list_case(meeting=made, public_id=child, section=Section.CHILDREN, by=panel.coordinator, now=panel.now)
    panel.open(made)
    return made


def test_each_copy_holds_what_its_reader_may_see(
    panel: Panel, meeting: UUID, signed_in: SignIn, tmp_path: Path
) -> None:
    ada, ada_id = panel.partnership.people["Ada"][1], panel.partnership.people["Ada"][0]
    with connect_as("worker"):
        item = Item.objects.get(person_id=ada_id).public_id
        Relationship.objects.filter(
            person_id=panel.partnership.people["Zyxomir"][0], staff=panel.contacts["hospital"]
        ).delete()
    services.write_minute(
        public_id=ada,
        item=item,
        field=MinuteField.ANALYSIS,
        text='#panic("run") *bold* $x$ \\ He carries for "older" boys.',
        seen=0,
        by=panel.coordinator,
        now=panel.now,
    )
    packs = make_all(panel, meeting)
    assert {pack.state for pack in packs.values()} == {"ready"}
    nurse = signed_in(panel.contacts["hospital"])
    answer = nurse.get(f"/panel/packs/{packs['Contact hospital'].public_id}/")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    pages = words_by_page(answer.content, tmp_path)
    assert all("for Contact hospital, Larkshire Hospitals" in page for page in pages)
    whole = " ".join(pages)
    shown = nurse.get(f"/panel/packs/{packs['Contact hospital'].public_id}/print/").content.decode()
    assert f"Copy {packs['Contact hospital'].copy} for Contact hospital, Larkshire Hospitals. Printed" in shown
    assert "Ada" in shown and "#panic(&quot;run&quot;) *bold* $x$" in shown
    assert "Zyxomir" not in shown and "1 more on the agenda" in shown
    assert "Ada" in whole and '#panic("run") *bold* $x$' in whole.replace("“", '"').replace("”", '"')
    assert "Zyxomir" not in whole
    assert "1 more on the agenda" in whole
    police = signed_in(panel.contacts["police"])
    assert "Zyxomir" in " ".join(
        words_by_page(police.get(f"/panel/packs/{packs['Contact police'].public_id}/").content, tmp_path)
    )


def test_nobody_opens_a_copy_with_another_name_on_it(panel: Panel, meeting: UUID, signed_in: SignIn) -> None:
    packs = make_all(panel, meeting)
    where = f"/panel/packs/{packs['Contact hospital'].public_id}/"
    for staff in (panel.contacts["police"], panel.partnership.staff[Role.PANEL_CHAIR]):
        assert signed_in(staff).get(where).status_code == 404
        assert signed_in(staff).get(f"{where}print/").status_code == 404


def test_a_pack_is_taken_back_and_another_takes_its_place(panel: Panel, meeting: UUID, signed_in: SignIn) -> None:
    first = make_all(panel, meeting)["Contact police"]
    second = make_all(panel, meeting)["Contact police"]
    officer = signed_in(panel.contacts["police"])
    assert officer.get(f"/panel/packs/{first.public_id}/").status_code == 403
    assert officer.get(f"/panel/packs/{first.public_id}/print/").status_code == 403
    assert officer.get(f"/panel/packs/{second.public_id}/").status_code == 200
    assert second.copy > first.copy
    for name in ("Ada", "Zyxomir"):
        person_id, child = panel.partnership.people[name]
        with connect_as("worker"):
            item = Item.objects.get(person_id=person_id).public_id
        services.put_off(public_id=child, item=item, because="No time was left.", by=panel.chair, now=panel.now)
    services.end_meeting(meeting=meeting, by=panel.coordinator, now=panel.now)
    assert officer.get(f"/panel/packs/{second.public_id}/").status_code == 403


def test_made_twice_is_made_once_and_who_has_left_gets_none(panel: Panel, meeting: UUID) -> None:
    services.ask_packs(meeting=meeting, by=panel.coordinator, now=panel.now)
    Staff.objects.filter(pk=panel.contacts["police"].pk).update(is_active=False)
    with connect_as("worker"):
        packs = list(Pack.objects.select_related("reader"))
    for pack in packs * 2:
        make_pack(pack.pk)
    with connect_as("worker"):
        states = {pack.reader.name: pack.state for pack in Pack.objects.select_related("reader")}
        assert states.pop("Contact police") == "failed"
        assert set(states.values()) == {"ready"}
        assert PackFile.objects.count() == len(states)


def test_the_page_says_how_far_the_packs_are(panel: Panel, meeting: UUID, signed_in: SignIn) -> None:
    coordinator = signed_in(panel.partnership.staff[Role.PANEL_COORDINATOR])
    coordinator.post(f"/panel/meetings/{meeting}/packs/")
    assert "0 of 5 ready" in coordinator.get(f"/panel/meetings/{meeting}/").content.decode()
    with connect_as("worker"):
        first = Pack.objects.order_by("pk").values_list("pk", flat=True)[0]
    make_pack(first)
    assert "1 of 5 ready" in coordinator.get(f"/panel/meetings/{meeting}/").content.decode()
