"""Drafts the tools of an audit from the record: the facts of each case, and what they say in each section."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.audit.models import AgencyTool, AuditCase, AuditTheme, CaseRecord, ToolSection
from kith.audit.rules import facts_as_json, facts_of, prefilled, thresholds_called
from kith.audit.selectors import asked_of, looking_over
from kith.audit.services.planning import check_open, keep_trace, require_lead
from kith.audit.vocabulary import (
    AuditRefused,
    CaseFacts,
    Happened,
    Heard,
    Referred,
    Schooled,
    Section,
    Story,
    Thresholds,
)
from kith.chronology.selectors import told_of
from kith.chronology.vocabulary import ToldPerson
from kith.referrals.selectors import sent_among
from kith.referrals.vocabulary import SentReferral
from kith.support.selectors import declined_among


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
        told = _facts(cases, timezone.localdate(now), thresholds_called(theme.thresholds))
        _keep_records(cases, told, now)
        tools = _make_tools(cases, agencies, now)
        _fill(tools, told)
        theme.drafted_at = now
        theme.save(update_fields=["drafted_at"])
        keep_trace(theme, "audit.drafted", by, now, cases=len(told), tools=len(tools))
    return len(tools)


def _facts(cases: Mapping[int, AuditCase], as_of: date, thresholds: Thresholds) -> dict[int, CaseFacts]:
    """Return by person what the record shows; each table is read once, however many cases there are."""
    people = list(cases)
    told, sent, declined = told_of(people, as_of=as_of), sent_among(people), declined_among(people)
    return {
        person: facts_of(_story(case.incident_on, as_of, told[person], sent.get(person, ()), declined), thresholds)
        for person, case in cases.items()
        if person in told
    }


def _story(
    incident_on: date, as_of: date, told: ToldPerson, sent: Sequence[SentReferral], declined: frozenset[int]
) -> Story:
    return Story(
        born_on=told.born_on,
        sex=told.sex,
        incident_on=incident_on,
        as_of=as_of,
        happened=tuple(
            Happened(
                kind=one.kind,
                occurred_on=one.occurred_on,
                ended_on=one.ended_on,
                role=one.role,
                agency=one.agency,
                event=one.event,
                markers=one.markers,
            )
            for one in told.entries
        ),
        weeks=tuple(Schooled(week_on=week.week_on, possible=week.possible, absent=week.absent) for week in told.weeks),
        referred=tuple(Referred(*one) for one in sent),
        heard=tuple(
            Heard(on=one.occurred_on, declined=one.entry_id in declined)
            for one in told.entries
            if one.kind == "care.voice"
        ),
    )


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
