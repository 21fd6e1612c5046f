"""Shows a draft to its writer: beside the record of its case, as it would be read, with the facts that it tells."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.urls import reverse

from kith.chronology.vocabulary import Chronology, Gap, Line
from kith.learning.models import TextBeside
from kith.learning.presenters.briefings import COLOURS, k_words
from kith.learning.selectors import FactsOffered, OpenReview
from kith.learning.vocabulary import ENOUGH
from kith.learning.vocabulary.briefings import (
    BRIEFING_WORDS,
    EVIDENCE_PLACE,
    FORM_WORDS,
    STEPS,
    TITLE_PLACE,
    BriefingState,
    CheckedText,
    Doubtful,
    ReviewForm,
)

_CHANGEABLE: Final = frozenset({BriefingState.DRAFTING, BriefingState.CHECKED, BriefingState.APPROVED})


def review_page(opened: OpenReview, told: Mapping[int, Chronology], *, theirs: str, is_on_site: bool) -> dict[str, Any]:
    """Return a draft with the lines of each of its cases beside it, the newest first; `told` is by person."""
    names = {person: each.header.name for person, each in told.items()}
    return _head(opened, names) | {
        "theirs": theirs,
        "clashes": [_clash(one, ReviewForm(opened.briefing.form)) for one in opened.beside],
        "settle_url": reverse(
            "learning:settle_part", args=[opened.people[opened.review.person_id], opened.review.public_id]
        ),
        "is_revised": is_on_site and opened.briefing.state in _CHANGEABLE,
        "records": [_record(each) for each in told.values()],
    }


def facts_page(opened: OpenReview, offered: FactsOffered, *, names: Mapping[int, str]) -> dict[str, Any]:
    """Return how many children what was chosen of one case fits, and what would make them more."""
    return _head(opened, names) | {
        "name": names[opened.review.person_id],
        "k_words": k_words(offered.k),
        "is_counted": offered.k is not None,
        "is_few": offered.k is not None and offered.k < ENOUGH,
        "advice": offered.advice,
        "knows_facts": bool(offered.facts),
    }


def check_page(opened: OpenReview, parts: Mapping[int, CheckedText], *, names: Mapping[int, str]) -> dict[str, Any]:
    """Return every part as it would be read, what was replaced in it, and what is still to confirm."""
    form = ReviewForm(opened.briefing.form)
    pieces = [(place, piece) for place, part in parts.items() for piece in part.to_confirm]
    replaced = dict.fromkeys((one.typed, one.says) for part in parts.values() for one in part.replaced)
    counts = [row.k for row in opened.reviews]
    return _head(opened, names) | {
        "parts": [
            {"title": _title(place, form), "marked": list(_marked(part))}
            for place, part in parts.items()
            if part.words.strip()
        ],
        "replaced": [{"typed": typed, "says": says} for typed, says in replaced],
        "keys": _keys(piece for _, piece in pieces if not piece.is_known),
        "known": [{"where": _title(place, form), "piece": piece} for place, piece in pieces if piece.is_known],
        "open_count": len(pieces),
        "is_counted": None not in counts,
        "is_few": any(k is not None and k < ENOUGH for k in counts),
    }


def _head(opened: OpenReview, names: Mapping[int, str]) -> dict[str, Any]:
    """Return what every page of a draft says: whose it is, of which cases it tells, and how far it has come."""
    state = BriefingState(opened.briefing.state)
    called = opened.briefing.called.split(", ")
    return {
        "name": ", ".join(dict.fromkeys(names[row.person_id] for row in opened.reviews)),
        "public_id": opened.people[opened.review.person_id],
        "called": called[0],
        "cases": [
            {
                "name": names[row.person_id],
                "called": name,
                "public_id": opened.people[row.person_id],
                "review": row.public_id,
                "k_words": k_words(row.k),
                "is_counted": row.k is not None,
            }
            for row, name in zip(opened.reviews, called, strict=False)
        ],
        "briefing": opened.briefing,
        "review": opened.review.public_id,
        "form_words": FORM_WORDS[ReviewForm(opened.briefing.form)],
        "state": BRIEFING_WORDS[state],
        "colour": COLOURS[state],
        "may_change": state in _CHANGEABLE,
        "is_drafting": state is BriefingState.DRAFTING,
        "may_revise": state is BriefingState.HANDED,
    }


def _record(told: Chronology) -> dict[str, Any]:
    return {
        "name": told.header.name,
        "public_id": told.header.public_id,
        "lines": [_line(line) for line in told.lines],
        "more_lines": told.page_count > 1,
    }


def _clash(one: TextBeside, form: ReviewForm) -> dict[str, Any]:
    return {
        "id": one.pk,
        "label": _title(one.part.place, form),
        "theirs": one.part.text,
        "mine": one.text,
        "by": one.by.name,
        "version": one.part.version,
    }


def _line(line: Line | Gap) -> dict[str, str]:
    if isinstance(line, Gap):
        return {"when": f"{line.begins_on:%B %Y} to {line.ends_on:%B %Y}", "says": "Nothing is recorded", "who": ""}
    latest = line.latest
    when = f"{latest.occurred_on:%-d %B %Y}"
    if line.is_folded:
        when = f"{line.earliest.occurred_on:%-d %B %Y} to {when}"
    times = f", {len(line.entries)} times" if line.is_folded else ""
    return {"when": when, "says": f"{latest.headline}{times}", "who": latest.agency}


def _title(place: int, form: ReviewForm) -> str:
    if place == TITLE_PLACE:
        return "Title"
    return "What shows that something changed" if place == EVIDENCE_PLACE else STEPS[form][place - 1].heading


def _keys(pieces: Iterator[Doubtful]) -> list[tuple[str, str]]:
    """Return each open piece once: its key, and the piece with what stands around it."""
    return list({one.key: f"“{one.text}” in: …{one.before}{one.text}{one.after}…" for one in pieces}.items())


def _marked(part: CheckedText) -> Iterator[dict[str, str]]:
    """Give a part piece by piece, each with how it is marked: plain, by a rule, open, or kept by somebody."""
    marks: list[tuple[int, int, str]] = [
        (one.start, one.end, "rule" if one.by_rule else "kept") for one in part.settled
    ]
    marks += [(one.start, one.end, "open") for one in part.to_confirm]
    at = 0
    for start, end, mark in sorted(marks):
        if start < at:
            continue
        if start > at:
            yield {"text": part.words[at:start], "mark": ""}
        yield {"text": part.words[start:end], "mark": mark}
        at = end
    if at < len(part.words):
        yield {"text": part.words[at:], "mark": ""}
