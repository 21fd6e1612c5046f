"""Small makers of fields, so that a form of forty questions reads as a list of questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kith.shell.forms import DayField


def words(label: str, help_text: str = "", *, rows: int = 3) -> forms.CharField:
    """Return a question that is answered in sentences; a draft may leave it open."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label: str, help_text: str = "") -> forms.CharField:
    """Return a question that is answered on one line."""
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=400)


def one_of(label: str, choices: Mapping[Any, str], help_text: str = "") -> forms.ChoiceField:
    """Return a question with one answer of a few."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[(str(value), text) for value, text in choices.items()],
        widget=forms.RadioSelect,
    )


def some_of(label: str, choices: Mapping[Any, str], help_text: str = "") -> forms.MultipleChoiceField:
    """Return a question with as many answers as are true."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[(str(value), text) for value, text in choices.items()],
        widget=forms.CheckboxSelectMultiple,
    )


def day(label: str, help_text: str = "For example, 27 3 2026") -> DayField:
    """Return a question that is answered by a day."""
    return DayField(label=label, help_text=help_text, required=False)


def tick(label: str, help_text: str = "") -> forms.BooleanField:
    """Return a statement that is ticked when it is true."""
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    """Offer these choices on a form's field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [(str(value), text) for value, text in choices]
