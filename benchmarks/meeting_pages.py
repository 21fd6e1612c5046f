"""Measures every page of a panel with thirty children, with ten users who each open a page a second.

Run: KITH_HOME=… python benchmarks/meeting_pages.py (a demo that `kith demo --no-serve` has built; `var` without).
Target: p95 of each page at most 200 ms. Yardstick in the same run: the page that only says that the process lives.
"""

import sys
from uuid import UUID

from visiting import SECONDS, USERS, Page, own_times, report, served, visit, visitor  # first: it sets Django up

from kith.access.services import connect_as  # isort: skip
from kith.access.vocabulary import Purpose  # isort: skip
from kith.panel import services  # isort: skip
from kith.panel.models import Pack  # isort: skip
from kith.panel.runs import make_pack  # isort: skip
from kith.panel.selectors import open_case  # isort: skip

from django.utils import timezone  # isort: skip
from panel_world import CHILDREN, PanelWorld, found_world, staff_of  # isort: skip

LEAST = 200.0


def pages_of(world: PanelWorld) -> list[Page]:
    """Return every page that people open before, in and after a meeting."""
    child, item = world.items[0]
    reader = world.contacts[0]
    theirs = visitor(staff_of(reader))
    with connect_as("web"):
        page = open_case(child, viewer=reader, purpose=Purpose.PANEL)
    asked = next(row.public_id for row in page.research if row.agency_id == reader.agency_id)
    person, meeting = f"/panel/people/{child}/", f"/panel/meetings/{world.meeting}/"
    pack = _pack(world)
    return [
        Page("alive (yardstick)", "/alive"),
        Page("board", "/panel/"),
        Page("agenda", meeting),
        Page("agenda, an agency's", meeting, "", theirs),
        Page("item with minutes", f"{person}items/{item}/"),
        Page("case", person),
        Page("rate the risk", f"{person}rate/"),
        Page("agree an action", f"{person}agree/"),
        Page("action", f"{person}actions/{page.actions[0].public_id}/"),
        Page("put on an agenda", f"{person}do/list/"),
        Page("close the case", f"{person}do/close/"),
        Page("research, an agency's", f"{person}research/{asked}/", "", theirs),
        Page("pack, PDF", f"/panel/packs/{pack}/", "", theirs),
        Page("pack, page to print", f"/panel/packs/{pack}/print/", "", theirs),
        Page("end the meeting", f"{meeting}end/"),
        Page("plan a meeting", "/panel/meetings/new/"),
        Page("measures", "/panel/measures/"),
    ]


def _pack(world: PanelWorld) -> UUID:
    with connect_as("web"):
        services.ask_packs(meeting=world.meeting, by=world.coordinator, now=timezone.now())
    with connect_as("worker"):
        own = Pack.objects.get(meeting__public_id=world.meeting, reader=world.contacts[0].staff_id, state="asked")
    make_pack(own.pk)
    return own.public_id


def main() -> int:
    """Serve, load, print, and fail when a page is slower than its target."""
    world = found_world()
    pages = pages_of(world)
    sessions = [visitor(staff_of(world.coordinator if place % 2 else world.chair)) for place in range(USERS)]
    with served() as server:
        took = visit(sessions, pages)
        alone = own_times(server, sessions[0], pages)
    print(f"{USERS} users, each a page a second for {SECONDS} s; a panel with {CHILDREN} children")
    return 0 if report(took, alone, least=LEAST, yardstick=pages[0].name) else 1


if __name__ == "__main__":
    sys.exit(main())
