"""Reads the book of what can be counted of the county, and says which numbers a release of it asks for, in words."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from kith.access.vocabulary import Sector
from kith.common.versions import in_force, read_versions, told_apart, version_called
from kith.learning.vocabulary import SILENT, Counted, ReleaseRefused, Told
from kith.learning.vocabulary.county import (
    AGES,
    SECTOR_NAMES,
    SEXES,
    Breakdown,
    CountedAs,
    CountedFrom,
    CountyBook,
    CountyNumber,
    CountyQuestion,
    NewCountyRelease,
    Period,
)

FOLDER: Final = Path(__file__).resolve().parent.parent / "countable"
YEARS_BACK: Final = 5
QUARTERS_BACK: Final = 8
_MONTHS: Final = "January February March April May June July August September October November December".split()


class CountyBookError(ValueError):
    """A book that cannot be used as it is; the message names the file and what is wrong."""


def county_book_on(day: date) -> CountyBook:
    """Return the book in force on a day.

    Raises:
        CountyBookError: a file cannot be used, or there is none.
    """
    return in_force(_load(FOLDER), day)


def county_book_called(version: str) -> CountyBook:
    """Return one version of the book, also when another is in force by now.

    Raises:
        CountyBookError: there is no such version: a file that releases were counted with has been taken away.
    """
    return version_called(
        _load(FOLDER),
        version,
        refused=CountyBookError,
        says=f"The book {version} is not among the files of learning/countable, and figures were counted with it. Put "
        "the file back; a change is a new file.",
    )


@cache
def _load(folder: Path) -> tuple[CountyBook, ...]:
    found = read_versions(folder, read_county_book, refused=CountyBookError, called="The book of what is counted")
    return told_apart(
        found,
        refused=CountyBookError,
        says="There must be a book of what is counted, and no two may have one version's name.",
    )


def read_county_book(path: Path) -> CountyBook:
    """Return what one file says.

    Raises:
        CountyBookError: a word is misspelt or missing, a key stands twice, or a part asks of nothing.
    """
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    version, source, valid_from = (found.get(name) for name in ("version", "source", "valid_from"))
    if not (isinstance(version, str) and version and isinstance(source, str) and source and type(valid_from) is date):
        raise CountyBookError(f"{path.name} must say its version, its source, and from when it holds (valid_from).")
    try:
        questions = [_question(row) for row in found.get("question", ())]
    except (TypeError, ValueError, KeyError) as error:
        raise CountyBookError(f"A question of {path.name} cannot be read: {error}.") from None
    keys = [one.key for one in questions]
    lost = [key for key in keys if key.partition(".")[0] not in keys]
    if not keys or len(set(keys)) < len(keys) or lost:
        raise CountyBookError(f"The keys of {path.name} are none, stand twice, or ask of nothing: {lost or keys}.")
    return CountyBook(
        version=version, source=source, valid_from=valid_from, valid_to=found.get("valid_to"), questions=questions
    )


def _question(row: Mapping[str, Any]) -> CountyQuestion:
    typed = dict(row) | {
        "counts": CountedAs(row["counts"]),
        "source": CountedFrom(row.get("source", CountedFrom.CHRONOLOGY)),
        "kinds": tuple(row.get("kinds", ())),
        "roles": tuple(row.get("roles", ())),
        "sectors": tuple(Sector(one) for one in row.get("sectors", ())),
    }
    made = CountyQuestion(**typed)
    from_chronology = made.source is CountedFrom.CHRONOLOGY
    if bool(made.kinds and made.roles) is not from_chronology or (made.noting and from_chronology):
        raise ValueError(f"{made.key} says kinds and roles of the chronology, or is of the referrals")
    return made


def periods_until(today: date) -> list[Period]:
    """Return the years from April to March and the quarters that are over, the years first, each the newest first."""
    month = (today.month - 1) // 3 * 3 + 1
    quarter = date(today.year, month, 1)
    year = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    years = [date(year.year - back, 4, 1) for back in range(YEARS_BACK + 1)]
    starts = [_months_later(quarter, -3 * back) for back in range(QUARTERS_BACK + 1)]
    return [
        Period(begins_on=one, ends_on=after - _DAY) for begins in (years, starts) for after, one in pairwise(begins)
    ]


_DAY: Final = timedelta(days=1)


def _months_later(first: date, months: int) -> date:
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def quarters_of(period: Period) -> list[Period]:
    """Return the quarters of a period, the first first."""
    found, begins_on = [], period.begins_on
    while begins_on <= period.ends_on:
        after = _months_later(begins_on, 3)
        found.append(Period(begins_on=begins_on, ends_on=after - _DAY))
        begins_on = after
    return found


def period_words(period: Period) -> str:
    """Return a period in words: "April to June 2026", "April 2025 to March 2026"."""
    first, last = period.begins_on, period.ends_on
    begins = _MONTHS[first.month - 1] + (f" {first.year}" if first.year != last.year else "")
    return f"{begins} to {_MONTHS[last.month - 1]} {last.year}"


def part_words(part: str) -> str:
    """Return a part of a number in words: "July to September 2025", "13 to 15", "Female", "Police"."""
    if part in AGES:
        return "{} to {}".format(*AGES[part])
    if part in SEXES:
        return SEXES[part]
    if part in SECTOR_NAMES:
        return SECTOR_NAMES[Sector(part)]
    begins_on = date.fromisoformat(part)
    return period_words(Period(begins_on=begins_on, ends_on=_months_later(begins_on, 3) - _DAY))


def parts_of(question: CountyQuestion, breakdown: Breakdown, period: Period) -> list[str]:
    """Return the keys of the parts into which a breakdown parts a question; none for the whole."""
    match breakdown:
        case Breakdown.QUARTER:
            return [one.begins_on.isoformat() for one in quarters_of(period)]
        case Breakdown.AGE:
            return list(AGES)
        case Breakdown.SEX:
            return list(SEXES)
        case Breakdown.SECTOR:
            return [sector.value for sector in question.sectors]
    return []


def check_new_county(new: NewCountyRelease, book: CountyBook, *, today: date) -> None:
    """Refuse a release of the county's figures that tells nothing, or of a period that is not over.

    Raises:
        ReleaseRefused: with what to mend.
    """
    if len(new.title.strip()) < 5:
        raise ReleaseRefused("Give the figures a title, such as “The county, 2025 to 2026”. Readers see it.")
    if new.period not in periods_until(today):
        raise ReleaseRefused("Choose a year or a quarter that is over: what is still going on is not counted yet.")
    told = [key for key, telling in new.questions.items() if telling not in SILENT]
    if not told:
        raise ReleaseRefused("Choose at least one question that is told, exactly or as a band.")
    if new.breakdown is Breakdown.QUARTER and len(quarters_of(new.period)) == 1:
        raise ReleaseRefused("A quarter is not broken down by quarter. Choose a year, or another breakdown.")
    known = {one.key: one for one in book.questions}
    if unknown := sorted(set(told) - set(known)):
        raise ReleaseRefused(f"The book of what is counted has no question “{unknown[0]}”.")
    if new.breakdown is Breakdown.SECTOR:
        single = [known[key].says for key in told if len(known[key].sectors) < 2]
        if single:
            raise ReleaseRefused(
                f"“{single[0]}” is told by one sector alone. Leave it out, or choose another breakdown."
            )


def numbers_asked(new: NewCountyRelease, book: CountyBook) -> list[CountyNumber]:
    """Return every number that a release tells, in the order of the book: each whole, then its parts."""
    return [
        number
        for question in book.questions
        if (telling := new.questions.get(question.key)) is not None and telling not in SILENT
        for number in _numbers(question, new)
    ]


def _numbers(question: CountyQuestion, new: NewCountyRelease) -> Iterator[CountyNumber]:
    telling, period = new.questions[question.key], period_words(new.period)
    yield CountyNumber(question=question, part="", says=f"{question.says}, {period}", telling=telling)
    for part in parts_of(question, new.breakdown, new.period):
        words = part_words(part)
        says = words if new.breakdown is Breakdown.QUARTER else f"{period}: {words.lower()}"
        yield CountyNumber(question=question, part=part, says=f"{question.says}, {says}", telling=telling)


def counted_of(asked: Sequence[CountyNumber], counts: Mapping[int, int]) -> list[Counted]:
    """Return the numbers as they were counted, by place."""
    return [
        Counted(
            told=Told.COUNTY,
            question=one.question.key,
            part=one.part,
            says=one.says,
            telling=one.telling,
            count=counts[place],
        )
        for place, one in enumerate(asked)
    ]


def asked_in_full(asked: Sequence[CountyNumber], breakdown: Breakdown) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return what the database is asked: each question with what it looks for, and each part with its place."""
    questions = {
        one.question.key: {
            "question": one.question.key,
            "source": one.question.source,
            "counts": one.question.counts,
            "kinds": one.question.kinds,
            "roles": one.question.roles,
            "noting": one.question.noting,
        }
        for one in asked
    }
    return list(questions.values()), [
        {"place": place, "question": one.question.key} | _looks_for(one.part, breakdown)
        for place, one in enumerate(asked)
    ]


def _looks_for(part: str, breakdown: Breakdown) -> dict[str, Any]:
    if not part:
        return {"way": Breakdown.WHOLE}
    if breakdown is Breakdown.AGE:
        return {"way": breakdown, "low": AGES[part][0], "high": AGES[part][1]}
    if breakdown is Breakdown.QUARTER:
        begins_on = date.fromisoformat(part)
        return {"way": breakdown, "first": part, "last": (_months_later(begins_on, 3) - _DAY).isoformat()}
    return {"way": breakdown, "value": part}
