"""Whose a referral is at a moment, and which acts they may take in its state."""

from typing import Protocol

from kith.access.vocabulary import Role, Sector, Viewer
from kith.referrals.vocabulary import SIDES, TRANSITIONS, ReferralAct, ReferralSide, ReferralState

_ANSWERING = frozenset({Role.AGENCY_CONTACT, Role.TEAM_MANAGER})
_PANEL = frozenset({Role.PANEL_COORDINATOR, Role.PANEL_CHAIR})


class Routed(Protocol):
    """What the rules read of a referral: from whom, to whom, with whom."""

    from_staff_id: int
    from_agency_id: int
    to_agency_id: int | None
    to_staff_id: int | None
    allocated_to_id: int | None


def answers_for_agency(viewer: Viewer) -> bool:
    """Test whether somebody answers for their agency; for the partnership's own, those who run the panel do."""
    return bool(_ANSWERING & viewer.roles) or (viewer.sector is Sector.PARTNERSHIP and bool(_PANEL & viewer.roles))


def sides_of(viewer: Viewer, referral: Routed) -> frozenset[ReferralSide]:
    """Return on which sides of a referral somebody stands.

    A contact or manager of the sending or receiving agency stands in for a colleague; nobody else does.
    """
    answers = answers_for_agency(viewer)
    sides = set()
    if viewer.staff_id == referral.from_staff_id or (answers and viewer.agency_id == referral.from_agency_id):
        sides.add(ReferralSide.SENDER)
    if viewer.staff_id == referral.to_staff_id or (answers and viewer.agency_id == referral.to_agency_id):
        sides.add(ReferralSide.RECEIVER)
    if viewer.staff_id == referral.allocated_to_id:
        sides.add(ReferralSide.WORKER)
    return frozenset(sides)


def may_act(act: ReferralAct, sides: frozenset[ReferralSide]) -> bool:
    """Test whether an act is that of anybody on these sides."""
    return bool(SIDES[act] & sides)


def can_act(act: ReferralAct, state: ReferralState) -> bool:
    """Test whether an act is possible in a state."""
    return act in TRANSITIONS[state]
