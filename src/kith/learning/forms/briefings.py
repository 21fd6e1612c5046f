"""Forms of whoever approves a briefing: a yes to exactly these words, a reason."""

from typing import Any

from django import forms

_MOST = 1000


class ApproveForm(forms.Form):
    """That somebody has read every word; with the reason where few children fit it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    because = forms.CharField(
        label="Why may it be published although so few children fit it?",
        help_text="Your name stands beside the reason. It is not shown on the public site",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=_MOST,
        error_messages={"required": "Say why it may be published although so few children fit it"},
    )
    has_read = forms.BooleanField(
        label="I have read every word. From it I can tell nobody, and the facts named here are all that it tells",
        error_messages={"required": "Read every word, and say that you have"},
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        """Ask for the reason only where one is needed."""
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["because"]


class BecauseForm(forms.Form):
    """Why a briefing goes back, or is withdrawn."""

    because = forms.CharField(
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=_MOST,
        error_messages={"required": "Say why"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        """Say what the reason is for."""
        super().__init__(*args, **kwargs)
        self.fields["because"].help_text = hint
