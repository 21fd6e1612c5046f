"""What people said: without a name, hidden where it is little; the six-week question; what is erased, and when."""

import csv
from collections.abc import Sequence
from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kith.common.spreadsheets import inert
from kith.publishing.models import (
    Booking,
    Certificate,
    Evaluation,
    Event,
    Interest,
    LoopCount,
    SeriesFinding,
    SixWeekAnswer,
)
from kith.publishing.presenters.events.editing import HIDDEN, bookings_csv
from kith.publishing.selectors.events.learned import learning_loop, results_of
from kith.publishing.services.events import booking, clock, interests, learned
from kith.publishing.services.events.looping import count_learned
from kith.publishing.vocabulary import HandedKind, Verb
from kith.publishing.vocabulary.events import BookingRefused, BookingState, Changed, EventStatus, Loop
from tests.publishing.inside import newsroom
from tests.publishing.inside import workshops as world
from tests.publishing.inside.workshops import ENDS, NOW, OVER, STARTS, books, came, fresh, mails, page_of, subjects
from tests.worlds.words import mentions

DAY = timedelta(days=1)
SIX_WEEKS = ENDS + timedelta(weeks=6)


def people(at: Event, count: int, prefix: str = "p") -> list[Booking]:
    return [came(at, f"Person {n}", email=f"{prefix}{n}@example.org") for n in range(count)]


def evaluates(found: Booking, before: int = 2, after: int = 4, **words: str) -> None:
    said = {"will_change": "", "useful": ""} | words
    learned.evaluate(booking_id=found.pk, before=before, after=after, now=OVER, **said)


def answers(found: Booking, changed: Changed = Changed.YES, what: str = "") -> None:
    learned.answer_six_weeks(booking_id=found.pk, changed=changed, what=what, now=SIX_WEEKS)


def test_who_came_is_asked_once_afterwards_and_once_after_six_weeks() -> None:
    at = world.event()
    came(at)
    books(at, "Ben")
    clock.run_clock(now=ENDS)
    assert "What did you think?" not in subjects()
    for minute in range(3):
        clock.run_clock(now=OVER + timedelta(minutes=minute))
    assert subjects().count("What did you think?") == 1
    clock.run_clock(now=SIX_WEEKS - timedelta(seconds=1))
    assert "What did you change?" not in subjects()
    for minute in range(3):
        clock.run_clock(now=SIX_WEEKS + timedelta(minutes=minute))
    assert subjects("ada@example.org").count("What did you change?") == 1
    assert "What did you change?" not in subjects("ben@example.org"), "who did not come is asked nothing"


def test_answers_are_kept_once_and_apart_from_who_gave_them(reader: Client) -> None:
    at = world.soon(days=-1)
    assert at.starts_at is not None
    ada = books(at, now=at.starts_at - DAY)
    Booking.objects.filter(pk=ada.pk).update(came_at=at.starts_at)
    typed = {"before": "1", "after": "5", "will_change": "I will ask at home.", "useful": ""}
    assert reader.post(page_of(ada, "evaluation/"), {}).status_code == 422
    assert reader.post(page_of(ada, "evaluation/"), typed).status_code == 302
    again = reader.post(page_of(ada, "evaluation/"), typed)
    assert again.status_code == 422 and "answered already" in again.content.decode()
    assert Evaluation.objects.count() == 1
    told = {field.name for model in (Evaluation, SixWeekAnswer) for field in model._meta.get_fields()}
    assert told == {"id", "event", "before", "after", "will_change", "useful", "changed", "what"}
    assert all(isinstance(one.pk, UUID) for one in Evaluation.objects.all())
    early = reader.post(page_of(ada, "six-weeks/"), {"changed": "yes"})
    assert early.status_code == 422 and "six weeks after" in early.content.decode()


