"""Reads what an audit asks of its own, and counts what was answered; call the counting inside a look."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kith.audit.models import AgencyTool, AuditTheme, CaseAnswer, OwnQuestion
from kith.audit.rules import question_words, tally_answers, thresholds_called
from kith.audit.vocabulary import CaseSays, PutTo, Question, QuestionWords, Tally, ToolState


def questions_of(theme: AuditTheme) -> Sequence[OwnQuestion]:
    """Return the questions that an audit asks of its own, in the order of asking."""
    return list(OwnQuestion.objects.filter(theme=theme).select_related("agency"))


def words_of(theme: AuditTheme) -> Mapping[Question, QuestionWords]:
    """Return how each question that the record answers is asked and answered, with the audit's own thresholds in it."""
    thresholds = thresholds_called(theme.thresholds)
    return {question: question_words(question, thresholds) for question in Question}


def unanswered_in(tool: AgencyTool) -> Sequence[int]:
    """Return the numbers of the questions that a tool has not answered yet; call it inside a look."""
    answered = set(CaseAnswer.objects.filter(tool=tool).values_list("question_id", flat=True))
    asked = [row for row in questions_of(tool.case.theme) if puts_to(row, tool.agency_id)]
    return [row.number for row in asked if row.pk not in answered]


def puts_to(row: OwnQuestion, agency_id: int) -> bool:
    """Test whether an agency's tool answers a question."""
    return row.put_to == PutTo.AGENCIES or (row.put_to == PutTo.AGENCY and row.agency_id == agency_id)


def tallies_of_own(theme: AuditTheme, cases: Sequence[int]) -> Mapping[int, Tally]:
    """Return by question what was answered for these cases; an agency's answer counts once its tool is returned."""
    said: dict[int, list[CaseSays]] = defaultdict(list)
    rows = CaseAnswer.objects.filter(case__in=cases, question__theme=theme)
    for question, says, state in rows.values_list("question_id", "says", "tool__state"):
        if state in (None, ToolState.RETURNED):
            said[question].append(CaseSays(says))
    tools = AgencyTool.objects.filter(case__in=cases).count()
    return {
        row.pk: tally_answers(said[row.pk], tools if row.put_to == PutTo.AGENCIES else len(cases))
        for row in questions_of(theme)
    }
