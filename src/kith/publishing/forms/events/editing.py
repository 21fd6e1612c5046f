"""What editors say of series and events."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.text import slugify

from kith.publishing.forms.events.open import LineField
from kith.publishing.models import Event, EventReminder, Series
from kith.publishing.vocabulary.events import Asked, EventPlan, EventStatus, Moment, ReminderPlan
from kith.shell.forms import DayField

_TIME: Final = {"invalid": "Type a time such as 09:30"}
_STATES: Final = {
    EventStatus.DRAFT.value: "Draft: only editors see it",
    EventStatus.TO_BE_CONFIRMED.value: "To be confirmed: readers see it and can ask to be told the date",
    EventStatus.CONFIRMED.value: "Confirmed: people can book",
}


class LinesField(forms.CharField):
    """Text of several lines, whose line ends are as they were before a browser sent them: an address that nobody
    touched is no move.
    """

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


def _text(label: str, hint: str = "", rows: int = 3, most: int = 2000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return LinesField(label=label, help_text=hint, required=False, max_length=most, widget=widget)


def _time(label: str) -> forms.TimeField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"})
    return forms.TimeField(
        label=label, required=False, widget=widget, input_formats=["%H:%M", "%H.%M"], error_messages=_TIME
    )


def _number(label: str, hint: str = "", low: int = 1, high: int = 1000) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"})
    messages = {"required": "Type a number", "invalid": "Type a number"}
    return forms.IntegerField(
        label=label, help_text=hint, min_value=low, max_value=high, widget=widget, error_messages=messages
    )


class SeriesForm(forms.Form):
    """What a series is about."""

    title = LineField(label="Title", max_length=200, error_messages={"required": "Give it a title"})
    topic = LineField(
        label="Topic",
        max_length=80,
        help_text="One word or two, such as Neglect; readers choose by it",
        error_messages={"required": "Give it a topic"},
    )
    summary = LineField(label="In one sentence", max_length=300, required=False)
    description = _text("What it is about", rows=6, most=8000)
    aims = _text("What people take away", "One on each line", rows=5, most=4000)
    audience = LineField(label="For whom it is", max_length=300, required=False)
    findings = forms.MultipleChoiceField(
        label="What it answers",
        help_text="Findings that casework has approved and handed over",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, findings: Sequence[tuple[str, str]], **options: Any) -> None:
        """Offer what was handed over."""
        super().__init__(*args, **options)
        if findings:
            self.fields["findings"].choices = list(findings)  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["findings"]

    def written_to(self, series: Series) -> Series:
        """Return the series with what was typed; its address is made from its first title and stays."""
        for name in ("title", "topic", "summary", "description", "aims", "audience"):
            setattr(series, name, self.cleaned_data[name])
        series.slug = series.slug or slugify(series.title)[:80] or "series"
        return series


class AgenciesForm(forms.Form):
    """Which agencies can be chosen by whoever books."""

    names = _text("Agencies", "One on each line", rows=12, most=8000)

    def lines(self) -> list[str]:
        """Return the agencies, each once."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["names"].splitlines())
        return list(dict.fromkeys(line[:120] for line in lines if line))


