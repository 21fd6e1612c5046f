"""Takes in mails that came back: a file, a folder such as a Maildir, or what is piped in."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kith.publishing.rules.returns import LONGEST_RETURN
from kith.publishing.services.returning import take_message


class Command(BaseCommand):
    """Takes in what lies at a place."""

    help = "Take in mails that came back; `-` reads one from the standard input. What was taken once counts once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say where they lie."""
        parser.add_argument("place")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them in and say how many were about mails of ours.

        Raises:
            CommandError: there is nothing at that place.
        """
        read = about = 0
        for raw in _messages(options["place"]):
            read += 1
            about += take_message(raw=raw, now=timezone.now())
        self.stdout.write(f"{read} read; {about} about mails of ours that failed or were complained of")


def _messages(place: str) -> Iterator[bytes]:
    if place == "-":
        yield sys.stdin.buffer.read(LONGEST_RETURN)
        return
    path = Path(place)
    if not path.exists():
        raise CommandError(f"There is nothing at {path}, so nothing was taken. Name the file or folder of the mailbox.")
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    for file in files:
        with file.open("rb") as opened:
            yield opened.read(LONGEST_RETURN)
