"""Words for a text that must not say who it is about."""

from dataclasses import dataclass
from enum import StrEnum

from kith.common.disclosure import SuspectKind


class SpanAction(StrEnum):
    """What became of a piece of a text that gives somebody away."""

    REPLACED = "replaced"
    TO_CONFIRM = "to_confirm"


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """Somebody in the linked record: the child, a relative, a worker; and what else they are called."""

    name: str
    also_known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedRecord:
    """What is known of the child whom a text is about: whoever and whatever could name them there."""

    people: tuple[LinkedPerson, ...]
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()  # ISO 8601, such as the birthday
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextSpan:
    """One piece: where it stood in the text as given, and where what stands for it is in the text that came out."""

    start: int
    end: int
    kind: SuspectKind
    action: SpanAction
    text_start: int
    text_end: int


@dataclass(frozen=True, slots=True)
class Deidentified:
    """A text with what is known replaced; nothing may be published while a span is to be confirmed."""

    text: str
    spans: tuple[TextSpan, ...]

    @property
    def to_confirm(self) -> tuple[TextSpan, ...]:
        """Return what a person must still look at."""
        return tuple(span for span in self.spans if span.action is SpanAction.TO_CONFIRM)


class RecordUnlinked(Exception):
    """There is no linked record to know names from, or it names nobody: the text is refused, not half done."""