class EventForm(forms.Form):
    """What one event is: when, where, for how many, and what people are told."""

    series = forms.TypedChoiceField(label="Series", coerce=int, error_messages={"required": "Choose a series"})
    status = forms.ChoiceField(
        label="How does it stand?",
        choices=list(_STATES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands"},
    )
    expected = LineField(
        label="When it is expected", required=False, help_text="While it has no date. For example, early in 2020"
    )
    on = DayField(label="Date", help_text="For example, 3 3 2020", required=False)
    begins = _time("It begins at")
    ends = _time("It ends at")
    place = LineField(label="Place", max_length=80, required=False, help_text="A town, or Online; readers choose by it")
    venue = LineField(label="Venue", max_length=200, required=False)
    address = _text("Address")
    access = _text("Getting there and access", "Parking, step-free way in, hearing loop, quiet room")
    online_link = forms.URLField(
        label="Link to join online",
        help_text="Only people with a place are told it",
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    joining = _text("Joining instructions", "What to bring, what to read before", rows=5, most=4000)
    trainer = LineField(label="Trainer", max_length=200, required=False)
    capacity = _number("Places")
    reserved = _text(
        "Places kept for agencies", "One agency on each line, its places after a colon. For example, Police: 4"
    )
    open_on = DayField(
        label="When do places that are kept become open to all?",
        help_text="From the first hour of this day. Leave it empty to keep them until booking closes",
        required=False,
    )
    closes_on = DayField(
        label="Last day of booking", help_text="Leave it empty to book until the event begins", required=False
    )
    offer_hours = _number("For how many hours is a freed place kept for whom it is offered to?", low=1, high=336)
    reminders = LineField(
        label="Reminders",
        required=False,
        help_text="How many days before, with commas between, or a date and a time. Such as 7, 1, 28/02/2020 09:00",
    )
    reminder_words = _text(
        "What the reminders say besides", "When, where and how to join are in them anyway", most=1000
    )

    def __init__(self, *args: Any, series: Mapping[int, str], **options: Any) -> None:
        """Offer the series that there are."""
        super().__init__(*args, **options)
        self.fields["series"].choices = list(series.items())  # type: ignore[attr-defined]  # a choice field

    def clean_reserved(self) -> dict[str, int]:
        """Return the places kept for each agency."""
        kept: dict[str, int] = {}
        for line in filter(str.strip, self.cleaned_data["reserved"].splitlines()):
            agency, _, places = (part.strip() for part in line.rpartition(":"))
            if not agency or not places.isdecimal() or not 0 < int(places) <= 1000 or agency in kept:
                raise forms.ValidationError(
                    f"“{line.strip()}” is not an agency, once, with its places. Write: Police: 4"
                )
            kept[agency] = int(places)
        return kept

    def clean_reminders(self) -> list[ReminderPlan]:
        """Return the reminders, without their words."""
        found = []
        for part in filter(None, (part.strip() for part in self.cleaned_data["reminders"].split(","))):
            plan = _reminder(part)
            if plan is None:
                raise forms.ValidationError(f"“{part}” is neither a number of days nor a date with a time.")
            found.append(plan)
        return found

    def clean(self) -> dict[str, Any]:
        """Return what was typed; a date has a beginning and an end."""
        cleaned = super().clean() or {}
        given = [name for name in ("on", "begins", "ends") if cleaned.get(name)]
        if given and len(given) < 3 and not any(name in self.errors for name in ("on", "begins", "ends")):
            missing = next(name for name in ("on", "begins", "ends") if name not in given)
            self.add_error(missing, "A date has a day, a beginning and an end")
        if cleaned.get("status") == EventStatus.CONFIRMED.value and not given:
            self.add_error("on", "A confirmed event has a date")
        return cleaned

    def plan(self) -> EventPlan:
        """Return what was typed, times in the county's own."""
        typed = self.cleaned_data
        words = typed["reminder_words"]
        return EventPlan(
            series=typed["series"],
            status=EventStatus(typed["status"]),
            starts_at=_at(typed["on"], typed["begins"]),
            ends_at=_at(typed["on"], typed["ends"]),
            booking_closes_at=_at(typed["closes_on"], time(23, 59)),
            reserved_until=_at(typed["open_on"], time(0, 0)),
            reminders=[ReminderPlan(hours=one.hours, at=one.at, words=words) for one in typed["reminders"]],
            **{name: typed[name] for name in _AS_TYPED},
        )


_AS_TYPED: Final = (
    *("expected", "place", "venue", "address", "access", "online_link", "joining", "trainer"),
    *("capacity", "offer_hours", "reserved"),
)


def initial_of(event: Event, quotas: Mapping[str, int], reminders: Sequence[EventReminder]) -> dict[str, Any]:
    """Return what the form of an event shows at first."""
    starts, ends = _local(event.starts_at), _local(event.ends_at)
    closes, opens = _local(event.booking_closes_at), _local(event.reserved_until)
    shown = {name: getattr(event, name) for name in _AS_TYPED if name != "reserved"}
    return shown | {
        "series": event.series.pk,
        "status": event.status,
        "on": starts and starts.date(),
        "begins": starts and starts.strftime("%H:%M"),
        "ends": ends and ends.strftime("%H:%M"),
        "closes_on": closes and closes.date(),
        "open_on": opens and opens.date(),
        "reserved": "\n".join(f"{agency}: {places}" for agency, places in quotas.items()),
        "reminders": ", ".join(
            str((one.hours or 0) // 24) if one.moment == Moment.START.value else f"{_local(one.at):%d/%m/%Y %H:%M}"
            for one in reminders
        ),
        "reminder_words": next((one.words for one in reminders if one.words), ""),
    }


class CancelForm(forms.Form):
    """Why an event is cancelled; everybody who booked reads it."""

    because = LineField(
        label="Why is it cancelled?",
        max_length=300,
        help_text="Everybody who booked reads it",
        error_messages={"required": "Say why"},
    )


class WalkInForm(forms.Form):
    """Who came without booking."""

    name = LineField(label="Name", error_messages={"required": "Type a name"})
    agency = LineField(label="Agency", error_messages={"required": "Type an agency"})
    role = LineField(label="Role", required=False)
    email = forms.EmailField(
        label="E-mail address", required=False, help_text="For the certificate and the questions afterwards"
    )

    def asked(self) -> Asked:
        """Return what was typed."""
        return Asked(**{name: self.cleaned_data[name] for name in ("name", "agency", "role", "email")})


class PriorityForm(forms.Form):
    """How early somebody's turn on the waiting list is."""

    priority = _number("Priority", "0 for most; a higher number is offered a place first", low=0, high=9)


def _reminder(text: str) -> ReminderPlan | None:
    if text.isdecimal() and int(text) <= 365:
        return ReminderPlan(hours=int(text) * 24)
    try:
        at = datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 -- made aware in the county's zone below
    except ValueError:
        return None
    return ReminderPlan(at=timezone.make_aware(at))


def _at(day: date | None, clock: time | None) -> datetime | None:
    return None if day is None or clock is None else timezone.make_aware(datetime.combine(day, clock))


def _local(at: datetime | None) -> datetime | None:
    return None if at is None else timezone.localtime(at)
