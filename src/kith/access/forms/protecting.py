"""The forms of protections: shielding a person, lifting a shield, keeping a colleague away."""

from django import forms

from kith.access.services.relationships.protecting import BLOCK_KINDS, SHIELD_KINDS


class ShieldForm(forms.Form):
    """Why a person is hidden, and when somebody looks at it again."""

    kind = forms.ChoiceField(label="What must stay hidden?", choices=list(SHIELD_KINDS.items()))
    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}), min_length=10, max_length=2000)
    review_on = forms.DateField(
        label="Review on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Within a year. The shield stays until two people lift it.",
    )


class LiftForm(forms.Form):
    """Why a shield may go."""

    because = forms.CharField(
        label="Why may it be lifted?", widget=forms.Textarea(attrs={"rows": 3}), min_length=10, max_length=2000
    )


class BlockForm(forms.Form):
    """Which colleague must never see a person, and why."""

    email = forms.EmailField(label="Work e-mail address of the colleague")
    kind = forms.ChoiceField(label="Why?", choices=list(BLOCK_KINDS.items()))
    reason = forms.CharField(label="In words", widget=forms.Textarea(attrs={"rows": 2}), min_length=5, max_length=2000)


class EndBlockForm(forms.Form):
    """Why a colleague may be shown a person again."""

    because = forms.CharField(label="Why does it end?", min_length=5, max_length=500)
