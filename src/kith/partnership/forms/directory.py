"""Forms of the directory: looking for a service, what it says, how it stands, its places."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from kith.partnership.rules import Book
from kith.partnership.vocabulary import STATUS_WORDS, NewCapacity, Search, ServiceEdit, ServiceStatus
from kith.shell.forms import DayField


def _line(label: str, hint: str = "", *, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=500,
        required=bool(missing),
        error_messages={"required": missing},
    )


def _text(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": 4}), max_length=8000, required=False
    )


def _years(label: str) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=0,
        max_value=150,
        error_messages={"invalid": "Write an age as a number of years, for example 12"},
    )


class SearchForm(forms.Form):
    """What somebody looks for in the directory."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    age = _years("Age of the child")
    open = forms.BooleanField(label="Only services that are open today", required=False)

    def __init__(self, *args: Any, book: Book, areas: Iterable[str], **kwargs: Any) -> None:
        """Offer the needs of the book and the areas that services name."""
        super().__init__(*args, **kwargs)
        needs = [("", "Any need"), *((code, need.says) for code, need in book.needs.items())]
        self.fields["need"] = forms.ChoiceField(label="Need", choices=needs, required=False)
        places = [("", "Anywhere"), *((area, area) for area in areas)]
        self.fields["area"] = forms.ChoiceField(label="Area", choices=places, required=False)
        self.order_fields(["words", "need", "age", "area", "open"])

    def search(self, today: date) -> Search:
        """Return what was asked for; a field that was not understood narrows nothing."""
        asked = self.cleaned_data
        return Search(
            words=asked.get("words", ""),
            need=asked.get("need", ""),
            age=asked.get("age"),
            area=asked.get("area", ""),
            open_on=today if asked.get("open") else None,
        )


class ServiceForm(forms.Form):
    """What a service says of itself."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    name = _line("Name of the service", missing="Give the service its name")
    description = _text("What it does", "In words that a child or a parent understands")
    eligibility = _text("Whom it is for")
    minimum_age = _years("Youngest age")
    maximum_age = _years("Oldest age")
    areas = forms.CharField(
        label="Areas",
        help_text="One to a line; nothing means everywhere",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )
    fees = _line("What it costs a family")
    url = _line("Web page")
    email = _line("E-mail of the service", "Of the service itself, not of one person")
    phone = _line("Phone of the service", "Of the service itself, not of one person")

    def __init__(self, *args: Any, book: Book, **kwargs: Any) -> None:
        """Offer the needs of the book."""
        super().__init__(*args, **kwargs)
        self.fields["needs"] = forms.MultipleChoiceField(
            label="Needs that it meets",
            help_text="A need that the publisher's own terms already name goes on counting",
            choices=[(code, need.says) for code, need in book.needs.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def edit(self) -> ServiceEdit:
        """Return what was typed."""
        typed = self.cleaned_data
        words = {name: typed[name] for name in ("name", "description", "eligibility", "fees", "url", "email", "phone")}
        return ServiceEdit(
            **words,
            minimum_age=typed["minimum_age"],
            maximum_age=typed["maximum_age"],
            areas=tuple(typed["areas"].splitlines()),
            needs=frozenset(typed["needs"]),
        )


class StatusForm(forms.Form):
    """How a service stands from a day on, and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label="How does it stand?",
        choices=[(one.value, words) for one, words in STATUS_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands"},
    )
    on = DayField(label="From which day?", help_text="For example, 27 3 2027")
    because = forms.CharField(
        label="Why?",
        help_text="Whoever has sent a child there reads it",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why"},
    )

    def status(self) -> ServiceStatus:
        """Return what was chosen."""
        return ServiceStatus(self.cleaned_data["to"])


class PlacesForm(forms.Form):
    """How many places a service has, as it was told."""

    places = forms.IntegerField(label="Places in all", min_value=0, max_value=100_000)
    taken = forms.IntegerField(label="Places taken", min_value=0, max_value=100_000)
    weeks_to_wait = forms.IntegerField(
        label="Weeks to wait", help_text="Leave it empty where nobody said", min_value=0, max_value=520, required=False
    )
    told_on = DayField(label="Told on", help_text="For example, 27 3 2026")
    told_by = _line("Told by", "The post, not a name: for example, the service's duty desk", missing="Say who told it")

    def capacity(self) -> NewCapacity:
        """Return what was told."""
        return NewCapacity(**self.cleaned_data)


class ProviderForm(forms.Form):
    """Which agency of the partnership an organisation is."""

    def __init__(self, *args: Any, agencies: Mapping[int, str], **kwargs: Any) -> None:
        """Offer the agencies of the partnership."""
        super().__init__(*args, **kwargs)
        choices = [("", "None of them"), *((str(pk), name) for pk, name in agencies.items())]
        self.fields["agency"] = forms.ChoiceField(label="Agency", choices=choices, required=False)

    def agency_id(self) -> int | None:
        """Return the agency that was chosen, or nothing."""
        chosen = self.cleaned_data["agency"]
        return int(chosen) if chosen else None
