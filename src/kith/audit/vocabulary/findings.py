"""The words of findings: the questions that the record answers, what was counted, and what is done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Question(StrEnum):
    """A question about the cohort that the record answers by counting."""

    COUNTY_LINES = "county_lines"
    MALE = "male"
    LOOKED_AFTER = "looked_after"
    PROTECTION_PLAN = "protection_plan"
    IN_NEED = "in_need"
    NEVER_KNOWN = "never_known"
    EHCP = "ehcp"
    ATTENDANCE_FELL = "attendance_fell"
    EXCLUDED_OFTEN = "excluded_often"
    MUCH_POLICE_AND_OUT = "much_police_and_out"
    HUNDRED_BY_TEN = "hundred_by_ten"
    MANY_AGENCIES = "many_agencies"
    VOICE_SOUGHT = "voice_sought"
    VOICE_DECLINED = "voice_declined"
    REFERRALS_SILENT = "referrals_silent"


@dataclass(frozen=True, kw_only=True)
class QuestionWords:
    """A question as it is asked, and the sentence that answers it after the share: "Half (4 of 8)" and then `says`.

    What stands in braces is a number of the thresholds that an audit is counted with; see `rules.question_words`.
    """

    asks: str
    says: str
    of: str = "young people"


QUESTION_WORDS: Final[Mapping[Question, QuestionWords]] = MappingProxyType(
    {
        Question.COUNTY_LINES: QuestionWords(
            asks="In how many cases does the record point to county lines?",
            says="are, by the record, linked to county lines.",
        ),
        Question.MALE: QuestionWords(asks="How many are male?", says="are male."),
        Question.LOOKED_AFTER: QuestionWords(
            asks="How many were looked after on the day of the incident?",
            says="were looked after on the day of the incident.",
        ),
        Question.PROTECTION_PLAN: QuestionWords(
            asks="How many had a child protection plan on that day?", says="had a child protection plan on that day."
        ),
        Question.IN_NEED: QuestionWords(
            asks="How many had a child in need plan on that day?", says="had a child in need plan on that day."
        ),
        Question.NEVER_KNOWN: QuestionWords(
            asks="How many had never been involved with statutory social care?",
            says="had never been involved with statutory social care.",
        ),
        Question.EHCP: QuestionWords(
            asks="How many had an Education, Health and Care Plan on that day?",
            says="had an Education, Health and Care Plan on that day.",
        ),
        Question.ATTENDANCE_FELL: QuestionWords(
            asks="For how many had attendance at school fallen before the incident?",
            says="went to school less before the incident: attendance had fallen by {fell} points or more.",
        ),
        Question.EXCLUDED_OFTEN: QuestionWords(
            asks="How many had been suspended or excluded {excluded} or more before the incident?",
            says="had been suspended or excluded {excluded} or more before the incident.",
        ),
        Question.MUCH_POLICE_AND_OUT: QuestionWords(
            asks="How many had {police} contacts with the police or more, and time out of school?",
            says="had both much contact with the police ({police} times or more) and time out of school before it.",
        ),
        Question.HUNDRED_BY_TEN: QuestionWords(
            asks="How many had over {early_over} contacts with the police by the age of {early_age}?",
            says="had over {early_over} contacts with the police by the age of {early_age}.",
        ),
        Question.MANY_AGENCIES: QuestionWords(
            asks="How many were known to {agencies} agencies or more in the year before?",
            says="were known to {agencies} agencies or more in the year before the incident.",
        ),
        Question.VOICE_SOUGHT: QuestionWords(
            asks="In how many cases were the wishes and feelings sought?",
            says="were asked for their wishes and feelings.",
        ),
        Question.VOICE_DECLINED: QuestionWords(
            asks="How many, when asked, would rather not say?", says="would rather not say when they were asked."
        ),
        Question.REFERRALS_SILENT: QuestionWords(
            asks="How many referrals since the incident do not note the risk?",
            says="sent since the incident do not note the risk.",
            of="referrals",
        ),
    }
)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """So many of so many; `unknown` are those of whom nothing can be told, and they are in neither number.

    `in_part` are those of the whole of whom an audit's own question was answered "in part": they are not in the part.
    """

    part: int
    whole: int
    unknown: int = 0
    in_part: int = 0


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One question in two audits, and by how many percentage points the share moved; None where one is of nobody.

    A question that an audit asked of its own is named by its number.
    `counted_otherwise` says which thresholds the two were counted with, where an answer hangs on one that changed.
    """

    question: Question | int
    before: Tally
    after: Tally
    points: float | None
    counted_otherwise: str = ""


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """Of the referrals sent in one quarter by agencies that sent five or more, how many note a risk.

    `left_out` is the number of agencies of which too few were sent to say anything.
    """

    begins_on: date
    sent: int
    noting: int
    left_out: int


class AuditActionState(StrEnum):
    """How an action from an audit stands: its owner shows what was done, the subgroup accepts it or sends it back."""

    AGREED = "agreed"
    EVIDENCED = "evidenced"
    ACCEPTED = "accepted"


ACTION_WORDS: Final[Mapping[AuditActionState, str]] = MappingProxyType(
    {
        AuditActionState.AGREED: "Agreed",
        AuditActionState.EVIDENCED: "Evidence is with the subgroup",
        AuditActionState.ACCEPTED: "Accepted by the subgroup",
    }
)
