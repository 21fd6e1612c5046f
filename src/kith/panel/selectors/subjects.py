"""Reads subjects: their words in a look alone, who is linked as far as each may be seen, their items and actions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kith.access.selectors import Listing, look_over_list
from kith.access.vocabulary import DataClass, NotShown, Purpose, Viewer
from kith.panel.models import (
    PoliceLink,
    Subject,
    SubjectAction,
    SubjectItem,
    SubjectLink,
    SubjectReader,
)
from kith.panel.selectors.names import Named, named
from kith.panel.selectors.opening import opened_case
from kith.panel.vocabulary import SUBJECT_WORDS, SubjectField, SubjectKind

Key = tuple[UUID | None, SubjectField]


@dataclass(frozen=True, kw_only=True)
class Written:
    """The newest text of one field, and its version."""

    text: str
    version: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class KeptText:
    """A text that was not taken over, in which field, and who wrote it."""

    clash_id: int
    field: SubjectField
    text: str
    by_name: str


@dataclass(frozen=True, kw_only=True)
class SubjectRow:
    """One subject in a list: with its words where the viewer's agency reads them, else only kind and number."""

    subject: Subject
    words: Mapping[Key, Written]

    @property
    def is_read(self) -> bool:
        """Test whether the viewer reads the words of this subject."""
        return bool(self.words)

    @property
    def label(self) -> str:
        """Return what the subject is called, or its kind and number for whoever may not read it."""
        found = self.words.get((None, SubjectField.LABEL))
        return found.text if found else f"{SUBJECT_WORDS[SubjectKind(self.subject.kind)]} {self.subject.number}"


@dataclass(frozen=True, kw_only=True)
class Linked:
    """One link and whom it links, for a viewer who may see both; `is_police` says whose class it is."""

    who: Named | None
    row: SubjectRow | None
    link: SubjectLink | PoliceLink
    is_police: bool


@dataclass(frozen=True, kw_only=True)
class SubjectPage:
    """One subject: who is linked and how many more whom the viewer may not see, its items, its actions."""

    row: SubjectRow
    links: Sequence[Linked]
    ended: Sequence[Linked]
    others: int
    items: Sequence[SubjectItem]
    actions: Sequence[SubjectAction]
    readers: Sequence[SubjectReader]


@contextmanager
def reading(subject: UUID, *, viewer: Viewer, purpose: Purpose, what: str) -> Iterator[tuple[SubjectRow, Listing]]:
    """Log a look at a subject and yield it with its words, and with everybody whom the viewer may list.

    Raises:
        NotShown: there is no such subject, or its words are not for the viewer's agency.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what=what) as listing:
        found = Subject.objects.filter(public_id=subject)
        row = found.first()
        words = words_of([row.pk])[row.pk] if row else {}
        if row is None or not words:
            raise NotShown
        yield SubjectRow(subject=row, words=words), listing


def words_of(subject_ids: Sequence[int] | None) -> dict[int, dict[Key, Written]]:
    """Return the newest words of these subjects, or of all, that the holder of the ticket reads."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM panel_subject_texts(%s::bigint[])", [None if subject_ids is None else list(subject_ids)]
        )
        rows = cursor.fetchall()
    found: dict[int, dict[Key, Written]] = defaultdict(dict)
    for subject_id, about, field, version, text, _, at in rows:
        key = (UUID(str(about)) if about else None, SubjectField(field))
        found[subject_id][key] = Written(text=text, version=version, at=at)
    return found


def clashes_of(subject: Subject, item: UUID) -> list[KeptText]:
    """Return the texts of an item that wait until a person chooses; call it inside a look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM panel_subject_clashes(%s, %s)", [subject.pk, item])
        rows = cursor.fetchall()
    return [
        KeptText(clash_id=clash_id, field=SubjectField(field), text=text, by_name=name)
        for clash_id, field, text, name in rows
    ]


def list_subjects(*, viewer: Viewer, purpose: Purpose) -> Sequence[SubjectRow]:
    """Return the open subjects that this viewer's agency reads; a subject is no person, so no name is logged."""
    with look_over_list(viewer=viewer, purpose=purpose, what="panel.subjects"):
        words = words_of(None)
        found = Subject.objects.filter(pk__in=list(words), closed_at=None)
        return [SubjectRow(subject=each, words=words[each.pk]) for each in found]


