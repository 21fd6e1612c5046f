"""Hands approved and withdrawn releases over to the public site: kept first, none lost, none twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kith.access.services import trace
from kith.access.vocabulary import Viewer
from kith.learning.models import Release
from kith.learning.rules.county import county_book_called
from kith.learning.rules.county_words import county_text
from kith.learning.rules.release_words import message_text
from kith.learning.selectors import statements_of
from kith.learning.vocabulary import ReleaseState
from kith.learning.vocabulary.county import Breakdown, Period
from kith.publishing.services import hand_over
from kith.publishing.vocabulary import HandedKind, Message, Verb

_WAITS = Q(state=ReleaseState.APPROVED) | Q(state=ReleaseState.WITHDRAWN, taken_off_at__isnull=True)


def hand_over_releases(*, inbox: Mapping[str, str], by: Viewer | None, now: datetime) -> int:
    """Hand over what was approved or withdrawn, each in a transaction of its own, and return how many.

    Where the site cannot be reached this raises; what was handed over stays so, and the rest waits for the next time.
    """
    count = 0
    while _hand_over_next(inbox, by, now):
        count += 1
    return count


@transaction.atomic
def _hand_over_next(inbox: Mapping[str, str], by: Viewer | None, now: datetime) -> bool:
    release: Release | None = Release.objects.select_for_update().filter(_WAITS).order_by("pk").first()
    if release is None:
        return False
    is_withdrawn = release.state == ReleaseState.WITHDRAWN
    # A withdrawal is told even when no approval seems to have arrived: it may have, before something broke here.
    message = Message(
        message=release.withdrawal if is_withdrawn else release.message,
        item=release.public_id,
        kind=HandedKind.FIGURES,
        verb=Verb.WITHDRAW if is_withdrawn else Verb.APPROVE,
        title=release.title,
        text={} if is_withdrawn else _text(release),
        approved_by=release.approved_as,
    )
    decided_by = release.withdrawn_by_id if is_withdrawn else release.decided_by_id
    hand_over(message=message, inbox=inbox, by=decided_by, now=now)
    if is_withdrawn:
        release.taken_off_at = now
    else:
        release.state, release.handed_at = ReleaseState.HANDED, now
    release.save()
    action = "learning.took_release_off" if is_withdrawn else "learning.handed_release"
    whose = by.staff_id if by else None
    trace(by=whose, action=action, subject="learning.release", subject_id=release.pk, now=now, after={})
    return True


def _text(release: Release) -> dict[str, Any]:
    statements = statements_of(release)
    if release.begins_on is None or release.ends_on is None:
        return message_text(release.title, statements)
    return county_text(
        statements,
        book=county_book_called(release.book),
        breakdown=Breakdown(release.breakdown),
        period=Period(begins_on=release.begins_on, ends_on=release.ends_on),
    )
