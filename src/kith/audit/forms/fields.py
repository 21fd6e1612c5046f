"""Fields that the forms of audits share: sentences, and choices that are read when the form is drawn."""

from collections.abc import Sequence

from django import forms


def sentences(
    label: str, hint: str = "", *, rows: int = 3, required: bool = True, missing: str = "Say it in a sentence"
) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=4000,
        required=required,
        error_messages={"required": missing},
    )


def one_of(label: str, choices: Sequence[tuple[str, str]], *, missing: str, hint: str = "") -> forms.ChoiceField:
    """Return a field to choose one from a list that may be long."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=[("", "Choose"), *choices], error_messages={"required": missing}
    )


def perhaps(label: str, choices: Sequence[tuple[str, str]], *, hint: str = "") -> forms.ChoiceField:
    """Return a field to choose one from a list, or none."""
    return forms.ChoiceField(label=label, help_text=hint, choices=[("", "None"), *choices], required=False)
