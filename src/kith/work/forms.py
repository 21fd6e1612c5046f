"""The forms of a task: giving it, that it is not possible, that a colleague takes it."""

from typing import Any

from django import forms

from kith.work.vocabulary import OUTCOMES, REASONS


class NotPossibleForm(forms.Form):
    """Why a task cannot be done, from a closed list."""

    because = forms.ChoiceField(
        label="Why is it not possible?",
        choices=[("", "Choose a reason"), *((reason.value, words) for reason, words in REASONS.items())],
        error_messages={"required": "Choose why it is not possible"},
    )


class ActionForm(forms.Form):
    """What a colleague is asked to do, and by when."""

    owner_id = forms.TypedChoiceField(
        label="Who does it?", coerce=int, error_messages={"required": "Choose a colleague"}
    )
    due_on = forms.DateField(
        label="By when?",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose the day by which it is due"},
    )
    words = forms.CharField(
        label="What is needed?",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=10,
        max_length=2000,
        help_text="Your colleague reads it behind their sign-in; no mail says a word of it.",
        error_messages={"required": "Say what is needed"},
    )

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the viewer themselves and the colleagues of their agency."""
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [("", "Choose a colleague"), *((str(pk), name) for pk, name in colleagues)]  # type: ignore[attr-defined]  # the stubs know only Field


class MoveForm(forms.Form):
    """Which colleague takes a task."""

    to = forms.ChoiceField(label="Who takes it?", error_messages={"required": "Choose a colleague"})

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the colleagues of the viewer's agency."""
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Choose a colleague"), *((str(pk), name) for pk, name in colleagues)]  # type: ignore[attr-defined]  # the stubs know only Field


class FeedbackForm(forms.Form):
    """What was done about what somebody wrote on the public site."""

    outcome = forms.ChoiceField(
        label="What did you do?",
        choices=[(outcome.value, words) for outcome, words in OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you did"},
    )
    done = forms.CharField(
        label="Say what you did, with whom and when",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=10,
        max_length=2000,
        help_text="It is kept with the words, and goes with them ninety days after you send this.",
        error_messages={"required": "Say what you did", "min_length": "Say what you did in a whole sentence"},
    )
