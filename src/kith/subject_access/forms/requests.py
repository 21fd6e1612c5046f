"""Forms of a request itself: taking it in, who asks, more time, a refusal, the second person."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kith.shell.forms import DayField
from kith.subject_access.forms.fields import one_of, sentences
from kith.subject_access.vocabulary import (
    ASKED_BY_WORDS,
    EXTENDED_WORDS,
    IDENTITY_WORDS,
    REFUSED_WORDS,
    AskedBy,
    NewRequest,
)


class RequestForm(forms.Form):
    """A request as it came in."""

    asked_by = one_of("Who asks?", ASKED_BY_WORDS, missing="Choose who asks")
    asker_name = forms.CharField(
        label="Name of whoever asks", max_length=200, error_messages={"required": "Give the name of whoever asks"}
    )
    authority = sentences(
        "Why may they ask for this person?", "Not needed when the person asks themself", required=False
    )
    received_on = DayField(label="When did the request come?", help_text="The month begins on this day")
    from_on = DayField(label="From which day, if only a part is asked for?", required=False)
    until_on = DayField(label="Until which day?", required=False)

    def new_request(self) -> NewRequest:
        """Return what was typed as a request."""
        typed = self.cleaned_data
        return NewRequest(
            asked_by=AskedBy(typed["asked_by"]),
            asker_name=typed["asker_name"],
            authority=typed["authority"],
            received_on=typed["received_on"],
            from_on=typed["from_on"],
            until_on=typed["until_on"],
        )


class IdentityForm(forms.Form):
    """How it was made sure who asks."""

    identity = one_of("How was it made sure?", IDENTITY_WORDS, missing="Choose how it was made sure")
    says = sentences("What was seen, or who said so?", "Do not keep a copy of the document")


class ExtendForm(forms.Form):
    """Why a request takes longer."""

    because = one_of("Why does it take longer?", EXTENDED_WORDS, missing="Choose why")


class RefuseForm(forms.Form):
    """Why a request is refused."""

    because = one_of("Why is it refused?", REFUSED_WORDS, missing="Choose why")


class SecondForm(forms.Form):
    """Who checks, as the second person, what leaves."""

    def __init__(self, *args: Any, leads: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the other leads."""
        super().__init__(*args, **kwargs)
        self.fields["second"] = forms.ChoiceField(
            label="Who checks it as the second person?",
            help_text="They may see the whole record from now on, and decide nothing in it"
            if leads
            else "Nobody else is an information-governance lead. Ask the administrator to give a colleague the role",
            choices=[("", "Choose"), *((str(pk), says) for pk, says in leads)],
            error_messages={"required": "Choose the second person"},
        )
