"""What the worker does for linking: carries out what a data steward decided, and finds by what was told here."""

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import connect_as
from kith.linking import services


@app.task(name="linking.carry_answer", queue="work")
def carry_answer(answer: int) -> None:
    """Carry one answer as far as it goes; a second try changes nothing more."""
    with connect_as("worker"):
        services.carry_answer(answer_id=answer, by=None, now=timezone.now())


@app.task(name="linking.make_keys_anew", queue="work")
def make_keys_anew(person: int) -> None:
    """Make a person's keys of search anew after what was told here of their birth; a second try changes nothing."""
    with connect_as("worker"):
        services.make_keys_anew(person_id=person, by=None, now=timezone.now())
