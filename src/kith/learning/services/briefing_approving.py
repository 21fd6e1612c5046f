"""Lets second people approve exactly these words, or send them back; the words are checked again before each yes."""

from datetime import datetime
from uuid import UUID

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.common.disclosure import WordListDamaged
from kith.learning.models import Briefing, BriefingApproval, BriefingMessage
from kith.learning.rules.briefing_checks import fingerprint, unsettled
from kith.learning.rules.briefings import approved_as, approvers_needed, check_reason, may_approve, moved, office_of
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.selectors.briefing_checks import NO_LISTS, settled_of
from kith.learning.selectors.briefing_records import knows_for_approval
from kith.learning.selectors.briefings import approvals_of, find_briefing
from kith.learning.services.briefing_checking import told_of
from kith.learning.services.briefing_moving import held, keep_trace, move, send, take_back
from kith.learning.vocabulary import RecordUnlinked
from kith.learning.vocabulary.briefings import BriefingMove, BriefingRefused, BriefingState
from kith.publishing.vocabulary import Verb

_OWN = "You wrote this briefing, or some of it, so you cannot approve it: nobody publishes alone what they wrote."
_NOT_YOURS = (
    "A briefing is approved by an auditor, the panel’s chair or the information-governance lead. Ask one of them."
)


def approve_briefing(*, public_id: UUID, seen: str, because: str, by: Viewer, now: datetime) -> bool:
    """Approve the words whose fingerprint was seen, and return whether enough people have; the worker hands over then.

    Where the facts of the text fit fewer than five children, it takes two people and the reason of each.

    Raises:
        BriefingRefused: they wrote it, it has changed since, a reason is missing, the words do not pass the check
            again, or nothing can be checked.
        BriefingGone: there is no such briefing.
        Refused: their role approves none.
    """
    found = find_briefing(public_id, viewer=by)
    _check_approver(by, found)
    with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="learning.approve") as listing:
        row = held(found.pk)
        moved(BriefingState(row.state), BriefingMove.APPROVE)
        if row.fingerprint != seen or fingerprint(told_of(row)) != seen:
            raise BriefingRefused(
                "The words have changed since you opened them. Read them again; nothing was approved."
            )
        needed = approvers_needed(row.k or 0)
        reason = check_reason(because, of="it may be published although so few children fit it") if needed > 1 else ""
        given = approvals_of(row)
        if any(one.approver_id == by.staff_id for one in given):
            raise BriefingRefused("You have approved this already. It waits for one more colleague.")
        people, knows = _known(row)
        listing.log_shown(people)
        refuse_unsettled(row, knows)
        _keep(row, by, reason or because.strip(), now)
        keep_trace(row, "learning.approved_briefing", by=by, now=now)
        if len(given) + 1 < needed:
            return False
        move(row, BriefingMove.APPROVE, by=by, now=now)
        offices = [(one.role, one.approver.agency.name) for one in approvals_of(row)]
        before = BriefingMessage.objects.filter(briefing=row, overtaken_at=None).order_by("-turn").first()
        verb = Verb.REPLACE if before is not None and before.verb != Verb.WITHDRAW else Verb.APPROVE
        send(row, verb, by=by, now=now, approved_as=approved_as(offices), told=row)
        return True


def send_briefing_back(*, public_id: UUID, seen: int, because: str, by: Viewer, now: datetime) -> None:
    """Send a briefing back to its writer with what is wrong; whatever was approved counts no more.

    Raises:
        BriefingRefused: no reason is given, it is not waiting, or it has changed since.
        BriefingGone, Refused: as `approve_briefing`.
    """
    found = find_briefing(public_id, viewer=by)
    _check_approver(by, found)
    reason = check_reason(because, of="it goes back")
    with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="learning.send_back"):
        row = held(found.pk, seen=seen)
        was_approved = row.state == BriefingState.APPROVED
        row.sent_back_because = reason
        move(row, BriefingMove.SEND_BACK, by=by, now=now)
        if was_approved:
            take_back(row, by=by, now=now)


def refuse_unsettled(row: Briefing, knows: Deidentifier) -> None:
    """Refuse words in which something tells somebody, by the record as it is now; what it is is not said.

    Raises:
        BriefingRefused: something is open, or the word lists are damaged.
    """
    try:
        open_places = [place for place, words in row.words.items() if unsettled(knows, words, settled_of(row, place))]
    except WordListDamaged:
        raise BriefingRefused(NO_LISTS) from None
    if open_places:
        raise BriefingRefused(
            "The record or the word lists have changed since the check, and something in the text may tell somebody "
            "now. Send it back, so that its writer checks it again; nothing was approved or handed over."
        )


def _check_approver(by: Viewer, row: Briefing) -> None:
    if by.staff_id in (row.writer_id, *row.hands):
        raise BriefingRefused(_OWN)
    if not may_approve(by, hands=(row.writer_id, *row.hands)):
        raise Refused(_NOT_YOURS)


def _known(row: Briefing) -> tuple[list[int], Deidentifier]:
    try:
        return knows_for_approval(row.pk)
    except RecordUnlinked as unlinked:
        raise BriefingRefused(str(unlinked)) from None
    except WordListDamaged:
        raise BriefingRefused(NO_LISTS) from None


def _keep(row: Briefing, by: Viewer, because: str, now: datetime) -> None:
    BriefingApproval.objects.create(
        briefing=row,
        round=row.round,
        fingerprint=row.fingerprint,
        approver_id=by.staff_id,
        writer_id=row.writer_id,
        role=office_of(by),
        because=because,
        at=now,
    )
