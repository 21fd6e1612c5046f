"""The command that makes a list and hands it out: ids and points, no names."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from kith.shell.commands import refuse, set_up


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
        refuse("Nothing was made. Say who you are and why: kith rank --as you@example.org --purpose governance.")
    if out is None:
        refuse("Nothing was made. Say where the list should go: --out list.csv.")
    try:
        day = date.fromisoformat(as_of) if as_of else date.today()  # noqa: DTZ011 -- the day where the command is typed
    except ValueError:
        refuse(f"{as_of!r} is no day. Write it as 2026-11-24.")
    if day > date.today() + timedelta(days=1):  # noqa: DTZ011 -- as above
        refuse("That day has not come. A list is made from what is known by today.")
    _rank(day, email, purpose, out, engine)


def _rank(day: date, email: str, purpose: str, out: Path, engine: str) -> None:
    set_up()
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from kith.priority.runs import handing_out

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            progress.add_task(f"Making the list of {day:%-d %B %Y}", total=None)
            made = handing_out.rank_and_hand_out(as_of=day, email=email, purpose=purpose, out=out, engine=engine)
    except handing_out.NotHandedOut as refusal:
        refuse(str(refusal))
    typer.echo(f"{made.people:,} children considered, {made.listed} listed, {made.rows:,} rows written to {out}.")
