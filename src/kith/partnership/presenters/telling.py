"""Shows what the public site says of the partnership: how each thing stands, what would change, what became of it."""

from collections.abc import Sequence
from typing import Any

from kith.partnership.selectors import Told
from kith.partnership.vocabulary import PROPOSAL_WORDS, TOLD_TITLES, Difference, ProposalSeen, ProposalState
from kith.publishing.vocabulary import HandedKind

_COLOURS = {
    ProposalState.DRAWN: "yellow",
    ProposalState.PROPOSED: "blue",
    ProposalState.APPROVED: "turquoise",
    ProposalState.HANDED: "green",
    ProposalState.DECLINED: "red",
    ProposalState.OVERTAKEN: "grey",
}
_SAYS = {
    HandedKind.STRUCTURE: "Agencies, posts, priorities, groups with their terms of reference and seats, and the "
    "meetings and decisions that are marked for everybody. Names only of those who agreed.",
    HandedKind.CONTACTS: "Whom to ring now, at night and at the weekend, the teams' mailboxes, pages elsewhere.",
    HandedKind.SERVICES: "The services that are open today, without what was told of their places.",
}


def telling_page(told: Sequence[Told], proposals: Sequence[ProposalSeen]) -> dict[str, Any]:
    """Return how each thing stands, and what became of each proposal."""
    return {"told": [_told(one) for one in told], "proposals": [proposal_row(one) for one in proposals]}


def proposal_row(one: ProposalSeen) -> dict[str, Any]:
    """Return one proposal in words."""
    state = "Taken off" if one.is_withdrawal and one.state is ProposalState.HANDED else PROPOSAL_WORDS[one.state]
    return {
        "row": one,
        "title": TOLD_TITLES[one.kind],
        "state": {"text": state, "colour": "red" if one.is_withdrawal else _COLOURS[one.state]},
        "proposed_by": "" if one.is_withdrawal else one.proposed_by or "Nobody yet: drawn up because something changed",
    }


def changes(found: Sequence[Difference]) -> list[dict[str, str]]:
    """Return what would change, each with what is new, changed or gone about it."""
    return [
        {
            "where": one.where,
            "before": one.before,
            "after": one.after,
            "what": "New" if not one.before else "Changed" if one.after else "Gone",
        }
        for one in found
        if one.before or one.after
    ]


def _told(one: Told) -> dict[str, Any]:
    stands = one.last is not None and not one.last.is_withdrawal
    return {
        "kind": one.kind.value,
        "title": TOLD_TITLES[one.kind],
        "says": _SAYS[one.kind],
        "stands": stands,
        "last": one.last,
        "on_its_way": one.last is not None and one.last.state is ProposalState.APPROVED,
        "waits": one.waits,
        "waits_for": _waits_for(one.waits) if one.waits else "",
        "may_propose": one.is_new,
        "differs": one.differs,
    }


def _waits_for(waits: ProposalSeen) -> str:
    if waits.state is ProposalState.DRAWN:
        return "Something has changed. It waits for somebody to propose it."
    return f"{waits.proposed_by} has proposed a change. It waits for a second person."
