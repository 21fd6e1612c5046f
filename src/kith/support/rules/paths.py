"""What can happen on a path, and what each thing must say."""

from datetime import date

from kith.support.vocabulary import (
    ADULT_TRANSITIONS,
    ADULT_WORDS,
    PREGNANCY_TRANSITIONS,
    PREGNANCY_WORDS,
    AdultAnswer,
    MilestoneState,
    NewBirthPlan,
    PathRefused,
    PregnancyState,
    Reaching,
)


def check_milestone(new: Reaching, today: date) -> None:
    """Raise unless a milestone can end like this.

    Raises:
        PathRefused.
    """
    if new.to is MilestoneState.OPEN:
        raise PathRefused("Choose whether the milestone is reached or not needed.")
    if not new.says.strip():
        raise PathRefused("Say what shows that it is reached, or why it is not needed.")
    if new.to is MilestoneState.REACHED and new.on is None:
        raise PathRefused("Say on which day it was reached.")
    if new.on is not None and new.on > today:
        raise PathRefused("The day lies in the future. Write it down once it is reached.")


def check_pregnancy_move(state: PregnancyState, to: PregnancyState) -> None:
    """Raise unless a pregnancy can go from one state to another."""
    if to not in PREGNANCY_TRANSITIONS[state]:
        raise PathRefused(f"This cannot be done now: {PREGNANCY_WORDS[state].lower()}. What was written stays.")


def check_birth_plan(new: NewBirthPlan) -> None:
    """Raise unless a birth plan says at least where, and what the mother wishes."""
    if not new.hospital.strip() or not new.wishes.strip():
        raise PathRefused("A birth plan says at least where the child is to be born and what the mother wishes.")


def check_adult_answer(answer: AdultAnswer, to: AdultAnswer, because: str) -> None:
    """Raise unless an adult service can answer like this.

    Raises:
        PathRefused: the answer does not follow, or a refusal has no reason.
    """
    if to not in ADULT_TRANSITIONS[answer]:
        can = ", ".join(ADULT_WORDS[one].lower() for one in ADULT_WORDS if one in ADULT_TRANSITIONS[answer])
        raise PathRefused(f"The service stands at: {ADULT_WORDS[answer].lower()}. It can become: {can}.")
    if to is AdultAnswer.REFUSED and not because.strip():
        raise PathRefused("Say why the service refused: it decides who helps instead, and who disagrees.")
