"""Says what a request becomes by an act, and refuses an act that is not open from where it is."""

from kith.subject_access.vocabulary import STATE_WORDS, TRANSITIONS, RequestAct, RequestRefused, RequestState


def next_state(state: RequestState, act: RequestAct) -> RequestState:
    """Return the state after an act.

    Raises:
        RequestRefused: the act is not open from this state.
    """
    found = TRANSITIONS[state].get(act)
    if found is None:
        raise RequestRefused(
            f"This cannot be done now: the request stands as “{STATE_WORDS[state].lower()}”. Open it again and see "
            "what comes next."
        )
    return found


def can(state: RequestState, act: RequestAct) -> bool:
    """Test whether an act is open from a state."""
    return act in TRANSITIONS[state]


def diagram() -> str:
    """Return the states and acts as a Mermaid diagram, as the documents show it."""
    lines = ["stateDiagram-v2", f"    [*] --> {RequestState.RECEIVED.value}"]
    for state, acts in TRANSITIONS.items():
        lines += [f"    {state.value} --> {target.value}: {act.value}" for act, target in acts.items()]
        if not acts:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join(lines)