def test_who_did_not_come_answers_nothing() -> None:
    at = world.event()
    ben = books(at, "Ben")
    with pytest.raises(BookingRefused, match="does not say that you came"):
        evaluates(ben)
    ada = came(at)
    with pytest.raises(BookingRefused, match="not over"):
        learned.evaluate(booking_id=ada.pk, before=1, after=1, will_change="", useful="", now=STARTS)
    with pytest.raises(BookingRefused, match="six weeks after"):
        answers(ada)


def test_words_of_few_are_not_shown_and_numbers_of_few_are_hidden(client: Client) -> None:
    at = world.event(capacity=20)
    crowd = people(at, 6)
    for one in crowd[:4]:
        evaluates(one, 2, 4, will_change="I will ask what home is like.")
    assert list(results_of(at).will_change) == [] and results_of(at).evaluated is None
    for n, one in enumerate(crowd[4:]):
        evaluates(one, 3 + n, 5, will_change=f"B{n}")
    found = results_of(at)
    assert list(found.will_change) == ["B0", "B1", *["I will ask what home is like."] * 4]
    assert found.confidence.cells["before", 2] is None, "four is hidden"
    world.publisher(client)
    page = client.get(f"/cms/events/at/{at.code}/results/").content.decode()
    assert HIDDEN in page and "I will ask what home is like." in page


def test_the_loop_counts_by_event_and_by_finding() -> None:
    item = newsroom.briefing(title="What eight reviews taught us")
    told = world.series()
    SeriesFinding.objects.create(series=told, item=item, kind=HandedKind.BRIEFING.value)
    at = world.event(capacity=40)
    crowd = people(at, 12)
    for n in range(6):
        books(at, f"Away {n}", email=f"away{n}@example.org")
    for n, one in enumerate(crowd):
        evaluates(one, 3, 5 if n < 7 else 3)
    clock.run_clock(now=SIX_WEEKS)
    for n, one in enumerate(crowd[:11]):
        answers(one, Changed.NOT_YET if n < 5 else Changed.PARTLY)
    (loop,), (finding,) = learning_loop()
    numbers = {"booked": 18, "came": 12, "evaluated": 12, "more_confident": 7, "answered_later": 11, "changed": 6}
    assert loop == Loop(about="Seeing neglect early, 03/03/2020", **numbers)
    assert finding == Loop(about="What eight reviews taught us", **numbers)
    assert count_learned(now=NOW) == count_learned(now=NOW) == 1
    laid_out = LoopCount.objects.values("series", *numbers).get(item=item)
    assert laid_out == {"series": ["Seeing neglect early"]} | numbers, (
        "what casework may fetch is what editors are shown"
    )
    newsroom.tell(HandedKind.BRIEFING, Verb.WITHDRAW, item=item)
    assert learning_loop()[1] == [], "a withdrawn finding is no finding"
    assert (count_learned(now=NOW), LoopCount.objects.count()) == (0, 0)


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 4), min_size=1, max_size=4))
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_small_number_is_shown_nor_is_the_only_one_hidden(counts: Sequence[tuple[int, ...]]) -> None:
    Evaluation.objects.all().delete()
    Booking.objects.all().delete()
    Event.objects.all().delete()
    series = world.series()
    for n, (came_, away, more, same) in enumerate(counts):
        at = world.event(starts_at=STARTS + n * DAY, ends_at=ENDS + n * DAY, series=series.pk)
        rows = [(f"c{k}", STARTS) for k in range(came_)] + [(f"a{k}", None) for k in range(away)]
        Booking.objects.bulk_create(
            Booking(event=at, state="booked", name=k, agency="Police", code=k, asked_at=NOW, came_at=when)
            for k, when in rows
        )
        said = [(2, 4)] * more + [(3, 3)] * same
        Evaluation.objects.bulk_create(Evaluation(event=at, before=b, after=a) for b, a in said)
    loops, _ = learning_loop()
    for loop, (came_, away, more, same) in zip(loops, counts, strict=True):
        for shown, true in (
            (loop.booked, came_ + away),
            (loop.came, came_),
            (loop.evaluated, more + same),
            (loop.more_confident, more),
        ):
            assert shown is None or shown == true, "what is shown is true"
            assert shown is None or not 0 < shown < 5
        for whole, part, rest in ((loop.booked, loop.came, away), (loop.evaluated, loop.more_confident, same)):
            if whole is not None and part is not None:
                assert not 0 < rest < 5, "the rest would be worked out"


