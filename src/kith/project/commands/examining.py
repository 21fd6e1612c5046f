"""Looks over the installation: what is well, what is not, what to do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import typer
from django.db import connections
from rich.console import Console
from rich.table import Table

from kith.project.commands.environment import installation, start_django
from kith.project.roles import UnsafeRole
from kith.project.site import SiteRefused, run_at_site


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    says: str


def run() -> None:
    """Print every finding, and leave with a code that says whether all is well."""
    start_django()
    found = list(examine())
    table = Table("", "what", "finding")
    for finding in found:
        table.add_row("ok" if finding.well else "!!", finding.what, finding.says)
    Console().print(table)
    if not all(finding.well for finding in found):
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Yield each finding; none of them reads a word about a child."""
    yield _private_home()
    for name, check in (("database roles", _roles), ("migrations", _migrations), ("access log", _chain)):
        try:
            yield check()
        except UnsafeRole as unsafe:
            yield Finding(name, False, str(unsafe))
        except Exception as error:  # noqa: BLE001 -- whatever is wrong is a finding, not a traceback
            yield Finding(name, False, f"{type(error).__name__}: start the server with `kith serve` or see its log.")
    yield from _site()


def _private_home() -> Finding:
    mode = installation().home.stat().st_mode & 0o777
    return Finding("private folder", mode == 0o700, f"{installation().home} has mode {mode:o}; it must be 700.")


def _roles() -> Finding:
    from kith.project.database import refuse_unsafe_connections  # noqa: PLC0415 -- needs the apps to be loaded

    refuse_unsafe_connections()
    return Finding("database roles", True, "No process sees past row security.")


def _migrations() -> Finding:
    from kith.project.database import count_waiting_migrations  # noqa: PLC0415 -- needs the apps to be loaded

    waiting = count_waiting_migrations()
    if not waiting:
        return Finding("migrations", True, "The schema is that of this version.")
    return Finding("migrations", False, f"{waiting} migrations wait; `kith database migrate` runs them.")


def _chain() -> Finding:
    with connections["log"].cursor() as cursor:
        cursor.execute("SELECT access_first_broken_link()")
        broken = cursor.fetchone()[0]
    if broken is None:
        return Finding("access log", True, "Every link of the chain holds.")
    return Finding("access log", False, f"Row {broken} does not follow from the row before it. Tell the IG lead now.")


def _site() -> Iterator[Finding]:
    """Yield what the public site's own process finds there; casework cannot look itself."""
    try:
        found = json.loads(run_at_site(installation(), "look_over", role="site"))
    except (SiteRefused, ValueError) as error:
        yield Finding(
            "public site", False, f"It could not be looked at; `kith database migrate` makes it. {error}"[-400:]
        )
        return
    for one in found:
        yield Finding(one["what"], one["well"], one["says"])
