"""Telling the story from feeds and links: complete, repeatable, and true after people merge and split."""

import errno
import hashlib
import io
import stat
from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import DataClass, Purpose, Role
from kith.chronology import selectors, services
from kith.chronology.services.store import path_of
from kith.chronology.vocabulary import DocumentKind, NewDocument, NewEntry, NotAdded, Reading
from kith.feeds.vocabulary import EVENT_KINDS
from kith.linking.vocabulary import Move, MoveKind
from tests.chronology.record import ORACLE_COLUMNS, Record
from tests.worlds.families import HAPPENINGS, Happening

WHY = Purpose.SAFEGUARDING


def test_telling_agrees_with_an_oracle_that_knows_no_database(vales: Record) -> None:
    assert vales.entries(*ORACLE_COLUMNS) == vales.expected()
    assert len(vales.expected()) == 10


def test_second_telling_changes_no_row(vales: Record) -> None:
    vales.week("care", "C-1", date(2024, 1, 8), 10, 2)
    vales.involve("care", "C-1", worker_ref="W-1", worker_name="Robin Vale")
    assert vales.tell().changed > 0
    before = vales.entries("id", "xmin::text")
    assert vales.tell().changed == 0
    assert vales.tell("Ada", "Cyd").changed == 0
    assert vales.entries("id", "xmin::text") == before


def test_entry_keeps_its_id_when_an_agency_corrects_the_event(vales: Record) -> None:
    before = dict(vales.entries("source_ref || person_id", "id"))
    vales.happen(replace(HAPPENINGS[0], says="hit by two strangers", band=6))
    told = vales.tell()
    assert (told.entries_written, told.details_written) == (2, 2)
    assert dict(vales.entries("source_ref || person_id", "id")) == before
    assert vales.entries(*ORACLE_COLUMNS) == vales.expected()


def test_retracted_event_stays_and_is_marked(vales: Record) -> None:
    marked = {ref for ref, retracted in vales.entries("source_ref", "retracted") if retracted}
    assert marked == {"police:OCC-3:suspect", "police:OCC-3:involved"}


def test_event_that_no_longer_stands_leaves_the_story(vales: Record, admin: psycopg.Connection) -> None:
    admin.execute("UPDATE feeds_eventrecord SET is_current = false WHERE local_id = 'REF-1'")
    assert vales.tell().entries_gone == 2
    assert not [ref for (ref,) in vales.entries("source_ref") if "REF-1" in ref]
    assert admin.execute("SELECT count(*) FROM chronology_caredetail d WHERE says LIKE 'referred%'").fetchall() == [
        (0,)
    ]


def test_unlinking_moves_the_entries_with_the_record(vales: Record) -> None:
    vales.link("police", "P-1", "Cyd")
    with connect_as("worker"):
        move = Move(
            kind=MoveKind.SPLIT,
            from_person=vales.people["Ada"],
            to_person=vales.people["Cyd"],
            source_person_ids=(vales.source("police", "P-1").pk,),
            now=vales.now,
        )
        services.ChronologyFollower().follow(move)
    assert vales.entries(*ORACLE_COLUMNS) == vales.expected()
    cyd = {ref for person, ref in vales.entries("person_id", "source_ref") if person == vales.people["Cyd"]}
    assert "police:OCC-1:victim" in cyd


def test_two_schools_share_a_week_but_one_counted_twice_does_not(record: Record, admin: psycopg.Connection) -> None:
    record.add_family({"Ada": {"education": ["E-1"], "care": ["C-1"]}})
    record.week("education", "E-1", date(2024, 1, 8), 4, 1)
    record.week("care", "C-1", date(2024, 1, 8), 6, 2)
    record.week("education", "E-1", date(2024, 1, 15), 10, 5)
    record.week("care", "C-1", date(2024, 1, 15), 8, 1)
    record.tell()
    rows = admin.execute("SELECT week_on, possible, absent FROM chronology_pupilweek ORDER BY 1").fetchall()
    assert rows == [(date(2024, 1, 8), 10, 3), (date(2024, 1, 15), 10, 5)]


def test_whom_to_ring_is_the_worker_then_the_team_then_the_duty_number(
    record: Record, admin: psycopg.Connection
) -> None:
    record.add_family({"Ada": {"care": ["C-1"]}})
    admin.execute(
        "UPDATE access_staff SET worker_ref = 'W-1', phone = '01632 960111' WHERE email LIKE '%practitioner%'"
    )
    record.involve("care", "C-1", worker_ref="W-1", role="social worker")
    record.involve("care", "C-1", worker_ref="W-2", role="reviewing officer")
    record.tell()
    found = admin.execute("SELECT worker_ref, phone FROM chronology_involvement ORDER BY 1").fetchall()
    assert found == [("W-1", "01632 960111"), ("W-2", "01632 960000")]


