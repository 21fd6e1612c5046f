"""A person added by hand: searched for first, readable by no page on the way, a person of their own, never merged."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from kith.access.models import Agreement
from kith.access.services import connect_as, look
from kith.access.vocabulary import DataClass, Purpose, Refused, Role
from kith.feeds.services import TypedPerson, keep_hand_record
from kith.linking.forms import AddPersonForm
from kith.linking.runs import link_everyone
from kith.linking.services import merge_people, reverse_decision
from kith.project.tasks import add_person_by_hand
from tests.worlds.partnership import Partnership

WHY = "Seen alone at the bus station three nights running."
TYPED: dict[str, str] = {
    "who": "child", "forename": "Juniper", "surname": "Ashdown", "born_on-day": "4", "born_on-month": "5",
    "born_on-year": "2012", "sex": "F", "address": "12 Mill Lane", "town": "Larchester", "postcode": "qx1 1aa",
    "phone": "01632 960123", "told_by": "a neighbour", "why": WHY,
}  # fmt: skip
JUNIPER = TypedPerson(
    forename="Juniper", surname="Ashdown", dob=date(2012, 5, 4), sex="F", address="12 Mill Lane", town="Larchester",
    postcode="QX1 1AA", phone="01632 960123", told_by="a neighbour", why=WHY,
)  # fmt: skip


@pytest.fixture
def client(partnership: Partnership, settings: Any) -> Client:
    """Sign the practitioner in, known twice over."""
    return sign_in(partnership, Role.PRACTITIONER)


def sign_in(partnership: Partnership, role: Role) -> Client:
    client = Client()
    client.force_login(partnership.staff[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    TOTP.activate(partnership.staff[role], "JBSWY3DPEHPK3PXP")
    return client


def search(client: Client, name: str = "Juniper Ashdown") -> str:
    return client.post("/search/", {"name": name, "purpose": "safeguarding"}).content.decode()


def keep(partnership: Partnership, typed: TypedPerson = JUNIPER, role: Role = Role.PRACTITIONER) -> UUID:
    viewer = partnership.viewer(role)
    return keep_hand_record(typed=typed, purpose=Purpose.SAFEGUARDING, by=viewer, now=partnership.now)


def add(partnership: Partnership, admin: psycopg.Connection, typed: TypedPerson = JUNIPER) -> int:
    """Add somebody the whole way, as the worker would, and return the person's id."""
    record = keep(partnership, typed)
    add_person_by_hand(str(record))
    return person_of(admin, str(record))


def person_of(admin: psycopg.Connection, record: str) -> int:
    rows = admin.execute(
        "SELECT m.person_id FROM linking_membership m JOIN feeds_sourceperson s ON s.id = m.source_person_id "
        "WHERE s.local_id = %s AND m.ends_at IS NULL",
        (record,),
    ).fetchall()
    return int(rows[0][0])


def count(admin: psycopg.Connection, statement: str, *values: Any) -> int:
    return int(admin.execute(f"SELECT count(*) FROM {statement}", values).fetchall()[0][0])


def test_a_search_comes_first(partnership: Partnership, client: Client, admin: psycopg.Connection) -> None:
    assert client.get("/people/add/").headers["Location"] == "/search/"
    assert client.post("/people/add/", TYPED).headers["Location"] == "/search/"
    assert count(admin, "feeds_handrecord") == 0
    assert "/people/add/" in search(client)
    assert client.get("/people/add/").status_code == 200


def test_a_search_is_too_old_after_a_quarter_of_an_hour(partnership: Partnership, client: Client) -> None:
    search(client)
    session = client.session
    at, purpose = session["searched"]
    session["searched"] = [(partnership.now - timedelta(minutes=16)).isoformat(), purpose]
    session.save()
    assert at and client.get("/people/add/").headers["Location"] == "/search/"


def test_the_page_adds_and_what_was_typed_is_in_no_session(
    partnership: Partnership, client: Client, admin: psycopg.Connection
) -> None:
    search(client)
    answer = client.post("/people/add/", TYPED)
    assert answer.headers["Location"] == "/work/"
    assert "Ashdown" not in str(dict(client.session)) and "juniper" not in str(answer.headers).lower()
    ((record, typed, state),) = admin.execute("SELECT public_id, typed, state FROM feeds_handrecord").fetchall()
    assert (state, typed["surname"], typed["dob"], typed["postcode"]) == ("waiting", "Ashdown", "2012-05-04", "QX1 1AA")
    jobs = admin.execute("SELECT task_name, args FROM procrastinate_jobs").fetchall()
    assert jobs == [("project.add_person_by_hand", {"record": str(record)})]
    assert client.get("/people/add/").headers["Location"] == "/search/", "each person is searched for anew"
    add_person_by_hand(str(record))
    assert "Juniper Ashdown" in search(client)


