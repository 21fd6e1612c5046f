"""Writes the policy out in words, from the file by which the list was made."""

from typing import Any

from kith.feeds.vocabulary import EVENT_KINDS
from kith.priority.analysis.decay import decay_table
from kith.priority.presenters import words
from kith.priority.rules.policy_lint import sources_of, sources_of_indicator
from kith.priority.vocabulary import NEVER_INPUTS, Indicator, Per, Policy

_WEEKS = (0, 1, 2, 4, 6, 8, 11, 13, 26, 39, 52, 78, 104, 156)


def policy_page(policy: Policy) -> dict[str, Any]:
    """Return the whole policy: every indicator with its points, cap, half-life and reason."""
    return {
        "policy": policy,
        "effective": words.day(policy.effective_on),
        "approved": words.joined(policy.approved_by),
        "consider": policy.seats.consider,
        "themes": [
            {
                "id": theme.value,
                "title": words.THEMES[theme],
                "cap": policy.theme_cap[theme],
                "indicators": [_indicator(policy, each) for each in indicators],
            }
            for theme, indicators in policy.by_theme()
        ],
        "weeks": _WEEKS,
        "decay": [_decay(name, weeks) for name, weeks in policy.half_life_weeks.items()],
        "critical": [(EVENT_KINDS[kind].headline, words.joined(sources_of([kind]))) for kind in policy.critical.events],
        "context": [(EVENT_KINDS[kind].headline, because) for kind, because in policy.context.items()],
        "never": [(EVENT_KINDS[kind].headline, because) for kind, because in NEVER_INPUTS.items()],
        "triggers": [(words.SECTORS[each.sector], each.says) for each in policy.triggers],
    }


def _indicator(policy: Policy, each: Indicator) -> dict[str, Any]:
    return {
        "id": each.id,
        "says": each.says,
        "agency": words.SECTORS[each.sector],
        "points": _points(each),
        "cap": each.cap,
        "lasts": _lasts(policy, each),
        "who": words.joined([role.replace("_", " ") for role in each.roles]),
        "sources": words.joined(sources_of_indicator(each)),
        "why": each.why,
        "owner": each.owner,
        "review": words.day(each.review_by),
    }


def _points(each: Indicator) -> str:
    if each.is_attendance:
        unit = "percentage points lower" if each.per is Per.ATTENDANCE_FALL else "in 100 missed"
        return ", ".join(f"{points} from {percent} {unit}" for percent, points in each.steps)
    if each.severity:
        return f"{each.points * each.severity[0]} to {each.points * each.severity[1]} each, by gravity"
    if each.per is Per.COUNT:
        return f"{each.points} once there are {each.at_least}"
    return f"{each.points} each" if each.per is Per.EVENT else f"{each.points} while it is true"


def _lasts(policy: Policy, each: Indicator) -> str:
    if each.is_attendance:
        return f"last {policy.attendance.recent_weeks} school weeks"
    lasts = f"counts for {each.lookback_weeks} weeks"
    if each.decay != "none":
        lasts += f", halves every {policy.half_life_weeks[each.decay]} weeks"
    if each.before_age < 99:
        lasts += f", before the {each.before_age}th birthday"
    return lasts + (f", from age {each.from_age}" if each.from_age else "")


def _decay(name: str, half_life: int) -> dict[str, Any]:
    table = decay_table(half_life, _WEEKS[-1])
    return {"name": name, "half_life": half_life, "left": [f"{table[week] / 1000:.3f}" for week in _WEEKS]}
