"""Takes in a circulation list from a file, and prints what became of each line that was not added."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kith.publishing.selectors.circulation import unadded_lines
from kith.publishing.services.importing import import_list
from kith.publishing.vocabulary.circulation import Consent, Frequency, ListRefused, Topic


class Command(BaseCommand):
    """Takes in one file."""

    help = "Take in a circulation list with its consent; each line that is not added is printed with its reason."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be said of a whole list."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--topic", action="append", default=[], choices=[topic.value for topic in Topic])
        parser.add_argument("--frequency", default="weekly", choices=[frequency.value for frequency in Frequency])
        parser.add_argument("--consent", default="", help="how those agreed whose line does not say it")
        parser.add_argument("--consented-on", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the file in.

        Raises:
            CommandError: it is no list, or cannot be read.
        """
        consent = Consent(
            topics=frozenset(map(Topic, options["topic"])), how=options["consent"], on=options["consented_on"]
        )
        file: Path = options["file"]
        try:
            row = import_list(
                raw=file.read_bytes(),
                name=file.name,
                consent=consent,
                frequency=Frequency(options["frequency"]),
                by=None,
                now=timezone.now(),
            )
        except (OSError, ListRefused) as refusal:
            raise CommandError(str(refusal)) from None
        for line in unadded_lines(row).iterator():
            self.stdout.write(f"line {line.number}: {line.outcome}: {line.reason}")
        self.stdout.write(f"{row.lines} lines = {row.added} added + {row.known} known + {row.refused} refused")
