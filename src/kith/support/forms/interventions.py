"""Forms of an intervention: agreeing it, beginning it, its sessions, its end, its outcome."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from kith.shell.forms import DayField
from kith.support.vocabulary.interventions import (
    AGREED_IN_WORDS,
    ENDED,
    INTERVENTION_OUTCOME_WORDS,
    INTERVENTION_WORDS,
    AgreedIn,
    Ending,
    InterventionOutcome,
    InterventionState,
    NewIntervention,
    NewInterventionOutcome,
    Sessions,
)

_EXAMPLE = "For example, 27 3 2027"


def _words(label: str, hint: str = "", *, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=bool(missing),
        error_messages={"required": missing},
    )


def _choice(label: str, choices: Iterable[tuple[str, str]], missing: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class NeedForm(forms.Form):
    """Which need of the child comes first, so that services which meet it can be shown."""

    def __init__(self, *args: Any, needs: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the needs of the book."""
        super().__init__(*args, **kwargs)
        self.fields["need"] = _choice("What does the child need?", needs.items(), "Choose a need")


class AgreeForm(forms.Form):
    """What is agreed with a service."""

    goal = _words("What is it for?", "In words the child would use", missing="Say what it is for")
    planned_sessions = forms.IntegerField(label="Sessions planned", min_value=1, max_value=1000)
    starts_on = DayField(label="Begins on", help_text=_EXAMPLE)
    ends_on = DayField(label="Ends on", help_text=_EXAMPLE)
    cost = forms.DecimalField(
        label="Cost in pounds",
        help_text="Of the whole intervention; 0 where it costs nothing",
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
    )
    source_ref = forms.CharField(
        label="Reference",
        help_text="A number of the plan, the meeting or the referral, never a name",
        max_length=80,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        services: Iterable[tuple[str, str]],
        workers: Iterable[tuple[int, str]],
        streams: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        """Offer the open services that suit, who works for their providers, and the streams that pay."""
        super().__init__(*args, **kwargs)
        missing = "Choose a service that is open"
        self.fields["service"] = _choice("Which service?", services, missing, "Free places and short waits come first")
        self.fields["funding"] = _choice("What pays for it?", streams.items(), "Choose what pays for it")
        agreed = ((one.value, words) for one, words in AGREED_IN_WORDS.items())
        self.fields["agreed_in"] = _choice("Where was it agreed?", agreed, "Choose where it was agreed")
        self.fields["worker"] = forms.ChoiceField(
            label="Who carries it out?",
            help_text="Somebody of the agency that provides it. They see the child until its outcome is told.",
            choices=[("", "I do, or see to it"), *((str(pk), name) for pk, name in workers)],
            required=False,
            error_messages={"invalid_choice": "Choose somebody of the list"},
        )
        self.order_fields(["service", "worker", "goal", "planned_sessions", "starts_on", "ends_on", "cost", "funding"])

    def new_intervention(self, need: str) -> NewIntervention:
        """Return what was typed."""
        typed = self.cleaned_data
        return NewIntervention(
            need=need,
            service_id=int(typed["service"]),
            funding=typed["funding"],
            cost_pence=int(typed["cost"] * Decimal(100)),
            agreed_in=AgreedIn(typed["agreed_in"]),
            source_ref=typed["source_ref"],
            goal=typed["goal"],
            planned_sessions=typed["planned_sessions"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            worker_id=int(typed["worker"]) if typed["worker"] else None,
        )


class SeenForm(forms.Form):
    """A change that carries the version its writer saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class StartForm(SeenForm):
    """On which day an intervention began."""

    on = DayField(label="Began on", help_text=_EXAMPLE)


class SessionsForm(SeenForm):
    """How many sessions took place, counted from the beginning."""

    offered = forms.IntegerField(
        label="Sessions offered so far", help_text="Counted from the beginning", min_value=0, max_value=10_000
    )
    attended = forms.IntegerField(label="Sessions attended so far", min_value=0, max_value=10_000)

    def sessions(self) -> Sessions:
        """Return what was typed."""
        return Sessions(offered=self.cleaned_data["offered"], attended=self.cleaned_data["attended"])


class EndForm(SeenForm):
    """How an intervention ended."""

    to = _choice(
        "How did it end?",
        (
            (one.value, words.removeprefix("Ended: ").capitalize())
            for one, words in INTERVENTION_WORDS.items()
            if one in ENDED
        ),
        "Choose how it ended",
    )
    on = DayField(label="Ended on", help_text=_EXAMPLE)
    because = _words("Why?", "Needed where it was stopped early or declined")

    def ending(self) -> Ending:
        """Return what was typed."""
        typed = self.cleaned_data
        return Ending(to=InterventionState(typed["to"]), on=typed["on"], because=typed["because"])


class OutcomeForm(SeenForm):
    """What came of an intervention."""

    outcome = _choice(
        "What came of it?",
        ((one.value, words) for one, words in INTERVENTION_OUTCOME_WORDS.items()),
        "Choose what came of it",
    )
    on = DayField(label="Told on", help_text=_EXAMPLE)
    words = _words("What shows it?", missing="Say what shows it")
    childs_view = _words("What does the child say of it?", "Their own words; leave it empty where nobody asked yet")

    def new_outcome(self) -> NewInterventionOutcome:
        """Return what was typed."""
        typed = self.cleaned_data
        return NewInterventionOutcome(
            outcome=InterventionOutcome(typed["outcome"]),
            on=typed["on"],
            words=typed["words"],
            childs_view=typed["childs_view"],
        )
