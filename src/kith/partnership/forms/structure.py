"""Forms of the structure: the day to look at, what a part says, which version it should say again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from kith.partnership.vocabulary import POINTS, PartVersion, Said, Spec
from kith.shell.forms import DayField

WITHDRAWN: Final = "withdrawn"


def _why(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="It is kept in the history",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": "Say why"},
    )


class AsAtForm(forms.Form):
    """The day as at which the partnership is shown."""

    on = DayField(label="As at which day?", help_text="For example, 1 12 2019", required=False)


class PartForm(forms.Form):
    """What a part says, in the fields that its kind declares; a change asks for its reason too."""

    def __init__(
        self, *args: Any, spec: Spec, choices: Mapping[str, Mapping[int, str]], is_new: bool, **kwargs: Any
    ) -> None:
        """Make the fields of a kind; `choices` holds what each pointing field may point to."""
        super().__init__(*args, **kwargs)
        self._spec = spec
        for said in spec.fields:
            self.fields[said.name] = _field(said, choices.get(said.shape, {}))
        if not is_new:
            self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput)
            self.fields["because"] = _why("Why is it changed?")

    def said(self) -> dict[str, Any]:
        """Return what was typed, with what it points to by its key."""
        typed = self.cleaned_data
        return {
            said.name: (int(typed[said.name]) if typed[said.name] else None)
            if said.shape in POINTS
            else typed[said.name]
            for said in self._spec.fields
        }


class PutBackForm(forms.Form):
    """Which earlier version a part should say again, or that it should not stand at all."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, versions: Sequence[PartVersion], **kwargs: Any) -> None:
        """Offer the earlier versions that stood, and to withdraw what stands now."""
        super().__init__(*args, **kwargs)
        earlier = [one for one in versions[1:] if not one.is_withdrawn]
        choices = [(str(one.version), f"What version {one.version} said, of {_day(one)}") for one in earlier]
        if versions and not versions[0].is_withdrawn:
            choices.append((WITHDRAWN, "Withdrawn, because it was written in error"))
        self.fields["to"] = forms.ChoiceField(
            label="What should hold from now on?",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose what should hold"},
        )
        self.fields["because"] = _why("Why?")


def _day(version: PartVersion) -> str:
    return f"{version.at.day} {version.at:%B %Y}"


def _field(said: Said, choices: Mapping[int, str]) -> forms.Field:
    common: dict[str, Any] = {
        "label": said.label,
        "help_text": said.hint,
        "required": bool(said.missing),
        "error_messages": {"required": said.missing} if said.missing else {},
    }
    if said.shape == "day":
        return DayField(**common)
    if said.shape == "whole":
        return forms.IntegerField(min_value=said.low, max_value=said.high, **common)
    if said.shape == "yes":
        return forms.BooleanField(**common)
    if said.choices is not None:
        return forms.ChoiceField(choices=list(said.choices.items()), widget=forms.RadioSelect, **common)
    if said.shape in POINTS:
        return forms.ChoiceField(choices=[("", "None"), *((str(key), name) for key, name in choices.items())], **common)
    widget = forms.Textarea(attrs={"rows": 4}) if said.shape == "text" else forms.TextInput()
    return forms.CharField(max_length=8000 if said.shape == "text" else 300, widget=widget, **common)
