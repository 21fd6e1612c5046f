"""Says what the record shows in each section of a tool, in sentences without a name."""

from collections.abc import Mapping

from kith.audit.rules.facts import attendance_fell
from kith.audit.rules.thresholds import number_words, thresholds_called
from kith.audit.vocabulary import STATUS_WORDS, CaseFacts, Section


def prefilled(facts: CaseFacts) -> Mapping[Section, tuple[str, ...]]:
    """Return by section what the record showed of a case on the day it was read; a section may have nothing."""
    said = {
        Section.PROFILE: _profile(facts),
        Section.HISTORY: _history(facts),
        Section.RECOGNITION: _recognition(facts),
        Section.PLANNING: _planning(facts),
        Section.SHARING: (f"In the year before: {', '.join(facts.agencies) or 'no agency'}.",),
        Section.VOICE: _voice(facts),
        Section.DIVERSITY: (f"Sex as recorded: {_sex(facts.sex)}. Origin, faith and language: look in the record.",),
    }
    return {section: said.get(section, ()) for section in Section}


def attendance_words(facts: CaseFacts) -> str:
    """Return attendance in the term before the incident, beside the term before that."""
    if facts.attendance is None:
        return "Attendance before the incident is not known."
    thresholds = thresholds_called(facts.thresholds)
    weeks, points = number_words(thresholds.attendance_weeks), number_words(thresholds.attendance_fell_points)
    now = f"Attendance in the {weeks} school weeks before: {facts.attendance:g} %"
    if facts.attendance_earlier is None:
        return f"{now}; before those it is not known."
    fell = f", a fall of {points} points or more" if attendance_fell(facts, thresholds) else ""
    return f"{now}; in the {weeks} before those: {facts.attendance_earlier:g} %{fell}."


def _profile(facts: CaseFacts) -> tuple[str, ...]:
    age = "Age not known" if facts.age is None else f"{facts.age} years old"
    plan = "Education, Health and Care Plan" if facts.has_ehcp else "SEN support" if facts.has_sen_support else "No SEN"
    return (
        f"{age} on {facts.incident_on:%-d %B %Y}, {_sex(facts.sex)}.",
        f"{STATUS_WORDS[facts.status]}. {plan}.",
        attendance_words(facts),
        f"Suspended or excluded before it: {_times(facts.exclusions)}. Missing: {_times(facts.missing_before)}. "
        f"Placement moved: {_times(facts.moves_before)}.",
    )


def _history(facts: CaseFacts) -> tuple[str, ...]:
    first = "" if facts.first_police_age is None else f", the first at the age of {facts.first_police_age}"
    early_age = thresholds_called(facts.thresholds).police_early_age
    early = "not known" if facts.police_early is None else _times(facts.police_early)
    lines = (
        "The record points to county lines." if facts.county_lines else "Nothing in the record points to county lines."
    )
    return (
        f"In contact with the police before the incident: {_times(facts.police_before)}{first}.",
        f"In contact with the police by the age of {early_age}: {early}.",
        lines,
    )


def _recognition(facts: CaseFacts) -> tuple[str, ...]:
    if not facts.referrals:
        return ("No referral has been sent since the incident.",)
    return (f"Referrals since the incident: {facts.referrals}; {facts.referrals_silent} of them do not note the risk.",)


def _planning(facts: CaseFacts) -> tuple[str, ...]:
    return (f"In place on the day: {', '.join(facts.plans).lower() or 'no plan'}.",)


def _voice(facts: CaseFacts) -> tuple[str, ...]:
    if not facts.voice_sought:
        return ("Nobody has written down the wishes and feelings.",)
    declined = f"; declined {_times(facts.voice_declined)}" if facts.voice_declined else ""
    return (f"Wishes and feelings were sought {_times(facts.voice_sought)}{declined}.",)


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _sex(sex: str) -> str:
    return {"M": "male", "F": "female"}.get(sex.upper()[:1], "not known")
