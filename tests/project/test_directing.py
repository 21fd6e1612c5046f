"""The demo's directory: every invented service is taken in, meets its need, and tells its places; twice is once."""

from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.partnership.models import Capacity
from kith.partnership.selectors import list_services, list_suitable, needs_on
from kith.partnership.vocabulary import Search
from kith.project.commands.directing import fill_directory
from tests.worlds.partnership import Partnership


def test_the_demo_has_a_service_for_most_needs(partnership: Partnership) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    with connect_as("worker"):
        count = fill_directory(keeper=partnership.staff[Role.PANEL_COORDINATOR], now=now)
        again = fill_directory(keeper=partnership.staff[Role.PANEL_COORDINATOR], now=now)
    rows = list_services(Search(), today)
    assert len(rows) == count == again == Capacity.objects.count()
    assert all(row.places for row in rows) and any(row.places and row.places.is_stale for row in rows)
    met = {need for need in needs_on(today) if list_suitable(age=16, area="Larkford", need=need, on=today)}
    assert len(met) >= 10
    assert any(row.provider_id == partnership.agencies["lantern"].pk for row in rows)
