"""Says of each service of the directory, in a line to choose by, what it has free and how long one waits."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kith.partnership.selectors import Listed, Places
from kith.referrals.selectors import find_service


def service_choices(rows: Sequence[Listed], chosen: UUID | None, today: date) -> list[tuple[str, str]]:
    """Return the services to choose from; one that was chosen stays among them, so that why it cannot be is said."""
    choices = [(str(row.public_id), f"{row.name}, {row.provider}: {_places(row.places)}") for row in rows]
    if chosen is not None and chosen not in {row.public_id for row in rows}:
        service = find_service(chosen, today)
        says = f"{service.name}, {service.provider}: not open to this child" if service else "A service that is gone"
        choices.append((str(chosen), says))
    return choices


def _places(told: Places | None) -> str:
    if told is None:
        return "places not told"
    waits = {None: "", 0: ", no wait", 1: ", 1 week to wait"}
    wait = waits.get(told.weeks_to_wait, f", {told.weeks_to_wait} weeks to wait")
    old = f" (told on {told.told_on:%-d %B %Y}: ask)" if told.is_stale else ""
    return f"{told.free} of {told.places} places free{wait}{old}"