@pytest.mark.parametrize("data_class", [DataClass.CARE, DataClass.HEALTH, DataClass.POLICE])
def test_detail_lies_only_in_the_table_of_its_class(
    record: Record, admin: psycopg.Connection, data_class: DataClass
) -> None:
    kind = next(kind for kind in EVENT_KINDS.values() if kind.data_class is data_class)
    record.add_family({"Ada": {"police": ["P-1"]}})
    canary = f"canary-{data_class.value}"
    record.happen(
        Happening(
            agency="police",
            local_id="X-1",
            kind=kind.code,
            occurred_on=date(2024, 1, 1),
            participants=(("P-1", "subject"),),
            says=f"{canary}-says",
            place=f"{canary}-place",
            detail={"note": f"{canary}-detail"},
        )
    )
    record.tell()
    tables = [
        r[0] for r in admin.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'chronology_%'").fetchall()
    ]
    holding = {
        table
        for table in tables
        if admin.execute(f"SELECT 1 FROM {table} t WHERE t::text LIKE %s", (f"%{canary}%",)).fetchall()
    }
    assert holding == {f"chronology_{data_class.value}detail"}


def test_added_entry_is_kept_over_a_telling_and_retracted_with_a_reason(
    vales: Record, admin: psycopg.Connection
) -> None:
    ada, viewer = _ada_and_viewer(vales)
    entry_id = services.record_entry(
        public_id=ada,
        entry=NewEntry(kind="care.voice", occurred_on=date(2024, 3, 1), says="“I want to stay with Gran.”"),
        purpose=WHY,
        by=viewer,
        now=vales.now,
    )
    vales.tell()
    page = selectors.open_entry(ada, entry_id, viewer=viewer, purpose=WHY, now=vales.now)
    assert (page.entry.says, page.entry.source) == ("“I want to stay with Gran.”", "kith")
    with pytest.raises(NotAdded):
        services.record_retraction(public_id=ada, entry_id=entry_id, reason=" ", purpose=WHY, by=viewer, now=vales.now)
    services.record_retraction(
        public_id=ada, entry_id=entry_id, reason="It was his sister.", purpose=WHY, by=viewer, now=vales.now
    )
    assert selectors.open_entry(ada, entry_id, viewer=viewer, purpose=WHY, now=vales.now).entry.retracted
    trace = admin.execute("SELECT action FROM access_trace WHERE subject_id = %s ORDER BY id", (entry_id,)).fetchall()
    assert trace == [("chronology.added_entry",), ("chronology.retracted_entry",)]


def test_entry_is_retracted_only_by_whoever_may_add_to_its_own_class(vales: Record) -> None:
    ada, worker = _ada_and_viewer(vales)
    officer = vales.partnership.viewer(Role.AGENCY_CONTACT)
    vales.partnership.relate(vales.partnership.staff[Role.AGENCY_CONTACT], vales.people["Ada"])
    by_kind = {
        kind: services.record_entry(
            public_id=ada,
            entry=NewEntry(kind=kind, occurred_on=date(2024, 3, 1), says="x"),
            purpose=WHY,
            by=adder,
            now=vales.now,
        )
        for kind, adder in (("police.contact", officer), ("care.note", worker))
    }
    for kind, viewer, may in (
        ("police.contact", worker, False),  # reads the headline, and adds to care alone
        ("police.contact", officer, True),
        ("care.note", worker, True),
    ):
        asked = {"public_id": ada, "entry_id": by_kind[kind], "reason": "Wrong.", "purpose": WHY, "now": vales.now}
        if may:
            services.record_retraction(**asked, by=viewer)
        else:
            with pytest.raises(NotAdded, match="You may not retract this kind of entry"):
                services.record_retraction(**asked, by=viewer)
        retracted = {ref for ref, gone in vales.entries("id", "retracted") if gone}
        assert (by_kind[kind] in retracted) is may


