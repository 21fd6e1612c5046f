"""Any order of asking, confirming, giving up, offering and waiting, held against a simple model of an event.

The model is written apart from the product: it keeps a list of people and deals places out by walking it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kith.publishing.models import Booking
from kith.publishing.services.events import booking, dates, places, waiting
from kith.publishing.vocabulary.events import BookingRefused, BookingState
from tests.publishing.inside import workshops as world
from tests.publishing.inside.workshops import NOW, STARTS

AGENCIES = ("Police", "Health", "Council")
OFFER = timedelta(hours=48)


@dataclass
class Person:
    """Somebody as the model sees them."""

    key: int
    agency: str
    asked: datetime
    state: str = "asked"
    priority: int = 0
    entered: int = 0
    until: datetime = NOW


class Desk:
    """The simplest desk that hands out places: it asks everybody in turn whether there is one for them."""

    def __init__(self, capacity: int, kept: dict[str, int]) -> None:
        self.capacity, self.kept, self.turn = capacity, kept, 0
        self.people: list[Person] = []

    def free_for(self, agency: str) -> bool:
        held = Counter(one.agency for one in self.people if one.state in ("booked", "offered"))
        if held.total() >= self.capacity:
            return False
        # Each chair is somebody's: an agency's own are filled first, then those that are nobody's.
        chairs = dict(self.kept)
        open_chairs = max(0, self.capacity - sum(self.kept.values()))
        for name, count in held.items():
            own = min(count, chairs.get(name, 0))
            chairs[name] = chairs.get(name, 0) - own
            open_chairs -= count - own
        return chairs.get(agency, 0) > 0 or open_chairs > 0

    def deal(self, now: datetime) -> None:
        for one in self.people:
            if one.state == "offered" and one.until <= now:
                one.state = "lapsed"
        for one in sorted(self.people, key=lambda one: (-one.priority, one.entered)):
            if one.state == "waiting" and self.free_for(one.agency):
                one.state, one.until = "offered", now + OFFER


class Bookings(RuleBasedStateMachine):
    """An event that people book, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.now, self.count, self.shrunk_to = NOW, 0, 0
        self.kept = {"Health": 2}
        self.event = world.event(capacity=4, reserved=self.kept)
        self.desk = Desk(4, self.kept)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    @rule(agency=st.sampled_from(AGENCIES))
    def ask(self, agency: str) -> None:
        self.count += 1
        found = world.ask(self.event, f"P{self.count}", agency, now=self.now, email=f"p{self.count}@example.org")
        self.desk.people.append(Person(found.pk, agency, self.now))

    @rule(pick=st.integers(0, 30))
    @precondition(lambda self: self.desk.people)
    def confirm(self, pick: int) -> None:
        one = self.picked(pick)
        if one.state != "asked":
            return
        if self.now - one.asked > timedelta(days=7):
            with pytest.raises(BookingRefused):
                booking.confirm_booking(booking_id=one.key, now=self.now)
            return
        booking.confirm_booking(booking_id=one.key, now=self.now)
        self.desk.deal(self.now)
        self.desk.turn += 1
        one.entered = self.desk.turn
        one.state = "booked" if self.desk.free_for(one.agency) else "waiting"
        self.now += timedelta(seconds=1)

    @rule(pick=st.integers(0, 30), verb=st.sampled_from(["give up", "accept", "decline"]))
    @precondition(lambda self: self.desk.people)
    def answer(self, pick: int, verb: str) -> None:
        one = self.picked(pick)
        act = {"give up": booking.give_up, "accept": booking.accept_offer, "decline": booking.decline_offer}[verb]
        allowed = {
            "give up": one.state in ("asked", "booked", "waiting", "offered", "given up"),
            "accept": one.state == "booked" or (one.state == "offered" and self.now < one.until),
            "decline": one.state in ("offered", "declined"),
        }[verb]
        try:
            act(booking_id=one.key, now=self.now)
        except BookingRefused:
            assert not allowed, f"{verb} of {one} was refused"
            return
        assert allowed, f"{verb} of {one} was let through"
        changes = {"give up": "given up", "accept": "booked", "decline": "declined"}
        if one.state not in ("given up", "declined"):
            one.state = changes[verb]
            if verb != "accept":
                self.desk.deal(self.now)

    @rule(hours=st.integers(1, 60))
    @precondition(lambda self: self.now < STARTS - timedelta(days=10))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        places.refill(event_id=self.event.pk, now=self.now)
        self.desk.deal(self.now)

    @rule(pick=st.integers(0, 30), priority=st.integers(0, 3))
    @precondition(lambda self: self.desk.people)
    def prefer(self, pick: int, priority: int) -> None:
        one = self.picked(pick)
        waiting.give_priority(booking_id=one.key, priority=priority, by=None, now=self.now)
        one.priority = priority
        self.desk.deal(self.now)

    @rule(capacity=st.integers(2, 7))
    def resize(self, capacity: int) -> None:
        plan = world.plan(capacity=capacity, reserved=self.kept)
        dates.change_event(event_id=self.event.pk, plan=plan, by=None, now=self.now)
        held = sum(one.state in ("booked", "offered") for one in self.desk.people)
        self.desk.capacity = capacity
        self.shrunk_to = max(held, capacity)
        self.desk.deal(self.now)

    def picked(self, pick: int) -> Any:
        return self.desk.people[pick % len(self.desk.people)]

    @invariant()
    def everybody_stands_as_the_model_says(self) -> None:
        real = dict(Booking.objects.filter(event=self.event).values_list("pk", "state"))
        assert real == {one.key: one.state for one in self.desk.people}

    @invariant()
    def no_more_hold_a_place_than_there_are(self) -> None:
        held = [one for one in self.desk.people if one.state in ("booked", "offered")]
        assert len(held) <= max(self.desk.capacity, self.shrunk_to)

    @invariant()
    def nobody_waits_who_could_have_a_place(self) -> None:
        rows = Booking.objects.filter(event=self.event, state=BookingState.WAITING.value)
        assert not [row for row in rows if self.desk.free_for(row.agency)]


def test_bookings_hold_against_the_model() -> None:
    kept = settings(max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Bookings, settings=kept)
