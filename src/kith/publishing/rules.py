"""When a handed-over thing may be shown, and what keeps a page from going live; pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from kith.publishing.vocabulary import HandoverRefused, Message, Standing, Validity, Verb

TOP_HEADING: Final = 2  # the page's title is its one heading of the first level


def check_message(message: Message) -> None:
    """Check that a message says enough.

    Raises:
        HandoverRefused: with what is missing.
    """
    if message.verb is Verb.WITHDRAW:
        return
    lacks = [name for name in ("title", "text", "approved_by") if not getattr(message, name)]
    if lacks:
        raise HandoverRefused(
            f"A thing is handed over with its {' and '.join(lacks).replace('_', ' ')}, and this one has none. "
            "Nothing was handed over; approve it first."
        )


def standing_of(messages: Iterable[Message]) -> Standing:
    """Return how a thing stands after its messages, oldest first.

    A replacement of what was never approved, or is withdrawn, approves nothing.
    """
    standing = Standing(validity=Validity.UNKNOWN)
    for message in messages:
        if message.verb is Verb.WITHDRAW:
            if standing.validity is not Validity.UNKNOWN:
                standing = Standing(validity=Validity.WITHDRAWN)
        elif message.verb is Verb.APPROVE or standing.validity is Validity.VALID:
            standing = Standing(validity=Validity.VALID, title=message.title, text=message.text)
    return standing


def skipped_headings(levels: Sequence[int]) -> list[int]:
    """Return the places, from 0, of headings that skip a level, counted from the page's own title."""
    before, skipped = TOP_HEADING - 1, []
    for place, level in enumerate(levels):
        if level > before + 1:
            skipped.append(place)
        before = level
    return skipped
