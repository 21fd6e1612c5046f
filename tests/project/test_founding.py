"""The demo's partnership: founded once, with a practitioner who has something to show."""

from datetime import UTC, date, datetime

from kith.access.models import Agency, Agreement, RoleGrant, Staff, Team
from kith.access.services import connect_as
from kith.access.vocabulary import RelationshipSource, Role
from kith.priority.models import Run, Standing
from kith.project.commands.founding import demo_staff, found_partnership
from tests.worlds.partnership import Partnership


def stands(run: Run, person_id: int, place: int, lane: str | None) -> None:
    Standing.objects.create(
        run=run, person_id=person_id, lane=lane, place=place, points=9000, low=9000, high=9000, breadth=1, rise=0,
        grip="none",
    )  # fmt: skip


def test_the_practitioner_who_is_shown_has_children_on_the_list(partnership: Partnership) -> None:
    busy, listed, contact = (
        partnership.add_staff(name, "care", role)
        for name, role in (
            ("Busy Worker", Role.PRACTITIONER),
            ("Listed Worker", Role.PRACTITIONER),
            ("Contact", Role.AGENCY_CONTACT),
        )
    )
    people = [partnership.add_person("Ada", f"Vale{number}")[0] for number in range(4)]
    for person in people[:3]:
        partnership.relate(busy, person)
        partnership.relate(contact, person, RelationshipSource.PANEL)
    partnership.relate(listed, people[3])
    with connect_as("worker"):
        run = Run.objects.create(
            policy_version="test",
            policy_digest="",
            as_of=date(2026, 11, 16),
            known_until=partnership.now,
            started_at=partnership.now,
            finished_at=partnership.now,
        )
        for place, person in enumerate(people, start=2):
            stands(run, person, place, None if person in people[:3] else "consider")
        shown = [staff.name for place, staff in demo_staff() if place.role is Role.PRACTITIONER]
    assert shown == ["Listed Worker"], "more places count for less than one that is shown, and a question for nothing"


def test_founding_twice_changes_nothing_and_each_agency_has_its_own_worker_of_a_number(database: str) -> None:
    both = [
        {"ref": "W1", "agency": agency, "team": "t", "name": agency, "title": "Worker"} for agency in ("care", "yjs")
    ]
    county = {
        "schools": [{"urn": 900001, "name": "Larch School"}],
        "teams": [{"agency": "care", "code": "t", "name": "Team"}],
        "workers": both,
    }
    counts = []
    with connect_as("worker"):
        for _ in range(2):
            found_partnership(county=county, now=datetime(2026, 11, 15, tzinfo=UTC))
            counts.append([model.objects.count() for model in (Agency, Agreement, Team, Staff, RoleGrant)])
        assert counts[0] == counts[1]
        assert set(Staff.objects.filter(worker_ref="W1").values_list("agency__code", flat=True)) == {"care", "yjs"}
