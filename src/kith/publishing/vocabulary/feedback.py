"""The words of the page on which children, parents and others write to the partnership, and how they travel."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

# Bound to the seal: what is sealed here opens as feedback and as nothing else.
SEALED_FOR: Final = b"kith feedback 1"
MOST_WORDS: Final = 4000  # characters; about two pages
MOST_REACH: Final = 400
PER_ADDRESS: Final = 30  # messages from one address of the network in one pause; a school has one address
PER_PROCESS: Final = 300  # messages from everywhere in one pause
PAUSE: Final = timedelta(minutes=10)
QUICKEST: Final = timedelta(seconds=3)  # nobody reads the page and writes in less


class Writer(StrEnum):
    """Who writes, as they say it."""

    CHILD = "child"
    PARENT = "parent"
    OTHER = "other"


class Matter(StrEnum):
    """What it is about."""

    WORRY = "worry"
    WORKERS = "workers"
    PLAN = "plan"
    SCHOOL = "school"
    GOOD = "good"
    ELSE = "else"


class Danger(StrEnum):
    """Whether somebody is hurt or in danger."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class AgeBand(StrEnum):
    """How old a child is who writes."""

    TEN = "ten"
    THIRTEEN = "thirteen"
    FIFTEEN = "fifteen"
    SEVENTEEN = "seventeen"
    GROWN = "grown"


WRITERS: Final[dict[Writer, str]] = {
    Writer.CHILD: "A child or young person",
    Writer.PARENT: "A parent, or somebody who looks after a child",
    Writer.OTHER: "Somebody else",
}
MATTERS: Final[dict[Matter, str]] = {
    Matter.WORRY: "Something worries me or frightens me",
    Matter.WORKERS: "People who work with me or my family",
    Matter.PLAN: "A meeting, or a plan about me or my child",
    Matter.SCHOOL: "School",
    Matter.GOOD: "Something went well",
    Matter.ELSE: "Something else",
}
DANGERS: Final[dict[Danger, str]] = {Danger.YES: "Yes", Danger.UNSURE: "I am not sure", Danger.NO: "No"}
AGES: Final[dict[AgeBand, str]] = {
    AgeBand.TEN: "10 or younger",
    AgeBand.THIRTEEN: "11 to 13",
    AgeBand.FIFTEEN: "14 or 15",
    AgeBand.SEVENTEEN: "16 or 17",
    AgeBand.GROWN: "18 or older",
}


class DropUnreadable(ValueError):
    """What was sealed opens, but does not say what feedback says."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody wrote, and how it is safe to reach them; each choice may be left open and is then None."""

    words: str
    writer: Writer | None = None
    matter: Matter | None = None
    danger: Danger | None = None
    age_band: AgeBand | None = None
    wants_answer: bool = False
    reach: str = ""
    looks_automatic: bool = False

    def pack(self) -> bytes:
        """Return it as bytes, ready to be sealed."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpack(cls, packed: bytes) -> "Said":
        """Return what was packed.

        Raises:
            DropUnreadable: a part is missing, unknown, or not of its kind.
        """
        try:
            found = json.loads(packed)
            if set(found) != {part.name for part in fields(cls)}:
                raise DropUnreadable("It has other parts than feedback has.")
            kinds = {"writer": Writer, "matter": Matter, "danger": Danger, "age_band": AgeBand}
            chosen = {name: kind(found[name]) if found[name] is not None else None for name, kind in kinds.items()}
            texts = {name: str(found[name]) for name in ("words", "reach")}
            marks = {name: bool(found[name]) for name in ("wants_answer", "looks_automatic")}
        except (ValueError, TypeError) as fault:
            raise DropUnreadable("It does not say what feedback says.") from fault
        return cls(**chosen, **texts, **marks)  # type: ignore[arg-type]  # one mapping of several kinds


@dataclass(frozen=True, kw_only=True)
class Drop:
    """One sealed piece of feedback as it waits on the site: its number, its seal, and when it came."""

    number: UUID
    sealed: bytes
    dropped_at: datetime
