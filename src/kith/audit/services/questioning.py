"""Keeps what an audit asks of its own, and what the agencies' tools, or whoever leads, answer for each case."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kith.access.vocabulary import Refused, Viewer
from kith.audit.models import AgencyTool, AuditCase, AuditTheme, CaseAnswer, OwnQuestion
from kith.audit.rules import check_case_says, check_question, may_lead
from kith.audit.selectors import asked_of, looking_at, questions_of
from kith.audit.services.answering import own_tool, trace_case
from kith.audit.services.planning import check_open, keep_trace, require_lead
from kith.audit.vocabulary import AuditRefused, CaseSays, NewQuestion, PutTo, ToolState


def add_question(*, theme: AuditTheme, new: NewQuestion, by: Viewer, now: datetime) -> UUID:
    """Keep one more question that the audit asks of each case, and return it by its public number.

    Raises:
        AuditRefused: it is no whole sentence, says "most" without a number, or comes too late for the agencies.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_open(theme)
    check_question(new, [row.agency_id for row in asked_of(theme)], is_drafted=theme.drafted_at is not None)
    says = new.says.strip()
    with transaction.atomic():
        made = OwnQuestion.objects.create(
            theme=theme,
            asks=new.asks.strip(),
            says=says if says.endswith((".", "!", "?")) else f"{says}.",
            put_to=new.put_to,
            agency_id=new.agency_id if new.put_to is PutTo.AGENCY else None,
            made_by_id=by.staff_id,
            made_at=now,
        )
        keep_trace(theme, "audit.added_question", by, now, question=made.pk, put_to=new.put_to.value)
    return made.public_id


def drop_question(*, theme: AuditTheme, question: UUID, by: Viewer, now: datetime) -> None:
    """Take a question back before anybody could answer it.

    Raises:
        AuditRefused: the tools are drafted, so that it may have been answered; or there is no such question.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_open(theme)
    with transaction.atomic():
        if AuditTheme.objects.select_for_update().get(pk=theme.pk).drafted_at is not None:
            raise AuditRefused("The tools are drafted, so the question may have been answered. It stays.")
        row = OwnQuestion.objects.filter(theme=theme, public_id=question).first()
        if row is None:
            raise AuditRefused("There is no such question in this audit.")
        keep_trace(theme, "audit.dropped_question", by, now, question=row.pk, asks=row.asks)
        row.delete()


def answer_question(  # noqa: PLR0913 -- of which audit, whom, which question, what, why, from which version, by whom
    *,
    theme: AuditTheme,
    public_id: UUID,
    question: UUID,
    says: CaseSays,
    because: str,
    seen: int,
    by: Viewer,
    now: datetime,
) -> int:
    """Keep what the viewer's agency, or whoever leads, answers for one case, and return the answer's new version.

    Raises:
        AuditRefused: it rests on nothing, the tool is returned, or somebody has changed the answer since `seen`.
        Refused, NotShown: it is not theirs to answer.
    """
    check_open(theme)
    check_case_says(says, because)
    row = next((each for each in questions_of(theme) if each.public_id == question), None)
    if row is None:
        raise AuditRefused("There is no such question in this audit.")
    with looking_at(theme, public_id, viewer=by, what="audit.answer_question") as case:
        tool = _answers_by(row, theme, case, by)
        held = CaseAnswer.objects.select_for_update().filter(question=row, case=case, tool=tool).first()
        if (held.version if held else 0) != seen:
            raise AuditRefused("A colleague has changed this answer since you opened it. Open it again to read theirs.")
        answer = held or CaseAnswer(question=row, case=case, tool=tool, person_id=case.person_id, version=0)
        before = {"says": answer.says} if held else None
        answer.says, answer.because, answer.version = says, because.strip(), answer.version + 1
        answer.by_id, answer.at = by.staff_id, now
        answer.save()
        trace_case(case, "audit.answered_question", by, now, before=before, question=row.number, says=says.value)
        return answer.version


def _answers_by(row: OwnQuestion, theme: AuditTheme, case: AuditCase, by: Viewer) -> AgencyTool | None:
    """Return in whose tool the answer stands; None where whoever leads answers."""
    if row.put_to == PutTo.LEAD:
        if not may_lead(by):
            raise Refused("This question is answered by an auditor of the partnership.")
        # Where there is no tool to lock, two who answer for the first time do so one after the other.
        AuditTheme.objects.select_for_update().get(pk=theme.pk)
        return None
    if row.put_to == PutTo.AGENCY and row.agency_id != by.agency_id:
        raise Refused("This question was put to another agency.")
    tool = own_tool(theme, case, by)
    if tool.state == ToolState.RETURNED:
        raise AuditRefused("This tool has been returned. What you found since belongs in the moderation meeting.")
    return tool
