"""The forms of accounts: inviting, moving, standing in, choosing a password, founding agencies and teams."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from kith.access.vocabulary import ROLE_NAMES, Role, Sector

_ROLE_DOES = {
    Role.PRACTITIONER: "works with children, sees those they stand to",
    Role.TEAM_MANAGER: "as a practitioner, and grants access in their agency",
    Role.AGENCY_CONTACT: "answers for what their agency sends and is asked",
    Role.PANEL_COORDINATOR: "runs the panel's list and agenda",
    Role.PANEL_CHAIR: "leads the panel",
    Role.ANALYST: "headlines of the county, no names to search for",
    Role.DATA_STEWARD: "mends identities and held rows",
    Role.AUDITOR: "the chosen cases of an audit",
    Role.PUBLISHER: "the public site, no child",
    Role.SCRUTINEER: "counts, no child",
    Role.IG_LEAD: "the log, the shields, subject access",
    Role.ADMINISTRATOR: "accounts, no child",
}

_SECTORS = {
    Sector.CARE: "Children's social care",
    Sector.EDUCATION: "Education: a school, a college, the council's service",
    Sector.HEALTH: "Health",
    Sector.POLICE: "Police",
    Sector.YOUTH_JUSTICE: "Youth justice",
    Sector.CHARITY: "A charity or community organisation",
    Sector.PARTNERSHIP: "The partnership itself",
}


class StaffForm(forms.Form):
    """Where a colleague works and what they do; new ones besides get a name and an address."""

    name = forms.CharField(max_length=200, label="Full name")
    email = forms.EmailField(
        label="Work e-mail address", help_text="The invitation goes there, and runs out after 72 hours."
    )
    job_title = forms.CharField(max_length=200, label="Job title", required=False)
    team = forms.ChoiceField(label="Agency and team")
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[(r.value, f"{ROLE_NAMES[r]}: {_ROLE_DOES[r]}") for r in Role],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, teams: list[tuple[str, str]], existing: bool = False, **kwargs: Any) -> None:
        """Offer these teams, each as "agency:team"; an existing colleague keeps their name and address."""
        super().__init__(*args, **kwargs)
        offer(self, "team", teams)
        if existing:
            for name in ("name", "email", "job_title"):
                del self.fields[name]


class CoverForm(forms.Form):
    """Who stands in for a colleague, and until when."""

    covering = forms.ChoiceField(label="Who stands in")
    ends_on = forms.DateField(label="Until and including", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer these colleagues."""
        super().__init__(*args, **kwargs)
        offer(self, "covering", colleagues)


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label="New password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Twelve characters or more. Three words that you can remember are better than one that you cannot.",
        strip=False,
    )
    again = forms.CharField(
        label="The same password again", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean(self) -> dict[str, Any]:
        """Check that both are equal and hard enough to guess."""
        found = super().clean() or {}
        password = found.get("password")
        if password and password != found.get("again"):
            self.add_error("again", "The two passwords differ. Type the same one twice.")
        elif password:
            try:
                validate_password(password)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return found


class AgencyForm(forms.Form):
    """A member of the partnership, or a school."""

    name = forms.CharField(label="Name of the agency", max_length=200)
    code = forms.SlugField(
        label="Short code", max_length=40, help_text="Small letters and hyphens; files and the command line use it."
    )
    sector = forms.ChoiceField(label="What kind of agency?", choices=[(s.value, _SECTORS[s]) for s in Sector])
    duty_phone = forms.CharField(label="Duty number", max_length=40, required=False)


class TeamForm(forms.Form):
    """A team of one agency."""

    agency = forms.TypedChoiceField(label="Agency", coerce=int)
    name = forms.CharField(label="Name of the team", max_length=200)
    code = forms.SlugField(label="Short code", max_length=60, help_text="A school's team takes the school's URN.")
    phone = forms.CharField(label="Telephone", max_length=40, required=False)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer these agencies."""
        super().__init__(*args, **kwargs)
        offer(self, "agency", agencies)


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Offer choices that only the database knows."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def end_of_day(day: date) -> datetime:
    """Return the last second of a day, here."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
