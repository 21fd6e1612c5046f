"""The form of whoever gathers several cases of an audit in one bulletin."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from kith.learning.vocabulary.briefings import FEWEST_GATHERED, MOST_GATHERED


class GatherForm(forms.Form):
    """Which cases one bulletin tells."""

    def __init__(self, *args: Any, cases: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        """Offer the cases that the writer sees."""
        super().__init__(*args, **kwargs)
        self.fields["people"] = forms.MultipleChoiceField(
            label="Which cases does it tell?",
            help_text=f"{FEWEST_GATHERED} to {MOST_GATHERED} of them; the text is checked against the record of each",
            choices=[(str(number), says) for number, says in cases],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Choose the cases",
                "invalid_choice": "One of these is no case of this audit any more. Choose anew",
            },
        )

    def people(self) -> list[UUID]:
        """Return whose cases were chosen."""
        return [UUID(number) for number in self.cleaned_data["people"]]
