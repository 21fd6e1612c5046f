"""The diagram of a referral's states, drawn from the one table of transitions."""

from kith.referrals.vocabulary import TRANSITIONS, ReferralState


def draw_states() -> str:
    """Return the diagram as mermaid text; the guide holds it, and a test compares the two."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for state, acts in TRANSITIONS.items():
        lines += [f"    {state} --> {after}: {act}" for act, after in acts.items()]
    lines += [f"    {state} --> [*]" for state in ReferralState if not TRANSITIONS[state]]
    return "\n".join(lines)