def open_subject(subject: UUID, *, viewer: Viewer, purpose: Purpose) -> SubjectPage:
    """Return one subject; each linked person is judged by themselves, and one log row is written per name.

    Raises:
        NotShown: there is no such subject, or its words are not for the viewer's agency.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with reading(subject, viewer=viewer, purpose=purpose, what="panel.subject") as (row, listing):
        return page_of(row, listing)


def page_of(row: SubjectRow, listing: Listing) -> SubjectPage:
    """Return one subject inside a look at it; one log row is written per name."""
    own = {"subject": row.subject}
    found = links_to(row.subject)
    people = named([link.person_id for link, _ in found])
    listing.log_shown(sorted(people))
    shown = [
        Linked(who=people[link.person_id], row=None, link=link, is_police=is_police)
        for link, is_police in found
        if link.person_id in people
    ]
    links = [each for each in shown if each.link.ended_at is None]
    items = SubjectItem.objects.filter(**own).select_related("meeting", "decided_by").order_by("-meeting__begins_at")
    return SubjectPage(
        row=row,
        links=links,
        ended=[each for each in shown if each.link.ended_at is not None],
        others=count_links(row.subject) - len(links),
        items=list(items),
        actions=list(SubjectAction.objects.filter(**own).select_related("owner__agency")),
        readers=list(SubjectReader.objects.filter(**own, ended_at=None).select_related("agency")),
    )


def open_links(
    public_id: UUID, *, viewer: Viewer, purpose: Purpose, needs: DataClass = DataClass.HEADLINES
) -> tuple[Named, Sequence[Linked]]:
    """Return to what one person is linked, now and before, and log the look.

    Raises:
        NotShown: for this viewer the person does not exist.
        Refused: the person may be known, but not so deeply.
    """
    with opened_case(public_id, viewer=viewer, purpose=purpose, what="panel.links", needs=needs) as opened:
        who = named([opened.person_id]).get(opened.person_id)
        if who is None:
            raise NotShown
        return who, links_of(opened.person_id)


def links_of(person_id: int) -> Sequence[Linked]:
    """Return a person's links, those that count now first; call it inside a look at the person."""
    found = _links(person_id, "person_id")
    words = words_of([link.subject_id for link, _ in found]) if found else {}
    rows = [
        Linked(
            who=None,
            row=SubjectRow(subject=link.subject, words=words.get(link.subject_id, {})),
            link=link,
            is_police=is_police,
        )
        for link, is_police in found
    ]
    return sorted(rows, key=lambda each: (each.link.ended_at is not None, -each.link.linked_at.timestamp()))


@dataclass(frozen=True, kw_only=True)
class SubjectItemPage:
    """One subject as an item while the meeting runs."""

    row: SubjectRow
    item: SubjectItem
    actions: Sequence[SubjectAction]
    links: Sequence[Linked]
    others: int
    clashes: Sequence[KeptText]


def open_subject_item(item: UUID, *, viewer: Viewer, purpose: Purpose) -> SubjectItemPage:
    """Return one item about a subject; one log row per name.

    Raises:
        NotShown: there is no such item, or the subject's words are not for the viewer's agency.
    """
    held = SubjectItem.objects.select_related("meeting__chair", "subject", "decided_by").filter(public_id=item).first()
    if held is None:
        raise NotShown
    with reading(held.subject.public_id, viewer=viewer, purpose=purpose, what="panel.subject") as (row, listing):
        page = page_of(row, listing)
        return SubjectItemPage(
            row=row,
            item=held,
            actions=page.actions,
            links=page.links,
            others=page.others,
            clashes=clashes_of(row.subject, item),
        )


def subject_items_of(meeting_id: int) -> Sequence[tuple[SubjectItem, SubjectRow]]:
    """Return the subjects on an agenda, each with its words where they may be read; call it inside a look."""
    items = list(SubjectItem.objects.filter(meeting_id=meeting_id).select_related("subject").order_by("pk"))
    words = words_of([item.subject_id for item in items]) if items else {}
    return [(item, SubjectRow(subject=item.subject, words=words.get(item.subject_id, {}))) for item in items]


def links_to(subject: Subject) -> list[tuple[SubjectLink | PoliceLink, bool]]:
    """Return the links to a subject that the ticket shows, each with whether it is the police's."""
    return _links(subject, "subject")


def _links(value: Subject | int, column: str) -> list[tuple[SubjectLink | PoliceLink, bool]]:
    """Return the links of a subject or of a person that the ticket shows, each with whether it is the police's."""
    whole = ("subject", "agency", "linked_by")
    care = SubjectLink.objects.filter(**{column: value}).select_related(*whole)
    police = PoliceLink.objects.filter(**{column: value}).select_related(*whole)
    return [*((link, False) for link in care), *((link, True) for link in police)]


def count_links(subject: Subject) -> int:
    """Return how many people are linked now, as far as the class of the ticket's holder goes; a number, no name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT panel_count_links(%s)", [subject.pk])
        return int(cursor.fetchone()[0])
