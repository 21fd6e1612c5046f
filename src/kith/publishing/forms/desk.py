"""The forms of those who keep the circulation list; drawn by the editing pages in their own way."""

from django import forms

from kith.publishing.vocabulary.circulation import FREQUENCY_NAMES, TOPIC_NAMES, Consent, Frequency, Topic

_TOPICS = [(topic.value, name) for topic, name in TOPIC_NAMES.items()]
_FREQUENCIES = [(frequency.value, name) for frequency, name in FREQUENCY_NAMES.items()]


class ImportForm(forms.Form):
    """A list from elsewhere, and the consent of those on it."""

    file = forms.FileField(
        label="The list, as a CSV file",
        help_text="UTF-8. The first line names the columns: email, name, role, agency, topics, consented on, consent.",
    )
    topics = forms.MultipleChoiceField(
        label="What do those get whose line names no topic?",
        choices=_TOPICS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    frequency = forms.ChoiceField(
        label="How often at most?",
        choices=_FREQUENCIES,
        widget=forms.RadioSelect,
        initial=Frequency.WEEKLY.value,
    )
    consent = forms.CharField(
        label="How did those agree whose line does not say it?",
        max_length=200,
        required=False,
        help_text="For example: signed the circulation sheet of the spring conference. "
        "Without it, lines that say no consent are refused.",
    )
    consented_on = forms.DateField(
        label="On what day did they agree?", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def said(self) -> Consent:
        """Return what is said for the whole list; the form must be valid."""
        return Consent(
            topics=frozenset(map(Topic, self.cleaned_data["topics"])),
            how=self.cleaned_data["consent"],
            on=self.cleaned_data["consented_on"],
        )


class ReturnsForm(forms.Form):
    """Mails that came back, as files."""

    file = forms.FileField(
        label="A mail that came back, as a file",
        help_text="Save it from the mailbox for returns as .eml. A whole mailbox: `kith circulation returns FOLDER`.",
    )


class PersonForm(forms.Form):
    """Whom a keeper of the list looks for."""

    address = forms.EmailField(label="E-mail address", max_length=254)
