"""Says to the keepers of the circulation list how it stands."""

from typing import Any, Final

from django.core.paginator import Paginator

from kith.publishing.models import ListImport
from kith.publishing.selectors import circulation as selectors
from kith.publishing.vocabulary.circulation import FREQUENCY_NAMES, TOPIC_NAMES, Frequency, Topic
from kith.publishing.vocabulary.posting import PostState

_ON_A_PAGE: Final = 100
_HEADINGS: Final = {Frequency.AT_ONCE: "At once", Frequency.DAILY: "Daily", Frequency.WEEKLY: "Weekly"}
STATE_WORDS: Final = {
    PostState.WAITING: "waits",
    PostState.HANDED: "handed over",
    PostState.REFUSED: "refused",
    PostState.SUPPRESSED: "held back",
}


def overview_page() -> dict[str, Any]:
    """Return the numbers of the list and the newest announcements."""
    counted = selectors.count_readers()
    rows = [
        (name, [counted.get((topic, frequency), 0) for frequency in Frequency]) for topic, name in TOPIC_NAMES.items()
    ]
    announced = [
        row
        | {
            "topic": TOPIC_NAMES[Topic(row["announcement"].topic)],
            "became": ", ".join(
                f"{number:,} {STATE_WORDS[PostState(state)]}" for state, number in sorted(row["states"].items())
            ),
        }
        for row in selectors.list_announcements(most=20)
    ]
    return {
        "people": selectors.count_people(),
        "frequencies": list(_HEADINGS.values()),
        "rows": [(name, numbers, sum(numbers)) for name, numbers in rows],
        "announced": announced,
        "mails": [(STATE_WORDS[state], number) for state, number in selectors.count_mails().items()],
    }


def person_page(*, address: str) -> dict[str, Any]:
    """Return what the site has of an address: subscriptions past and present, and every mail."""
    person = selectors.find_subscriber(address=address)
    return {
        "address": address,
        "found": person,
        "history": [
            {
                "topic": TOPIC_NAMES[Topic(row.topic)],
                "frequency": FREQUENCY_NAMES[Frequency(row.frequency)],
                "source": row.source.replace("_", " "),
                "started_at": row.started_at,
                "ended_at": row.ended_at,
                "because": row.ended_because.replace("_", " "),
            }
            for row in (selectors.history_of(person) if person else ())
        ],
        "suppression": selectors.suppression_of(address=address),
        "mails": [_mail(mail) for mail in selectors.mails_to(address=address)],
    }


def import_page(row: ListImport, *, page: str) -> dict[str, Any]:
    """Return what became of a list, a hundred lines on a page."""
    lines = Paginator(selectors.unadded_lines(row), _ON_A_PAGE).get_page(page)
    return {"row": row, "lines": lines}


def outbox_page(*, state: PostState | None) -> dict[str, Any]:
    """Return the newest mails, and how many stand how."""
    return {
        "mails": [_mail(mail) for mail in selectors.latest_mails(most=_ON_A_PAGE, state=state)],
        "states": [(each.value, STATE_WORDS[each], number) for each, number in selectors.count_mails().items()],
        "chosen": STATE_WORDS[state] if state else "",
    }


def letter_page(*, number: int) -> dict[str, Any] | None:
    """Return one mail; None when there is none of that number."""
    mail = selectors.find_mail(number=number)
    return {"mail": mail, "became": STATE_WORDS[PostState(mail.state)]} if mail else None


def _mail(mail: Any) -> dict[str, Any]:
    return {"mail": mail, "became": STATE_WORDS[PostState(mail.state)], "returns": list(mail.returns.all())}
