"""The streams that interventions are paid from, as reviewed data; what may follow on what, and what cannot be true."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from kith.common.versions import in_force, read_versions
from kith.support.vocabulary.interventions import (
    ENDED,
    INTERVENTION_TRANSITIONS,
    INTERVENTION_WORDS,
    Ending,
    InterventionRefused,
    InterventionState,
    NewIntervention,
    NewInterventionOutcome,
    Sessions,
)

FOLDER = Path(__file__).resolve().parent.parent / "funding"
_MOST_PENCE = 100_000_000


class FundingBookError(ValueError):
    """A book of funding that cannot be used as it is; the message names the file and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class FundingBook:
    """One version of the streams, and of the ages by which is told what worked."""

    version: str
    valid_from: date
    valid_to: date | None
    streams: Mapping[str, str]
    age_bands: tuple[int, ...]

    def band_names(self) -> Sequence[str]:
        """Return the names of the bands of age, the youngest first."""
        first, last = self.age_bands[0], self.age_bands[-1]
        between = [f"{low} to {high - 1}" for low, high in pairwise(self.age_bands)]
        return [f"Under {first}", *between, f"{last} and over"]


@cache
def load_funding(folder: Path = FOLDER) -> tuple[FundingBook, ...]:
    """Return every version, oldest first; each holds until the day before the next.

    Raises:
        FundingBookError: a file lacks something, or two overlap.
    """
    return read_versions(folder, _read, refused=FundingBookError)


def funding_on(day: date, folder: Path = FOLDER) -> FundingBook:
    """Return the streams in force on a day; before the first book, the first."""
    return in_force(load_funding(folder), day)


def _read(path: Path) -> FundingBook:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        book = FundingBook(
            version=found["version"],
            valid_from=found["valid_from"],
            valid_to=found.get("valid_to"),
            streams=found["streams"],
            age_bands=tuple(found["age_bands"]),
        )
    except KeyError as error:
        raise FundingBookError(f"{path.name} lacks {error}.") from error
    if not book.streams or not book.age_bands or list(book.age_bands) != sorted(set(book.age_bands)):
        raise FundingBookError(f"{path.name} needs streams, and age_bands that rise.")
    return book


def check_agreement(new: NewIntervention, *, needs: Mapping[str, object], book: FundingBook) -> None:
    """Refuse an intervention that is not agreed in full.

    Raises:
        InterventionRefused.
    """
    if new.need not in needs:
        raise InterventionRefused("Choose the need from the list: what is spent and what works is told by it.")
    if new.funding not in book.streams:
        raise InterventionRefused("Choose the stream that pays for it from the list.")
    if not new.goal.strip():
        raise InterventionRefused("Say what it is for, in words the child would use. Its outcome is told against it.")
    if not 0 <= new.cost_pence <= _MOST_PENCE:
        raise InterventionRefused("A cost is between nothing and a million pounds.")
    if not 1 <= new.planned_sessions <= 1000:
        raise InterventionRefused("Say how many sessions are planned: from 1 to 1,000.")
    if new.ends_on < new.starts_on:
        raise InterventionRefused("It would end before it starts. Change one of the two days.")


def check_move(before: InterventionState, after: InterventionState) -> None:
    """Refuse what cannot follow.

    Raises:
        InterventionRefused.
    """
    if after not in INTERVENTION_TRANSITIONS[before]:
        stands, wanted = INTERVENTION_WORDS[before].lower(), INTERVENTION_WORDS[after].lower()
        raise InterventionRefused(
            f"This intervention stands at “{stands}” and cannot become “{wanted}”. "
            "Agree a new one where more is to be done."
        )


def check_ending(ending: Ending, *, not_before: date, today: date) -> None:
    """Refuse an ending without its reason, or on a day that does not fit.

    Raises:
        InterventionRefused.
    """
    if ending.to not in ENDED:
        raise InterventionRefused("Choose how it ended: completed, stopped early or declined.")
    if ending.to is not InterventionState.COMPLETED and not ending.because.strip():
        raise InterventionRefused("Say why it ended before it was done. What got in the way is worth knowing.")
    if not not_before <= ending.on <= today:
        raise InterventionRefused("It ended between the day it began (or was agreed) and today. Change the day.")


def check_sessions(new: Sessions) -> None:
    """Refuse numbers of sessions that cannot be true.

    Raises:
        InterventionRefused.
    """
    if new.attended > new.offered:
        raise InterventionRefused("More sessions were attended than offered. Change one of the two numbers.")
    if not new.attended >= 0 or new.offered > 10_000:
        raise InterventionRefused("Count the sessions from the beginning, from 0 up.")


def check_outcome(new: NewInterventionOutcome, *, state: InterventionState, ended_on: date | None, today: date) -> None:
    """Refuse an outcome of something that still runs, without words, or on a day that does not fit.

    Raises:
        InterventionRefused.
    """
    if ended_on is None:
        raise InterventionRefused("It has not ended yet. Say first how and when it ended, then what came of it.")
    if state is InterventionState.DECLINED:
        raise InterventionRefused("It was declined, so nothing came of it. Why stands with its end.")
    if not new.words.strip():
        raise InterventionRefused("Say what shows it, in a sentence or two.")
    if not ended_on <= new.on <= today:
        raise InterventionRefused("An outcome is told on a day from its end to today. Change the day.")
