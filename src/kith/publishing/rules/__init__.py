"""When something may be handed over; pure."""

from kith.publishing.vocabulary import HandedKind, HandoverRefused, Message, Verb
from kith.publishing.vocabulary.figures import BrokenFigures, figures_of, tables_of


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
    if message.kind is HandedKind.FIGURES:
        _check_figures(message)


def _check_figures(message: Message) -> None:
    """Check that every figure of a message is one, so that no page ever waits for a broken one."""
    try:
        found = figures_of(message.text), tables_of(message.text)
    except BrokenFigures as broken:
        raise HandoverRefused(f"{broken} Nothing was handed over.") from None
    if not any(found):
        raise HandoverRefused("The message has neither figures nor tables. Nothing was handed over; add what it tells.")
