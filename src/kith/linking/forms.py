"""The forms of search, of adding a person, and of deciding whether two records are one person."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from kith.access.vocabulary import Purpose, Role, Viewer
from kith.common.identifiers import normalised_nhs_number, normalised_postcode, normalised_upn
from kith.feeds.services import TypedPerson
from kith.linking.vocabulary import SearchTerms, Verdict
from kith.shell.forms import DayField

_PURPOSES = {
    Purpose.SAFEGUARDING: "To keep a child safe: my own work",
    Purpose.PANEL: "For the panel",
    Purpose.REFERRAL: "To make or answer a referral",
    Purpose.SUPERVISION: "To supervise a colleague's work",
    Purpose.AUDIT: "For an audit",
    Purpose.DATA_QUALITY: "To put right a mistake in the record",
    Purpose.SUBJECT_ACCESS: "To answer a request from the person themselves",
    Purpose.GOVERNANCE: "To check who has looked, and why",
}
_USUAL = (
    (Role.PANEL_COORDINATOR, Purpose.PANEL),
    (Role.PANEL_CHAIR, Purpose.PANEL),
    (Role.DATA_STEWARD, Purpose.DATA_QUALITY),
    (Role.AUDITOR, Purpose.AUDIT),
    (Role.IG_LEAD, Purpose.GOVERNANCE),
)
_AT_WORK_WITH_CHILDREN = frozenset({Role.PRACTITIONER, Role.TEAM_MANAGER, Role.AGENCY_CONTACT})

_OLDEST = 120  # years
_PREGNANCY, _OVERDUE = 300, 30  # days


def usual_purpose(viewer: Viewer) -> Purpose:
    """Return why somebody with these roles usually searches: safeguarding, unless their role says otherwise."""
    if viewer.roles & _AT_WORK_WITH_CHILDREN:
        return Purpose.SAFEGUARDING
    return next((purpose for role, purpose in _USUAL if role in viewer.roles), Purpose.SAFEGUARDING)


class SearchForm(forms.Form):
    """Any one of these finds people; two of them find the right one."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        required=False,
        help_text="Forename and surname. Nicknames and near spellings are found too.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born_on = DayField(label="Date of birth", required=False, help_text="For example, 27 3 2011")
    nhs_number = forms.CharField(
        label="NHS number or unique pupil number",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-10"}),
    )
    address = forms.CharField(
        label="Address",
        max_length=200,
        required=False,
        help_text="House number and street, or the postcode, or both.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(
        label="Why are you searching?", choices=[(p.value, says) for p, says in _PURPOSES.items()]
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a search for nothing."""
        found = super().clean() or {}
        if not self.errors and self.terms().are_empty():
            raise forms.ValidationError("Enter a name, a date of birth, a number or an address")
        return found

    def terms(self) -> SearchTerms:
        """Return what was typed."""
        typed = self.cleaned_data
        return SearchTerms(
            name=typed.get("name") or "",
            born_on=typed.get("born_on"),
            nhs_number=typed.get("nhs_number") or "",
            address=typed.get("address") or "",
        )

    def why(self) -> Purpose:
        """Return the chosen purpose."""
        return Purpose(self.cleaned_data["purpose"])


class AddPersonForm(forms.Form):
    """What somebody knows of a person whom nobody knows yet; hardly anything of it is needed."""

    CHILD, UNBORN, ADULT = "child", "unborn", "adult"
    who = forms.ChoiceField(
        label="Who is it?",
        choices=[
            (CHILD, "A child or young person, or you are not sure"),
            (UNBORN, "A child not yet born"),
            (ADULT, "An adult"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is"},
    )
    forename = forms.CharField(label="Forename", max_length=100, required=False)
    surname = forms.CharField(label="Surname", max_length=100, required=False)
    former_surname = forms.CharField(label="Earlier surname", max_length=100, required=False)
    known_as = forms.CharField(label="Known as", max_length=100, required=False)
    born_on = DayField(
        label="Date of birth", required=False, help_text="For example, 27 3 2011. Leave it empty when it is not known."
    )
    expected_on = DayField(label="Expected date of birth", required=False, help_text="Only for a child not yet born.")
    sex = forms.ChoiceField(
        label="Sex",
        choices=[("F", "Female"), ("M", "Male"), ("U", "Not known")],
        initial="U",
        widget=forms.RadioSelect,
    )
    address = forms.CharField(label="House number and street", max_length=200, required=False)
    town = forms.CharField(label="Town", max_length=80, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    nhs_number = forms.CharField(label="NHS number", max_length=20, required=False)
    upn = forms.CharField(label="Unique pupil number", max_length=20, required=False)
    phone = forms.CharField(label="Telephone number", max_length=30, required=False)
    told_by = forms.CharField(
        label="Who told you about them?",
        help_text="A role, not a name: the child, the mother, a neighbour. Write 'I met them' when you did.",
        max_length=80,
        error_messages={"required": "Say who told you about them"},
    )
    why = forms.CharField(
        label="Why do you add them?",
        help_text="A sentence or two. It becomes the first line of their story.",
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=10,
        max_length=1000,
        error_messages={"required": "Say why you add them", "min_length": "Say why you add them, in a sentence"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Judge dates as at a day, and keep browsers from remembering what is typed."""
        super().__init__(*args, **kwargs)
        self._today = today
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_born_on(self) -> date | None:
        """Return the day of birth unless it lies in the future or before living memory."""
        day: date | None = self.cleaned_data["born_on"]
        if day and day > self._today:
            raise forms.ValidationError("Date of birth must be today or in the past")
        if day and day.year < self._today.year - _OLDEST:
            raise forms.ValidationError("Check the year of the date of birth")
        return day

    def clean_postcode(self) -> str:
        """Return the postcode in its usual form."""
        return self._number("postcode", normalised_postcode, "Enter a full postcode, like QX1 1AA, or leave it empty")

    def clean_nhs_number(self) -> str:
        """Return ten digits that pass the check."""
        return self._number("nhs_number", normalised_nhs_number, "Check the NHS number: one of its digits is wrong")

    def clean_upn(self) -> str:
        """Return a pupil number of the right shape."""
        return self._number("upn", normalised_upn, "Check the unique pupil number: it is a letter and twelve more")

    def clean(self) -> dict[str, Any]:
        """Refuse a person without a name, and dates that do not fit who it is."""
        typed = super().clean() or {}
        if not (typed.get("forename") or typed.get("surname") or typed.get("known_as")):
            self.add_error("surname", "Enter a forename, a surname, or what they are known as")
        if typed.get("who") == self.UNBORN:
            self._check_unborn(typed)
        elif typed.get("expected_on"):
            self.add_error("expected_on", "Only a child not yet born has an expected date of birth")
        return typed

    def _check_unborn(self, typed: dict[str, Any]) -> None:
        if typed.get("born_on"):
            self.add_error("born_on", "A child not yet born has no date of birth")
        expected: date | None = typed.get("expected_on")
        if expected is None and "expected_on" not in self.errors:
            self.add_error("expected_on", "Enter when the child is expected")
        elif expected and not -_OVERDUE <= (expected - self._today).days <= _PREGNANCY:
            self.add_error("expected_on", "The expected date must be within the next ten months")

    def _number(self, name: str, normalise: Callable[[str], str | None], wrong: str) -> str:
        text: str = self.cleaned_data[name]
        found = normalise(text) if text else ""
        if found is None:
            raise forms.ValidationError(wrong)
        return found

    def searches(self) -> list[SearchTerms]:
        """Return what the record is searched for before anybody is added: the names, then each number."""
        typed = self.cleaned_data
        name = f"{typed['forename'] or typed['known_as']} {typed['surname']}".strip()
        address = " ".join(filter(None, (typed["address"], typed["postcode"])))
        terms = [SearchTerms(name=name, born_on=typed["born_on"], address=address)]
        if typed["former_surname"]:
            terms.append(SearchTerms(name=f"{typed['forename']} {typed['former_surname']}", born_on=typed["born_on"]))
        terms += [SearchTerms(nhs_number=number) for number in (typed["nhs_number"], typed["upn"]) if number]
        return terms

    def typed_person(self) -> TypedPerson:
        """Return what was typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("who", "born_on")}
        return TypedPerson(**typed, dob=self.cleaned_data["born_on"], adult=self.cleaned_data["who"] == self.ADULT)


class ReviewForm(forms.Form):
    """A data steward's answer: one person, two, or not to be told; and why."""

    verdict = forms.ChoiceField(
        label="Are A and B one person?",
        choices=[
            (Verdict.SAME.value, "Yes, one person"),
            (Verdict.DIFFERENT.value, "No, two people"),
            (Verdict.UNSURE.value, "It cannot be told from this"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they are one person"},
    )
    why = forms.CharField(
        label="Why",
        min_length=5,
        max_length=500,
        help_text="Whoever takes this back one day reads it: say what you saw and whom you asked.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why in a few words", "min_length": "Say why in a few words"},
    )


class UndoForm(forms.Form):
    """Why a decision is taken back."""

    why = forms.CharField(
        label="Why it was wrong",
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why in a few words", "min_length": "Say why in a few words"},
    )
