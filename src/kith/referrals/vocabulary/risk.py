"""The statement of risk: of what, to whom, how grave, how soon, on what basis, and what of the record is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

RING_FIRST: Final = "a risk is known to the police lead: ring before sending"
SHORTEST_REASON: Final = 10

INCOMPLETE, LEFT_OUT, KNOWN_ELSEWHERE = "KR001", "KR002", "KR003"
"""How the database says why a referral may not be sent: the statement, a known event, a risk known to the police."""


class RiskOf(StrEnum):
    """What there is a risk of."""

    VIOLENCE_BY = "violence_by"
    VIOLENCE_TO = "violence_to"
    SEXUAL_EXPLOITATION = "sexual_exploitation"
    CRIMINAL_EXPLOITATION = "criminal_exploitation"
    SELF_HARM = "self_harm"
    DOMESTIC_ABUSE = "domestic_abuse"
    NEGLECT = "neglect"
    ONLINE = "online"
    OTHER = "other"


RISK_OF_WORDS: Final[Mapping[RiskOf, str]] = MappingProxyType(
    {
        RiskOf.VIOLENCE_BY: "Violence by the child",
        RiskOf.VIOLENCE_TO: "Violence to the child",
        RiskOf.SEXUAL_EXPLOITATION: "Child sexual exploitation",
        RiskOf.CRIMINAL_EXPLOITATION: "Child criminal exploitation",
        RiskOf.SELF_HARM: "Self-harm or suicide",
        RiskOf.DOMESTIC_ABUSE: "Domestic abuse",
        RiskOf.NEGLECT: "Neglect",
        RiskOf.ONLINE: "Harm online",
        RiskOf.OTHER: "Something else",
    }
)


class RiskTo(StrEnum):
    """Who may be harmed."""

    SELF = "self"
    FAMILY = "family"
    PEERS = "peers"
    PROFESSIONALS = "professionals"
    PUBLIC = "public"
    NAMED = "named"


RISK_TO_WORDS: Final[Mapping[RiskTo, str]] = MappingProxyType(
    {
        RiskTo.SELF: "The child",
        RiskTo.FAMILY: "The family",
        RiskTo.PEERS: "Other children",
        RiskTo.PROFESSIONALS: "Professionals or visitors",
        RiskTo.PUBLIC: "The public",
        RiskTo.NAMED: "One person, named below",
    }
)


class RiskGrade(StrEnum):
    """How grave a risk is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    IMMEDIATE = "immediate"


class Imminence(StrEnum):
    """How soon harm may come."""

    NOW = "now"
    DAYS = "days"
    WEEKS = "weeks"
    NOT_SOON = "not_soon"


IMMINENCE_WORDS: Final[Mapping[Imminence, str]] = MappingProxyType(
    {
        Imminence.NOW: "Now",
        Imminence.DAYS: "Within days",
        Imminence.WEEKS: "Within weeks",
        Imminence.NOT_SOON: "Not soon",
    }
)


class WeaponPart(StrEnum):
    """Whether a weapon played a part in the latest incident."""

    NO = "no"
    YES = "yes"
    NOT_KNOWN = "not_known"


WEAPON_WORDS: Final[Mapping[WeaponPart, str]] = MappingProxyType(
    {WeaponPart.NO: "No", WeaponPart.YES: "Yes", WeaponPart.NOT_KNOWN: "Not known"}
)


class RiskBasis(StrEnum):
    """How the sender knows of a risk."""

    SEEN = "seen"
    TOLD = "told"
    RECORD = "record"


BASIS_WORDS: Final[Mapping[RiskBasis, str]] = MappingProxyType(
    {RiskBasis.SEEN: "Seen by me", RiskBasis.TOLD: "Told to me", RiskBasis.RECORD: "Read in a record"}
)


@dataclass(frozen=True, kw_only=True)
class RiskLine:
    """One risk as the sender states it."""

    of: RiskOf
    to: tuple[RiskTo, ...]
    grade: RiskGrade
    imminence: Imminence
    basis: RiskBasis
    checked_on: date | None = None
    named_person: str = ""
    greatest_when: str = ""
    incident_on: date | None = None
    incident: str = ""
    weapon: WeaponPart = WeaponPart.NOT_KNOWN
    weapon_kind: str = ""
    raised_by: str = ""
    lowered_by: str = ""
    carried_or_stored: str = ""


@dataclass(frozen=True, kw_only=True)
class Included:
    """What the sender does with one known event of the record: it goes along, or is left out for a reason."""

    entry_ref: str
    is_included: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RiskSaid:
    """The whole statement: the risks, or that none is known and where that was checked; always how to visit safely."""

    is_none_known: bool = False
    checked_in: str = ""
    checked_on: date | None = None
    visit_safety: str = ""
    risks: tuple[RiskLine, ...] = ()
    events: tuple[Included, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KnownRisk:
    """One known event of the record that the sender may see, and what the sender has said of it so far."""

    entry_ref: str
    headline: str
    agency: str
    occurred_on: date
    said: Included | None = None


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """What the receiver must know of a risk whose source stays with the police."""

    grade: RiskGrade
    visit_safety: str
