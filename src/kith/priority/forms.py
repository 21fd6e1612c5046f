"""The forms by which somebody says that a card is wrong, and by which that is answered."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.priority.vocabulary import CorrectionAnswer, CorrectionKind, CorrectionState


class CorrectionForm(forms.Form):
    """What is wrong, which sign it is about, and what would be right."""

    what = forms.ChoiceField(
        label="What is wrong?", widget=forms.RadioSelect, error_messages={"required": "Choose what is wrong"}
    )
    indicator = forms.ChoiceField(label="Which line is it about?", required=False)
    says = forms.CharField(
        label="What would be right?",
        help_text="The agency that told it reads this. Say how you know.",
        widget=forms.Textarea(attrs={"rows": 5}),
        min_length=10,
        max_length=2000,
        error_messages={
            "required": "Say what would be right",
            "min_length": "Say in a sentence what would be right, so that the agency can find it",
        },
    )

    def __init__(
        self, *args: Any, kinds: Iterable[tuple[CorrectionKind, str]], lines: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the kinds of fault, and the lines of the card that the viewer can read."""
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(kind.value, text) for kind, text in kinds]  # type: ignore[attr-defined]  # the stubs know the field only as a Field
        self.fields["indicator"].choices = [("", "The whole card"), *lines]  # type: ignore[attr-defined]  # the stubs know the field only as a Field


class AnswerForm(forms.Form):
    """What became of something said to be wrong: put right, not wrong, or passed to the agency that told it."""

    state = forms.ChoiceField(
        label="What became of it?", widget=forms.RadioSelect, error_messages={"required": "Choose what became of it"}
    )
    agency = forms.ChoiceField(
        label="Which agency told it?",
        help_text="Only if it has to put its record right. Its contact is given a task with these words.",
        required=False,
    )
    because = forms.CharField(
        label="What was done, or why is it not wrong?",
        help_text="Whoever said it reads this, and so does everybody who may read the card.",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=10,
        max_length=2000,
        error_messages={
            "required": "Say what was done, or why it is not wrong",
            "min_length": "Say in a sentence what was done, or why it is not wrong",
        },
    )

    def __init__(
        self,
        *args: Any,
        answers: Iterable[tuple[CorrectionState, str]],
        agencies: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        """Offer the answers that are still possible, and the agencies that told something of the child."""
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state.value, text) for state, text in answers]  # type: ignore[attr-defined]  # the stubs know the field only as a Field
        self.fields["agency"].choices = [("", "No agency"), *((str(pk), name) for pk, name in agencies)]  # type: ignore[attr-defined]  # the stubs know the field only as a Field

    def clean(self) -> dict[str, Any]:
        """Refuse to pass something on to nobody."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("state") == CorrectionState.PASSED_ON and not found.get("agency"):
            self.add_error("agency", "Choose the agency that told it")
        return found

    def answer(self) -> CorrectionAnswer:
        """Return what was chosen; call it when the form is valid."""
        agency = self.cleaned_data["agency"]
        return CorrectionAnswer(
            state=CorrectionState(self.cleaned_data["state"]),
            because=self.cleaned_data["because"],
            agency_id=int(agency) if agency else None,
        )