@pytest.mark.parametrize(
    ("number", "says"), [(errno.ENOSPC, "The store for documents is full"), (errno.EIO, "cannot be written now")]
)
def test_document_is_refused_in_words_when_the_store_cannot_take_it(
    vales: Record, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    ada, viewer = _ada_and_viewer(vales)

    def full(_descriptor: int) -> None:
        raise OSError(number, "no room")

    before = vales.entries("id")
    with monkeypatch.context() as patched:
        patched.setattr("kith.chronology.services.store.os.fsync", full)
        with pytest.raises(NotAdded, match=says):
            services.record_document(
                public_id=ada, document=_letter(b"%PDF-1.7 full"), purpose=WHY, by=viewer, now=vales.now
            )
    folder = path_of("00").parent.parent
    sha256 = hashlib.sha256(b"%PDF-1.7 full").hexdigest()
    assert not [path for path in folder.rglob("*") if path.name in (sha256,) or path.name.startswith("arriving")]
    assert vales.entries("id") == before


def test_agencies_entry_cannot_be_retracted_here(vales: Record) -> None:
    ada, viewer = _ada_and_viewer(vales)
    entry_id = vales.entries("id", "person_id")[0][0]
    with pytest.raises(NotAdded):
        services.record_retraction(
            public_id=ada, entry_id=entry_id, reason="No.", purpose=WHY, by=viewer, now=vales.now
        )


@pytest.mark.parametrize(
    "entry",
    [
        NewEntry(kind="nothing.known", occurred_on=date(2024, 1, 1), says="x"),
        NewEntry(kind="care.note", occurred_on=date(2024, 1, 1), says="  "),
        NewEntry(kind="care.note", occurred_on=date(2999, 1, 1), says="x"),
        NewEntry(kind="care.note", occurred_on=date(2024, 2, 1), ended_on=date(2024, 1, 1), says="x"),
        NewEntry(kind="health.not_brought", occurred_on=date(2024, 1, 1), says="not a social worker's to add"),
    ],
)
def test_entry_that_is_incomplete_or_not_theirs_is_refused_and_leaves_nothing(vales: Record, entry: NewEntry) -> None:
    ada, viewer = _ada_and_viewer(vales)
    before = vales.entries("id")
    with pytest.raises(NotAdded):
        services.record_entry(public_id=ada, entry=entry, purpose=WHY, by=viewer, now=vales.now)
    assert vales.entries("id") == before


def test_stranger_may_not_add(vales: Record) -> None:
    ada = vales.partnership.people["Ada"][1]
    stranger = vales.partnership.viewer(Role.AGENCY_CONTACT)
    # A stranger may know that she is in the record, and add a person who is not; nothing to her story.
    with pytest.raises(NotAdded):
        services.record_entry(
            public_id=ada,
            entry=NewEntry(kind="care.note", occurred_on=date(2024, 1, 1), says="x"),
            purpose=WHY,
            by=stranger,
            now=vales.now,
        )


def test_document_is_kept_once_private_and_whole(vales: Record) -> None:
    ada, viewer = _ada_and_viewer(vales)
    document_id = services.record_document(
        public_id=ada, document=_letter(b"%PDF-1.7 dear all"), purpose=WHY, by=viewer, now=vales.now
    )
    found, path = selectors.open_document(ada, document_id, viewer=viewer, purpose=WHY)
    assert path.read_bytes() == b"%PDF-1.7 dear all"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path == path_of(found.sha256)
    assert [p for p in path.parent.parent.iterdir() if p.name.startswith("arriving")] == []
    with pytest.raises(NotAdded):
        services.record_document(
            public_id=ada, document=_letter(b"%PDF-1.7 dear all"), purpose=WHY, by=viewer, now=vales.now
        )


@pytest.mark.parametrize(
    ("content", "ending"), [(b"", ".pdf"), (b"MZ program", ".pdf"), (b"%PDF-1.7", ".exe"), (b"a\x00b", ".txt")]
)
def test_document_that_is_not_what_it_says_is_refused(vales: Record, content: bytes, ending: str) -> None:
    ada, viewer = _ada_and_viewer(vales)
    with pytest.raises(NotAdded):
        services.record_document(
            public_id=ada, document=_letter(content, ending), purpose=WHY, by=viewer, now=vales.now
        )


def test_merge_moves_what_was_recorded_here_and_purge_leaves_nothing(
    vales: Record, admin: psycopg.Connection, django_capture_on_commit_callbacks
) -> None:
    ada, viewer = _ada_and_viewer(vales)
    services.record_document(public_id=ada, document=_letter(b"%PDF-1.7 x"), purpose=WHY, by=viewer, now=vales.now)
    follower = services.ChronologyFollower()
    for agency, local_id in [key for key, name in vales.owners.items() if name == "Ada"]:
        vales.link(agency, local_id, "Ben")
    with connect_as("worker"):
        move = Move(kind=MoveKind.MERGE, from_person=vales.people["Ada"], to_person=vales.people["Ben"], now=vales.now)
        foretold = follower.preview(move).rows
        follower.follow(move)
        assert foretold == 7
        assert not any(follower.export(vales.people["Ada"]).values())
        kept = follower.export(vales.people["Ben"])
        assert len(kept["chronology_document"]) == 1
        assert {row["says"] for row in kept["chronology_caredetail"]} >= {"Document added: A letter"}
        path = path_of(kept["chronology_document"][0]["sha256"])
        assert follower.hold(vales.people["Ben"], held=True, now=vales.now).rows == sum(map(len, kept.values()))
        follower.purge(vales.people["Ben"], by=None, now=vales.now)
        assert not any(follower.export(vales.people["Ben"]).values())
    assert not path.exists()


def test_every_table_with_a_person_has_the_follower(admin: psycopg.Connection) -> None:
    found = admin.execute(
        "SELECT table_name FROM information_schema.columns "
        "WHERE column_name = 'person_id' AND table_name LIKE 'chronology_%'"
    ).fetchall()
    assert {name for (name,) in found} == services.ChronologyFollower.tables


def test_ranking_reads_every_entry_once_and_no_word_of_it(vales: Record) -> None:
    with connect_as("worker"):
        lines = b"".join(selectors.entries_for_ranking()).decode().splitlines()
        states = b"".join(selectors.feed_states(as_of=vales.now.date())).decode()
        people = b"".join(selectors.people_for_ranking(as_of=vales.now.date())).decode().splitlines()
        later = b"".join(selectors.feed_states(as_of=vales.now.date() + timedelta(days=100))).decode()
    assert len(lines) == 1 + len(vales.expected())
    assert lines[0].split(",")[:3] == ["entry_id", "person_id", "kind"]
    assert len(people) == 1 + len(vales.people)
    assert f"{vales.people['Ada']},police,linked_fresh" in states
    assert f"{vales.people['Cyd']},care,never" in states
    assert f"{vales.people['Ada']},education,feed_down" in states
    assert f"{vales.people['Ada']},police,feed_down" in later
    assert "stranger" not in "".join(lines)


def test_weak_link_is_told_to_the_ranking(record: Record) -> None:
    record.add_family({"Ada": {"police": ["P-1"]}})
    record.link("police", "P-1", "Ada", band="likely")
    record.happen(replace(HAPPENINGS[1], participants=(("P-1", "involved"),)))
    record.tell()
    with connect_as("worker"):
        lines = b"".join(selectors.entries_for_ranking()).decode().splitlines()
    assert lines[1].endswith(",t")


def _ada_and_viewer(vales: Record):
    person_id, public_id = vales.partnership.people["Ada"]
    vales.partnership.relate(vales.partnership.staff[Role.PRACTITIONER], person_id)
    return public_id, vales.partnership.viewer(Role.PRACTITIONER)


def _letter(content: bytes, ending: str = ".pdf") -> NewDocument:
    return NewDocument(
        kind=DocumentKind.LETTER,
        dated_on=date(2024, 5, 1),
        title="A letter",
        ending=ending,
        content=io.BytesIO(content),
    )


def test_reading_the_whole_costs_the_same_number_of_queries_however_long_it_is(record: Record) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    record.add_family({"Ada": {"police": ["P-1"], "care": ["C-1"]}, "Ben": {"police": ["P-2"]}})
    record.tie("Ada", "Ben", "sibling")
    person_id, ada = record.partnership.people["Ada"]
    record.partnership.relate(record.partnership.staff[Role.PRACTITIONER], person_id)
    viewer = record.partnership.viewer(Role.PRACTITIONER)
    counts = []
    for size in (1, 3, 300):
        for number in range(size):
            record.happen(
                Happening(
                    agency="care",
                    local_id=f"N-{number}",
                    kind="care.visit",
                    occurred_on=date(2020, 1, 1) + timedelta(days=number),
                    participants=(("C-1", "subject"),),
                    says="seen",
                )
            )
        record.tell()
        with CaptureQueriesContext(connection) as queries:
            selectors.open_chronology(ada, viewer=viewer, purpose=WHY, reading=Reading(), now=record.now)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 12
