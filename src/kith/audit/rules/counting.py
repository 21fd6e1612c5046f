"""Counts what the record of a cohort answers, and says it: a vague word never stands without its number."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from kith.audit.rules.facts import attendance_fell
from kith.audit.rules.thresholds import question_words
from kith.audit.vocabulary import (
    AuditRefused,
    CareStatus,
    CaseFacts,
    CaseSays,
    Difference,
    Question,
    Tally,
    Thresholds,
)

Asked = Question | int  # a question that the record answers, or the number of an audit's own
_VAGUE: Final = re.compile(
    r"\b(most|several|half|some|many|few|a number|the majority|a majority|a minority|nearly all|almost all)\b"
    r"(?!\s*\(\d+ of \d+\))",
    re.IGNORECASE,
)


def _often_excluded(facts: CaseFacts, thresholds: Thresholds) -> bool:
    return facts.exclusions >= thresholds.exclusions_often


def _much_police_and_out(facts: CaseFacts, thresholds: Thresholds) -> bool:
    was_absent = facts.attendance is not None and facts.attendance < thresholds.attendance_out_percent
    return facts.police_before >= thresholds.police_much and (was_absent or _often_excluded(facts, thresholds))


def _much_police_early(facts: CaseFacts, thresholds: Thresholds) -> bool | None:
    return None if facts.police_early is None else facts.police_early > thresholds.police_early_over


def _is_male(facts: CaseFacts, thresholds: Thresholds) -> bool | None:
    return {"M": True, "F": False}.get(facts.sex.upper()[:1])


def _stood(status: CareStatus, facts: CaseFacts, thresholds: Thresholds) -> bool:
    return facts.status is status


_ANSWERS: Final[Mapping[Question, Callable[[CaseFacts, Thresholds], bool | None]]] = {
    Question.COUNTY_LINES: lambda facts, thresholds: facts.county_lines,
    Question.MALE: _is_male,
    Question.LOOKED_AFTER: partial(_stood, CareStatus.LOOKED_AFTER),
    Question.PROTECTION_PLAN: partial(_stood, CareStatus.PROTECTION_PLAN),
    Question.IN_NEED: partial(_stood, CareStatus.IN_NEED),
    Question.NEVER_KNOWN: partial(_stood, CareStatus.NEVER),
    Question.EHCP: lambda facts, thresholds: facts.has_ehcp,
    Question.ATTENDANCE_FELL: attendance_fell,
    Question.EXCLUDED_OFTEN: _often_excluded,
    Question.MUCH_POLICE_AND_OUT: _much_police_and_out,
    Question.HUNDRED_BY_TEN: _much_police_early,
    Question.MANY_AGENCIES: lambda facts, thresholds: len(facts.agencies) >= thresholds.agencies_many,
    Question.VOICE_SOUGHT: lambda facts, thresholds: facts.voice_sought > 0,
    Question.VOICE_DECLINED: lambda facts, thresholds: facts.voice_declined > 0,
}


def answer_of(question: Question, facts: CaseFacts, thresholds: Thresholds) -> bool | None:
    """Return what the record answers for one case; None when it cannot tell. Referrals: whether any is silent."""
    if question is Question.REFERRALS_SILENT:
        return facts.referrals_silent > 0 if facts.referrals else None
    return _ANSWERS[question](facts, thresholds)


def tally(question: Question, cases: Iterable[CaseFacts], thresholds: Thresholds) -> Tally:
    """Return of how many the answer is yes; a question about referrals counts referrals, not young people."""
    told = list(cases)
    if question is Question.REFERRALS_SILENT:
        return Tally(part=sum(one.referrals_silent for one in told), whole=sum(one.referrals for one in told))
    answers = [answer_of(question, one, thresholds) for one in told]
    known = [answer for answer in answers if answer is not None]
    return Tally(part=sum(known), whole=len(known), unknown=len(answers) - len(known))


def share_words(part: int, whole: int) -> str:
    """Return a share with its number inside: "half (4 of 8)"."""
    number = f"({part} of {whole})"
    if part == 0:
        return f"none {number}"
    if part == whole:
        return f"all {number}"
    if part == 1:
        return f"one {number}"
    if part * 2 == whole:
        return f"half {number}"
    if part * 2 > whole:
        return f"most {number}"
    return f"two {number}" if part == 2 else f"several {number}"


def finding_words(question: Question, counted: Tally, thresholds: Thresholds) -> str:
    """Return a finding as a sentence; whom the record cannot tell of is said."""
    words = question_words(question, thresholds)
    if counted.whole == 0:
        nobody = (
            "No referral has been sent since the incident, so there is none to count."
            if words.of == "referrals"
            else "The record cannot tell of anybody."
        )
        return (
            nobody if counted.unknown == 0 or words.of == "referrals" else f"{nobody} Not known for {counted.unknown}."
        )
    share = share_words(counted.part, counted.whole)
    said = f"{share[0].upper()}{share[1:]} of the {words.of} {words.says}"
    return f"{said} Not known for {counted.unknown} more." if counted.unknown else said


def tally_answers(answers: Iterable[CaseSays], asked: int) -> Tally:
    """Return of how many an audit's own question was answered with yes; who has not seen or said it is unknown."""
    told = Counter(answers)
    whole = told.total() - told[CaseSays.NOT_SEEN]
    return Tally(part=told[CaseSays.YES], whole=whole, unknown=asked - whole, in_part=told[CaseSays.PART])


def own_finding_words(says: str, counted_of: str, counted: Tally) -> str:
    """Return what an audit's own question found as a sentence, with the number inside."""
    if counted.whole == 0:
        nobody = f"Not seen, or not answered, for any of {counted.unknown} {counted_of}: {says}"
        return nobody if counted.unknown else f"There was nothing to ask this of: {says}"
    share = share_words(counted.part, counted.whole)
    said = f"{share[0].upper()}{share[1:]} of the {counted_of}: {says}"
    if counted.in_part:
        said += f" In part: {counted.in_part} of {counted.whole}."
    return f"{said} Not seen, or not answered: {counted.unknown} more." if counted.unknown else said


def check_words(text: str) -> str:
    """Return a sentence that is fit to be published, without the blanks around it.

    Raises:
        AuditRefused: it says too little, or says "most" or "several" without the number.
    """
    said = text.strip()
    if len(said) < 10:
        raise AuditRefused("Say it in a whole sentence.")
    vague = _VAGUE.search(said)
    if vague:
        raise AuditRefused(
            f"“{vague.group(1)}” does not say how many. Put the number behind it, as in “{vague.group(1)} (6 of 8)”."
        )
    return said


def difference(before: Mapping[Asked, Tally], after: Mapping[Asked, Tally]) -> tuple[Difference, ...]:
    """Return how far each question that both audits asked moved, in percentage points.

    What the record answers comes first, in the order of questions; then what the audits asked of their own, by number.
    """
    both = before.keys() & after.keys()
    record: list[Asked] = [question for question in Question if question in both]
    own = sorted(question for question in both if not isinstance(question, Question))
    return tuple(_moved(question, before[question], after[question]) for question in [*record, *own])


def _moved(question: Asked, before: Tally, after: Tally) -> Difference:
    shares = [100 * one.part / one.whole if one.whole else None for one in (before, after)]
    points = None if shares[0] is None or shares[1] is None else round(shares[1] - shares[0], 1)
    return Difference(question=question, before=before, after=after, points=points)