def test_whoever_may_be_the_person_is_shown_and_must_be_ruled_out(
    partnership: Partnership, client: Client, admin: psycopg.Connection
) -> None:
    first = add(partnership, admin)
    search(client, "Somebody Else")
    shown = client.post("/people/add/", TYPED)
    assert shown.status_code == 200
    page = shown.content.decode()
    assert "Is it one of these?" in page and "Juniper Ashdown" in page
    mark = page.split('type="checkbox" value="')[1].split('"')[0]
    unticked = client.post("/people/add/", TYPED | {"looked": "1"})
    assert unticked.status_code == 422
    guessed = client.post("/people/add/", TYPED | {"looked": "1", "none_of_these": "1"})
    assert guessed.status_code == 422 and count(admin, "feeds_handrecord") == 1
    ticked = client.post("/people/add/", TYPED | {"looked": "1", "none_of_these": mark})
    assert ticked.headers["Location"] == "/work/" and count(admin, "feeds_handrecord") == 2
    shown_in_log = admin.execute(
        "SELECT what, action, outcome FROM access_log WHERE person_id = %s AND what = 'linking.search'", (first,)
    ).fetchall()
    assert ("linking.search", "find", "shown") in shown_in_log


@pytest.fixture
def kept(partnership: Partnership) -> Iterator[UUID]:
    """Keep one hand record, not yet taken in."""
    yield keep(partnership)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM feeds_handrecord",
        "UPDATE feeds_handrecord SET state = 'placed'",
        "DELETE FROM feeds_handrecord",
        "INSERT INTO feeds_handrecord (public_id, typed, by_id, at, state) "
        "VALUES (gen_random_uuid(), '{}', 1, now(), 'x')",
        "INSERT INTO linking_person (public_id, created_at) VALUES (gen_random_uuid(), now())",
    ],
)
def test_the_web_role_can_neither_read_nor_change_what_was_typed(
    partnership: Partnership, kept: UUID, statement: str
) -> None:
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_person_is_somebody_of_their_own(partnership: Partnership, admin: psycopg.Connection) -> None:
    record = keep(partnership)
    add_person_by_hand(str(record))
    person = person_of(admin, str(record))
    staff = partnership.staff[Role.PRACTITIONER].pk
    assert admin.execute(
        "SELECT forename, surname, born_on, sex, is_child FROM linking_profile WHERE person_id = %s", (person,)
    ).fetchall() == [("Juniper", "Ashdown", date(2012, 5, 4), "F", True)]
    assert admin.execute(
        "SELECT address, postcode FROM linking_address WHERE person_id = %s", (person,)
    ).fetchall() == [("12 Mill Lane", "QX1 1AA")]
    assert admin.execute(
        "SELECT m.band, d.kind, d.by_id, d.why FROM linking_membership m "
        "JOIN linking_decision d ON d.id = m.decision_id WHERE m.person_id = %s",
        (person,),
    ).fetchall() == [("alone", "created", staff, "Added by hand")]
    basis = "SELECT lawful_basis <> '', retention_class, phone, local_id FROM feeds_personrecord"
    assert admin.execute(basis).fetchall() == [(True, "child-record", "01632 960123", str(record))]
    assert admin.execute("SELECT feed, rows_in, kept, received_by_id FROM feeds_sourcefile").fetchall() == [
        ("by_hand", 1, 1, staff)
    ]
    assert admin.execute(
        "SELECT e.source, e.kind, e.said_by, c.says FROM chronology_entry e "
        "JOIN chronology_caredetail c ON c.entry_id = e.id WHERE e.person_id = %s",
        (person,),
    ).fetchall() == [("kith", "care.note", "a neighbour", f"Added by hand. {WHY}")]
    assert admin.execute("SELECT typed, state FROM feeds_handrecord").fetchall() == [({}, "placed")]
    assert admin.execute("SELECT kind FROM work_notice WHERE staff_id = %s", (staff,)).fetchall() == [("person_added",)]


