"""Builds the demo: an invented county carried the whole way through, and somebody to sign in as."""

import json
import os
import secrets
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import typer
from django.conf import settings
from django.utils import timezone
from rich.console import Console

from kith.project.commands.clearing import is_demo, mark_demo, throw_away
from kith.project.commands.editing import introduce_editors
from kith.project.commands.environment import installation, start_django, start_server
from kith.project.commands.progress import showing, stepping
from kith.project.installation import Installation


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asked of the demo."""

    people: int
    years: int
    seed: int
    port: int
    serve: bool
    fresh: bool


def run(wish: Wish) -> None:
    """Build what is missing, print who may sign in, and serve."""
    os.environ["KITH_DEMO"] = "1"
    console = Console()
    if wish.fresh:
        throw_away(Installation.from_environment(), console)
    start_django()
    _open_database(console)
    _build(wish, console)
    _introduce(wish, console)
    if wish.serve:
        from kith.project.commands.serving import serve  # noqa: PLC0415 -- needs the apps to be loaded

        serve(port=wish.port)


def _open_database(console: Console) -> None:
    from kith.project.database import (  # noqa: PLC0415 -- needs the apps
        count_waiting_migrations,
        migrate,
        prepare,
        prepare_site,
    )
    from kith.project.site import migrate_site  # noqa: PLC0415 -- as above

    with showing(console, "Starting PostgreSQL", 1) as bar:
        start_server()
        if installation().embedded:  # on a server of one's own, `kith database prepare --admin-url` has done it
            prepare(installation())
            prepare_site(installation())
        bar.done()
    waiting = count_waiting_migrations()
    with showing(console, "Making the tables", waiting) if waiting else nullcontext() as bar:
        migrate((lambda migration: bar.done()) if bar else (lambda migration: None))
    with showing(console, "Making the public site’s tables", 1) as bar:
        migrate_site(installation())
        bar.done()


def _build(wish: Wish, console: Console) -> None:
    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.project.commands.founding import found_partnership  # noqa: PLC0415 -- as above
    from kith.project.commands.publicising import publish_winter  # noqa: PLC0415 -- as above
    from kith.project.commands.refreshing import carry_through  # noqa: PLC0415 -- as above

    home = installation().home
    done = home / "demo-built.json"
    asked = {"people": wish.people, "years": wish.years, "seed": wish.seed}
    if done.exists():
        built = json.loads(done.read_text())
        if built != asked:
            console.print(
                f"Serving the county that is here ({built['people']:,} people). `kith demo --fresh` begins again."
            )
        return
    _refuse_a_real_installation(home, console)
    mark_demo(home, asked)
    county = _invent(wish, home / "county", console)
    with connect_as("worker"):
        found_partnership(county=county, now=timezone.now())
        _fill_directory()
        _tell_site()
    _load(home / "county", county, console)
    carry_through(date.fromisoformat(county["last_day"]) + timedelta(days=1), console)
    _set_to_work(console)
    publish_winter(console, timezone.now())
    _fill_site(console)
    done.write_text(json.dumps(asked))


def _refuse_a_real_installation(home: Path, console: Console) -> None:
    """Refuse to mix an invented county into a database in which somebody's agencies are already."""
    from kith.access.models import Agency  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.access.services import connect_as  # noqa: PLC0415 -- as above

    with connect_as("worker"):
        if is_demo(home) or not Agency.objects.exists():
            return
    console.print(
        f"The database of {home} has agencies that no demo made, so nothing was added. "
        "Set KITH_HOME to another folder, and the demo is built there.",
        soft_wrap=True,
    )
    raise typer.Exit(2)


def _set_to_work(console: Console) -> None:
    """Let the invented partnership do some months of work, through the same doors as everybody."""
    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.access.vocabulary import Role  # noqa: PLC0415 -- as above
    from kith.project.commands.founding import demo_staff  # noqa: PLC0415 -- as above
    from kith.project.commands.working import PARTS, set_to_work  # noqa: PLC0415 -- as above

    with connect_as("worker"):
        first = next((staff for place, staff in demo_staff() if place.role is Role.PRACTITIONER), None)
    if first is None:
        return  # nobody is allocated to anybody in so small a county
    with showing(console, "Setting the partnership to work", PARTS) as bar:
        step = stepping(bar)
        for says in set_to_work(first=first, now=timezone.now()):
            step(says)
        bar.begin("Heard, planned, referred, and met")
        bar.done()


