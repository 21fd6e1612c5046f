"""Forms of statutory reviews: opening one, each of its steps, and what an agency knows."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from kith.audit.forms.fields import one_of, sentences
from kith.audit.vocabulary import (
    ANSWER_WORDS,
    DECISION_WORDS,
    INCIDENT_WORDS,
    STEP_WORDS,
    SUSPICION_WORDS,
    IncidentKind,
    NewIncident,
    NewReview,
    NewStep,
    PanelAnswer,
    ReviewDecision,
    ReviewStepKind,
    Suspicion,
)
from kith.shell.forms import DayField

_NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_K = ReviewStepKind
Choices = list[tuple[str, str]]


class OpenReviewForm(forms.Form):
    """About whom a review is opened, and who decides it."""

    person = forms.CharField(
        label="The address of the child's page",
        help_text="Whoever works with the child can copy it. Nobody is named in it",
        max_length=300,
        error_messages={"required": "Give the address of the child's page"},
    )

    def __init__(self, *args: Any, deciders: Choices, **kwargs: Any) -> None:
        """Offer the colleagues who may decide."""
        super().__init__(*args, **kwargs)
        self.fields["decides"] = one_of(
            "Who decides?",
            deciders,
            missing="Choose who decides",
            hint="Somebody other than you: they see the child until the review ends",
        )
        self.order_fields(self.field_order)

    def clean_person(self) -> UUID:
        """Return the number in the address."""
        found = _NUMBER.search(self.cleaned_data["person"])
        if found is None:
            raise ValidationError("There is no number in that address. Copy the whole address of the child's page")
        return UUID(found.group())


class RapidReviewForm(OpenReviewForm):
    """A serious incident as it became known."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[(one.value, words) for one, words in INCIDENT_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    suspicion = forms.ChoiceField(
        label="Is abuse or neglect known or suspected?",
        choices=[(one.value, words) for one, words in SUSPICION_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one; without either, there is nothing to notify"},
    )
    happened_on = DayField(label="On which day did it happen?", help_text="For example, 12 11 2026")
    known_on = DayField(
        label="On which day did the local authority become aware of it?",
        help_text="The days of the law are counted from it",
    )
    what = sentences("What happened, as far as it is known?")

    field_order = ("person", "kind", "suspicion", "happened_on", "known_on", "what", "decides")

    def new_review(self) -> NewReview:
        """Return what was typed as a review."""
        typed = self.cleaned_data
        return NewReview(
            person=typed["person"],
            decides_id=int(typed["decides"]),
            incident=NewIncident(
                kind=IncidentKind(typed["kind"]),
                suspicion=Suspicion(typed["suspicion"]),
                happened_on=typed["happened_on"],
                known_on=typed["known_on"],
                what=typed["what"],
            ),
        )


class PracticeReviewForm(OpenReviewForm):
    """A practice review that no rapid review came before."""

    decided_on = DayField(label="On which day did the partners decide to review?", help_text="For example, 12 11 2026")
    because = sentences("Why is this case reviewed?", "Without a rapid review before it")

    field_order = ("person", "decided_on", "because", "decides")

    def new_review(self) -> NewReview:
        """Return what was typed as a review."""
        typed = self.cleaned_data
        return NewReview(
            person=typed["person"],
            decides_id=int(typed["decides"]),
            because=typed["because"],
            decided_on=typed["decided_on"],
        )


def _decision(_: Choices, __: Choices) -> dict[str, forms.Field]:
    return {
        "decision": forms.ChoiceField(
            label="What is decided?",
            choices=[(one.value, words) for one, words in DECISION_WORDS.items()],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose what is decided"},
        )
    }


def _answer(_: Choices, __: Choices) -> dict[str, forms.Field]:
    return {
        "answer": forms.ChoiceField(
            label="What did it answer?",
            choices=[(one.value, words) for one, words in ANSWER_WORDS.items()],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose what it answered"},
        )
    }


def _ask(colleagues: Choices, _: Choices) -> dict[str, forms.Field]:
    return {
        "contact": one_of("Who answers there?", colleagues, missing="Choose a colleague of the agency"),
        "due_on": DayField(label="By when?", help_text="Leave it as it is, or choose another day"),
    }


def _scope(_: Choices, __: Choices) -> dict[str, forms.Field]:
    return {
        "reviewer": forms.CharField(
            label="Who reviews?", max_length=120, error_messages={"required": "Name who reviews"}
        ),
        "due_on": DayField(label="When is it planned to be published?", help_text="For example, 30 4 2027"),
    }


def _publish(_: Choices, __: Choices) -> dict[str, forms.Field]:
    return {
        "item": forms.UUIDField(
            label="Number of the item that was handed to the public site",
            help_text="If there is one; it stands on the page where it was approved",
            required=False,
        )
    }


def _learn(_: Choices, __: Choices) -> dict[str, forms.Field]:
    return {"recommends": sentences("What should be different?", "Without anybody in it")}


def _hand_over(colleagues: Choices, auditors: Choices) -> dict[str, forms.Field]:
    return {
        "lead": one_of("Who leads from now on?", auditors, missing="Choose who leads"),
        "decides": one_of("Who decides from now on?", colleagues, missing="Choose who decides"),
    }


_MORE: Final[Mapping[ReviewStepKind, Callable[[Choices, Choices], dict[str, forms.Field]]]] = MappingProxyType(
    {
        _K.DECIDE: _decision,
        _K.ANSWER: _answer,
        _K.ASK: _ask,
        _K.SCOPE: _scope,
        _K.PUBLISH: _publish,
        _K.LEARN: _learn,
        _K.HAND_OVER: _hand_over,
    }
)


class StepForm(forms.Form):
    """What one step of a review asks for."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: ReviewStepKind, colleagues: Choices, auditors: Choices, **kwargs: Any) -> None:
        """Ask for the day, and for what this step needs."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        words = STEP_WORDS[kind]
        self.fields["on"] = DayField(label="On which day?", help_text="Today or before")
        more = _MORE.get(kind)
        self.fields |= more(colleagues, auditors) if more else {}
        if words.asks:
            self.fields["says"] = sentences(words.asks, words.hint, rows=4)
        if kind is _K.LEARN:
            self.order_fields(["on", "says", "recommends", "seen"])

    def new_step(self) -> NewStep:
        """Return what was typed as a step."""
        typed = self.cleaned_data
        on: date = typed["on"]
        return NewStep(
            kind=self.kind,
            on=on,
            says=typed.get("says", ""),
            decision=ReviewDecision(typed["decision"]) if typed.get("decision") else None,
            answer=PanelAnswer(typed["answer"]) if typed.get("answer") else None,
            contact_id=int(typed["contact"]) if typed.get("contact") else None,
            due_on=typed.get("due_on"),
            decides_id=int(typed["decides"]) if typed.get("decides") else None,
            lead_id=int(typed["lead"]) if typed.get("lead") else None,
            reviewer=typed.get("reviewer", ""),
            recommends=typed.get("recommends", ""),
            item=typed.get("item"),
        )


class FactsForm(forms.Form):
    """What an agency knows for a review."""

    facts = forms.CharField(
        label="What does your agency know?",
        help_text="Facts with their days, what was done and what worked; keep opinion apart. If you do not know the "
        "child, say so",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        error_messages={"required": "Say what your agency knows"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
