"""A draft loses nothing: not to a second writer, not to its own history, not to a merge of two people."""

import threading
from dataclasses import asdict
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose
from kith.linking.vocabulary import Move, MoveKind
from kith.referrals.rules import sides_of
from kith.referrals.selectors import list_referrals, open_referral
from kith.referrals.services import ReferralsFollower, save_referral
from kith.referrals.vocabulary import (
    ChangedMeanwhile,
    Content,
    Included,
    NotAllowedNow,
    NotReferred,
    ReferralAct,
    ReferralSide,
    RiskSaid,
)
from tests.referrals.world import World, full_content, full_risk, none_known, one_risk


def save(world: World, referral: Any, seen: int, content: Content, risk: RiskSaid | None = None, **other: Any) -> int:
    return save_referral(
        person=world.person,
        referral=referral,
        seen=seen,
        receiver=world.receiver(),
        content=content,
        risk=risk or RiskSaid(),
        by=other.get("by", world.sender),
        now=world.now,
    )


def test_what_is_saved_is_what_is_read(world: World) -> None:
    ref = world.happened("school.weapon")
    content, risk = full_content(), full_risk(Included(entry_ref=ref, is_included=True))
    referral, version = world.draft(content=content, risk=risk)
    read = open_referral(world.person, referral, viewer=world.sender, purpose=Purpose.REFERRAL, now=world.now)
    assert (read.content, read.risk, read.version) == (content, risk, version)
    assert [(each.entry_ref, each.said) for each in read.known] == [(ref, risk.events[0])]


def test_an_empty_draft_can_be_saved(world: World) -> None:
    referral, version = world.draft(content=Content(), risk=RiskSaid())
    assert world.row(referral, "state", "version") == ("draft", version)


def test_a_second_writer_is_refused_with_what_stands_and_loses_nothing(world: World) -> None:
    referral, version = world.draft()
    save(world, referral, version, full_content(reason="First to save"))
    with pytest.raises(ChangedMeanwhile) as refusal:
        save(world, referral, version, full_content(reason="Second to save"))
    assert refusal.value.theirs["reason"] == "First to save"
    read = open_referral(world.person, referral, viewer=world.sender, purpose=Purpose.REFERRAL, now=world.now)
    assert read.content.reason == "First to save"


def test_the_history_replays_to_what_stands(world: World, admin: psycopg.Connection[Any]) -> None:
    referral, version = world.draft()
    for number in range(3):
        version = save(world, referral, version, full_content(reason=f"Reason {number}"), full_risk())
    kept = admin.execute("SELECT version, said FROM referrals_referralversion ORDER BY version").fetchall()
    assert [number for number, _ in kept] == list(range(1, version + 1))
    last = kept[-1][1]
    assert last["content"]["reason"] == "Reason 2"
    read = open_referral(world.person, referral, viewer=world.sender, purpose=Purpose.REFERRAL, now=world.now)
    plain = {
        key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in asdict(read.content).items()
    }
    assert last["content"] == plain


def test_a_sent_referral_is_not_saved_over(world: World) -> None:
    referral, version = world.sent()
    with pytest.raises(NotAllowedNow):
        save(world, referral, version, full_content(reason="Too late"))


def test_somebody_elses_draft_is_not_saved_over(world: World) -> None:
    referral, version = world.draft()
    world.partnership.relate(world.staff["contact"], world.person_id)
    with pytest.raises(NotAllowedNow, match="not yours"):
        save(world, referral, version, full_content(), by=world.contact)


def test_eight_writers_at_once_lose_no_update(world: World, admin: psycopg.Connection[Any]) -> None:
    """Each writer saves until it has been kept ten times, reading anew when refused; every version is one save."""
    referral, first = world.draft()
    kept: list[tuple[int, int]] = []

    def write(writer: int) -> None:
        done = 0
        try:
            while done < 10:
                read = open_referral(
                    world.person, referral, viewer=world.sender, purpose=Purpose.REFERRAL, now=world.now
                )
                try:
                    made = save(world, referral, read.version, full_content(reason=f"{writer}-{done}"), full_risk())
                except ChangedMeanwhile:
                    continue
                kept.append((made, writer))
                done += 1
        finally:
            connection.close()
            from django.db import connections

            connections["log"].close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert sorted(version for version, _ in kept) == list(range(first + 1, first + 81))
    assert world.row(referral, "version") == (first + 80,)
    found = admin.execute("SELECT version, said->'content'->>'reason' FROM referrals_referralversion").fetchall()
    reasons = dict(found)
    assert all(reasons[version].startswith(f"{writer}-") for version, writer in kept)


