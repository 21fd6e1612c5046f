"""Lets the demo's partnership audit knife crime: this year, with tools, moderation and actions, and the year before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from kith.access.models import Staff
from kith.access.selectors import list_holders, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.audit import selectors, services
from kith.audit.models import AuditTheme, Finding, OwnQuestion
from kith.audit.vocabulary import (
    CaseSays,
    ChosenBy,
    CohortRule,
    NewCohort,
    NewQuestion,
    NewTheme,
    PutTo,
    Question,
    Section,
    ToolState,
)
from kith.project.commands.ageing import age_audit
from kith.project.commands.briefing import brief_cases
from kith.project.commands.choosing import Cast
from kith.project.commands.tools import ANSWERS, BEFORE, MOVES, WRITES, written

_CASES: Final = 8
_FEW: Final = 3  # in a small county too few carry a knife in a year: then the audit is of violence
_RISK: Final = NewQuestion(
    asks="Did each referral of the year before note the risk?",
    says="each referral of the year before noted the risk",
    put_to=PutTo.LEAD,
)
_SUPERVISED: Final = NewQuestion(
    asks="Was supervision written down in the month after the incident?",
    says="supervision was written down in the month after the incident",
    put_to=PutTo.AGENCIES,
)


@dataclass(frozen=True, kw_only=True)
class _Audit:
    """One audit of the demo: which, who leads, and its cases by the numbers of their people."""

    cast: Cast
    lead: Viewer
    theme: AuditTheme
    cases: Sequence[UUID] = ()


def audit_cases(cast: Cast) -> Iterator[str]:
    """Audit twice, and say what is being done before each part; does nothing where somebody has audited before."""
    with connect_as("worker"):
        (pk,) = list_holders([Role.AUDITOR], cast.now)[:1]
        lead = viewer_of(Staff.objects.select_related("agency").get(pk=pk), cast.now)
    auditors = [one for one in cast.contacts if one.sector in WRITES]
    if selectors.themes_for(lead):
        return
    rule = CohortRule.WEAPON if _found(cast, lead, CohortRule.WEAPON, 485) >= _FEW else CohortRule.VIOLENCE
    yield "Auditing eight cases of the year before"
    before = _audit_before(cast, lead, rule, auditors) if _found(cast, lead, rule, 485) else None
    yield "Auditing eight cases of this year"
    audit = _audit_now(cast, lead, rule, auditors, before) if _found(cast, lead, rule, 120) else None
    yield "Telling cases so that they are nobody's"
    if audit:
        brief_cases(cast, lead, audit.theme, audit.cases)


def _audit_now(cast: Cast, lead: Viewer, rule: CohortRule, auditors: Sequence[Viewer], before: UUID | None) -> _Audit:
    """Carry out this year's audit as far as its actions, and leave it open."""
    theme = _plan(cast, lead, rule, days=120, follows=before)
    _choose(cast, lead, theme, rule, 119)
    for auditor in auditors:
        due_on = cast.ago(92 if auditor is not auditors[-1] else 6).date()
        services.ask_agency(theme=theme, auditor_id=auditor.staff_id, due_on=due_on, by=lead, now=cast.ago(118))
    services.add_question(theme=theme, new=_SUPERVISED, by=lead, now=cast.ago(118))
    audit = _drafted(cast, lead, theme, 117)
    _answer(audit, ANSWERS, 100)
    for place, auditor in enumerate(auditors):
        # The last agency has not returned all its tools: the demo shows that too.
        whole = audit.cases if place < len(auditors) - 1 else audit.cases[: len(audit.cases) // 4]
        _fill(audit, whole, auditor, 96)
    _moderate(audit, auditors)
    services.count_findings(theme=theme, by=lead, now=cast.ago(66))
    _act(audit)
    return audit


def _found(cast: Cast, lead: Viewer, rule: CohortRule, days: int) -> int:
    """Return how many a rule finds in the year that ended so many days ago."""
    return selectors.count_found(rule, cast.ago(days + 365).date(), cast.ago(days + 1).date(), viewer=lead)


def _audit_before(cast: Cast, lead: Viewer, rule: CohortRule, auditors: Sequence[Viewer]) -> UUID:
    """Carry out the earlier audit as if half a year ago, close it, and set its days back to where they belong."""
    theme = _plan(cast, lead, rule, days=170, back=315)
    services.add_question(theme=theme, new=_RISK, by=lead, now=cast.ago(170))
    _choose(cast, lead, theme, rule, 169)
    services.ask_agency(
        theme=theme, auditor_id=auditors[0].staff_id, due_on=cast.ago(150).date(), by=lead, now=cast.ago(168)
    )
    audit = _drafted(cast, lead, theme, 167)
    _answer(audit, BEFORE, 160)
    services.count_findings(theme=theme, by=lead, now=cast.ago(150))
    says = "Every referral notes the risk, or says where that was checked."
    action = _agree(audit, _own(audit, PutTo.LEAD), says, "Put the risk first on the referral form.", 148, 120)
    show(
        audit.cast,
        audit.lead,
        action,
        "The form was changed in the spring, and 4 of 4 teams use it.",
        125,
        accepted=122,
    )
    services.close_theme(theme=theme, by=lead, now=cast.ago(121))
    with connect_as("worker"):
        age_audit(theme, timedelta(days=315))
    return theme.public_id


def _plan(
    cast: Cast, lead: Viewer, rule: CohortRule, *, days: int, back: int = 0, follows: UUID | None = None
) -> AuditTheme:
    """Plan an audit so many days ago, of the year that ended then or `back` days earlier."""
    begins_on, ends_on = cast.ago(days + back + 365).date(), cast.ago(days + back + 1).date()
    made = services.plan_theme(
        new=NewTheme(
            title="Knife crime" if rule is CohortRule.WEAPON else "Violence among young people",
            question="What could have been seen earlier, and did we work together?",
            lines=("Was the risk seen, and noted in each referral?", "Was the young person heard?"),
            begins_on=begins_on,
            ends_on=ends_on,
            standards="Working Together to Safeguard Children",
            reads_until=cast.ago(days - 178).date(),
            subgroup=_subgroup(cast),
            follows=follows,
        ),
        by=lead,
        now=cast.ago(days),
    )
    return AuditTheme.objects.get(public_id=made)


def _subgroup(cast: Cast) -> UUID | None:
    return next((UUID(pk) for pk, name in selectors.subgroups(cast.now) if name == "Audit"), None)


def _choose(cast: Cast, lead: Viewer, theme: AuditTheme, rule: CohortRule, days: int) -> None:
    cohort = NewCohort(
        rule=rule,
        chosen_by=ChosenBy.RANDOM,
        because="The subgroup asked why more young people come to harm; each case can be read with care.",
        begins_on=theme.begins_on,
        ends_on=theme.ends_on,
        wanted=_CASES,
        seed="larkshire",
    )
    services.fix_cohort(theme=theme, new=cohort, by=lead, now=cast.ago(days))


def _drafted(cast: Cast, lead: Viewer, theme: AuditTheme, days: int) -> _Audit:
    services.draft_tools(theme=theme, by=lead, now=cast.ago(days))
    pages = selectors.open_cases(theme, viewer=lead, purpose=Purpose.AUDIT)
    return _Audit(cast=cast, lead=lead, theme=theme, cases=[page.public_id for page in pages])


def _answer(audit: _Audit, says: Sequence[CaseSays], days: int) -> None:
    """Let whoever leads answer the questions that are put to them, case by case."""
    led = [row for row in selectors.questions_of(audit.theme) if row.put_to == PutTo.LEAD]
    for place, person in enumerate(audit.cases):
        for row in led:
            _say(audit, row, person, says[place], audit.lead, days)


def _say(audit: _Audit, row: OwnQuestion, person: UUID, says: CaseSays, by: Viewer, days: int) -> None:
    services.answer_question(
        theme=audit.theme,
        public_id=person,
        question=row.public_id,
        says=says,
        because="" if says is CaseSays.NOT_SEEN else "The file, read from the first page to the last.",
        seen=0,
        by=by,
        now=audit.cast.ago(days),
    )


def _fill(audit: _Audit, cases: Sequence[UUID], auditor: Viewer, days: int) -> None:
    """Let one agency write every section of its tools, answer the audit's questions, and return them."""
    asked = [row for row in selectors.questions_of(audit.theme) if selectors.puts_to(row, auditor.agency_id)]
    for place, person in enumerate(cases):
        for section in Section:
            services.answer_section(
                theme=audit.theme,
                public_id=person,
                section=section,
                answer=written(auditor.sector, section, place),
                seen=1,
                by=auditor,
                now=audit.cast.ago(days),
            )
        for row in asked:
            _say(audit, row, person, ANSWERS[(3 * place + auditor.agency_id) % len(ANSWERS)], auditor, days)
        services.return_tool(theme=audit.theme, public_id=person, by=auditor, now=audit.cast.ago(days - place / 24))


def _moderate(audit: _Audit, auditors: Sequence[Viewer]) -> None:
    """Let two meetings look at overall grades: the first moves two of four, the second moves one of them back."""
    agencies = [one.agency_id for one in auditors]
    meetings = [
        services.hold_moderation(
            theme=audit.theme, agencies=agencies, held_on=audit.cast.ago(days).date(), by=audit.lead,
            now=audit.cast.ago(days),
        )
        for days in (85, 71)
    ]  # fmt: skip
    pages = selectors.open_cases(audit.theme, viewer=audit.lead, purpose=Purpose.AUDIT)
    for move in MOVES:
        if move.case < len(pages):
            page = pages[move.case]
            tool = next(one for one in page.tools if one.state == ToolState.RETURNED)
            services.moderate_grade(
                theme=audit.theme, public_id=page.public_id, tool=tool.public_id, section=Section.OVERALL,
                moderation=meetings[move.meeting], grade=move.to, because=move.because, by=audit.lead,
                now=audit.cast.ago((84, 70)[move.meeting]),
            )  # fmt: skip


def _act(audit: _Audit) -> None:
    """Recommend, and agree three actions: one accepted, one that waits with its evidence, one late."""
    says = "Every referral says which risk is known, or where that was checked."
    action = _agree(audit, _own(audit, PutTo.LEAD), says, "Brief every team on noting the risk.", 64, 30)
    show(
        audit.cast,
        audit.lead,
        action,
        "Nine teams were briefed; of 40 referrals read since, 38 note the risk.",
        36,
        accepted=31,
    )
    says = "Whoever is found with a knife is asked, by somebody they know, what they wish and feel."
    action = _agree(audit, Question.VOICE_SOUGHT, says, "Name for each young person who asks.", 64, 5, owner=1)
    show(
        audit.cast, audit.lead, action, "Each of the six teams has a list of who asks whom, looked at every Monday.", 6
    )
    says = "Supervision after an incident is written down within a month, in each agency."
    _agree(
        audit,
        _own(audit, PutTo.AGENCIES),
        says,
        "Look through ten files of each team, and tell the subgroup.",
        64,
        9,
        owner=2,
    )


def _own(audit: _Audit, put_to: PutTo) -> Finding | None:
    return Finding.objects.filter(theme=audit.theme, own__put_to=put_to).first()


def _agree(  # noqa: PLR0913 -- of which audit, because of what, to what end, what, when, until when, by whom
    audit: _Audit, because: Question | Finding | None, says: str, what: str, days: int, due: int, owner: int = 0
) -> UUID | None:
    finding = Finding.objects.get(theme=audit.theme, question=because) if isinstance(because, Question) else because
    if finding is None:
        return None
    owners = [one for one in audit.cast.contacts if one.sector in WRITES]
    about: dict[str, Any] = {"theme": audit.theme, "by": audit.lead, "now": audit.cast.ago(days)}
    recommendation = services.recommend(finding=finding.public_id, says=says, **about)
    return services.agree_audit_action(
        recommendation=recommendation,
        what=what,
        owner_id=owners[owner % len(owners)].staff_id,
        due_on=audit.cast.ago(due).date(),
        **about,
    )


def show(
    cast: Cast, lead: Viewer, action: UUID | None, evidence: str, days: int, *, accepted: int | None = None
) -> None:
    """Let an action's owner show what was done so many days ago, and let whoever leads accept it, if anybody did."""
    row = selectors.find_action(action) if action else None
    if row is None:
        return
    owner = next(one for one in cast.contacts if one.staff_id == row.owner_id)
    services.show_evidence(action=row.public_id, evidence=evidence, seen=row.version, by=owner, now=cast.ago(days))
    if accepted is not None:
        services.accept_evidence(action=row.public_id, seen=row.version + 1, by=lead, now=cast.ago(accepted))
