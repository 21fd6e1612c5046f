"""The numbers from which on a finding speaks of a fall, of often, of much; one version of them is reviewed data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from kith.audit.vocabulary.findings import Question


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """One version: shares in percent, falls in points of a hundred, `attendance_weeks` in weeks with school.

    `police_early_age` is in years; contacts count until that birthday, and more than `police_early_over` are said.
    """

    version: str
    valid_from: date
    valid_to: date | None
    source: str
    attendance_weeks: int
    attendance_least_half_days: int
    attendance_fell_points: int
    attendance_out_percent: int
    exclusions_often: int
    police_much: int
    police_early_age: int
    police_early_over: int
    agencies_many: int


# What each number is called where two audits were counted with different ones.
THRESHOLD_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "attendance_weeks": "weeks with school that are compared",
        "attendance_least_half_days": "fewest half-days from which attendance is known",
        "attendance_fell_points": "points that make a fall in attendance",
        "attendance_out_percent": "percent of half-days below which somebody is out of school",
        "exclusions_often": "suspensions and exclusions that count as often",
        "police_much": "contacts with the police that count as much",
        "police_early_age": "age until which early contacts with the police count",
        "police_early_over": "early contacts with the police that must be passed",
        "agencies_many": "agencies that count as many",
    }
)
_ATTENDANCE: Final = ("attendance_weeks", "attendance_least_half_days")
# Which numbers an answer hangs on; an answer to another question hangs on none.
HANGS_ON: Final[Mapping[Question, tuple[str, ...]]] = MappingProxyType(
    {
        Question.ATTENDANCE_FELL: (*_ATTENDANCE, "attendance_fell_points"),
        Question.EXCLUDED_OFTEN: ("exclusions_often",),
        Question.MUCH_POLICE_AND_OUT: (*_ATTENDANCE, "attendance_out_percent", "exclusions_often", "police_much"),
        Question.HUNDRED_BY_TEN: ("police_early_age", "police_early_over"),
        Question.MANY_AGENCIES: ("agencies_many",),
    }
)
