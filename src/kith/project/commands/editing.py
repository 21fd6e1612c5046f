"""Brings editors of the public site in and lets them go, and looks the site over, in processes with its settings."""

import json
from typing import Any

import typer
from rich.console import Console

from kith.project.commands.environment import installation, start_django, start_server
from kith.project.site import run_at_site

_DOES = {"author": "writes", "approver": "approves", "publisher": "looks after events and lists", "admin": "does all"}


def invite(*, email: str, name: str, role: str) -> None:
    """Print the address at which a new editor chooses a password."""
    done = _asked("editor", "invite", email, name, "--role", role)
    console = Console()
    console.print(f"{done['name']} may edit the public site as {done['role']}. Their way in, once and for three days:")
    console.print(done["address"], soft_wrap=True, highlight=False)


def end(*, email: str) -> None:
    """End an editor's access at once."""
    done = _asked("editor", "end", email)
    Console().print(f"{done['name']} cannot sign in to the public site any longer. What they wrote keeps their name.")


def introduce_editors(console: Console, port: int) -> None:
    """Print who may sign in to edit the demo's public site."""
    console.print(
        f"\n[bold]Who may edit the public site[/bold], at http://localhost:{port}/cms/ , each with a password"
    )
    for one in json.loads(run_at_site(installation(), "editor", "demo", role="site"))["editors"]:
        console.print(f"\n[bold]{one['role'].capitalize()}[/bold]: {one['name']} {_DOES[one['role']]}", soft_wrap=True)
        console.print(f"    {one['email']}    {one['password']}", soft_wrap=True, highlight=False)


def _asked(*words: str) -> dict[str, Any]:
    """Return what a command of the site answered; leave with a code when it may not be done."""
    start_django()
    start_server()
    done: dict[str, Any] = json.loads(run_at_site(installation(), *words, role="site"))
    if "refused" in done:
        typer.echo(done["refused"], err=True)
        raise typer.Exit(1)
    return done
