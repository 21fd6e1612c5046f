"""The commands of linking."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from kith.linking.runs.link_file import FileResult


def register(app: typer.Typer) -> None:
    """Add `kith link` to the command line."""
    app.command("link")(link)


def link(  # noqa: PLR0913 -- the options of a command are its arguments
    file: Annotated[Path, typer.Argument(help="CSV of person records: source, record_id, and what else there is.")],
    out: Annotated[Path | None, typer.Option(help="Where the groups are written.")] = None,
    one_per: Annotated[str, typer.Option(help="Sources that hold each person once, with commas between.")] = "",
    labels: Annotated[Path | None, typer.Option(help="CSV of what people decided: a, b, same.")] = None,
    model: Annotated[Path | None, typer.Option(help="A model that an earlier run kept.")] = None,
    explain: Annotated[tuple[str, str] | None, typer.Option(help="Two record ids: say why (not) one person.")] = None,
    engine: Annotated[str, typer.Option(help="duckdb, or spark where one machine is too small.")] = "duckdb",
    keep_model: Annotated[Path | None, typer.Option(help="Where the model of this run is kept.")] = None,
) -> None:
    """Find which records of a file are one person. Needs no database.

    The person_id of a group (P0000001, …) is its place in this run: more records, or another model, number the groups
    anew. To follow people over time, keep source and record_id; numbers that last are made by `kith load` and refresh.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from kith.linking.runs.files import BadInput, write_model
    from kith.linking.runs.link_file import FileJob, link_file

    sources = frozenset(name.strip() for name in one_per.split(",") if name.strip())
    screen = Console(stderr=True)
    if out is None and explain is None:
        raise typer.BadParameter("say where the groups go (--out), or which pair to explain (--explain).")
    job = FileJob(file, out, sources, labels, model, explain, engine)
    try:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=screen, transient=True) as progress:
            task = progress.add_task("starting", total=None)
            result = link_file(job, lambda stage: progress.update(task, description=stage))
        if keep_model:
            write_model(keep_model, result.model)
    except BadInput as problem:
        screen.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    for line in result.explanation:
        typer.echo(line)
    _close(result, screen)


def _close(result: "FileResult", screen: "Console") -> None:
    """Say how many records, people and doubts there are, and what was passed over."""
    if result.labels_unused:
        said = f"{result.labels_unused:,} labels name no two records of this file and were passed over."
        screen.print(said, style="yellow")
    screen.print(
        f"{result.records:,} records, {result.people:,} people, {result.review:,} records to look at "
        f"(model {result.model.version}).",
        highlight=False,
    )