def test_whoever_added_them_may_open_them_for_180_days(partnership: Partnership, admin: psycopg.Connection) -> None:
    person = add(partnership, admin)
    rows = admin.execute(
        "SELECT staff_id, source, ends_at - begins_at FROM access_relationship WHERE person_id = %s", (person,)
    ).fetchall()
    assert rows == [(partnership.staff[Role.PRACTITIONER].pk, "request", timedelta(days=180))]
    ((public_id,),) = admin.execute("SELECT public_id FROM linking_person WHERE id = %s", (person,)).fetchall()
    viewer = partnership.viewer(Role.PRACTITIONER)
    with look(viewer=viewer, people=[public_id], purpose=Purpose.SAFEGUARDING, what="test") as shown:
        assert shown.may_see(person, DataClass.CARE)


def test_a_second_try_of_the_job_doubles_nothing(partnership: Partnership, admin: psycopg.Connection) -> None:
    record = keep(partnership)
    add_person_by_hand(str(record))
    add_person_by_hand(str(record))
    for table in ("linking_person", "feeds_sourcefile", "chronology_entry", "work_notice", "access_relationship"):
        assert count(admin, table) == 1, table


def test_the_job_goes_on_where_a_crash_stopped_it(
    partnership: Partnership, admin: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kith.project import tasks

    def dies(**_: Any) -> int:
        raise KeyboardInterrupt

    record = keep(partnership)
    with monkeypatch.context() as patched:
        patched.setattr(tasks, "relate_adder", dies)
        with pytest.raises(KeyboardInterrupt):
            add_person_by_hand(str(record))
    assert (count(admin, "feeds_sourcefile"), count(admin, "linking_person")) == (1, 0)
    add_person_by_hand(str(record))
    for table in ("linking_person", "feeds_sourcefile", "chronology_entry"):
        assert count(admin, table) == 1, table


def test_perhaps_the_same_is_asked_and_never_merged(partnership: Partnership, admin: psycopg.Connection) -> None:
    first, second = add(partnership, admin), add(partnership, admin)
    stranger = TypedPerson(forename="Tomasz", surname="Kowal", dob=date(1984, 12, 30), told_by="x", why=WHY)
    add(partnership, admin, stranger)
    assert first != second
    items = "SELECT kind, state, weight > 0 FROM linking_reviewitem"
    assert admin.execute(items).fetchall() == [("added_by_hand", "open", True)]
    with connect_as("worker"):
        report = link_everyone(by=None, now=partnership.now)
        again = link_everyone(by=None, now=partnership.now)
    assert (report.people, report.merged, again.changed) == (3, 0, 0)
    assert admin.execute(items).fetchall() == [("added_by_hand", "open", True)]


def test_a_merge_is_reversible_and_opens_nothing_to_whoever_added(
    partnership: Partnership, admin: psycopg.Connection
) -> None:
    first, second = add(partnership, admin), add(partnership, admin)
    steward = partnership.staff[Role.DATA_STEWARD].pk
    with connect_as("worker"):
        decision = merge_people(kept=first, gone=second, by=steward, why="The same girl", now=partnership.now)
        link_everyone(by=None, now=partnership.now)
    own = "linking_membership WHERE person_id = %s AND ends_at IS NULL"
    assert (count(admin, own, first), count(admin, own, second)) == (2, 0)
    assert count(admin, "linking_reviewitem WHERE state = 'open'") == 0
    assert count(admin, "access_relationship WHERE ends_at > clock_timestamp()") == 0
    with connect_as("worker"):
        reverse_decision(decision_id=decision, by=steward, why="Two girls after all", now=partnership.now)
        link_everyone(by=None, now=partnership.now)
    assert (count(admin, own, first), count(admin, own, second)) == (1, 1)


def test_every_step_leaves_a_trace_and_adding_is_in_the_log(
    partnership: Partnership, admin: psycopg.Connection
) -> None:
    add(partnership, admin)
    staff = partnership.staff[Role.PRACTITIONER].pk
    found = {row[0] for row in admin.execute("SELECT action FROM access_trace WHERE by = %s", (staff,)).fetchall()}
    assert found >= {
        "feeds.kept_hand_record", "feeds.loaded_file", "feeds.took_hand_record", "linking.placed_alone",
        "access.related_adder", "chronology.added_entry", "feeds.closed_hand_record",
    }  # fmt: skip
    assert "Ashdown" not in str(admin.execute("SELECT before, after FROM access_trace").fetchall())
    log = admin.execute("SELECT staff_id, action, what, outcome, purpose FROM access_log").fetchall()
    assert (staff, "add", "people.add", "shown", "safeguarding") in log


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PANEL_CHAIR, Role.AUDITOR, Role.PUBLISHER, Role.ADMINISTRATOR])
def test_other_roles_add_nobody(partnership: Partnership, admin: psycopg.Connection, role: Role) -> None:
    with pytest.raises(Refused):
        keep(partnership, role=role)
    assert admin.execute("SELECT action, what, outcome FROM access_log").fetchall() == [
        ("add", "people.add", "refused")
    ]
    assert sign_in(partnership, role).get("/people/add/").status_code == 403
    with connection.cursor() as cursor:
        cursor.execute("SELECT feeds_keep_hand_record('{}', %s, now())", [partnership.staff[role].pk])
        assert cursor.fetchone() == (None,)
    assert count(admin, "feeds_handrecord") == 0


