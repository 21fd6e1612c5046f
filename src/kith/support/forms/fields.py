"""Fields that several forms of support share."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.shell.forms import DayField

EXAMPLE = "For example, 27 3 2027"


def long_text(
    label: str, hint: str = "", *, rows: int = 3, required: bool = True, missing: str = ""
) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=4000,
        required=required,
        error_messages={"required": missing or "Say it in a sentence"},
    )


def short_text(label: str, hint: str = "", *, required: bool = True, most: int = 200, missing: str = "") -> Any:
    """Return a field for a few words."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        error_messages={"required": missing or "Write a few words"},
    )


def chosen(label: str, choices: Iterable[tuple[str, str]], hint: str = "", *, missing: str = "") -> forms.ChoiceField:
    """Return radio buttons of which one is needed."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": missing or "Choose one"},
    )


def yes_or_no(label: str, missing: str) -> forms.ChoiceField:
    """Return a question that is answered with yes or no."""
    return chosen(label, [("yes", "Yes"), ("no", "No")], missing=missing)


def one_of(label: str, people: Iterable[tuple[int, str]], *, missing: str, empty: str = "Choose") -> forms.ChoiceField:
    """Return a list of colleagues of whom one is needed."""
    return forms.ChoiceField(
        label=label,
        choices=[("", empty), *((str(pk), name) for pk, name in people)],
        error_messages={"required": missing},
    )


def a_day(label: str, hint: str = EXAMPLE, *, required: bool = True, missing: str = "Enter a day") -> DayField:
    """Return a day in three boxes."""
    return DayField(label=label, help_text=hint, required=required, error_messages={"required": missing})
