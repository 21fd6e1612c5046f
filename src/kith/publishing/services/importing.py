"""Takes in a circulation list that the partnership has already, with its consent; every line is accounted for."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Final

from django.db import transaction
from django.utils import timezone

from kith.publishing.models.circulation import (
    ListImport,
    ListImportLine,
    Subscriber,
    Subscription,
    Suppression,
    mark_of,
)
from kith.publishing.rules.circulation import read_list
from kith.publishing.rules.posting import one_line
from kith.publishing.vocabulary.circulation import (
    Consent,
    Frequency,
    LineOutcome,
    ListLine,
    ListRefused,
    SubscriptionSource,
)

LONGEST_FILE: Final = 10_000_000  # bytes
_AT_ONCE: Final = 1_000


@transaction.atomic
def import_list(
    *, raw: bytes, name: str, consent: Consent, frequency: Frequency, by: int | None, now: datetime
) -> ListImport:
    """Take in a list, and keep of each line that was not added why; lines = added + known + refused.

    `by` is the number of the editor, None for a command. Nobody is brought back who has left the list or must not be
    written to, and nobody's own choices are changed.

    Raises:
        ListRefused: the file is no list; nothing was taken.
    """
    lines = list(read_list(_text(raw), consent=consent, today=timezone.localdate(now)))
    row = ListImport.objects.create(made_at=now, made_by_id=by, name=one_line(name), consent=one_line(consent.how))
    judged = list(_judge(lines))
    added = [line for line, outcome, _ in judged if outcome is LineOutcome.ADDED]
    _add(added, frequency, now)
    ListImportLine.objects.bulk_create(
        (
            ListImportLine(list=row, number=line.number, outcome=outcome.value, reason=reason[:200], text=line.text)
            for line, outcome, reason in judged
            if outcome is not LineOutcome.ADDED
        ),
        batch_size=_AT_ONCE,
    )
    numbers = {outcome: sum(found is outcome for _, found, _ in judged) for outcome in LineOutcome}
    row.lines, row.added = len(lines), numbers[LineOutcome.ADDED]
    row.known, row.refused = numbers[LineOutcome.KNOWN], numbers[LineOutcome.REFUSED]
    row.save(update_fields=["lines", "added", "known", "refused"])
    return row


def _text(raw: bytes) -> str:
    if len(raw) > LONGEST_FILE:
        raise ListRefused("The file is larger than 10 MB, so nothing was taken. Divide it, and import the parts.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ListRefused(
            "The file is not in UTF-8, so nothing was taken: names would be spoiled. "
            "Save it again as “CSV UTF-8”, and import that."
        ) from None


def _judge(lines: Iterable[ListLine]) -> Iterable[tuple[ListLine, LineOutcome, str]]:
    """Return what becomes of each line, and why, in the order of the file."""
    readable = [line for line in lines if not line.reason]
    marks = {line.address: mark_of(line.address) for line in readable}
    known = _known(marks)
    first: dict[str, int] = {}
    for line in lines:
        if line.reason:
            yield line, LineOutcome.REFUSED, line.reason
        elif line.address in first:
            yield line, LineOutcome.KNOWN, f"the same address as line {first[line.address]}"
        else:
            first[line.address] = line.number
            yield line, *known.get(marks[line.address], (LineOutcome.ADDED, ""))


def _known(marks: dict[str, str]) -> dict[str, tuple[LineOutcome, str]]:
    asked = list(marks.values())
    known: dict[str, tuple[LineOutcome, str]] = {}
    live = Subscription.objects.filter(ended_at__isnull=True, subscriber__mark__in=asked)
    on_it = set(live.values_list("subscriber__mark", flat=True))
    for mark in Subscriber.objects.filter(mark__in=asked).values_list("mark", flat=True):
        known[mark] = (
            (LineOutcome.KNOWN, "on the list already; their own choices stand")
            if mark in on_it
            else (LineOutcome.REFUSED, "has left the list; only they themselves can come back, on the site")
        )
    for mark, because in Suppression.objects.filter(mark__in=asked).values_list("mark", "because"):
        known[mark] = (LineOutcome.REFUSED, f"must not be written to: {because}")
    return known


def _add(lines: Iterable[ListLine], frequency: Frequency, now: datetime) -> None:
    people = {line.address: line for line in lines}
    rows = Subscriber.objects.bulk_create(
        (
            Subscriber(
                mark=mark_of(line.address),
                address=line.address,
                name=line.name,
                role=line.role,
                agency=line.agency,
                made_at=now,
                consented_at=timezone.make_aware(datetime.combine(line.consented_on or now.date(), time(12))),
                consent=line.consent,
            )
            for line in people.values()
        ),
        batch_size=_AT_ONCE,
    )
    Subscription.objects.bulk_create(
        (
            Subscription(
                subscriber=row,
                topic=topic.value,
                frequency=frequency.value,
                source=SubscriptionSource.IMPORTED.value,
                since=now,
                started_at=now,
            )
            for row in rows
            for topic in sorted(people[str(row.address)].topics)
        ),
        batch_size=_AT_ONCE,
    )
