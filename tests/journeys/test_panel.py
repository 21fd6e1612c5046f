"""The coordinator writes the minutes while the panel meets: words are kept as they are typed, and never overwritten."""

import os
import re
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.panel import services
from kith.panel.models import Meeting, Minute, SubjectItem
from kith.panel.vocabulary import (
    DisagreementTopic,
    LinkRole,
    LinkSource,
    MinuteField,
    NewDisagreement,
    NewLink,
    NewSubject,
    SubjectKind,
)
from tests.journeys.conftest import ARGUMENTS, CHROMIUM
from tests.journeys.test_guards import let_pass
from tests.journeys.visitor import PASSWORD, Visitor, code_of
from tests.panel.conftest import Panel
from tests.panel.test_packs import make_all
from tests.worlds.paper import words_by_page
from tests.worlds.partnership import Partnership

Enter = Callable[..., Visitor]


@pytest.fixture
def panel(partnership: Partnership) -> Panel:
    """Return the panel with the contacts of its quorum."""
    contacts = {
        agency: partnership.add_staff(f"Contact {agency}", agency, Role.AGENCY_CONTACT)
        for agency in ("police", "care", "hospital")
    }
    return Panel(partnership=partnership, now=timezone.now(), contacts=contacts)


def kept(field: MinuteField) -> str:
    with connect_as("worker"):
        return str(Minute.objects.filter(field=field).values_list("text", flat=True).first() or "")


def types(visitor: Visitor, label: str, text: str) -> Any:
    field = visitor.page.get_by_label(label, exact=True)
    field.press_sequentially(text, delay=1)
    return field


def says(visitor: Visitor, field: str, words: str) -> None:
    visitor.page.locator(f"#said-{field}", has_text=words).wait_for()


def open_item(panel: Panel, enter: Enter, child: UUID, item: UUID, role: Role) -> Visitor:
    visitor = enter(panel.partnership.staff[role])
    visitor.goes_to(f"/panel/people/{child}/items/{item}/")
    return visitor


KEY, SECOND = 100, 10  # milliseconds from one key to the next; keys in a second


def test_whoever_types_without_a_pause_loses_two_seconds_at_most_when_the_browser_is_killed(
    panel: Panel, enter: Enter, browser: Any, site: str
) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    visitor = open_item(panel, enter, child, item, Role.PANEL_COORDINATOR)
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    typist = Visitor(own.new_context(storage_state=visitor.page.context.storage_state()).new_page(), visitor.axe)
    processes = own.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    typist.goes_to(f"{site}/panel/people/{child}/items/{item}/")
    typist.page.clock.install()
    words = "Older boys meet him at the station. He owes them, and they wait for him. "
    for begin in range(0, 50, SECOND):
        with typist.page.expect_response(re.compile("/minute/$")):  # once a second at least, with no pause to wait for
            types_on(typist, words[begin : begin + SECOND])
    types_on(typist, words[50:56])
    os.kill(next(one["id"] for one in processes if one["type"] == "browser"), signal.SIGKILL)
    safe = kept(MinuteField.ANALYSIS)
    assert words.startswith(safe)
    assert len(safe) >= 56 - 2 * SECOND


def types_on(visitor: Visitor, keys: str) -> None:
    """Type one key after the other, as fast as people do, by the browser's own clock."""
    field = visitor.page.get_by_label("What the risk is, and why", exact=True)
    for key in keys:
        field.press_sequentially(key)
        visitor.page.clock.run_for(KEY)


def test_words_typed_while_the_session_has_ended_are_saved_once_somebody_signs_in_again(
    panel: Panel, enter: Enter
) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    staff = panel.partnership.staff[Role.PANEL_COORDINATOR]
    staff.set_password(PASSWORD)
    staff.save()
    visitor = open_item(panel, enter, child, item, Role.PANEL_COORDINATOR)
    let_pass(15 * 60 + 1, since="session_seen")
    field = types(visitor, "What protects", "His gran.")
    says(visitor, "protects", "Your words are still here")
    assert field.input_value() == "His gran."
    assert kept(MinuteField.PROTECTS) == ""
    other = Visitor(visitor.page.context.new_page(), visitor.axe)
    other.gives_password(staff.email, PASSWORD)
    other.writes("Code from your app", code_of("JBSWY3DPEHPK3PXP"))
    other.presses("Continue")
    types(visitor, "What protects", " His football.")
    says(visitor, "protects", "Saved")
    assert sorted(kept(MinuteField.PROTECTS).split(".")) == sorted("His gran. His football.".split("."))


def test_two_writers_see_each_other_and_choose(panel: Panel, enter: Enter, tmp_path: Path) -> None:
    child = panel.child()
    _, item = panel.listed(child)
    one = open_item(panel, enter, child, item, Role.PANEL_COORDINATOR)
    two = open_item(panel, enter, child, item, Role.PANEL_CHAIR)
    types(one, "Discussion", "The school sees him daily.")
    says(one, "discussion", "Saved")
    types(two, "Discussion", "Health has not seen him.")
    says(two, "discussion", "Both texts are kept")
    one.page.reload()
    text = one.reads()
    assert "The school sees him daily." in text and "Health has not seen him." in text
    assert one.faults() == []
    one.presses("Keep this")
    assert set(kept(MinuteField.DISCUSSION).split("\n")) >= {"Health has not seen him."}


