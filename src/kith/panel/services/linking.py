"""Links people to subjects, ends links with a reason, and makes an ended one count again; none is taken away."""

from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.services import trace
from kith.access.vocabulary import Action, DataClass, NotShown, Purpose, Refused, Viewer
from kith.chronology.services import add_entry
from kith.chronology.vocabulary import NewEntry
from kith.feeds.vocabulary import Basis
from kith.panel.models import PoliceLink, Subject, SubjectLink
from kith.panel.rules import check_link, check_reason, may_nominate, may_run
from kith.panel.selectors.opening import Opened, opened_case
from kith.panel.selectors.subjects import words_of
from kith.panel.services.locking import one_at_a_time
from kith.panel.vocabulary import (
    LINK_ROLES,
    LINK_SOURCES,
    SUBJECT_WORDS,
    LinkRole,
    LinkSource,
    NewLink,
    SubjectField,
    SubjectKind,
    SubjectRefused,
)

Link = SubjectLink | PoliceLink


def link_person(*, public_id: UUID, subject: UUID, new: NewLink, by: Viewer, now: datetime) -> UUID:
    """Link a person to a subject, and tell it in their story at the link's own class.

    Raises:
        SubjectRefused: it says too little, is linked already, or is the police's to say.
        NotShown: the person or the subject does not exist for this viewer.
        Refused: the person may be known, but not so deeply.
    """
    if not may_nominate(by):
        raise Refused("Whoever works with the child links them. Ask their worker to.")
    with _linking(public_id, by) as opened:
        row = Subject.objects.filter(public_id=subject).first()
        words = words_of([row.pk])[row.pk] if row else {}
        if row is None or not words:
            raise NotShown
        kind = SubjectKind(row.kind)
        police = check_link(new, kind=kind, police=row.police, by=by, today=timezone.localdate(now))
        _needs(opened, DataClass.POLICE if police else DataClass.CARE)
        one_at_a_time(f"link:{opened.person_id}")
        held: tuple[type[Link], ...] = (SubjectLink, PoliceLink)
        if any(each.objects.filter(subject=row, person_id=opened.person_id, ended_at=None).exists() for each in held):
            raise SubjectRefused("They are linked already. End that link first if it is wrong.")
        if row.closed_at is not None:
            raise SubjectRefused("The panel has closed this. Add it anew if it matters again.")
        made = (PoliceLink if police else SubjectLink).objects.create(
            subject=row,
            person_id=opened.person_id,
            role=new.role,
            source=new.source,
            said_by=new.said_by.strip(),
            says=new.says.strip(),
            from_on=new.from_on,
            to_on=new.to_on,
            linked_by_id=by.staff_id,
            agency_id=by.agency_id,
            linked_at=now,
        )
        _tell(made, words[None, SubjectField.LABEL].text, "Linked", by, now)
        return made.public_id


def unlink_person(*, public_id: UUID, link: UUID, because: str, by: Viewer, now: datetime) -> None:
    """End a link with the reason; it stays in the history and can be made to count again.

    Raises:
        SubjectRefused: no reason, or it has ended.
        Refused: another agency made it.
        NotShown.
    """
    check_reason(because)
    with _linking(public_id, by) as opened:
        row = _held(opened, link, by)
        if row.ended_at is not None:
            raise SubjectRefused("This link has ended already.")
        row.ended_at, row.ended_by_id, row.ended_because = now, by.staff_id, because.strip()
        row.save(update_fields=["ended_at", "ended_by", "ended_because"])
        _tell(row, _label(row), f"No longer linked: {because.strip()}", by, now)


def relink_person(*, public_id: UUID, link: UUID, by: Viewer, now: datetime) -> UUID:
    """Make an ended link count again as a new one with the same words; the ended one stays as it is.

    Raises:
        SubjectRefused: it counts, or another does.
        Refused: another agency made it.
        NotShown.
    """
    with _linking(public_id, by) as opened:
        old = _held(opened, link, by)
        one_at_a_time(f"link:{opened.person_id}")
        counts = type(old).objects.filter(subject_id=old.subject_id, person_id=old.person_id, ended_at=None)
        if old.ended_at is None or counts.exists():
            raise SubjectRefused("They are linked already.")
        kept = ("subject_id", "person_id", "role", "source", "said_by", "says", "from_on", "to_on")
        made = type(old).objects.create(
            **{name: getattr(old, name) for name in kept},
            linked_by_id=by.staff_id,
            agency_id=by.agency_id,
            linked_at=now,
        )
        _tell(made, _label(made), "Linked again", by, now)
        return made.public_id


def _linking(public_id: UUID, by: Viewer) -> AbstractContextManager[Opened]:
    return opened_case(public_id, viewer=by, what="panel.link", action=Action.ADD, purpose=Purpose.PANEL)


def _needs(opened: Opened, data_class: DataClass) -> None:
    if data_class not in opened.classes:
        raise Refused("You have no current reason to add to this person's story. Ask their worker, or ask to see them.")


def _held(opened: Opened, link: UUID, by: Viewer) -> Link:
    for each in (SubjectLink, PoliceLink):
        row = each.objects.select_for_update().filter(public_id=link, person_id=opened.person_id).first()
        if row is not None:
            if row.agency_id != by.agency_id and not may_run(by):
                raise Refused("The agency that made this link ends it, or the panel's coordinator. Ring them.")
            return row
    raise NotShown


def _label(row: Link) -> str:
    words = words_of([row.subject_id]).get(row.subject_id, {})
    held = words.get((None, SubjectField.LABEL))
    return held.text if held else ""


def _tell(row: Link, label: str, what: str, by: Viewer, now: datetime) -> None:
    is_police = isinstance(row, PoliceLink)
    kind = SUBJECT_WORDS[SubjectKind(row.subject.kind)]
    words = (
        f"{what}. {kind}: {label}. {LINK_ROLES[LinkRole(row.role)]}. {LINK_SOURCES[LinkSource(row.source)]}. {row.says}"
    )
    entry = NewEntry(
        kind="police.linked" if is_police else "care.linked",
        occurred_on=timezone.localdate(now),
        says=words,
        basis=Basis.FACT if row.source == LinkSource.SEEN else Basis.OPINION,
        said_by=row.said_by,
    )
    add_entry(person_id=row.person_id, entry=entry, by=by.staff_id, now=now)
    trace(
        by=by.staff_id,
        action="panel.linked" if row.ended_at is None else "panel.unlinked",
        subject="panel.policelink" if is_police else "panel.subjectlink",
        subject_id=row.pk,
        person_id=row.person_id,
        now=now,
        after={"subject": row.subject_id},
    )
