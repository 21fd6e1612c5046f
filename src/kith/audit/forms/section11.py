"""Forms of section 11: a round, the agency asked, one standard, a challenged grade."""

from typing import Any
from uuid import UUID

from django import forms

from kith.audit.forms.fields import one_of, perhaps, sentences
from kith.audit.vocabulary import MET_WORDS, Met, NewRound, StandardSaid
from kith.shell.forms import DayField

_GRADES = [(one.value, words) for one, words in MET_WORDS.items()]
Choices = list[tuple[str, str]]


class RoundForm(forms.Form):
    """A round as it is opened."""

    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="For example, Section 11, 2026 to 2027",
        error_messages={"required": "Give a title"},
    )
    due_on = DayField(label="By when do agencies return?", help_text="For example, 31 3 2027")

    def __init__(self, *args: Any, earlier: Choices, **kwargs: Any) -> None:
        """Offer the rounds that this one may be compared with."""
        super().__init__(*args, **kwargs)
        self.fields["follows"] = perhaps("Which round does it follow?", earlier, hint="What moved is then shown")

    def new_round(self) -> NewRound:
        """Return what was typed as a round."""
        typed = self.cleaned_data
        return NewRound(
            title=typed["title"],
            due_on=typed["due_on"],
            follows=UUID(typed["follows"]) if typed["follows"] else None,
        )


class AskReturnForm(forms.Form):
    """Which agency's colleague answers, and by when."""

    due_on = DayField(label="By when?", help_text="The round's day, or another for this agency")

    def __init__(self, *args: Any, contacts: Choices, **kwargs: Any) -> None:
        """Offer the colleagues who may answer."""
        super().__init__(*args, **kwargs)
        self.fields["contact"] = one_of(
            "Who answers there?", contacts, missing="Choose a colleague", hint="They get the task"
        )
        self.order_fields(["contact", "due_on"])


class StandardForm(forms.Form):
    """What an agency says of one standard."""

    grade = forms.ChoiceField(
        label="Does your agency meet it?",
        choices=[("", "Not graded yet"), *_GRADES],
        widget=forms.RadioSelect,
        required=False,
    )
    evidence = sentences(
        "On what evidence?", "Without the name of a child; for “not applicable”, say why", rows=5, required=False
    )
    to_do = sentences("What is to be done?", "Until the standard is met", required=False)
    do_by = DayField(label="By when?", help_text="For example, 30 6 2027", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def said(self) -> StandardSaid:
        """Return what was typed as what the agency says."""
        typed = self.cleaned_data
        return StandardSaid(
            grade=Met(typed["grade"]) if typed["grade"] else None,
            evidence=typed["evidence"],
            to_do=typed["to_do"],
            do_by=typed["do_by"],
        )


class ChallengeForm(forms.Form):
    """The grade that a challenge meeting gave, and why."""

    grade = forms.ChoiceField(
        label="What grade did the meeting give?",
        choices=_GRADES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the grade that the meeting gave"},
    )
    because = sentences("Why?", "Also when it did not move: both grades stay with their reasons", missing="Say why")

    def __init__(self, *args: Any, meetings: Choices, **kwargs: Any) -> None:
        """Offer the meetings that were held."""
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = one_of("In which meeting?", meetings, missing="Choose the meeting")
        self.order_fields(["meeting", "grade", "because"])
