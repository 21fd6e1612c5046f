"""Works out the facts of a case from its story: pure, so that a second, slower statement can check every one."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from kith.audit.vocabulary import CareStatus, CaseFacts, Happened, Schooled, Story, Thresholds
from kith.common.dates import age_on

YEAR: Final = timedelta(days=365)

_EXCLUSIONS: Final = frozenset({"school.suspended", "school.excluded"})
_MISSING: Final = frozenset({"police.missing", "police.missing_long", "care.missing"})
_STATUTORY: Final = frozenset(
    {
        "care.in_need_plan",
        "care.protection_plan",
        "care.looked_after",
        "care.section47",
        "care.conference",
    }
)
_LINES: Final = frozenset({"care.factor_trafficking", "care.national_referral"})
# A sentence may say that nothing points to them, so only marks and kinds count, never words.
_LINES_MARK: Final = re.compile(r"county[ _-]?lines?", re.IGNORECASE)
_PLANS: Final[Mapping[str, str]] = {
    "care.early_help": "Early help",
    "care.in_need_plan": "Child in need plan",
    "care.protection_plan": "Child protection plan",
    "care.looked_after": "Looked after",
    "justice.order": "Youth justice order",
    "justice.intervention": "Youth justice intervention",
    "school.ehcp": "Education, Health and Care Plan",
    "care.intervention": "Intervention by a service",
}


def facts_of(story: Story, thresholds: Thresholds) -> CaseFacts:
    """Return what the record shows of one case; the thresholds say how long a term is, and what is early."""
    on, before = story.incident_on, _before(story.happened, story.incident_on)
    police = [each for each in before if each.kind.startswith("police.")]
    sent = [each for each in story.referred if each.sent_on >= on]
    term, weeks = thresholds.attendance_weeks, _weeks_before(story.weeks, on)
    return CaseFacts(
        thresholds=thresholds.version,
        incident_on=on,
        as_of=story.as_of,
        age=age_on(story.born_on, on) if story.born_on else None,
        sex=story.sex,
        status=status_on(story.happened, on),
        has_ehcp=_stands("school.ehcp", story.happened, on),
        has_sen_support=_stands("school.sen_support", story.happened, on),
        attendance=_attendance(weeks[:term], thresholds),
        attendance_earlier=_attendance(weeks[term : 2 * term], thresholds),
        exclusions=_events(each for each in before if each.kind in _EXCLUSIONS),
        police_before=_events(police),
        police_early=_police_early(story, thresholds.police_early_age),
        first_police_age=_first_age(police, story.born_on),
        missing_before=_events(each for each in before if each.kind in _MISSING),
        moves_before=_events(each for each in before if each.kind == "care.placement_moved"),
        plans=tuple(words for kind, words in _PLANS.items() if _stands(kind, story.happened, on)),
        agencies=tuple(sorted({each.agency for each in before if each.occurred_on > on - YEAR and each.agency})),
        county_lines=any(each.kind in _LINES or _LINES_MARK.search(each.markers) for each in story.happened),
        referrals=len(sent),
        referrals_silent=sum(not each.notes_risk for each in sent),
        voice_sought=len(story.heard),
        voice_declined=sum(each.declined for each in story.heard),
    )


def status_on(happened: Iterable[Happened], on: date) -> CareStatus:
    """Return how somebody stood to social care on a day; the weightiest of what stood counts."""
    told = list(happened)
    for kind, status in (
        ("care.looked_after", CareStatus.LOOKED_AFTER),
        ("care.protection_plan", CareStatus.PROTECTION_PLAN),
        ("care.in_need_plan", CareStatus.IN_NEED),
    ):
        if _stands(kind, told, on):
            return status
    known = any(each.kind in _STATUTORY and each.occurred_on <= on for each in told)
    return CareStatus.NONE_THEN if known else CareStatus.NEVER


def attendance_fell(facts: CaseFacts, thresholds: Thresholds) -> bool | None:
    """Test whether attendance had fallen by as much as makes a fall; None when either term is not known."""
    if facts.attendance is None or facts.attendance_earlier is None:
        return None
    return facts.attendance_earlier - facts.attendance >= thresholds.attendance_fell_points


def facts_as_json(facts: CaseFacts) -> dict[str, Any]:
    """Return facts as they are kept."""
    kept = {name: getattr(facts, name) for name in CaseFacts.__dataclass_fields__}
    days = {"incident_on": facts.incident_on.isoformat(), "as_of": facts.as_of.isoformat()}
    return kept | days | {"status": facts.status.value, "plans": list(facts.plans), "agencies": list(facts.agencies)}


def facts_from_json(kept: Mapping[str, Any]) -> CaseFacts:
    """Return facts as they were worked out."""
    read = {
        "incident_on": date.fromisoformat(kept["incident_on"]),
        "as_of": date.fromisoformat(kept["as_of"]),
        "status": CareStatus(kept["status"]),
        "plans": tuple(kept["plans"]),
        "agencies": tuple(kept["agencies"]),
    }
    return CaseFacts(**dict(kept) | read)


def _before(happened: Iterable[Happened], on: date) -> list[Happened]:
    return [each for each in happened if each.occurred_on < on]


def _events(told: Iterable[Happened]) -> int:
    # One occurrence may be told as several entries: an arrest, and the weapon that was found.
    return len({each.event for each in told})


def _stands(kind: str, happened: Iterable[Happened], on: date) -> bool:
    return any(
        each.kind == kind and each.occurred_on <= on and (each.ended_on is None or each.ended_on >= on)
        for each in happened
    )


def _weeks_before(weeks: Iterable[Schooled], on: date) -> list[Schooled]:
    """Return the weeks with school that had ended before a day, the latest first."""
    over = [week for week in weeks if week.possible > 0 and week.week_on + timedelta(days=7) <= on]
    return sorted(over, key=lambda week: week.week_on, reverse=True)


def _attendance(weeks: Iterable[Schooled], thresholds: Thresholds) -> float | None:
    chosen = list(weeks)
    possible, absent = sum(week.possible for week in chosen), sum(week.absent for week in chosen)
    too_few = possible < thresholds.attendance_least_half_days
    return None if too_few else round(100 * (possible - absent) / possible, 1)


def _police_early(story: Story, age: int) -> int | None:
    if story.born_on is None:
        return None
    until = _birthday(story.born_on, age)
    return _events(each for each in story.happened if each.kind.startswith("police.") and each.occurred_on <= until)


def _birthday(born_on: date, age: int) -> date:
    """Return a birthday; whoever was born on 29 February has theirs on 1 March in other years, as the law counts."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def _first_age(police: Iterable[Happened], born_on: date | None) -> int | None:
    days = [each.occurred_on for each in police]
    return age_on(born_on, min(days)) if days and born_on else None
