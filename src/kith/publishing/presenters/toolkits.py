"""Shows a version of a toolkit: as passages to compare, and as pages to be typeset."""

import html
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import strip_tags

from kith.publishing.models.toolkits import ToolkitVersionPage
from kith.publishing.vocabulary.toolkits import Passage, QuestionKind, VersionStanding, compare

_ENDS = re.compile(r"</(?:p|li|h\d|ul|ol|blockquote|figcaption|address)>|<br\s*/?>", re.IGNORECASE)


def lines_of_html(source: str) -> list[str]:
    """Return the paragraphs and list items of a piece of rich text as plain lines."""
    lines = (" ".join(html.unescape(strip_tags(part)).split()) for part in _ENDS.sub("\n", source).split("\n"))
    return [line for line in lines if line]


def passages_of(version: ToolkitVersionPage) -> list[str]:
    """Return everything that a version says, a passage a line, in reading order."""
    lines = [version.summary] if version.summary else []
    for block in version.body:
        lines += [text for _, text in _block_lines(block)]
    for stage in _stages(version):
        lines.append(f"{stage['title']}, {stage['when']}" if stage["when"] else stage["title"])
        lines += stage["text"]
        lines += [f"{check['text']} {check['help']}".strip() for check in stage["checks"]]
        lines += [question["text"] for question in stage["questions"]]
    return lines


def changes_between(before: ToolkitVersionPage, after: ToolkitVersionPage) -> list[Passage]:
    """Return every passage of two versions, each the same, added or removed."""
    return compare(passages_of(before), passages_of(after))


def checklist(version: ToolkitVersionPage, *, with_questions: bool) -> dict[str, Any]:
    """Return a version as something to work with: a checklist, or the form with its questions besides."""
    stages = [stage for stage in _stages(version) if stage["checks"] or (with_questions and stage["questions"])]
    return {
        "version": version,
        "toolkit": version.toolkit(),
        "stages": stages,
        "with_questions": with_questions,
        "answers": ("Yes", "No", "Not yet"),
        "page": version,
    }


def typeset_data(version: ToolkitVersionPage, *, printed: str) -> dict[str, Any]:
    """Return a version as plain text for its pages."""
    toolkit = version.toolkit()
    worried = getattr(settings, "KITH_WORRIED", {})
    return {
        "title": toolkit.title,
        "partnership": settings.KITH_PARTNERSHIP,
        "version": str(version.number),
        "facts": [
            ["In force from", date_format(version.effective_on, "j F Y")],
            ["Looked after by", toolkit.owned_by],
            ["Review by", date_format(toolkit.review_on, "j F Y")],
        ],
        "banner": standing_words(version),
        "summary": version.summary,
        "changes": version.changes,
        "body": [list(line) for block in version.body for line in _block_lines(block)],
        "stages": _stages(version),
        "worried": [worried[name] for name in ("heading", "urgent", "now", "talk") if name in worried],
        "printed": printed,
    }


def standing_words(version: ToolkitVersionPage) -> str:
    """Return what a reader of a version that is not in force must know, or nothing."""
    standing = version.standing()
    if standing is VersionStanding.SUPERSEDED:
        current = version.toolkit().current()
        return f"This version has been superseded. Version {current.number} is in force." if current else ""
    if standing is VersionStanding.COMING:
        return f"This version is not in force yet. It takes effect on {date_format(version.effective_on, 'j F Y')}."
    return ""


def _stages(version: ToolkitVersionPage) -> list[dict[str, Any]]:
    return [
        {
            "title": stage.value["title"],
            "when": stage.value["when"] or "",
            "text": lines_of_html(stage.value["text"].source) if stage.value["text"] else [],
            "checks": [{"text": one["text"], "help": one["help"] or ""} for one in stage.value["checks"]],
            "questions": [
                {"text": one["text"], "kind": QuestionKind(one["kind"]).value} for one in stage.value["questions"]
            ],
        }
        for stage in version.stages
    ]


def _block_lines(block: Any) -> Iterator[tuple[str, str]]:
    """Yield a block's words as (kind, text), kind one of heading2 to heading4, quote, line."""
    value = block.value
    if block.block_type == "heading":
        yield f"heading{value['level']}", value["text"]
    elif block.block_type == "text":
        yield from (("line", line) for line in lines_of_html(value.source))
    elif block.block_type == "quote":
        yield "quote", value["words"]
    elif block.block_type == "picture":
        yield "line", f"Picture: {value['alternative']}"
    else:
        yield from (("line", line) for line in lines_of_html(str(block.render())))
