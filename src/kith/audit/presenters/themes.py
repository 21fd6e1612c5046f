"""Shows audits: the list, one audit with its next step, and how its cases were chosen."""

from collections.abc import Sequence
from typing import Any

from kith.access.vocabulary import Viewer
from kith.audit.models import AskedAgency, AuditTheme, Cohort, Moderation, OwnQuestion
from kith.audit.presenters.questions import question_rows
from kith.audit.rules import may_lead
from kith.audit.vocabulary import CHOSEN_WORDS, COHORT_RULES, STATE_WORDS, ChosenBy, CohortRule, ThemeState

_COLOURS = {ThemeState.PLANNING: "blue", ThemeState.AUDITING: "yellow", ThemeState.CLOSED: "grey"}


def themes_page(themes: Sequence[AuditTheme], viewer: Viewer) -> dict[str, Any]:
    """Return the audits that a viewer reads."""
    return {"rows": [_head(theme) for theme in themes], "may_lead": may_lead(viewer)}


def theme_page(
    theme: AuditTheme,
    *,
    viewer: Viewer,
    cohorts: Sequence[Cohort],
    asked: Sequence[AskedAgency],
    questions: Sequence[OwnQuestion],
    moderations: Sequence[Moderation],
) -> dict[str, Any]:
    """Return one audit as its page shows it, the next step first."""
    may = may_lead(viewer) and theme.state != ThemeState.CLOSED
    audits = any(row.auditor_id == viewer.staff_id for row in asked)
    return _head(theme) | {
        "cohorts": [_cohort(row) for row in cohorts],
        "asked": asked,
        "questions": question_rows(questions),
        "may_drop": may and theme.drafted_at is None,
        "moderations": [
            {"row": row, "agencies": ", ".join(agency.name for agency in row.agencies.all())} for row in moderations
        ],
        "may_change": may,
        "sees_cases": (may_lead(viewer) or audits) and theme.state != ThemeState.CLOSED,
        "next": _next(theme, bool(cohorts), bool(asked)) if may else "",
    }


def _head(theme: AuditTheme) -> dict[str, Any]:
    state = ThemeState(theme.state)
    return {"theme": theme, "state": STATE_WORDS[state], "colour": _COLOURS[state]}


def _cohort(row: Cohort) -> dict[str, Any]:
    chosen = ChosenBy(row.chosen_by)
    drawn = f"{row.size} of {row.found} whom the rule finds" if chosen is ChosenBy.RANDOM else f"{row.size}"
    return {
        "row": row,
        "rule": COHORT_RULES[CohortRule(row.rule)].words,
        "chosen": CHOSEN_WORDS[chosen],
        "drawn": drawn,
    }


def _next(theme: AuditTheme, has_cases: bool, has_agencies: bool) -> str:
    if not has_cases:
        return "Choose the cases."
    if not has_agencies:
        return "Ask the agencies for their tools."
    if theme.drafted_at is None:
        return "Draft the tools from the record."
    return "Moderate what the agencies return, count the findings, agree what is done, and close."
