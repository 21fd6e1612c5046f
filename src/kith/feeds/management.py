"""The command that loads agencies' files and prints their receipts."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from kith.feeds.vocabulary import Declared, Receipt


@dataclass(frozen=True)
class Loader:
    """Who loads, whose files they are where that is said, and what is declared of them."""

    agency: str | None
    by: int | None
    declared: "Declared"


@dataclass
class Outcome:
    """What became of the files: receipts and refusals, files that are no returns, mappings that cannot be used."""

    receipts: "list[Receipt]" = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # of the installation's own mappings, and of its workbench


def register(app: typer.Typer) -> None:
    """Add `kith load` to the command line."""
    app.command("load")(load)


def load(
    files: Annotated[list[Path], typer.Argument(help="The agencies' files: CSV, or the census XML.", exists=False)],
    agency: Annotated[str, typer.Option(help="Whose files these are; found from the agreements without.")] = "",
    as_staff: Annotated[str, typer.Option("--as", help="The e-mail address of whoever loads them.")] = "",
    period: Annotated[str, typer.Option(help="Which period the returns are about: 2025-26, or '2025 autumn'.")] = "",
    confirm_fewer: Annotated[
        bool, typer.Option("--confirm-fewer", help="These returns rightly hold fewer children than those they correct.")
    ] = False,
) -> None:
    """Load files exactly once each, and say what became of every row.

    Ends with 0 when every return is loaded, 1 when one was refused, 2 when nothing could be begun.
    """
    import django
    from rich.console import Console

    django.setup()
    from django.db import DatabaseError

    from kith.access.services import connect_as
    from kith.feeds.runs import database_stopped
    from kith.feeds.vocabulary import Declared, FileRefused

    console = Console()
    try:
        _start_server()
        with connect_as("ingest"):
            by = _begin(as_staff, console)
            declared = Declared(period=period, confirms_fewer=confirm_fewer)
            refused = _load_all(files, Loader(agency or None, by, declared), console)
    except FileRefused as refusal:
        _stop(f"Nothing was loaded. {refusal}", console)
    except DatabaseError as error:
        _stop(f"Nothing more was loaded. {database_stopped(error)}", console)
    raise typer.Exit(1 if refused else 0)


def _stop(words: str, console: "Console") -> NoReturn:
    console.print(words, style="red", markup=False, highlight=False)
    raise typer.Exit(2)


def _begin(as_staff: str, console: "Console") -> int | None:
    """Return who loads, and make the workbench agree with the record before anything is loaded."""
    from django.utils import timezone

    from kith.access.selectors import find_viewer
    from kith.feeds.runs import in_words, reconcile_workbench

    viewer = find_viewer(as_staff, timezone.now()) if as_staff else None
    if as_staff and viewer is None:
        _stop(f"No active member of staff has the address {as_staff}. Check --as.", console)
    with in_words("The workbench may not agree with the record."):
        reconcile_workbench()
    return viewer.staff_id if viewer else None


def _start_server() -> None:
    """Start the installation's own database server where it has one that a command may start."""
    from django.conf import settings

    start = getattr(settings.INSTALLATION, "start_server", None)
    if start is not None:
        start()


def _load_all(files: Sequence[Path], loader: Loader, console: "Console") -> int:
    """Load every file; return 1 when a return was refused, or when there was none, else 0."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from kith.feeds.runs import in_loading_order, in_words, own_mappings, write_waiting_parts
    from kith.feeds.vocabulary import FileRefused

    outcome = Outcome(faults=[*own_mappings().faults])
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rows]}"))
    try:
        with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
            task = bar.add_task("Loading files", total=len(files), rows="")
            for path in in_loading_order(files):
                _load_one(path, loader, outcome, _rows(bar, task))
                bar.update(task, advance=1)
            bar.update(task, rows="for the workbench")
            with in_words("The files are loaded. The workbench does not show them until the next load."):
                write_waiting_parts()
    except FileRefused as refusal:
        outcome.faults.append(str(refusal))
    finally:
        # Also after Ctrl-C: what was finished is loaded, and whoever runs the command should see it.
        with suppress(BrokenPipeError):
            _print(outcome, console)
    return 1 if outcome.refused or outcome.faults or not outcome.receipts else 0


def _load_one(path: Path, loader: Loader, outcome: Outcome, progress: Callable[[int], None]) -> None:
    import psycopg
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from kith.feeds.runs import database_stopped, receive_file
    from kith.feeds.vocabulary import FileRefused, Miscounted, NotAReturn

    try:
        receipt = receive_file(
            path=path, agency_code=loader.agency, by=loader.by, now=timezone.now(), progress=progress,
            declared=loader.declared,
        )  # fmt: skip
        outcome.receipts.append(receipt)
    except NotAReturn as odd:
        outcome.set_aside.append(f"{path.name}: {odd}")
    except (FileRefused, Miscounted) as refusal:
        outcome.refused.append(f"{path.name}: {refusal}")
    except (DatabaseError, psycopg.Error) as error:
        outcome.refused.append(f"{path.name}: {database_stopped(error)}")
        connection.close()


def _rows(bar: "Progress", task: "TaskID") -> Callable[[int], None]:
    return lambda rows: bar.update(task, rows=f"row {rows:,}")


def _print(outcome: Outcome, console: "Console") -> None:
    from rich.table import Table

    table = Table(title="Receipts: rows in = kept + held + duplicate")
    for name in ("file", "feed", "agency"):
        table.add_column(name, overflow="fold")
    for name in ("rows in", "kept", "held", "duplicate", "warnings"):
        table.add_column(name, justify="right")
    table.add_column("note", overflow="fold")
    for receipt in outcome.receipts:
        counts = (receipt.rows_in, receipt.kept, receipt.held, receipt.duplicate)
        warnings = sum(receipt.notes.get("warnings", {}).values())
        table.add_row(
            receipt.name,
            receipt.feed,
            receipt.agency,
            *(f"{count:,}" for count in counts),
            f"{warnings:,}",
            _note(receipt),
        )
    if outcome.receipts:
        console.print(table)
    _print_words(outcome, console)


def _print_words(outcome: Outcome, console: "Console") -> None:
    if any(receipt.held for receipt in outcome.receipts):
        console.print("Held rows wait with their line, rule and advice on the file's receipt page.")
    for receipt in outcome.receipts:
        for remark in receipt.notes.get("remarks", []):
            console.print(f"{receipt.name}: {remark}", markup=False, highlight=False)
    for words in outcome.faults:
        console.print(words, style="red", markup=False, highlight=False)
    for words in outcome.set_aside:
        console.print(f"Set aside. {words}", markup=False, highlight=False)
    for words in outcome.refused:
        console.print(f"Not loaded. {words}", style="red", markup=False, highlight=False)


def _note(receipt: "Receipt") -> str:
    if receipt.loaded_before:
        return "loaded before; nothing stored now"
    unknown = len(receipt.notes.get("unknown_columns", []))
    notes = [f"corrects an earlier file, of which {receipt.ended:,} rows end"] if receipt.ended else []
    if receipt.supersedes and not receipt.ended:
        notes = ["corrects an earlier file"]
    return "; ".join([*notes, f"{unknown} unknown columns kept"] if unknown else notes)
