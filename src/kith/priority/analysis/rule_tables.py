"""The policy as tables, so that a join applies it: their names and schemas here, their rows from the policy."""

from typing import Any

import ibis

from kith.priority.analysis.decay import decay_table
from kith.priority.vocabulary import MILLI, Policy

LONGEST_WEEKS = 156
INDICATOR_RULES = ibis.table(
    {
        "indicator": "string",
        "kind": "string",
        "role": "string",
        "theme": "string",
        "sector": "string",
        "per": "string",
        "points": "int64",
        "cap": "int64",
        "lookback_days": "int64",
        "decay": "string",
        "band_low": "int64",
        "band_high": "int64",
        "at_least": "int64",
        "before_age": "int64",
        "from_age": "int64",
    },
    name="indicator_rules",
)
DECAY_RULES = ibis.table({"decay": "string", "age_weeks": "int64", "thousandths": "int64"}, name="decay_rules")
THEME_CAPS = ibis.table({"theme": "string", "theme_cap": "int64"}, name="theme_caps")
CRITICAL_KINDS = ibis.table({"kind": "string", "role": "string"}, name="critical_kinds")
TRIGGER_RULES = ibis.table(
    {"trigger": "string", "kind": "string", "role": "string", "at_least": "int64", "within_days": "int64"},
    name="trigger_rules",
)
SECTORS = ibis.table({"sector": "string", "heaviest": "int64"}, name="sectors")
AGES = ibis.table({"age": "int64"}, name="ages")
TABLES = (INDICATOR_RULES, DECAY_RULES, THEME_CAPS, CRITICAL_KINDS, TRIGGER_RULES, SECTORS, AGES)


def policy_rows(policy: Policy) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each of the tables above, by its name."""
    return {
        "indicator_rules": _indicator_rows(policy),
        "decay_rules": _decay_rows(policy),
        "theme_caps": [(theme.value, cap) for theme, cap in policy.theme_cap.items()],
        "critical_kinds": [(kind, role) for kind, roles in policy.critical.events.items() for role in roles],
        "trigger_rules": [
            (each.id, kind, role, each.at_least, each.within_weeks * 7)
            for each in policy.triggers
            for kind in each.events
            for role in each.roles
        ],
        "sectors": _sector_rows(policy),
        "ages": [(age,) for age in range(policy.ages[0], policy.ages[1] + 1)],
    }


def _indicator_rows(policy: Policy) -> list[tuple[Any, ...]]:
    return [
        (
            *(each.id, kind, role, each.theme.value, each.sector.value, each.per.value),
            *(each.points, each.cap, each.lookback_weeks * 7, each.decay),
            *(each.severity or (1, 1)),
            *(each.at_least, each.before_age, each.from_age),
        )
        for each in policy.indicators
        for kind in each.events
        for role in each.roles
    ]


def _decay_rows(policy: Policy) -> list[tuple[Any, ...]]:
    left = {name: decay_table(weeks, LONGEST_WEEKS) for name, weeks in policy.half_life_weeks.items()}
    left["none"] = [MILLI] * (LONGEST_WEEKS + 1)
    return [(name, age, thousandths) for name, table in left.items() for age, thousandths in enumerate(table)]


def _sector_rows(policy: Policy) -> list[tuple[Any, ...]]:
    heaviest: dict[str, int] = {}
    for each in policy.indicators:
        heaviest[each.sector.value] = max(heaviest.get(each.sector.value, 0), each.cap * MILLI)
    return sorted(heaviest.items())
