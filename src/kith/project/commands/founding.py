"""Founds the invented partnership of the demo: agencies, teams, agreements, and who may sign in, by role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from kith.access.models import Agency, Agreement, RoleGrant, Staff, Team
from kith.access.services import trace
from kith.access.vocabulary import Role, Sector

AGENCIES = {
    "care": ("Larkshire Council, children's social care", Sector.CARE, "01632 960101"),
    "education": ("Larkshire Council, education", Sector.EDUCATION, "01632 960102"),
    "police": ("Larkshire Constabulary", Sector.POLICE, "01632 960103"),
    "yjs": ("Larkshire Youth Justice Service", Sector.YOUTH_JUSTICE, "01632 960104"),
    "hospital": ("Larkshire Hospitals", Sector.HEALTH, "01632 960105"),
    "lantern": ("The Lantern Project", Sector.CHARITY, "01632 960106"),
    "partnership": ("Larkshire Safeguarding Children Partnership", Sector.PARTNERSHIP, "01632 960100"),
    "kith": ("Added by hand in Kith", Sector.PARTNERSHIP, ""),
}
_FEEDS = {
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
_HELD_FOR = timedelta(days=900)  # everybody has been in post for longer than what the demo tells goes back
_SENSITIVE = {"police_register", "youth_justice_register"}


@dataclass(frozen=True)
class Place:
    """One place in the demo: its role, who has it, where, and what they see."""

    role: Role
    name: str
    agency: str
    sees: str


PLACES = (
    Place(Role.PRACTITIONER, "", "care", "the children allocated to them: the story, education and social-care detail"),
    Place(Role.TEAM_MANAGER, "Morwen Hale", "care", "their team's children; decides who in the agency may see whom"),
    Place(
        Role.AGENCY_CONTACT, "Ivo Stannard", "police", "that a child is known, and whom to ring; files of their agency"
    ),
    Place(
        Role.PANEL_COORDINATOR, "Tamsin Okoro", "partnership", "the list of whom to consider next, and every headline"
    ),
    Place(Role.PANEL_CHAIR, "Gareth Lindqvist", "partnership", "the list, and every headline"),
    Place(
        Role.ANALYST, "Priya Marlowe", "partnership", "the list and headlines of the county; cannot search for a name"
    ),
    Place(Role.DATA_STEWARD, "Wilf Amado", "partnership", "files in, held rows, why records are one person"),
    Place(
        Role.AUDITOR,
        "Nesta Farrow",
        "partnership",
        "only the cases that an audit gives them: one is under way, and repeats one of the year before",
    ),
    Place(Role.PUBLISHER, "Odile Brandt", "partnership", "no child"),
    Place(Role.SCRUTINEER, "Hugh Abara", "partnership", "no child; agreements and counts"),
    Place(
        Role.IG_LEAD,
        "Sefton Rao",
        "partnership",
        "who looked at whom and why; reviews emergency looks; answers whoever asks for their own record",
    ),
    Place(
        Role.IG_LEAD,
        "Ottilie Marsh",
        "care",
        "the same, and what the other lead asks them to check: nobody checks what they made themselves",
    ),
    Place(Role.ADMINISTRATOR, "Lotte Pryor", "partnership", "no child; accounts and system health"),
)

# Whom the panel asks beside those who are introduced: nobody signs in as them unless an administrator lets them.
COLLEAGUES = tuple(
    Place(role, name, agency, "")
    for role, name, agency in (
        (Role.AGENCY_CONTACT, "Della Wray", "care"),
        (Role.AGENCY_CONTACT, "Rufus Ingram", "education"),
        (Role.AGENCY_CONTACT, "Mina Castell", "yjs"),
        (Role.AGENCY_CONTACT, "Bea Thornley", "hospital"),
        (Role.AGENCY_CONTACT, "Sunniva Teal", "lantern"),
        (Role.PRACTITIONER, "Jonah Pell", "lantern"),
    )
)


@transaction.atomic
def found_partnership(*, county: Mapping[str, Any], now: datetime) -> None:
    """Make what is missing of the demo's partnership; a second call changes nothing."""
    for code, (name, sector, phone) in AGENCIES.items():
        Agency.objects.get_or_create(code=code, defaults={"name": name, "sector": sector, "duty_phone": phone})
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for feed, code in _FEEDS.items():
        _agree(feed, agencies[code])
    _found_schools(county["schools"])
    _found_teams(county["teams"], agencies)
    _employ_workers(county["workers"], agencies, now)
    for place in (*PLACES, *COLLEAGUES):
        if place.name:
            _employ(place, agencies[place.agency], now)
    trace(by=None, action="project.founded_partnership", subject="access.agency", now=now)


