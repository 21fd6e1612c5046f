"""The SSDA903 set of each collection year, upper-case columns and dates as dd/mm/yyyy."""

from datetime import date

from kith.county.analysis.draws import NO_DAY, day_number, stream
from kith.county.analysis.lives import Lives
from kith.county.analysis.placements import Placement
from kith.county.analysis.records import Register
from kith.county.analysis.sheets import Sheet, slashed
from kith.county.vocabulary import Plan

HEADERS = {
    "header": tuple("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB".split(",")),
    "episodes": tuple(
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN".split(",")
    ),
    "missing": tuple("CHILD,DOB,MISSING,MIS_START,MIS_END".split(",")),
    "reviews": tuple("CHILD,DOB,REVIEW,REVIEW_CODE".split(",")),
    "oc2": tuple(
        "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
        "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED".split(",")
    ),
    "previous_permanence": tuple("CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM".split(",")),
}
NEEDS = ("N1", "N1", "N1", "N5", "N4", "N6", "N2")
Missing = tuple[int, int, int, str]  # person, first day, last day, M or A


def collection_years(plan: Plan) -> list[int]:
    """Return the years whose 1 April begins a collection that touches the files' span."""
    first = plan.first_day.year - (plan.first_day.month < 4)
    last = plan.last_day.year - (plan.last_day.month < 4)
    return list(range(first, last + 1))


def ssda903_sheets(
    plan: Plan, lives: Lives, register: Register, placements: list[Placement], missing: list[Missing], charged: set[int]
) -> list[Sheet]:
    """Return the CSV set of each collection year, one folder a year; a file without rows is not sent."""
    found = []
    for year in collection_years(plan):
        first, last = _april(year), min(_april(year + 1) - 1, day_number(plan.last_day))
        here = [p for p in placements if p.begins <= last and (p.ends == NO_DAY or p.ends >= first)]
        people = sorted({int(lives.children[p.child]) for p in here})
        rows: dict[str, list[tuple[str, ...]]] = {
            "header": [_header(register, person) for person in people],
            "episodes": [_episode(lives, register, p, last) for p in here],
            "missing": [
                (*_who(register, m[0]), m[3], slashed(m[1]), slashed(m[2] if m[2] <= last else NO_DAY))
                for m in missing
                if m[0] in set(people) and first <= m[1] <= last
            ],
            "reviews": _reviews(plan, lives, register, here, (first, last)),
            "oc2": [_oc2(plan, register, person, year, person in charged) for person in people],
            "previous_permanence": [(*_who(register, person), "Z1", "", "") for person in people],
        }
        folder = f"ssda903/{year}_{(year + 1) % 100:02d}"
        found += [
            Sheet(agency="care", feed="ssda903", path=f"{folder}/{name}.csv", header=HEADERS[name], rows=lines)
            for name, lines in rows.items()
            if lines
        ]
    return found


def _april(year: int) -> int:
    return day_number(date(year, 4, 1))


def _who(register: Register, person: int) -> tuple[str, str]:
    row = register.row(person)
    return str(register.local_id[row]), slashed(int(register.who.born[row]))


def _header(register: Register, person: int) -> tuple[str, ...]:
    row = register.row(person)
    who = register.who
    sex = {"M": "1", "F": "2"}[str(who.sex[row])]
    return (
        *_who(register, person)[:1],
        sex,
        slashed(int(who.born[row])),
        who.ethnicity[row],
        who.upn[row] or "UN1",
        "0",
        "",
    )


def _episode(lives: Lives, register: Register, p: Placement, last: int) -> tuple[str, ...]:
    person = int(lives.children[p.child])
    row = register.row(person)
    ended = p.ends != NO_DAY and p.ends <= last
    closing = ({"P1": "E4A", "U6": "E5"}.get(p.kind, "E8") if p.final else "X1") if ended else ""
    return (
        str(register.local_id[row]), slashed(p.begins), "S" if p.first else "P", p.legal, NEEDS[p.episode % len(NEEDS)],
        p.kind, p.provider, slashed(p.ends) if ended else "", closing, "CARPL" if ended and not p.final else "",
        register.who.postcode[row], p.postcode, p.urn,
    )  # fmt: skip


def _reviews(
    plan: Plan, lives: Lives, register: Register, here: list[Placement], span: tuple[int, int]
) -> list[tuple[str, ...]]:
    """Return reviews twenty working days, three months and then every six months after care began."""
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    for p in here:
        person = int(lives.children[p.child])
        begins[person] = min(begins.get(person, p.begins), p.begins)
        ends[person] = max(ends.get(person, p.begins), p.ends if p.ends != NO_DAY else span[1])
    chance = stream(plan.seed, f"reviews {span[0]}")
    codes = ("PN1", "PN3", "PN5", "PN0")
    found: list[tuple[str, ...]] = []
    for person in sorted(begins):
        days = [begins[person] + 28, begins[person] + 118]
        days += list(range(begins[person] + 298, ends[person], 180))
        found += [
            (*_who(register, person), slashed(day), codes[int(chance.integers(4))])
            for day in days
            if span[0] <= day <= min(span[1], ends[person])
        ]
    return found


def _oc2(plan: Plan, register: Register, person: int, year: int, convicted: bool) -> tuple[str, ...]:
    chance = stream(plan.seed, f"oc2 {person} {year}")
    score = str(int(chance.integers(3, 33))) if chance.random() < 0.8 else ""
    flags = ["1" if chance.random() < share else "0" for share in (0.9, 0.85, 0.8, 0.9)]
    misuse = "1" if chance.random() < 0.06 else "0"
    received = misuse if chance.random() < 0.6 else "0"
    return (
        *_who(register, person),
        score,
        "" if score else "SDQ1",
        "1" if convicted else "0",
        *flags,
        misuse,
        received,
        misuse,
    )
