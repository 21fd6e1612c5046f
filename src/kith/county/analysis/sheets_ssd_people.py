"""Standard Safeguarding Dataset 1.4: people, numbers, addresses, families, staff."""

import json

from kith.county.analysis.care_desk import Desk
from kith.county.analysis.care_episodes import CLOSED
from kith.county.analysis.draws import NO_DAY, Chance, day_number, stream
from kith.county.analysis.people import SLOTS
from kith.county.analysis.sheets import Sheet, iso_day
from kith.county.analysis.ssd_columns import COLUMNS

Row = tuple[str, ...]


def ssd(name: str, rows: list[Row]) -> Sheet:
    """Return one SSD table as a sheet named after it."""
    return Sheet(agency="care", feed="ssd", path=f"{name}.csv", header=tuple(COLUMNS[name].split()), rows=rows)


def people_tables(desk: Desk) -> list[Sheet]:
    """Return the tables that say who is who."""
    chance = stream(desk.plan.seed, "ssd people")
    mothers = desk.mothers()
    rows = _records(desk, mothers)
    return [
        ssd("ssd_person", _person_rows(desk, rows, {m for m, _ in mothers})),
        ssd("ssd_linked_identifiers", _identifier_rows(desk, rows)),
        ssd("ssd_address", _address_rows(desk, chance, rows)),
        ssd("ssd_family", _family_rows(desk, rows)),
        ssd("ssd_mother", _mother_rows(desk, mothers)),
        ssd("ssd_professionals", _staff_rows(desk)),
        ssd("ssd_involvements", _involvement_rows(desk)),
    ]


def _records(desk: Desk, mothers: list[tuple[int, int]]) -> list[int]:
    """Return every record that any table may name, duplicates included."""
    people = sorted({*desk.children(), *(mother for mother, _ in mothers)})
    rows = sorted(row for person in people for row in desk.register.rows[person])
    desk.register.used.update(rows)
    return rows


def _person_rows(desk: Desk, rows: list[int], mothers: set[int]) -> list[Row]:
    who = desk.register.who
    found: list[Row] = []
    for row in rows:
        person = int(who.person[row])
        adult = who.born[row] < day_number(desk.plan.last_day) - 18 * 366
        unknown = "" if who.upn[row] or adult else upn_unknown(desk, row)
        found.append((
            str(desk.register.local_id[row]), "", unknown, who.forename[row], who.surname[row], who.sex[row],
            {"M": "01", "F": "02"}[str(who.sex[row])], who.ethnicity[row], iso_day(int(who.born[row])),
            who.nhs_number[row], "N", "", "", "Y" if person in mothers else "N", "",
        ))  # fmt: skip
    return found


def upn_unknown(desk: Desk, row: int) -> str:
    """Return why a child has no UPN: too young for one, never in a maintained school, or not yet matched."""
    born, person = int(desk.register.who.born[row]), int(desk.register.who.person[row])
    if born > day_number(desk.plan.last_day) - 5 * 365:
        return "UN1"
    return "UN4" if desk.has_upn[person] else "UN2"


def _identifier_rows(desk: Desk, rows: list[int]) -> list[Row]:
    who = desk.register.who
    return [
        (f"LI{row + 1:06d}", str(desk.register.local_id[row]), "Unique Pupil Number", who.upn[row], "", "")
        for row in rows
        if who.upn[row]
    ]


def _address_rows(desk: Desk, chance: Chance, rows: list[int]) -> list[Row]:
    """Return the address that the record holds and, for half of those that moved, the one before."""
    who = desk.register.who
    found: list[Row] = []
    for row in rows:
        number = str(desk.register.local_id[row])
        person = int(who.person[row])
        home = int(desk.people.roles.home[person])
        since = [int(day) for day in desk.people.home_since[home]]
        slots = [i for i in range(SLOTS) if since[i] != NO_DAY and since[i] <= day_number(desk.plan.last_day)]
        moved = since[slots[-1]] if len(slots) > 1 else NO_DAY
        if moved != NO_DAY and chance.random() < 0.5:
            before = int(desk.people.home_address[home, slots[-2]])
            places = desk.people.addresses
            lines = (str(places.line[before]), str(places.town[before]), str(places.postcode[before]))
            found.append(_address(f"AD{row + 1:06d}B", number, lines, (NO_DAY, moved)))
        lines = (str(who.line[row]), str(who.town[row]), str(who.postcode[row]))
        found.append(_address(f"AD{row + 1:06d}A", number, lines, (moved, NO_DAY)))
    return found


def _address(key: str, person: str, lines: tuple[str, str, str], span: tuple[int, int]) -> Row:
    line, town, postcode = lines
    front, _, rest = line.rpartition(", ")
    house, _, street = rest.partition(" ")
    parts = {
        "ROOM": "", "FLOOR": "", "FLAT": front, "BUILDING": "", "HOUSE": house, "STREET": street, "TOWN": town,
        "UPRN": "", "EASTING": "", "NORTHING": "",
    }  # fmt: skip
    start = span[0] if span[0] != NO_DAY else NO_DAY
    return (key, json.dumps(parts), person, "Home", iso_day(start), iso_day(span[1]), postcode.replace(" ", ""))


def _family_rows(desk: Desk, rows: list[int]) -> list[Row]:
    homes = desk.people.roles.home[desk.register.who.person]
    return [(f"FA{row + 1:06d}", f"F{int(homes[row]) + 10_001}", str(desk.register.local_id[row])) for row in rows]


def _mother_rows(desk: Desk, mothers: list[tuple[int, int]]) -> list[Row]:
    who = desk.register.who
    return [
        (
            f"MO{count + 1:06d}", desk.register.number(mother), desk.register.number(child),
            iso_day(int(who.born[desk.register.row(child)])),
        )
        for count, (mother, child) in enumerate(mothers)
    ]  # fmt: skip


def _staff_rows(desk: Desk) -> list[Row]:
    found: list[Row] = []
    for number, worker in enumerate(desk.workers):
        registration = f"SW{700_000 + number}" if worker.title == "Social Worker" else ""
        found.append((worker.ref, worker.ref, worker.name, registration, worker.title, "", worker.team, "1.0", "N"))
    return found


def _involvement_rows(desk: Desk) -> list[Row]:
    """Return the worker of each episode, with the assessment worker before those who take over."""
    found: list[Row] = []
    for number, episode in enumerate(desk.episodes):
        if episode.kind == CLOSED:
            continue
        worker = desk.worker(number)
        found.append((
            f"IN{number + 1:06d}", worker.ref, "Allocated Case Worker", worker.team, iso_day(episode.day + 1),
            iso_day(episode.closed), "FCONTA", desk.local(number), f"RF{number + 1:06d}",
        ))  # fmt: skip
    for number, help_ in enumerate(desk.early_help):
        worker = [w for w in desk.workers if w.team == "early-help"][number % 5]
        found.append((
            f"IE{number + 1:06d}", worker.ref, "Early Help Worker", worker.team, iso_day(help_.day),
            iso_day(help_.ended), "FCONTA", desk.register.number(help_.person, number), "",
        ))  # fmt: skip
    return found
