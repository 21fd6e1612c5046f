"""The command that builds the invented county."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from kith.county.analysis.check import Finding

_LINKAGE = (
    "How hard its people are to link is measured apart, for a county knows no linker: "
    "`pytest tests/county/test_linkage.py` refuses an error model that plain Splink solves."
)


def register(app: typer.Typer) -> None:
    """Add `kith county` to the command line."""
    app.command("county")(county)


def county(
    out: Annotated[Path, typer.Option(help="The folder to write to: empty, or an earlier county.")],
    people: Annotated[int, typer.Option(min=200, max=850_000, help="How many people of all ages.")] = 20_000,
    years: Annotated[int, typer.Option(min=1, max=6, help="How many years of files.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same bytes.")] = 1,
) -> None:
    """Invent a county and write the files that its agencies would send."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from kith.county.runs import STEPS, CountyRefused, build_county
    from kith.county.vocabulary import Plan

    console = Console()
    columns = (
        SpinnerColumn(),
        *Progress.get_default_columns()[:2],
        TextColumn("{task.fields[step]}"),
        TimeElapsedColumn(),
    )
    try:
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("County", total=STEPS, step="")
            checked = build_county(
                Plan(people=people, years=years, seed=seed),
                out,
                lambda step: bar.update(task, advance=1, step=step),
            )
    except (CountyRefused, FileExistsError, ValueError) as refusal:
        console.print(str(refusal), style="red", soft_wrap=True, markup=False)
        raise typer.Exit(1) from None
    console.print(_table(checked.rates))
    console.print(checked.says, soft_wrap=True, highlight=False)
    console.print(_LINKAGE, soft_wrap=True, highlight=False)
    console.print(f"The county is in {out}: files to load in files, their list in county.json, the truth in sealed.")


def _table(findings: "list[Finding]") -> "Table":
    from rich.table import Table

    table = Table(title="Rates of this county beside the published ones")
    for column in ("figure", "here", "published", "tolerance", ""):
        table.add_column(column, justify="left" if column in ("figure", "") else "right")
    for each in findings:
        here, published = f"{each.found:,.1f}", f"{each.published:,.1f}"
        verdict = "" if each.within else "OUT OF TOLERANCE"
        table.add_row(f"{each.name} ({each.unit})", here, published, f"{each.tolerance:.0%}", verdict)
    return table
