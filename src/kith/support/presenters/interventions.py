"""Shows what services do for a child, and what all of it costs and brings."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kith.common.suppression import Table
from kith.partnership.selectors import Listed, needs_on
from kith.support.models import Intervention, InterventionText
from kith.support.rules.interventions import funding_on
from kith.support.selectors.intervention_sums import Spend, WhatWorked
from kith.support.selectors.interventions import InterventionsPage
from kith.support.vocabulary.interventions import (
    AGREED_IN_WORDS,
    ENDED,
    INTERVENTION_OUTCOME_WORDS,
    INTERVENTION_WORDS,
    AgreedIn,
    InterventionOutcome,
    InterventionState,
)

HIDDEN = "fewer than 5, or hidden with them"
_COLOURS = {
    InterventionState.PLANNED: "blue",
    InterventionState.STARTED: "green",
    InterventionState.COMPLETED: "grey",
    InterventionState.STOPPED_EARLY: "orange",
    InterventionState.DECLINED: "yellow",
}


def interventions_page(page: InterventionsPage, today: date) -> dict[str, Any]:
    """Return what services do and did for one person, and what can be done next with each."""
    return {
        "public_id": page.who.public_id,
        "name": page.who.name,
        "sees_words": page.who.sees_words,
        "rows": [intervention_row(row, page.texts.get(row.pk), today) for row in page.rows],
    }


def intervention_row(row: Intervention, text: InterventionText | None, today: date) -> dict[str, Any]:
    """Return one intervention in words."""
    state = InterventionState(row.state)
    day = row.agreed_at.date()
    outcome = INTERVENTION_OUTCOME_WORDS[InterventionOutcome(row.outcome)] if row.outcome else ""
    acts = {
        "start": state is InterventionState.PLANNED,
        "sessions": row.started_on is not None,
        "end": state not in ENDED,
        "outcome": state in ENDED and state is not InterventionState.DECLINED and not row.outcome,
    }
    return {
        "public_id": row.public_id,
        "service": row.service.name,
        "service_id": row.service.public_id,
        "provider": row.provider.name if row.provider else "",
        "need": needs_on(day).get(row.need, row.need),
        "funding": funding_on(day).streams.get(row.funding, row.funding),
        "cost": pounds(row.cost_pence),
        "agreed": AGREED_IN_WORDS[AgreedIn(row.agreed_in)],
        "reference": row.source_ref,
        "state": {"text": INTERVENTION_WORDS[state], "colour": _COLOURS[state]},
        "is_late": state not in ENDED and row.ends_on < today,
        "planned": (row.planned_sessions, row.starts_on, row.ends_on),
        "offered": row.sessions_offered,
        "attended": row.sessions_attended,
        "started_on": row.started_on,
        "ended_on": row.ended_on,
        "outcome": outcome,
        "outcome_on": row.outcome_on,
        "worker": f"{row.worker.name}, {row.worker.agency.name}",
        "dose": dose(row),
        "text": text,
        "acts": [act for act, possible in acts.items() if possible],
    }


def dose(row: Intervention) -> str:
    """Return how much of what was planned was offered, and how much of that was attended."""
    if row.started_on is None:
        return f"None of {row.planned_sessions} planned"
    return f"{row.sessions_offered} offered of {row.planned_sessions} planned, {row.sessions_attended} attended"


def service_choices(rows: Sequence[Listed]) -> list[tuple[str, str]]:
    """Return open services to choose from, each with its places as they were told."""
    return [(str(row.service_id), f"{row.name}, {row.provider} ({_places(row)})") for row in rows]


def spend_page(found: Spend, year: int, today: date) -> dict[str, Any]:
    """Return spend by need and district; a hidden number is said to be hidden."""
    needs = needs_on(today)
    columns = sorted(found.children.columns)
    return {
        "year": year_name(year),
        "columns": columns,
        "rows": [
            {
                "name": needs.get(need, need),
                "cells": [_spent(found, (need, column)) for column in columns],
                "total": _sum(found.children.rows[need], found.pence.rows[need]),
            }
            for need in sorted(found.children.rows, key=lambda code: needs.get(code, code))
        ],
        "totals": [_sum(found.children.columns[each], found.pence.columns[each]) for each in columns],
        "total": _sum(found.children.total, found.pence.total),
    }


def worked_page(found: WhatWorked, names: Sequence[str], today: date) -> dict[str, Any]:
    """Return outcomes by need and age; a hidden number is said to be hidden."""
    needs = needs_on(today)
    order = {name: place for place, name in enumerate(names)}
    table: Table[tuple[str, str], str] = found.counts
    lines = sorted(table.rows, key=lambda line: (needs.get(line[0], line[0]), order.get(line[1], len(order))))
    outcomes = list(InterventionOutcome)
    return {
        "outcomes": [INTERVENTION_OUTCOME_WORDS[one] for one in outcomes],
        "lines": [
            {
                "name": f"{needs.get(line[0], line[0])}, {line[1].lower()}",
                "cells": [count(table.cells[line, one.value]) for one in outcomes],
                "total": count(table.rows[line]),
            }
            for line in lines
        ],
        "sums": [count(table.columns.get(one.value, 0)) for one in outcomes],
        "all": count(table.total),
    }


def years_to_choose(first: int, last: int, *, shown: int) -> list[Mapping[str, Any]]:
    """Return the other financial years that can be shown, newest first; whole years only, so that no two overlap."""
    return [{"year": year, "name": year_name(year)} for year in range(last, first - 1, -1) if year != shown]


def year_name(year: int) -> str:
    """Return a financial year by its two calendar years."""
    return f"April {year} to March {year + 1}"


def pounds(pence: int) -> str:
    """Return an amount in pounds, with pence only where there are some."""
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence / 100:,.2f}"


def count(number: int | None) -> str:
    """Return a count, or that it is hidden."""
    return HIDDEN if number is None else f"{number:,}"


def _spent(found: Spend, cell: tuple[str, str]) -> str:
    return _sum(found.children.cells[cell], found.pence.cells[cell])


def _sum(children: int | None, pence: int | None) -> str:
    if children is None or pence is None:
        return HIDDEN
    return f"{pounds(pence)} for {children:,}" if children else "None"


def _places(row: Listed) -> str:
    if row.places is None:
        return "nobody has told its places"
    wait = "" if row.places.weeks_to_wait is None else f", {row.places.weeks_to_wait} weeks to wait"
    old = f"; told on {row.places.told_on:%-d %B %Y}, too old to count on" if row.places.is_stale else ""
    return f"{row.places.free} of {row.places.places} places free{wait}{old}"