def test_two_writers_about_a_place_see_each_other_as_well(panel: Panel, enter: Enter) -> None:
    _place_and_dispute(panel, panel.child())
    panel.open(Meeting.objects.get().public_id)
    where = f"/panel/subject-items/{SubjectItem.objects.get().public_id}/"
    one, two = (enter(panel.partnership.staff[role]) for role in (Role.PANEL_COORDINATOR, Role.PANEL_CHAIR))
    for visitor in (one, two):
        visitor.goes_to(where)
    label = "Discussion: what makes it worse, what would disrupt it"
    types(one, label, "The lamps are broken.")
    says(one, "discussion", "Saved")
    field = types(two, label, "A man waits there.")
    says(two, "discussion", "Both texts are kept")
    assert not field.is_editable()  # what is typed on would lay itself over words that the writer has not read
    one.page.reload()
    text = one.reads()
    assert "The lamps are broken." in text and "A man waits there." in text
    assert one.faults() == []
    one.presses("Keep this")
    one.page.get_by_text("Two texts for").wait_for(state="detached")
    assert "A man waits there." in one.page.get_by_label(label, exact=True).input_value()


def test_every_sheet_of_a_printed_pack_bears_its_readers_name(panel: Panel, enter: Enter, tmp_path: Path) -> None:
    child = panel.child()
    meeting, item = panel.listed(child)
    for field in MinuteField:
        services.write_minute(
            public_id=child, item=item, field=field, text="Told at length. " * 90, seen=0, by=panel.chair, now=panel.now
        )
    pack = make_all(panel, meeting)["Contact police"]
    officer = enter(panel.contacts["police"])
    officer.goes_to(f"/panel/packs/{pack.public_id}/print/")
    assert officer.faults() == []
    sheets = words_by_page(officer.page.pdf(format="A4"), tmp_path)
    assert len(sheets) > 2
    assert [f"Copy {pack.copy} for Contact police, Larkshire Constabulary" in sheet for sheet in sheets] == [
        True
    ] * len(sheets)


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_a_meeting_is_sound(panel: Panel, enter: Enter, width: int) -> None:
    child = panel.child()
    meeting, item = panel.listed(child)
    services.ask_research(public_id=child, by=panel.coordinator, now=panel.now)
    place, dispute = _place_and_dispute(panel, child)
    visitor = enter(panel.partnership.staff[Role.PANEL_CHAIR], width=width)
    addresses = [
        "/panel/disagreements/",
        "/panel/disagreements/who-answers/",
        f"/panel/people/{child}/disagree/",
        f"/panel/people/{child}/disagreements/{dispute}/",
        f"/panel/people/{child}/disagreements/{dispute}/print/",
        "/panel/subjects/",
        "/panel/subjects/new/",
        f"/panel/subjects/{place}/",
        f"/panel/people/{child}/links/",
        f"/panel/people/{child}/links/new/",
        f"/panel/subject-items/{SubjectItem.objects.get().public_id}/",
        "/panel/",
        "/panel/measures/",
        "/panel/meetings/new/",
        f"/panel/meetings/{meeting}/",
        f"/panel/meetings/{meeting}/end/",
        f"/panel/people/{child}/",
        f"/panel/people/{child}/rate/",
        f"/panel/people/{child}/agree/",
        f"/panel/people/{child}/items/{item}/",
        f"/panel/people/{child}/do/close/",
    ]
    for address in addresses:
        answer = visitor.goes_to(address)
        assert answer.status == 200, address
        assert visitor.faults() == [], address
        assert not visitor.is_wider_than_the_window(), address
    assert (visitor.strangers, visitor.complaints) == ([], [])


def _place_and_dispute(panel: Panel, child: UUID) -> tuple[UUID, UUID]:
    """Put a place with a link before the panel's next meeting, and raise a disagreement that the clock takes on."""
    worker = panel.viewer(Role.PRACTITIONER)
    place = services.add_subject(
        new=NewSubject(kind=SubjectKind.PLACE, label="Car park by the station", says="Boys meet a man there."),
        by=worker,
        now=panel.now,
    )
    link = NewLink(
        role=LinkRole.SEEN_AT, source=LinkSource.SEEN, said_by="Jo Warden", says="Seen there on three evenings."
    )
    services.link_person(public_id=child, subject=place, new=link, by=worker, now=panel.now)
    services.list_subject(meeting=panel.plan(), subject=place, by=panel.coordinator, now=panel.now)
    new = NewDisagreement(
        other_agency_id=panel.partnership.agencies["hospital"].pk,
        topic=DisagreementTopic.RESPONSE,
        what="She waited nine weeks for an appointment.",
        wanted="An appointment this month.",
        child_safe="Seen at school every morning.",
    )
    dispute = services.raise_disagreement(public_id=child, new=new, by=worker, now=panel.now)
    with connect_as("worker"):
        services.escalate_disagreements(now=panel.now + timedelta(days=9))
    return place, dispute
