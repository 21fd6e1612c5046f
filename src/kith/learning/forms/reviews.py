"""Forms of whoever writes a briefing: its form, its parts, the facts it tells, what tells nobody."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.forms import BoundField

from kith.learning.vocabulary import FactKind, FactLevel
from kith.learning.vocabulary.briefings import (
    EVIDENCE_PLACE,
    FORM_WORDS,
    STEPS,
    TITLE_PLACE,
    PartChanged,
    ReviewForm,
)
from kith.shell.forms import DayField

FACT_WORDS: Final[Mapping[FactKind, str]] = {
    FactKind.AGE: "Age",
    FactKind.SEX: "Sex",
    FactKind.CARE: "Social care",
    FactKind.INCIDENT: "What happened",
    FactKind.WHEN: "When it happened",
    FactKind.WEAPON: "Weapon",
    FactKind.TOWN: "Town",
    FactKind.SIBLINGS: "Brothers and sisters",
    FactKind.BEREAVED: "Bereavement",
    FactKind.NEEDS: "Special educational needs",
    FactKind.EXCLUSIONS: "Suspended or excluded",
    FactKind.ATTENDANCE: "Attendance at school",
    FactKind.POLICE_BEFORE: "Contacts with the police before",
    FactKind.FIRST_POLICE: "First known to the police",
    FactKind.MISSING: "Missing",
    FactKind.MOVES: "Changes of home",
    FactKind.COUNTY_LINES: "County lines",
}
_LEFT_OUT: Final = "left-out"


class StartForm(forms.Form):
    """In which form a case is told, and when it happened."""

    form = forms.ChoiceField(
        label="In which form?",
        choices=[(one.value, words) for one, words in FORM_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the form"},
    )
    incident_on = DayField(
        label="On which day did it happen?",
        help_text="For example, 27 3 2026. The text tells the season and the year",
        error_messages={"required": "Enter the day"},
    )

    def __init__(self, *args: Any, is_audited: bool, **kwargs: Any) -> None:
        """Ask for the day only where no audit knows it."""
        super().__init__(*args, **kwargs)
        if is_audited:
            del self.fields["incident_on"]


class _MayWait(forms.CharField):
    """Words that a briefing needs before it is checked; a draft is saved without them."""

    def validate(self, value: Any) -> None:
        """Take what there is: what is missing is said at the check."""


class PartsForm(forms.Form):
    """The title, the steps, what shows a change, and the findings that are answered."""

    def __init__(
        self,
        *args: Any,
        form: ReviewForm,
        held: Mapping[int, tuple[str, int]],
        findings: Mapping[UUID, str],
        **kwargs: Any,
    ) -> None:
        """Offer a box for each part, with the version that is seen."""
        super().__init__(*args, **kwargs)
        self.places = tuple(held)
        asks = dict(enumerate(STEPS[form], 1))
        for place, (text, version) in held.items():
            if place == TITLE_PLACE:
                field: forms.CharField = _MayWait(label="Title", help_text="It names nobody and no place")
            elif place == EVIDENCE_PLACE:
                hint = "One to a line; it stands at the end"
                field = _box("What shows that something changed", hint, rows=4, required=False)
            else:
                field = _box(f"{place}. {asks[place].heading}", asks[place].asks, rows=7)
            name = f"part-{place}"
            field.widget.attrs |= {
                "data-kept": str(place),
                "data-seen": f"seen-{place}",
                "data-was": f"was-{place}",
                "data-said": f"said-{name}",
            }
            self.fields[name], self.initial[name] = field, text
            self.fields[f"seen-{place}"] = forms.IntegerField(widget=forms.HiddenInput)
            self.initial[f"seen-{place}"] = version
            self.fields[f"was-{place}"] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.initial[f"was-{place}"] = _mark(text)
        if findings:
            self.fields["findings"] = forms.MultipleChoiceField(
                label="Which findings of the audit does it answer?",
                choices=[(str(number), says) for number, says in findings.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def keeps(self) -> list[tuple[BoundField, str]]:
        """Return every field, each with the id of what says whether it is kept while somebody types, or nothing."""
        return [(bound, bound.field.widget.attrs.get("data-said", "")) for bound in self]

    def typed(self) -> dict[int, tuple[str, int]]:
        """Return what was typed in each part that was touched on the page, with the version that was seen.

        A part that was left as it was says nothing about what somebody else has written in it since.
        """
        said = {place: self.cleaned_data[f"part-{place}"] for place in self.places}
        return {
            place: (text, self.cleaned_data[f"seen-{place}"])
            for place, text in said.items()
            if self.cleaned_data[f"was-{place}"] != _mark(text)
        }

    def chosen_findings(self) -> list[UUID]:
        """Return the findings that were ticked."""
        return [UUID(number) for number in self.cleaned_data.get("findings", ())]

    def show_both(self, changed: PartChanged) -> None:
        """Say at a part that somebody has changed it, and take the version that is there now as seen."""
        posted = self.data.copy()  # type: ignore[attr-defined]  # what a browser posts is a QueryDict
        posted[f"seen-{changed.place}"] = str(changed.version)
        self.data = posted
        self.add_error(f"part-{changed.place}", str(changed))


class FactsForm(forms.Form):
    """How finely the text tells each fact, and what it tells besides."""

    other = forms.CharField(
        label="What else does the text tell that is in no list?",
        help_text="For example, three knives. Such a text fits one child at most",
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        facts: Sequence[tuple[FactKind, Sequence[tuple[FactLevel, str]], FactLevel | None]],
        **kwargs: Any,
    ) -> None:
        """Offer each way to tell a fact, the finest first, and to leave it out."""
        super().__init__(*args, **kwargs)
        self._kinds = [kind for kind, _, _ in facts]
        for kind, ways, chosen in facts:
            self.fields[kind.value] = forms.ChoiceField(
                label=FACT_WORDS[kind],
                choices=[*((level.value, words) for level, words in ways), (_LEFT_OUT, "The text does not tell it")],
                error_messages={"required": f"Say whether the text tells it: {FACT_WORDS[kind]}"},
            )
            self.initial[kind.value] = chosen.value if chosen else _LEFT_OUT
        self.order_fields([*(kind.value for kind in self._kinds), "other"])

    def levels(self) -> dict[FactKind, FactLevel | None]:
        """Return how finely each fact is told; None is left out."""
        typed = {kind: self.cleaned_data[kind.value] for kind in self._kinds}
        return {kind: None if level == _LEFT_OUT else FactLevel(level) for kind, level in typed.items()}


class KeepForm(forms.Form):
    """Which pieces tell nobody."""

    def __init__(self, *args: Any, keys: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the pieces that are open."""
        super().__init__(*args, **kwargs)
        self.fields["keep"] = forms.MultipleChoiceField(
            label="Which of these tell nobody?",
            choices=list(keys),
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Tick what tells nobody, or change it in the text",
                "invalid_choice": "The words around one of these have changed. Look at them again",
            },
        )


class GiveForm(forms.Form):
    """That the writer has read it once more before somebody else does."""

    has_read = forms.BooleanField(
        label="I have read it once more: it tells the facts that I chose, and no others",
        error_messages={"required": "Read it once more, and say that you have"},
    )


def _mark(text: str) -> str:
    """Return by which a text is known again, however a browser ends its lines."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()


def _box(label: str, hint: str, *, rows: int, required: bool = True) -> forms.CharField:
    return _MayWait(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}), required=required)
