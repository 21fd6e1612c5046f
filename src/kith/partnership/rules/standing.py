"""When a service is open, what may follow on how it stands, and whether what is typed of it holds together."""

from collections.abc import Collection
from datetime import date

from kith.partnership.vocabulary import (
    STATUS_TRANSITIONS,
    STATUS_WORDS,
    NewCapacity,
    ServiceEdit,
    ServiceRefused,
    ServiceStatus,
)

OLDEST = 150


def status_on(status: ServiceStatus, closed_on: date | None, day: date) -> ServiceStatus:
    """Return how a service stands on a day; one that closes later is open until then."""
    return ServiceStatus.ACTIVE if closed_on is not None and day < closed_on else status


def is_open(status: ServiceStatus, closed_on: date | None, day: date) -> bool:
    """Test whether a service takes people on a day."""
    return status_on(status, closed_on, day) is ServiceStatus.ACTIVE


def takes_age(low: float | None, high: float | None, age: float | None) -> bool:
    """Test whether somebody's age is one that a service takes; 17 and a half is 17 to one that takes up to 17."""
    return age is None or ((low is None or low <= age) and (high is None or high > age - 1))


def takes_area(areas: Collection[str], area: str) -> bool:
    """Test whether a service takes people from an area; one that names none takes people from everywhere."""
    asked = area.strip().casefold()
    return not asked or not areas or asked in {each.casefold() for each in areas}


def check_status_change(before: ServiceStatus, after: ServiceStatus, because: str) -> None:
    """Refuse a change of standing that is not allowed or gives no reason.

    Raises:
        ServiceRefused.
    """
    if not because.strip():
        raise ServiceRefused("Say why. Whoever has sent a child there reads the reason.")
    if after not in STATUS_TRANSITIONS[before]:
        allowed = sorted(STATUS_WORDS[each].lower() for each in STATUS_TRANSITIONS[before])
        can = f"It can become: {', '.join(allowed)}." if allowed else "Make a new entry for a new service."
        stands, wanted = STATUS_WORDS[before].lower(), STATUS_WORDS[after].lower()
        raise ServiceRefused(f"This service stands at “{stands}” and cannot become “{wanted}”. {can}")


def check_edit(edit: ServiceEdit, needs: frozenset[str]) -> None:
    """Refuse words about a service that do not hold together.

    Raises:
        ServiceRefused.
    """
    if not edit.name.strip():
        raise ServiceRefused("Give the service its name, as it is known to families.")
    low, high = edit.minimum_age, edit.maximum_age
    if any(age is not None and not 0 <= age <= OLDEST for age in (low, high)):
        raise ServiceRefused(f"An age is a number of years between 0 and {OLDEST}.")
    if low is not None and high is not None and low > high:
        raise ServiceRefused("The youngest age is above the oldest. Change one of the two.")
    if unknown := edit.needs - needs:
        raise ServiceRefused(f"The directory knows no need called {', '.join(sorted(unknown))}. Choose from the list.")


def check_capacity(new: NewCapacity, today: date) -> None:
    """Refuse a statement about places that cannot be true.

    Raises:
        ServiceRefused.
    """
    if new.places < 0 or new.taken < 0 or (new.weeks_to_wait or 0) < 0:
        raise ServiceRefused("Places and weeks are counted from 0 up.")
    if new.told_on > today:
        raise ServiceRefused("It cannot have been told on a day that has not come. Change the day.")
    if not new.told_by.strip():
        raise ServiceRefused("Say who told it, by their post: for example, the service's duty desk.")
