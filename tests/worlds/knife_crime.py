"""Eight invented young people of Larkshire, from whose record the findings of a knife-crime audit come out.

What should be found, in the words of such an audit: none because of county lines; all male; four looked after, three
with a child in need plan, one never known; half with an Education, Health and Care Plan; a fall in attendance and more
than one exclusion for most; wishes and feelings sought in all cases, some of whom would rather not; several with much
contact with the police and time out of school, one with over 100 contacts by the age of 10; three referrals that do
not note the risk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.feeds.vocabulary import EVENT_KINDS
from kith.referrals.services import save_referral, send_referral, start_referral
from kith.referrals.vocabulary import Receiver, RiskSaid
from kith.support.services import record_voice
from kith.support.vocabulary import NewVoice, Way
from tests.referrals.world import full_content, full_risk, none_known
from tests.worlds.partnership import Partnership

PERIOD: Final = (timedelta(days=330), timedelta(days=90))
"""The period of the audit as days before today: from the first to the second."""


@dataclass(frozen=True, kw_only=True)
class YoungPerson:
    """One of the eight: what the record holds of him, as an author would tell it."""

    name: str
    plan: str
    ehcp: bool
    attendance: tuple[int, int]  # percent in the term before the incident, and in the term before that
    exclusions: int
    police_by_ten: int
    police_later: int
    declined: bool = False
    referrals: Sequence[bool] = ()  # for each, whether it notes the risk


EIGHT: Final = (
    YoungPerson(
        name="Alder",
        plan="care.looked_after",
        ehcp=True,
        attendance=(60, 90),
        exclusions=3,
        police_by_ten=104,
        police_later=12,
        declined=True,
        referrals=(False,),
    ),
    YoungPerson(
        name="Birk",
        plan="care.looked_after",
        ehcp=True,
        attendance=(40, 85),
        exclusions=4,
        police_by_ten=6,
        police_later=20,
        declined=True,
        referrals=(False,),
    ),
    YoungPerson(
        name="Cole",
        plan="care.looked_after",
        ehcp=True,
        attendance=(70, 80),
        exclusions=2,
        police_by_ten=0,
        police_later=15,
        referrals=(False, True),
    ),
    YoungPerson(
        name="Drew",
        plan="care.looked_after",
        ehcp=False,
        attendance=(75, 95),
        exclusions=2,
        police_by_ten=0,
        police_later=3,
    ),
    YoungPerson(
        name="Eden",
        plan="care.in_need_plan",
        ehcp=True,
        attendance=(65, 90),
        exclusions=2,
        police_by_ten=1,
        police_later=2,
        declined=True,
    ),
    YoungPerson(
        name="Finn",
        plan="care.in_need_plan",
        ehcp=False,
        attendance=(80, 95),
        exclusions=5,
        police_by_ten=0,
        police_later=4,
        referrals=(True,),
    ),
    YoungPerson(
        name="Glen",
        plan="care.in_need_plan",
        ehcp=False,
        attendance=(90, 95),
        exclusions=1,
        police_by_ten=0,
        police_later=1,
    ),
    YoungPerson(name="Hale", plan="", ehcp=False, attendance=(95, 95), exclusions=0, police_by_ten=0, police_later=0),
)


class KnifeCrime:
    """The eight in the record of a partnership, each with his incident in the period of the audit."""

    def __init__(self, partnership: Partnership) -> None:
        """Write them, and let their workers hear them and refer them before the police's file comes in."""
        self.partnership, self.today = partnership, partnership.now.date()
        self.people: dict[str, tuple[int, UUID]] = {}
        partnership.add_staff("Ola Contact", "lantern", Role.AGENCY_CONTACT)
        for place, one in enumerate(EIGHT):
            self._write(one, place)

    @property
    def period(self) -> tuple[date, date]:
        """Return the first and the last day of the audit's period."""
        return self.today - PERIOD[0], self.today - PERIOD[1]

    def incident_on(self, place: int) -> date:
        """Return the day of one of the incidents."""
        return self.today - timedelta(days=300 - 20 * place)

    def _write(self, one: YoungPerson, place: int) -> None:
        on = self.incident_on(place)
        born_on = on - timedelta(days=15 * 365 + 100)
        person, public_id = self.people[one.name] = self.partnership.add_person(one.name, "Vale", born_on)
        self.partnership.relate(self.partnership.staff[Role.PRACTITIONER], person)
        _insert("UPDATE linking_profile SET sex = 'M' WHERE person_id = %s", [(person,)])
        self._hear(one, public_id)
        for notes_risk in one.referrals:
            self._refer(public_id, full_risk() if notes_risk else none_known())
        put_entries(self.partnership, person, list(happenings(one, born_on, on)))
        _insert(_WEEK, [(person, *week) for week in school_weeks(one, on)])

    def _hear(self, one: YoungPerson, public_id: UUID) -> None:
        heard_on = self.today - timedelta(days=20)
        new = NewVoice(
            heard_on=heard_on,
            role="Social worker",
            setting="At home",
            seen=True,
            alone=True,
            way=Way.TALK,
            words="" if one.declined else "I want to go back to football.",
            declined=one.declined,
            next_try_on=heard_on + timedelta(days=7) if one.declined else None,
            limits_explained=True,
        )
        worker = self.partnership.viewer(Role.PRACTITIONER)
        record_voice(public_id=public_id, new=new, by=worker, now=self.partnership.now)

    def _refer(self, public_id: UUID, risk: RiskSaid) -> None:
        worker, now = self.partnership.viewer(Role.PRACTITIONER), self.partnership.now
        made = start_referral(person=public_id, by=worker, now=now)
        version = save_referral(
            person=public_id,
            referral=made,
            seen=1,
            receiver=Receiver(agency_id=self.partnership.agencies["lantern"].pk),
            content=full_content(voice="not_sought", voice_says="He was not at home."),
            risk=risk,
            by=worker,
            now=now,
        )
        send_referral(person=public_id, referral=made, seen=version, by=worker, now=now)


