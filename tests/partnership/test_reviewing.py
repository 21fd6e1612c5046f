"""Terms of reference are asked to be reviewed once, by their day, until they are; the plan can be taken along."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from kith.access.models import Staff
from kith.access.services import connect_as
from kith.access.vocabulary import Role, Viewer
from kith.partnership import selectors, services
from kith.partnership.vocabulary import PartKind, PartSeen
from kith.work.selectors import tasks_of
from kith.work.vocabulary import TaskKind
from tests.partnership.telling import DECEMBER, Add, adder
from tests.worlds.partnership import Partnership

TODAY = timezone.localdate


@pytest.fixture
def keeper(partnership: Partnership) -> Viewer:
    return partnership.viewer(Role.PANEL_COORDINATOR)


@pytest.fixture
def add(keeper: Viewer) -> Add:
    return adder(keeper)


@pytest.fixture
def asked(keeper: Viewer) -> Callable[[], list[date]]:
    """Return the days by which reviews are asked of the coordinator."""

    def look() -> list[date]:
        rows = tasks_of(viewer=keeper, now=timezone.now())
        return sorted(row.due_on for row in rows if row.kind is TaskKind.TERMS_REVIEW)

    return look


def ask() -> int:
    with connect_as("worker"):
        return services.ask_for_reviews(by=None, now=timezone.now())


def terms(add: Add, of: UUID, review_on: date | None, begins_on: date = DECEMBER) -> UUID:
    return add(PartKind.TERMS, of, name="Quality", purpose="Looks.", begins_on=begins_on, review_on=review_on)


def change(kind: PartKind, part: UUID, by: Viewer, **said: object) -> None:
    row = selectors.find_part(kind, part)
    seen = PartSeen(kind=kind, public_id=part, version=row.version)
    whole = selectors.what_it_says(kind, row) | said
    services.change_part(part=seen, said=whole, because="So it is.", by=by, now=timezone.now())


def test_a_review_is_asked_for_once_until_it_is_done(add: Add, keeper: Viewer, asked: Callable[[], list[date]]) -> None:
    soon, later, today = TODAY() + timedelta(days=20), TODAY() + timedelta(days=60), TODAY()
    near, far, silent, over = (
        add(PartKind.GROUP, name=name, kind="subgroup", begins_on=DECEMBER) for name in ("A", "B", "C", "D")
    )
    held = terms(add, near, soon)
    terms(add, far, later)
    terms(add, silent, None)
    terms(add, over, soon)
    change(PartKind.GROUP, over, keeper, ends_on=today - timedelta(days=1))
    assert (ask(), ask(), asked()) == (1, 0, [soon])
    change(PartKind.TERMS, held, keeper, review_on=soon + timedelta(days=1))
    assert asked() == [], "its day was moved, so what was asked for the old one is closed"
    assert (ask(), asked()) == (1, [soon + timedelta(days=1)])
    terms(add, near, later, begins_on=today)
    assert (asked(), ask()) == ([], 0), "newer terms are the review"


def test_terms_that_are_late_are_asked_for_by_the_day_they_were_due(add: Add, asked: Callable[[], list[date]]) -> None:
    made = add(PartKind.GROUP, name="A", kind="subgroup", begins_on=DECEMBER)
    terms(add, made, DECEMBER + timedelta(days=9))
    assert (ask(), asked()) == (1, [DECEMBER + timedelta(days=9)])


def test_the_plan_and_the_risks_are_taken_along_with_what_ended(
    add: Add, partnership: Partnership, signed_in: Callable[[Staff], Client]
) -> None:
    made = add(PartKind.GROUP, name="Quality", kind="subgroup", begins_on=DECEMBER)
    work = {"owner_post": "Audit lead", "state": "done", "begins_on": DECEMBER}
    add(PartKind.WORK_ITEM, made, says="=1+1 is no sum", **work, due_on=date(2020, 5, 1))
    add(PartKind.WORK_ITEM, made, says="Over long ago", **work, ends_on=DECEMBER)
    risk = {"likelihood": 4, "impact": 3, "begins_on": DECEMBER}
    add(PartKind.RISK, made, says="Files come late", **risk, ends_on=DECEMBER)
    client = signed_in(partnership.staff[Role.PRACTITIONER])
    answer = client.get("/partnership/plan/export/?of=work&on-day=1&on-month=1&on-year=2020")
    assert answer["Content-Disposition"] == 'attachment; filename="work-plan-2020-01-01.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [line[0] for line in lines] == ["What is to be done", "'=1+1 is no sum", "Over long ago"]
    assert dict(zip(*lines[:2], strict=True))["By"] == "2020-05-01"
    risks = client.get("/partnership/plan/export/?of=risks").content.decode()
    assert "Files come late,Quality,4,3,12" in risks and "2019-12-01" in risks
    page = client.get("/partnership/plan/").content.decode()
    assert "Off the work plan before" in page and "Risks that stood before" in page
    then = client.get("/partnership/plan/?on-day=1&on-month=12&on-year=2019").content.decode()
    assert "Over long ago" in then and "Off the work plan before" not in then


def test_contacts_are_shown_as_at_a_day(
    add: Add, partnership: Partnership, signed_in: Callable[[Staff], Client]
) -> None:
    client = signed_in(partnership.staff[Role.PRACTITIONER])
    assert "No contact is written down" in client.get("/partnership/contacts/").content.decode()
    add(PartKind.CONTACT, name="Front door", kind="urgent", phone="01632 960100", begins_on=DECEMBER, ends_on=DECEMBER)
    then = client.get("/partnership/contacts/?on-day=1&on-month=12&on-year=2019").content.decode()
    assert "01632 960100" in then and "Whom to ring now" in then
    assert "01632 960100" not in client.get("/partnership/contacts/").content.decode()
