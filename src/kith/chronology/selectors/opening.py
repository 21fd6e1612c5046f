"""Opens one person's chronology: the look is logged first, then only what the viewer's classes show is read."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import Look, look
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Refused, Viewer
from kith.chronology.analysis import folding, gaps, lanes, periods
from kith.chronology.selectors import rows
from kith.chronology.selectors.files import kept_at
from kith.chronology.vocabulary import (
    ADDED_BY_HAND,
    LONGEST_FOLD,
    Chronology,
    Document,
    Entry,
    EntryPage,
    Gap,
    Header,
    Line,
    Reading,
)
from kith.common.dates import age_on
from kith.feeds.vocabulary import EVENT_KINDS

LINES_A_PAGE = 50
_DETAIL_CLASSES = (DataClass.CARE, DataClass.HEALTH, DataClass.POLICE, DataClass.PROTECTED)


def open_chronology(
    public_id: UUID, *, viewer: Viewer, purpose: Purpose, reading: Reading, now: datetime
) -> Chronology:
    """Return what this viewer may see of one person's story, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what="chronology.person", with_family=True) as shown:
        return _read(shown, public_id, reading, now)


def open_print(public_id: UUID, *, viewer: Viewer, purpose: Purpose, reading: Reading, now: datetime) -> Chronology:
    """Return the whole story entry by entry, oldest first, as a court or a panel reads it; logged as a print.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the viewer may look but not print.
    """
    whole = replace(reading, page=0, opened=None)
    try:
        with look(
            viewer=viewer,
            people=[public_id],
            purpose=purpose,
            action=Action.PRINT,
            what="chronology.print",
            with_family=True,
        ) as shown:
            read = _read(shown, public_id, whole, now)
            return replace(read, lines=list(reversed(read.lines)))
    except NotShown:
        open_header(public_id, viewer=viewer, purpose=purpose, now=now)
    raise Refused("You may read this chronology but not print it. Ask the worker whom the page names.")


def open_header(public_id: UUID, *, viewer: Viewer, purpose: Purpose, now: datetime) -> Header:
    """Return who a person is, for a page about them, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what="chronology.header") as shown:
        return _header_only(shown, public_id, now)


def open_for_adding(
    public_id: UUID, *, viewer: Viewer, purpose: Purpose, now: datetime
) -> tuple[Header, tuple[str, ...]]:
    """Return who a person is and the kinds of entry that this viewer may add, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the viewer may look but not add.
    """
    what = "chronology.add"
    try:
        with look(viewer=viewer, people=[public_id], purpose=purpose, action=Action.ADD, what=what) as shown:
            classes = shown.classes[shown.person_ids[public_id]]
            kinds = tuple(kind for kind in ADDED_BY_HAND if EVENT_KINDS[kind].data_class in classes)
            if DataClass.HEADLINES in classes and kinds:
                return _header_only(shown, public_id, now), kinds
    except NotShown:
        open_header(public_id, viewer=viewer, purpose=purpose, now=now)
    raise Refused("You may look but not add. Ask the worker whom the page names to add it.")


def open_entry(public_id: UUID, entry_id: int, *, viewer: Viewer, purpose: Purpose, now: datetime) -> EntryPage:
    """Return one entry with the details that this viewer may see, and log the look.

    Raises:
        NotShown: for this viewer the person or the entry does not exist.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what="chronology.entry") as shown:
        person_id = shown.person_ids[public_id]
        profile = rows.profiles([person_id])[person_id]
        found = rows.entries(person_id, profile["born_on"], shown.classes[person_id], entry_id)
        if not found:
            raise NotShown
        said = rows.details(person_id, [entry_id])
        _, _, scheme, code, fields = said.get(entry_id, ("", "", "", "", "{}"))
        return EntryPage(
            header=_header(public_id, profile, "", (), timezone.localdate(now)),
            entry=_with_detail(found[0], said),
            code_scheme=scheme,
            code=code,
            fields=json.loads(fields),
            documents=[document for of, document in rows.documents(person_id) if of == entry_id],
        )


def open_document(public_id: UUID, document_id: int, *, viewer: Viewer, purpose: Purpose) -> tuple[Document, Path]:
    """Return one document and where its bytes lie, and log the look.

    Raises:
        NotShown: for this viewer the person or the document does not exist.
    """
    with look(viewer=viewer, people=[public_id], purpose=purpose, what="chronology.document") as shown:
        for _, document in rows.documents(shown.person_ids[public_id]):
            if document.document_id == document_id:
                return document, kept_at(document.sha256)
    raise NotShown


def _header_only(shown: Look, public_id: UUID, now: datetime) -> Header:
    person_id = shown.person_ids[public_id]
    return _header(public_id, rows.profiles([person_id])[person_id], "", (), timezone.localdate(now))


