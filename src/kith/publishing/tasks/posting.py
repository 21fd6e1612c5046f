"""Hands over the site's mail: when somebody posts, and each minute what a limit or a refusal held back."""

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.publishing.services import delivering
from kith.publishing.services.posting import DELIVERY


@app.task(name=DELIVERY, queue="mail")
def deliver_mail() -> None:
    """Hand over the mails that wait."""
    delivering.deliver_mail(clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(name="publishing.sweep_mail", queue="mail", queueing_lock="publishing.sweep_mail")
def sweep_mail(timestamp: int) -> None:
    """Hand over the mails whose pause is over, or that a killed worker left."""
    delivering.deliver_mail(clock=timezone.now)
