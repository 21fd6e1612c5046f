"""Opens the cases of an audit: the look is logged first, then what the record and the agencies say is read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch

from kith.access.selectors import look, look_over_list
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Refused, Viewer
from kith.audit.models import AgencyTool, AuditCase, AuditTheme, CaseAnswer, CaseRecord, ModeratedGrade, ToolSection
from kith.audit.rules import answer_of, facts_from_json, may_lead, may_read_tool, thresholds_called
from kith.audit.vocabulary import CaseFacts, Question, ToolState

Who = tuple[UUID, str, date | None]
_NAMES: Final = """
SELECT f.person_id, p.public_id, concat_ws(' ', nullif(f.forename, ''), nullif(f.surname, '')), f.born_on
FROM linking_profile f JOIN linking_person p ON p.id = f.person_id WHERE f.person_id = ANY(%s::bigint[])
"""


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One case: who it is, what the record showed, what each agency says, and what whoever leads answered."""

    case: AuditCase
    public_id: UUID
    name: str
    born_on: date | None
    facts: CaseFacts | None
    tools: Sequence[AgencyTool]
    answers: Sequence[CaseAnswer] = ()


@contextmanager
def looking_over(
    theme: AuditTheme,
    *,
    viewer: Viewer,
    what: str,
    purpose: Purpose = Purpose.AUDIT,
    action: Action = Action.OPEN,
) -> Iterator[Mapping[int, AuditCase]]:
    """Log a look at every case of an audit that the viewer may see, and yield the cases by person.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what=what, action=action) as listing:
        cases = {case.person_id: case for case in AuditCase.objects.filter(theme=theme, set_aside_because="")}
        listing.log_shown(sorted(cases))
        yield cases


@contextmanager
def looking_at(
    theme: AuditTheme, public_id: UUID, *, viewer: Viewer, what: str, purpose: Purpose = Purpose.AUDIT
) -> Iterator[AuditCase]:
    """Log a look at one case, and yield it.

    Raises:
        NotShown: for this viewer there is no such person, or they are no case of this audit.
        Refused: they may be known, but not so deeply.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what=what) as shown:
        person_id = shown.person_ids[public_id]
        if not shown.may_see(person_id, DataClass.CARE):
            raise Refused("A case is read by those whom the audit asked, until it ends.")
        case = AuditCase.objects.filter(theme=theme, person_id=person_id, set_aside_because="").first()
        if case is None:
            raise NotShown
        yield case


def open_cases(
    theme: AuditTheme, *, viewer: Viewer, purpose: Purpose, action: Action = Action.OPEN
) -> Sequence[CasePage]:
    """Return the cases that the viewer may see, in the order of their incidents; one log row per person.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with looking_over(theme, viewer=viewer, purpose=purpose, what="audit.cases", action=action) as cases:
        named, told, tools = names_of(list(cases)), _facts(list(cases), theme), _tools(list(cases.values()))
        answers = _answers(list(cases.values()))
        pages = [
            _page(case, named, told, _readable(tools.get(case.pk, ()), answers.get(case.pk, ()), viewer))
            for case in cases.values()
            if case.person_id in named
        ]
    return sorted(pages, key=lambda page: (page.case.incident_on, page.case.pk))


def open_case(theme: AuditTheme, public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> CasePage:
    """Return one case with its tools, and log the look.

    Raises:
        NotShown: for this viewer there is no such person, or they are no case of this audit.
        Refused: they may be known, but not so deeply.
    """
    with looking_at(theme, public_id, viewer=viewer, purpose=purpose, what="audit.case") as case:
        people = [case.person_id]
        tools, answers = _tools([case]).get(case.pk, ()), _answers([case]).get(case.pk, ())
        return _page(case, names_of(people), _facts(people, theme), _readable(tools, answers, viewer))


def facts_among(theme: AuditTheme, people: Sequence[int]) -> Sequence[CaseFacts]:
    """Return what the record showed of these people's cases; call it inside a look."""
    return list(_facts(people, theme).values())


