"""The command that writes the pack for an inspection: the list of children, chronologies, audit forms."""

import os
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from kith.shell.commands import refuse, refuse_full, set_up


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
        refuse(
            "Nothing was read. Say who you are, why, and where it goes: kith inspection-pack NUMBER "
            "--as you@example.org --purpose audit --out FOLDER."
        )
    refuse_full(out, mixed="older pack")
    try:
        number = UUID(audit.rstrip("/").rsplit("/", 1)[-1])
    except ValueError:
        refuse("That is no number of an audit. Copy it from the address of the audit's page.")
    files = _files(number, email)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in files.items():
        # Only whoever makes it reads it, from the first byte on.
        with os.fdopen(os.open(out / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    typer.echo(f"{len(files)} files are in {out}. Begin with contents.txt. Keep them as safe as the record itself.")


def _files(number: UUID, email: str) -> dict[str, str]:
    set_up()
    from django.utils import timezone

    from kith.access.selectors import find_viewer
    from kith.access.services import connect_as
    from kith.access.vocabulary import LogUnavailable, Purpose, Refused
    from kith.audit import presenters, selectors

    now = timezone.now()
    with connect_as("web"):
        viewer = find_viewer(email, now)
        if viewer is None:
            refuse(f"No active member of staff has the address {email}. Check --as. Nothing was read.")
        theme = selectors.find_theme(number, viewer=viewer)
        if theme is None:
            refuse("There is no such audit that you read. Copy the number from the address of its page.")
        try:
            pack = selectors.open_pack(theme, viewer=viewer, purpose=Purpose.AUDIT, now=now)
        except (Refused, LogUnavailable) as refusal:
            refuse(f"{refusal} Nothing was written.")
        return dict(presenters.pack_files(pack, viewer=viewer, now=now))
