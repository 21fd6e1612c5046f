"""Adds places, groups, vehicles and suspected exploiters, keeps their words, shares and closes them."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from kith.access.selectors import look_over_list
from kith.access.selectors.accounts import list_agencies
from kith.access.services import trace
from kith.access.vocabulary import NotShown, Purpose, Refused, Viewer
from kith.panel.models import Subject
from kith.panel.rules import check_reason, check_subject, is_police, may_nominate, may_run
from kith.panel.selectors.subjects import SubjectRow, reading
from kith.panel.vocabulary import NewSubject, Stale, SubjectField, SubjectKind, SubjectRefused

SUBJECT = "panel.subject"


def add_subject(*, new: NewSubject, by: Viewer, now: datetime) -> UUID:
    """Add a subject with its words, and return its number for addresses.

    Raises:
        SubjectRefused: it says too little, or is the police's to add.
        Refused: it is not theirs to add.
    """
    if not may_nominate(by):
        raise Refused("Whoever works with children adds what they meet. Ask a colleague who does.")
    police = check_subject(new, by)
    public_id = uuid4()
    with look_over_list(viewer=by, purpose=Purpose.PANEL, what="panel.add_subject"), connection.cursor() as cursor:
        cursor.execute("SELECT panel_make_subject(%s, %s, %s, %s)", [public_id, new.kind, police, now])
        made = cursor.fetchone()[0]
        if made is None:
            raise Refused("Your role adds nothing here.")
        row = Subject.objects.get(pk=made)
        keep_words(row, field=SubjectField.LABEL, text=new.label, seen=0, by=by, now=now)
        keep_words(row, field=SubjectField.SAYS, text=new.says, seen=0, by=by, now=now)
        return public_id


def describe_subject(*, subject: UUID, label: str, says: str, seen: tuple[int, int], by: Viewer, now: datetime) -> None:
    """Say anew what a subject is called and why it matters; the words before are kept.

    Raises:
        Stale: somebody has written since `seen`, the versions of both.
        SubjectRefused, NotShown.
    """
    with reading(subject, viewer=by, purpose=Purpose.PANEL, what="panel.describe_subject") as (row, _):
        kind = SubjectKind(row.subject.kind)
        check_subject(NewSubject(kind=kind, label=label, says=says, police=row.subject.police), by)
        for field, text, version in ((SubjectField.LABEL, label, seen[0]), (SubjectField.SAYS, says, seen[1])):
            held = row.words.get((None, field))
            if held is None or held.text != text.strip() or held.version != version:
                keep_words(row.subject, field=field, text=text, seen=version, by=by, now=now)


def share_subject(*, subject: UUID, agency_id: int, because: str, by: Viewer, now: datetime) -> None:
    """Let the people of another agency read the words of a subject of the police's class, with the reason.

    Raises:
        SubjectRefused: no reason, or there is nothing to share.
        Refused: they are not of the police or youth justice.
        NotShown.
    """
    check_reason(because)
    if not is_police(by):
        raise Refused("The police and youth justice say who may read what is of their class.")
    agency = next((each for each in list_agencies() if each.pk == agency_id), None)
    with reading(subject, viewer=by, purpose=Purpose.PANEL, what="panel.share_subject") as (row, _):
        if not row.subject.police or agency is None:
            raise SubjectRefused("Only what is of the police's class is shared, and with an agency of the partnership.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT panel_share_subject(%s, %s, %s)", [row.subject.pk, agency_id, now])
            if not cursor.fetchone()[0]:
                raise NotShown
        said = f"{agency.name}: {because.strip()}"
        keep_words(
            row.subject, field=SubjectField.SHARED, text=said, seen=_version(row, SubjectField.SHARED), by=by, now=now
        )
        _trace(row.subject, "shared", by, now, agency=agency_id)


def take_back_share(*, subject: UUID, agency_id: int, because: str, by: Viewer, now: datetime) -> None:
    """End what lets another agency read a subject of the police's class; that it did, and why no more, is kept.

    Raises:
        SubjectRefused: no reason, or the agency does not read it.
        Refused: they are not of the police or youth justice.
        NotShown.
    """
    check_reason(because)
    if not is_police(by):
        raise Refused("The police and youth justice say who may read what is of their class.")
    with reading(subject, viewer=by, purpose=Purpose.PANEL, what="panel.take_back_share") as (row, _):
        reader = row.subject.readers.filter(agency_id=agency_id, ended_at=None).select_related("agency").first()
        with connection.cursor() as cursor:
            cursor.execute("SELECT panel_take_back_subject(%s, %s, %s)", [row.subject.pk, agency_id, now])
            if reader is None or not cursor.fetchone()[0]:
                raise SubjectRefused("This agency does not read it, so there is nothing to take back.")
        keep_words(
            row.subject,
            field=SubjectField.TAKEN_BACK,
            text=f"{reader.agency.name}: {because.strip()}",
            seen=_version(row, SubjectField.TAKEN_BACK),
            by=by,
            now=now,
        )
        _trace(row.subject, "taken_back", by, now, agency=agency_id)


def close_subject(*, subject: UUID, because: str, by: Viewer, now: datetime) -> None:
    """Close a subject at which the panel need not look any more; its links and words stay.

    Raises:
        SubjectRefused: no reason, or it is closed.
        Refused: they do not run the panel.
    """
    check_reason(because)
    if not may_run(by):
        raise Refused("The panel's coordinator and chair close a subject.")
    with reading(subject, viewer=by, purpose=Purpose.PANEL, what="panel.close_subject") as (row, _):
        if not Subject.objects.filter(pk=row.subject.pk, closed_at=None).update(closed_at=now):
            raise SubjectRefused("It is closed already.")
        keep_words(
            row.subject,
            field=SubjectField.CLOSED,
            text=because,
            seen=_version(row, SubjectField.CLOSED),
            by=by,
            now=now,
        )


def keep_words(  # noqa: PLR0913 -- of what, which field, what, from which version, by whom and when
    row: Subject, *, field: SubjectField, text: str, seen: int, by: Viewer, now: datetime, about: UUID | None = None
) -> int:
    """Keep the words of one field, and return their version; call it inside a look.

    Raises:
        Stale: somebody has written since `seen`; nothing was overwritten.
        NotShown: their words are not for this agency.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT panel_keep_words(%s, %s, %s, %s, %s, %s)", [row.pk, about, field, text.strip(), seen, now]
        )
        version = cursor.fetchone()[0]
        if version is None:
            raise NotShown
        if version < 0:
            cursor.execute(
                "SELECT words FROM panel_subject_texts(%s) WHERE field = %s AND about IS NOT DISTINCT FROM %s",
                [[row.pk], field, about],
            )
            raise Stale(str(cursor.fetchone()[0]))
    _trace(row, "wrote", by, now, field=field, version=version)
    return int(version)


def keep_clash(row: Subject, *, field: SubjectField, text: str, by: Viewer, now: datetime, about: UUID) -> int:
    """Keep a text that was not taken over, and return its number; call it inside a look.

    Raises:
        NotShown: their words are not for this agency.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT panel_keep_clash(%s, %s, %s, %s, %s)", [row.pk, about, field, text, now])
        kept = cursor.fetchone()[0]
    if kept is None:
        raise NotShown
    _trace(row, "minute_clashed", by, now, field=field)
    return int(kept)


def settle(clash_id: int, about: UUID, now: datetime) -> bool:
    """Close a clash of an item and return whether it was open; call it inside a look."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT panel_settle_clash(%s, %s, %s)", [clash_id, about, now])
        return bool(cursor.fetchone()[0])


def _version(row: SubjectRow, field: SubjectField) -> int:
    held = row.words.get((None, field))
    return held.version if held else 0


def _trace(row: Subject, what: str, by: Viewer, now: datetime, **after: object) -> None:
    trace(by=by.staff_id, action=f"panel.subject_{what}", subject=SUBJECT, subject_id=row.pk, now=now, after=after)
