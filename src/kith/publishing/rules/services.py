"""Which of the told services a reader looks for; pure."""

from collections.abc import Iterable

from kith.publishing.vocabulary.services import Looking, ToldService


def found_services(services: Iterable[ToldService], looking: Looking) -> tuple[ToldService, ...]:
    """Return the services that fit, in their order; every word must be somewhere in what a service says of itself.

    A service without areas takes people from everywhere; one without a town is at nobody's door, and is left out only
    where a town is asked for. Somebody of 17 and a half is 17 to a service that takes people up to 17.
    """
    return tuple(one for one in services if _fits(one, looking))


def areas_of(services: Iterable[ToldService]) -> list[str]:
    """Return every area that a service names, by name."""
    return sorted({area for one in services for area in one.areas if area.strip()})


def towns_of(services: Iterable[ToldService]) -> list[str]:
    """Return every town in which a service can be had, by name."""
    return sorted({town for one in services for town in one.towns if town.strip()})


def _fits(one: ToldService, looking: Looking) -> bool:
    said = " ".join((one.name, one.description, one.provider, one.eligibility, *one.where)).casefold()
    return (
        all(word in said for word in looking.words.casefold().split())
        and (not looking.need or looking.need in one.needs)
        and _takes_age(one, looking.age)
        and (not looking.area or not one.areas or _names(looking.area, one.areas))
        and (not looking.town or _names(looking.town, one.towns))
    )


def _takes_age(one: ToldService, age: float | None) -> bool:
    low, high = one.minimum_age, one.maximum_age
    return age is None or ((low is None or low <= age) and (high is None or high > age - 1))


def _names(asked: str, among: Iterable[str]) -> bool:
    return asked.strip().casefold() in {one.strip().casefold() for one in among}
