"""Invents the teams and workers who appear in the files, so that a demonstration can give them accounts."""

from typing import NamedTuple

from kith.county.analysis.draws import Chance, choose, stream
from kith.county.analysis.names import forenames, surnames
from kith.county.vocabulary import Agency, Plan

_TEAMS = (
    (Agency.CARE, "assessment", "Assessment Team", "Social Worker", 6),
    (Agency.CARE, "support-north", "Family Support Team North", "Social Worker", 6),
    (Agency.CARE, "support-south", "Family Support Team South", "Social Worker", 6),
    (Agency.CARE, "children-looked-after", "Children Looked After Team", "Social Worker", 6),
    (Agency.CARE, "early-help", "Early Help Team", "Early Help Practitioner", 5),
    (Agency.YOUTH_JUSTICE, "youth-justice", "Youth Justice Team", "Youth Justice Worker", 4),
)


class Team(NamedTuple):
    """One team of one agency."""

    agency: str
    code: str
    name: str


class Worker(NamedTuple):
    """One worker; `ref` is the number that the agency's files use."""

    ref: str
    name: str
    agency: str
    team: str
    title: str


def invent_staff(plan: Plan) -> tuple[list[Team], list[Worker]]:
    """Return teams and workers; a larger county has more of the latter."""
    chance = stream(plan.seed, "staff")
    more = max(1.0, plan.people / 20_000)
    teams: list[Team] = []
    workers: list[Worker] = []
    for agency, code, name, title, size in _TEAMS:
        teams.append(Team(agency.value, code, name))
        for _ in range(round(size * more)):
            number = len(workers) + 1001
            prefix = "YJ" if agency is Agency.YOUTH_JUSTICE else "SW"
            workers.append(Worker(f"{prefix}{number}", _name(chance), agency.value, code, title))
    return teams, workers


def workers_of(workers: list[Worker], team: str) -> list[Worker]:
    """Return one team's workers."""
    return [worker for worker in workers if worker.team == team]


def _name(chance: Chance) -> str:
    sex = "F" if chance.random() < 0.75 else "M"
    decade = int(choose(chance, (1960, 1970, 1980, 1990), (0.2, 0.3, 0.3, 0.2), 1)[0])
    first = choose(chance, *forenames("english", sex, decade), 1)[0]
    return f"{first} {choose(chance, *surnames('english'), 1)[0]}"
