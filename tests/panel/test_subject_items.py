"""A place before the panel: an item with minutes, a decision and actions of its own, told to each by its class."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.linking.vocabulary import Move, MoveKind
from kith.panel import selectors, services
from kith.panel.models import SubjectAction, SubjectItem, SubjectLink
from kith.panel.vocabulary import (
    ActionRefused,
    ActionState,
    Clash,
    Disruption,
    MeetingRefused,
    NewAction,
    Stale,
    SubjectField,
    SubjectRefused,
)
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState
from tests.panel.places import MAN, PLACE, Places
from tests.panel.test_packs import make_all
from tests.worlds.paper import words_by_page
from tests.worlds.words import mentions, words


def agenda(places: Places) -> tuple[UUID, UUID]:
    """Put the place on the agenda of an open meeting; return the meeting and the item."""
    panel = places.panel
    meeting = panel.plan()
    item = services.list_subject(meeting=meeting, subject=places.place, by=panel.coordinator, now=panel.now)
    panel.open(meeting)
    return meeting, item


def test_a_place_is_an_item_with_minutes_and_a_decision_but_no_level(places: Places) -> None:
    panel = places.panel
    with pytest.raises(Refused, match="coordinator and chair"):
        services.list_subject(meeting=uuid4(), subject=places.place, by=places.worker, now=panel.now)
    meeting, item = agenda(places)
    with pytest.raises(MeetingRefused, match="has begun"):
        services.list_subject(meeting=meeting, subject=places.place, by=panel.coordinator, now=panel.now)
    with pytest.raises(MeetingRefused, match="neither decided"):
        services.end_meeting(meeting=meeting, by=panel.coordinator, now=panel.now)

    def write(text: str, seen: int, by: Viewer = panel.coordinator) -> int:
        return services.write_subject_minute(
            item=item, field=SubjectField.DISCUSSION, text=text, seen=seen, by=by, now=panel.now
        )

    assert write("Lit badly. Nobody is there after six.", 0) == 1
    assert write("Lit badly. Nobody is there after six.", 0) == 1  # sent once more after the line had broken
    with pytest.raises(Refused):
        write("Another text.", 1, places.worker)
    decided: dict[str, Any] = {"item": item, "disruption": Disruption.PATROL, "now": panel.now}
    with pytest.raises(Refused, match="chair decides"):
        services.decide_subject(rationale="From four to eight each day.", by=panel.coordinator, **decided)
    with pytest.raises(SubjectRefused, match="Say why"):
        services.decide_subject(rationale="", by=panel.chair, **decided)
    services.decide_subject(rationale="From four to eight each day.", by=panel.chair, **decided)
    with pytest.raises(MeetingRefused, match="settled"):
        services.decide_subject(rationale="From four to eight each day.", by=panel.chair, **decided)
    services.end_meeting(meeting=meeting, by=panel.coordinator, now=panel.now)
    assert SubjectItem.objects.get().disruption == "patrol"


def test_of_two_who_write_about_a_place_at_once_both_texts_stay_until_a_person_chooses(places: Places) -> None:
    panel = places.panel
    _, item = agenda(places)
    about: dict[str, Any] = {"item": item, "field": SubjectField.DISCUSSION, "now": panel.now}
    services.write_subject_minute(text="Lit badly.", seen=0, by=panel.coordinator, **about)
    with pytest.raises(Clash) as met:
        services.write_subject_minute(text="A man waits there.", seen=0, by=panel.chair, **about)
    assert (met.value.theirs, met.value.version) == ("Lit badly.", 1)

    def shown() -> tuple[str, list[str]]:
        page = selectors.open_subject_item(item, viewer=panel.contact("hospital"), purpose=Purpose.PANEL)
        return page.row.words[item, SubjectField.DISCUSSION].text, [each.text for each in page.clashes]

    assert shown() == ("Lit badly.", ["A man waits there."])
    services.write_subject_minute(text="Lit badly since May.", seen=1, by=panel.coordinator, **about)
    both: dict[str, Any] = {"item": item, "clash_id": met.value.clash_id, "text": "Lit badly. A man waits there."}
    with pytest.raises(Clash):
        services.settle_subject_clash(seen=1, by=panel.chair, now=panel.now, **both)
    assert shown() == ("Lit badly since May.", ["A man waits there."])
    with pytest.raises(Refused):
        services.settle_subject_clash(seen=2, by=places.worker, now=panel.now, **both)
    services.settle_subject_clash(seen=2, by=panel.chair, now=panel.now, **both)
    assert shown() == ("Lit badly. A man waits there.", [])
    with pytest.raises(MeetingRefused, match="settled already"):
        services.settle_subject_clash(seen=3, by=panel.chair, now=panel.now, **both)


def test_an_action_about_a_place_has_an_owner_who_reads_it_and_closes_once(places: Places) -> None:
    panel, owner = places.panel, places.panel.contacts["hospital"]

    def agree(subject: UUID, owner_id: int) -> UUID:
        new = NewAction(
            need="Light at night",
            what="Ask for lamps at the entrance.",
            owner_id=owner_id,
            due_on=panel.now.date() + timedelta(days=14),
        )
        return services.agree_subject_action(subject=subject, new=new, by=panel.coordinator, now=panel.now)

    places.share()
    with pytest.raises(ActionRefused, match="does not read this"):
        agree(places.man, owner.pk)
    agree(places.man, places.officer.pk)
    made = agree(places.place, owner.pk)
    task = Task.objects.get(kind=TaskKind.ACTION, owner_id=owner.pk)
    assert "station" not in str(Task.objects.values().get(pk=task.pk))
    done: dict[str, Any] = {"action": made, "to": ActionState.DONE, "now": panel.now}
    by = viewer_of(owner, panel.now)
    with pytest.raises(ActionRefused, match="what shows"):
        services.change_subject_action(seen=1, by=by, **done)
    with pytest.raises(Refused, match="Its owner"):
        services.change_subject_action(seen=1, by=places.worker, evidence="Lamps are up since May.", **done)
    services.change_subject_action(seen=1, by=by, evidence="Lamps are up since May.", **done)
    with pytest.raises(Stale):
        services.change_subject_action(seen=1, by=panel.coordinator, evidence="Lamps are up since May.", **done)
    assert SubjectAction.objects.get(public_id=made).state == "done"
    assert Task.objects.get(pk=task.pk).state == TaskState.DONE


def test_each_pack_shows_a_subject_by_its_class(
    places: Places, signed_in: Callable[[Staff], Client], tmp_path: Path
) -> None:
    panel = places.panel
    places.link(places.ada, places.place)
    places.exploited(places.ada)
    places.share()
    meeting = panel.plan()
    for subject in (places.place, places.man):
        services.list_subject(meeting=meeting, subject=subject, by=panel.coordinator, now=panel.now)
    agenda_page = words(signed_in(panel.contacts["hospital"]).get(f"/panel/meetings/{meeting}/"))
    assert PLACE.label in agenda_page and "Suspected exploiter 1 (of the police's class)" in agenda_page
    assert MAN.label not in agenda_page
    packs = make_all(panel, meeting)
    pages = {}
    for agency in ("hospital", "police"):
        pack = packs[f"Contact {agency}"]
        answer = signed_in(panel.contacts[agency]).get(f"/panel/packs/{pack.public_id}/")
        (tmp_path / agency).mkdir()
        pages[agency] = " ".join(words_by_page(answer.content, tmp_path / agency))
    assert PLACE.label in pages["hospital"] and MAN.label not in pages["hospital"]
    assert "Ask the police lead" in pages["hospital"]
    assert MAN.label in pages["police"]
    assert not mentions(pages["hospital"], "Ada") and not mentions(
        pages["police"], "Ada"
    )  # nobody of them has a seat for her


def test_links_follow_two_who_turn_out_to_be_one(places: Places) -> None:
    places.link(places.ada, places.place)
    places.link(places.ben, places.place)
    ada, ben = (places.panel.partnership.people[name][0] for name in ("Ada", "Ben"))
    with connect_as("worker"):
        move = Move(kind=MoveKind.MERGE, from_person=ada, to_person=ben, now=places.panel.now)
        services.PanelFollower().follow(move)
        rows = SubjectLink.objects.order_by("pk").values_list("person_id", "ended_at")
        assert [(person, ended is None) for person, ended in rows] == [(ben, False), (ben, True)]


def test_by_clicking_from_adding_a_place_to_its_decision(places: Places, signed_in: Callable[[Staff], Client]) -> None:
    panel = places.panel
    worker = signed_in(panel.partnership.staff[Role.PRACTITIONER])
    typed = {"kind": "vehicle", "label": "White van with a dent", "says": "Waits at the school gate."}
    assert "White van with a dent" in words(worker.post("/panel/subjects/new/", typed, follow=True))
    refused = worker.post("/panel/subjects/new/", typed | {"kind": "exploiter"})
    assert refused.status_code == 422 and "Ring the police lead" in words(refused)
    linked = {
        "subject": str(places.place),
        "role": "seen_at",
        "source": "child",
        "said_by": "Ada",
        "says": "She meets friends there.",
    }
    page = words(worker.post(f"/panel/people/{places.ada}/links/new/", linked, follow=True))
    assert "She meets friends there." in page and PLACE.label in page
    coordinator = signed_in(panel.partnership.staff[Role.PANEL_COORDINATOR])
    chair = signed_in(panel.partnership.staff[Role.PANEL_CHAIR])
    meeting, where = panel.plan(), f"/panel/subjects/{places.place}/"
    assert "on the agenda" in words(coordinator.post(f"{where}list/", {"meeting": str(meeting)}, follow=True))
    panel.open(meeting)
    item = f"/panel/subject-items/{SubjectItem.objects.get().public_id}/"
    minute = {"field": "discussion", "seen": "0", "text": "No lamps."}
    assert "No lamps." in words(coordinator.post(f"{item}minute/", minute, follow=True))
    typed_over = minute | {"text": "This text must not be lost."}
    as_script = {"accept": "application/json"}
    clash = chair.post(f"{item}minute/", typed_over, headers=as_script)
    assert (clash.status_code, clash.json()["theirs"], clash.json()["version"]) == (409, "No lamps.", 1)
    found = words(chair.get(item))
    assert "No lamps." in found and "This text must not be lost." in found
    settled = {"clash": clash.json()["clash"], "seen": "1", "text": "No lamps. Nor is this text lost."}
    assert "Nor is this text lost." in words(chair.post(f"{item}settle/", settled, follow=True))
    kept = coordinator.post(f"{item}minute/", minute | {"seen": "2", "text": "No lamps yet."}, headers=as_script)
    assert kept.json() == {"version": 3}
    decided = chair.post(f"{item}decide/", {"disruption": "patrol", "rationale": "Each day from four."}, follow=True)
    assert "Patrols at the times that matter" in words(decided)
    nurse = words(signed_in(panel.contacts["hospital"]).get(where))
    assert "Another child is linked whom you may not see." in nurse and not mentions(nurse, "Ada")
    assert "meets friends" not in nurse
    assert coordinator.get(f"{where}nonsense/").status_code == 404
    assert worker.get(f"/panel/subjects/{places.man}/").status_code == 404
