"""Keeps meetings of moderation, and each grade they gave beside the agency's own; all stay, each with its reason."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.audit.models import (
    AgencyTool,
    AskedAgency,
    AuditTheme,
    ModeratedGrade,
    Moderation,
    ModerationSeat,
    ToolSection,
)
from kith.audit.rules import check_moderated, check_moderation, check_moved
from kith.audit.selectors import looking_at
from kith.audit.services.planning import check_open, keep_trace, require_lead
from kith.audit.vocabulary import AuditRefused, Grade, Section, ToolState


def hold_moderation(*, theme: AuditTheme, agencies: Sequence[int], held_on: date, by: Viewer, now: datetime) -> UUID:
    """Keep that agencies met to moderate, and who moderated, and return the meeting's number.

    Raises:
        AuditRefused: fewer than two agencies were there, one was not asked, or the meeting lies ahead.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_open(theme)
    check_moderation(agencies, held_on, timezone.localdate(now))
    asked = set(AskedAgency.objects.filter(theme=theme).values_list("agency_id", flat=True))
    if set(agencies) - asked - {by.agency_id}:
        raise AuditRefused("Only agencies that the audit asked, and your own, moderate its cases.")
    with transaction.atomic():
        made = Moderation.objects.create(theme=theme, held_on=held_on, moderated_by_id=by.staff_id, made_at=now)
        ModerationSeat.objects.bulk_create(
            ModerationSeat(moderation=made, agency_id=agency) for agency in sorted(set(agencies))
        )
        keep_trace(theme, "audit.moderated", by, now, moderation=made.pk, agencies=sorted(set(agencies)))
    return made.public_id


def moderate_grade(  # noqa: PLR0913 -- of which audit, whom, whose tool and section, where, to what, why, by whom
    *,
    theme: AuditTheme,
    public_id: UUID,
    tool: UUID,
    section: Section,
    moderation: UUID,
    grade: Grade,
    because: str,
    by: Viewer,
    now: datetime,
) -> None:
    """Keep the grade that a meeting gave to one section of an agency's tool, beside the agency's own.

    A later meeting may move it, again with its reason; what was given before stays.

    Raises:
        AuditRefused: no reason, not returned, graded by this or a later meeting, or an agency would mark its own case.
        Refused, NotShown: they lead no audit, or may not see the case.
    """
    require_lead(by=by)
    check_open(theme)
    with looking_at(theme, public_id, viewer=by, what="audit.moderate") as case:
        row = AgencyTool.objects.select_for_update().filter(case=case, public_id=tool).first()
        meeting = Moderation.objects.filter(theme=theme, public_id=moderation).first()
        if row is None or meeting is None:
            raise AuditRefused("There is no such tool or meeting in this audit. Open the case again.")
        if row.state != ToolState.RETURNED:
            raise AuditRefused("The agency has not returned this tool yet, so its grades may still change.")
        own = ToolSection.objects.get(tool=row, section=section)
        last = own.moderated
        check_moderated(
            tool_agency=row.agency_id,
            own_grade=own.grade,
            moderator_agency=by.agency_id,
            seats=list(meeting.seats.values_list("agency_id", flat=True)),
            because=because,
        )
        check_moved(
            held_on=meeting.held_on,
            last_held_on=last.moderation.held_on if last else None,
            is_same_meeting=any(one.moderation_id == meeting.pk for one in own.moderated_grades.all()),
        )
        _keep(own, meeting, grade, because, by, now)


def _keep(own: ToolSection, meeting: Moderation, grade: Grade, because: str, by: Viewer, now: datetime) -> None:
    last = own.moderated
    ModeratedGrade.objects.create(
        section=own,
        person_id=own.person_id,
        moderation=meeting,
        grade=grade,
        because=because.strip(),
        by_id=by.staff_id,
        at=now,
    )
    trace(
        by=by.staff_id,
        action="audit.moderated_grade",
        subject="audit.section",
        subject_id=own.pk,
        person_id=own.person_id,
        now=now,
        before={"grade": last.grade if last else own.grade},
        after={"grade": grade.value, "moderation": meeting.pk},
    )
