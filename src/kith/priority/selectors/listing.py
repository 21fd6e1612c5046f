"""Shows the list to one viewer, and hands it out without names; the log is written before anybody is shown."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Action, DataClass, Purpose, Refused, Sector, Viewer
from kith.priority.selectors import neighbours, rows
from kith.priority.selectors.runs import run_in_force
from kith.priority.vocabulary import Lane, ListPage, RunFacts


def list_shown(*, viewer: Viewer, purpose: Purpose, lane: Lane | None = None, town: str = "") -> ListPage:
    """Return the list as this viewer may see it, narrowed to a lane or a town; one log row per name.

    Raises:
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    with look_over_list(viewer=viewer, purpose=purpose, what="priority.list") as listing:
        run = run_in_force()
        if run is None:
            return ListPage(run=None)
        everybody = rows.listed(run)
        towns = tuple(sorted({each.town for each in everybody if each.town}))
        chosen = [each for each in everybody if lane in (None, each.lane) and town in ("", each.town)]
        listing.log_shown([each.person_id for each in chosen])
        # On a list of related children a nurse reads health; on the county's list nobody does by being a nurse.
        own = {DataClass.HEALTH} if viewer.sector is Sector.HEALTH and not listing.whole_county else set()
        behind = rows.contributions(run, [each.person_id for each in chosen], listing.whole_county | own)
        shown = [replace(each, contributions=behind.get(each.person_id, ())) for each in chosen]
        said = neighbours.considered([each.person_id for each in chosen], today=timezone.localdate())
        return ListPage(run=run, standings=tuple(shown), towns=towns, considered=said)


def export_list(
    *, viewer: Viewer, purpose: Purpose, run: RunFacts | None
) -> Iterator[tuple[UUID, str, int | None, int]]:
    """Return public id, lane, place and thousandths of a point of each child on a list, without names.

    Without a run nobody is returned; the viewer's right is tested all the same.

    Raises:
        LogUnavailable: nothing was logged, so nothing leaves.
        Refused: this member of staff may not take a list out.
    """
    what = "priority.export"
    with look_over_list(viewer=viewer, purpose=purpose, what=what, action=Action.EXPORT) as listing:
        if DataClass.HEADLINES not in listing.whole_county:
            raise Refused("Only an analyst may take the list out. Ask the partnership's analyst to run this command.")
        found = rows.standings_for_export(run) if run else []
        listing.log_shown([person_id for person_id, *_ in found])
    return iter([(public_id, lane or "", place, points) for _, public_id, lane, place, points in found])
