"""Hands approved words over to the public site, none lost or twice, and takes them off when their case is withdrawn.

What was decided is kept first and committed; the worker hands it over afterwards, in the order of the decisions, and
again if need be: the inbox takes the same message once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kith.access.vocabulary import Refused, Viewer
from kith.audit.selectors import cases_gone
from kith.common.disclosure import WordListDamaged
from kith.learning.models import Briefing, BriefingMessage, CaseReview
from kith.learning.rules.briefing_checks import fingerprint, names_in
from kith.learning.rules.briefings import APPROVERS, WRITERS, check_reason, steps_told
from kith.learning.rules.deidentifying import Deidentifier
from kith.learning.selectors.briefing_checks import NO_LISTS, settled_of
from kith.learning.selectors.briefing_records import knows_at_hand_over
from kith.learning.selectors.briefing_versions import on_site
from kith.learning.services.briefing_approving import refuse_unsettled
from kith.learning.services.briefing_checking import told_of
from kith.learning.services.briefing_moving import held, move, take_back, take_off
from kith.learning.vocabulary import RecordUnlinked
from kith.learning.vocabulary.briefings import BriefingGone, BriefingMove, BriefingRefused, BriefingState, ReviewForm
from kith.publishing.services import hand_over
from kith.publishing.vocabulary import HandedKind, Message, Verb

_NOT_YOURS = "A briefing is withdrawn by whoever writes or approves briefings. Ask an auditor of the partnership."
CASE_GONE: Final = "Its case was withdrawn from the audit, or one of its cases was."
PERSON_GONE: Final = "The record of whoever it is about was removed."
NAME_LEARNED: Final = "The record has come to know a name that stands in it."
_KINDS: Final[Mapping[ReviewForm, HandedKind]] = {
    ReviewForm.FIVE_STEP: HandedKind.BRIEFING,
    ReviewForm.SEVEN_MINUTE: HandedKind.BRIEFING,
    ReviewForm.BULLETIN: HandedKind.BULLETIN,
}


@transaction.atomic
def withdraw_briefing(*, public_id: UUID, because: str, by: Viewer, now: datetime) -> None:
    """Withdraw a briefing at once: one person is enough, for what is wrong must not stand until two are found.

    Raises:
        BriefingRefused: no reason is given, or it is withdrawn already.
        BriefingGone: there is no such briefing.
        Refused: their role neither writes nor approves briefings.
    """
    if not by.roles & {*WRITERS, *APPROVERS}:
        raise Refused(_NOT_YOURS)
    found = Briefing.objects.filter(public_id=public_id).first()
    if found is None:
        raise BriefingGone("There is no such briefing.")
    withdraw_held(held(found.pk), check_reason(because, of="it is withdrawn"), by=by, now=now)


def withdraw_held(row: Briefing, because: str, *, by: Viewer | None, now: datetime) -> None:
    """Withdraw a held briefing, and take it off the site if anything of it may have come there.

    Raises:
        BriefingRefused: it is withdrawn already.
    """
    row.withdrawn_because, row.withdrawn_at, row.withdrawn_by_id = because, now, by.staff_id if by else None
    move(row, BriefingMove.WITHDRAW, by=by, now=now)
    take_off(row, by=by, now=now)


def withdraw_gone_briefings(*, by: Viewer | None, now: datetime) -> int:
    """Withdraw every briefing of which a case is withdrawn, or whose words name somebody by now; return how many.

    For the worker, which sees every row. A record that names nobody any more leaves what is published as it is.
    """
    briefings = Briefing.objects.exclude(state=BriefingState.WITHDRAWN).prefetch_related("reviews")
    told = {briefing: list(briefing.reviews.all()) for briefing in briefings}
    gone = cases_gone([row.case_number for reviews in told.values() for row in reviews if row.case_number is not None])
    count = 0
    for briefing, reviews in told.items():
        is_gone = any(row.case_number in gone for row in reviews)
        because = CASE_GONE if is_gone else _named(briefing, reviews)
        if because:
            with transaction.atomic():
                row = held(briefing.pk)
                if row.state != BriefingState.WITHDRAWN:
                    withdraw_held(row, because, by=by, now=now)
                    count += 1
    return count


def hand_over_briefings(*, inbox: Mapping[str, str], by: Viewer | None, now: datetime) -> int:
    """Hand over what was decided, in the order of the decisions, each in a transaction of its own; return how many.

    Words that do not pass the check any more go back to their writer. Where the site cannot be reached this raises,
    what was handed over stays so, and the rest waits for the next time.
    """
    count = 0
    while (handed := _hand_over_next(inbox, by, now)) is not None:
        count += handed
    return count


def _hand_over_next(inbox: Mapping[str, str], by: Viewer | None, now: datetime) -> bool | None:
    """Hand one message over; return whether it went, or None when none waits."""
    waiting = BriefingMessage.objects.filter(handed_at=None, overtaken_at=None).order_by("turn").first()
    if waiting is None:
        return None
    BriefingMessage.objects.filter(pk=waiting.pk).update(tried_at=now)  # for itself: it stands if the rest never ends
    return _hand_over_one(waiting, inbox, by, now)


@transaction.atomic
def _hand_over_one(waiting: BriefingMessage, inbox: Mapping[str, str], by: Viewer | None, now: datetime) -> bool:
    """Hand a message over, and return whether it went; `waiting` is as it was before this time."""
    row = held(waiting.briefing_id)  # as every other service: the briefing first, so that none waits for the other
    message = BriefingMessage.objects.select_for_update().get(pk=waiting.pk)
    if message.handed_at or message.overtaken_at:
        return False
    verb = Verb(message.verb)
    is_new = verb is not Verb.WITHDRAW and message.round == row.round
    if is_new:
        try:
            _check_again(row, message)
        except BriefingRefused as refusal:
            row.sent_back_because = str(refusal)
            move(row, BriefingMove.SEND_BACK, by=by, now=now)
            message.overtaken_at = now
            message.save(update_fields=["overtaken_at"])
            if waiting.tried_at:
                take_back(row, by=by, now=now)
            return False
    hand_over(message=_message(row, message), inbox=inbox, by=message.decided_by_id, now=now)
    message.handed_at = now
    message.save(update_fields=["handed_at"])
    if is_new:  # what is put back after a revision was taken back leaves the revision where it is
        move(row, BriefingMove.HAND_OVER, by=by, now=now)
    return True


def _check_again(row: Briefing, message: BriefingMessage) -> None:
    """Check once more, on exactly the words that go out, that they are those approved and tell nobody.

    Raises:
        BriefingRefused: with the reason, which names nobody.
    """
    reviews = list(CaseReview.objects.filter(briefing=row).order_by("pk"))
    if not reviews or len(reviews) != row.gathers:
        raise BriefingRefused("It is linked to its case no more, so nothing can be checked. Nothing was handed over.")
    approved = message.fingerprint
    if {fingerprint(told_of(row)), fingerprint(told_of(row, message)), row.fingerprint} != {approved}:
        raise BriefingRefused("Its words are not those that were approved. Nothing was handed over; check it again.")
    if cases_gone([review.case_number for review in reviews if review.case_number is not None]):
        raise BriefingRefused(f"{CASE_GONE} Nothing was handed over.")
    refuse_unsettled(row, _known(reviews))


def _known(reviews: Sequence[CaseReview]) -> Deidentifier:
    try:
        return knows_at_hand_over([review.person_id for review in reviews], reviews[0].key)
    except RecordUnlinked as unlinked:
        raise BriefingRefused(str(unlinked)) from None
    except WordListDamaged:
        raise BriefingRefused(NO_LISTS) from None


def _named(briefing: Briefing, reviews: Sequence[CaseReview]) -> str:
    """Return why published words must go because the record knows more by now, or nothing."""
    published = on_site(briefing)
    if published is None or not reviews:
        return ""
    try:
        knows = _known(reviews)
        words = published.words.items()
        found = any(names_in(knows, says, settled_of(published, place)) for place, says in words)
    except (BriefingRefused, WordListDamaged):
        return ""
    return NAME_LEARNED if found else ""


def _message(row: Briefing, message: BriefingMessage) -> Message:
    form = ReviewForm(row.form)
    is_told = message.verb != Verb.WITHDRAW
    words = {int(place): says for place, says in message.words.items()}
    return Message(
        message=message.message,
        item=row.public_id,
        kind=_KINDS[form],
        verb=Verb(message.verb),
        title=message.title,
        text={"steps": steps_told(form, words, gathers=row.gathers)} if is_told else {},
        approved_by=message.approved_as,
    )
