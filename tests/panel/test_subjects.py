"""Places, groups, vehicles and suspected exploiters: each link judged alone, the police's words kept theirs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from kith.access.selectors import look, look_over_list
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Refused, Role
from kith.chronology.models import CareDetail, Entry, PoliceDetail
from kith.panel import selectors, services
from kith.panel.models import PoliceLink, SubjectLink, SubjectReader, SubjectText
from kith.panel.vocabulary import (
    LinkRole,
    LinkSource,
    Stale,
    SubjectField,
    SubjectRefused,
)
from tests.panel.places import MAN, PLACE, Places


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
