"""The form by which somebody says that a card is wrong."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.priority.vocabulary import CorrectionKind


class CorrectionForm(forms.Form):
    """What is wrong, which sign it is about, and what would be right."""

    what = forms.ChoiceField(
        label="What is wrong?", widget=forms.RadioSelect, error_messages={"required": "Choose what is wrong"}
    )
    indicator = forms.ChoiceField(label="Which line is it about?", required=False)
    says = forms.CharField(
        label="What would be right?",
        help_text="The agency that told it reads this. Say how you know.",
        widget=forms.Textarea(attrs={"rows": 5}),
        min_length=10,
        max_length=2000,
        error_messages={
            "required": "Say what would be right",
            "min_length": "Say in a sentence what would be right, so that the agency can find it",
        },
    )

    def __init__(
        self, *args: Any, kinds: Iterable[tuple[CorrectionKind, str]], lines: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the kinds of fault, and the lines of the card that the viewer can read."""
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(kind.value, text) for kind, text in kinds]  # type: ignore[attr-defined]  # the stubs know the field only as a Field
        self.fields["indicator"].choices = [("", "The whole card"), *lines]  # type: ignore[attr-defined]  # the stubs know the field only as a Field
