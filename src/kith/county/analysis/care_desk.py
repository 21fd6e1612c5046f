"""The council's case system as the sheets see it: numbers for everything, workers for everyone."""

from dataclasses import dataclass

from kith.county.analysis.care_episodes import CLOSED, IN_NEED, LOOKED_AFTER, Episode
from kith.county.analysis.draws import NO_DAY, Chance, Flags, stream
from kith.county.analysis.lives import Lives
from kith.county.analysis.notices_other import Contact, EarlyHelp
from kith.county.analysis.notices_police import Occurrence
from kith.county.analysis.people import Population
from kith.county.analysis.placements import Placement
from kith.county.analysis.records import Register
from kith.county.analysis.sheets_ssda903 import Missing
from kith.county.analysis.staff import Worker, workers_of
from kith.county.vocabulary import Plan

NEED_CODES = ("N1", "N5", "N1", "N4", "N6", "N1", "N2", "N3")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything that children's social care holds, ready to be laid out."""

    plan: Plan
    people: Population
    lives: Lives
    register: Register
    workers: list[Worker]
    episodes: list[Episode]
    placements: list[Placement]
    contacts: list[Contact]
    early_help: list[EarlyHelp]
    missing: list[Missing]
    has_upn: Flags  # by person

    def person(self, number: int) -> int:
        """Return the person number of an episode's child."""
        return int(self.lives.children[self.episodes[number].child])

    def local(self, number: int) -> str:
        """Return the council's number for an episode's child."""
        return self.register.number(self.person(number), number)

    def worker(self, number: int) -> Worker:
        """Return the worker of an episode."""
        kind = self.episodes[number].kind
        team = {CLOSED: "assessment", LOOKED_AFTER: "children-looked-after"}.get(kind, "assessment")
        if kind not in (CLOSED, LOOKED_AFTER) and kind >= IN_NEED:
            team = ("support-north", "support-south")[self.person(number) % 2]
        there = workers_of(self.workers, team)
        return there[number % len(there)]

    def children(self) -> list[int]:
        """Return the children on file, by person number."""
        found = {self.person(n) for n in range(len(self.episodes))}
        found |= {c.person for c in self.contacts} | {e.person for e in self.early_help}
        return sorted(found)

    def mothers(self) -> list[tuple[int, int]]:
        """Return (mother, child) of the children with a referral."""
        children = sorted({self.person(n) for n in range(len(self.episodes))})
        mother = self.people.roles.mother
        return [(int(mother[c]), c) for c in children if mother[c] >= 0]


def missing_from_care(
    plan: Plan, lives: Lives, episodes: list[Episode], occurrences: list[Occurrence]
) -> list[Missing]:
    """Return the missing reports of looked-after children as the council notes them: not all of them."""
    chance: Chance = stream(plan.seed, "missing from care")
    spells: dict[int, list[tuple[int, int]]] = {}
    for e in episodes:
        if e.care[0] != NO_DAY:
            spells.setdefault(int(lives.children[e.child]), []).append(e.care)
    found: list[Missing] = []
    for each in occurrences:
        if each.kind != "missing" or each.retracted:
            continue
        person = each.people[0][0]
        for begins, ends in spells.get(person, ()):
            if begins <= each.day and (ends == NO_DAY or each.day < ends) and chance.random() < 0.9:
                found.append((person, each.day, each.ended, "M" if chance.random() < 0.85 else "A"))
                break
    return found