def test_coverage_taken_away_while_sending_waits_for_the_lock(world: World, admin: psycopg.Connection[Any]) -> None:
    """A deletion that began before the sending and commits after it is seen by the gate: nothing goes out silent."""
    ref = world.happened("school.weapon")
    referral, version = world.draft(risk=full_risk(Included(entry_ref=ref, is_included=True)))
    taken, go = threading.Event(), threading.Event()

    def take_away() -> None:
        with connect_as("worker"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM referrals_knownevent")
            taken.set()
            go.wait(10)
        with connect_as("worker"):
            connection.close()

    thread = threading.Thread(target=take_away)
    thread.start()
    assert taken.wait(10)
    threading.Timer(0.5, go.set).start()  # the sending waits for the lock meanwhile; either order must refuse it
    with pytest.raises(NotReferred):
        world.send(referral, version)
    thread.join()
    assert world.row(referral, "state") == ("draft",)


def test_a_manager_stands_in_for_the_sender_and_a_colleague_does_not(world: World) -> None:
    class Routed:
        from_staff_id: int = world.sender.staff_id
        from_agency_id: int = world.sender.agency_id
        to_agency_id: int | None = world.contact.agency_id
        to_staff_id: int | None = None
        allocated_to_id: int | None = None

    assert sides_of(world.manager, Routed()) == {ReferralSide.SENDER}
    assert sides_of(world.contact, Routed()) == {ReferralSide.RECEIVER}
    assert sides_of(world.worker, Routed()) == frozenset()


def test_the_lists_show_each_side_its_own(world: World) -> None:
    draft, _ = world.draft()
    sent, _ = world.sent()

    def listed(who: Any) -> list[tuple[Any, bool]]:
        return [
            (row.public_id, row.is_sent) for row in list_referrals(viewer=who, purpose=Purpose.REFERRAL, now=world.now)
        ]

    assert listed(world.sender) == [(sent, True), (draft, True)]
    assert listed(world.contact) == [(sent, False)]
    assert listed(world.worker) == []
    logged = world.admin.execute(
        "SELECT count(*) FROM access_log WHERE what = 'referrals.list' AND person_id IS NOT NULL"
    )
    assert logged.fetchall() == [(2,)]


def test_a_list_of_three_costs_as_many_statements_as_a_list_of_one(world: World) -> None:
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(3):
        world.sent()
        with CaptureQueriesContext(connection) as asked:
            list_referrals(viewer=world.contact, purpose=Purpose.REFERRAL, now=world.now)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_referrals_go_along_when_two_people_are_one(world: World) -> None:
    ref = world.happened("school.weapon")
    sent, _ = world.sent(risk=full_risk(Included(entry_ref=ref, is_included=True)))
    other, _ = world.partnership.add_person("Adah", "Vale")
    move = Move(kind=MoveKind.MERGE, from_person=world.person_id, to_person=other, now=world.now)
    with connect_as("worker"), transaction.atomic():
        follower = ReferralsFollower()
        before = follower.preview(move).rows
        assert follower.follow(move).rows == before >= 7
        assert {len(rows) for rows in follower.export(world.person_id).values()} == {0}
    assert world.row(sent, "person_id", "state") == (other, "sent")


def test_purging_removes_every_row_of_the_person_and_nobody_elses(world: World) -> None:
    ref = world.happened("school.weapon")
    world.sent(risk=full_risk(Included(entry_ref=ref, is_included=True)))
    world.draft(risk=none_known())
    with connect_as("worker"), transaction.atomic():
        removed = ReferralsFollower().purge(world.person_id, by=None, now=world.now)
    assert removed.rows >= 10
    for table in ReferralsFollower.tables:
        assert world.admin.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)], table


def test_a_draft_of_another_child_is_not_there(world: World) -> None:
    referral, version = world.draft()
    _, bert = world.partnership.add_person("Bert", "Vale")
    world.partnership.relate(world.staff["sender"], world.partnership.people["Bert"][0])
    with pytest.raises(NotShown):
        save_referral(
            person=bert,
            referral=referral,
            seen=version,
            receiver=None,
            content=full_content(),
            risk=RiskSaid(risks=(one_risk(),)),
            by=world.sender,
            now=world.now,
        )


def test_withdrawing_a_draft_sends_nothing(world: World) -> None:
    referral, version = world.draft()
    world.act(referral, ReferralAct.WITHDRAW, version)
    assert world.row(referral, "state", "sent_at", "notes_risk") == ("withdrawn", None, None)
    with pytest.raises(NotAllowedNow):
        world.send(referral, version + 1)
