"""Who may approve what, and whose hand a revision shows; pure."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from hashlib import sha256

from kith.publishing.vocabulary.editing import Doubt, Wording

_AROUND = 40  # characters shown on each side of a doubtful word
_SATURDAY = 5


def writers(hands: Iterable[tuple[int, int | None]], approved: Iterable[int], revision: int) -> set[int]:
    """Return who wrote what a revision says and nobody has approved yet, as numbers of editors.

    `hands` are the page's revisions as (number, who saved it); a later number is a later revision. Everybody who saved
    one since the last approved revision had a hand in it, because what they wrote may still stand there.
    """
    last = max((number for number in approved if number < revision), default=0)
    return {who for number, who in hands if who is not None and last < number <= revision}


def may_approve(*, by: int | None, wrote: set[int], approved: AbstractSet[int] = frozenset()) -> bool:
    """Test whether somebody may take one step of an approval: a person who neither wrote it nor took another step."""
    return by is not None and by not in wrote and by not in approved


def each_by_another(steps: Sequence[AbstractSet[int]]) -> bool:
    """Test whether every step was taken, each by somebody who is counted for no other; `steps` says who took each."""
    if not steps:
        return True
    first, *others = steps
    return any(each_by_another([one - {who} for one in others]) for who in first)


def due_after(day: date, working_days: int) -> date:
    """Return the day that is so many working days later; Saturday and Sunday are none."""
    left = working_days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def doubt_at(wording: Wording, start: int, end: int, kind: str) -> Doubt:
    """Return a doubt about a part of a text, `start` to `end` in characters, with what stands around it."""
    text = wording.text[start:end]
    before = wording.text[max(0, start - _AROUND) : start]
    after = wording.text[end : end + _AROUND]
    key = sha256("\x1f".join((wording.where, kind, text)).encode()).hexdigest()[:24]
    return Doubt(key=key, where=wording.where, kind=kind, text=text, around=f"{before}{text}{after}")


def each_once(doubts: Iterable[Doubt]) -> list[Doubt]:
    """Return the doubts without those that say the same of the same place."""
    return list({doubt.key: doubt for doubt in doubts}.values())


def unconfirmed(doubts: Sequence[Doubt], confirmed: Iterable[str]) -> list[Doubt]:
    """Return the doubts that nobody has confirmed to be about nobody."""
    known = set(confirmed)
    return [doubt for doubt in doubts if doubt.key not in known]
