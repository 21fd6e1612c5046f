"""Writes the minutes while the meeting runs: every field has its own version, and no text is ever lost."""

from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from kith.access.services import trace
from kith.access.vocabulary import Action, DataClass, Refused, Viewer
from kith.panel.models import Item, Minute, MinuteVersion
from kith.panel.rules import may_run
from kith.panel.selectors.opening import Opened, opened_case
from kith.panel.vocabulary import Clash, MeetingRefused, MeetingState, MinuteField


def write_minute(  # noqa: PLR0913 -- of whom, where, which field, what, from which version, by whom and when
    *, public_id: UUID, item: UUID, field: MinuteField, text: str, seen: int, by: Viewer, now: datetime
) -> int:
    """Keep what was typed into one field, and return its new version.

    `seen` is the version that the writer had before them. When somebody else has written since, both texts are
    kept and neither is overwritten.

    Raises:
        Clash: with the other text and its version; the own text is kept under `clash_id`.
        MeetingRefused: the meeting is not open, or its minutes are approved.
        Refused: they do not write these minutes, or have a conflict of interest in this item.
    """
    clash: Clash | None = None
    with _writing(public_id, by) as opened:
        row = _item(opened, item, by)
        minute, _ = Minute.objects.get_or_create(
            item=row, field=field, defaults={"person_id": opened.person_id, "at": now}
        )
        minute = Minute.objects.select_for_update().get(pk=minute.pk)
        if minute.text == text:
            return minute.version
        if minute.version != seen:
            kept = _keep(minute, text, by, now, clashed=True)
            clash = Clash(kept.pk, minute.text, minute.version)
        else:
            _replace(minute, text, by, now)
    if clash is not None:
        raise clash  # outside the look, so that the text that was not taken over stays kept
    return minute.version


def settle_clash(  # noqa: PLR0913 -- as above, and which clash
    *, public_id: UUID, item: UUID, clash_id: int, text: str, seen: int, by: Viewer, now: datetime
) -> int:
    """Replace a field by what a person chose or joined from both texts, and close the clash.

    Raises:
        Clash: somebody has written once more meanwhile.
        MeetingRefused, Refused: as for writing; or there is no such clash.
    """
    clash: Clash | None = None
    with _writing(public_id, by) as opened:
        row = _item(opened, item, by)
        kept = MinuteVersion.objects.filter(pk=clash_id, minute__item=row, clashed=True, settled_at=None).first()
        if kept is None:
            raise MeetingRefused("This was settled already.")
        minute = Minute.objects.select_for_update().get(pk=kept.minute_id)
        if minute.version != seen:
            clash = Clash(kept.pk, minute.text, minute.version)
        else:
            if minute.text != text:
                _replace(minute, text, by, now)
            kept.settled_at = now
            kept.save(update_fields=["settled_at"])
    if clash is not None:
        raise clash
    return minute.version


def _writing(public_id: UUID, by: Viewer) -> AbstractContextManager[Opened]:
    if not may_run(by):
        raise Refused("The coordinator and the chair write the minutes.")
    return opened_case(public_id, viewer=by, what="panel.minute", action=Action.CHANGE, needs=DataClass.CARE)


def _item(opened: Opened, item: UUID, by: Viewer) -> Item:
    row = Item.objects.select_related("meeting").filter(public_id=item, case=opened.held_case).first()
    if row is None:
        raise MeetingRefused("This child is not on that agenda.")
    if row.meeting.state not in (MeetingState.OPEN, MeetingState.ENDED):
        raise MeetingRefused("Minutes are written while the meeting is open, and mended until they are approved.")
    if row.conflicts.filter(staff_id=by.staff_id).exists():
        raise Refused("You have declared a conflict of interest in this item, so somebody else writes it.")
    return row


def _replace(minute: Minute, text: str, by: Viewer, now: datetime) -> None:
    minute.text, minute.version, minute.by_id, minute.at = text, minute.version + 1, by.staff_id, now
    minute.save(update_fields=["text", "version", "by", "at"])
    _keep(minute, text, by, now, clashed=False)


def _keep(minute: Minute, text: str, by: Viewer, now: datetime, *, clashed: bool) -> MinuteVersion:
    trace(
        by=by.staff_id,
        action="panel.minute_clashed" if clashed else "panel.wrote_minute",
        subject="panel.minute",
        subject_id=minute.pk,
        person_id=minute.person_id,
        now=now,
        after={"version": minute.version, "field": minute.field},
    )
    return MinuteVersion.objects.create(
        minute=minute,
        person_id=minute.person_id,
        version=minute.version,
        text=text,
        by_id=by.staff_id,
        at=now,
        clashed=clashed,
    )
