"""Writes the work plan and the risks as tables that a spreadsheet opens, and takes for nothing but text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from kith.common.spreadsheets import inert
from kith.partnership.models import GroupRisk, WorkItem
from kith.partnership.vocabulary import WORK_WORDS

Table = Sequence[Sequence[str]]


def work_table(items: Iterable[WorkItem]) -> Table:
    """Return the work plan: a line of heads, then a line for each item."""
    heads = ("What is to be done", "Group", "Priority", "Who", "From", "By", "Stands", "Until")
    lines = [
        (
            *(row.says, row.group.name, row.priority.name if row.priority else "", row.owner_post),
            *(_day(row.begins_on), _day(row.due_on), WORK_WORDS[row.state], _day(row.ends_on)),
        )
        for row in items
    ]
    return [heads, *lines]


def risk_table(risks: Iterable[GroupRisk]) -> Table:
    """Return the risks: a line of heads, then a line for each risk, whose gravity is of 25."""
    heads = ("What could happen", "Group", "How likely", "How bad", "How grave", "What is done", "Who watches it")
    lines = [
        (
            *(row.says, row.group.name, str(row.likelihood), str(row.impact), str(row.likelihood * row.impact)),
            *(row.answer, row.owner_post, _day(row.begins_on), _day(row.review_on), _day(row.ends_on)),
        )
        for row in risks
    ]
    return [(*heads, "From", "Look again by", "Until"), *lines]


def table_of(table: Table) -> str:
    """Return a table as CSV marked as UTF-8; a cell that a spreadsheet would take for a formula begins with a quote."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([map(inert, line) for line in table])
    return f"\ufeff{out.getvalue()}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