def _read(shown: Look, public_id: UUID, reading: Reading, now: datetime) -> Chronology:
    today = timezone.localdate(now)
    person_id = shown.person_ids[public_id]
    classes = shown.classes[person_id]
    ties = rows.ties(person_id)
    known = rows.profiles([person_id, *shown.family])
    profile = known[person_id]
    everything = rows.entries(person_id, profile["born_on"], classes)
    chosen = periods.chosen(everything, reading, today)
    folded = folding.lines(chosen)
    quiet = _gaps(everything, reading, today)
    listed = _listed(folded, quiet, reading)
    on_page, page_count = _page(listed, reading.page)
    said = rows.details(person_id, _shown_entries(on_page))
    return Chronology(
        header=_header(public_id, profile, rows.address(person_id), periods.flags(everything, today), today),
        classes=classes,
        withheld=frozenset(_DETAIL_CLASSES) - classes,
        withheld_here=frozenset(map(DataClass, {entry.data_class for entry in chosen if entry.withheld})),
        involved=rows.involved(person_id, today),
        lines=[_line_with_details(line, said) for line in on_page],
        gaps=quiet,
        lanes=lanes.lanes(chosen),
        agencies=sorted({(e.agency_id or 0, e.agency) for e in everything}, key=lambda pair: pair[1]),
        weeks=rows.weeks(person_id),
        family=rows.relatives(ties, known, today),
        documents=[document for _, document in rows.documents(person_id)],
        reading=reading,
        page_count=page_count,
        entry_count=len(chosen),
        lines_total=len(folded),
        begins_on=min((e.occurred_on for e in chosen), default=None),
        told_until=now,
        window=periods.window(reading, today),
    )


def _gaps(everything: Sequence[Entry], reading: Reading, today: date) -> list[Gap]:
    if reading.agency_id is not None:
        # One agency's silence is no quiet time of the child's, so a filtered list shows no gaps.
        return []
    first, last = periods.window(reading, today)
    return [
        gap
        for gap in gaps.gaps(everything, today)
        if (first is None or gap.ends_on >= first) and (last is None or gap.begins_on <= last)
    ]


def _listed(folded: Sequence[Line], quiet: Sequence[Gap], reading: Reading) -> Sequence[Line | Gap]:
    if reading.page == 0:
        return [Line(entries=(entry,)) for line in folded for entry in line.entries]
    if reading.opened is not None:
        for line in folded:
            if any(entry.entry_id == reading.opened for entry in line.entries):
                return [Line(entries=(entry,)) for entry in line.entries]
    return gaps.with_gaps(folded, quiet)


def _page(listed: Sequence[Line | Gap], page: int) -> tuple[Sequence[Line | Gap], int]:
    if page == 0:
        return sorted(listed, key=_by_day, reverse=True), 1
    page_count = max(1, -(-len(listed) // LINES_A_PAGE))
    begin = (min(page, page_count) - 1) * LINES_A_PAGE
    return listed[begin : begin + LINES_A_PAGE], page_count


def _shown_entries(lines: Sequence[Line | Gap]) -> list[int]:
    # A long fold is read on a page of its own, so its details wait until somebody opens it.
    short = (line for line in lines if isinstance(line, Line) and len(line.entries) <= LONGEST_FOLD)
    return [entry.entry_id for line in short for entry in line.entries]


def _by_day(line: Line | Gap) -> tuple[date, int]:
    return (line.begins_on, 0) if isinstance(line, Gap) else (line.latest.occurred_on, line.latest.entry_id)


def _line_with_details(line: Line | Gap, said: dict[int, tuple[str, str, str, str, str]]) -> Line | Gap:
    if isinstance(line, Gap):
        return line
    return Line(entries=tuple(_with_detail(entry, said) for entry in line.entries))


def _with_detail(entry: Entry, said: dict[int, tuple[str, str, str, str, str]]) -> Entry:
    found = said.get(entry.entry_id)
    return entry if found is None else entry._replace(says=found[0], place=found[1])


def _header(public_id: UUID, profile: dict[str, Any], address: str, flags: Sequence[str], today: date) -> Header:
    last_day = profile["died_on"] or today
    return Header(
        public_id=public_id,
        name=rows.full_name(profile),
        known_as=profile["known_as"] or "",
        other_names=tuple(profile["other_names"] or ()),
        born_on=profile["born_on"],
        expected_on=profile["expected_on"],
        died_on=profile["died_on"],
        age=age_on(profile["born_on"], last_day) if profile["born_on"] else None,
        sex=profile["sex"] or "",
        is_child=profile["is_child"],
        nhs_number=profile["nhs_number"] or "",
        upn=profile["upn"] or "",
        address=address,
        flags=tuple(flags),
    )
