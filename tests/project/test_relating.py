"""Relationships from the feeds: each worker gets their own children, each school its own pupils, and nobody else's."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kith.access.models import Agency, Relationship, Staff, Team
from kith.access.services import connect_as
from kith.access.vocabulary import RelationshipSource, Role, Sector
from kith.project.commands.relating import relate_workers
from tests.chronology.record import Record
from tests.worlds.partnership import Partnership

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
URN = "900001"


@pytest.fixture
def record(partnership: Partnership) -> Record:
    made = Record(partnership, recorded_at=NOW - timedelta(days=1))
    made.add_family({name: {agency: [f"{agency}-{name}"] for agency in ("care", "education", "yjs")} for name in
                     ("Ada", "Ben")})  # fmt: skip
    return made


def worker(partnership: Partnership, agency: str, ref: str) -> Staff:
    made = partnership.add_staff(f"Worker {agency} {ref}", agency, Role.PRACTITIONER)
    with connect_as("worker"):
        Staff.objects.filter(pk=made.pk).update(worker_ref=ref)
    return made


def school_team(agency: Agency, code: str = URN) -> Team:
    with connect_as("worker"):
        return Team.objects.create(agency=agency, code=code, name="Safeguarding team")


def school(urn: str = URN) -> Agency:
    with connect_as("worker"):
        return Agency.objects.create(code=f"school-{urn}", name="Larch School", sector=Sector.EDUCATION)


def relate(record: Record, now: datetime = NOW) -> int:
    record.tell()
    with connect_as("worker"):
        return relate_workers(now=now)


def held(record: Record, now: datetime = NOW) -> set[tuple[str, int | None, int | None, str]]:
    names = {number: name for name, number in record.people.items()}
    with connect_as("worker"):
        rows = Relationship.objects.filter(begins_at__lte=now, ends_at__gt=now)
        return {(names[r.person_id], r.staff_id, r.team_id, r.source) for r in rows}


def test_worker_is_known_by_reference_within_their_own_agency(partnership: Partnership, record: Record) -> None:
    ours, theirs = worker(partnership, "care", "W1"), worker(partnership, "police", "W1")
    record.involve("care", "care-Ada", worker_ref="W1", role="social worker", begins_on=date(2026, 9, 1))
    assert relate(record) == 1
    assert held(record) == {("Ada", ours.pk, None, RelationshipSource.ALLOCATION)}
    assert theirs.pk != ours.pk


def test_youth_justice_worker_has_a_source_of_their_own(partnership: Partnership, record: Record) -> None:
    social, justice = worker(partnership, "care", "W1"), worker(partnership, "yjs", "W1")
    record.involve("care", "care-Ada", worker_ref="W1", role="social worker")
    record.involve("yjs", "yjs-Ben", worker_ref="W1", role="youth justice worker")
    assert relate(record) == 2
    assert held(record) == {
        ("Ada", social.pk, None, RelationshipSource.ALLOCATION),
        ("Ben", justice.pk, None, RelationshipSource.YOUTH_JUSTICE),
    }


def test_school_gets_its_own_pupils_and_a_team_of_another_agency_with_that_number_gets_nobody(
    partnership: Partnership, record: Record
) -> None:
    team = school_team(school())
    school_team(school("900002"), "900002")
    school_team(partnership.agencies["police"])  # numbers its teams as it likes
    school_team(partnership.agencies["education"])
    record.involve("education", "education-Ada", setting_ref=URN, role="school", begins_on=date(2025, 9, 3))
    assert relate(record) == 1
    assert held(record) == {("Ada", None, team.pk, RelationshipSource.SCHOOL_ROLL)}


def test_school_of_which_no_team_is_known_gives_nobody_anything(record: Record) -> None:
    school()
    record.involve("education", "education-Ada", setting_ref=URN, role="school")
    assert relate(record) == 0
    assert held(record) == set()


@pytest.mark.parametrize(("ends_on", "holds"), [(None, True), (date(2026, 11, 17), True), (date(2026, 11, 16), False),
                                                (date(2026, 1, 1), False)])  # fmt: skip
def test_what_has_ended_gives_no_relationship(
    partnership: Partnership, record: Record, ends_on: date | None, holds: bool
) -> None:
    worker(partnership, "care", "W1")
    record.involve("care", "care-Ada", worker_ref="W1", begins_on=date(2025, 1, 1), ends_on=ends_on)
    assert relate(record) == int(holds)
    assert bool(held(record)) is holds


def test_what_the_feeds_no_longer_say_ends_now_and_what_they_still_say_is_renewed(
    partnership: Partnership, record: Record, admin: Any
) -> None:
    worker(partnership, "care", "W1")
    record.involve("care", "care-Ada", worker_ref="W1", begins_on=date(2026, 9, 1))
    record.involve("care", "care-Ben", worker_ref="W1", begins_on=date(2026, 9, 1))
    relate(record)
    assert {name for name, *_ in held(record)} == {"Ada", "Ben"}
    admin.execute("DELETE FROM feeds_involvement WHERE source_person_id = %s", [record.source("care", "care-Ben").pk])
    later = NOW + timedelta(days=100)
    assert relate(record, later) == 1
    assert {name for name, *_ in held(record, later)} == {"Ada"}
    assert {name for name, *_ in held(record, later + timedelta(days=179))} == {"Ada"}
    assert held(record, later + timedelta(days=181)) == set(), "no relationship is open-ended"


def test_worker_who_has_left_gets_nobody(partnership: Partnership, record: Record) -> None:
    left = worker(partnership, "care", "W1")
    with connect_as("worker"):
        Staff.objects.filter(pk=left.pk).update(is_active=False)
    record.involve("care", "care-Ada", worker_ref="W1")
    assert relate(record) == 0


def test_relationships_that_people_gave_are_left_alone(partnership: Partnership, record: Record) -> None:
    asked = partnership.staff[Role.PRACTITIONER]
    partnership.relate(asked, record.people["Ben"], RelationshipSource.ALLOCATION)
    with connect_as("worker"):
        Relationship.objects.update(source=RelationshipSource.REQUEST, begins_at=NOW - timedelta(days=2),
                                    ends_at=NOW + timedelta(days=9))  # fmt: skip
    relate(record)
    assert held(record) == {("Ben", asked.pk, None, RelationshipSource.REQUEST)}
