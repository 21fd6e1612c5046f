"""What the worker does for linking: carries out what a data steward decided on a page."""

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.linking import services


@app.task(name="linking.carry_answer", queue="work")
def carry_answer(answer: int) -> None:
    """Carry one answer as far as it goes; a second try changes nothing more."""
    with connect_as("worker"):
        services.carry_answer(answer_id=answer, by=None, now=timezone.now())
