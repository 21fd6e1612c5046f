"""What somebody wrote on the public site: taken once, asked of somebody, read and answered behind the log, emptied."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kith.access.models import RoleGrant
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.work import selectors, services
from kith.work.models import OutgoingMail, Task
from kith.work.rules import is_urgent
from kith.work.vocabulary import (
    RECEIVERS,
    FeedbackNotYours,
    FeedbackOutcome,
    NewFeedback,
    NobodyReceives,
    TaskKind,
    TaskState,
)
from tests.work.conftest import MONDAY
from tests.worlds.partnership import Partnership

SignIn = Callable[[Role], Client]
CANARY = "Zephyrine and the seven kestrels"
NEW = NewFeedback(
    number=uuid4(),
    who="A child or young person",
    about="School",
    words=f"My teacher listened to me. {CANARY}",
    danger="No",
    says_danger=False,
    age_band="11 to 13",
    wants_answer=True,
    reach="Ask for me at school, 01632 960 444",
    looks_automatic=False,
    sent_at=MONDAY,
)


def take(now: datetime = MONDAY, **other: object) -> UUID:
    new = replace(NEW, **({"number": uuid4()} | other))  # type: ignore[arg-type]  # parts of several kinds
    with connect_as("worker"):
        services.take_feedback(new=new, now=now)
    return new.number


def test_it_is_one_task_of_the_coordinator_however_often_it_is_taken(partnership: Partnership) -> None:
    number = take()
    take(number=number)
    task = Task.objects.get()
    assert task.kind == TaskKind.FEEDBACK
    assert task.owner_id == partnership.staff[Role.PANEL_COORDINATOR].pk
    assert (task.due_on - MONDAY.date()).days == 2
    assert CANARY not in f"{task.link}{task.subject}{list(OutgoingMail.objects.values_list('subject', 'body'))}"


def test_danger_is_told_at_once_and_is_due_the_same_day(partnership: Partnership) -> None:
    take(says_danger=True)
    task = Task.objects.get()
    assert (task.kind, task.due_on) == (TaskKind.FEEDBACK_URGENT, MONDAY.date())
    assert OutgoingMail.objects.get().kind == "urgent"


@pytest.mark.parametrize(
    "words",
    ["he hits me", "I want to DIE", "my uncle touched me", "theres no food", "im scared to go home", "he has a knife"],
)
def test_words_of_harm_are_urgent_whatever_was_ticked(words: str) -> None:
    assert is_urgent(says_danger=False, words=words)


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_that_is_written_around_it_makes_harm_less_urgent(before: str, after: str) -> None:
    assert is_urgent(says_danger=False, words=f"{before} hurt {after}")
    assert is_urgent(says_danger=True, words=before)


def test_praise_can_wait_two_days() -> None:
    assert not is_urgent(says_danger=False, words="My teacher listened to me and it got better.")


def test_when_the_coordinator_has_gone_the_next_who_may_read_is_asked(partnership: Partnership) -> None:
    for role in RECEIVERS[:-1]:
        RoleGrant.objects.filter(role=role).update(ends_at=MONDAY - timedelta(days=1))
    take()
    assert Task.objects.get().owner_id == partnership.staff[RECEIVERS[-1]].pk


def test_without_anybody_to_read_it_nothing_is_taken(partnership: Partnership, admin: psycopg.Connection) -> None:
    RoleGrant.objects.filter(role__in=RECEIVERS).update(ends_at=MONDAY - timedelta(days=1))
    with pytest.raises(NobodyReceives, match="stays sealed"):
        take()
    assert admin.execute("SELECT count(*) FROM work_feedback").fetchone() == (0,)


def test_a_flood_is_one_task_and_everything_of_it_is_kept(partnership: Partnership, admin: psycopg.Connection) -> None:
    for _ in range(5):
        take(looks_automatic=True, words="buy now")
    take(looks_automatic=True, words="he hits me")
    take()
    kinds = sorted(Task.objects.values_list("kind", flat=True))
    assert kinds == ["feedback", "feedback", "feedback_urgent"]
    assert admin.execute("SELECT count(*) FROM work_feedback").fetchone() == (7,)


def test_the_web_process_reads_it_through_its_door_only(partnership: Partnership) -> None:
    take()
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("SELECT words FROM work_feedback")


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_read_it_see_it_and_each_look_or_refusal_is_logged(
    partnership: Partnership, admin: psycopg.Connection, role: Role
) -> None:
    number, viewer = take(), partnership.viewer(role)
    opened = selectors.open_feedback(number, viewer=viewer, purpose=Purpose.SAFEGUARDING)
    listed = selectors.list_feedback(viewer=viewer, purpose=Purpose.SAFEGUARDING)
    assert (opened is not None) == bool(listed) == (role in RECEIVERS)
    if opened:
        assert CANARY in opened.words
    rows = admin.execute("SELECT what, outcome FROM access_log WHERE staff_id = %s", (viewer.staff_id,)).fetchall()
    said = "shown" if role in RECEIVERS else "refused"
    assert rows == [("work.feedback", said), ("work.feedback_list", said)]
    assert CANARY not in str(admin.execute("SELECT * FROM access_log").fetchall())


def test_whoever_a_task_moves_to_reads_it_while_it_is_open(partnership: Partnership) -> None:
    number = take()
    coordinator = partnership.viewer(Role.PANEL_COORDINATOR)
    analyst = partnership.viewer(Role.ANALYST)
    services.reassign_task(task_id=Task.objects.get().public_id, to_id=analyst.staff_id, by=coordinator, now=MONDAY)
    assert selectors.open_feedback(number, viewer=analyst, purpose=Purpose.SAFEGUARDING)

    def answer(by: Viewer) -> None:
        services.answer_feedback(
            number=str(number), outcome=FeedbackOutcome.ANSWERED, done="Rang the school.", by=by, now=MONDAY
        )

    answer(analyst)
    assert selectors.open_feedback(number, viewer=analyst, purpose=Purpose.SAFEGUARDING) is None
    assert not Task.objects.filter(state=TaskState.OPEN).exists()
    with pytest.raises(FeedbackNotYours):
        answer(coordinator)


def test_the_page_shows_the_words_and_takes_what_was_done(partnership: Partnership, signed_in: SignIn) -> None:
    number, client = take(says_danger=True), signed_in(Role.PANEL_COORDINATOR)
    assert CANARY not in client.get("/work/").content.decode() + client.get("/work/feedback/").content.decode()
    address = f"/work/feedback/{number}/"
    page = client.get(address).content.decode()
    assert CANARY in page and "A child may be at risk" in page and "01632 960 444" in page
    refused = client.post(address, {"outcome": "passed_on", "done": "ok"})
    assert refused.status_code == 422 and "whole sentence" in refused.content.decode()
    done = {"outcome": "passed_on", "done": "Rang the front door at ten past nine."}
    assert "The task is closed" in client.post(address, done, follow=True).content.decode()
    assert "Rang the front door" in client.get(address).content.decode()
    assert Task.objects.get().state == TaskState.DONE
    assert "already what became of this" in client.post(address, done, follow=True).content.decode()


def test_others_are_told_that_there_is_no_such_page(partnership: Partnership, signed_in: SignIn) -> None:
    number, client = take(), signed_in(Role.ANALYST)
    mine, absent = client.get(f"/work/feedback/{number}/"), client.get(f"/work/feedback/{uuid4()}/")
    assert (mine.status_code, absent.status_code) == (404, 404)
    assert CANARY not in mine.content.decode()
    assert client.get("/work/feedback/").status_code == 403


def test_ninety_days_after_the_answer_the_words_are_gone_and_the_count_stays(
    partnership: Partnership, admin: psycopg.Connection
) -> None:
    answered, waiting = take(), take()
    by = partnership.viewer(Role.PANEL_COORDINATOR)
    services.answer_feedback(
        number=str(answered), outcome=FeedbackOutcome.KEPT, done="Kept for the next audit.", by=by, now=MONDAY
    )
    with connect_as("worker"):
        assert services.empty_feedback(now=MONDAY + timedelta(days=89)) == 0
        assert services.empty_feedback(now=datetime(2027, 3, 1, tzinfo=UTC)) == 1
        assert services.empty_feedback(now=datetime(2027, 3, 1, tzinfo=UTC)) == 0
    left = admin.execute("SELECT public_id FROM work_feedback WHERE words <> ''").fetchall()
    assert left == [(waiting,)], "what nobody has answered is never emptied"
    assert admin.execute("SELECT outcome, done, reach FROM work_feedback WHERE words = ''").fetchall() == [
        ("kept", "", "")
    ]
