"""Forms of what the public site says: proposing what was read, deciding on a proposal, taking something off."""

from typing import Any, Final

from django import forms

from kith.partnership.vocabulary import ProposalState

AGREE: Final = "agree"
DECLINE: Final = "decline"


class ProposeForm(forms.Form):
    """The text that somebody read, by its fingerprint."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class DecideForm(forms.Form):
    """Whether a proposal goes on, and where it does not, why."""

    def __init__(self, *args: Any, state: ProposalState, **kwargs: Any) -> None:
        """Ask what can be decided of a proposal that stands so."""
        super().__init__(*args, **kwargs)
        agree = (
            "Propose it; a colleague then approves it" if state is ProposalState.DRAWN else "Approve it for the site"
        )
        self.fields["decision"] = forms.ChoiceField(
            label="What should become of it?",
            choices=[(AGREE, agree), (DECLINE, "Decline it; the site stays as it is")],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose what should become of it"},
        )
        self.fields["because"] = forms.CharField(
            label="Why, if you decline it",
            help_text="Whoever proposed it reads this",
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=2000,
            required=False,
        )


class TakeOffForm(forms.Form):
    """Why something is taken off the site."""

    because = forms.CharField(
        label="Why is it taken off the site?",
        help_text="It goes at once, without a second person. To put it back takes two",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": "Say why it is taken off the site"},
    )
