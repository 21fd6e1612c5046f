"""Plans a demo's invented workshops through the same services as everybody: to be confirmed, full, and over."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from kith.publishing.models import Booking, Event, Series
from kith.publishing.selectors.events.dates import finding_choices
from kith.publishing.services.events import booking, clock, coming, dates, learned
from kith.publishing.services.events.series import name_agencies, save_series
from kith.publishing.vocabulary.events import (
    SIX_WEEKS,
    Asked,
    Changed,
    EventPlan,
    EventStatus,
    ReminderPlan,
    SignedInBy,
)

AGENCIES: Final = (
    "Larkshire Police",
    "Larkshire County Council, children’s services",
    "Larkshire Health Trust",
    "Schools and colleges",
    "Youth justice service",
    "Charities and community groups",
)
_FIRST: Final = "Ada Bram Cleo Dev Edie Finn Gwen Hari Ines Joss Kit Lena Milo Noor Otis Pia Quin Rhea Sol Tess".split()
_LAST: Final = "Ashby Birch Copse Dale Elms".split()
_ROLES: Final = ("Health visitor", "Police officer", "Social worker", "Teacher", "Youth worker", "Family support")
_REMINDERS: Final = (ReminderPlan(hours=7 * 24), ReminderPlan(hours=24))
_DAY: Final = timedelta(days=1)
_WILL: Final = (
    "Ask what a usual morning at home is like, and write down the answer.",
    "Look at missed appointments together instead of one by one.",
    "Say the risk in the first line of a referral.",
    "Ring the school before I close a contact.",
)
_CHANGED: Final = (
    (Changed.YES, "I now write down what the child said, in the child’s own words."),
    (Changed.YES, "We look at missed appointments in every team meeting."),
    (Changed.PARTLY, "I ask about home; I do not always note it yet."),
    (Changed.NOT_YET, "Our form has no place for it. I asked for one."),
)


@transaction.atomic
def plan_workshops(*, now: datetime) -> bool:
    """Plan the workshops, and return whether there was something to plan: a second time there is not."""
    if Series.objects.filter(slug="seeing-neglect-early").exists():
        return False
    name_agencies(names=list(AGENCIES))
    neglect, abuse = _series()
    dates.add_event(plan=_undated(neglect, "Early in the new year", "Marlow Bridge"), by=None, now=now)
    dates.add_event(plan=_undated(abuse, "In spring, at three places", "Across the county"), by=None, now=now)
    _full(neglect, now)
    _over(neglect, now)
    return True


def _series() -> tuple[Series, Series]:
    findings = [choice for choice, _ in finding_choices() if choice.startswith("briefing/")]
    neglect = Series(
        slug="seeing-neglect-early",
        title="Seeing neglect early",
        topic="Neglect",
        summary="A multi-agency practitioner workshop (MAPIG): what neglect looks like before anybody calls it that.",
        description="Half a day in which people from every agency look at the same story from where they stand. "
        "It draws on what reviews in the county found.\n\nNobody talks about a family by name.",
        aims="Tell the early signs of neglect from a bad week\nPut together what each agency sees alone\n"
        "Write a referral that says the risk\nKnow whom to ring when you disagree",
        audience="Everybody who works with children and families, whatever the agency",
    )
    abuse = Series(
        slug="sexual-abuse-in-the-family",
        title="Sexual abuse in the family: hearing what is not said",
        topic="Sexual abuse in the family",
        summary="A multi-agency practitioner workshop (MAPIG) on signs, first words, and what happens next.",
        aims="Notice signs without waiting for a disclosure\nFind first words that leave a child free to speak\n"
        "Know what each agency does in the first day",
        audience="Everybody who works with children and families, whatever the agency",
    )
    return (
        save_series(series=neglect, findings=findings, by=None),
        save_series(series=abuse, findings=findings[:1], by=None),
    )


def _undated(series: Series, expected: str, place: str) -> EventPlan:
    return EventPlan(series=series.pk, status=EventStatus.TO_BE_CONFIRMED, expected=expected, place=place, capacity=24)


def _dated(series: Series, starts: datetime, capacity: int, reserved: dict[str, int]) -> EventPlan:
    return EventPlan(
        series=series.pk,
        status=EventStatus.CONFIRMED,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        place="Marlow Bridge",
        venue="The Corn Hall",
        address="4 Market Street\nMarlow Bridge",
        access="Step-free from the car park behind the hall. Hearing loop. A quiet room is open all morning.",
        joining="Bring something you have wondered about. Nothing with a name on it leaves the room.",
        trainer="Learning and development team",
        capacity=capacity,
        reserved=reserved,
        booking_closes_at=starts - timedelta(days=2),
        reminders=_REMINDERS,
    )


def _morning(day: datetime) -> datetime:
    return timezone.localtime(day).replace(hour=9, minute=30, second=0, microsecond=0)


def _full(series: Series, now: datetime) -> None:
    """Make an event that is full, with people who wait."""
    reserved = {AGENCIES[0]: 2, AGENCIES[3]: 3}
    plan = _dated(series, _morning(now + 28 * _DAY), 12, reserved)
    event = dates.add_event(plan=plan, by=None, now=now - 10 * _DAY)
    for n in range(15):
        _books(event, n, now - 9 * _DAY + n * timedelta(hours=1))


def _over(series: Series, now: datetime) -> None:
    """Make an event that is over: people came, said what they thought, and what they changed."""
    starts = _morning(now - 56 * _DAY)
    event = dates.add_event(plan=_dated(series, starts, 20, {}), by=None, now=starts - 30 * _DAY)
    people = [_books(event, n, starts - 20 * _DAY) for n in range(20, 36)]
    ended = starts + timedelta(hours=3)
    here = people[:14]
    for one in here:
        coming.sign_in(booking_id=one.pk, how=SignedInBy.SCAN, by=None, now=starts)
    clock.ask_afterwards(now=ended + _DAY)
    for n, one in enumerate(here[:12]):
        will, useful = _WILL[n % len(_WILL)], "Hearing how the same week looked from school." if n % 3 == 0 else ""
        before, after = 2 + n % 2, 4 if n % 6 else 3
        learned.evaluate(
            booking_id=one.pk, before=before, after=after, will_change=will, useful=useful, now=ended + _DAY
        )
    clock.ask_afterwards(now=ended + SIX_WEEKS)
    for n, one in enumerate(here[:12]):
        # Five of the twelve have changed nothing yet: with fewer, neither number could be shown.
        changed, what = _CHANGED[-1 if n % 5 in (1, 3) else n % 3]
        learned.answer_six_weeks(booking_id=one.pk, changed=changed, what=what, now=ended + SIX_WEEKS)


def _books(event: Event, n: int, now: datetime) -> Booking:
    """Book as an invented person, and press the button of the mail."""
    first, last = _FIRST[n % len(_FIRST)], _LAST[n % len(_LAST)]
    asked = Asked(
        name=f"{first} {last}",
        email=f"{first}.{last}{n}@example.org".lower(),
        agency=AGENCIES[n % len(AGENCIES)],
        role=_ROLES[n % len(_ROLES)],
        access_needs="A place near the front, please: I lip-read." if n == 3 else "",
    )
    booking.ask_for_place(event_id=event.pk, asked=asked, now=now)
    made = Booking.objects.get(event=event, email=asked.email)
    booking.confirm_booking(booking_id=made.pk, now=now)
    return made
