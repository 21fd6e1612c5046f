"""Keeps what an agency says of a case, section by section, and returns the tool once every section is graded."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kith.access.selectors import look_over_list
from kith.access.services import trace
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.audit.models import AgencyTool, AskedAgency, AuditCase, AuditTheme, ToolSection
from kith.audit.rules import check_answer, check_returned, may_audit_for
from kith.audit.selectors import looking_at, unanswered_in
from kith.audit.services.planning import check_open
from kith.audit.vocabulary import SECTION_WORDS, AuditRefused, Section, SectionAnswer, ToolState
from kith.work.services import close_tasks_about
from kith.work.vocabulary import TaskKind


def answer_section(  # noqa: PLR0913 -- of which audit and whom, which section, what, from which version, by whom
    *,
    theme: AuditTheme,
    public_id: UUID,
    section: Section,
    answer: SectionAnswer,
    seen: int,
    by: Viewer,
    now: datetime,
) -> int:
    """Keep what the viewer's agency says in one section, and return its new version.

    Raises:
        AuditRefused: the tool is returned, a grade has no reason, or somebody has changed the section since `seen`.
        Refused, NotShown: it is not theirs to fill in.
    """
    check_open(theme)
    check_answer(answer)
    with looking_at(theme, public_id, viewer=by, what="audit.answer") as case:
        tool = own_tool(theme, case, by)
        if tool.state == ToolState.RETURNED:
            raise AuditRefused("This tool has been returned. What you found since belongs in the moderation meeting.")
        row = ToolSection.objects.select_for_update().get(tool=tool, section=section)
        if row.version != seen:
            raise AuditRefused(
                "A colleague has changed this section since you opened it. Open it again to read theirs."
            )
        row.evidence, row.good_practice = answer.evidence.strip(), answer.good_practice.strip()
        row.to_develop, row.because = answer.to_develop.strip(), answer.because.strip()
        row.grade, row.version = answer.grade or "", row.version + 1
        row.save()
        _trace(tool, "audit.answered_section", by, now, section=section.value, grade=row.grade, version=row.version)
        return row.version


def return_tool(*, theme: AuditTheme, public_id: UUID, by: Viewer, now: datetime) -> None:
    """Return the viewer's agency's tool for one case; with the last one, the agency's task is done.

    Raises:
        AuditRefused: a section is not graded, a question not answered, or it has been returned already.
        Refused, NotShown: it is not theirs to return.
    """
    check_open(theme)
    with looking_at(theme, public_id, viewer=by, what="audit.return") as case:
        tool = own_tool(theme, case, by)
        if tool.state == ToolState.RETURNED:
            raise AuditRefused("This tool has been returned already.")
        ungraded = ToolSection.objects.filter(tool=tool, grade="").values_list("section", flat=True)
        sections = [SECTION_WORDS[section] for section in Section if section.value in set(ungraded)]
        check_returned(sections, unanswered_in(tool))
        tool.state, tool.returned_by_id, tool.returned_at = ToolState.RETURNED, by.staff_id, now
        tool.save()
        _trace(tool, "audit.returned_tool", by, now)
    _close_task(theme, by, now)


def own_tool(theme: AuditTheme, case: AuditCase, by: Viewer) -> AgencyTool:
    """Return the tool of the viewer's agency for one case, locked; call it inside a look.

    Raises:
        AuditRefused: none has been drafted yet.
        Refused: another colleague was asked to fill it in.
    """
    asked = AskedAgency.objects.filter(theme=theme, agency_id=by.agency_id).first()
    if asked is None or not may_audit_for(by, asked.auditor_id):
        raise Refused("A tool is filled in by the colleague whom the audit asked in each agency.")
    tool = AgencyTool.objects.select_for_update().filter(case=case, agency_id=by.agency_id).first()
    if tool is None:
        raise AuditRefused("No tool has been drafted for this case yet. Ask the auditor who leads to draft it.")
    return tool


def _close_task(theme: AuditTheme, by: Viewer, now: datetime) -> None:
    with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="audit.return"):
        drafts = AgencyTool.objects.filter(case__theme=theme, agency_id=by.agency_id, state=ToolState.DRAFT)
        if drafts.filter(case__set_aside_because="").exists():
            return
        row = AskedAgency.objects.get(theme=theme, agency_id=by.agency_id)
        close_tasks_about(kind=TaskKind.AUDIT_TOOL, subject="audit.asked", subject_id=row.pk, by=by, now=now)


def _trace(tool: AgencyTool, action: str, by: Viewer, now: datetime, **after: object) -> None:
    trace(
        by=by.staff_id,
        action=action,
        subject="audit.tool",
        subject_id=tool.pk,
        person_id=tool.person_id,
        now=now,
        after=after,
    )


def trace_case(
    case: AuditCase, action: str, by: Viewer, now: datetime, *, before: Mapping[str, object] | None, **after: object
) -> None:
    """Write what was done to a case into the trace of the person."""
    trace(
        by=by.staff_id,
        action=action,
        subject="audit.case",
        subject_id=case.pk,
        person_id=case.person_id,
        now=now,
        before=before,
        after=after,
    )
