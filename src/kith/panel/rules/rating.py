"""How colours become a level, and what a rating must say before it counts."""

from datetime import date

from kith.panel.rules.books import Book
from kith.panel.vocabulary import Colour, DomainRating, Level, NewRating, RatingRefused

_LEAST = 10


def computed_level(book: Book, domains: tuple[DomainRating, ...], last_grave_on: date | None, today: date) -> Level:
    """Return the level that the colours give; only a professional says `immediate`, or that nothing is of concern."""
    reds = sum(each.colour is Colour.RED for each in domains)
    ambers = sum(each.colour is Colour.AMBER for each in domains)
    grave = last_grave_on is not None and today - last_grave_on <= book.level.grave_within
    if grave or reds >= book.level.high_reds:
        return Level.HIGH
    if reds >= book.level.medium_reds or ambers >= book.level.medium_ambers:
        return Level.MEDIUM
    return Level.LOW if ambers else Level.NONE


def check_rating(book: Book, rating: NewRating, today: date) -> None:
    """Refuse a rating that leaves out a domain, its evidence, the analysis, or the reason for another level.

    Raises:
        RatingRefused: with the part that is missing.
    """
    told = {each.domain for each in rating.domains}
    if missing := [name for key, name in book.domains.items() if key not in told]:
        raise RatingRefused(f"Rate every domain, green too. Not rated yet: {'; '.join(missing)}.")
    if strange := told - set(book.domains):
        raise RatingRefused(f"{', '.join(sorted(strange))} is no domain of the tool in force.")
    for each in rating.domains:
        if each.colour is not Colour.GREEN and len(each.evidence.strip()) < _LEAST:
            raise RatingRefused(f"{book.domains[each.domain]} is {each.colour}: say what that rests on.")
    if len(rating.analysis.strip()) < _LEAST:
        raise RatingRefused("Say what the risk is and why, in a sentence: colours alone say nothing.")
    if rating.last_grave_on is not None and rating.last_grave_on > today:
        raise RatingRefused("The last grave event lies in the future. Check its date.")
    computed = computed_level(book, rating.domains, rating.last_grave_on, today)
    if rating.level not in (None, computed) and len(rating.because.strip()) < _LEAST:
        raise RatingRefused(
            f"The domains give {computed}. You may set another level: say why, and both are kept side by side."
        )