def _fill_site(console: Console) -> None:
    """Let the public site show toolkits, contacts, what children told, workshops and readers, by its own doors."""
    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.project.collecting import collect_learned  # noqa: PLC0415 -- as above
    from kith.project.site import run_at_site  # noqa: PLC0415 -- as above
    from kith.publishing.services.voicing import hand_over_demo_words  # noqa: PLC0415 -- as above

    with showing(console, "Filling the public site", 3) as bar:
        hand_over_demo_words(inbox=settings.KITH_INBOX, now=timezone.now())
        run_at_site(installation(), "demo_toolkits", role="site")
        bar.done()
        run_at_site(installation(), "demo_events", role="site")
        with connect_as("worker"):
            collect_learned(inbox=settings.KITH_INBOX, now=timezone.now())
        bar.done()
        run_at_site(installation(), "demo_circulation", role="site")
        bar.done()


def _fill_directory() -> None:
    from kith.access.vocabulary import Role  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.project.commands.directing import fill_directory  # noqa: PLC0415 -- as above
    from kith.project.commands.founding import demo_staff  # noqa: PLC0415 -- as above
    from kith.project.commands.structuring import fill_structure  # noqa: PLC0415 -- as above

    keeper = next(staff for place, staff in demo_staff() if place.role is Role.PANEL_COORDINATOR)
    fill_directory(keeper=keeper, now=timezone.now())
    fill_structure(keeper=keeper, now=timezone.now())


def _tell_site() -> None:
    """Tell the public site what the partnership is made of, by two people and through the real ledger and inbox."""
    from kith.access.vocabulary import Role  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.project.commands.founding import demo_staff  # noqa: PLC0415 -- as above
    from kith.project.commands.telling import tell_site  # noqa: PLC0415 -- as above
    from kith.project.site import run_at_site  # noqa: PLC0415 -- as above

    staff = {place.role: staff for place, staff in demo_staff()}
    tell_site(
        first=staff[Role.PANEL_COORDINATOR],
        second=staff[Role.PUBLISHER],
        inbox=settings.KITH_INBOX,
        now=timezone.now(),
    )
    run_at_site(installation(), "demo_structure", role="site")


def _invent(wish: Wish, folder: Path, console: Console) -> dict[str, Any]:
    from kith.county.runs import STEPS, CountyRefused, build_county  # noqa: PLC0415 -- loads numpy
    from kith.county.vocabulary import Plan  # noqa: PLC0415 -- as above

    if not (folder / "county.json").exists():
        plan = Plan(people=wish.people, years=wish.years, seed=wish.seed)
        try:
            with showing(console, "Inventing a county", STEPS) as bar:
                build_county(plan, folder, stepping(bar))
                bar.done()
                bar.begin(f"Inventing a county of {wish.people:,} people")
        except (CountyRefused, FileExistsError) as refusal:
            console.print(f"No demo was built. {refusal}", soft_wrap=True, markup=False, highlight=False)
            raise typer.Exit(1) from None
    found: dict[str, Any] = json.loads((folder / "county.json").read_text())
    return found


def _load(folder: Path, county: dict[str, Any], console: Console) -> None:
    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.feeds.runs import in_loading_order, receive_file  # noqa: PLC0415 -- as above

    agencies = {folder / file["path"]: file["agency"] for file in county["files"]}
    # The files arrive on the county's last day, so that the list of the day after knows them.
    received_at = datetime.combine(date.fromisoformat(county["last_day"]), time(18), UTC)
    with showing(console, "Loading the agencies' files", len(agencies)) as bar, connect_as("ingest"):
        for path in in_loading_order(list(agencies)):
            receive_file(path=path, agency_code=agencies[path], by=None, now=received_at)
            bar.done()


def _introduce(wish: Wish, console: Console) -> None:
    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.access.services.staffing import give_one_time_password  # noqa: PLC0415 -- as above
    from kith.access.vocabulary import ROLE_NAMES  # noqa: PLC0415 -- as above
    from kith.project.commands.founding import demo_staff  # noqa: PLC0415 -- as above

    console.print("\n[bold]Who may sign in[/bold], each with a one-time password")
    with connect_as("worker"):
        for place, staff in demo_staff():
            password = "-".join(secrets.token_hex(2) for _ in range(4))
            give_one_time_password(staff=staff, password=password, now=timezone.now())
            role = ROLE_NAMES[place.role]
            # Never wrapped or cut: an address or a password that a narrow window broke could not be copied.
            console.print(f"\n[bold]{role}[/bold]: {staff.name} sees {place.sees}", soft_wrap=True)
            console.print(f"    {staff.email}    {password}", soft_wrap=True, highlight=False)
    console.print(
        f"\nSign in at http://localhost:{wish.port}/ . After the password you set up a second factor; "
        "without a phone, `kith code SECRET` prints the six digits for the secret that the page shows."
    )
    console.print(f"The public site, for everybody, is at http://localhost:{wish.port + 1}/ .", soft_wrap=True)
    introduce_editors(console, wish.port + 1)
    if settings.KITH_DEMO and not wish.serve:
        console.print("Built and not served. `kith demo` serves it.")
