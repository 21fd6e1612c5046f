"""Puts the county together: people, then lives, then what each agency noticed, then how it wrote people down."""

from dataclasses import dataclass

import numpy as np

from kith.county.analysis.care_episodes import Episode
from kith.county.analysis.draws import NO_DAY, Singles, Texts, day_number
from kith.county.analysis.index_events import IndexEvent, absence_before, draw_index_events, in_care_weeks
from kith.county.analysis.lives import Lives, simulate
from kith.county.analysis.notices_care import draw_episodes
from kith.county.analysis.notices_other import (
    Attendance,
    Contact,
    EarlyHelp,
    Outcome,
    draw_attendances,
    draw_contacts,
    draw_early_help,
    draw_outcomes,
)
from kith.county.analysis.notices_police import Occurrence, draw_occurrences
from kith.county.analysis.notices_school import Sanctions, draw_sanctions
from kith.county.analysis.people import Population, invent_population
from kith.county.analysis.records import true_upns
from kith.county.analysis.schools import (
    Pupils,
    Rolls,
    Schools,
    describe_pupils,
    enrol,
    invent_schools,
    move_to_unit,
    weekly_weight,
)
from kith.county.vocabulary import Agency, Plan


@dataclass(frozen=True, kw_only=True)
class County:
    """Everything that is true, and everything that was noticed; not yet how it was written down."""

    plan: Plan
    people: Population
    lives: Lives
    schools: Schools
    pupils: Pupils
    rolls: Rolls
    upn: Texts  # by person
    events: list[IndexEvent]
    lift: Singles  # week × child: how much absence rises before an index event
    sanctions: Sanctions
    episodes: list[Episode]
    occurrences: list[Occurrence]
    attendances: list[Attendance]
    outcomes: list[Outcome]
    contacts: list[Contact]
    early_help: list[EarlyHelp]


def invent_county(plan: Plan) -> County:
    """Return a county; the same plan gives the same county."""
    people = invent_population(plan)
    lives = simulate(plan, people)
    schools = invent_schools(plan, people, lives)
    pupils = describe_pupils(plan, people, lives)
    rolls = enrol(plan, people, lives, schools, pupils)
    taught = rolls.taught(lives)
    sanctions = draw_sanctions(plan, lives, weekly_weight(lives, pupils, taught), taught)
    upn = true_upns(people, lives, rolls, schools)
    expelled = sanctions.category == "PERM"
    rolls = move_to_unit(rolls, schools, pupils, sanctions.child[expelled], sanctions.day[expelled])
    events = draw_index_events(plan, lives)
    episodes = draw_episodes(plan, lives)
    last = day_number(plan.last_day)
    care = [(e.child, e.care[0], last if e.care[1] == NO_DAY else e.care[1]) for e in episodes if e.care[0] != NO_DAY]
    occurrences = draw_occurrences(plan, people, lives, events, in_care_weeks(lives, care))
    return County(
        plan=plan,
        people=people,
        lives=lives,
        schools=schools,
        pupils=pupils,
        rolls=rolls,
        upn=upn,
        events=events,
        lift=absence_before(lives, events),
        sanctions=sanctions,
        episodes=episodes,
        occurrences=occurrences,
        attendances=draw_attendances(plan, lives, events),
        outcomes=draw_outcomes(plan, people, lives, occurrences),
        contacts=draw_contacts(plan, lives, episodes, occurrences),
        early_help=draw_early_help(plan, lives),
    )


def seen_by(county: County) -> dict[Agency, dict[int, int]]:
    """Return by agency the last day on which it met each person whom it knows."""
    roles, lives = county.people.roles, county.lives
    care: dict[int, int] = {}
    for e in county.episodes:
        child = int(lives.children[e.child])
        for person in (child, int(roles.mother[child])):
            if person >= 0:
                care[person] = max(care.get(person, NO_DAY), e.day)
    met = [(c.person, c.day) for c in county.contacts] + [(h.person, h.day) for h in county.early_help]
    for person, day in met:
        care[person] = max(care.get(person, NO_DAY), day)
    police: dict[int, int] = {}
    for occurrence in county.occurrences:
        for person, _ in occurrence.people:
            police[person] = max(police.get(person, NO_DAY), occurrence.day)
    pupils = np.unique(lives.children[county.rolls.child]).tolist()
    last = day_number(county.plan.last_day)
    return {
        Agency.CARE: care,
        Agency.EDUCATION: dict.fromkeys(pupils, last),
        Agency.POLICE: police,
        Agency.YOUTH_JUSTICE: {outcome.person: outcome.day for outcome in county.outcomes},
        Agency.HOSPITAL: {attendance.person: attendance.day for attendance in county.attendances},
    }
