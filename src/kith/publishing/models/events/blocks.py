"""The block by which any page lists what workshops are to come."""

from typing import Any

from django.urls import reverse
from wagtail import blocks

from kith.publishing.vocabulary.pieces import Heading, Link, Piece


class ComingEventsBlock(blocks.StructBlock):
    """The next events, read anew each time that the page is shown."""

    heading = blocks.CharBlock(max_length=200, default="Free learning opportunities")
    most = blocks.IntegerBlock(min_value=1, max_value=20, default=5, label="How many at most")
    topic = blocks.CharBlock(max_length=80, required=False, help_text="As the series has it; empty for every topic")

    class Meta:
        icon = "date"
        label = "Coming events"
        template = "publishing/events/block.html"

    def pieces(self, value: Any) -> list[Piece]:
        """Return the way to the dates: in mail and on paper a date that moved would stay wrong for ever."""
        note = "The dates as they stand today, where to meet, and how to book a place."
        return [
            Heading(level=2, text=value["heading"]),
            Link(title="What is to come", url=reverse("events"), note=note),
        ]
