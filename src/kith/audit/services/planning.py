"""Plans an audit, asks agencies for their tools, and closes it; with it ends what its auditors could see."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kith.access.selectors import find_staff, look_over_list
from kith.access.services import end_relationships, trace
from kith.access.vocabulary import Purpose, Refused, RelationshipSource, Viewer
from kith.audit.models import AskedAgency, AuditTheme, OwnQuestion
from kith.audit.rules import AUDITS, check_theme, may_lead, thresholds_on
from kith.audit.vocabulary import AuditRefused, NewTheme, ThemeState
from kith.partnership.selectors import find_group
from kith.work.services import add_task, close_tasks_about
from kith.work.vocabulary import NewTask, TaskKind

SUBJECT = "audit.theme"
_NOT_YOURS = "Audits are planned and led by an auditor of the partnership. Ask one of them."


def plan_theme(*, new: NewTheme, by: Viewer, now: datetime) -> UUID:
    """Make an audit without cases, led by whoever plans it, and return its number.

    One that repeats another asks the other's own questions again.

    Raises:
        AuditRefused: something is missing or does not fit.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_theme(new, timezone.localdate(now))
    follows = AuditTheme.objects.filter(public_id=new.follows).first() if new.follows else None
    with transaction.atomic():
        made = AuditTheme.objects.create(
            title=new.title.strip(),
            question=new.question.strip(),
            lines=[line.strip() for line in new.lines if line.strip()],
            begins_on=new.begins_on,
            ends_on=new.ends_on,
            standards=new.standards.strip(),
            thresholds=_thresholds(new, follows, timezone.localdate(now)),
            reads_until=new.reads_until,
            subgroup=find_group(new.subgroup) if new.subgroup else None,
            follows=follows,
            lead_id=by.staff_id,
            made_at=now,
        )
        asked = _ask_again(made, by, now) if follows else 0
        keep_trace(made, "audit.planned", by, now, questions=asked)
    return made.public_id


def _ask_again(theme: AuditTheme, by: Viewer, now: datetime) -> int:
    """Ask what the audit before asked of its own, each question under its own number."""
    made = OwnQuestion.objects.bulk_create(
        OwnQuestion(
            theme=theme,
            repeats_id=row.number,
            asks=row.asks,
            says=row.says,
            put_to=row.put_to,
            agency_id=row.agency_id,
            made_by_id=by.staff_id,
            made_at=now,
        )
        for row in OwnQuestion.objects.filter(theme=theme.follows)
    )
    return len(made)


def _thresholds(new: NewTheme, follows: AuditTheme | None, today: date) -> str:
    """Return with which thresholds an audit counts: one that repeats another can be compared with it."""
    if follows is not None and not new.todays_thresholds:
        return follows.thresholds
    return thresholds_on(today).version


def ask_agency(*, theme: AuditTheme, auditor_id: int, due_on: date, by: Viewer, now: datetime) -> None:
    """Ask an agency for its tools, name who audits there, let them see the cases and give them the task.

    Asked again, the agency's auditor is replaced, and whoever audited before sees the cases no more.

    Raises:
        AuditRefused: the audit is closed, the day is past, or the colleague cannot audit.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_open(theme)
    auditor = find_staff(auditor_id, now)
    if auditor is None or not auditor.roles & AUDITS:
        raise AuditRefused("Choose an auditor, a contact or a manager of the agency.")
    if due_on <= timezone.localdate(now):
        raise AuditRefused("The tools are to be returned after today. Choose a later day.")
    with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="audit.ask"):
        row = AskedAgency.objects.select_for_update().filter(theme=theme, agency_id=auditor.agency_id).first()
        if row is not None and row.auditor_id != auditor_id:
            end_relationships(
                source=RelationshipSource.AUDIT_COHORT, about=reason_of(theme, row.auditor_id), by=by, now=now
            )
        row = row or AskedAgency(theme=theme, agency_id=auditor.agency_id)
        row.auditor_id, row.due_on, row.asked_at = auditor_id, due_on, now
        row.save()
        seat_auditors(theme, now)
        close_tasks_about(kind=TaskKind.AUDIT_TOOL, subject="audit.asked", subject_id=row.pk, by=by, now=now)
        link = f"/audit/{theme.public_id}/"
        task = NewTask(
            kind=TaskKind.AUDIT_TOOL,
            owner_id=auditor_id,
            link=link,
            subject="audit.asked",
            subject_id=row.pk,
            due_on=due_on,
        )
        add_task(new=task, by=by, now=now)
        keep_trace(theme, "audit.asked_agency", by, now, agency=auditor.agency_id, auditor=auditor_id)


def close_theme(*, theme: AuditTheme, by: Viewer, now: datetime) -> int:
    """Close an audit, end what its auditors could see because of it, and return how many reasons ended.

    Findings, recommendations and actions stay and go on.

    Raises:
        AuditRefused: it is closed already, or nothing has been counted yet.
        Refused: their role leads no audit.
    """
    require_lead(by=by)
    check_open(theme)
    if not theme.findings.exists():
        raise AuditRefused("Count the findings before you close: afterwards nobody sees the cases any more.")
    with transaction.atomic():
        theme.state, theme.closed_at = ThemeState.CLOSED, now
        theme.save(update_fields=["state", "closed_at"])
        ended = 0
        for row in theme.asked.all():
            close_tasks_about(kind=TaskKind.AUDIT_TOOL, subject="audit.asked", subject_id=row.pk, by=by, now=now)
        for staff_id in {theme.lead_id, *theme.asked.values_list("auditor_id", flat=True)}:
            about = reason_of(theme, staff_id)
            ended += end_relationships(source=RelationshipSource.AUDIT_COHORT, about=about, by=by, now=now)
        keep_trace(theme, "audit.closed", by, now, reasons_ended=ended)
    return ended


def require_lead(*, by: Viewer) -> None:
    """Refuse whoever leads no audit."""
    if not may_lead(by):
        raise Refused(_NOT_YOURS)


def check_open(theme: AuditTheme) -> None:
    """Refuse what can no longer be done once an audit is closed."""
    if theme.state == ThemeState.CLOSED:
        raise AuditRefused("This audit is closed. Plan another that repeats it, to see what is different.")


def seat_auditors(theme: AuditTheme, now: datetime) -> int:
    """Let the lead and the agencies' auditors see the cases; call it inside a look of the lead's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_seat(%s, %s)", [theme.pk, now])
        found = cursor.fetchone()
    return int(found[0]) if found and found[0] is not None else 0


def reason_of(theme: AuditTheme, staff_id: int) -> str:
    """Return how a relationship names one auditor's part in one audit."""
    return f"{SUBJECT}:{theme.pk}:{staff_id}"


def keep_trace(theme: AuditTheme, action: str, by: Viewer, now: datetime, **after: object) -> None:
    """Write what was done to an audit into the trace."""
    trace(by=by.staff_id, action=action, subject=SUBJECT, subject_id=theme.pk, now=now, after=after)
