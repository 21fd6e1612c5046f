"""Shows what an audit asks of its own: on its page, in each tool of a case, and case by case."""

from collections.abc import Iterable, Sequence
from typing import Any

from kith.audit.models import CaseAnswer, OwnQuestion
from kith.audit.selectors import CasePage, puts_to
from kith.audit.vocabulary import CASE_SAYS_WORDS, CaseSays, PutTo


def question_rows(questions: Sequence[OwnQuestion]) -> list[dict[str, Any]]:
    """Return the questions of an audit, each with who answers it."""
    return [{"row": row, "put_to": _put_to(row)} for row in questions]


def answers_in_tool(
    questions: Sequence[OwnQuestion], agency_id: int, answers: Iterable[CaseAnswer]
) -> list[dict[str, Any]]:
    """Return the questions that one agency's tool answers, each with its answer, if there is one."""
    return _answered([row for row in questions if puts_to(row, agency_id)], answers)


def answers_of_lead(questions: Sequence[OwnQuestion], answers: Iterable[CaseAnswer]) -> list[dict[str, Any]]:
    """Return the questions that whoever leads answers, each with its answer, if there is one."""
    return _answered([row for row in questions if row.put_to == PutTo.LEAD], answers)


def questions_side_by_side(questions: Sequence[OwnQuestion], cases: Sequence[CasePage]) -> list[dict[str, Any]]:
    """Return a row for each question: what is answered for each case, and by whom."""
    return [{"label": row.asks, "cells": [_cell(row, page) for page in cases]} for row in questions]


def _answered(questions: Sequence[OwnQuestion], answers: Iterable[CaseAnswer]) -> list[dict[str, Any]]:
    held = {answer.question_id: answer for answer in answers}
    return [
        {"row": row, "answer": held.get(row.pk), "words": _words(held[row.pk]) if row.pk in held else ""}
        for row in questions
    ]


def _cell(row: OwnQuestion, page: CasePage) -> list[dict[str, str]]:
    lead = [("Lead", answer) for answer in page.answers]
    agencies = [(tool.agency.name, answer) for tool in page.tools for answer in tool.answers.all()]
    return [
        {"agency": by, "words": _words(answer)} for by, answer in [*lead, *agencies] if answer.question_id == row.pk
    ]


def _words(answer: CaseAnswer) -> str:
    return CASE_SAYS_WORDS[CaseSays(answer.says)]


def _put_to(row: OwnQuestion) -> str:
    if row.agency:
        return row.agency.name
    return {PutTo.LEAD: "Whoever leads", PutTo.AGENCIES: "Each agency asked"}[PutTo(row.put_to)]
