"""What is said to be wrong on a card is answered: the task closes by the answer alone, and whoever said it is told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from kith.access.selectors import look, viewer_of
from kith.access.services import connect_as
from kith.access.services.relationships import block_staff
from kith.access.vocabulary import NotShown, Purpose, Refused, Role
from kith.priority.selectors import open_corrections
from kith.priority.services import answer_correction, request_correction
from kith.priority.vocabulary import CorrectionAnswer, CorrectionKind, CorrectionState
from kith.work.selectors import notices_of, open_task, tasks_of
from kith.work.services import finish_task, reassign_task, say_not_possible
from kith.work.vocabulary import ClosesByItself, NoticeKind, NotPossibleBecause, TaskKind
from tests.priority.conftest import Lists
from tests.priority.test_pages import words

SignIn = Callable[[Role], Client]
SAID = "The school told us it was her cousin."
BECAUSE = "The school has taken the suspension back."


@pytest.fixture
def ada(lists: Lists) -> UUID:
    """Let a coordinator say that something is wrong on Ada's card."""
    lists.rank()
    person = UUID(str(lists.partnership.people["Ada"][1]))
    by = lists.partnership.viewer(Role.PANEL_COORDINATOR)
    request_correction(
        public_id=person, what=CorrectionKind.WRONG_FACT, indicator="A3", says=SAID, purpose=Purpose.PANEL, by=by,
        now=lists.partnership.now,
    )  # fmt: skip
    return person


def answer(
    lists: Lists, ada: UUID, state: CorrectionState, role: Role = Role.DATA_STEWARD, agency: str = "", **other: Any
) -> None:
    """Answer what was said, as somebody."""
    viewer = lists.partnership.viewer(role)
    (row,) = open_corrections(ada, viewer=viewer, purpose=Purpose.DATA_QUALITY).rows
    agency_id = lists.partnership.agencies[agency].pk if agency else None
    answer_correction(
        public_id=ada,
        correction=row.public_id,
        answer=CorrectionAnswer(state=state, because=other.get("because", BECAUSE), agency_id=agency_id),
        purpose=Purpose.DATA_QUALITY,
        by=viewer,
        now=lists.partnership.now,
    )


def kinds_of(lists: Lists, role: Role) -> list[TaskKind]:
    return [row.kind for row in tasks_of(viewer=lists.partnership.viewer(role), now=lists.partnership.now)]


def news_of(lists: Lists, role: Role) -> list[str]:
    return [notice.kind for notice in notices_of(viewer=lists.partnership.viewer(role))]


@pytest.mark.parametrize("state", [CorrectionState.CORRECTED, CorrectionState.NOT_WRONG])
def test_an_answer_closes_the_task_tells_whoever_asked_and_leaves_a_trace(
    lists: Lists, ada: UUID, admin: psycopg.Connection[Any], state: CorrectionState
) -> None:
    assert kinds_of(lists, Role.DATA_STEWARD) == [TaskKind.CORRECTION]
    answer(lists, ada, state)
    assert kinds_of(lists, Role.DATA_STEWARD) == []
    assert news_of(lists, Role.PANEL_COORDINATOR) == [NoticeKind.CORRECTION_ANSWERED]
    rows = admin.execute(
        "SELECT by, person_id, before ->> 'state', after ->> 'because' FROM access_trace WHERE action = %s",
        [f"priority.correction_{state}"],
    ).fetchall()
    steward = lists.partnership.staff[Role.DATA_STEWARD].pk
    assert rows == [(steward, lists.record.people["Ada"], "asked", BECAUSE)]
    with pytest.raises(Refused, match="answered meanwhile"):
        answer(lists, ada, CorrectionState.CORRECTED)


def test_nobody_says_of_the_task_itself_that_it_is_done(lists: Lists, ada: UUID) -> None:
    viewer, now = lists.partnership.viewer(Role.DATA_STEWARD), lists.partnership.now
    (task,) = tasks_of(viewer=viewer, now=now)
    assert task.closes_by_itself and task.can_move
    with pytest.raises(ClosesByItself):
        finish_task(task_id=task.public_id, by=viewer, now=now)
    with pytest.raises(ClosesByItself):
        say_not_possible(task_id=task.public_id, because=NotPossibleBecause.NOT_OURS, by=viewer, now=now)


def test_a_colleague_who_takes_the_task_may_answer_it(lists: Lists, ada: UUID) -> None:
    steward, now = lists.partnership.viewer(Role.DATA_STEWARD), lists.partnership.now
    with pytest.raises(Refused, match="data steward"):
        answer(lists, ada, CorrectionState.CORRECTED, Role.ANALYST)
    (task,) = tasks_of(viewer=steward, now=now)
    heir = lists.partnership.staff[Role.ANALYST]
    assert heir.agency_id == steward.agency_id
    reassign_task(task_id=task.public_id, to_id=heir.pk, by=steward, now=now)
    answer(lists, ada, CorrectionState.CORRECTED, Role.ANALYST)
    assert kinds_of(lists, Role.ANALYST) == []


