"""Reads the circulation list: who is to be told, how many there are, what was sent to whom."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from kith.publishing.models import (
    Announcement,
    ListImport,
    ListImportLine,
    SignUp,
    SiteMail,
    SitePage,
    Subscriber,
    Subscription,
    Suppression,
    Telling,
)
from kith.publishing.models.circulation import mark_of
from kith.publishing.models.pages import IssuePage
from kith.publishing.rules.circulation import SIGN_UP_LASTS
from kith.publishing.vocabulary.circulation import Frequency, Reader, Topic
from kith.publishing.vocabulary.posting import PostState

_NEW_FOR: Final = timedelta(days=8)  # a page that nobody was told of for longer is no news

_READERS = """
SELECT reader.id, reader.public_id, reader.address, array_agg(told.id ORDER BY told.made_at, told.id)
FROM publishing_announcement told
JOIN publishing_subscription follows
    ON follows.topic = told.topic AND follows.ended_at IS NULL AND follows.frequency = %s
    AND follows.since <= told.made_at
JOIN publishing_subscriber reader ON reader.id = follows.subscriber_id AND reader.address IS NOT NULL
WHERE told.id = ANY(%s)
    AND NOT EXISTS (SELECT FROM publishing_telling t WHERE t.announcement_id = told.id AND t.subscriber_id = reader.id)
    AND NOT EXISTS (SELECT FROM publishing_suppression s WHERE s.mark = reader.mark)
