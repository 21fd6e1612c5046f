"""The commands of the circulation list, which run where the public site's own apps are."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from kith.project.commands.environment import installation, start_django, start_server
from kith.project.site import SITE_SETTINGS, site_environment


def register(app: typer.Typer) -> None:
    """Add `kith circulation …`."""
    circulation = typer.Typer(no_args_is_help=True, help="The public site's circulation list.")
    circulation.command("import")(take_list)
    circulation.command("returns")(take_returns)
    app.add_typer(circulation, name="circulation")


def take_list(
    file: Annotated[Path, typer.Argument(help="The list, as CSV in UTF-8; its first line names the columns.")],
    topic: Annotated[list[str] | None, typer.Option(help="What those get whose line names no topic.")] = None,
    frequency: Annotated[str, typer.Option(help="at_once, daily or weekly.")] = "weekly",
    consent: Annotated[str, typer.Option(help="How those agreed whose line does not say it.")] = "",
    consented_on: Annotated[str, typer.Option(help="On what day (YYYY-MM-DD).")] = "",
) -> None:
    """Take in a list that the partnership has already; each line that is not added is printed with its reason."""
    words = [str(file), f"--frequency={frequency}", f"--consent={consent}"]
    words += [f"--topic={name}" for name in topic or ()]
    words += [f"--consented-on={consented_on}"] if consented_on else []
    _run("import_circulation", *words)


def take_returns(
    place: Annotated[str, typer.Argument(help="A file, a folder such as a Maildir, or - for the standard input.")],
) -> None:
    """Take in mails that came back undelivered, and complaints."""
    _run("take_returns", place)


def _run(command: str, *words: str) -> None:
    start_django()
    start_server()
    done = subprocess.run(  # noqa: S603 -- our own program; the words are the operator's own
        [sys.executable, "-m", "django", command, "--settings", SITE_SETTINGS, *words],
        env=site_environment(installation()),
        check=False,
    )
    raise typer.Exit(done.returncode)
