"""The words of a child's voice: how it was heard, what for, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class Way(StrEnum):
    """How a child made themselves understood."""

    TALK = "talk"
    PLAY = "play"
    DRAWING = "drawing"
    APP = "app"
    LETTER = "letter"
    ADVOCATE = "advocate"
    OBSERVATION = "observation"


WAY_WORDS: Mapping[Way, str] = MappingProxyType(
    {
        Way.TALK: "Talking",
        Way.PLAY: "Play",
        Way.DRAWING: "A drawing",
        Way.APP: "An app or a message",
        Way.LETTER: "A letter",
        Way.ADVOCATE: "Through an advocate",
        Way.OBSERVATION: "Watching a baby, or a child who does not use words",
    }
)
# What a child said in these ways can be written down word for word.
WORDED = frozenset({Way.TALK, Way.APP, Way.LETTER, Way.ADVOCATE})


class VoiceUse(StrEnum):
    """What a child's voice bears on; each of these must have heard it."""

    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    REVIEW = "review"
    PANEL = "panel"
    AUDIT = "audit"
    CLOSURE = "closure"
    OTHER = "other"


USE_WORDS: Mapping[VoiceUse, str] = MappingProxyType(
    {
        VoiceUse.REFERRAL: "A referral",
        VoiceUse.ASSESSMENT: "An assessment",
        VoiceUse.PLAN: "Making a plan",
        VoiceUse.REVIEW: "Reviewing a plan",
        VoiceUse.PANEL: "The panel",
        VoiceUse.AUDIT: "An audit",
        VoiceUse.CLOSURE: "Ending our work",
        VoiceUse.OTHER: "Something else",
    }
)


@dataclass(frozen=True, kw_only=True)
class NewVoice:
    """What a child said or showed, by whom it was heard and how; what the worker makes of it stands apart."""

    heard_on: date
    role: str
    setting: str
    seen: bool
    alone: bool
    way: Way
    bedroom_seen: bool | None = None
    communication: str = ""
    words: str = ""
    observation: str = ""
    view: str = ""
    wishes: str = ""
    feelings: str = ""
    day_in_life: str = ""
    wants: str = ""
    declined: bool = False
    next_try_on: date | None = None
    limits_explained: bool = False
    bears_on: VoiceUse | None = None
    bears_on_says: str = ""
    subject_ref: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class NewTellingBack:
    """What changed because of what a child said, or why nothing did, and when the child was told."""

    changed: str = ""
    why_not: str = ""
    told_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class LatestVoice:
    """The last time a child was heard or asked, as whoever requires it needs to know."""

    public_id: UUID
    heard_on: date
    declined: bool
    next_try_on: date | None
    words: str
    told_on: date | None


class VoiceRefused(ValueError):
    """An entry of a child's voice that says too little; the message says what is missing."""


class VoiceMissing(ValueError):
    """Something needs the child's voice, and it has not been heard for too long."""
