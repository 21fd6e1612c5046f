"""Making a list from the record: what is stored, what changes it, and that it can be made again bit by bit."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.linking.vocabulary import Move, MoveKind
from kith.priority.models import Contribution, Run, Standing
from kith.priority.services import PriorityFollower
from tests.priority.conftest import A3_POINTS, AS_OF, NOW, Lists


def standing(lists: Lists, name: str, run: Run) -> Standing | None:
    with connect_as("worker"):
        return Standing.objects.filter(run=run, person_id=lists.record.people[name]).first()


def contribution(lists: Lists, name: str, indicator: str, run: Run) -> Contribution:
    with connect_as("worker"):
        return Contribution.objects.get(run=run, person_id=lists.record.people[name], indicator=indicator)


def test_list_is_stored_with_all_that_the_card_needs(lists: Lists) -> None:
    run = lists.rank()
    ada = standing(lists, "Ada", run)
    assert ada is not None
    assert (ada.lane, ada.place, ada.breadth) == ("consider", 1, 3)
    assert ada.points == ada.low == ada.high == 22627
    suspended = contribution(lists, "Ada", "A3", run)
    assert len(suspended.entry_ids) == 2
    assert suspended.milli_points == 4 * (939 + 882)
    assert standing(lists, "Cyd", run) is None
    assert (run.people, run.listed) == (3, 1)
    assert run.finished_at is not None


def test_changing_one_points_value_in_the_file_changes_the_list(lists: Lists) -> None:
    before = lists.rank()
    lists.change_policy(A3_POINTS.format(4), A3_POINTS.format(7))
    after = lists.rank()
    assert (after.policy_version, after.policy_digest) != (before.policy_version, before.policy_digest)
    assert contribution(lists, "Ada", "A3", after).milli_points == 7 * (939 + 882)
    was, is_now = standing(lists, "Ben", before), standing(lists, "Ben", after)
    assert was is not None
    assert is_now is not None
    assert was.points * 7 == is_now.points * 4


def test_removing_one_event_row_changes_the_list(lists: Lists, admin: psycopg.Connection[Any]) -> None:
    before = lists.rank()
    admin.execute("UPDATE feeds_eventrecord SET is_current = false WHERE kind = 'police.missing'")
    after = lists.rank()
    was, is_now = standing(lists, "Ada", before), standing(lists, "Ada", after)
    assert was is not None
    assert is_now is not None
    assert is_now.points == was.points - 4 * 882
    with connect_as("worker"):
        assert not Contribution.objects.filter(run=after, indicator="B1").exists()
        assert Contribution.objects.filter(run=before, indicator="B1").exists(), "older lists stay as they were"


def test_same_record_and_policy_give_the_same_digest(lists: Lists) -> None:
    assert lists.rank().digest == lists.rank().digest


def test_list_of_a_past_day_is_kept_but_not_shown(lists: Lists) -> None:
    from kith.priority.selectors import run_in_force

    shown = lists.rank()
    past = lists.rank(AS_OF - timedelta(days=21))
    ada = standing(lists, "Ada", past)
    assert ada is not None
    assert ada.points < 22627
    found = run_in_force()
    assert found is not None
    assert found.id == shown.pk


def test_agreement_that_has_ended_takes_its_signs_out(lists: Lists, admin: psycopg.Connection[Any]) -> None:
    admin.execute("UPDATE access_agreement SET valid_to = '2026-11-01' WHERE feed = 'police_register'")
    run = lists.rank()
    assert {"B1", "C1", "D1"} <= set(run.refused)
    with connect_as("worker"):
        assert not Contribution.objects.filter(run=run, sector="police").exists()


def test_likely_link_is_told_apart_from_a_certain_one(lists: Lists) -> None:
    lists.record.link("police", "police-Ada", "Ada", band="likely")
    run = lists.rank()
    ada = standing(lists, "Ada", run)
    assert ada is not None
    assert ada.points == 22627
    assert ada.low < ada.points
    assert len(ada.card["weak"]) == 2


def test_half_made_list_is_never_shown(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    from kith.priority.runs import storing
    from kith.priority.selectors import run_in_force

    monkeypatch.setattr(storing, "trace", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        lists.rank()
    assert run_in_force() is None
    with connect_as("worker"):
        assert not Standing.objects.exists()


def test_follower_ends_places_and_moves_what_was_asked(lists: Lists) -> None:
    run = lists.rank()
    people = lists.record.people
    move = Move(kind=MoveKind.MERGE, from_person=people["Ben"], to_person=people["Ada"], now=NOW)
    follower = PriorityFollower()
    with connect_as("worker"):
        assert follower.preview(move).rows == follower.follow(move).rows == 2
        assert set(follower.export(people["Ada"])) == follower.tables
        assert follower.purge(people["Ada"], by=None, now=NOW).rows > 3
    assert standing(lists, "Ben", run) is None
    assert standing(lists, "Ada", run) is None


def test_web_role_sees_only_whom_its_ticket_shows(lists: Lists) -> None:
    lists.rank()
    assert not Standing.objects.exists()
    assert not Contribution.objects.exists()
    assert lists.partnership.staff[Role.ANALYST].is_active
