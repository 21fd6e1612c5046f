"""Keeps a picture readable: too many marks or bars are drawn as groups, each of which links to being opened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from kith.shell.vocabulary import Lane, Mark, Opening, Severity, Span

MOST_MARKS = 300
MOST_SPANS = 100
MOST_LANES = 30
_EVER = date.max.toordinal() + 1
_WIDTHS = (1, 7, 14, 28, 91, 182, 365, 3 * 365, 10 * 365, _EVER)  # days that one group of marks may cover
_GAPS = (0, 7, 28, 91, 365, 3 * 365, 10 * 365, _EVER)  # days between two bars that are drawn as one
_GRAVITY = {severity: place for place, severity in enumerate(Severity)}


def clustered(
    lanes: Sequence[Lane], opening: Opening, *, most: int = MOST_MARKS, most_spans: int = MOST_SPANS
) -> tuple[Lane, ...]:
    """Return the lanes with at most `most` marks and `most_spans` bars over the whole picture; none is dropped.

    Every mark is in exactly one mark, every bar in exactly one bar, and their counts add up. A group takes the gravest
    severity of those in it that are not struck, and its address opens the days on which they fall. Both limits must
    be at least 30, the number of lanes.
    """
    drawn = _fewer_lanes(lanes)
    return _fewer_spans(_fewer_marks(drawn, opening, most), opening, most_spans)


def _fewer_lanes(lanes: Sequence[Lane]) -> tuple[Lane, ...]:
    if len(lanes) <= MOST_LANES:
        return tuple(lanes)
    kept, rest = lanes[: MOST_LANES - 1], lanes[MOST_LANES - 1 :]
    other = Lane(
        name=f"{len(rest)} others",
        marks=tuple(replace(mark, name=f"{mark.name}, {lane.name}") for lane in rest for mark in lane.marks),
        spans=tuple(replace(span, name=f"{span.name}, {lane.name}") for lane in rest for span in lane.spans),
        silences=(),
    )
    return (*kept, other)


def _fewer_marks(lanes: tuple[Lane, ...], opening: Opening, most: int) -> tuple[Lane, ...]:
    if sum(len(lane.marks) for lane in lanes) <= most:
        return lanes
    # Only counted until it is known how coarse the picture must be: a story may have thousands of marks.
    days = [[mark.on.toordinal() for mark in lane.marks] for lane in lanes]
    fits = (width for width in _WIDTHS if sum(len({day // width for day in lane}) for lane in days) <= most)
    width = next(fits, _EVER)
    return tuple(replace(lane, marks=_grouped(lane, width, lane.opening or opening)) for lane in lanes)


def _grouped(lane: Lane, width: int, opening: Opening) -> tuple[Mark, ...]:
    groups: dict[int, list[Mark]] = {}
    for mark in sorted(lane.marks, key=attrgetter("on")):
        groups.setdefault(mark.on.toordinal() // width, []).append(mark)
    return tuple(group[0] if len(group) == 1 else _as_one(group, opening) for group in groups.values())


def _as_one(group: Sequence[Mark], opening: Opening) -> Mark:
    # What was retracted counts no more, so it cannot make a group grave; it is in the count all the same.
    standing = [mark for mark in group if not mark.struck] or group
    gravest = max(standing, key=lambda mark: (_GRAVITY[mark.severity], mark.on))
    count, first, last = sum(mark.count for mark in group), group[0].on, max(mark.until or mark.on for mark in group)
    alike = all(mark.name == gravest.name for mark in group)
    return Mark(
        on=first,
        until=last,
        name=f"{gravest.name}, {count} times" if alike else f"{count} entries, among them {gravest.name}",
        url=opening(first, last),
        severity=gravest.severity,
        count=count,
        struck=all(mark.struck for mark in group),
    )


def _fewer_spans(lanes: tuple[Lane, ...], opening: Opening, most: int) -> tuple[Lane, ...]:
    if sum(len(lane.spans) for lane in lanes) <= most:
        return lanes
    runs: list[list[list[Span]]] = []
    for gap in _GAPS:
        runs = [_runs(lane.spans, gap) for lane in lanes]
        if sum(len(run) for run in runs) <= most:
            break
    return tuple(
        replace(lane, spans=tuple(_joined(run, lane.opening or opening) for run in of_lane))
        for lane, of_lane in zip(lanes, runs, strict=True)
    )


def _runs(spans: Sequence[Span], gap: int) -> list[list[Span]]:
    """Return runs of spans that overlap or lie at most `gap` days apart; one without an end swallows what follows."""
    runs: list[list[Span]] = []
    reached = 0
    for span in sorted(spans, key=attrgetter("begins_on")):
        ends = span.ends_on.toordinal() if span.ends_on else 2 * _EVER
        if runs and span.begins_on.toordinal() - reached <= gap:
            runs[-1].append(span)
            reached = max(reached, ends)
        else:
            runs.append([span])
            reached = ends
    return runs


def _joined(run: Sequence[Span], opening: Opening) -> Span:
    if len(run) == 1:
        return run[0]
    ends = [span.ends_on for span in run if span.ends_on]
    count, names = sum(span.count for span in run), {span.name for span in run}
    return Span(
        begins_on=run[0].begins_on,
        ends_on=max(ends) if len(ends) == len(run) else None,
        name=f"{run[0].name}, {count} times" if len(names) == 1 else f"{count} states",
        url=opening(run[0].begins_on, run[-1].begins_on),  # each of them begins on one of these days
        count=count,
    )
