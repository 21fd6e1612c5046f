"""The invented partnership that every test works in: Larkshire, with one member of staff per role."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from kith.access.models import Agency, Agreement, Relationship, RoleGrant, Staff, Team
from kith.access.selectors import viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import RelationshipSource, Role, Sector, Viewer

# Long before every moment that a test chooses for itself, so that no test depends on the day it runs.
FOUNDED_AT = datetime(2019, 12, 1, tzinfo=UTC)
AGENCIES = {
    "care": ("Larkshire Council, children's social care", Sector.CARE),
    "education": ("Larkshire Council, education", Sector.EDUCATION),
    "police": ("Larkshire Constabulary", Sector.POLICE),
    "yjs": ("Larkshire Youth Justice Service", Sector.YOUTH_JUSTICE),
    "hospital": ("Larkshire Hospitals", Sector.HEALTH),
    "lantern": ("The Lantern Project", Sector.CHARITY),
    "partnership": ("Larkshire Safeguarding Children Partnership", Sector.PARTNERSHIP),
    "kith": ("Added by hand in Kith", Sector.PARTNERSHIP),
}
FEEDS = {
    "ssd": "care",
    "ssda903": "care",
    "cin_census": "care",
    "school_census": "education",
    "attendance": "education",
    "suspensions": "education",
    "police_register": "police",
    "youth_justice_register": "yjs",
    "emergency_register": "hospital",
    "by_hand": "kith",
}


@dataclass
class Partnership:
    """Agencies by code, staff by role, and ways to put people into the record."""

    agencies: dict[str, Agency]
    staff: dict[Role, Staff]
    now: datetime
    people: dict[str, tuple[int, UUID]] = field(default_factory=dict)

    def viewer(self, role: Role) -> Viewer:
        """Return the member of staff with this role, as the rules see them."""
        return viewer_of(Staff.objects.select_related("agency").get(pk=self.staff[role].pk), timezone.now())

    def add_staff(self, name: str, agency: str, *roles: Role) -> Staff:
        """Add one more member of staff with roles that have held since the partnership was founded."""
        staff = Staff.objects.create_user(
            f"{name.lower().replace(' ', '.')}@{agency}.example.org", None, name=name, agency=self.agencies[agency]
        )
        for role in roles:
            RoleGrant.objects.create(staff=staff, role=role, begins_at=FOUNDED_AT)
        return staff

    def add_person(self, forename: str, surname: str, born_on: date = date(2011, 5, 4)) -> tuple[int, UUID]:
        """Put one person with a profile into the record, as the pipeline would."""
        public_id = uuid4()
        with connect_as("worker"), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO linking_person (public_id, created_at) VALUES (%s, now()) RETURNING id", [public_id]
            )
            person_id = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO linking_profile (person_id, forename, surname, known_as, other_names, born_on, sex, "
                "sort_key, is_child, nhs_number, upn) VALUES (%s, %s, %s, '', '{}', %s, 'F', %s, true, '', '')",
                [person_id, forename, surname, born_on, f"{surname.lower()}, {forename.lower()}"],
            )
        self.people[forename] = (person_id, public_id)
        return person_id, public_id

    def relate(
        self,
        staff: Staff,
        person_id: int,
        source: RelationshipSource = RelationshipSource.ALLOCATION,
        *,
        begins: timedelta = timedelta(days=-1),
        ends: timedelta = timedelta(days=30),
    ) -> Relationship:
        """Give a member of staff a relationship to a person."""
        with connect_as("worker"):
            return Relationship.objects.create(
                staff=staff, person_id=person_id, source=source, begins_at=self.now + begins, ends_at=self.now + ends
            )


def found_partnership() -> Partnership:
    """Found the agencies, their agreements for every feed, and one member of staff per role."""
    now = timezone.now()
    agencies = {
        code: Agency.objects.create(code=code, name=name, sector=sector, duty_phone="01632 960000")
        for code, (name, sector) in AGENCIES.items()
    }
    for feed, code in FEEDS.items():
        Agreement.objects.create(
            code=f"isa-{feed}",
            version=1,
            agency=agencies[code],
            feed=feed,
            purposes=["safeguarding", "panel"],
            fields=["*"],
            lawful_basis="UK GDPR Art 6(1)(e), 9(2)(g); DPA 2018 Sch 1 para 18",
            retention_class="child-record",
            valid_from=date(2019, 1, 1),
            valid_to=date(2030, 1, 1),
        )
    made = Partnership(agencies=agencies, staff={}, now=now)
    homes = {Role.PRACTITIONER: "care", Role.TEAM_MANAGER: "care", Role.AGENCY_CONTACT: "police"}
    for role in Role:
        made.staff[role] = made.add_staff(
            f"Robin {role.value.title().replace('_', '')}", homes.get(role, "partnership"), role
        )
    team = Team.objects.create(agency=agencies["care"], code="assessment", name="Assessment team")
    Staff.objects.filter(pk__in=[made.staff[Role.PRACTITIONER].pk, made.staff[Role.TEAM_MANAGER].pk]).update(team=team)
    return made
