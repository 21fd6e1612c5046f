"""The words of what is told on the public site: a proposal, how it stands, what would change there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from kith.publishing.vocabulary import HandedKind
from kith.publishing.vocabulary.services import SERVICES_ITEM
from kith.publishing.vocabulary.structure import STRUCTURE_ITEM

CONTACTS_ITEM: Final = UUID("5b0f4a2e-7d3c-4c11-9a57-6f6f0d2a1c03")
ITEMS: Final[Mapping[HandedKind, UUID]] = {
    HandedKind.STRUCTURE: STRUCTURE_ITEM,
    HandedKind.CONTACTS: CONTACTS_ITEM,
    HandedKind.SERVICES: SERVICES_ITEM,
}
"""What the partnership tells, each under one number for good."""

TOLD_TITLES: Final[Mapping[HandedKind, str]] = {
    HandedKind.STRUCTURE: "The partnership",
    HandedKind.CONTACTS: "Contacts",
    HandedKind.SERVICES: "Services",
}


class ProposalState(StrEnum):
    """How far a proposal to tell something on the public site has come."""

    DRAWN = "drawn"
    PROPOSED = "proposed"
    APPROVED = "approved"
    HANDED = "handed"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"


PROPOSAL_WORDS: Final[Mapping[ProposalState, str]] = {
    ProposalState.DRAWN: "Drawn up",
    ProposalState.PROPOSED: "Proposed",
    ProposalState.APPROVED: "Approved, on its way",
    ProposalState.HANDED: "On the site",
    ProposalState.DECLINED: "Declined",
    ProposalState.OVERTAKEN: "Overtaken by a newer one",
}
_S = ProposalState
PROPOSAL_TRANSITIONS: Final[Mapping[ProposalState, frozenset[ProposalState]]] = {
    _S.DRAWN: frozenset({_S.PROPOSED, _S.DECLINED, _S.OVERTAKEN}),
    _S.PROPOSED: frozenset({_S.APPROVED, _S.DECLINED, _S.OVERTAKEN}),
    _S.APPROVED: frozenset({_S.HANDED}),
    _S.HANDED: frozenset(),
    _S.DECLINED: frozenset(),
    _S.OVERTAKEN: frozenset(),
}


def proposal_diagram() -> str:
    """Return the states of a proposal as a Mermaid state diagram, for the documents."""
    lines = ["stateDiagram-v2", *(f"    {one.value} : {words}" for one, words in PROPOSAL_WORDS.items())]
    lines += [
        f"    {before.value} --> {after.value}"
        for before in ProposalState
        for after in ProposalState
        if after in PROPOSAL_TRANSITIONS[before]
    ]
    return "\n".join(lines)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One place at which what would be told differs from what is told; before is empty where it is new."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ProposalSeen:
    """One proposal as somebody reads it; `by` is empty where it was drawn up by itself, times are None until then."""

    public_id: UUID
    kind: HandedKind
    state: ProposalState
    is_withdrawal: bool
    because: str
    made_at: datetime
    proposed_by: str
    decided_by: str
    decided_at: datetime | None
    handed_at: datetime | None
    may_decide: bool


class ProposalRefused(ValueError):
    """Something that cannot be done with a proposal; the message says why and what to do."""


class ProposalGone(LookupError):
    """There is no such proposal."""
