"""Named fictional families and what happened to them, as plain rows that a test can read aloud."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One event of one agency: who took part, and as what."""

    agency: str
    local_id: str
    kind: str
    occurred_on: date
    participants: tuple[tuple[str, str], ...]  # (the agency's own number of a person, role)
    ended_on: date | None = None
    known_at: date | None = None
    band: int = 1
    says: str = ""
    said_by: str = ""
    place: str = ""
    basis: str = "fact"
    detail: dict[str, Any] = field(default_factory=dict)
    retracted: bool = False


# Who is who: each agency's own numbers, by the name that we give the person.
VALES = {
    "Ada": {"police": ["P-1", "P-9"], "care": ["C-1"], "hospital": ["H-1"]},
    "Ben": {"police": ["P-2"], "care": ["C-2"]},
    "Cyd": {"police": ["P-3"]},
}
# P-4 is somebody whom no agency but the police knows and whom nothing links.
HAPPENINGS = (
    Happening(
        agency="police",
        local_id="OCC-1",
        kind="police.violence_victim",
        occurred_on=date(2020, 2, 29),
        known_at=date(2020, 3, 1),
        participants=(("P-1", "victim"), ("P-2", "witness"), ("P-4", "suspect")),
        band=5,
        says="hit by a stranger in the park",
        place="Larch Park",
        detail={"weapon": "none"},
    ),
    Happening(
        agency="police",
        local_id="OCC-2",
        kind="police.contact",
        occurred_on=date(2021, 1, 5),
        participants=(("P-9", "involved"), ("P-1", "involved")),
        says="seen twice under two numbers",
    ),
    Happening(
        agency="care",
        local_id="REF-1",
        kind="care.referral",
        occurred_on=date(2021, 6, 1),
        participants=(("C-1", "subject"), ("C-2", "subject")),
        says="referred by the school",
        said_by="a teacher",
        basis="opinion",
    ),
    Happening(
        agency="care",
        local_id="LAC-1",
        kind="care.looked_after",
        occurred_on=date(2022, 1, 10),
        ended_on=date(2023, 5, 1),
        participants=(("C-1", "subject"),),
    ),
    Happening(
        agency="hospital",
        local_id="ED-1",
        kind="health.assault_attendance",
        occurred_on=date(2022, 7, 7),
        participants=(("H-1", "subject"),),
        says="a wound to the hand",
        band=4,
    ),
    Happening(
        agency="police",
        local_id="OCC-3",
        kind="police.weapon",
        occurred_on=date(2022, 8, 1),
        participants=(("P-1", "suspect"), ("P-3", "involved")),
        says="mistaken identity",
        retracted=True,
        band=6,
    ),
    Happening(
        agency="police",
        local_id="OCC-4",
        kind="a.kind_nobody_knows",
        occurred_on=date(2022, 9, 1),
        participants=(("P-3", "subject"),),
        says="kept all the same",
    ),
)
