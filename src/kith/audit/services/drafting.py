"""Drafts the tools of an audit from the record: the facts of each case, and what they say in each section."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.audit.models import AgencyTool, AuditCase, AuditTheme, CaseRecord, ToolSection
from kith.audit.rules import facts_as_json, prefilled, thresholds_called
from kith.audit.selectors import asked_of, facts_now, looking_over
from kith.audit.services.planning import check_open, keep_trace, require_lead
from kith.audit.vocabulary import AuditRefused, CaseFacts, Section


def draft_tools(*, theme: AuditTheme, by: Viewer, now: datetime) -> int:
    """Read every case from the record, draft a tool for each agency asked, and return how many tools there are.

    Drafted again, the facts are read anew and what agencies have written stays; a returned tool is left as it is.

    Raises:
        AuditRefused: the audit is closed, nobody was asked, or there is no case to read.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_open(theme)
    agencies = [row.agency_id for row in asked_of(theme)]
    if not agencies:
        raise AuditRefused("Ask at least one agency first: a tool is one agency's view of one case.")
    with looking_over(theme, viewer=by, what="audit.draft") as cases:
        if not cases:
            raise AuditRefused("There is no case to read. Choose the cases first; a cohort may also have found nobody.")
        told = facts_now(
            {person: case.incident_on for person, case in cases.items()},
            as_of=timezone.localdate(now),
            thresholds=thresholds_called(theme.thresholds),
        )
        _keep_records(cases, told, now)
        tools = _make_tools(cases, agencies, now)
        _fill(tools, told)
        theme.drafted_at = now
        theme.save(update_fields=["drafted_at"])
        keep_trace(theme, "audit.drafted", by, now, cases=len(told), tools=len(tools))
    return len(tools)


def _keep_records(cases: Mapping[int, AuditCase], told: Mapping[int, CaseFacts], now: datetime) -> None:
    for person, facts in told.items():
        CaseRecord.objects.update_or_create(
            case=cases[person],
            defaults={
                "person_id": person,
                "as_of": facts.as_of,
                "facts": facts_as_json(facts),
                "drafted_at": now,
            },
        )


def _make_tools(cases: Mapping[int, AuditCase], agencies: Sequence[int], now: datetime) -> list[AgencyTool]:
    held = {(tool.case_id, tool.agency_id) for tool in AgencyTool.objects.filter(case__in=cases.values())}
    AgencyTool.objects.bulk_create(
        AgencyTool(case=case, agency_id=agency, person_id=person, drafted_at=now)
        for person, case in cases.items()
        for agency in agencies
        if (case.pk, agency) not in held
    )
    return list(AgencyTool.objects.filter(case__in=cases.values()))


def _fill(tools: Sequence[AgencyTool], told: Mapping[int, CaseFacts]) -> None:
    said = {person: prefilled(facts) for person, facts in told.items()}
    held = {(row.tool_id, row.section): row for row in ToolSection.objects.filter(tool__in=tools)}
    fresh, changed = [], []
    for tool in tools:
        if tool.state != "draft" or tool.person_id not in said:
            continue
        for section in Section:
            record = list(said[tool.person_id][section])
            row = held.get((tool.pk, section.value))
            if row is None:
                fresh.append(ToolSection(tool=tool, person_id=tool.person_id, section=section, record=record))
            elif row.record != record:
                row.record = record
                changed.append(row)
    ToolSection.objects.bulk_create(fresh)
    ToolSection.objects.bulk_update(changed, ["record"])
