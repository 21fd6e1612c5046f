"""The command that makes a list and hands it out: ids and points, no names."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer


def register(app: typer.Typer) -> None:
    """Add `kith rank`."""
    app.command("rank")(rank)


def rank(
    as_of: Annotated[str, typer.Option("--as-of", help="The day of the list, such as 2026-11-24.")] = "",
    email: Annotated[str, typer.Option("--as", help="Your e-mail address in Kith.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="Why you take the list out, such as governance.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the list, as CSV.")] = None,
    engine: Annotated[str, typer.Option(help="duckdb, or spark where one machine is too small.")] = "duckdb",
) -> None:
    """Make the list of one day, and write person ids and points to a file; logged like the page."""
    if not email or not purpose:
        _refuse("Nothing was made. Say who you are and why: kith rank --as you@example.org --purpose governance.")
    if out is None:
        _refuse("Nothing was made. Say where the list should go: --out list.csv.")
    try:
        day = date.fromisoformat(as_of) if as_of else date.today()  # noqa: DTZ011 -- the day where the command is typed
    except ValueError:
        _refuse(f"{as_of!r} is no day. Write it as 2026-11-24.")
    if day > date.today() + timedelta(days=1):  # noqa: DTZ011 -- as above
        _refuse("That day has not come. A list is made from what is known by today.")
    _rank(day, email, purpose, out, engine)


def _rank(day: date, email: str, purpose: str, out: Path, engine: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    start = getattr(settings.INSTALLATION, "start_server", None)
    if start is not None:  # an installation with a database server of its own starts it for any command
        start()
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from kith.priority.runs import handing_out

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            progress.add_task(f"Making the list of {day:%-d %B %Y}", total=None)
            made = handing_out.rank_and_hand_out(as_of=day, email=email, purpose=purpose, out=out, engine=engine)
    except handing_out.NotHandedOut as refusal:
        _refuse(str(refusal))
    typer.echo(f"{made.people:,} children considered, {made.listed} listed, {made.rows:,} rows written to {out}.")


def _refuse(says: str) -> NoReturn:
    typer.echo(says, err=True)
    raise typer.Exit(2)
