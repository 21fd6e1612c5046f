"""Proposes, approves and withdraws what the public site says of the partnership, and hands it over: none lost or twice.

What was decided is kept first and committed; the worker hands it over afterwards, in the order of the decisions, and
again if need be: the inbox takes the same message once.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.access.services import trace
from kith.access.vocabulary import ROLE_NAMES, Refused, Viewer
from kith.partnership.models import Proposal
from kith.partnership.rules import TELLERS, check_decision, fingerprint, may_tell, says_something
from kith.partnership.selectors.proposals import find_proposal, told_text
from kith.partnership.selectors.telling import text_to_tell
from kith.partnership.vocabulary import ITEMS, TOLD_TITLES, ProposalRefused, ProposalState
from kith.publishing.services import hand_over
from kith.publishing.vocabulary import HandedKind, Message, Verb

HAND_OVER = "partnership.hand_over"
_NOT_YOURS = "The publisher, the panel's coordinator and administrators decide what the site says. Ask one of them."
_WAITING = (ProposalState.DRAWN, ProposalState.PROPOSED)


@transaction.atomic
def propose(*, kind: HandedKind, seen: str, by: Viewer, now: datetime) -> UUID:
    """Propose what casework says now, as it was seen; return the proposal's id. What waited is overtaken.

    `seen` is the fingerprint of the text that the proposer read.

    Raises:
        ProposalRefused: it has changed since they read it, or nothing would change.
        Refused: it is not theirs to propose.
    """
    _check_teller(by)
    _alone()
    text = text_to_tell(kind, timezone.localdate(now))
    if fingerprint(text) != seen:
        raise ProposalRefused("Something has changed since you opened this. Read it again; nothing was proposed.")
    if text == told_text(kind):
        raise ProposalRefused("The site says this already. There is nothing to propose.")
    _overtake(kind)
    return _keep(kind, Verb.APPROVE, ProposalState.PROPOSED, by=by, now=now, text=text).public_id


@transaction.atomic
def put_forward(*, public_id: UUID, by: Viewer, now: datetime) -> None:
    """Propose what was drawn up by itself; somebody else approves it.

    Raises: as `approve`.
    """
    row = _decided(public_id, ProposalState.PROPOSED, by)
    row.proposed_by_id = by.staff_id
    _save(row, by, now)


@transaction.atomic
def approve(*, public_id: UUID, by: Viewer, now: datetime) -> None:
    """Approve a proposal as the second person; the worker then hands it over.

    Raises:
        ProposalRefused: it was decided or overtaken, or they proposed it themselves.
        ProposalGone: there is no such proposal.
        Refused: it is not theirs to decide.
    """
    row = _decided(public_id, ProposalState.APPROVED, by)
    row.verb = Verb.REPLACE if told_text(HandedKind(row.kind)) else Verb.APPROVE
    row.approved_as = f"{', '.join(ROLE_NAMES[role] for role in sorted(by.roles & TELLERS))}, {by.agency_name}"
    _take_turn(row, by, now)


@transaction.atomic
def decline(*, public_id: UUID, because: str, by: Viewer, now: datetime) -> None:
    """Decline a proposal, with the reason; nothing changes on the site.

    Raises: as `approve`, and ProposalRefused when no reason is given.
    """
    if not because.strip():
        raise ProposalRefused("Say why, so that whoever proposed it can mend it.")
    row = _decided(public_id, ProposalState.DECLINED, by)
    row.because, row.decided_by_id, row.decided_at = because.strip(), by.staff_id, now
    _save(row, by, now)


@transaction.atomic
def withdraw(*, kind: HandedKind, because: str, by: Viewer, now: datetime) -> None:
    """Take something off the site at once: one person is enough, for what is wrong must not stand until two are found.

    What waited to be told of it is overtaken, for it may be wrong in the same way.

    Raises:
        ProposalRefused: no reason is given, or the site says nothing of it.
        Refused: it is not theirs to withdraw.
    """
    _check_teller(by)
    _alone()
    if not because.strip():
        raise ProposalRefused("Say why it is taken off the site.")
    if not told_text(kind):
        raise ProposalRefused("The site says nothing of this, so there is nothing to take off.")
    _overtake(kind)
    row = _keep(kind, Verb.WITHDRAW, ProposalState.APPROVED, by=by, now=now, text={})
    row.because = because.strip()
    _take_turn(row, by, now)


@transaction.atomic
def draw_up(*, by: Viewer | None, now: datetime) -> int:
    """Draw up what has changed since it was told or last considered, and return how many; somebody then proposes it.

    What a person has proposed is left alone: it is for the second person. What was declined is not drawn up again
    until something has changed besides.
    """
    _alone()
    drawn = 0
    for kind in ITEMS:
        text = text_to_tell(kind, timezone.localdate(now))
        last = Proposal.objects.filter(kind=kind).exclude(state=ProposalState.OVERTAKEN).order_by("-pk").first()
        if last is not None and (last.state == ProposalState.PROPOSED or last.verb == Verb.WITHDRAW):
            continue  # what somebody took off is put back by somebody, never by itself
        told = told_text(kind)
        if text in (told, last.text if last else None) or not (told or says_something(text)):
            continue
        _overtake(kind)
        row = Proposal(kind=kind, verb=Verb.APPROVE, text=text, state=ProposalState.DRAWN, made_at=now)
        _save(row, by, now)
        drawn += 1
    return drawn


def hand_over_approved(*, inbox: Mapping[str, str], by: Viewer | None, now: datetime) -> int:
    """Hand over what was decided, in the order of the decisions, each in a transaction of its own; return how many.

    Where the site cannot be reached this raises, what was handed over stays so, and the rest waits for the next time.
    """
    count = 0
    while _hand_over_next(inbox, by, now):
        count += 1
    return count


@transaction.atomic
def _hand_over_next(inbox: Mapping[str, str], by: Viewer | None, now: datetime) -> bool:
    waiting = Proposal.objects.select_for_update().filter(state=ProposalState.APPROVED)
    row: Proposal | None = waiting.order_by("turn").first()
    if row is None:
        return False
    kind = HandedKind(row.kind)
    message = Message(
        message=row.message,
        item=ITEMS[kind],
        kind=kind,
        verb=Verb(row.verb),
        title=TOLD_TITLES[kind],
        text=row.text,
        approved_by=row.approved_as,
    )
    hand_over(message=message, inbox=inbox, by=row.decided_by_id, now=now)
    row.state, row.handed_at = ProposalState.HANDED, now
    row.save()
    _trace(row, by, now)
    return True


def _check_teller(by: Viewer) -> None:
    if not may_tell(by):
        raise Refused(_NOT_YOURS)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('partnership.telling'))")


def _decided(public_id: UUID, to: ProposalState, by: Viewer) -> Proposal:
    _check_teller(by)
    _alone()
    row = find_proposal(public_id)
    check_decision(ProposalState(row.state), to, by=by, proposed_by=row.proposed_by_id)
    row.state = to
    return row


def _overtake(kind: HandedKind) -> None:
    Proposal.objects.filter(kind=kind, state__in=_WAITING).update(state=ProposalState.OVERTAKEN)


def _keep(
    kind: HandedKind, verb: Verb, state: ProposalState, *, by: Viewer | None, now: datetime, text: Mapping[str, object]
) -> Proposal:
    row = Proposal(kind=kind, verb=verb, text=text, made_at=now, proposed_by_id=by.staff_id if by else None)
    row.state = state
    if verb is not Verb.WITHDRAW:  # a withdrawal is kept with its turn
        _save(row, by, now)
    return row


def _take_turn(row: Proposal, by: Viewer, now: datetime) -> None:
    last = Proposal.objects.filter(turn__isnull=False).order_by("-turn").values_list("turn", flat=True).first()
    row.turn, row.decided_by_id, row.decided_at = (last or 0) + 1, by.staff_id, now
    _save(row, by, now)
    app.configure_task(HAND_OVER, queue="work").defer()


def _save(row: Proposal, by: Viewer | None, now: datetime) -> None:
    row.save()
    _trace(row, by, now)


def _trace(row: Proposal, by: Viewer | None, now: datetime) -> None:
    trace(
        by=by.staff_id if by else None,
        action="partnership.telling",
        subject="partnership.proposal",
        subject_id=row.pk,
        now=now,
        after={"kind": str(row.kind), "verb": str(row.verb), "state": str(row.state)},
    )
