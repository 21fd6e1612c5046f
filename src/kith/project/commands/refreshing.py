"""Carries what has been loaded the rest of the way: linked, told, shared with its workers, ranked."""

from collections.abc import Callable
from datetime import date

import typer
from django.utils import timezone
from rich.console import Console

from kith.project.commands.environment import start_django, start_server
from kith.project.commands.progress import showing


def run(*, as_of: str) -> None:
    """Refresh from the command line."""
    start_django()
    try:
        day = date.fromisoformat(as_of) if as_of else timezone.localdate()
    except ValueError:
        raise typer.BadParameter(f"{as_of!r} is no day, so nothing was refreshed. Write it as 2026-11-24.") from None
    start_server()
    carry_through(day, Console())


def carry_through(as_of: date, console: Console) -> None:
    """Write the workbench, link everyone, tell every chronology, renew relationships, and rank as at a day."""
    from kith.access.services import connect_as  # noqa: PLC0415 -- needs the apps to be loaded
    from kith.chronology.services import tell_chronology  # noqa: PLC0415 -- as above
    from kith.feeds.runs import write_waiting_parts  # noqa: PLC0415 -- as above
    from kith.linking.runs import link_everyone  # noqa: PLC0415 -- as above
    from kith.priority.runs import rank_everyone  # noqa: PLC0415 -- as above
    from kith.project.commands.relating import relate_workers  # noqa: PLC0415 -- as above

    now = timezone.now()
    steps: dict[str, Callable[[], object]] = {
        "Writing the workbench": write_waiting_parts,
        "Linking the records that are one person": lambda: link_everyone(by=None, now=now),
        "Telling one chronology per person": lambda: tell_chronology(people=None, by=None, now=now),
        "Giving workers and schools their own children": lambda: relate_workers(now=now),
        f"Ranking as at {as_of:%-d %B %Y}": lambda: rank_everyone(as_of=as_of, by=None, now=now),
    }
    with showing(console, "Refreshing", len(steps)) as bar, connect_as("worker"):
        for says, do in steps.items():
            bar.begin(says)
            do()
            bar.done()
        bar.begin("Linked, told, related and ranked")
