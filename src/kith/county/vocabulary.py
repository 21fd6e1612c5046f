"""The words and the published figures that the invented county keeps to."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Agency(StrEnum):
    """The agencies whose files are written; the codes are those of docs/formats.md."""

    CARE = "care"
    EDUCATION = "education"
    POLICE = "police"
    YOUTH_JUSTICE = "yjs"
    HOSPITAL = "hospital"


class Route(StrEnum):
    """How an index event came about: out of a long story, or out of one shock with little warning."""

    STORY = "story"
    SHOCK = "shock"


BURN_IN_WEEKS = 156  # lives run three years before the first file, so that plans and placements are already open
LAST_DAY = date(2026, 11, 15)  # a Sunday; no clock is read, so that the same seed gives the same bytes
COUNCIL_NUMBER = "990"  # no council of England has it
FIRST_URN = 900001
POSTCODE_AREA = "QX"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to invent: how many people, over how many years of files, from which seed."""

    people: int
    years: int
    seed: int
    last_day: date = LAST_DAY

    @property
    def first_day(self) -> date:
        """Return the Monday on which the files begin."""
        return self.last_day + timedelta(days=1) - timedelta(weeks=52 * self.years)

    @property
    def life_begins(self) -> date:
        """Return the Monday of the first simulated week."""
        return self.first_day - timedelta(weeks=BURN_IN_WEEKS)

    @property
    def weeks(self) -> int:
        """Return the number of simulated weeks, burn-in included."""
        return BURN_IN_WEEKS + 52 * self.years


@dataclass(frozen=True, kw_only=True)
class YearlyRates:
    """Published rates to which the county is calibrated (reference: priority.md 11 and 12).

    Rates per child are a year's events divided by 110,000 children under 18; pupil rates by pupils on roll.
    """

    suspensions: float = 0.1131  # DfE 2023/24: 11.31 per 100 pupils
    exclusions: float = 0.0013  # DfE 2023/24: 0.13 per 100 pupils
    referrals: float = 5_700 / 110_000  # 633,000 in England in 2025, the county's share
    in_need: float = 3_600 / 110_000  # open at 31 March
    protected: float = 450 / 110_000  # child protection plans at 31 March
    looked_after: float = 67 / 10_000  # DfE 2025, at 31 March
    missing_reports: float = 1_700 / 110_000
    missing_children: float = 550 / 110_000  # 1 in 200
    domestic_notices: float = 3_000 / 110_000  # one notice a child and incident
    police_contacts: float = 16_000 / 110_000  # midpoint of 12,000 to 20,000; all kinds together
    hospital_flags: float = 4_500 / 110_000  # midpoint of 3,000 to 6,000
    first_entrants: float = 135 / 100_000  # per child aged 10 to 17, South West
    index_events: float = 125 / 110_000  # midpoint of 100 to 150
    absence: float = 0.070  # midpoint of 6.7 to 7.3 %
    persistent: float = 0.20  # pupils missing a tenth of their sessions or more
    severe: float = 0.022  # pupils missing half or more


RATES = YearlyRates()
SHOCK_SHARE = 0.30  # index events without a visible story: 25 to 35 %
UNDER_18_SHARE = 110_000 / 571_600  # of all people, Census 2021


@dataclass(frozen=True, kw_only=True)
class WrittenFile:
    """One file written for an agency."""

    agency: str
    feed: str
    path: str
    sha256: str
    rows: int
