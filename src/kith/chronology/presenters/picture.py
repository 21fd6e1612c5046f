"""Hands the lanes of a story and the weeks at school to the shell's pictures."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString

from kith.chronology.presenters.addresses import entries_address, person_address
from kith.chronology.vocabulary import Chronology, Gap, Line
from kith.chronology.vocabulary import Lane as ToldLane
from kith.shell.pictures import MOST_MARKS, MOST_SPANS, lanes, sparkline
from kith.shell.vocabulary import Lane, LanesPicture, Mark, Opening, Silence, Span, Spark, severity_of

_MONTHS_SHOWN = 24


def story_picture(chronology: Chronology) -> SafeString | None:
    """Return the story in lanes, newest at the right; nothing when there is nothing to draw.

    A mark leads to its entry in the list below when it is on this page, else to the entry's own page; a mark that
    stands for several leads to the days on which they fell, told by that agency alone.
    """
    if not chronology.lanes or chronology.begins_on is None:
        return None
    today = timezone.localdate(chronology.told_until)
    first, last = chronology.window
    begins_on = min(max(chronology.begins_on, first or chronology.begins_on), today)
    silences = tuple(_silence(gap, begins_on) for gap in chronology.gaps if gap.ends_on > begins_on)
    # Nobody's silence is a lane of its own: hatched into every lane it would hide what the lanes show.
    quiet = (Lane(name="Nothing recorded", silences=silences),) if silences else ()
    address = _addresses(chronology)
    public_id = chronology.header.public_id
    return lanes(
        LanesPicture(
            title="Entries by agency, in time",
            lanes=(*(_lane(lane, address, public_id) for lane in chronology.lanes), *quiet),
            begins_on=begins_on,
            ends_on=max(min(last or today, today), begins_on),
            today=today,
            opening=_opening(public_id, chronology.reading.agency_id),
            with_table=False,
        )
    )


def is_grouped(chronology: Chronology) -> bool:
    """Test whether there is more to draw than a picture takes, so that some marks stand for several entries."""
    events = sum(len(lane.events) for lane in chronology.lanes)
    return events > MOST_MARKS or sum(len(lane.states) for lane in chronology.lanes) > MOST_SPANS


def attendance_picture(months: Sequence[dict[str, Any]]) -> SafeString | None:
    """Return the share of half days attended, month by month, as a line."""
    if len(months) < 2:
        return None
    shown = months[-_MONTHS_SHOWN:]
    label = f"Half days attended in percent, {shown[0]['month']} to {shown[-1]['month']}"
    return sparkline(Spark(label=label, values=tuple(float(month["attended"]) for month in shown)))


def _addresses(chronology: Chronology) -> Callable[[int], str]:
    public_id: UUID = chronology.header.public_id
    here = {
        line.latest.entry_id for line in chronology.lines if isinstance(line, Line)
    }  # a folded entry has no place of its own until its line is opened

    entries = entries_address(public_id)

    def address(entry_id: int) -> str:
        return f"#entry-{entry_id}" if entry_id in here else f"{entries}{entry_id}/"

    return address


def _lane(lane: ToldLane, address: Callable[[int], str], public_id: UUID) -> Lane:
    return Lane(
        name=lane.label,
        marks=tuple(
            Mark(
                on=entry.occurred_on,
                name=entry.headline,
                url=address(entry.entry_id),
                severity=severity_of(entry.band),
                struck=entry.retracted,
            )
            for entry in lane.events
        ),
        spans=tuple(
            Span(begins_on=entry.occurred_on, ends_on=entry.ended_on, name=entry.headline, url=address(entry.entry_id))
            for entry in lane.states
        ),
        opening=_opening(public_id, lane.agency_id),
    )


def _opening(public_id: UUID, agency_id: int | None) -> Opening:
    # Put together by hand, as a picture has hundreds: days and a number need no quoting.
    base = f"{person_address(public_id)}?from="
    end = f"{'' if agency_id is None else f'&agency={agency_id}'}#story"

    def opening(first: date, last: date) -> str:
        return f"{base}{first}&to={last}{end}"

    return opening


def _silence(gap: Gap, begins_on: date) -> Silence:
    return Silence(begins_on=max(gap.begins_on, begins_on), ends_on=gap.ends_on, name="Nothing recorded by anybody")