GROUP BY reader.id
ORDER BY reader.id
"""


def pages_to_announce(*, now: datetime) -> list[SitePage]:
    """Return the live pages that may be shown and that readers are to be told of, and have not been.

    An article of an issue waits until the issue is live.
    """
    fresh = SitePage.objects.live().public().filter(tell_subscribers=True, last_published_at__gt=now - _NEW_FOR)
    pages = [page for page in fresh.order_by("path").specific() if page.alert_topic is not None]
    known = set(Announcement.objects.filter(page__in=pages).values_list("page_id", "version"))
    return [page for page in pages if (page.pk, page.alert_version) not in known and _may_go(page)]


def _may_go(page: SitePage) -> bool:
    parent: Any = page.get_parent().specific
    return page.is_shown() and page.is_news() and (not isinstance(parent, IssuePage) or bool(parent.live))


def standing_announcements(*, since: datetime) -> dict[int, SitePage]:
    """Return the pages of the announcements made since then that are still live and may still be shown."""
    rows = Announcement.objects.filter(made_at__gt=since, page__isnull=False).values_list("pk", "page_id")
    pages = {page.pk: page for page in SitePage.objects.live().public().filter(pk__in=dict(rows).values()).specific()}
    return {pk: pages[page] for pk, page in rows if page in pages and pages[page].is_shown()}


def readers_to_tell(*, frequency: Frequency, announcements: Sequence[int]) -> list[Reader]:
    """Return who is written to at this frequency and has not been told of some of these announcements."""
    if not announcements:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_READERS, [frequency.value, list(announcements)])
        return [
            Reader(subscriber=pk, public_id=public_id, address=address, announcements=tuple(told))
            for pk, public_id, address, told in cursor.fetchall()
        ]


def count_readers() -> dict[tuple[Topic, Frequency], int]:
    """Return how many people follow each topic, by how often they are written to."""
    live = Subscription.objects.filter(ended_at__isnull=True, subscriber__address__isnull=False)
    counted = live.values_list("topic", "frequency").annotate(number=Count("pk"))
    return {(Topic(topic), Frequency(frequency)): number for topic, frequency, number in counted}


def count_people() -> int:
    """Return how many people follow anything at all."""
    live = Subscription.objects.filter(ended_at__isnull=True, subscriber__address__isnull=False)
    return live.values("subscriber").distinct().count()


def list_subscribers() -> Iterator[dict[str, Any]]:
    """Return everybody on the list with what they follow, for a file; whoever has left is missing."""
    live = Subscription.objects.filter(ended_at__isnull=True, subscriber__address__isnull=False)
    rows = live.select_related("subscriber").order_by("subscriber__address", "topic")
    for _, group in groupby(rows.iterator(chunk_size=2_000), key=lambda row: row.subscriber.pk):
        follows = list(group)
        person = follows[0].subscriber
        yield {
            "email": person.address,
            "name": person.name,
            "role": person.role,
            "agency": person.agency,
            "topics": ";".join(row.topic for row in follows),
            "how often": follows[0].frequency,
            "consented on": person.consented_at.date().isoformat(),
            "consent": person.consent,
        }


def find_sign_up(*, sign_up: UUID, now: datetime) -> SignUp | None:
    """Return a sign-up that can still be agreed to."""
    return SignUp.objects.filter(public_id=sign_up, made_at__gt=now - SIGN_UP_LASTS).first()


def following(*, subscriber: UUID) -> tuple[Subscriber, list[Subscription]] | None:
    """Return a subscriber whose address is known, and what they follow, by topic."""
    person = Subscriber.objects.filter(public_id=subscriber, address__isnull=False).first()
    if person is None:
        return None
    return person, list(Subscription.objects.filter(subscriber=person, ended_at__isnull=True).order_by("topic"))


def find_subscriber(*, address: str) -> Subscriber | None:
    """Return whoever has an address, on the list or gone for less than 28 days."""
    return Subscriber.objects.filter(address=address.strip().lower()).first()


def mails_to(*, address: str, most: int = 200) -> "QuerySet[SiteMail]":
    """Return the newest mails to an address, the newest first, with what came back about them."""
    return SiteMail.objects.filter(address=address.strip().lower()).prefetch_related("returns")[:most]


def latest_mails(*, most: int, state: PostState | None = None) -> "QuerySet[SiteMail]":
    """Return the newest mails of the site, the newest first."""
    rows = SiteMail.objects.all() if state is None else SiteMail.objects.filter(state=state.value)
    return rows.prefetch_related("returns")[:most]


def count_mails() -> dict[PostState, int]:
    """Return how many mails of the last year stand how; a state that none is in counts nought."""
    counted = dict(SiteMail.objects.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: counted.get(state.value, 0) for state in PostState}


def find_mail(*, number: int) -> SiteMail | None:
    """Return one mail of the site."""
    return SiteMail.objects.prefetch_related("files", "returns").filter(pk=number).first()


def history_of(person: Subscriber) -> "QuerySet[Subscription]":
    """Return everything that a subscriber follows or followed, in the order in which it began."""
    return Subscription.objects.filter(subscriber=person).order_by("started_at", "topic")


def suppression_of(*, address: str) -> Suppression | None:
    """Return that an address is written to no more, where that is so."""
    return Suppression.objects.filter(mark=mark_of(address)).first()


def find_import(*, number: UUID) -> ListImport | None:
    """Return one import by its number."""
    return ListImport.objects.filter(public_id=number).first()


def unadded_lines(row: ListImport) -> "QuerySet[ListImportLine]":
    """Return the lines of an import that were not added, in the order of the file."""
    return ListImportLine.objects.filter(list=row).order_by("number")


def list_announcements(*, most: int) -> list[dict[str, Any]]:
    """Return the newest announcements, each with how many were told and what became of their mails, by its state."""
    newest = list(Announcement.objects.all()[:most])
    counted = Telling.objects.filter(announcement__in=newest).values_list("announcement", "mail__state")
    states: dict[int, dict[str, int]] = {row.pk: {} for row in newest}
    for pk, state, number in counted.annotate(number=Count("pk")):
        states[pk][state] = number
    return [{"announcement": row, "told": sum(states[row.pk].values()), "states": states[row.pk]} for row in newest]


def list_suppressions(*, most: int) -> "QuerySet[Suppression]":
    """Return the newest suppressed addresses, by their hints."""
    return Suppression.objects.order_by("-made_at", "-pk")[:most]


def list_imports(*, most: int) -> "QuerySet[ListImport]":
    """Return the newest imports."""
    return ListImport.objects.all()[:most]
