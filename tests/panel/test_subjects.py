"""Places, groups, vehicles and suspected exploiters: each link judged alone, the police's words kept theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import look, look_over_list, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role, Viewer
from kith.chronology.models import CareDetail, Entry, PoliceDetail
from kith.linking.vocabulary import Move, MoveKind
from kith.panel import selectors, services
from kith.panel.models import PoliceLink, SubjectAction, SubjectItem, SubjectLink, SubjectReader, SubjectText
from kith.panel.vocabulary import (
    ActionRefused,
    ActionState,
    Clash,
    Disruption,
    LinkRole,
    LinkSource,
    MeetingRefused,
    NewAction,
    NewLink,
    NewSubject,
    Stale,
    SubjectField,
    SubjectKind,
    SubjectRefused,
)
from kith.work.models import Task
from kith.work.vocabulary import TaskKind, TaskState
from tests.panel.conftest import Panel
from tests.panel.test_packs import make_all, text_of
from tests.panel.test_pages import words

PLACE = NewSubject(kind=SubjectKind.PLACE, label="Car park by the station", says="Boys meet a man there after school.")
MAN = NewSubject(kind=SubjectKind.EXPLOITER, label="The man with the blue scarf", says="Two children name him.")


def new_link(**more: Any) -> NewLink:
    told: dict[str, Any] = {
        "role": LinkRole.SEEN_AT,
        "source": LinkSource.SEEN,
        "said_by": "Jo Warden, detached youth work",
        "says": "Seen there on three evenings.",
    }
    return NewLink(**(told | more))


@dataclass
class Places:
    """A panel with a place, a suspected exploiter, two children, and an officer who works with one of them."""

    panel: Panel
    ada: UUID
    ben: UUID
    officer: Staff
    place: UUID
    man: UUID

    @property
    def worker(self) -> Viewer:
        return self.panel.viewer(Role.PRACTITIONER)

    @property
    def police(self) -> Viewer:
        return viewer_of(self.officer, self.panel.now)

    def link(self, child: UUID, subject: UUID, by: Viewer | None = None, **more: Any) -> UUID:
        return services.link_person(
            public_id=child, subject=subject, new=new_link(**more), by=by or self.worker, now=self.panel.now
        )

    def exploited(self, child: UUID) -> UUID:
        return self.link(child, self.man, self.police, role=LinkRole.EXPLOITED, source=LinkSource.INTELLIGENCE)

    def page(self, subject: UUID, viewer: Viewer) -> Any:
        return selectors.open_subject(subject, viewer=viewer, purpose=Purpose.PANEL)

    def share(self) -> None:
        services.share_subject(
            subject=self.man,
            agency_id=self.panel.coordinator.agency_id,
            because="The panel decides what disrupts him.",
            by=self.police,
            now=self.panel.now,
        )


@pytest.fixture
def places(panel: Panel) -> Places:
    ada, ben = panel.child("Ada"), panel.child("Ben")
    officer = panel.partnership.add_staff("Pat Constable", "police", Role.PRACTITIONER)
    panel.partnership.relate(officer, panel.partnership.people["Ada"][0])
    by = viewer_of(officer, panel.now)
    return Places(
        panel=panel,
        ada=ada,
        ben=ben,
        officer=officer,
        place=services.add_subject(new=PLACE, by=panel.viewer(Role.PRACTITIONER), now=panel.now),
        man=services.add_subject(new=MAN, by=by, now=panel.now),
    )


def test_a_suspected_exploiter_is_the_police_s_to_add_and_to_read(places: Places) -> None:
    panel = places.panel
    with pytest.raises(SubjectRefused, match="Ring the police lead"):
        services.add_subject(new=MAN, by=places.worker, now=panel.now)
    with pytest.raises(Refused):
        services.add_subject(new=PLACE, by=panel.viewer(Role.ANALYST), now=panel.now)
    assert places.page(places.man, places.police).row.label == MAN.label
    for viewer in (places.worker, panel.coordinator, panel.chair, panel.contact("hospital")):
        with pytest.raises(NotShown):
            places.page(places.man, viewer)
        listed = selectors.list_subjects(viewer=viewer, purpose=Purpose.PANEL)
        assert [row.label for row in listed] == [PLACE.label]
    with pytest.raises(Refused):
        services.share_subject(
            subject=places.man, agency_id=1, because="We would like to know.", by=panel.coordinator, now=panel.now
        )
    places.share()
    assert places.page(places.man, panel.chair).row.label == MAN.label
    with pytest.raises(NotShown):
        places.page(places.man, panel.contact("hospital"))


def test_a_share_is_taken_back_with_a_reason_that_stays(places: Places) -> None:
    panel, agency_id = places.panel, places.panel.coordinator.agency_id
    told: dict[str, Any] = {"subject": places.man, "agency_id": agency_id, "now": panel.now}
    with pytest.raises(SubjectRefused, match="nothing to take back"):
        services.take_back_share(because="It was the wrong man.", by=places.police, **told)
    places.share()
    with pytest.raises(Refused):
        services.take_back_share(because="It was the wrong man.", by=panel.coordinator, **told)
    with pytest.raises(SubjectRefused, match="Say why"):
        services.take_back_share(because=" ", by=places.police, **told)
    services.take_back_share(because="It was the wrong man.", by=places.police, **told)
    with pytest.raises(NotShown):
        places.page(places.man, panel.coordinator)
    page = places.page(places.man, places.police)
    assert page.readers == [] and "wrong man" in page.row.words[None, SubjectField.TAKEN_BACK].text
    places.share()
    assert places.page(places.man, panel.coordinator).row.label == MAN.label
    assert [each.ended_at is None for each in SubjectReader.objects.order_by("pk")] == [False, True]


def test_the_database_gives_no_word_without_a_look_nor_to_the_wrong_agency(
    places: Places, admin: psycopg.Connection[Any]
) -> None:
    def texts() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT words FROM panel_subject_texts(NULL)")
            return {row[0] for row in cursor.fetchall()}

    assert texts() == set()
    with look_over_list(viewer=places.worker, purpose=Purpose.PANEL, what="test"):
        assert texts() == {PLACE.label, PLACE.says}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT panel_keep_words(id, NULL, 'label', 'Mine', 1, now()) FROM panel_subject WHERE police"
            )
            assert cursor.fetchone()[0] is None
            cursor.execute(
                "SELECT panel_keep_clash(id, %s, 'discussion', 'M', now()) FROM panel_subject WHERE police", [uuid4()]
            )
            assert cursor.fetchone()[0] is None
            for act in ("share", "take_back"):
                cursor.execute(f"SELECT panel_{act}_subject(id, 1, now()) FROM panel_subject WHERE police")
                assert cursor.fetchone()[0] is False
            cursor.execute("SELECT panel_make_subject(%s, 'exploiter', true, now())", [uuid4()])
            assert cursor.fetchone()[0] is None
    with look_over_list(viewer=places.panel.viewer(Role.SCRUTINEER), purpose=Purpose.GOVERNANCE, what="test"):
        assert texts() == set()
    may = "SELECT has_table_privilege('kith_web', 'panel_subjecttext', 'SELECT')"
    assert admin.execute(may).fetchall()[0][0] is False
    with pytest.raises(psycopg.errors.CheckViolation, match="exploiter_is_police"):
        admin.execute("UPDATE panel_subject SET police = false WHERE kind = 'exploiter'")


def test_a_link_says_as_what_since_when_and_who_said_so_and_is_told_in_the_story(places: Places) -> None:
    since = places.panel.now.date() - timedelta(days=20)
    places.link(places.ada, places.place, from_on=since)
    who, (linked,) = selectors.open_links(places.ada, viewer=places.worker, purpose=Purpose.PANEL)
    assert (who.name, linked.row and linked.row.label) == ("Ada Reed", PLACE.label)
    assert (linked.link.role, linked.link.said_by, linked.link.from_on) == (
        "seen_at",
        "Jo Warden, detached youth work",
        since,
    )
    with connect_as("worker"):
        entry = Entry.objects.get(kind="care.linked")
        assert (entry.source, entry.data_class, entry.basis) == ("kith", "care", "fact")
        assert PLACE.label in CareDetail.objects.get(entry=entry).says


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"role": LinkRole.MEMBER}, "does not fit"),
        ({"said_by": ""}, "who said so"),
        ({"says": "There."}, "what links them"),
        ({"source": LinkSource.INTELLIGENCE}, "police lead"),
        ({"police": True}, "police lead"),
        ({"from_on": timedelta(days=1)}, "future"),
        ({"from_on": timedelta(days=-1), "to_on": timedelta(days=-9)}, "ends before it begins"),
    ],
)
def test_a_link_that_says_too_little_is_refused(places: Places, more: dict[str, Any], why: str) -> None:
    today = places.panel.now.date()
    told: dict[str, Any] = {
        key: today + value if isinstance(value, timedelta) else value for key, value in more.items()
    }
    with pytest.raises(SubjectRefused, match=why):
        places.link(places.ada, places.place, **told)
    with connect_as("worker"):
        assert not SubjectLink.objects.exists() and not PoliceLink.objects.exists()


def test_a_link_to_an_exploiter_is_of_the_police_s_class_and_its_headline_says_nothing(places: Places) -> None:
    places.exploited(places.ada)
    with pytest.raises((NotShown, SubjectRefused)):
        places.link(places.ada, places.man, role=LinkRole.EXPLOITED)
    with connect_as("worker"):
        entry = Entry.objects.get(kind="police.linked")
        assert entry.data_class == "police" and "xploit" not in entry.headline and MAN.label not in entry.headline
        assert MAN.label in PoliceDetail.objects.get(entry=entry).says
    for viewer, seen in ((places.police, 1), (places.worker, 0)):
        with look(viewer=viewer, people=[places.ada], purpose=Purpose.PANEL, what="test"):
            assert PoliceLink.objects.count() == seen
        _, found = selectors.open_links(places.ada, viewer=viewer, purpose=Purpose.PANEL)
        assert len(found) == seen


def test_each_linked_child_is_judged_alone_and_the_rest_is_another_child(places: Places) -> None:
    places.link(places.ada, places.place)
    places.link(places.ben, places.place)
    page = places.page(places.place, places.worker)
    assert ({each.who.name for each in page.links}, page.others) == ({"Ada Reed", "Ben Reed"}, 0)
    page = places.page(places.place, places.police)  # works with Ada alone
    assert ([each.who.name for each in page.links], page.others) == (["Ada Reed"], 1)
    page = places.page(places.place, places.panel.contact("hospital"))
    assert (page.links, page.others) == ([], 2)


def test_what_the_police_link_is_not_even_counted_for_others(places: Places) -> None:
    places.link(places.ada, places.place, by=places.police, police=True)
    assert places.page(places.place, places.worker).others == 0
    assert places.page(places.place, places.panel.contact("police")).others == 1


def test_a_link_ends_with_a_reason_stays_and_can_count_again(places: Places) -> None:
    link = places.link(places.ada, places.place)
    about: dict[str, Any] = {"public_id": places.ada, "link": link, "now": places.panel.now}
    with pytest.raises(SubjectRefused, match="linked already"):
        places.link(places.ada, places.place)
    with pytest.raises(SubjectRefused, match="Say why"):
        services.unlink_person(because="No.", by=places.worker, **about)
    with pytest.raises(Refused, match="agency that made"):
        services.unlink_person(because="It was somebody else.", by=places.police, **about)
    with pytest.raises(SubjectRefused, match="already"):
        services.relink_person(by=places.worker, **about)
    services.unlink_person(because="It was somebody else.", by=places.worker, **about)
    with pytest.raises(SubjectRefused, match="ended already"):
        services.unlink_person(because="It was somebody else.", by=places.worker, **about)
    services.relink_person(by=places.worker, **about)
    page = places.page(places.place, places.worker)
    assert (len(page.links), [each.link.ended_because for each in page.ended]) == (1, ["It was somebody else."])
    with connect_as("worker"):
        assert Entry.objects.filter(kind="care.linked").count() == 3


def test_of_two_who_describe_at_once_the_second_is_told(places: Places) -> None:
    def describe(label: str, seen: int) -> None:
        services.describe_subject(
            subject=places.place, label=label, says=PLACE.says, seen=(seen, 1), by=places.worker, now=places.panel.now
        )

    describe("Car park behind the station", 1)
    with pytest.raises(Stale, match="behind the station"):
        describe("Multi-storey car park", 1)
    with connect_as("worker"):
        kept = SubjectText.objects.filter(field=SubjectField.LABEL, subject__police=False).order_by("version")
        assert list(kept.values_list("text", flat=True)) == [PLACE.label, "Car park behind the station"]


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
        pages[agency] = " ".join(text_of(answer.content, tmp_path / agency))
    assert PLACE.label in pages["hospital"] and MAN.label not in pages["hospital"]
    assert "Ask the police lead" in pages["hospital"]
    assert MAN.label in pages["police"]
    assert "Ada" not in pages["hospital"] and "Ada" not in pages["police"]  # nobody of them has a seat for her


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
    assert "Another child is linked whom you may not see." in nurse and "Ada" not in nurse
    assert "meets friends" not in nurse
    assert coordinator.get(f"{where}nonsense/").status_code == 404
    assert worker.get(f"/panel/subjects/{places.man}/").status_code == 404