def test_what_is_passed_on_goes_to_the_agency_and_comes_back_to_the_steward(lists: Lists, ada: UUID) -> None:
    contact = lists.partnership.add_staff("Ed Contact", "education", Role.AGENCY_CONTACT)
    answer(lists, ada, CorrectionState.PASSED_ON, agency="education", because="Please look at 24 November.")
    assert kinds_of(lists, Role.DATA_STEWARD) == []
    assert news_of(lists, Role.PANEL_COORDINATOR) == [NoticeKind.CORRECTION_ANSWERED]
    viewer = viewer_of(contact, lists.partnership.now)
    (task,) = tasks_of(viewer=viewer, now=lists.partnership.now)
    about = open_task(task.public_id, viewer=viewer, purpose=Purpose.SAFEGUARDING)
    assert task.kind is TaskKind.CORRECTION_PASSED
    assert about and SAID in about.words and "24 November" in about.words and about.person == ada
    finish_task(task_id=task.public_id, by=viewer, now=lists.partnership.now)
    assert news_of(lists, Role.DATA_STEWARD)[0] == NoticeKind.TASK_ANSWERED
    answer(lists, ada, CorrectionState.CORRECTED)
    viewer = lists.partnership.viewer(Role.PANEL_COORDINATOR)
    (row,) = open_corrections(ada, viewer=viewer, purpose=Purpose.PANEL).rows
    assert (row.state, row.because, row.may_answer) == (CorrectionState.CORRECTED, BECAUSE, False)


def test_it_is_passed_to_no_agency_that_told_nothing_and_to_nobody_who_is_kept_away(lists: Lists, ada: UUID) -> None:
    with pytest.raises(Refused, match="agency that told it"):
        answer(lists, ada, CorrectionState.PASSED_ON, agency="lantern")
    with pytest.raises(Refused) as without:
        answer(lists, ada, CorrectionState.PASSED_ON, agency="education")
    contact = lists.partnership.add_staff("Ed Contact", "education", Role.AGENCY_CONTACT)
    with connect_as("worker"):
        block_staff(
            staff_id=contact.pk,
            person_id=lists.record.people["Ada"],
            reason="uncle",
            by=None,
            now=lists.partnership.now,
        )
    with pytest.raises(Refused) as away:
        answer(lists, ada, CorrectionState.PASSED_ON, agency="education")
    assert str(away.value) == str(without.value)
    assert kinds_of(lists, Role.DATA_STEWARD) == [TaskKind.CORRECTION]


def test_the_steward_answers_on_the_page_that_the_task_opens(
    lists: Lists, ada: UUID, signed_in: SignIn, admin: psycopg.Connection[Any]
) -> None:
    client = signed_in(Role.DATA_STEWARD)
    (task,) = tasks_of(viewer=lists.partnership.viewer(Role.DATA_STEWARD), now=lists.partnership.now)
    page = client.get(f"/work/tasks/{task.public_id}/open/", follow=True)
    address = page.redirect_chain[-1][0]
    assert address.startswith(f"/list/{ada}/corrections/") and SAID in words(page)
    refused = client.post(address, {"state": "passed_on", "because": BECAUSE})
    assert refused.status_code == 422 and "Choose the agency that told it" in words(refused)
    assert client.post(address, {"state": "not_wrong", "because": BECAUSE}).status_code == 302
    read = words(signed_in(Role.PANEL_COORDINATOR).get(f"/list/{ada}/corrections/"))
    assert "Not wrong" in read and BECAUSE in read
    assert client.get(address).headers["Location"] == f"/list/{ada}/corrections/"
    assert admin.execute("SELECT count(*) FROM access_log WHERE what = 'priority.corrections'").fetchall()[0][0] >= 3


def test_a_stranger_reads_nothing_and_answers_nothing(lists: Lists, ada: UUID, signed_in: SignIn) -> None:
    assert signed_in(Role.PRACTITIONER).get(f"/list/{ada}/corrections/").status_code == 404
    with pytest.raises(NotShown):
        answer(lists, ada, CorrectionState.CORRECTED, Role.PRACTITIONER)


def test_what_was_said_cannot_be_rewritten_by_whoever_answers(lists: Lists, ada: UUID) -> None:
    viewer = lists.partnership.viewer(Role.DATA_STEWARD)
    denied = pytest.raises(ProgrammingError, match="permission denied")
    shown = look(viewer=viewer, people=[ada], purpose=Purpose.DATA_QUALITY, what="test")
    with denied, shown, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE priority_correction SET says = 'nothing'")