def test_without_an_agreement_nobody_is_added(partnership: Partnership, admin: psycopg.Connection) -> None:
    record = keep(partnership)
    with connect_as("worker"):
        Agreement.objects.filter(feed="by_hand").update(valid_to=partnership.now.date() - timedelta(days=1))
    with pytest.raises(Refused, match="No agreement"):
        keep(partnership)
    add_person_by_hand(str(record))
    assert admin.execute("SELECT typed, state FROM feeds_handrecord").fetchall() == [({}, "held")]
    assert admin.execute("SELECT kind FROM work_notice").fetchall() == [("person_not_added",)]
    assert count(admin, "linking_person") == 0


def test_a_record_that_is_not_there_is_nothing_to_do(partnership: Partnership, admin: psycopg.Connection) -> None:
    add_person_by_hand(str(uuid4()))
    assert count(admin, "linking_person") == 0


def test_an_unborn_child_and_an_adult(partnership: Partnership, admin: psycopg.Connection) -> None:
    due = partnership.now.date() + timedelta(days=90)
    unborn = add(partnership, admin, TypedPerson(surname="Ashdown", expected_on=due, told_by="the midwife", why=WHY))
    adult = add(partnership, admin, TypedPerson(forename="Otto", surname="Brandt", adult=True, told_by="x", why=WHY))
    columns = "SELECT expected_on, born_on, is_child FROM linking_profile WHERE person_id = %s"
    assert admin.execute(columns, (unborn,)).fetchall() == [(due, None, True)]
    assert admin.execute(columns, (adult,)).fetchall() == [(None, None, False)]


TODAY = date(2026, 11, 22)


def day(name: str, found: date | None) -> dict[str, str]:
    parts = {"day": found.day, "month": found.month, "year": found.year} if found else {}
    return {f"{name}-{part}": str(parts.get(part, "")) for part in ("day", "month", "year")}


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        (day("born_on", TODAY + timedelta(days=1)), "born_on", "today or in the past"),
        (day("born_on", date(1850, 1, 1)), "born_on", "year"),
        ({"born_on-day": "31", "born_on-month": "2"}, "born_on", "real date"),
        ({"who": "unborn"}, "born_on", "no date of birth"),
        ({"who": "unborn"} | day("born_on", None), "expected_on", "when the child is expected"),
        ({"who": "unborn"} | day("born_on", None) | day("expected_on", date(2028, 1, 1)), "expected_on", "ten months"),
        (day("expected_on", TODAY), "expected_on", "Only a child not yet born"),
        ({"forename": "", "surname": " "}, "surname", "forename, a surname"),
        ({"nhs_number": "943 476 5918"}, "nhs_number", "digits is wrong"),
        ({"upn": "12345"}, "upn", "pupil number"),
        ({"postcode": "somewhere"}, "postcode", "full postcode"),
        ({"told_by": ""}, "told_by", "who told you"),
        ({"why": "met"}, "why", "in a sentence"),
        ({"who": ""}, "who", "Choose who"),
    ],
)
def test_bad_input_is_named(change: dict[str, str], field: str, says: str) -> None:
    form = AddPersonForm(TYPED | change, today=TODAY)
    assert not form.is_valid()
    assert any(says in error for error in form.errors[field]), form.errors
