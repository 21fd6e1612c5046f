"""When an action can change, and when the panel can let go of a child."""

from collections.abc import Mapping
from datetime import date

from kith.panel.vocabulary import (
    ACTION_TRANSITIONS,
    ACTION_WORDS,
    CLOSURE_WORDS,
    ActionRefused,
    ActionState,
    ClosureTest,
    NewAction,
)

_LEAST = 10


def check_action(action: NewAction, today: date) -> None:
    """Refuse an action without an owner, a need, a sentence, or with a day in the past.

    Raises:
        ActionRefused.
    """
    if action.owner_id is None:
        raise ActionRefused("Name one person who owns this action. An agency cannot be rung, a person can.")
    if not action.need.strip() or len(action.what.strip()) < _LEAST:
        raise ActionRefused("Say what the child needs, and what is done about it, so that it can be seen when it is.")
    if action.due_on <= today:
        raise ActionRefused("The day lies in the past. Choose a day after today.")


def check_change(was: ActionState, to: ActionState, evidence: str, because: str) -> None:
    """Refuse a change of an action that is closed, or that says nothing for itself.

    Raises:
        ActionRefused.
    """
    if to not in ACTION_TRANSITIONS[was]:
        raise ActionRefused(f"This action is {ACTION_WORDS[was].lower()} already. Agree a new action if more is to do.")
    if to is ActionState.DONE and len(evidence.strip()) < _LEAST:
        raise ActionRefused("Say what shows that it is done.")
    if to is ActionState.NOT_POSSIBLE and not because:
        raise ActionRefused("Choose why it is not possible.")


def stands(state: ActionState, due_on: date, today: date) -> str:
    """Return in words how an action stands; that it is late is worked out, never kept."""
    is_open = state in (ActionState.NOT_STARTED, ActionState.IN_PROGRESS)
    return "Late" if is_open and due_on < today else ACTION_WORDS[state]


def check_closure(
    answers: Mapping[ClosureTest, str], open_actions: int, chair_says: str, step_down_id: int | None
) -> None:
    """Refuse to let go of a child before each test is answered and each action is done or accounted for.

    Raises:
        ActionRefused.
    """
    for test in ClosureTest:
        if len(answers.get(test, "").strip()) < _LEAST:
            raise ActionRefused(f"Before closing: {CLOSURE_WORDS[test]}")
    if step_down_id is None:
        raise ActionRefused("Name who holds the child from now on.")
    if open_actions and len(chair_says.strip()) < _LEAST:
        raise ActionRefused(
            f"{open_actions} actions are not done. Finish or move them, or let the chair say why the case closes."
        )