def happenings(one: YoungPerson, born_on: date, on: date) -> Iterator[tuple[str, str, date, date | None]]:
    """Return what the record holds of one of the eight: agency, kind, from, until; the incident last."""
    for number in range(one.police_by_ten):
        yield "police", "police.anti_social_behaviour", born_on + timedelta(days=7 * 365 + 10 * number), None
    for number in range(one.police_later):
        yield "police", "police.contact", on - timedelta(days=30 + 5 * number), None
    for number in range(one.exclusions):
        yield "education", "school.suspended", on - timedelta(days=25 + 40 * number), None
    if one.ehcp:
        yield "education", "school.ehcp", on - timedelta(days=700), None
    if one.plan:
        yield "care", "care.section47", on - timedelta(days=500), None
        yield "care", one.plan, on - timedelta(days=400), None
    yield "police", "police.weapon", on, None


def school_weeks(one: YoungPerson, on: date) -> Iterator[tuple[date, int, int]]:
    """Return 24 weeks of ten half-days before the incident: Monday, possible, absent."""
    monday = on - timedelta(days=on.weekday() + 7)
    for back in range(24):
        percent = one.attendance[0] if back < 12 else one.attendance[1]
        # Whole half-days that add up to the percentage over twelve weeks of ten.
        missed, place = 120 * (100 - percent) // 100, back % 12
        yield monday - timedelta(weeks=back), 10, missed // 12 + (1 if place < missed % 12 else 0)


_WEEK = (
    "INSERT INTO chronology_pupilweek (person_id, week_on, possible, absent, unauthorised, excluded, off_site) "
    "VALUES (%s, %s, %s, %s, 0, 0, 0)"
)
_ENTRY = (
    "INSERT INTO chronology_entry (person_id, source_ref, agency_id, source, kind, data_class, sector, occurred_on, "
    "ended_on, known_at, precision, role, band, headline, basis, said_by, others, group_key, retracted) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'day', %s, 3, %s, 'fact', '', 0, %s, false)"
)


def put_entries(
    partnership: Partnership,
    person: int,
    told: Sequence[tuple[str, str, date, date | None]],
    *,
    known_at: date | None = None,
    role: str = "subject",
) -> None:
    """Write entries into a person's chronology as the pipeline would."""
    rows = []
    for number, (agency, kind, on, until) in enumerate(told):
        event = EVENT_KINDS[kind]
        ref = f"{agency}:{person}-{kind}-{on}-{number}:{role}"
        agency_id, sector = partnership.agencies[agency].pk, event.sector.value
        when = (on, until, known_at or on, role, event.headline, ref)
        rows.append((person, ref, agency_id, agency, kind, event.data_class.value, sector, *when))
    _insert(_ENTRY, rows)


def _insert(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    with connect_as("worker"), connection.cursor() as cursor:
        cursor.executemany(statement, rows)
