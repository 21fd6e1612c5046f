"""Every page that somebody can reach, drawn once: accessible, no wider than a telephone, quiet, and of this host."""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import cast

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from kith.access.vocabulary import Role
from kith.partnership.models import Group, GroupMeeting
from kith.project.commands.structuring import fill_structure
from kith.work import services as work
from kith.work.vocabulary import NewTask, TaskKind
from tests.access.test_canaries import addresses
from tests.journeys.conftest import ROLES
from tests.journeys.visitor import Visitor
from tests.worlds.canaries import Canary
from tests.worlds.partnership import Partnership

LIBRARY = ("/accounts/2fa/", "/accounts/sessions/", "/accounts/password/change/", "/accounts/logout/")
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}


def reachable(partnership: Partnership, ada: SimpleNamespace) -> Iterator[tuple[Role, str, str]]:
    """Return each distinct page once: who opens it, where, and the template that draws it."""
    drawn: set[str] = set()
    structure = addresses_of_structure(partnership)
    for role in ROLES:
        staff = partnership.staff[role]
        client = Client(raise_request_exception=False)
        client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
        TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
        task = work.add_task(
            new=NewTask(kind=TaskKind.ACTION, owner_id=staff.pk, link="/waiting/", subject="panel.action"),
            by=partnership.viewer(Role.PANEL_COORDINATOR),
            now=partnership.now,
        )
        own = [f"/work/tasks/{task}/", f"/accounts-of-staff/{staff.public_id}/", *LIBRARY]
        own += [*(f"/receipts/{sha}/" for sha in ada.files), *structure]
        before = client.get(f"/people/{ada.public_id}/")
        yield from _new(role, f"/people/{ada.public_id}/", before, drawn)
        client.post(f"/people/{ada.public_id}/", {"purpose": "safeguarding"})
        for address in (*addresses(cast("Canary", ada)), *own):
            yield from _new(role, address, client.get(address), drawn)


def addresses_of_structure(partnership: Partnership) -> list[str]:
    """Return a page of each sort about the partnership itself, with groups, seats, a meeting and a plan on it."""
    fill_structure(keeper=partnership.staff[Role.PANEL_COORDINATOR], now=partnership.now)
    group, meeting = Group.objects.get(name="Quality and Performance"), GroupMeeting.objects.earliest("held_on")
    about = f"/partnership/parts/group/{group.public_id}/"
    pages = [f"/partnership/groups/{group.public_id}/", f"/partnership/meetings/{meeting.public_id}/"]
    pages += ["/partnership/?on-day=1&on-month=12&on-year=2019", "/partnership/plan/"]
    pages += ["/partnership/contacts/", "/partnership/telling/", "/partnership/telling/structure/propose/"]
    return [*pages, f"{about}history/", f"{about}change/"]


def _new(role: Role, address: str, answer: object, drawn: set[str]) -> Iterator[tuple[Role, str, str]]:
    templates = [template.name for template in getattr(answer, "templates", []) if template.name]
    if templates and templates[0] not in drawn:
        drawn.add(templates[0])
        yield role, address, templates[0]


def faults_of(visitor: Visitor, address: str, template: str) -> list[str]:
    """Return what is wrong with one page at both widths."""
    visitor.goes_to(address)
    found = []
    if visitor.page.locator("main input[name=ask]").count() and template != "chronology/purpose.html":
        visitor.says_why()
        visitor.goes_to(address)
    for size in (WIDE, NARROW):
        visitor.page.set_viewport_size(size)
        found += [f"{template} {size['width']}: {fault}" for fault in visitor.faults()]
        if visitor.is_wider_than_the_window():
            found.append(f"{template} {size['width']}: scrolls sideways")
    visitor.page.set_viewport_size(WIDE)
    return found


def test_every_page_is_sound_at_both_widths(
    partnership: Partnership, ada: SimpleNamespace, enter: Callable[..., Visitor]
) -> None:
    pages = list(reachable(partnership, ada))
    visitors: dict[Role, Visitor] = {}
    found: list[str] = []
    for role, address, template in pages:
        if role not in visitors:
            visitors[role] = enter(partnership.staff[role])
        found += faults_of(visitors[role], address, template)
    for visitor in visitors.values():
        found += visitor.strangers
        found += [each for each in visitor.complaints if "status of 40" not in each]
    assert found == [], json.dumps(found, indent=1)
    expected = {"work/my_work.html", "linking/search.html", "chronology/person.html", "priority/list.html"}
    expected |= {"priority/card.html", "feeds/receipts.html", "access/accounts.html", "chronology/purpose.html"}
    expected |= {"chronology/own.html", "partnership/chart.html", "partnership/group.html", "partnership/meeting.html"}
    expected |= {"partnership/plan.html", "partnership/history.html", "partnership/ask.html"}
    assert expected <= {template for _, _, template in pages}
    assert len(pages) >= 25


def test_what_is_only_read_is_read_without_scripts(
    partnership: Partnership, ada: SimpleNamespace, enter: Callable[..., Visitor]
) -> None:
    visitor = enter(partnership.staff[Role.TEAM_MANAGER], java_script_enabled=False)
    visitor.opens(f"/people/{ada.public_id}/")
    pages = {
        f"/people/{ada.public_id}/": "Suspended from school",
        f"/people/{ada.public_id}/looks/": "Opened the chronology",
        "/list/": "Ada Vale",
        f"/list/{ada.public_id}/": "Suspended from school",
        "/receipts/": "rows.csv",
    }
    for address, words in pages.items():
        visitor.goes_to(address)
        assert words in visitor.reads(), address
        assert visitor.page.locator("h1").is_visible()
    visitor.follows("My work")
    assert visitor.page.locator("h1").inner_text() == "My work"
