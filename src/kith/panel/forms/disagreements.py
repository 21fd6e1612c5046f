"""Forms of a professional disagreement: raising it, acting at a stage, what is learned, who answers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.panel.forms.cases import long_text
from kith.panel.vocabulary import (
    DISAGREEMENT_OUTCOMES,
    DISAGREEMENT_WORDS,
    STAGES,
    TOPIC_WORDS,
    DisagreementAct,
    DisagreementOutcome,
    DisagreementTopic,
    NewDisagreement,
    Said,
)

_SAFE = "Who sees the child, and when? If they are in danger now, ring 999 or the front door first"
_SAFE_MISSING = "Say what is done to keep the child safe meanwhile"


class DisagreementForm(forms.Form):
    """A disagreement as somebody raises it."""

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]] | None, **kwargs: Any) -> None:
        """Offer the other agencies; without any, the panel's decision says whose it is."""
        super().__init__(*args, **kwargs)
        if agencies is not None:
            self.fields["other_agency"] = forms.ChoiceField(
                label="With which agency?",
                choices=[("", "Choose"), *((str(pk), name) for pk, name in agencies)],
                error_messages={"required": "Choose the agency with which you disagree"},
            )
            self.fields["topic"] = forms.ChoiceField(
                label="About what?",
                choices=[
                    (one.value, words)
                    for one, words in TOPIC_WORDS.items()
                    if one is not DisagreementTopic.PANEL_DECISION
                ],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what it is about"},
            )
        self.fields["what"] = long_text("What do you disagree about, and why?", missing="Say what you disagree about")
        self.fields["wanted"] = long_text(
            "What should happen for the child instead?", rows=3, missing="Say what should happen instead"
        )
        self.fields["voice"] = long_text(
            "What does the child say about it?", "In their own words, where you know", rows=2, required=False
        )
        self.fields["child_safe"] = long_text(
            "What keeps the child safe while you disagree?", _SAFE, rows=3, missing=_SAFE_MISSING
        )

    def new_disagreement(self) -> NewDisagreement:
        """Return what was typed as a disagreement."""
        typed = self.cleaned_data
        return NewDisagreement(
            other_agency_id=int(typed["other_agency"]) if typed.get("other_agency") else None,
            topic=DisagreementTopic(typed.get("topic") or DisagreementTopic.PANEL_DECISION),
            what=typed["what"],
            wanted=typed["wanted"],
            voice=typed["voice"],
            child_safe=typed["child_safe"],
        )


class ActForm(forms.Form):
    """What somebody says at a stage, and what keeps the child safe from now on."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, act: DisagreementAct, sides: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Ask for what the act needs: an outcome where something is proposed or decided, dissent where it ends."""
        super().__init__(*args, **kwargs)
        if act in (DisagreementAct.PROPOSE, DisagreementAct.DECIDE):
            self.fields["outcome"] = forms.ChoiceField(
                label="What comes of it?",
                choices=[(one.value, words) for one, words in DISAGREEMENT_OUTCOMES.items()],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what comes of it"},
            )
        self.fields["says"] = long_text("What do you say?", "The other agency reads it", missing="Say it in a sentence")
        if act in (DisagreementAct.AGREE, DisagreementAct.DECIDE):
            self.fields["dissent"] = long_text(
                "What is still not agreed", "Kept with the outcome", rows=2, required=False
            )
        if act is DisagreementAct.DECIDE:
            self.fields["dissenting_agency"] = forms.ChoiceField(
                label="Whose dissent is it?",
                choices=[("", "Nobody's"), *((str(pk), name) for pk, name in sides)],
                required=False,
            )
        self.fields["child_safe"] = long_text(
            "What keeps the child safe from now on?", _SAFE, rows=3, missing=_SAFE_MISSING
        )

    def said(self) -> Said:
        """Return what was typed."""
        typed = self.cleaned_data
        return Said(
            says=typed["says"],
            child_safe=typed["child_safe"],
            outcome=DisagreementOutcome(typed["outcome"]) if typed.get("outcome") else None,
            dissent=typed.get("dissent", ""),
            dissenting_agency_id=int(typed["dissenting_agency"]) if typed.get("dissenting_agency") else None,
        )


class LessonForm(forms.Form):
    """What all agencies can learn."""

    says = long_text(
        "What can other agencies learn?",
        "Every agency reads it: no names, no numbers, no dates",
        missing="Say what can be learned",
    )


class AnswererForm(forms.Form):
    """Who answers at a stage."""

    stage = forms.ChoiceField(
        label="Stage",
        choices=[(one.value, DISAGREEMENT_WORDS[one]) for one in STAGES],
        error_messages={"required": "Choose a stage"},
    )

    def __init__(
        self, *args: Any, agencies: Iterable[tuple[int, str]], people: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        """Offer the agencies and the people."""
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ChoiceField(
            label="For which agency?",
            choices=[("", "For the partnership as a whole"), *((str(pk), name) for pk, name in agencies)],
            required=False,
        )
        self.fields["staff"] = forms.ChoiceField(
            label="Who answers?",
            choices=[("", "Choose"), *((str(pk), name) for pk, name in people)],
            error_messages={"required": "Choose who answers"},
        )