def answers_among(theme: AuditTheme, people: Sequence[int]) -> dict[int, dict[Question, bool | None]]:
    """Return by person what the record answers to each question, as it was last drafted; call it inside a look."""
    rows = CaseRecord.objects.filter(person_id__in=list(people), case__theme=theme, case__set_aside_because="")
    told = {row.person_id: facts_from_json(row.facts) for row in rows}
    thresholds = thresholds_called(theme.thresholds)
    return {person: {each: answer_of(each, facts, thresholds) for each in Question} for person, facts in told.items()}


def case_among(theme: AuditTheme, person_id: int) -> tuple[int, date] | None:
    """Return the number and the day of a person's case that counts in an audit, or None; call it inside a look."""
    case = AuditCase.objects.filter(theme=theme, person_id=person_id, set_aside_because="").first()
    return (case.pk, case.incident_on) if case else None


def cases_gone(numbers: Collection[int]) -> frozenset[int]:
    """Return those cases that count no more: removed, or set aside without another of the same person in the audit.

    For the worker, which sees every row.
    """
    rows = {case.pk: case for case in AuditCase.objects.filter(pk__in=numbers)}
    counting = set(
        AuditCase.objects.filter(
            theme_id__in={case.theme_id for case in rows.values()}, set_aside_because=""
        ).values_list("theme_id", "person_id")
    )
    return frozenset(
        number
        for number in numbers
        if number not in rows or (rows[number].theme_id, rows[number].person_id) not in counting
    )


def _page(
    case: AuditCase,
    named: Mapping[int, Who],
    told: Mapping[int, CaseFacts],
    said: tuple[Sequence[AgencyTool], Sequence[CaseAnswer]],
) -> CasePage:
    public_id, name, born_on = named[case.person_id]
    return CasePage(
        case=case,
        public_id=public_id,
        name=name or "Name not known",
        born_on=born_on,
        facts=told.get(case.pk),
        tools=said[0],
        answers=said[1],
    )


def _readable(
    tools: Sequence[AgencyTool], answers: Sequence[CaseAnswer], viewer: Viewer
) -> tuple[Sequence[AgencyTool], Sequence[CaseAnswer]]:
    """Return the tools, and the answers of whoever leads, that a viewer may read by now."""
    own = (tool for tool in tools if tool.agency_id == viewer.agency_id)
    has_returned = any(tool.state == ToolState.RETURNED for tool in own)
    readable = [tool for tool in tools if may_read_tool(viewer, tool.agency_id, has_returned=has_returned)]
    return readable, answers if may_lead(viewer) or has_returned else ()


def names_of(people: Sequence[int]) -> dict[int, Who]:
    """Return by person their number, name and birthday; call it inside a look that has logged them."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [sorted(set(people))])
        return {row[0]: (UUID(str(row[1])), row[2], row[3]) for row in cursor.fetchall()}


def _facts(people: Sequence[int], theme: AuditTheme) -> dict[int, CaseFacts]:
    rows = CaseRecord.objects.filter(person_id__in=list(people), case__theme=theme, case__set_aside_because="")
    return {row.case_id: facts_from_json(row.facts) for row in rows.order_by("case__incident_on", "case_id")}


def _tools(cases: Sequence[AuditCase]) -> dict[int, list[AgencyTool]]:
    moderated = Prefetch("moderated_grades", ModeratedGrade.objects.select_related("by", "moderation"))
    sections = ToolSection.objects.prefetch_related(moderated)
    rows = AgencyTool.objects.filter(case__in=cases).select_related("agency", "returned_by")
    found: dict[int, list[AgencyTool]] = {}
    answers = Prefetch("answers", CaseAnswer.objects.select_related("by"))
    for tool in rows.prefetch_related(Prefetch("sections", sections), answers):
        found.setdefault(tool.case_id, []).append(tool)
    return found


def _answers(cases: Sequence[AuditCase]) -> dict[int, list[CaseAnswer]]:
    """Return by case what whoever leads has answered."""
    found: dict[int, list[CaseAnswer]] = {}
    for answer in CaseAnswer.objects.filter(case__in=cases, tool=None).select_related("by"):
        found.setdefault(answer.case_id, []).append(answer)
    return found
