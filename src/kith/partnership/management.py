"""The commands that take Open Referral files into the services directory, and hand the directory out as one."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kith.shell.commands import set_up


def register(app: typer.Typer) -> None:
    """Add `kith services import` and `kith services export` to the command line."""
    group = typer.Typer(no_args_is_help=True, help="The directory of services, in Open Referral UK form.")
    group.command("import")(import_files)
    group.command("export")(export_file)
    app.add_typer(group, name="services")


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Open Referral UK files: a page, a list, or one entry each.")],
    as_staff: Annotated[str, typer.Option("--as", help="The e-mail address of whoever takes them in.")] = "",
) -> None:
    """Take files into the directory and say what became of every entry; the same file twice changes nothing."""
    set_up()
    from django.utils import timezone

    from kith.access.selectors import find_viewer
    from kith.access.services import connect_as

    with connect_as("worker"):
        viewer = find_viewer(as_staff, timezone.now()) if as_staff else None
        if as_staff and viewer is None:
            typer.echo(f"No active member of staff has the address {as_staff}. Check --as. Nothing was read.", err=True)
            raise typer.Exit(2)
        refused = [path for path in files if not _import_one(path, viewer.staff_id if viewer else None)]
    raise typer.Exit(1 if refused else 0)


def _import_one(path: Path, by: int | None) -> bool:
    from django.utils import timezone

    from kith.partnership import services
    from kith.partnership.vocabulary import FileRefused

    try:
        found = services.import_file(content=path.read_bytes(), by=by, now=timezone.now())
    except OSError as error:
        typer.echo(f"{path.name}: it could not be opened ({error.strerror}). Nothing of it was taken in.", err=True)
        return False
    except FileRefused as refusal:
        typer.echo(f"{path.name}: {refusal} Nothing of it was taken in.", err=True)
        return False
    typer.echo(
        f"{path.name}: {found.total} in = {found.kept} kept ({found.new} new, {found.changed} changed, "
        f"{found.same} the same) + {len(found.held)} held."
    )
    for held in found.held:
        typer.echo(f"  entry {held.place} {held.ref or '(no id)'}: {held.because}")
    return True


def export_file(out: Annotated[Path, typer.Argument(help="Where the directory is written, as JSON.")]) -> None:
    """Write every service whole into one file, which another directory can take in."""
    set_up()
    from django.utils import timezone

    from kith.access.services import connect_as
    from kith.partnership import presenters
    from kith.partnership.selectors.oruk import every_service

    with connect_as("worker"):
        written = presenters.whole_directory(list(every_service()), timezone.localdate())
    out.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")
    typer.echo(f"{written['total_items']} services written to {out}.")
