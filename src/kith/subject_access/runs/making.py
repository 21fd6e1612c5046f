"""Makes the two files of an answer and reads both back; whoever else is still found in them stops the release."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kith.access.selectors import find_staff, look
from kith.access.selectors.accounts import list_agencies
from kith.access.services import connect_as
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Sector
from kith.common.disclosure.reading import read
from kith.linking.services import describe_surrounding
from kith.shell.printing import typeset
from kith.subject_access.models import GatheredRow, Gathering, Piece, SubjectRequest
from kith.subject_access.rules import Decided, Search, answer_of, rendered, search_for
from kith.subject_access.runs.gathering import known_around, to_be_found
from kith.subject_access.runs.reading_back import UnreadablePaper, strings_within, words_of_pages
from kith.subject_access.selectors import person_of
from kith.subject_access.services import block_answer, fail_job, keep_answer
from kith.subject_access.vocabulary import Known, PieceChoice, RequestState, RowFate, Told

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "typesetting" / "answer.typ"
TITLE: Final = "Your own record"
ABOUT: Final = (
    "This is a copy of what is kept about you by the agencies that work together to keep children safe, as far as it "
    "is kept here. Each agency also keeps records of its own: ask the agency for those.",
)
READING: Final = (
    "First comes your story, year by year, then everything else, then who looked at your record and why.",
    "Where somebody else is named, words stand in square brackets instead, such as a relative, with the number of a "
    "note. The notes at the end say the ground for each. Nothing is hidden behind a box: what is replaced is not in "
    "this file.",
    "If you would like somebody to read it with you, ask us: it can be hard to read alone.",
)
RIGHTS: Final = (
    "Say that something is wrong. We put it right, or note beside it that you see it differently.",
    "Ask that something is no longer kept or used. Sometimes the law says that we must keep it; then we tell you why.",
    "Ask us to look again at anything that is left out or replaced.",
    "Complain to the Information Commissioner's Office, who watches over how personal data are used, or go to a court.",
)


@dataclass(frozen=True)
class Found:
    """Where somebody else was still found: pages of the paper, places of rows, whether in the JSON or behind a page."""

    pages: tuple[int, ...]
    rows: tuple[int, ...]
    in_data: bool
    behind: bool

    @property
    def anything(self) -> bool:
        """Test whether anybody was found anywhere."""
        return bool(self.pages or self.rows or self.in_data or self.behind)

    def says(self) -> str:
        """Return where, in words; no name is in them."""
        parts = []
        if self.rows:
            parts.append(f"in {len(self.rows)} rows, which are listed in the review")
        if self.pages:
            parts.append(f"on page {', '.join(map(str, self.pages))} of the paper")
        if self.in_data:
            parts.append("in the JSON file")
        if self.behind:
            parts.append("in what the paper carries behind its pages")
        where = "; ".join(parts)
        return f"Somebody else was still found {where}. Nothing was released. Withhold the rows, or decide again."


def make_answer(request_id: int) -> None:
    """Make, check and release the copy of an approved request; a second try makes it anew and doubles nothing."""
    now = timezone.now()
    with connect_as("worker"):
        request = SubjectRequest.objects.get(pk=request_id)
        person_id, public_id = person_of(request)
        viewer = find_staff(request.lead_id, now)
        if request.state != RequestState.APPROVED:
            return
        if viewer is None or public_id is None:
            fail_job(request=request, says="Whoever leads this request works here no more.", by=None, now=now)
            return
    about: dict[str, Any] = {"viewer": viewer, "people": [public_id], "purpose": Purpose.SUBJECT_ACCESS}
    try:
        with connect_as("web"), look(**about, what="subject_access.make", action=Action.EXPORT) as shown:
            if not all(shown.may_see(person_id, one) for one in DataClass):
                raise NotShown
            with connect_as("worker"), transaction.atomic():
                _make(request, person_id, viewer.staff_id, now)
    except NotShown:
        with connect_as("worker"):
            fail_job(
                request=request, says="Whoever leads this request may not take the whole record out.", by=None, now=now
            )


def _make(request: SubjectRequest, person_id: int, by: int, now: datetime) -> None:
    gathering = Gathering.objects.get(request=request)
    rows = list(GatheredRow.objects.filter(request=request))
    pieces = list(Piece.objects.filter(request=request))
    decided = Decided.of(pieces)
    answer = answer_of(request, gathering, rows, decided, made_on=timezone.localdate(now))
    pdf, data = files_of(answer)
    search = search_for(_known(gathering, pieces, person_id, by))
    found = look_again(search, pdf=pdf, data=data, rows=rows, decided=decided)
    if found.anything:
        block_answer(request=request, says=found.says(), rows=found.rows, by=None, now=now)
        return
    replaced = len(answer["replacements"])
    keep_answer(request=request, pdf=pdf, data=data, replaced=replaced, by=request.second_id, now=now)


def files_of(answer: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Return the answer as PDF/UA and as JSON: the same words, letter for letter."""
    whole = {
        "title": TITLE,
        "agency": settings.KITH_PARTNERSHIP,
        "about": ABOUT,
        "reading": READING,
        "rights": RIGHTS,
        **answer,
    }
    return typeset(TEMPLATE, whole), json.dumps(whole, ensure_ascii=False, indent=2).encode()


def look_again(search: Search, *, pdf: bytes, data: bytes, rows: Sequence[GatheredRow], decided: Decided) -> Found:
    """Read both files back and return where anybody else is found: on a page, behind it, in the data, in which rows.

    A paper that cannot be read back counts as one in which somebody is found.
    """
    told = [row for row in rows if row.fate == RowFate.TOLD]
    hit_rows = tuple(row.place for row in told if _hits(search, _text_of(row, decided)))
    in_data = any(_hits(search, text) for text in _texts(json.loads(data)))
    try:
        pages = tuple(place for place, text in enumerate(words_of_pages(pdf), start=1) if _hits(search, text))
        behind = any(_hits(search, text) for text in strings_within(pdf))
    except UnreadablePaper:
        pages, behind = (), True
    return Found(pages=pages, rows=hit_rows, in_data=in_data, behind=behind)


def _hits(search: Search, text: str) -> bool:
    """Test whether a text holds somebody else, as its lines stand and with every line joined to the next."""
    return bool(search.count_in(text) or search.count_in(text.replace("\n", "")) or search.count_in(read(text).plain))


def _text_of(row: GatheredRow, decided: Decided) -> str:
    return "\n".join(rendered(Told.of(kept), decided) for kept in row.fields)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*map(str, value), *(text for one in value.values() for text in _texts(one))]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)]


def _known(gathering: Gathering, pieces: Sequence[Piece], person_id: int, by: int) -> Known:
    """Return who may not be found: as they were known when it was gathered, and as they are known now.

    What a person decided to replace is looked for as well; what they decided to keep, and nowhere to replace, is not.
    """
    agencies = {one.pk: (one.name, Sector(one.sector)) for one in list_agencies()}
    around = describe_surrounding(person_id=person_id, by=by)
    now = to_be_found(known_around(around, [name for name, _ in agencies.values()], [], agencies))
    then = Known(**gathering.known)
    replaced = {one.given for one in pieces if one.choice == PieceChoice.REPLACE}
    kept = {one.given for one in pieces if one.choice == PieceChoice.KEEP} - replaced
    return Known(
        names=(*then.names, *now.names, *replaced),
        marks=(*then.marks, *now.marks),
        own=(*now.own, *then.own, *kept),
        passages=(*now.passages, *then.passages),
    )
