"""The forms of asking to see a person, breaking glass, deciding and reviewing."""

from django import forms

from kith.access.services.relationships import GLASS_CATEGORIES, GLASS_OUTCOMES


class AskForm(forms.Form):
    """A reason to see a person, for a manager to decide."""

    reason = forms.CharField(
        label="Why do you need to see this person's record?",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=20,
        help_text="A manager of your agency decides by what you write. Name nobody else.",
    )


class GlassForm(forms.Form):
    """What has happened that cannot wait for a manager."""

    category = forms.ChoiceField(
        label="What has happened?", choices=list(GLASS_CATEGORIES.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Why can it not wait?",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=20,
        help_text="Somebody of another team reads this today.",
    )


class DecideForm(forms.Form):
    """A manager's answer to a request."""

    answer = forms.ChoiceField(
        label="Your answer", choices=[("grant", "Grant"), ("refuse", "Refuse")], widget=forms.RadioSelect
    )
    days = forms.IntegerField(label="For how many days", min_value=1, max_value=180, initial=90)
    because = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}))


class EndGrantForm(forms.Form):
    """Why access that was granted ends before its day."""

    because = forms.CharField(label="Why does it end?", min_length=5, max_length=500)


class ReviewForm(forms.Form):
    """A reviewer's judgement of an emergency look."""

    outcome = forms.ChoiceField(label="Your judgement", choices=list(GLASS_OUTCOMES.items()), widget=forms.RadioSelect)
    note = forms.CharField(label="What you found", widget=forms.Textarea(attrs={"rows": 3}))
