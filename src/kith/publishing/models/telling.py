"""The tick by which an editor tells subscribers of a page, and beside it how many that will be."""

from typing import Any

from wagtail.admin.panels import FieldPanel

from kith.publishing.models.circulation import Subscription
from kith.publishing.vocabulary.circulation import TOPIC_NAMES, Frequency, Topic


def count_followers(topic: Topic) -> dict[Frequency, int]:
    """Return how many people follow a topic, by how often they are written to."""
    live = Subscription.objects.filter(topic=topic.value, ended_at__isnull=True, subscriber__address__isnull=False)
    return {frequency: live.filter(frequency=frequency.value).count() for frequency in Frequency}


class TellPanel(FieldPanel):
    """A tick with the number of people behind it."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The tick of one page."""

        def __init__(self, **options: Any) -> None:
            """Say whom the page is told to, as the list stands now."""
            super().__init__(**options)
            self.help_text = _whom(getattr(self.instance, "alert_topic", None))


def _whom(topic: Topic | None) -> str:
    if topic is None:
        return "Nobody follows this kind of page, so nobody is written to."
    numbers = count_followers(topic)
    return (
        f"Told to who follows “{TOPIC_NAMES[topic]}”: {numbers[Frequency.AT_ONCE]:,} at once, "
        f"{numbers[Frequency.DAILY]:,} in the next daily mail, {numbers[Frequency.WEEKLY]:,} in the next weekly one. "
        "Each is told once of a page; a correction is not told again. An article of an issue waits for the issue."
    )
