"""Writes an inspection pack as files: a list of the children, a chronology and the agencies' forms for each case."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.audit.models import OwnQuestion
from kith.audit.presenters.cases import facts_rows, section_words
from kith.audit.presenters.questions import answers_in_tool, answers_of_lead
from kith.audit.selectors import CasePage, ChosenCase, InspectionPack
from kith.audit.vocabulary import GRADE_WORDS, Grade
from kith.chronology.vocabulary import Gap
from kith.common.spreadsheets import inert


def pack_files(pack: InspectionPack, *, viewer: Viewer, now: datetime) -> Mapping[str, str]:
    """Return the texts of the pack's files by their names; no name of a file names anybody."""
    by = {"by": viewer.name, "agency": viewer.agency_name, "at": timezone.localtime(now), "theme": pack.theme}
    numbers = {page.case.pk: number for number, page in enumerate(pack.children, start=1)}
    files = {"children.csv": _children(pack, numbers)}
    for one in pack.chosen:
        number = f"{numbers[one.page.case.pk]:02}"
        about = by | {"number": number, "page": one.page, "header": one.chronology.header}
        files[f"chronology-{number}.html"] = _drawn("chronology", about | {"rows": _story(one)})
        files[f"forms-{number}.html"] = _drawn("forms", about | _forms(one.page, pack.questions))
    files["contents.txt"] = _drawn("contents", by | {"children": len(pack.children), "files": sorted(files)}, "txt")
    return files


def _drawn(name: str, context: Mapping[str, Any], ending: str = "html") -> str:
    return str(render_to_string(f"audit/pack/{name}.{ending}", dict(context)))


def _children(pack: InspectionPack, numbers: Mapping[int, int]) -> str:
    written = StringIO()
    rows = [
        {"Number": str(numbers[page.case.pk]), "Name": page.name, "Born": _day(page.born_on)} | facts_rows(page.facts)
        for page in pack.children
    ]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([inert(row.get(column, "")) for column in columns] for row in rows)
    return written.getvalue()


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "Not known"


def _story(one: ChosenCase) -> list[dict[str, Any]]:
    entries = [entry for line in one.chronology.lines if not isinstance(line, Gap) for entry in line.entries]
    return [
        {
            "on": entry.occurred_on,
            "until": entry.ended_on,
            "age": entry.age,
            "agency": entry.agency,
            "headline": entry.headline,
            "says": "Not opened to auditors" if entry.withheld else entry.says,
            "place": entry.place,
            "retracted": entry.retracted,
        }
        for entry in entries
    ]


def _forms(page: CasePage, questions: Sequence[OwnQuestion]) -> dict[str, Any]:
    return {"tools": _tools(page, questions), "questions": answers_of_lead(questions, page.answers)}


def _tools(page: CasePage, questions: Sequence[OwnQuestion]) -> list[dict[str, Any]]:
    return [
        {
            "tool": tool,
            "questions": answers_in_tool(questions, tool.agency_id, tool.answers.all()),
            "sections": [
                section_words(row)
                | {
                    "row": row,
                    "grade": GRADE_WORDS[Grade(row.grade)] if row.grade else "Not graded",
                    "moderated": [
                        {"row": one, "words": GRADE_WORDS[Grade(one.grade)]} for one in row.moderated_grades.all()
                    ],
                }
                for row in tool.sections.all()
            ],
        }
        for tool in page.tools
    ]
