"""Shows the cases of an audit: side by side for the auditor, and one with what each agency says of it."""

from collections.abc import Sequence
from typing import Any

from kith.access.vocabulary import Viewer
from kith.audit.models import AgencyTool, AskedAgency, AuditTheme, OwnQuestion, ToolSection
from kith.audit.presenters.questions import answers_in_tool, answers_of_lead, questions_side_by_side
from kith.audit.rules import attendance_fell, may_audit_for, may_lead, thresholds_called
from kith.audit.selectors import CasePage
from kith.audit.vocabulary import (
    GRADE_COLOURS,
    GRADE_WORDS,
    SECTION_ASKS,
    SECTION_WORDS,
    STATUS_WORDS,
    CaseFacts,
    Grade,
    Section,
    Thresholds,
    ToolState,
)

_UNKNOWN = "Not known"


def cases_page(theme: AuditTheme, cases: Sequence[CasePage], questions: Sequence[OwnQuestion]) -> dict[str, Any]:
    """Return the cases side by side: a column for each, a row for each fact, each section's grades, each question."""
    facts = [facts_rows(page.facts) for page in cases]
    labels = list(dict.fromkeys(label for one in facts for label in one))  # a case drawn later has no facts yet
    return {
        "theme": theme,
        "cases": cases,
        "columns": len(cases) + 1,
        "facts": [{"label": label, "cells": [one.get(label, "") for one in facts]} for label in labels],
        "sections": [{"label": SECTION_WORDS[section], "rows": grade_rows(cases, section)} for section in Section],
        "questions": questions_side_by_side(questions, cases),
        "returned": sum(tool.state == ToolState.RETURNED for page in cases for tool in page.tools),
        "tools": sum(len(page.tools) for page in cases),
    }


def case_page(
    theme: AuditTheme,
    page: CasePage,
    *,
    viewer: Viewer,
    asked: Sequence[AskedAgency],
    questions: Sequence[OwnQuestion],
    may_moderate: bool,
) -> dict[str, Any]:
    """Return one case: what the record shows, and each agency's tool, one's own first."""
    own = {row.agency_id for row in asked if may_audit_for(viewer, row.auditor_id)}
    tools = sorted(page.tools, key=lambda tool: (tool.agency_id not in own, tool.agency.name))
    return {
        "theme": theme,
        "page": page,
        "facts": list(facts_rows(page.facts).items()),
        "tools": [
            _tool(tool, is_own=tool.agency_id in own, may_moderate=may_moderate)
            | {"questions": answers_in_tool(questions, tool.agency_id, tool.answers.all())}
            for tool in tools
        ],
        "questions": answers_of_lead(questions, page.answers),
        "may_lead": may_lead(viewer),
        "reads_lead": may_lead(viewer)
        or any(tool.agency_id in own and tool.state == ToolState.RETURNED for tool in tools),
    }


def section_words(row: ToolSection) -> dict[str, Any]:
    """Return what a section asks and what the record says in it."""
    section = Section(row.section)
    return {"title": SECTION_WORDS[section], "asks": SECTION_ASKS[section], "record": row.record}


def _tool(tool: AgencyTool, *, is_own: bool, may_moderate: bool) -> dict[str, Any]:
    is_returned = tool.state == ToolState.RETURNED
    return {
        "tool": tool,
        "is_own": is_own,
        "is_open": is_own and not is_returned,
        "is_returned": is_returned,
        "may_moderate": may_moderate and is_returned,
        "sections": [_section(row) for row in tool.sections.all()],
    }


def _section(row: ToolSection) -> dict[str, Any]:
    moderated = row.moderated
    return section_words(row) | {
        "row": row,
        "grade": _grade(row.grade),
        "moderated": moderated,
        "moderated_grade": _grade(moderated.grade) if moderated else None,
        "before": [{"row": one, "words": GRADE_WORDS[Grade(one.grade)]} for one in row.moderated_before],
    }


def _grade(grade: str) -> dict[str, str] | None:
    if not grade:
        return None
    return {"text": GRADE_WORDS[Grade(grade)], "colour": GRADE_COLOURS[Grade(grade)]}


def grade_rows(cases: Sequence[CasePage], section: Section) -> list[dict[str, Any]]:
    """Return a row for each agency: what it graded a section in each case, and what the last meeting made of that."""
    agencies = dict(sorted({(tool.agency.name, tool.agency_id) for page in cases for tool in page.tools}))
    return [
        {"agency": name, "cells": [_graded(page, section, agency) for page in cases]}
        for name, agency in agencies.items()
    ]


def _graded(page: CasePage, section: Section, agency: int) -> dict[str, str]:
    rows = (row for tool in page.tools if tool.agency_id == agency for row in tool.sections.all())
    row = next((each for each in rows if each.section == section), None)
    if row is None or not row.grade:
        return {"own": "Not graded"}
    own, moderated = _grade(row.grade) or {}, row.moderated
    if moderated is None:
        return own
    latest = _grade(moderated.grade) or {}
    return latest | {"own": own["text"]}


def facts_rows(facts: CaseFacts | None) -> dict[str, str]:
    """Return the facts of a case as a reader compares them; what is not known says so."""
    if facts is None:
        return {"Record": "Not drafted yet"}
    thresholds = thresholds_called(facts.thresholds)
    return {
        "Incident": f"{facts.incident_on:%-d %B %Y}",
        "Age": _UNKNOWN if facts.age is None else str(facts.age),
        "Social care": STATUS_WORDS[facts.status],
        "Education, Health and Care Plan": "Yes" if facts.has_ehcp else "No",
        "Attendance before": _attendance(facts, thresholds),
        "Suspended or excluded": str(facts.exclusions),
        "Police contacts before": str(facts.police_before),
        f"Police contacts by {thresholds.police_early_age}": (
            _UNKNOWN if facts.police_early is None else str(facts.police_early)
        ),
        "Missing": str(facts.missing_before),
        "Placement moves": str(facts.moves_before),
        "Plans on the day": ", ".join(facts.plans) or "None",
        "Agencies, year before": ", ".join(facts.agencies) or "None",
        "County lines": "The record points to it" if facts.county_lines else "Nothing points to it",
        "Referrals since": _referrals(facts),
        "Wishes and feelings": _voice(facts),
    }


def _attendance(facts: CaseFacts, thresholds: Thresholds) -> str:
    if facts.attendance is None:
        return _UNKNOWN
    if facts.attendance_earlier is None:
        return f"{facts.attendance:g} %"
    fell = ", fell" if attendance_fell(facts, thresholds) else ""
    return f"{facts.attendance_earlier:g} % to {facts.attendance:g} %{fell}"


def _referrals(facts: CaseFacts) -> str:
    if not facts.referrals:
        return "None"
    return f"{facts.referrals}; without the risk: {facts.referrals_silent}"


def _voice(facts: CaseFacts) -> str:
    if not facts.voice_sought:
        return "Not sought"
    return f"Sought: {facts.voice_sought}; declined: {facts.voice_declined}"
