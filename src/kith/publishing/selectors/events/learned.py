"""Counts what came of events, with every small number hidden so that nobody can work it out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith.common.suppression import SMALLEST_SHOWN, Table, hide_small
from kith.publishing.models import Booking, Certificate, Evaluation, Event, Series, SeriesFinding, SixWeekAnswer
from kith.publishing.vocabulary import Validity
from kith.publishing.vocabulary.events import CONFIDENCE, BookingState, Changed, EventStatus, Loop


@dataclass(frozen=True, kw_only=True)
class Results:
    """What people said of one event; numbers that are too small are None, and words are shown only of enough people."""

    evaluated: int | None
    confidence: Table[str, int]
    answers: Table[str, str]
    will_change: Sequence[str]
    useful: Sequence[str]
    did_change: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ItemLearned:
    """What came of the events that answer one thing that casework handed over: of which series, and their numbers."""

    item: UUID
    series: Sequence[str]
    loop: Loop


def results_of(event: Event) -> Results:
    """Return what people said of one event, without names; words in the order of the alphabet, not of answering."""
    said = list(Evaluation.objects.filter(event=event))
    later = list(SixWeekAnswer.objects.filter(event=event))
    before, after = Counter(one.before for one in said), Counter(one.after for one in said)
    counts = {("before", step): before[step] for step in CONFIDENCE} | {("after", s): after[s] for s in CONFIDENCE}
    answers = Counter(one.changed for one in later)
    confidence = hide_small(counts)
    return Results(
        evaluated=confidence.rows["before"],
        confidence=confidence,
        answers=hide_small({("answers", one.value): answers[one.value] for one in Changed}),
        will_change=_words([one.will_change for one in said]),
        useful=_words([one.useful for one in said]),
        did_change=_words([one.what for one in later]),
    )


def learning_loop() -> tuple[list[Loop], list[Loop]]:
    """Return what came of each event, and of each finding, of people who booked, came, answered and changed something.

    A number from 1 to 4 is None, and so is any from which it could be worked out. A finding's numbers are sums of the
    shown numbers of the series that answer it, and None where one of those is hidden: so they tell nothing new.
    """
    by_series = _by_series()
    by_event = [loop for loops, _ in by_series.values() for loop in loops]
    return by_event, sorted((each.loop for each in _by_item(by_series)), key=lambda loop: loop.about)


def learned_by_item() -> list[ItemLearned]:
    """Return what came of the events that answer each thing that casework handed over and that still holds."""
    return _by_item(_by_series())


def _by_item(by_series: Mapping[int, tuple[list[Loop], Loop]]) -> list[ItemLearned]:
    loops: dict[UUID, list[Loop]] = {}
    titles: dict[UUID, str] = {}
    findings = SeriesFinding.objects.filter(series__in=by_series).select_related("series")
    for finding in findings.order_by("series__title", "pk"):
        standing = finding.standing()
        if standing.validity is Validity.VALID:
            loops.setdefault(finding.item, []).append(by_series[finding.series.pk][1])
            titles[finding.item] = standing.title
    return [
        ItemLearned(item=item, series=[loop.about for loop in each], loop=_summed(titles[item], each))
        for item, each in loops.items()
    ]


def _by_series() -> dict[int, tuple[list[Loop], Loop]]:
    """Return by series what came of each of its events, and of all together."""
    told = ((series, list(_confirmed(series))) for series in Series.objects.order_by("title"))
    return {series.pk: _loops_of(series, events) for series, events in told if events}


def certificate_of(code: str) -> Certificate | None:
    """Return the certificate of a code, typed in any way; it never held a name."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return Certificate.objects.select_related("event__series").filter(code=typed).first()


def _words(texts: Sequence[str]) -> list[str]:
    return sorted(text for text in texts if text) if len(texts) >= SMALLEST_SHOWN else []


def _confirmed(series: Series) -> QuerySet[Event]:
    return Event.objects.filter(series=series, status=EventStatus.CONFIRMED.value).order_by("starts_at", "pk")


def _loops_of(series: Series, events: Sequence[Event]) -> tuple[list[Loop], Loop]:
    came = _came(events)
    thought = hide_small(_split(events, {e.pk: _more_confident(e) for e in events}))
    later = hide_small(_split(events, {e.pk: _changed(e) for e in events}))
    names = {
        event.pk: f"{series.title}, {timezone.localtime(event.starts_at):%d/%m/%Y}" if event.starts_at else series.title
        for event in events
    }
    loops = [
        Loop(
            about=names[event.pk],
            booked=came.rows[event.pk],
            came=came.cells[event.pk, True],
            evaluated=thought.rows[event.pk],
            more_confident=thought.cells[event.pk, True],
            answered_later=later.rows[event.pk],
            changed=later.cells[event.pk, True],
        )
        for event in events
    ]
    total = Loop(
        about=series.title,
        booked=came.total,
        came=came.columns[True],
        evaluated=thought.total,
        more_confident=thought.columns[True],
        answered_later=later.total,
        changed=later.columns[True],
    )
    return loops, total


def _came(events: Sequence[Event]) -> Table[int, bool]:
    rows = Booking.objects.filter(event__in=events, state=BookingState.BOOKED.value)
    counted = Counter((event, at is not None) for event, at in rows.values_list("event_id", "came_at"))
    return hide_small({(event.pk, yes): counted[event.pk, yes] for event in events for yes in (True, False)})


def _more_confident(event: Event) -> tuple[int, int]:
    said = list(Evaluation.objects.filter(event=event).values_list("before", "after"))
    return sum(after > before for before, after in said), len(said)


def _changed(event: Event) -> tuple[int, int]:
    said = list(SixWeekAnswer.objects.filter(event=event).values_list("changed", flat=True))
    return sum(one != Changed.NOT_YET.value for one in said), len(said)


def _split(events: Sequence[Event], counts: Mapping[int, tuple[int, int]]) -> dict[tuple[int, bool], int]:
    """Return how many of each event did, and how many did not."""
    found = {}
    for event in events:
        did, of = counts[event.pk]
        found[event.pk, True], found[event.pk, False] = did, of - did
    return found


def _summed(about: str, loops: Sequence[Loop]) -> Loop:
    def total(values: Sequence[int | None]) -> int | None:
        shown = [value for value in values if value is not None]
        return sum(shown) if len(shown) == len(values) else None

    return Loop(
        about=about,
        booked=total([one.booked for one in loops]),
        came=total([one.came for one in loops]),
        evaluated=total([one.evaluated for one in loops]),
        more_confident=total([one.more_confident for one in loops]),
        answered_later=total([one.answered_later for one in loops]),
        changed=total([one.changed for one in loops]),
    )


def count_evaluations(event: Event) -> int:
    """Return how many people said what they thought, for those who look after the event."""
    return Evaluation.objects.filter(event=event).count()
