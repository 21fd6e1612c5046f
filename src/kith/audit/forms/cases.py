"""Forms of a case: one section of an agency's tool, and a moderated grade."""

from typing import Any

from django import forms

from kith.audit.forms.fields import one_of, sentences
from kith.audit.vocabulary import GRADE_WORDS, Grade, SectionAnswer

_GRADES = [(one.value, words) for one, words in GRADE_WORDS.items()]


class SectionForm(forms.Form):
    """What an agency says in one section."""

    evidence = sentences("Evidence", "What you read, and what it shows", required=False)
    good_practice = sentences("Good practice", required=False)
    to_develop = sentences("To develop", required=False)
    grade = forms.ChoiceField(
        label="Grade", choices=[("", "Not graded yet"), *_GRADES], widget=forms.RadioSelect, required=False
    )
    because = sentences("Why this grade?", "A grade without its reason is not kept", rows=2, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def answer(self) -> SectionAnswer:
        """Return what was typed as an answer."""
        typed = self.cleaned_data
        return SectionAnswer(
            evidence=typed["evidence"],
            good_practice=typed["good_practice"],
            to_develop=typed["to_develop"],
            grade=Grade(typed["grade"]) if typed["grade"] else None,
            because=typed["because"],
        )


class ModerateForm(forms.Form):
    """The grade that a meeting gave, and why."""

    grade = forms.ChoiceField(
        label="What grade did the meeting give?",
        choices=_GRADES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the grade that the meeting gave"},
    )
    because = sentences("Why?", "Also when it did not move: both grades stay with their reasons", missing="Say why")

    def __init__(self, *args: Any, meetings: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the meetings that were held."""
        super().__init__(*args, **kwargs)
        self.fields["moderation"] = one_of("In which meeting?", meetings, missing="Choose the meeting")
        self.order_fields(["moderation", "grade", "because"])
