"""The forms of a person's pages: why one looks, a new entry, a new document, a retraction."""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms

from kith.access.vocabulary import Purpose
from kith.chronology.vocabulary import DOCUMENT_WORDS, MEDIA_TYPES, PURPOSE_WORDS, DocumentKind, NewDocument, NewEntry
from kith.feeds.vocabulary import EVENT_KINDS, Basis
from kith.shell.forms import DayField

_BASIS_WORDS = {Basis.FACT: "Fact: seen, measured or done", Basis.OPINION: "Opinion: somebody's judgement"}


class PurposeForm(forms.Form):
    """Why somebody opens a person; asked once per opening and kept on every log row."""

    def __init__(self, *args: Any, purposes: Iterable[Purpose], **kwargs: Any) -> None:
        """Offer the reasons that this member of staff may give."""
        super().__init__(*args, **kwargs)
        self.fields["purpose"] = forms.ChoiceField(
            label="Why are you looking?",
            choices=[(purpose.value, PURPOSE_WORDS[purpose]) for purpose in purposes],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose why you are looking", "invalid_choice": "Choose why you are looking"},
        )


class _About(forms.Form):
    """A form about a person: it carries the purpose, so that nothing typed is lost when the opening runs out."""

    opened_for = forms.ChoiceField(
        choices=[(purpose.value, purpose.value) for purpose in Purpose], widget=forms.HiddenInput
    )


class EntryForm(_About):
    """Something that happened, recorded by hand."""

    kind = forms.ChoiceField(label="What kind of entry is it?", error_messages={"required": "Choose a kind"})
    occurred_on = DayField(
        label="Date it happened", help_text="For example, 27 3 2026", error_messages={"required": "Enter the date"}
    )
    ended_on = DayField(
        label="Date it ended",
        help_text="Only for something that lasted, such as a part-time timetable. Leave it empty while it lasts.",
        required=False,
    )
    says = forms.CharField(
        label="What happened?",
        help_text="A sentence or two. Put the child's own words in quotes.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": "Say what happened"},
    )
    said_by = forms.CharField(
        label="Who said it?",
        help_text="A role, not a name: the child, the mother, a teacher",
        max_length=80,
        required=False,
    )
    basis = forms.ChoiceField(
        label="Is it a fact or an opinion?",
        choices=[(basis.value, words) for basis, words in _BASIS_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose fact or opinion"},
    )
    place = forms.CharField(label="Where?", max_length=200, required=False)

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        """Offer the kinds that this member of staff may add."""
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Choose"), *((code, EVENT_KINDS[code].headline) for code in kinds)]

    def clean_occurred_on(self) -> date:
        """Return the day unless it lies in the future."""
        day: date = self.cleaned_data["occurred_on"]
        if day > date.today():  # noqa: DTZ011 -- a day as the person at the keyboard counts it
            raise forms.ValidationError("The date must be today or in the past")
        return day

    def new_entry(self) -> NewEntry:
        """Return what was typed as an entry."""
        typed = self.cleaned_data
        return NewEntry(
            kind=typed["kind"],
            occurred_on=typed["occurred_on"],
            ended_on=typed["ended_on"],
            says=typed["says"],
            said_by=typed["said_by"],
            basis=Basis(typed["basis"]),
            place=typed["place"],
        )


class DocumentForm(_About):
    """A document with its kind, day and title."""

    document = forms.FileField(
        label="Choose the file",
        help_text=f"One file, at most 20 MB: {', '.join(MEDIA_TYPES)}",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose it again."},
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("", "Choose"), *((kind.value, words) for kind, words in DOCUMENT_WORDS.items())],
        error_messages={"required": "Choose what it is"},
    )
    dated_on = DayField(
        label="Date on the document", help_text="For example, 27 3 2026", error_messages={"required": "Enter its date"}
    )
    title = forms.CharField(
        label="Title",
        help_text="What others must know before they open it",
        max_length=120,
        error_messages={"required": "Enter a title"},
    )

    def new_document(self) -> NewDocument:
        """Return what was chosen as a document; the file's own name is not kept, for it may name a child."""
        typed = self.cleaned_data
        file = typed["document"]
        return NewDocument(
            kind=DocumentKind(typed["kind"]),
            dated_on=typed["dated_on"],
            title=typed["title"],
            ending=PurePath(file.name or "").suffix,
            content=file.file,
        )


class RetractionForm(_About):
    """Why an entry that was made here is wrong."""

    reason = forms.CharField(
        label="Why is this entry wrong?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say why the entry is wrong"},
    )
