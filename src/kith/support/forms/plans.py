"""Forms of a plan: what it is for, goals, steps, what the family says, review and closing."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kith.support.forms.fields import a_day, chosen, long_text, one_of, short_text
from kith.support.vocabulary import (
    ACTOR_WORDS,
    AGREES_WORDS,
    OTHER_PLAN_WORDS,
    PLAN_OUTCOME_WORDS,
    STEP_WORDS,
    FamilyAgrees,
    FamilyMember,
    NewClosing,
    NewFamilyAnswer,
    NewGoal,
    NewPlan,
    NewReference,
    NewReview,
    NewStep,
    OtherPlan,
    PlanOutcome,
    StepActor,
    StepMove,
    StepState,
)

People = Iterable[tuple[int, str]]
_WHO = [(FamilyMember.CHILD.value, "The child"), (FamilyMember.PARENT.value, "A parent or carer")]


class SeenForm(forms.Form):
    """A form that remembers which version its writer saw; zero when there was none."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def version(self) -> int:
        """Return the version that the writer had before them."""
        return int(self.cleaned_data["seen"] or 0)


class PlanForm(SeenForm):
    """What a plan is for, who leads it, when it is looked at again."""

    child_goal = long_text(
        "What does the child want to be different?",
        "In the child's own words",
        missing="Write down what the child wants to be different",
    )
    review_on = a_day("When is the plan looked at again?", "Empty: as this partnership does", required=False)

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        """Offer who may lead."""
        super().__init__(*args, **kwargs)
        self.fields["lead"] = one_of("Who leads the plan?", people, missing="Name one person who leads the plan")
        self.order_fields(["child_goal", "lead", "review_on", "seen"])

    def new_plan(self) -> NewPlan:
        """Return what was typed as a plan."""
        typed = self.cleaned_data
        return NewPlan(child_goal=typed["child_goal"], lead_id=int(typed["lead"]), review_on=typed["review_on"])


class GoalForm(SeenForm):
    """One goal."""

    words = long_text("What should be different?", "In words that the child understands", missing="Say what it is")
    whose = forms.ChoiceField(label="Whose goal is it?", choices=[("", "Ours together"), *_WHO], required=False)

    def new_goal(self) -> NewGoal:
        """Return what was typed as a goal."""
        whose = self.cleaned_data["whose"]
        return NewGoal(words=self.cleaned_data["words"], whose=FamilyMember(whose) if whose else None)


class StepForm(SeenForm):
    """One step towards a goal."""

    what = long_text("What is done?", "In words that the child understands", missing="Say what is done")
    actor = chosen(
        "Who does it?", [(one.value, words) for one, words in ACTOR_WORDS.items()], missing="Choose who does it"
    )
    actor_says = short_text("Who is that?", "Mum, Uncle Joe, a service by its name", required=False, most=80)
    due_on = a_day("By when?", missing="Enter a day")

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        """Offer who may see that it happens."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = one_of("Who here sees that it happens?", people, missing="Name one person")
        self.order_fields(["what", "actor", "actor_says", "owner", "due_on", "seen"])

    def new_step(self) -> NewStep:
        """Return what was typed as a step."""
        typed = self.cleaned_data
        return NewStep(
            what=typed["what"],
            actor=StepActor(typed["actor"]),
            actor_says=typed["actor_says"],
            owner_id=int(typed["owner"]),
            due_on=typed["due_on"],
        )


class StepMoveForm(SeenForm):
    """How a step stands from now on."""

    to = chosen(
        "How does it stand?",
        [(one.value, words) for one, words in STEP_WORDS.items() if one is not StepState.OPEN],
        missing="Choose how it stands",
    )
    evidence = long_text("If it is done: what shows it?", rows=2, required=False)
    because = long_text("If it cannot be done yet, or is not needed: why?", rows=2, required=False)
    again_on = a_day("If it cannot be done yet: when does somebody look again?", required=False)

    def step_move(self) -> StepMove:
        """Return what was typed."""
        typed = self.cleaned_data
        return StepMove(
            to=StepState(typed["to"]),
            evidence=typed["evidence"],
            because=typed["because"],
            again_on=typed["again_on"],
        )


class ReferenceForm(forms.Form):
    """A plan that another agency holds."""

    kind = chosen(
        "Which plan is it?", [(one.value, words) for one, words in OTHER_PLAN_WORDS.items()], missing="Choose a plan"
    )
    reference = short_text("Under which reference is it kept?", most=60, missing="Enter the reference")
    held_by = short_text("Who holds it?", "The team or service", most=120, missing="Say who holds it")
    since = a_day("Since when?", "For example, 27 3 2026")

    def new_reference(self) -> NewReference:
        """Return what was typed."""
        return NewReference(**(self.cleaned_data | {"kind": OtherPlan(self.cleaned_data["kind"])}))


class ReferenceEndForm(SeenForm):
    """The day on which a plan that another agency holds ended."""

    ended_on = a_day("On which day did it end?", "For example, 27 3 2026")


class FamilyAnswerForm(forms.Form):
    """What the child or a parent says to the plan."""

    who = chosen("Who answers?", _WHO, missing="Choose who answers")
    role = short_text("Who is that?", "The child, mum, dad, a foster carer", most=80, missing="Say whose answer it is")
    agrees = chosen(
        "Do they agree?", [(one.value, words) for one, words in AGREES_WORDS.items()], missing="Choose an answer"
    )
    note = long_text("What do they say?", "In their own words; needed unless they agree", required=False)
    on = a_day("When was that?", "For example, 27 3 2026")

    def new_answer(self) -> NewFamilyAnswer:
        """Return what was typed."""
        typed = dict(self.cleaned_data)
        chosen_words = {"who": FamilyMember(typed["who"]), "agrees": FamilyAgrees(typed["agrees"])}
        return NewFamilyAnswer(**(typed | chosen_words))


class ReviewForm(SeenForm):
    """What a review found."""

    held_on = a_day("When was the review?", "For example, 27 3 2026")
    says = long_text("What did it find?", "What is better, what is not, what changes", missing="Say what it found")
    next_on = a_day("When is the next one?", "Empty: as this partnership does", required=False)

    def new_review(self) -> NewReview:
        """Return what was typed."""
        typed = self.cleaned_data
        return NewReview(held_on=typed["held_on"], says=typed["says"], next_on=typed["next_on"])


class ClosingForm(SeenForm):
    """How a plan ended."""

    outcome = chosen(
        "How does it end?",
        [(one.value, words) for one, words in PLAN_OUTCOME_WORDS.items()],
        missing="Choose how it ends",
    )
    says = long_text("What has changed for the child?", missing="Say what has changed for the child")
    open_steps_because = long_text("If steps are not done: why does it end all the same?", rows=2, required=False)

    def new_closing(self) -> NewClosing:
        """Return what was typed."""
        typed = self.cleaned_data
        return NewClosing(
            outcome=PlanOutcome(typed["outcome"]), says=typed["says"], open_steps_because=typed["open_steps_because"]
        )
