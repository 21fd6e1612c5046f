"""Shows the way from finding to practice: what was recommended, done, taught, changed, and found the next time."""

from datetime import date
from typing import Any, Final

from kith.audit.vocabulary import (
    ACTION_WORDS,
    ActionStands,
    AuditActionState,
    Difference,
    EventsLearned,
    Tally,
)
from kith.learning.selectors import FindingLoop, Loop
from kith.learning.vocabulary import RELEASE_WORDS
from kith.learning.vocabulary.loop import TAUGHT_WORDS, FiguresStand, FigureStands

_COLOURS: Final = {
    AuditActionState.AGREED: "blue",
    AuditActionState.EVIDENCED: "yellow",
    AuditActionState.ACCEPTED: "green",
}
HIDDEN: Final = "too few to say"


def loop_page(loop: Loop, *, today: date) -> dict[str, Any]:
    """Return one audit's loop: the findings from which something followed, then those from which nothing has."""
    actions = [action for each in loop.findings for done in each.finding.done for action in done.actions]
    return {
        "theme": loop.theme,
        "followed": [_followed(each, today) for each in loop.findings if each.is_followed],
        "waiting": [each.finding for each in loop.findings if not each.is_followed],
        "accepted": sum(action.state is AuditActionState.ACCEPTED for action in actions),
        "actions": len(actions),
        "late": sum(_is_late(action, today) for action in actions),
    }


def _followed(each: FindingLoop, today: date) -> dict[str, Any]:
    return {
        "finding": each.finding,
        "done": [
            {"recommended": done.recommended, "actions": [_action(action, today) for action in done.actions]}
            for done in each.finding.done
        ],
        "taught": [{"kind": TAUGHT_WORDS[one.kind], "title": one.title, "stands": one.stands} for one in each.taught],
        "events": [_events(one) for one in each.events],
        "since": _moved(each.since),
        "again": _moved(each.again),
        "released": _released(each.released),
    }


def _action(action: ActionStands, today: date) -> dict[str, Any]:
    return {
        "row": action,
        "state": ACTION_WORDS[action.state],
        "colour": _COLOURS[action.state],
        "is_late": _is_late(action, today),
    }


def _is_late(action: ActionStands, today: date) -> bool:
    return action.state is AuditActionState.AGREED and action.due_on < today


def _events(told: EventsLearned) -> dict[str, str]:
    """Return what came of events as sentences; a number that is too small stays hidden, and is never nought."""
    return {
        "series": ", ".join(told.series),
        "came": f"{_number(told.came)}; booked, for dates to come too: {_number(told.booked)}",
        "confident": f"{_number(told.more_confident)} of {_number(told.evaluated)} who said",
        "changed": f"{_number(told.changed)} of {_number(told.answered_later)} who answered",
    }


def _number(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _released(figures: FiguresStand) -> dict[str, Any]:
    """Return the released figures of a finding, the earlier audit first, each with how far it moved since then."""
    told = [
        (words, one)
        for words, one in (
            ("The audit before", figures.before),
            ("This audit", figures.here),
            ("The next audit", figures.after),
        )
        if one is not None
    ]
    earlier: list[FigureStands | None] = [None, *(one for _, one in told)]
    return {
        "rows": [
            {"audit": words, "figure": one, "state": RELEASE_WORDS[one.state], "moved": _points(before, one)}
            for (words, one), before in zip(told, earlier, strict=False)
        ]
    }


def _points(before: FigureStands | None, after: FigureStands) -> str:
    """Return by how much a share moved, where both are out and told exactly; what readers cannot reckon is not said."""
    if before is None or not (before.is_out and after.is_out) or before.share is None or after.share is None:
        return ""
    return _points_words(round(100 * (after.share - before.share), 1))


def _points_words(points: float) -> str:
    return "the same" if points == 0 else f"{points:+g} points"


def _moved(moved: Difference | None) -> dict[str, str] | None:
    if moved is None:
        return None
    points = "" if moved.points is None else _points_words(moved.points)
    return {
        "before": _share(moved.before),
        "after": _share(moved.after),
        "points": points,
        "counted_otherwise": moved.counted_otherwise,
    }


def _share(counted: Tally) -> str:
    return f"{counted.part} of {counted.whole}" if counted.whole else "nobody known"
