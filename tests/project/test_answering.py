"""The demo's requests for somebody's own record: one half reviewed, one whose time is nearly over."""

from typing import Any

import psycopg

from kith.access.selectors import list_holders, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role
from kith.chronology.services import record_entry
from kith.chronology.vocabulary import NewEntry
from kith.project.commands.answering import answer_requests
from kith.project.commands.choosing import Cast
from kith.subject_access import selectors as requests
from kith.subject_access import tasks
from kith.subject_access.vocabulary import PieceChoice, RequestState
from tests.worlds.partnership import Partnership


def test_a_request_is_half_reviewed_and_stays_so_when_its_job_comes_to_the_worker(
    partnership: Partnership, cast: Cast, admin: psycopg.Connection
) -> None:
    for one in cast.children:
        note = NewEntry(kind="care.note", occurred_on=cast.now.date(), says="Seen with Kit Osgathorpe on bus 12.")
        record_entry(public_id=one.child, entry=note, purpose=Purpose.SAFEGUARDING, by=one.worker, now=cast.now)
    assert len(list(answer_requests(cast))) == 1
    with connect_as("worker"):
        (pk,) = list_holders([Role.IG_LEAD], cast.now)
    assert pk == partnership.staff[Role.IG_LEAD].pk
    lead = viewer_of(partnership.staff[Role.IG_LEAD], cast.now)
    about: dict[str, Any] = {"viewer": lead, "purpose": Purpose.SUBJECT_ACCESS}
    first, second = requests.list_requests(**about)
    assert [one.request.state for one in (first, second)] == [RequestState.RECEIVED, RequestState.GATHERED]
    assert first.request.due_on < second.request.due_on and second.person is not None
    asked: dict[str, Any] = {"person": second.person, "request": second.request.public_id}

    def decided() -> dict[str, int]:
        rows = admin.execute("SELECT choice, count(*) FROM subject_access_piece GROUP BY 1").fetchall()
        return dict(rows)

    before = decided()
    assert before.get(PieceChoice.KEEP) and before.get(PieceChoice.REPLACE), "a number, and a friend"
    assert requests.open_review(**asked, **about).pieces
    tasks.gather(second.request.pk)
    assert decided() == before
    list(answer_requests(cast))
    assert len(requests.list_requests(**about)) == 2
