"""What commands have in common: they make Kith ready, refuse in words, and write into no folder that has something."""

from pathlib import Path
from typing import NoReturn

import typer


def set_up() -> None:
    """Make Kith ready for a command; an installation with a database server of its own starts it."""
    import django  # noqa: PLC0415 -- whoever only asks for help need not wait for it
    from django.conf import settings  # noqa: PLC0415 -- as above

    django.setup()
    start = getattr(settings.INSTALLATION, "start_server", None)
    if start is not None:
        start()


def refuse(says: str) -> NoReturn:
    """Say why nothing is done, and end with 2."""
    typer.echo(says, err=True)
    raise typer.Exit(2)


def refuse_full(out: Path, *, mixed: str) -> None:
    """Refuse a folder in which something is; `mixed` says with what it would be mixed."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        refuse(f"{out} is there and not empty. Choose a new folder, so that no {mixed} is mixed with this one.")
