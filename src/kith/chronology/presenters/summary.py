"""Says the answer first: how much there is, from whom, since when, what is held back, how school goes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from kith.access.vocabulary import DataClass
from kith.chronology.presenters import words
from kith.chronology.presenters.story import WITHHELD
from kith.chronology.vocabulary import Chronology, Period, Reading, SchoolWeek
from kith.common.dates import age_on

_PERIODS = {Period.EVERYTHING: "", Period.THREE_YEARS: " in the last three years", Period.YEAR: " in the last year"}


def summary_sentences(chronology: Chronology) -> list[str]:
    """Return what a reader should know before the first entry."""
    if DataClass.HEADLINES not in chronology.classes:
        return ["You can see who works with this person and ring them. What happened is for those who work with them."]
    when = _when(chronology.reading)
    if not chronology.entry_count:
        return [f"Nothing is recorded{when}. That is not the same as nothing happened."]
    found = [f"{words.count(chronology.entry_count, 'entry', 'entries')}{when} from {_agencies(chronology)}."]
    if chronology.begins_on and not when:
        age = _age_at(chronology, chronology.begins_on)
        found.append(f"The first is of {words.day(chronology.begins_on)}{age}.")
    return found


def withheld_advice(chronology: Chronology) -> list[str]:
    """Return whom to ask for each class of detail that is not shown, only where there is an entry of that class."""
    if DataClass.HEADLINES not in chronology.classes:
        return []
    return [WITHHELD[data_class] for data_class in DataClass if data_class in chronology.withheld_here]


def school_months(weeks: Sequence[SchoolWeek]) -> list[dict[str, Any]]:
    """Return attendance by calendar month, oldest first: half days possible, missed, and the share attended."""
    counted: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for week in weeks:
        sums = counted[week.week_on.replace(day=1)]
        for place, number in enumerate((week.possible, week.absent, week.unauthorised, week.excluded)):
            sums[place] += number
    return [
        {
            "month": f"{month:%B %Y}",
            "begins_on": month,
            "possible": possible,
            "absent": absent,
            "unauthorised": unauthorised,
            "excluded": excluded,
            "attended": round(100 * (possible - absent) / possible),
        }
        for month, (possible, absent, unauthorised, excluded) in sorted(counted.items())
        if possible
    ]


def attended_lately(months: Sequence[dict[str, Any]]) -> str:
    """Return how much of the newest month was attended, beside the same month a year before where it is known."""
    if not months:
        return ""
    newest = months[-1]
    said = f"{newest['attended']} % of half days attended in {newest['month']}"
    day: date = newest["begins_on"]
    before = [month for month in months if month["begins_on"] == day.replace(year=day.year - 1)]
    return f"{said}; {before[0]['attended']} % a year before." if before else f"{said}."


def _agencies(chronology: Chronology) -> str:
    names = [name for _, name in chronology.agencies]
    if chronology.reading.agency_id is not None:
        names = [name for agency_id, name in chronology.agencies if agency_id == chronology.reading.agency_id]
    return words.joined(names) if len(names) <= 4 else words.count(len(names), "agency", "agencies")


def _when(reading: Reading) -> str:
    if reading.begins_on and reading.begins_on == reading.ends_on:
        return f" on {words.day(reading.begins_on)}"
    if reading.begins_on and reading.ends_on:
        return f" between {words.day(reading.begins_on)} and {words.day(reading.ends_on)}"
    if reading.begins_on or reading.ends_on:
        return f" {words.span(reading.begins_on, reading.ends_on)}"
    return _PERIODS[reading.period]


def _age_at(chronology: Chronology, day: date) -> str:
    born_on = chronology.header.born_on
    if born_on is None or day < born_on:
        return ""
    return f", at the age of {age_on(born_on, day)}"
