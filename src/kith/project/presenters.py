"""Hands the deliveries of the feeds to the picture of system health."""

from collections.abc import Sequence
from datetime import date

from kith.chronology.vocabulary import Delivery
from kith.shell.vocabulary import Feed, FreshnessPicture


def freshness_picture(deliveries: Sequence[Delivery], *, today: date) -> FreshnessPicture:
    """Return how fresh each feed is, as a picture that is its own table."""
    return FreshnessPicture(
        title="When each feed brought a file",
        today=today,
        feeds=tuple(
            Feed(
                name=f"{one.says}, {one.agency}" if one.agency else one.says,
                every_days=one.every_days,
                arrived_on=one.arrived_on,
            )
            for one in deliveries
        ),
    )
