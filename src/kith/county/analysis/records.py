"""Each agency's own idea of each person: its number for them, and how it wrote them down."""

from dataclasses import dataclass, field

import numpy as np

from kith.county.analysis.draws import NO_DAY, Chance, Ints, Texts, objects, stream
from kith.county.analysis.errors import RATES, make_errors
from kith.county.analysis.lives import Lives
from kith.county.analysis.numbers import local_numbers, upns
from kith.county.analysis.people import SLOTS, Population
from kith.county.analysis.schools import Rolls, Schools
from kith.county.analysis.slips import Identities, Relatives
from kith.county.vocabulary import Agency

_FIRST_NUMBER = {Agency.CARE: 1_000_001, Agency.POLICE: 300_001, Agency.YOUTH_JUSTICE: 5_001, Agency.HOSPITAL: 70_001}
_PREFIX = {Agency.CARE: "", Agency.POLICE: "N", Agency.YOUTH_JUSTICE: "Y", Agency.HOSPITAL: "A"}


@dataclass(frozen=True, kw_only=True)
class Register:
    """An agency's records; a person has one, or by mistake two. `used` gathers those that reach a file."""

    agency: Agency
    local_id: Texts
    who: Identities
    rows: dict[int, list[int]]
    used: set[int] = field(default_factory=set)

    def row(self, person: int, turn: int = 0) -> int:
        """Return the record under which a person's event is filed; a duplicate gets every third."""
        rows = self.rows[person]
        chosen = rows[-1] if turn % 3 == 2 else rows[0]
        self.used.add(chosen)
        return chosen

    def number(self, person: int, turn: int = 0) -> str:
        """Return the agency's number under which a person's event is filed."""
        return str(self.local_id[self.row(person, turn)])


def true_upns(people: Population, lives: Lives, rolls: Rolls, schools: Schools) -> Texts:
    """Return by person the UPN that the first school on record gave; empty without a school."""
    found = objects([""] * len(people.sex))
    _, first = np.unique(rolls.child, return_index=True)
    years = rolls.begins[first].astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    found[lives.children[rolls.child[first]]] = upns(schools.urn[rolls.school[first]], years)
    return found


def open_register(seed: int, agency: Agency, people: Population, upn: Texts, seen: dict[int, int]) -> Register:
    """Return an agency's records of the people whom it met; `seen` holds the last day of each."""
    chance = stream(seed, f"records {agency.value}")
    rates = RATES[agency]
    known = np.array(sorted(seen), np.int64)
    doubled = known[chance.random(len(known)) < rates.duplicate]
    person = np.concatenate([known, doubled])
    day = np.array([seen[p] for p in person.tolist()], np.int64)
    who = _as_they_are(people, upn, person, day)
    make_errors(chance, rates, who, _relatives(chance, people, person, day))
    rows: dict[int, list[int]] = {}
    for row, one in enumerate(person.tolist()):
        rows.setdefault(one, []).append(row)
    if agency is Agency.EDUCATION:
        numbers = who.upn.copy()
        numbers[len(known) :] = [f"{n[:-1]}A" for n in numbers[len(known) :]]  # a temporary number ends in a letter
        who.upn = numbers
    else:
        numbers = local_numbers(chance, len(person), _FIRST_NUMBER[agency], _PREFIX[agency])
    return Register(agency=agency, local_id=numbers, who=who, rows=rows)


def _as_they_are(people: Population, upn: Texts, person: Ints, day: Ints) -> Identities:
    address = people.address_on(person, day)
    return Identities(
        person=person,
        forename=people.forename[person],
        middle=people.middle[person],
        surname=people.surname[person],
        former_surname=people.former_surname[person],
        born=people.roles.born[person],
        sex=people.sex[person],
        ethnicity=people.ethnicity[person],
        nhs_number=people.nhs_number[person],
        upn=upn[person],
        line=people.addresses.line[address],
        town=people.addresses.town[address],
        postcode=people.addresses.postcode[address],
        phone=people.phone[person],
        email=people.email[person],
        wrong=objects([""] * len(person)),
    )


def _relatives(chance: Chance, people: Population, person: Ints, day: Ints) -> Relatives:
    roles = people.roles
    step = roles.step[person]
    step_surname = objects([""] * len(person))
    step_surname[step >= 0] = people.surname[step[step >= 0]]
    mother, twin = roles.mother[person], roles.twin[person]
    relative = np.where(twin >= 0, twin, mother)
    numbers = objects([""] * len(person))
    numbers[relative >= 0] = people.nhs_number[relative[relative >= 0]]
    homes = roles.home[person]
    since = people.home_since[homes]
    slot = ((since != NO_DAY) & (since <= day[:, None])).sum(axis=1) - 1
    before = np.where(slot > 0, people.home_address[homes, np.clip(slot - 1, 0, SLOTS - 1)], -1)
    second = roles.other_home[person]
    other = np.where(second >= 0, people.home_address[np.maximum(second, 0), 0], -1)
    return Relatives(
        step_surname=step_surname, nhs_number=numbers, old_address=before, other_address=other, places=people.addresses
    )
