"""The words of "what children told us": agreed words as casework hands them over, and for whom a page is written; pure.

Nothing here is about one child: words are handed over only with the agreement of whoever said them, and counts only as
released figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final


class ReadBy(StrEnum):
    """For whom a page of what children told us is written."""

    CHILDREN = "children"
    PROFESSIONALS = "professionals"


READERS: Final[dict[ReadBy, str]] = {
    ReadBy.CHILDREN: "Children and young people: short sentences, read at nine",
    ReadBy.PROFESSIONALS: "Professionals and the public",
}


class AgreedBy(StrEnum):
    """Who agreed that words are published."""

    CHILD = "child"
    CHILD_AND_PARENT = "child_and_parent"


class WordsRefused(ValueError):
    """Words that may not be handed over or shown; the message says what is missing."""


@dataclass(frozen=True, kw_only=True)
class AgreedWords:
    """What one child said, word for word, and who agreed when that it is published.

    `who` is as coarse as it was agreed: "A young person".
    """

    key: str
    words: str
    who: str
    agreed_by: AgreedBy
    agreed_on: date


_PARTS: Final = frozenset({"key", "words", "who", "agreed_by", "agreed_on"})


def words_of(text: Mapping[str, Any]) -> list[AgreedWords]:
    """Return the words of a handed-over text, `{"words": [{"key", "words", "who", "agreed_by", "agreed_on"}, …]}`.

    Raises:
        WordsRefused: an unknown part, or words without who agreed and when.
    """
    if set(text) != {"words"} or not isinstance(text["words"], list) or not text["words"]:
        raise WordsRefused('Words are handed over as {"words": [...]} and nothing else.')
    found = [_agreed(row) for row in text["words"]]
    if len({one.key for one in found}) != len(found):
        raise WordsRefused("Each of the words has a key of its own.")
    return found


def words_text(words: Iterable[AgreedWords]) -> dict[str, Any]:
    """Return words as the text of a message; `words_of` reads the same back.

    Raises:
        WordsRefused: one of them would not be taken.
    """
    text = {"words": [asdict(one) | {"agreed_on": one.agreed_on.isoformat()} for one in words]}
    words_of(text)
    return text


def _agreed(row: Any) -> AgreedWords:
    if not isinstance(row, Mapping) or set(row) != _PARTS or not all(isinstance(row[part], str) for part in _PARTS):
        raise WordsRefused(f"Words come with these parts, each a text, and no other: {', '.join(sorted(_PARTS))}.")
    if not all(row[part].strip() for part in ("key", "words", "who")):
        raise WordsRefused("Words come with a key, and say who said them as coarsely as was agreed.")
    try:
        by, on = AgreedBy(row["agreed_by"]), date.fromisoformat(row["agreed_on"])
    except ValueError:
        raise WordsRefused(
            "Words are published only when the child agreed: say who agreed (child, child_and_parent) and on which day."
        ) from None
    return AgreedWords(key=row["key"], words=row["words"], who=row["who"], agreed_by=by, agreed_on=on)
