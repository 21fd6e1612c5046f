"""Writes case notes about nobody, and remembers every piece that gives somebody away, for measuring the de-identifier.

Each side has name origins, places, sentences and styles of its own. The two blind ones were written by somebody who
knew no rule, and kept before they were measured; whoever mends a rule after reading one of their notes must have a new
side written first. RESULTS.md says what each side was found to be, and which are for tuning by now.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.note_styles import CASES, NAMES_ONLY, STYLES, as_written

HERE = Path(__file__).resolve().parent / "notes"
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_STREET_NAMES = {
    "tuning": ("Ghost", "Big Tony", "Lil Dee", "Shanks"),
    "unseen": ("Rocket", "Mad Dog", "Young Kay", "T-Bone"),
    "fresh": ("Gadget", "Uncle Vee", "Skinny Pete", "Trapper"),
    "final": ("Big Nev", "Slim", "Trigger", "Auntie Bee"),
    "after": ("Ziggy", "Bones", "Fat Tel", "Cookie"),
    "blind": ("Smokes", "Big Reece", "Tiny", "K-Dot"),
    "blind two": ("Biggs", "Uncle Ray", "Scarz", "Young Tempz"),
    "last": ("Bossman", "Little Wizz", "Dutch", "Mikey Bananas"),
}


@dataclass(frozen=True)
class Given:
    """One piece of a note that gives somebody away: where it stands, what it is, about whom it tells."""

    start: int
    end: int
    kind: str
    who: str


@dataclass
class Note:
    """A note, its linked record in the shape of shared records, and every piece that gives somebody away."""

    text: str
    record: dict[str, Any]
    given: list[Given]
    origin: str
    style: str


@dataclass
class _Name:
    first: str
    nick: str
    last: str

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


@dataclass
class _World:
    """Who and what one note is about."""

    side: str
    chance: random.Random
    origin: str = ""
    people: dict[str, _Name] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    born: date = date(2005, 1, 1)


def written_notes(side: str, count: int, seed: int = 20_261_130) -> Iterator[Note]:
    """Give this many notes of a side, the same for the same seed; origins and styles take turns."""
    origins = [row[1] for row in _rows("names.txt") if row[0] == side]
    styles = list(STYLES[side])
    for number in range(count):
        world = _world(side, origins[number % len(origins)], random.Random(f"{seed} {side} {number}"))  # noqa: S311 -- invented notes, no secrets
        style = styles[(number // len(origins)) % len(styles)]
        yield _written(world, style)


def _rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split(" | ")] for line in lines if line and not line.startswith("#")]


def _world(side: str, origin: str, chance: random.Random) -> _World:
    names = {row[1]: row for row in _rows("names.txt") if row[0] == side}
    own = names[origin]
    firsts = chance.sample([part.strip() for part in own[2].split(",")], 6)
    lasts = chance.sample([part.strip() for part in own[3].split(",")], 4)
    world = _World(side, chance, origin)
    for place, who in enumerate(("child", "mother", "father", "sibling", "gran", "teacher")):
        first, _, nick = firsts[place].partition("/")
        world.people[who] = _Name(first, nick, lasts[{"father": 1, "teacher": 2}.get(who, 0)])
    for who in ("worker", "third", "officer"):
        row = names[chance.choice([name for name in names if name != origin])]
        first, _, nick = chance.choice([part.strip() for part in row[2].split(",")]).partition("/")
        world.people[who] = _Name(first, nick, chance.choice([part.strip() for part in row[3].split(",")]))
    world.facts = _facts(side, chance)
    world.born = date(2003, 1, 1) + timedelta(days=chance.randrange(4_000))
    return world


def _facts(side: str, chance: random.Random) -> dict[str, str]:
    places = {row[1]: [part.strip() for part in row[2].split(",")] for row in _rows("places.txt") if row[0] == side}
    town, town_other = chance.sample(places["town"], 2)
    street, street_other = chance.sample(places["street"], 2)
    school, school_other = chance.sample(places["school"], 2)
    digits = "".join(str(chance.randrange(10)) for _ in range(40))
    letters = "".join(chance.choice("ABCDEFGHJKLMNPRSTUVWXY") for _ in range(8))
    return {
        "town": town,
        "town.other": town_other,
        "street": street,
        "street.other": street_other,
        "number": str(chance.randrange(1, 140)) + chance.choice(["", "", "a", "b"]),
        "school": school,
        "school.short": _short(school),
        "school.other": school_other,
        "hospital": chance.choice(places["hospital"]),
        "other": chance.choice(places["other"]),
        "postcode": f"Z{letters[0]}{digits[0]} {digits[1]}{letters[1:3]}",
        "nhs": chance.choice([f"{digits[2:5]} {digits[5:8]} {digits[8:12]}", digits[2:12]]),
        "upn": f"{letters[3]}{digits[12:24]}",
        "ref": chance.choice([f"{letters[4:6]}/{digits[24:29]}/19", digits[24:34], f"{letters[4]}-{digits[24:30]}"]),
        "phone": f"01632 960{digits[30:33]}",
        "plate": f"{letters[4:6]}{digits[34:36]} {letters[5:8]}",
        "attendance": digits[36:38],
    }


def _short(school: str) -> str:
    words = [
        word for word in school.split() if word not in {"Primary", "High", "School", "Academy", "Juniors", "Community"}
    ]
    return " ".join(words)


_Piece = tuple[str, str, str]  # what is written, its kind ("" for the rest), about whom


def _written(world: _World, style: str) -> Note:
    sentences = [row[1] for row in _rows("sentences.txt") if row[0] == world.side]
    chosen = world.chance.sample(sentences, world.chance.randrange(4, 8))
    pieces: list[_Piece] = []
    for place, sentence in enumerate(STYLES[world.side][style](chosen)):
        pieces += _filled(sentence if place == 0 else f"{sentence}", world, style)
    text, given = "", []
    for written, kind, who in pieces:
        if kind:
            given.append(Given(len(text), len(text) + len(written), kind, who))
        text += written
    return Note(text, _record(world), given, world.origin, style)


def _filled(sentence: str, world: _World, style: str) -> Iterator[_Piece]:
    change = CASES.get(style, as_written)
    for place, part in enumerate(sentence.replace("}", "{").split("{")):
        if place % 2 == 0:
            yield change(part, world.chance) if style not in NAMES_ONLY else part, "", ""
        elif part == "attendance":
            yield world.facts["attendance"], "", ""
        else:
            written, kind, who = _slot(part, world)
            yield change(written, world.chance), kind, who


def _slot(slot: str, world: _World) -> _Piece:
    who, _, form = slot.partition(".")
    if who in world.people:
        relative = {"mother", "father", "sibling", "gran"}
        return _name(who, form, world), "person", "relative" if who in relative else who
    if who in {"dob", "date", "age"}:
        return _when(who, form, world), "age" if who == "age" else "date", "date"
    if who == "home":
        facts = world.facts
        return f"{facts['number']} {facts['street']}, {facts['town']}, {facts['postcode']}", "place", "address"
    if who in {"email", "handle"}:
        child = world.people["child"]
        plain = f"{child.first}.{child.last}{world.chance.randrange(99)}".replace(" ", "").lower()
        return f"{plain}@example.org" if who == "email" else f"@{plain.replace('.', '_')}", "identifier", "id"
    whose = {"school": "school", "town": "address", "street": "address", "other": "third", "hospital": "third"}
    if slot.endswith(".other"):
        return world.facts[slot], "place", "third"
    kind = {"school": "organisation", "hospital": "organisation", "town": "place", "street": "place", "other": "place"}
    return world.facts[slot], kind.get(who, "identifier"), whose.get(who, "id")


def _name(who: str, form: str, world: _World) -> str:
    name, chance = world.people[who], world.chance
    if who == "gran" and form != "bare":
        return f"{chance.choice(['Nan', 'Grandma', 'Auntie'])} {name.first}"
    if who == "teacher":
        return f"{chance.choice(['Mr', 'Mrs', 'Miss', 'Dr'])} {name.last}"
    if who == "officer":
        return (
            f"{chance.choice(['PC', 'DC', 'Sgt'])} {chance.choice(['', f'{chance.randrange(1000, 9999)} '])}{name.last}"
        )
    forms = {
        "": name.first,
        "full": name.full,
        "bare": name.first,
        "poss": f"{name.first}'s",
        "nick": name.nick,
        "last_first": f"{name.last.upper()}, {name.first}",
        "initials": chance.choice(["{}{}", "{}.{}."]).format(name.first[0], name.last[0].upper()),
        "title": f"{chance.choice(['Mrs', 'Ms', 'Miss'])} {name.last}",
        "typo": _misspelt(name.first, chance),
        "street": chance.choice(_STREET_NAMES[world.side]),
    }
    return forms[form]


def _misspelt(name: str, chance: random.Random) -> str:
    """Return a name with one slip of a keyboard inside it; one too short for it as it is."""
    if len(name) < 5 or " " in name or "-" in name:
        return name
    place = chance.randrange(1, len(name) - 2)
    left, right = name[:place], name[place:]
    return chance.choice([left + right[1] + right[0] + right[2:], left + right[1:], left + right[0] + right])


def _when(who: str, form: str, world: _World) -> str:
    chance = world.chance
    day = world.born if who == "dob" else date(2019, 1, 1) + timedelta(days=chance.randrange(300))
    if who == "age":
        return str(2019 - world.born.year)
    if form == "month":
        return f"{MONTHS[day.month - 1]} {day.year}"
    return chance.choice(
        [
            f"{day.day:02}/{day.month:02}/{day.year}",
            f"{day.day}.{day.month}.{day.year % 100:02}",
            f"{day.day} {MONTHS[day.month - 1]} {day.year}",
            f"{day.day}th {MONTHS[day.month - 1][:3]}"
            if 3 < day.day < 21
            else f"{day.day} {MONTHS[day.month - 1][:3]}",
            day.isoformat(),
        ]
    )


def _record(world: _World) -> dict[str, Any]:
    """Return what is linked about the child: its people, school, home, birthday and numbers."""
    child, facts = world.people["child"], world.facts
    initials = f"{child.first[0]}{child.last[0].upper()}"
    known = [{"name": child.full, "also_known_as": [child.nick, initials]}]
    known += [{"name": world.people[who].full, "also_known_as": []} for who in ("mother", "father", "sibling", "gran")]
    known += [{"name": world.people["worker"].full, "also_known_as": []}]
    known += [{"name": world.people["teacher"].last, "also_known_as": []}]
    return {
        "people": known,
        "organisations": [facts["school"], facts["school.short"]],
        "places": [f"{facts['number']} {facts['street']}", facts["street"], facts["town"], facts["postcode"]],
        "dates": [world.born.isoformat()],
        "identifiers": [facts["nhs"], facts["upn"]],
    }
