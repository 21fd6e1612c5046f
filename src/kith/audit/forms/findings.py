"""Forms of what follows from findings: recommendations, actions, what shows that they were done."""

from typing import Any

from django import forms

from kith.audit.forms.fields import one_of, sentences
from kith.shell.forms import DayField


class SayForm(forms.Form):
    """One sentence or a few: a recommendation, or why something is sent back."""

    says = sentences("In a sentence", "“Most”, “several” and “half” need their number: most (6 of 8)")

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        """Ask with other words."""
        super().__init__(*args, **kwargs)
        if label:
            self.fields["says"].label = label


class ActForm(forms.Form):
    """What somebody does about a recommendation."""

    what = sentences("What is to be done?", "Without the name of a child")
    due_on = DayField(label="By when?", help_text="For example, 31 1 2027")

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the colleagues who may own it."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = one_of("Who does it?", owners, missing="Choose who does it")
        self.order_fields(["what", "owner", "due_on"])


class EvidenceForm(forms.Form):
    """What shows the subgroup that an action was done."""

    evidence = sentences("What was done, and what shows that it helped?", "Without the name of a child")
    seen = forms.IntegerField(widget=forms.HiddenInput)
