"""Forms of releases: what is told of an audit and how finely, and why one is declined or withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from kith.audit.vocabulary import Question
from kith.learning.vocabulary import TELLING_WORDS, NewRelease, Telling
from kith.learning.vocabulary.county import BREAKDOWN_WORDS, Breakdown, CountyQuestion, NewCountyRelease, Period

# A number is held back only by the checker; whoever proposes chooses what is told at all.
_TELLINGS = [(one.value, words) for one, words in TELLING_WORDS.items() if one is not Telling.HELD]


def _telling(label: str, hint: str, initial: Telling) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=_TELLINGS,
        initial=initial.value,
        error_messages={"required": "Choose how it is told"},
    )


class ReleaseForm(forms.Form):
    """Which findings are told, and how: exactly, as a band, or not."""

    title = forms.CharField(
        label="Title, as readers see it",
        max_length=120,
        help_text="For example, Knife crime: what an audit of 2026 found",
        error_messages={"required": "Give the figures a title"},
    )

    def __init__(
        self, *args: Any, findings: Sequence[tuple[Question, str, str]], has_parent: bool, **kwargs: Any
    ) -> None:
        """Ask of each finding that was counted; each is a question, how it is asked, and what was found."""
        super().__init__(*args, **kwargs)
        self.fields["cohort"] = _telling("How many cases there were", "", Telling.EXACT)
        if has_parent:
            self.fields["parent"] = _telling("Of how many they were chosen", "All whom the rule found", Telling.UNTOLD)
        self.asked = [question for question, _, _ in findings]
        for question, asks, says in findings:
            self.fields[question.value] = _telling(asks, says, Telling.UNTOLD)

    def new_release(self, theme: UUID) -> NewRelease:
        """Return what was chosen as a release."""
        typed: Mapping[str, Any] = self.cleaned_data
        return NewRelease(
            theme=theme,
            title=typed["title"],
            findings={question: Telling(typed[question.value]) for question in self.asked},
            cohort=Telling(typed["cohort"]),
            parent=Telling(typed.get("parent", Telling.UNTOLD)),
        )


class CountyReleaseForm(forms.Form):
    """Which questions about the county are told, of which period, parted by what, and how."""

    title = forms.CharField(
        label="Title, as readers see it",
        max_length=120,
        help_text="For example, The county in figures, 2025 to 2026",
        error_messages={"required": "Give the figures a title"},
    )
    breakdown = forms.ChoiceField(
        label="Broken down",
        choices=[(one.value, words) for one, words in BREAKDOWN_WORDS.items()],
        initial=Breakdown.WHOLE.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the figures are broken down"},
    )

    def __init__(
        self, *args: Any, questions: Sequence[CountyQuestion], periods: Sequence[tuple[Period, str]], **kwargs: Any
    ) -> None:
        """Ask of each question of the book; each period comes with its words."""
        super().__init__(*args, **kwargs)
        self._periods = {one.begins_on.isoformat() + one.ends_on.isoformat(): one for one, _ in periods}
        choices = [(key, words) for key, (_, words) in zip(self._periods, periods, strict=True)]
        self.fields["period"] = forms.ChoiceField(
            label="Period",
            help_text="A year from April to March, or a quarter, that is over",
            choices=choices,
            error_messages={"required": "Choose a period"},
        )
        self.asked = [one.key for one in questions]
        for one in questions:
            self.fields[one.key] = _telling(one.asks, "", Telling.UNTOLD)
        self.order_fields(["title", "period", "breakdown"])

    def new_release(self) -> NewCountyRelease:
        """Return what was chosen as a release."""
        typed: Mapping[str, Any] = self.cleaned_data
        return NewCountyRelease(
            title=typed["title"],
            period=self._periods[typed["period"]],
            breakdown=Breakdown(typed["breakdown"]),
            questions={key: Telling(typed[key]) for key in self.asked},
        )


class ReleaseReasonForm(forms.Form):
    """Why a release is declined or withdrawn."""

    because = forms.CharField(
        label="Why?",
        help_text="In a sentence; it is kept with the release. Name no child",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why"},
    )
