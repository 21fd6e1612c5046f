"""The linked record of a case is made of everything the database knows, and reaches those alone who may ask."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kith.access.models import Block, Staff
from kith.access.selectors import look, look_over_list, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import BlockKind, NotShown, Purpose, Refused, Role, Viewer
from kith.learning import selectors, services
from kith.learning.models import CaseReview, ConfirmedSpan, KeptChoice, ReviewPart
from kith.learning.selectors.briefing_records import knows_for_approval, knows_shown
from kith.learning.vocabulary import FactLevel, RecordUnlinked
from kith.learning.vocabulary.briefings import ReviewForm
from tests.access.rows import put_row
from tests.learning.conftest import Newsroom
from tests.learning.people import plainly

Admin = psycopg.Connection[Any]
SHOWN = "SELECT learning_record_shown(%s)"
TELLS = (
    "Alder Marlowe Vale, once Quorndon, called Aldie, lived with Brannoch Vale and Tolliver. "
    "They were at 4 Tinder Row in Quennel, QZ1 2AB. "
    "Grizel Ommaney of Harrowgate School and Perpetua Locksmith met him with Fenwick Drumm at the Corn Exchange. "
    "His numbers are 9990001234, NOM-77814 and OCC-5501."
)
NAMES = (
    "Alder Marlowe Vale Quorndon Aldie Brannoch Tolliver Tinder Quennel QZ1 Grizel Ommaney Harrowgate Perpetua "
    "Locksmith Fenwick Drumm Corn 9990001234 77814 5501"
).split()


def known(newsroom: Newsroom, admin: Admin) -> int:
    """Let the record know a relative, a worker, a school, a home, a friend of the same event, numbers."""
    person, _ = newsroom.person()
    agencies = newsroom.audit.partnership.agencies
    admin.execute(
        "UPDATE linking_profile SET nhs_number = '9990001234', known_as = 'Aldie', other_names = %s "
        "WHERE person_id = %s",
        ([""], person),
    )
    brother, _ = newsroom.audit.partnership.add_person("Brannoch", "Vale")
    friend, _ = newsroom.audit.partnership.add_person("Fenwick", "Drumm")
    uncle, _ = newsroom.audit.partnership.add_person("Uncle", "Nobody")
    admin.execute(
        "UPDATE linking_profile SET forename = '', surname = '', known_as = 'Tolliver' WHERE person_id = %s", (uncle,)
    )
    put_row(admin, "linking_tie", {"person_id": person, "other_id": uncle, "kind": "household"})
    put_row(admin, "linking_tie", {"person_id": brother, "other_id": person, "kind": "sibling"})
    put_row(
        admin,
        "linking_protectedaddress",
        {"person_id": person, "address": "4 Tinder Row", "town": "Quennel", "postcode": "QZ1 2AB"},
    )
    sources = {}
    for one, number in ((person, "NOM-77814"), (friend, "NOM-12345")):
        put_row(admin, "feeds_sourceperson", {"agency_id": agencies["police"].pk, "local_id": number})
        sources[one] = admin.execute("SELECT id FROM feeds_sourceperson WHERE local_id = %s", (number,)).fetchall()[0][
            0
        ]
        put_row(admin, "linking_membership", {"person_id": one, "source_person_id": sources[one], "ends_at": None})
    put_row(
        admin,
        "feeds_personrecord",
        {
            "source_person_id": sources[person],
            "forename": "Alder",
            "middle_names": "Marlowe",
            "surname": "Vale",
            "former_surname": "Quorndon",
        },
    )
    put_row(admin, "access_agency", {"code": "school-4411", "name": "Harrowgate School", "sector": "education"})
    involved = {"person_id": person, "agency_id": agencies["care"].pk, "setting_ref": "4411", "worker_ref": ""}
    put_row(admin, "chronology_involvement", involved | {"worker_name": "Grizel Ommaney"})
    entry = admin.execute(
        "SELECT id FROM chronology_entry WHERE person_id = %s AND kind = 'police.weapon'", (person,)
    ).fetchall()[0][0]
    admin.execute("UPDATE chronology_entry SET event_id = 991 WHERE id = %s", (entry,))
    put_row(
        admin,
        "feeds_eventparticipant",
        {"event_id": 991, "source_person_id": sources[friend], "agency_id": agencies["police"].pk, "role": "victim"},
    )
    put_row(
        admin,
        "chronology_policedetail",
        {"entry_id": entry, "person_id": person, "place": "Corn Exchange", "detail": '{"occurrence": "OCC-5501"}'},
    )
    worker = newsroom.audit.partnership.add_staff("Perpetua Locksmith", "care", Role.PRACTITIONER)
    newsroom.audit.partnership.relate(worker, person)
    return person


def test_whoever_and_whatever_the_database_knows_of_a_case_is_kept_out(newsroom: Newsroom, admin: Admin) -> None:
    known(newsroom, admin)
    review = newsroom.begin()
    newsroom.save(review, {1: TELLS})
    words = plainly(newsroom.parts(review)[1].words)
    assert [name for name in NAMES if plainly(name) in words] == []
    assert "an address" in words and "a school" in words and "an identifier" in words


def test_the_record_is_read_for_the_writer_inside_a_look_and_for_nobody_else(newsroom: Newsroom, admin: Admin) -> None:
    person, public_id = newsroom.person()

    def asked() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(SHOWN, [person])
            return cursor.fetchone()[0]

    assert asked() is None  # no look, no record
    with look(viewer=newsroom.writer, people=[public_id], purpose=Purpose.AUDIT, what="test"):
        assert asked() is not None
    other = newsroom.audit.partnership.viewer(Role.PRACTITIONER)
    with look(viewer=other, people=[public_id], purpose=Purpose.SAFEGUARDING, what="test"):
        assert asked() is None  # sees the child, and writes no briefing
    with look(viewer=newsroom.writer, people=[newsroom.person("Birk")[1]], purpose=Purpose.AUDIT, what="test"):
        assert asked() is None  # another child's look
        with pytest.raises(RecordUnlinked, match="not open to you"):
            knows_shown([person], "key")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT learning_record_of(%s)", [person])


def test_a_second_person_has_the_record_compared_only_while_the_words_wait(newsroom: Newsroom, admin: Admin) -> None:
    briefing = newsroom.checked()

    def asked(viewer: Viewer) -> bool:
        try:
            with look_over_list(viewer=viewer, purpose=Purpose.AUDIT, what="test"):
                knows_for_approval(briefing.pk)
        except RecordUnlinked:
            return False
        return True

    assert [asked(viewer) for viewer in newsroom.approvers] == [True, True, True]
    assert not asked(newsroom.writer)
    assert not asked(newsroom.audit.partnership.viewer(Role.TEAM_MANAGER))
    with connect_as("worker"):
        Block.objects.create(
            staff_id=newsroom.approvers[2].staff_id,
            person_id=newsroom.person()[0],
            kind=BlockKind.OWN_FAMILY,
            reason="Their own family.",
            begins_at=newsroom.audit.now,
            made_by_id=newsroom.approvers[1].staff_id,
        )
    assert [asked(viewer) for viewer in newsroom.approvers] == [True, True, False]
    newsroom.approve(briefing)
    assert [asked(viewer) for viewer in newsroom.approvers] == [False, False, False]
    looks = admin.execute(
        "SELECT staff_id FROM access_log WHERE what = 'learning.approve' AND person_id = %s", (newsroom.person()[0],)
    ).fetchall()
    assert looks == [(newsroom.approvers[0].staff_id,)]


def test_a_draft_is_shown_to_nobody_who_may_not_see_its_case(newsroom: Newsroom) -> None:
    review = newsroom.begin()
    newsroom.save(review, {2: "They met Zebton there."})
    newsroom.confirm_all(review)
    newsroom.keep(review, sex=FactLevel.TOLD)
    tables: tuple[Any, ...] = (CaseReview, ReviewPart, ConfirmedSpan, KeptChoice)
    assert [table.objects.count() for table in tables] == [0, 0, 0, 0]  # outside a look
    stranger = newsroom.approvers[0]  # an auditor to whom no audit gave the case
    with look_over_list(viewer=stranger, purpose=Purpose.AUDIT, what="test"):
        assert [table.objects.count() for table in tables] == [0, 0, 0, 0]
    assert selectors.list_reviews(viewer=stranger, purpose=Purpose.AUDIT) == []
    with pytest.raises(NotShown):
        selectors.open_check(public_id=newsroom.person()[1], review=review, viewer=stranger, purpose=Purpose.AUDIT)
    with pytest.raises(NotShown):
        selectors.open_check(
            public_id=newsroom.person("Birk")[1], review=review, viewer=newsroom.writer, purpose=Purpose.AUDIT
        )
    [listed] = selectors.list_reviews(viewer=newsroom.writer, purpose=Purpose.AUDIT)
    assert listed.review == review


def test_somebody_of_no_audit_is_written_about_by_an_auditor_with_a_reason(newsroom: Newsroom) -> None:
    person, public_id = newsroom.audit.partnership.add_person("Ottoline", "Ferrar")
    began: dict[str, Any] = {"public_id": public_id, "form": ReviewForm.FIVE_STEP, "theme": None, "now": timezone.now()}
    auditor = Staff.objects.select_related("agency").get(pk=newsroom.writer.staff_id)
    with pytest.raises(NotShown):
        services.start_review(**began, incident_on=newsroom.audit.day(-100), by=newsroom.writer)
    newsroom.audit.partnership.relate(auditor, person)
    by = viewer_of(auditor, timezone.now())
    with pytest.raises(ValueError, match="Say on which day it happened"):
        services.start_review(**began, incident_on=None, by=by)
    with pytest.raises(ValueError, match="no case of this audit"):
        services.start_review(**began | {"theme": newsroom.theme.public_id}, incident_on=None, by=by)
    with pytest.raises(ValueError, match="no case of this audit"):
        services.start_review(**began | {"theme": uuid4()}, incident_on=None, by=by)
    services.start_review(**began, incident_on=newsroom.audit.day(-100), by=by)
    with pytest.raises(Refused):
        services.start_review(**began, incident_on=newsroom.audit.day(-100), by=newsroom.approvers[1])
    with connect_as("worker"):
        assert CaseReview.objects.get(person_id=person).case_number is None
