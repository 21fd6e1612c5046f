"""Tells subscribers what is new: one announcement a page, one mail a person, however many topics it came by."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from kith.publishing.models import Announcement, Digest, SiteMail, SitePage, Telling
from kith.publishing.rules.circulation import digest_day, is_digest_due, reach_of
from kith.publishing.selectors.circulation import pages_to_announce, readers_to_tell, standing_announcements
from kith.publishing.services.posting import Posting, post_many
from kith.publishing.services.reader_links import choices_link, stop_link
from kith.publishing.vocabulary.circulation import CHOICES, STOP, Alert, Frequency, Reader

Write = Callable[[SitePage], Alert]
Gather = Callable[[Sequence[Alert]], Alert]
_AT_ONCE: Final = 5_000  # people of one step
_TURN: Final = 7_410_222  # the number of the lock that one teller holds until its transaction ends


@transaction.atomic
def announce(*, write: Write, gather: Gather, now: datetime, local: datetime) -> int:
    """Announce the pages that are new, and post to everybody whose time it is; return how many mails that made.

    `write` makes the alert of one page, `gather` one mail of several alerts; `local` is `now` on the wall. It is all
    or nothing: a process that dies leaves no half of a list told.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    for page in pages_to_announce(now=now):
        Announcement.objects.create(
            page=page, version=page.alert_version, topic=str(page.alert_topic), title=page.title, made_at=now
        )
    return sum(_tell(frequency, write, gather, now) for frequency in Frequency if _is_time(frequency, now, local))


def _is_time(frequency: Frequency, now: datetime, local: datetime) -> bool:
    if frequency is Frequency.AT_ONCE:
        return True
    if not is_digest_due(local):
        return False
    day = digest_day(frequency, local.date())
    _, is_new = Digest.objects.get_or_create(frequency=frequency.value, day=day, defaults={"made_at": now})
    return is_new


def _tell(frequency: Frequency, write: Write, gather: Gather, now: datetime) -> int:
    pages = standing_announcements(since=now - reach_of(frequency))
    readers = readers_to_tell(frequency=frequency, announcements=list(pages))
    groups: dict[Sequence[int], list[Reader]] = defaultdict(list)
    for reader in readers:
        groups[reader.announcements].append(reader)
    alerts = {pk: write(pages[pk]) for pk in {pk for group in groups for pk in group}}
    told = 0
    for group, people in groups.items():
        mail = _one_mail([alerts[pk] for pk in _without_articles(group, pages)], gather)
        for start in range(0, len(people), _AT_ONCE):
            told += _post(mail, people[start : start + _AT_ONCE], now)
    return told


def _without_articles(group: Sequence[int], pages: Mapping[int, SitePage]) -> list[int]:
    """Leave out what stands in an issue that the same mail is about."""
    paths = [pages[pk].path for pk in group]
    return [pk for pk in group if not any(pages[pk].path.startswith(path) and pages[pk].path != path for path in paths)]


def _one_mail(alerts: Sequence[Alert], gather: Gather) -> Alert:
    return alerts[0] if len(alerts) == 1 else gather(alerts)


def _post(mail: Alert, people: Sequence[Reader], now: datetime) -> int:
    # Each is told of an announcement once, so that one of them names the mail.
    keys = {f"told/{reader.subscriber}/{reader.announcements[0]}": reader for reader in people}
    new = post_many(postings=[_posting(key, mail, reader) for key, reader in keys.items()], now=now)
    rows = SiteMail.objects.filter(key__in=keys).values_list("key", "pk")
    Telling.objects.bulk_create(
        (
            Telling(announcement_id=announcement, subscriber_id=keys[key].subscriber, mail_id=pk)
            for key, pk in rows
            for announcement in keys[key].announcements
        ),
        batch_size=_AT_ONCE,
    )
    return new


def _posting(key: str, mail: Alert, reader: Reader) -> Posting:
    stop, choices = stop_link(reader.public_id), choices_link(reader.public_id)
    return Posting(
        key=key,
        address=reader.address,
        subject=mail.subject,
        text=mail.text.replace(STOP, stop).replace(CHOICES, choices),
        html=mail.html.replace(STOP, stop).replace(CHOICES, choices),
        unsubscribe=stop,
    )
