"""The command that writes the pack for an inspection: the list of children, chronologies, audit forms."""

import os
from pathlib import Path
from typing import Annotated, NoReturn
from uuid import UUID

import typer


def register(app: typer.Typer) -> None:
    """Add `kith inspection-pack`."""
    app.command("inspection-pack")(inspection_pack)


def inspection_pack(
    audit: Annotated[str, typer.Argument(help="The number in the address of the audit's page.")],
    email: Annotated[str, typer.Option("--as", help="Your e-mail address in Kith.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="Why you make it: audit.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="An empty or a new folder for the pack.")] = None,
) -> None:
    """Write what a joint inspection asks for: the list of children, chosen cases' chronologies, audit forms.

    Everybody in it is logged as printed by you, before a file is written.
    """
    if not email or purpose != "audit" or out is None:
        _refuse(
            "Nothing was read. Say who you are, why, and where it goes: kith inspection-pack NUMBER "
            "--as you@example.org --purpose audit --out FOLDER."
        )
    _refuse_full(out)
    try:
        number = UUID(audit.rstrip("/").rsplit("/", 1)[-1])
    except ValueError:
        _refuse("That is no number of an audit. Copy it from the address of the audit's page.")
    files = _files(number, email)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in files.items():
        # Only whoever makes it reads it, from the first byte on.
        with os.fdopen(os.open(out / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    typer.echo(f"{len(files)} files are in {out}. Begin with contents.txt. Keep them as safe as the record itself.")


def _files(number: UUID, email: str) -> dict[str, str]:
    _set_up()
    from django.utils import timezone

    from kith.access.selectors import find_viewer
    from kith.access.services import connect_as
    from kith.access.vocabulary import LogUnavailable, Purpose, Refused
    from kith.audit import presenters, selectors

    now = timezone.now()
    with connect_as("web"):
        viewer = find_viewer(email, now)
        if viewer is None:
            _refuse(f"No active member of staff has the address {email}. Check --as. Nothing was read.")
        theme = selectors.find_theme(number, viewer=viewer)
        if theme is None:
            _refuse("There is no such audit that you read. Copy the number from the address of its page.")
        try:
            pack = selectors.open_pack(theme, viewer=viewer, purpose=Purpose.AUDIT, now=now)
        except (Refused, LogUnavailable) as refusal:
            _refuse(f"{refusal} Nothing was written.")
        return dict(presenters.pack_files(pack, viewer=viewer, now=now))


def _refuse_full(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        _refuse(f"{out} is there and not empty. Choose a new folder, so that no older pack is mixed with this one.")


def _set_up() -> None:
    import django
    from django.conf import settings

    django.setup()
    start = getattr(settings.INSTALLATION, "start_server", None)
    if start is not None:  # an installation with a database server of its own starts it for any command
        start()


def _refuse(says: str) -> NoReturn:
    typer.echo(says, err=True)
    raise typer.Exit(2)