def _agree(feed: str, agency: Agency) -> None:
    basis = "UK GDPR Art 6(1)(e), Art 9(2)(g); DPA 2018 Sch 1 para 18"
    Agreement.objects.get_or_create(
        code=f"isa-{feed.replace('_', '-')}",
        version=1,
        defaults={
            "agency": agency,
            "feed": feed,
            "purposes": ["safeguarding", "panel", "audit"],
            "fields": ["*"],
            "lawful_basis": f"{basis}; Sch 1 para 36" if feed in _SENSITIVE else basis,
            "retention_class": "child-record-35-years",
            "valid_from": date(2019, 9, 29),
            "valid_to": date(2029, 9, 29),
        },
    )


def _found_schools(schools: Sequence[Mapping[str, Any]]) -> None:
    for school in schools:
        urn = str(school["urn"])
        agency, _ = Agency.objects.get_or_create(
            code=f"school-{urn}", defaults={"name": school["name"], "sector": Sector.EDUCATION}
        )
        Team.objects.get_or_create(agency=agency, code=urn, defaults={"name": "Safeguarding team"})


def _found_teams(teams: Sequence[Mapping[str, Any]], agencies: Mapping[str, Agency]) -> None:
    for team in teams:
        Team.objects.get_or_create(agency=agencies[team["agency"]], code=team["code"], defaults={"name": team["name"]})


def _employ_workers(workers: Sequence[Mapping[str, Any]], agencies: Mapping[str, Agency], now: datetime) -> None:
    known = set(Staff.objects.exclude(worker_ref="").values_list("agency__code", "worker_ref"))
    teams = {(team.agency.code, team.code): team for team in Team.objects.select_related("agency")}
    for worker in workers:
        if (worker["agency"], worker["ref"]) in known:
            continue
        staff = Staff.objects.create_user(
            f"{worker['ref'].lower()}@{worker['agency']}.larkshire.example.org",
            None,
            name=worker["name"],
            agency=agencies[worker["agency"]],
            team=teams.get((worker["agency"], worker["team"])),
            worker_ref=worker["ref"],
            job_title=worker["title"],
        )
        RoleGrant.objects.create(staff=staff, role=Role.PRACTITIONER, begins_at=now - _HELD_FOR)


def _employ(place: Place, agency: Agency, now: datetime) -> None:
    email = f"{place.role.value.replace('_', '-')}@{place.agency}.larkshire.example.org"
    if not Staff.objects.filter(email=email).exists():
        team = Team.objects.filter(agency=agency).order_by("pk").first()
        staff = Staff.objects.create_user(email, None, name=place.name, agency=agency, team=team)
        RoleGrant.objects.create(staff=staff, role=place.role, begins_at=now - _HELD_FOR)


_BUSIEST = """
SELECT s.id FROM access_staff s
JOIN access_relationship r ON r.staff_id = s.id AND r.source = 'allocation' AND r.ends_at > now()
JOIN access_agency a ON a.id = s.agency_id AND a.sector = 'care'
JOIN access_rolegrant g ON g.staff_id = s.id AND g.role = 'practitioner' AND g.begins_at <= now() AND g.ends_at IS NULL
LEFT JOIN priority_standing t ON t.person_id = r.person_id
  AND t.run_id = (SELECT max(id) FROM priority_run WHERE finished_at IS NOT NULL)
GROUP BY s.id ORDER BY count(t.lane) DESC, count(t.place) DESC, count(*) DESC, s.id LIMIT 1
"""


def demo_staff() -> list[tuple[Place, Staff]]:
    """Return whoever may sign in, one or two per role; the practitioner is one whose children are on the list."""
    found = []
    for place in PLACES:
        if place.role is Role.PRACTITIONER:
            with connection.cursor() as cursor:
                cursor.execute(_BUSIEST)
                row = cursor.fetchone()
            if row:
                found.append((place, Staff.objects.select_related("agency").get(pk=row[0])))
            continue
        holder = Staff.objects.select_related("agency").filter(name=place.name, role_grants__role=place.role).first()
        if holder is not None:  # a demo that an earlier version built lacks whoever came later
            found.append((place, holder))
    return found
