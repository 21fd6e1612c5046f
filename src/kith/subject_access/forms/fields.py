"""Fields that the forms of subject access share: sentences, and one choice of a list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kith.subject_access.rules import ground_book


def sentences(label: str, hint: str = "", *, required: bool = True) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=required,
        error_messages={"required": "Say it in a sentence"},
    )


def one_of(label: str, words: Mapping[Any, str], *, missing: str, hint: str = "") -> forms.ChoiceField:
    """Return a field to choose one of a few, each said in words."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=[(str(key), says) for key, says in words.items()],
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def ground_field(label: str, *, before: Sequence[tuple[str, str]] = (), required: bool = False) -> forms.ChoiceField:
    """Return a field to choose a ground of the book, or one of the answers before them; nothing is chosen already."""
    grounds = [one for one in ground_book().grounds.values() if one.by_person]
    return forms.ChoiceField(
        label=label,
        choices=[("", "Choose"), *before, *((one.key, f"{one.name} ({one.law})") for one in grounds)],
        required=required,
        error_messages={"required": "Choose whether it is told, or the ground on which it is withheld"},
    )
