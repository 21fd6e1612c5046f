"""Forms about one case: a step with its reason, a rating, what an agency returns, letting go."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kith.panel.vocabulary import (
    CLOSURE_WORDS,
    LEVEL_WORDS,
    OTHER_ROUTE_WORDS,
    SET_ASIDE_WORDS,
    ClosureTest,
    Colour,
    DomainRating,
    Level,
    NewRating,
    NewReturn,
)
from kith.shell.forms import DayField

_COLOURS = {Colour.GREEN: "Green: no concern", Colour.AMBER: "Amber: some concern", Colour.RED: "Red: grave concern"}


def long_text(
    label: str, hint: str = "", *, rows: int = 4, required: bool = True, missing: str = ""
) -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=4000,
        required=required,
        error_messages={"required": missing or "Say it in a sentence"},
    )


class StepForm(forms.Form):
    """Something that happens to a case, and why."""

    says = long_text("Why?", "Others decide by it, and the family may read it", missing="Say why")


class SetAsideForm(StepForm):
    """Why somebody is not taken to the panel."""

    reason = forms.ChoiceField(
        label="What do you answer?",
        choices=[(one.value, words) for one, words in SET_ASIDE_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer"},
    )
    until = DayField(label="Look again on", help_text="Only for “later”. For example, 27 3 2027", required=False)
    field_order = ["reason", "until", "says"]


class ElsewhereForm(StepForm):
    """Where a referral belongs that is not for this panel."""

    route = forms.ChoiceField(
        label="Where does it belong?",
        choices=[(one.value, words) for one, words in OTHER_ROUTE_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it belongs"},
    )
    field_order = ["route", "says"]


class RatingForm(forms.Form):
    """How grave the risk is, domain by domain, then as a whole."""

    def __init__(self, *args: Any, domains: Mapping[str, str], **kwargs: Any) -> None:
        """Ask for each domain of the tool in force."""
        super().__init__(*args, **kwargs)
        self.domains = domains
        for key, name in domains.items():
            self.fields[f"colour-{key}"] = forms.ChoiceField(
                label=name,
                choices=[(one.value, words) for one, words in _COLOURS.items()],
                widget=forms.RadioSelect,
                initial=Colour.GREEN,
                error_messages={"required": f"Choose a colour for {name.lower()}"},
            )
            self.fields[f"evidence-{key}"] = long_text(f"{name}: what it rests on", rows=2, required=False)
            self.fields[f"protects-{key}"] = long_text(f"{name}: what protects", rows=2, required=False)
        self.fields["last_grave_on"] = DayField(
            label="Last grave event",
            help_text="A weapon, an injury, a long time missing. For example, 27 3 2026",
            required=False,
        )
        self.fields["analysis"] = long_text("What the risk is, and why", missing="Say what the risk is, and why")
        self.fields["level"] = forms.ChoiceField(
            label="Level",
            choices=[("", "As the domains give it"), *((one.value, words) for one, words in LEVEL_WORDS.items())],
            required=False,
        )
        self.fields["because"] = long_text("If you set another level: why?", rows=2, required=False)

    def new_rating(self) -> NewRating:
        """Return what was typed as a rating."""
        typed = self.cleaned_data
        return NewRating(
            domains=tuple(
                DomainRating(
                    domain=key,
                    colour=Colour(typed[f"colour-{key}"]),
                    evidence=typed[f"evidence-{key}"],
                    protects=typed[f"protects-{key}"],
                )
                for key in self.domains
            ),
            analysis=typed["analysis"],
            level=Level(typed["level"]) if typed["level"] else None,
            because=typed["because"],
            last_grave_on=typed["last_grave_on"],
        )


class ReturnForm(forms.Form):
    """What one agency knows: facts apart from opinions, and what it holds back with its reason."""

    known = forms.ChoiceField(
        label="Is the child known to your agency?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
    role = forms.CharField(label="What does your agency do with the child?", max_length=120, required=False)
    worker = forms.CharField(label="Who works with them?", max_length=120, required=False)
    last_contact_on = DayField(label="Last contact", help_text="For example, 27 3 2026", required=False)
    facts = long_text("Key facts", "Seen, measured or done, with their dates", required=False)
    opinions = long_text("Opinions", "What somebody makes of it, and who", required=False)
    risks = long_text("Risks", required=False, rows=3)
    strengths = long_text("Strengths", required=False, rows=3)
    voice = long_text("The child's own words", "In quotes, with the day", required=False, rows=3)
    works = long_text("What works", required=False, rows=3)
    held_back = long_text("What you hold back", "Only your own agency can read this", required=False, rows=3)
    held_back_because = long_text("Why do you hold it back?", "The meeting hears this reason", required=False, rows=2)

    def new_return(self) -> NewReturn:
        """Return what was typed as a return."""
        typed = dict(self.cleaned_data)
        return NewReturn(**(typed | {"known": typed["known"] == "yes"}))


class ClosureForm(forms.Form):
    """What must be shown before the panel lets go."""

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Ask each question, and who holds the child from now on."""
        super().__init__(*args, **kwargs)
        for test, words in CLOSURE_WORDS.items():
            self.fields[test.value] = long_text(words, rows=3, missing="Answer this before closing")
        self.fields["step_down"] = forms.ChoiceField(
            label="Who is that, here?",
            choices=[("", "Choose"), *((str(pk), name) for pk, name in people)],
            error_messages={"required": "Choose who holds the child from now on"},
        )
        self.fields["open_actions_because"] = long_text(
            "If actions are not done: why does the case close?", rows=2, required=False
        )

    def answers(self) -> dict[ClosureTest, str]:
        """Return the answer to each test."""
        return {test: self.cleaned_data[test.value] for test in ClosureTest}
