"""What somebody types who books a place, changes a booking, or answers afterwards."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from kith.publishing.rules.events import check_line
from kith.publishing.vocabulary.events import CONFIDENCE, Asked, BookingRefused, Changed

OTHER: Final = "another"
_STEPS: Final = {1: "1 – not at all", 2: "2", 3: "3", 4: "4", 5: "5 – very"}


class LineField(forms.CharField):
    """One line, in which no line break or hidden character can stand: it may come into the head of a mail."""

    def __init__(self, **options: Any) -> None:
        """Keep what the line is called in its own errors."""
        super().__init__(**{"max_length": 120, "strip": True} | options)

    def clean(self, value: Any) -> str:
        """Return the line.

        Raises:
            ValidationError: it is none, or holds what nobody types.
        """
        clean = str(super().clean(value))
        try:
            return check_line(str(self.label or "text").lower(), clean)
        except BookingRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


def _email(label: str, hint: str = "") -> forms.EmailField:
    messages = {"required": "Type an e-mail address", "invalid": "Type an e-mail address, such as name@example.org"}
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    return forms.EmailField(label=label, help_text=hint, error_messages=messages, widget=widget)


def _name(label: str) -> LineField:
    return LineField(
        label=label,
        error_messages={"required": "Type a name"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )


def _needs() -> forms.CharField:
    return forms.CharField(
        label="What would help you to take part?",
        help_text="For example, a hearing loop, large print, a place near the door. Only those who run the event read "
        "it, and it is deleted four weeks after the event.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PersonForm(forms.Form):
    """Who comes, and what would help them."""

    name = _name("Your name")
    role = LineField(label="Your role", required=False, help_text="For example, health visitor")
    access_needs = _needs()
    manager = LineField(
        label="Your line manager’s name",
        required=False,
        help_text="Only if your agency asks for it. We write to nobody.",
    )

    def asked(self, *, email: str, agency: str) -> Asked:
        """Return what was typed, for an address and an agency."""
        typed = self.cleaned_data
        return Asked(
            name=typed["name"],
            email=email,
            agency=agency,
            role=typed["role"],
            access_needs=typed["access_needs"],
            manager=typed["manager"],
        )


class BookingForm(PersonForm):
    """Who comes, from which agency, and where to write."""

    email = _email("Your work e-mail address", "You confirm the booking by a button on a page that we send you")
    agency = forms.ChoiceField(
        label="Your agency",
        widget=forms.RadioSelect,
        help_text="Some places may be kept for an agency, so that all can come",
        error_messages={"required": "Choose your agency"},
    )
    other_agency = LineField(label="Which one, if it is another?", required=False)

    field_order = ("name", "email", "agency", "other_agency", "role", "access_needs", "manager")

    def __init__(self, *args: Any, agencies: Sequence[str], **options: Any) -> None:
        """Offer the agencies that the partnership named, and any other to be typed."""
        super().__init__(*args, **options)
        choices = [(name, name) for name in agencies]
        self.fields["agency"].choices = [*choices, (OTHER, "Another one")]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Return what was typed; another agency has a name."""
        cleaned = super().clean() or {}
        if cleaned.get("agency") == OTHER and not cleaned.get("other_agency"):
            self.add_error("other_agency", "Type the name of your agency")
        return cleaned

    def booking(self) -> Asked:
        """Return what was typed."""
        typed = self.cleaned_data
        agency = typed["other_agency"] if typed["agency"] == OTHER else typed["agency"]
        return self.asked(email=typed["email"], agency=agency)


class ColleagueForm(PersonForm):
    """To whom a place is passed."""

    name = _name("Your colleague’s name")
    email = _email("Your colleague’s work e-mail address", "They are told, and can give the place up again")
    role = LineField(label="Their role", required=False)

    field_order = ("name", "email", "role", "access_needs")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for no manager: a colleague says that themselves."""
        super().__init__(*args, **options)
        del self.fields["manager"]

    def colleague(self, agency: str) -> Asked:
        """Return what was typed; the agency stays, because the place is its."""
        self.cleaned_data["manager"] = ""
        return self.asked(email=self.cleaned_data["email"], agency=agency)


class AddressForm(forms.Form):
    """Where to tell somebody that a date is confirmed."""

    email = _email("Your e-mail address", "You get one mail when the date is confirmed, and nothing else")


class EvaluationForm(forms.Form):
    """Three questions after an event; the answers are kept without a name."""

    before = forms.TypedChoiceField(
        label="How confident were you in this before?",
        choices=list(_STEPS.items()),
        coerce=int,
        widget=forms.RadioSelect,
    )
    after = forms.TypedChoiceField(
        label="How confident are you now?", choices=list(_STEPS.items()), coerce=int, widget=forms.RadioSelect
    )
    will_change = forms.CharField(
        label="What will you do differently?",
        help_text="Do not name or describe a child or a family",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    useful = forms.CharField(
        label="What helped, and what should be different next time?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say in words what is missing."""
        super().__init__(*args, **options)
        for name in ("before", "after"):
            self.fields[name].error_messages["required"] = f"Choose a step from {CONFIDENCE[0]} to {CONFIDENCE[-1]}"


class SixWeekForm(forms.Form):
    """The question of six weeks later."""

    changed = forms.ChoiceField(
        label="Did you do something differently?",
        choices=[
            (Changed.YES.value, "Yes"),
            (Changed.PARTLY.value, "In part"),
            (Changed.NOT_YET.value, "Not yet"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )
    what = forms.CharField(
        label="What did you change, or what stood in the way?",
        help_text="Do not name or describe a child or a family",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FilterForm(forms.Form):
    """Which events to show."""

    topic = forms.ChoiceField(label="Topic", required=False)
    place = forms.ChoiceField(label="Place", required=False)

    def __init__(self, *args: Any, topics: Sequence[str], places: Sequence[str], **options: Any) -> None:
        """Offer what there is."""
        super().__init__(*args, **options)
        for name, values, every in (("topic", topics, "All topics"), ("place", places, "All places")):
            field = self.fields[name]
            field.choices = [("", every), *((value, value) for value in values)]  # type: ignore[attr-defined]  # a choice field


class CodeForm(forms.Form):
    """A short code, as it stands on a certificate or on somebody's page."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        error_messages={"required": "Type the code"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
