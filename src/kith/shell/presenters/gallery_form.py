"""A form with one field of every kind, to see what the form renderer draws."""

from django import forms

from kith.shell.forms import DayField

_AGENCIES = [("police", "Police"), ("school", "School"), ("health", "Health")]


class SampleForm(forms.Form):
    """One field of every kind; what is typed into it goes nowhere."""

    name = forms.CharField(label="Name of the setting", help_text="As the agency writes it", max_length=60)
    when = DayField(label="Date of the visit", help_text="For example, 27 3 2026")
    seen = forms.ChoiceField(
        label="Was the child seen?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    agencies = forms.MultipleChoiceField(
        label="Who was there?", choices=_AGENCIES, widget=forms.CheckboxSelectMultiple, required=False
    )
    agency = forms.ChoiceField(label="Lead agency", choices=_AGENCIES)
    said = forms.CharField(label="What was said", widget=forms.Textarea, max_length=500)
    file = forms.FileField(label="Document", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="The parent agreed to share this")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
