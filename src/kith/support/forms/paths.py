"""Forms of a pregnancy and of the way to adult services."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from kith.support.forms.fields import a_day, chosen, long_text, one_of, short_text
from kith.support.forms.plans import SeenForm
from kith.support.vocabulary import (
    ADULT_WORDS,
    BIRTH_PLAN_WORDS,
    MILESTONE_WORDS,
    AdultAnswer,
    MilestoneState,
    NewBirthPlan,
    NewPregnancy,
    Reaching,
)

People = Iterable[tuple[int, str]]
_NEEDED = ("hospital", "wishes")


class MotherForm(forms.Form):
    """Who the mother is, among the people with whom the viewer works."""

    def __init__(self, *args: Any, mothers: Iterable[tuple[UUID, str]], needed: bool = True, **kwargs: Any) -> None:
        """Offer the people with whom the viewer works."""
        super().__init__(*args, **kwargs)
        self.fields["mother"] = forms.ChoiceField(
            label="Who is the mother?",
            help_text="Somebody with whom you work; she can be linked later too",
            choices=[("", "Not linked yet"), *((str(public_id), name) for public_id, name in mothers)],
            required=needed,
            error_messages={"required": "Choose the mother"},
        )

    def mother(self) -> UUID | None:
        """Return whom was chosen."""
        found = self.cleaned_data["mother"]
        return UUID(found) if found else None


class PregnancyForm(MotherForm):
    """A child who is expected."""

    expected_on = a_day("When is the child expected?", missing="Enter the expected date")
    booked_on = a_day("When was she booked with the midwife?", "Empty: today", required=False)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        """Offer who may lead."""
        super().__init__(*args, needed=False, **kwargs)
        self.fields["lead"] = one_of("Who leads?", people, missing="Name one person who leads")
        self.order_fields(["expected_on", "booked_on", "mother", "lead"])

    def new_pregnancy(self) -> NewPregnancy:
        """Return what was typed."""
        typed = self.cleaned_data
        return NewPregnancy(
            expected_on=typed["expected_on"],
            booked_on=typed["booked_on"] or timezone.localdate(),
            lead_id=int(typed["lead"]),
            mother=self.mother(),
        )


class ExpectedForm(forms.Form):
    """Another expected date."""

    expected_on = a_day("When is the child expected now?", missing="Enter the expected date")
    because = short_text("Where does this date come from?", "A scan, the midwife", missing="Say where it comes from")


class DayAndWordsForm(forms.Form):
    """A day, and a sentence about it."""

    on = a_day("On which day?", "For example, 27 3 2026")
    says = long_text("What happened, and who was told?", missing="Say what happened, and who was told")


class BirthForm(forms.Form):
    """The day of a birth."""

    born_on = a_day("When was the child born?", "For example, 27 3 2026", missing="Enter the day of birth")


class AlertForm(forms.Form):
    """Whom an alert for a birth reaches."""

    def __init__(self, *args: Any, contacts: People, **kwargs: Any) -> None:
        """Offer the contacts of the hospitals."""
        super().__init__(*args, **kwargs)
        self.fields["contact"] = one_of("Which hospital places the alert?", contacts, missing="Choose a hospital")


class BirthPlanForm(SeenForm):
    """What everybody must know when the child comes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask each question of a birth plan."""
        super().__init__(*args, **kwargs)
        for name, label in BIRTH_PLAN_WORDS.items():
            self.fields[name] = long_text(label, required=name in _NEEDED, missing="Answer this at least")

    def new_birth_plan(self) -> NewBirthPlan:
        """Return what was typed."""
        return NewBirthPlan(**{name: self.cleaned_data[name] for name in BIRTH_PLAN_WORDS})


class MilestoneForm(forms.Form):
    """That a milestone is reached or not needed, or who else sees to it."""

    to = chosen(
        "How does it stand?",
        [(one.value, words) for one, words in MILESTONE_WORDS.items() if one is not MilestoneState.OPEN],
        missing="Choose how it stands",
    )
    on = a_day("If it is reached: on which day?", "For example, 27 3 2026", required=False)
    says = long_text("What shows it, or why is it not needed?", missing="Say what shows it, or why it is not needed")

    def reaching(self) -> Reaching:
        """Return what was typed."""
        typed = self.cleaned_data
        return Reaching(to=MilestoneState(typed["to"]), on=typed["on"], says=typed["says"])


class OwnerForm(forms.Form):
    """Who sees to a milestone from now on."""

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        """Offer colleagues."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = one_of("Who sees to it from now on?", people, missing="Name one person")


class TransitionForm(forms.Form):
    """Which adult service is asked, and who leads."""

    service = short_text("Which adult service?", "Adult social care, adult mental health", most=120, missing="Name it")

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        """Offer who may lead."""
        super().__init__(*args, **kwargs)
        self.fields["lead"] = one_of("Who leads?", people, missing="Name one person who leads")


class AdultAnswerForm(SeenForm):
    """What the adult service says."""

    to = chosen(
        "What does the service say?",
        [(one.value, words) for one, words in ADULT_WORDS.items() if one is not AdultAnswer.NOT_ASKED],
        missing="Choose what the service says",
    )
    because = long_text("Why?", "Needed when it refuses", rows=2, required=False)


class EndForm(forms.Form):
    """Who holds a young person from now on."""

    says = long_text("Who holds the young person from now on?", missing="Say who holds the young person from now on")
