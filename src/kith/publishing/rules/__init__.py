"""When something may be handed over; pure."""

from kith.publishing.vocabulary import HandoverRefused, Message, Verb


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