def test_what_people_gave_is_erased_when_it_is_said_to_be() -> None:
    at = world.event(capacity=5)
    ada = came(at, access_needs="A hearing loop", role="Officer", manager="Max Hill")
    ben, cal = books(at, "Ben"), books(at, "Cal")
    asked = world.ask(at, "Dee")
    booking.give_up(booking_id=cal.pk, now=NOW)
    issued = learned.issue_certificate(booking_id=ada.pk, now=OVER)
    clock.erase_what_is_old(now=NOW + 7 * DAY)
    assert not Booking.objects.filter(pk=asked.pk).exists(), "never confirmed"
    clock.erase_what_is_old(now=NOW + 28 * DAY)
    assert fresh(cal).email == "" and fresh(cal).agency == "Police"
    assert fresh(ada).access_needs
    clock.erase_what_is_old(now=ENDS + 28 * DAY)
    assert fresh(ada).access_needs == "" and fresh(ada).name == "Ada Brook"
    assert (fresh(ben).name, fresh(ben).email) == ("", "")
    clock.erase_what_is_old(now=ENDS + 364 * DAY)
    assert fresh(ada).name
    clock.erase_what_is_old(now=ENDS + 365 * DAY)
    found = fresh(ada)
    assert (found.name, found.email, found.role, found.manager) == ("", "", "", "")
    assert found.came_at is not None and found.state == BookingState.BOOKED.value, "counts stay"
    assert Certificate.objects.get().code == issued.code


def test_addresses_of_who_asked_for_a_date_are_deleted(reader: Client) -> None:
    at = world.event(status=EventStatus.TO_BE_CONFIRMED, starts_at=None, ends_at=None)
    for email in ("ada@example.org", "ben@example.org"):
        interests.ask_to_be_told(event_id=at.pk, email=email, now=NOW)
    ada = Interest.objects.get(email="ada@example.org")
    interests.confirm_interest(interest_id=ada.pk, now=NOW)
    clock.erase_what_is_old(now=NOW + 7 * DAY)
    assert [one.email for one in Interest.objects.all()] == ["ada@example.org"]
    Interest.objects.update(told_at=NOW)
    clock.erase_what_is_old(now=NOW + 28 * DAY)
    assert not Interest.objects.exists()
    assert "deleted after a week" in reader.get("/privacy").content.decode()


def test_an_erased_booking_opens_no_page(reader: Client) -> None:
    at = world.event()
    ada = came(at)
    link = page_of(ada)
    clock.erase_what_is_old(now=ENDS + 365 * DAY)
    assert reader.get(link).status_code == 404


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x")', "|cmd", "%x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_that_is_typed_becomes_a_formula(text: str) -> None:
    assert inert(text).startswith("'")
    at = world.event()
    found = books(at)
    Booking.objects.filter(pk=found.pk).update(name=text, access_needs=text, manager=text)
    rows = list(csv.reader(StringIO(bookings_csv(at).decode("utf-8-sig"))))
    assert len(rows) == 2 and rows[1].count(f"'{text}") == 3


@given(st.text())
def test_a_cell_begins_like_no_formula(text: str) -> None:
    made = inert(text)
    assert not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made.removeprefix("'") == text.removeprefix("'") or made == f"'{text}"


def test_no_mail_about_an_event_names_it_in_a_link() -> None:
    at = world.event()
    came(at)
    clock.run_clock(now=OVER)
    for mail in mails():
        for line in mail.text.splitlines():
            if line.startswith("http"):
                assert not mentions(line, "Ada") and not mentions(line, "Brook") and "neglect" not in line
