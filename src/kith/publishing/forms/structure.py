"""Forms of the structure and of the directory: the day to look at, what somebody looks for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from kith.publishing.vocabulary.services import Looking, ToldNeed
from kith.shell.forms import DayField


class AsAtForm(forms.Form):
    """The day as at which the partnership is shown: today, or one that has been."""

    on = DayField(label="As at which day?", help_text="For example, 1 12 2019", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take no day after today: what is to come is not told."""
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_on(self) -> date | None:
        """Return the day."""
        day: date | None = self.cleaned_data["on"]
        if day is not None and day > self._today:
            raise forms.ValidationError("Choose today or a day that has been")
        return day


class LookingForm(forms.Form):
    """What somebody looks for in the directory of services."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    age = forms.FloatField(
        label="Age",
        required=False,
        min_value=0,
        max_value=150,
        error_messages={"invalid": "Write an age as a number of years, for example 12"},
    )

    def __init__(
        self, *args: Any, needs: Iterable[ToldNeed], areas: Iterable[str], towns: Iterable[str], **kwargs: Any
    ) -> None:
        """Offer the needs, areas and towns that the directory names."""
        super().__init__(*args, **kwargs)
        self.fields["need"] = _choice("Need", "Any need", ((one.code, one.says) for one in needs))
        self.fields["area"] = _choice("Area", "Anywhere", ((one, one) for one in areas))
        self.fields["town"] = _choice("Town", "Any town", ((one, one) for one in towns))
        self.order_fields(["words", "need", "age", "area", "town"])

    def looking(self) -> Looking:
        """Return what was asked for; a field that was not understood narrows nothing."""
        asked = self.cleaned_data
        words = {name: asked.get(name, "") for name in ("words", "need", "area", "town")}
        return Looking(age=asked.get("age"), **words)


def _choice(label: str, nothing: str, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", nothing), *choices], required=False)
