"""The forms of the circulation list: signing up, choosing, asking for the link."""

from django import forms

from kith.publishing.vocabulary.circulation import FREQUENCY_NAMES, TOPIC_NAMES, Choices, Frequency, Topic
from kith.shell.forms import KithFormRenderer
from kith.shell.words import word

_TOPICS = [(topic.value, word(name)) for topic, name in TOPIC_NAMES.items()]
_FREQUENCIES = [(frequency.value, word(name)) for frequency, name in FREQUENCY_NAMES.items()]


class _Plain(forms.Form):
    default_renderer = KithFormRenderer


class ChoicesForm(_Plain):
    """What a reader wants to hear of, and how often."""

    topics = forms.MultipleChoiceField(
        label=word("What do you want to hear of?"),
        choices=_TOPICS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": word("Choose at least one thing to hear of, or leave the list")},
    )
    frequency = forms.ChoiceField(
        label=word("How often at most?"),
        choices=_FREQUENCIES,
        widget=forms.RadioSelect,
        initial=Frequency.WEEKLY.value,
        help_text=word("You get one mail however many topics it is about."),
    )
    role = forms.CharField(
        label=word("Your role"), max_length=120, required=False, help_text=word("For example: social worker.")
    )
    agency = forms.CharField(label=word("Your agency"), max_length=120, required=False)

    def choices(self) -> Choices:
        """Return what was chosen; the form must be valid."""
        return Choices(
            topics=frozenset(map(Topic, self.cleaned_data["topics"])),
            frequency=Frequency(self.cleaned_data["frequency"]),
            role=self.cleaned_data["role"],
            agency=self.cleaned_data["agency"],
        )


class SignUpForm(ChoicesForm):
    """An address, and what whoever reads it wants."""

    address = forms.EmailField(
        label=word("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text=word("We write to it once, to ask whether this is what you want."),
        error_messages={
            "required": word("Enter your e-mail address"),
            "invalid": word("Enter an e-mail address such as name@example.org"),
        },
    )
    topics = forms.MultipleChoiceField(
        label=word("What do you want to hear of?"),
        choices=_TOPICS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": word("Choose at least one thing to hear of")},
    )
    field_order = ("address", "topics", "frequency", "role", "agency")


class LinkForm(_Plain):
    """The address whose choices somebody wants to see."""

    address = forms.EmailField(
        label=word("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": word("Enter your e-mail address"),
            "invalid": word("Enter an e-mail address such as name@example.org"),
        },
    )
