"""Each morning: reminds the owners of toolkits that a review is near or late."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.publishing.services import toolkits


@app.periodic(cron="10 7 * * *")
@app.task(name="publishing.remind_of_reviews", queue="work", queueing_lock="publishing.remind_of_reviews")
def remind_of_reviews(timestamp: int) -> None:
    """Post the reminders that are due."""
    toolkits.remind_of_reviews(now=datetime.fromtimestamp(timestamp, tz=timezone.get_current_timezone()))
