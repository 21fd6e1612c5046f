"""Forms of a meeting: planning it, going on without a quorum, a decision, an action."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from kith.panel.forms.cases import long_text
from kith.panel.vocabulary import (
    ACTION_WORDS,
    LEVEL_WORDS,
    OUTCOME_WORDS,
    SECTION_WORDS,
    ActionState,
    Level,
    NewAction,
    NewDecision,
    NewMeeting,
    Outcome,
    Section,
)
from kith.shell.forms import DayField
from kith.work.vocabulary import REASONS, NotPossibleBecause

_LEVELS = [(one.value, words) for one, words in LEVEL_WORDS.items()]
_CHILD_SECTIONS = (Section.URGENT, Section.CHILDREN, Section.REVIEWS, Section.STEP_DOWNS)


class MeetingForm(forms.Form):
    """A meeting to come."""

    day = DayField(label="Day", help_text="For example, 27 3 2027", error_messages={"required": "Enter the day"})
    time = forms.TimeField(
        label="Time",
        help_text="For example, 10:00",
        input_formats=["%H:%M"],
        error_messages={"required": "Enter the time"},
    )
    place = forms.CharField(label="Where", max_length=120, error_messages={"required": "Say where"})

    def __init__(
        self, *args: Any, chairs: Iterable[tuple[int, str]], people: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        """Offer who may take the chair, and who may sit."""
        super().__init__(*args, **kwargs)
        self.fields["chair"] = forms.ChoiceField(
            label="In the chair",
            choices=[("", "Choose"), *((str(pk), name) for pk, name in chairs)],
            error_messages={"required": "Choose who takes the chair"},
        )
        self.fields["seats"] = forms.MultipleChoiceField(
            label="Who sits in it",
            choices=[(str(pk), name) for pk, name in people],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def new_meeting(self) -> NewMeeting:
        """Return what was typed as a meeting."""
        typed = self.cleaned_data
        begins_at = timezone.make_aware(datetime.combine(typed["day"], typed["time"]))
        seats = tuple(int(each) for each in typed["seats"])
        return NewMeeting(begins_at=begins_at, place=typed["place"], chair_id=int(typed["chair"]), seats=seats)


class ListForm(forms.Form):
    """Onto which agenda a child goes, and into which part of it."""

    section = forms.ChoiceField(
        label="Part of the agenda",
        choices=[(one.value, SECTION_WORDS[one]) for one in _CHILD_SECTIONS],
        error_messages={"required": "Choose a part"},
    )

    def __init__(self, *args: Any, meetings: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the meetings that have not begun."""
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = forms.ChoiceField(
            label="Meeting", choices=[("", "Choose"), *meetings], error_messages={"required": "Choose a meeting"}
        )
        self.order_fields(["meeting", "section"])


class BecauseForm(forms.Form):
    """A reason alone."""

    because = long_text("Why?", rows=2, required=False)


class DecisionForm(forms.Form):
    """What the panel decides about one child."""

    level_before = forms.ChoiceField(label="Risk before", choices=_LEVELS)
    level_after = forms.ChoiceField(label="Risk from now on", choices=_LEVELS)
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is decided"},
    )
    rationale = long_text("Why", "In words that the family could read", missing="Say why this was decided")
    dissent = long_text("Who disagreed, and why", rows=2, required=False)
    review_on = DayField(label="Next review", help_text="Empty: as the level says", required=False)

    def __init__(
        self, *args: Any, people: Iterable[tuple[int, str]], agencies: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        """Offer who may lead, and which agency may disagree."""
        super().__init__(*args, **kwargs)
        self.fields["lead"] = forms.ChoiceField(
            label="Lead professional",
            choices=[("", "Nobody new"), *((str(pk), name) for pk, name in people)],
            required=False,
        )
        self.fields["dissenting_agency"] = forms.ChoiceField(
            label="Whose dissent is it?",
            choices=[("", "Nobody's"), *((str(pk), name) for pk, name in agencies)],
            required=False,
        )
        order = "level_before level_after outcome rationale lead dissent dissenting_agency review_on"
        self.order_fields(order.split())

    def new_decision(self) -> NewDecision:
        """Return what was typed as a decision."""
        typed = self.cleaned_data
        return NewDecision(
            level_before=Level(typed["level_before"]),
            level_after=Level(typed["level_after"]),
            outcome=Outcome(typed["outcome"]),
            rationale=typed["rationale"],
            lead_id=int(typed["lead"]) if typed["lead"] else None,
            dissent=typed["dissent"],
            dissenting_agency_id=int(typed["dissenting_agency"]) if typed["dissenting_agency"] else None,
            review_on=typed["review_on"],
        )


class ActionForm(forms.Form):
    """An action for a child."""

    need = forms.CharField(label="What the child needs", max_length=200, error_messages={"required": "Say what for"})
    what = long_text("What is done about it", rows=3, missing="Say what is done")
    due_on = DayField(label="By when", help_text="For example, 27 3 2027", error_messages={"required": "Enter a day"})
    evidence_wanted = forms.CharField(label="What will show that it is done", max_length=200, required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Offer who may own it."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ChoiceField(
            label="Who owns it",
            choices=[("", "Choose"), *((str(pk), name) for pk, name in people)],
            error_messages={"required": "Name one person who owns it"},
        )
        self.order_fields(["need", "what", "owner", "due_on", "evidence_wanted"])

    def new_action(self) -> NewAction:
        """Return what was typed as an action."""
        typed = self.cleaned_data
        return NewAction(
            need=typed["need"],
            what=typed["what"],
            owner_id=int(typed["owner"]),
            due_on=typed["due_on"],
            evidence_wanted=typed["evidence_wanted"],
        )


class ActionChangeForm(forms.Form):
    """How an action stands now."""

    to = forms.ChoiceField(
        label="How does it stand?",
        choices=[(one.value, words) for one, words in ACTION_WORDS.items() if one is not ActionState.NOT_STARTED],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands"},
    )
    evidence = long_text("What shows it", rows=2, required=False)
    because = forms.ChoiceField(
        label="If it is not possible: why?",
        choices=[("", "Choose"), *((one.value, words) for one, words in REASONS.items())],
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def reason(self) -> NotPossibleBecause | None:
        """Return why it is not possible, where that was chosen."""
        chosen = self.cleaned_data["because"]
        return NotPossibleBecause(chosen) if chosen else None
