"""Forms about subjects: adding one, its words, sharing, a link, an item of it on an agenda, what is decided."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.panel.forms.cases import long_text
from kith.panel.vocabulary import (
    DISRUPTION_WORDS,
    LINK_ROLES,
    LINK_SOURCES,
    ROLES_OF_KIND,
    SUBJECT_WORDS,
    Disruption,
    LinkRole,
    LinkSource,
    NewLink,
    NewSubject,
    SubjectKind,
)
from kith.shell.forms import DayField

_POLICE = "Keep this at the police's class"


class WordsForm(forms.Form):
    """What a subject is called, and why it matters."""

    label = forms.CharField(
        label="What is it called?",
        help_text="As colleagues know it, without the name of a child",
        max_length=120,
        error_messages={"required": "Give it a name by which colleagues know it"},
    )
    says = long_text("Why should the panel look at it?", missing="Say why the panel should look at it")
    seen_label = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen_says = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SubjectForm(forms.Form):
    """A place, a group, a vehicle or a suspected exploiter."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(one.value, words) for one, words in SUBJECT_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    label = forms.CharField(
        label="What is it called?",
        help_text="As colleagues know it, without the name of a child",
        max_length=120,
        error_messages={"required": "Give it a name by which colleagues know it"},
    )
    says = long_text("Why should the panel look at it?", missing="Say why the panel should look at it")
    police = forms.BooleanField(
        label=_POLICE,
        help_text="A suspected exploiter always is; only the police and youth justice add one",
        required=False,
    )

    def new_subject(self) -> NewSubject:
        """Return what was typed as a subject."""
        typed = self.cleaned_data
        return NewSubject(
            kind=SubjectKind(typed["kind"]), label=typed["label"], says=typed["says"], police=typed["police"]
        )


class ShareForm(forms.Form):
    """With which agency the words of a subject are shared, and why."""

    because = long_text("Why do they need it?", rows=2, missing="Say why they need it")

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the agencies that do not read it yet."""
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ChoiceField(
            label="With whom?",
            choices=[("", "Choose"), *((str(pk), name) for pk, name in agencies)],
            error_messages={"required": "Choose an agency"},
        )
        self.order_fields(["agency", "because"])


class ReasonForm(forms.Form):
    """A reason, asked for where one is needed."""

    because = long_text("Why?", rows=2, missing="Say why")

    def __init__(self, *args: Any, is_needed: bool = True, **kwargs: Any) -> None:
        """Leave the question out where nothing needs to be said."""
        super().__init__(*args, **kwargs)
        if not is_needed:
            del self.fields["because"]


class LinkForm(forms.Form):
    """A person's link to a subject."""

    said_by = forms.CharField(
        label="Who said so?",
        help_text="A name and where they work, or the child",
        max_length=120,
        error_messages={"required": "Say who said so"},
    )
    source = forms.ChoiceField(
        label="On what does it rest?",
        choices=[(one.value, words) for one, words in LINK_SOURCES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose on what it rests"},
    )
    says = long_text("What links them?", rows=3, missing="Say what links them")
    from_on = DayField(label="Since", help_text="For example, 27 3 2026", required=False)
    to_on = DayField(label="Until", help_text="Empty while it lasts", required=False)
    police = forms.BooleanField(label=_POLICE, required=False)

    def __init__(
        self, *args: Any, subjects: Iterable[tuple[str, str]] | None, kinds: Iterable[SubjectKind], **kwargs: Any
    ) -> None:
        """Offer what they may be linked to, and the roles that fit it."""
        super().__init__(*args, **kwargs)
        if subjects is not None:
            self.fields["subject"] = forms.ChoiceField(
                label="To what?",
                choices=[("", "Choose"), *subjects],
                error_messages={"required": "Choose to what they are linked"},
            )
        fitting = {role for kind in kinds for role in ROLES_OF_KIND[kind]}
        self.fields["role"] = forms.ChoiceField(
            label="As what?",
            choices=[(one.value, words) for one, words in LINK_ROLES.items() if one in fitting],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose as what they are linked"},
        )
        self.order_fields(["subject", "role", "source", "said_by", "says", "from_on", "to_on", "police"])

    def new_link(self) -> NewLink:
        """Return what was typed as a link."""
        typed = self.cleaned_data
        return NewLink(
            role=LinkRole(typed["role"]),
            source=LinkSource(typed["source"]),
            said_by=typed["said_by"],
            says=typed["says"],
            from_on=typed["from_on"],
            to_on=typed["to_on"],
            police=typed["police"],
        )


class ListSubjectForm(forms.Form):
    """Onto which agenda a subject goes."""

    def __init__(self, *args: Any, meetings: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the meetings that have not begun."""
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = forms.ChoiceField(
            label="Meeting", choices=[("", "Choose"), *meetings], error_messages={"required": "Choose a meeting"}
        )


class DisruptionForm(forms.Form):
    """What the panel decides about a subject; it has no level."""

    disruption = forms.ChoiceField(
        label="What is done",
        choices=[(one.value, words) for one, words in DISRUPTION_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is done"},
    )
    rationale = long_text("Why", missing="Say why this was decided")

    def chosen(self) -> Disruption:
        """Return what is done."""
        return Disruption(self.cleaned_data["disruption"])
