"""Reads toolkits: one version by its address, and those whose review is near or late."""

from datetime import date, timedelta

from kith.publishing.models.toolkits import ToolkitPage, ToolkitVersionPage
from kith.publishing.vocabulary.toolkits import REMIND_DAYS


def find_version(toolkit: str, number: int) -> ToolkitVersionPage | None:
    """Return a published version that may be shown, by its toolkit's and its own part of the address, or None."""
    parents: list[ToolkitPage] = list(ToolkitPage.objects.live().public().filter(slug=toolkit))
    for parent in parents:
        for version in parent.versions():
            if version.number == number:
                return version
    return None


def reviews_due(*, today: date) -> list[ToolkitPage]:
    """Return the published toolkits whose review is near or late, the latest first."""
    return list(
        ToolkitPage.objects.live().filter(review_on__lte=today + timedelta(days=REMIND_DAYS[0])).order_by("review_on")
    )
