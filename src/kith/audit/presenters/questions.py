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
    """Return for each question a row for each who answers it: what is answered for each case."""
    return [{"label": row.asks, "rows": _rows(row, cases)} for row in questions]


def _rows(row: OwnQuestion, cases: Sequence[CasePage]) -> list[dict[str, Any]]:
    said: dict[str, dict[int, str]] = {}
    for page in cases:
        agencies = [
            (tool.agency.name, answer)
            for tool in page.tools
            if puts_to(row, tool.agency_id)
            for answer in [None, *tool.answers.all()]
        ]
        lead = [("Lead", answer) for answer in [None, *page.answers]] if row.put_to == PutTo.LEAD else []
        for by, answer in [*lead, *agencies]:
            held = said.setdefault(by, {})
            if answer is not None and answer.question_id == row.pk:
                held[page.case.pk] = _words(answer)
    return [
        {"agency": by, "cells": [held.get(page.case.pk, "Not answered") for page in cases]} for by, held in said.items()
    ]


def _answered(questions: Sequence[OwnQuestion], answers: Iterable[CaseAnswer]) -> list[dict[str, Any]]:
    held = {answer.question_id: answer for answer in answers}
    return [
        {"row": row, "answer": held.get(row.pk), "words": _words(held[row.pk]) if row.pk in held else ""}
        for row in questions
    ]


def _words(answer: CaseAnswer) -> str:
    return CASE_SAYS_WORDS[CaseSays(answer.says)]


def _put_to(row: OwnQuestion) -> str:
    if row.agency:
        return row.agency.name
    return {PutTo.LEAD: "Whoever leads", PutTo.AGENCIES: "Each agency asked"}[PutTo(row.put_to)]
