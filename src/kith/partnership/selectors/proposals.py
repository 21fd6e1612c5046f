"""Reads the ledger of what was proposed for the public site: what stands there, what waits, what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.partnership.models import Proposal
from kith.partnership.rules import differences, may_tell
from kith.partnership.selectors.telling import text_to_tell
from kith.partnership.vocabulary import (
    ITEMS,
    TOLD_TITLES,
    Difference,
    ProposalGone,
    ProposalSeen,
    ProposalState,
)
from kith.publishing.vocabulary import HandedKind, Verb
from kith.work.vocabulary import Waiting, WorkArea

_WAITS = (ProposalState.DRAWN, ProposalState.PROPOSED)
_DECIDED = (ProposalState.APPROVED, ProposalState.HANDED)


@dataclass(frozen=True, kw_only=True)
class Told:
    """How one kind of thing stands: what was decided last, and what waits.

    `differs` says whether casework says something else than the site now, `is_new` whether nothing that waits says it.
    """

    kind: HandedKind
    last: ProposalSeen | None
    waits: ProposalSeen | None
    differs: bool
    is_new: bool


def how_it_stands(*, viewer: Viewer, today: date) -> Sequence[Told]:
    """Return how each thing stands that is told on the site."""
    return [_how_one_stands(kind, viewer, today) for kind in ITEMS]


def told_text(kind: HandedKind) -> Mapping[str, Any]:
    """Return the text that was approved last and not withdrawn since; empty where nothing is told."""
    row = _last_decided(kind)
    return {} if row is None or row.verb == Verb.WITHDRAW else row.text


def what_changes(kind: HandedKind, text: Mapping[str, Any]) -> list[Difference]:
    """Return at which places a text differs from what is told now."""
    return differences(told_text(kind), text)


def find_proposal(public_id: UUID) -> Proposal:
    """Return one proposal.

    Raises:
        ProposalGone: there is none.
    """
    row: Proposal | None = _rows().filter(public_id=public_id).first()
    if row is None:
        raise ProposalGone("There is no such proposal.")
    return row


def proposals_seen(*, viewer: Viewer, most: int = 50) -> Sequence[ProposalSeen]:
    """Return what became of each proposal, the newest first."""
    return [seen_as(row, viewer) for row in _rows()[:most]]


def seen_as(row: Proposal, viewer: Viewer) -> ProposalSeen:
    """Return a proposal as somebody reads it, and whether they may decide on it."""
    state = ProposalState(row.state)
    is_own = row.proposed_by_id == viewer.staff_id
    return ProposalSeen(
        public_id=row.public_id,
        kind=HandedKind(row.kind),
        state=state,
        is_withdrawal=row.verb == Verb.WITHDRAW,
        because=row.because,
        made_at=row.made_at,
        proposed_by=row.proposed_by.name if row.proposed_by else "",
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        handed_at=row.handed_at,
        may_decide=may_tell(viewer) and state in _WAITS and not (is_own and state is ProposalState.PROPOSED),
    )


class ProposalsWaiting:
    """Which texts for the site wait for a second person; see `work.vocabulary.WorkSource`."""

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return a line per proposal that this viewer may decide on."""
        if not may_tell(viewer):
            return []
        rows = [seen_as(row, viewer) for row in _rows().filter(state__in=_WAITS)]
        return [
            Waiting(
                area=WorkArea.PARTNERSHIP,
                title=f"Read what the public site would say: {TOLD_TITLES[one.kind].lower()}",
                link=f"/partnership/telling/{one.public_id}/",
            )
            for one in rows
            if one.may_decide
        ]


def _rows() -> Any:
    return Proposal.objects.select_related("proposed_by", "decided_by").order_by("-pk")


def _last_decided(kind: HandedKind) -> Proposal | None:
    row: Proposal | None = _rows().filter(kind=kind, state__in=_DECIDED).order_by("-turn").first()
    return row


def _how_one_stands(kind: HandedKind, viewer: Viewer, today: date) -> Told:
    last, waits = _last_decided(kind), _rows().filter(kind=kind, state__in=_WAITS).first()
    text = text_to_tell(kind, today)
    differs = dict(told_text(kind)) != text
    return Told(
        kind=kind,
        last=seen_as(last, viewer) if last else None,
        waits=seen_as(waits, viewer) if waits else None,
        differs=differs,
        is_new=differs and (waits is None or waits.text != text),
    )
