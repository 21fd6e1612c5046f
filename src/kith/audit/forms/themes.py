"""Forms of an audit itself: its theme, its cases, the agencies asked, a meeting of moderation."""

import re
from typing import Any
from uuid import UUID

from django import forms

from kith.audit.forms.fields import one_of, perhaps, sentences
from kith.audit.vocabulary import CHOSEN_WORDS, COHORT_RULES, ChosenBy, CohortRule, NewCohort, NewTheme
from kith.shell.forms import DayField

_NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class ThemeForm(forms.Form):
    """What an audit asks."""

    title = forms.CharField(
        label="Title", max_length=120, help_text="For example, Knife crime", error_messages={"required": "Give a title"}
    )
    question = sentences("What does it ask?", missing="Say what it asks")
    lines = sentences("Lines of enquiry", "One to a line", required=False)
    standards = sentences("Standards", "By what the work is judged", rows=2, required=False)
    begins_on = DayField(label="First day of the period", help_text="For example, 1 4 2026")
    ends_on = DayField(label="Last day of the period", help_text="For example, 30 9 2026")
    reads_until = DayField(
        label="Until when do auditors see the cases?", help_text="At most 180 days; it ends earlier when you close"
    )

    def __init__(
        self, *args: Any, subgroups: list[tuple[str, str]], earlier: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the subgroups and the audits that this one may repeat."""
        super().__init__(*args, **kwargs)
        self.fields["subgroup"] = perhaps("To which subgroup does it report?", subgroups)
        self.fields["follows"] = perhaps("Which audit does it repeat?", earlier, hint="The difference is then shown")
        if earlier:
            self.fields["thresholds"] = forms.ChoiceField(
                label="From which number on does it speak of a fall, of often, of much?",
                choices=[
                    ("same", "From the same as the audit that it repeats, so that the two can be compared"),
                    ("today", "From those that hold today; where they differ, the difference says so"),
                ],
                initial="same",
                widget=forms.RadioSelect,
                required=False,
            )

    def new_theme(self) -> NewTheme:
        """Return what was typed as a theme."""
        typed = self.cleaned_data
        return NewTheme(
            title=typed["title"],
            question=typed["question"],
            lines=tuple(typed["lines"].splitlines()),
            begins_on=typed["begins_on"],
            ends_on=typed["ends_on"],
            standards=typed["standards"],
            reads_until=typed["reads_until"],
            subgroup=UUID(typed["subgroup"]) if typed["subgroup"] else None,
            follows=UUID(typed["follows"]) if typed["follows"] else None,
            todays_thresholds=typed.get("thresholds") == "today",
        )


class CohortForm(forms.Form):
    """How the cases are chosen, and why."""

    rule = forms.ChoiceField(
        label="What happened to these young people?",
        help_text="The first such day in the period is the day of the incident",
        choices=[(rule.value, meant.words) for rule, meant in COHORT_RULES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    begins_on = DayField(label="From", help_text="For example, 1 4 2026")
    ends_on = DayField(label="Until", help_text="For example, 30 9 2026")
    chosen_by = forms.ChoiceField(
        label="How are the cases chosen?",
        choices=[(one.value, words) for one, words in CHOSEN_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how"},
    )
    wanted = forms.IntegerField(
        label="How many, when they are drawn at random?", min_value=1, max_value=100, required=False
    )
    people = sentences(
        "Who, when they are chosen one by one?",
        "The address of each person's page, one to a line. Whoever works with them can copy it.",
        required=False,
    )
    because = sentences("Why are they chosen like this?", "The reason is kept with the cases", missing="Say why")

    def new_cohort(self) -> NewCohort:
        """Return what was typed as a cohort."""
        typed = self.cleaned_data
        return NewCohort(
            rule=CohortRule(typed["rule"]),
            chosen_by=ChosenBy(typed["chosen_by"]),
            because=typed["because"],
            begins_on=typed["begins_on"],
            ends_on=typed["ends_on"],
            wanted=typed["wanted"],
            people=tuple(UUID(found) for found in _NUMBER.findall(typed["people"])),
        )


class AskForm(forms.Form):
    """Which agency's colleague fills in its tools, and by when."""

    due_on = DayField(label="By when are the tools returned?", help_text="For example, 30 11 2026")

    def __init__(self, *args: Any, auditors: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the colleagues who may audit."""
        super().__init__(*args, **kwargs)
        self.fields["auditor"] = one_of(
            "Who audits there?",
            auditors,
            missing="Choose a colleague",
            hint="They see the cases from now until the audit ends, and get the task",
        )
        self.order_fields(["auditor", "due_on"])


class ModerationForm(forms.Form):
    """When agencies met to moderate, and which."""

    held_on = DayField(label="When was the meeting?", help_text="For example, 12 11 2026")

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the agencies that were asked."""
        super().__init__(*args, **kwargs)
        self.fields["agencies"] = forms.MultipleChoiceField(
            label="Which agencies were there?",
            choices=agencies,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose the agencies that were there"},
        )
