"""The words of what else the panel looks at: places, groups, vehicles, suspected exploiters, and links to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class SubjectKind(StrEnum):
    """What can be before the panel besides a child."""

    PLACE = "place"
    GROUP = "group"
    VEHICLE = "vehicle"
    EXPLOITER = "exploiter"


SUBJECT_WORDS: Mapping[SubjectKind, str] = MappingProxyType(
    {
        SubjectKind.PLACE: "Place",
        SubjectKind.GROUP: "Peer group",
        SubjectKind.VEHICLE: "Vehicle",
        SubjectKind.EXPLOITER: "Suspected exploiter",
    }
)


class SubjectField(StrEnum):
    """What is written about a subject, an item of it or an action for it; each has its own text and version."""

    LABEL = "label"
    SAYS = "says"
    SHARED = "shared"
    TAKEN_BACK = "taken_back"
    CLOSED = "closed"
    PRESENTED = "presented"
    DISCUSSION = "discussion"
    RATIONALE = "rationale"
    ACTION = "action"
    EVIDENCE = "evidence"


SUBJECT_MINUTES: Mapping[SubjectField, str] = MappingProxyType(
    {
        SubjectField.PRESENTED: "How it was presented, and what each agency said",
        SubjectField.DISCUSSION: "Discussion: what makes it worse, what would disrupt it",
    }
)
"""What is written down of an item about a subject while the meeting runs; a subject has no level and no voice."""


class LinkRole(StrEnum):
    """As what a person is linked to a subject."""

    SEEN_AT = "seen_at"
    LIVES_AT = "lives_at"
    MEMBER = "member"
    ASSOCIATE = "associate"
    IN_VEHICLE = "in_vehicle"
    OWNER = "owner"
    EXPLOITED = "exploited"
    IS_THEM = "is_them"


LINK_ROLES: Mapping[LinkRole, str] = MappingProxyType(
    {
        LinkRole.SEEN_AT: "Seen there",
        LinkRole.LIVES_AT: "Lives or stays there",
        LinkRole.MEMBER: "Member of the group",
        LinkRole.ASSOCIATE: "Near to the group or the person",
        LinkRole.IN_VEHICLE: "Seen in the vehicle",
        LinkRole.OWNER: "Keeps or owns it",
        LinkRole.EXPLOITED: "Thought to be exploited",
        LinkRole.IS_THEM: "Is the suspected person",
    }
)
ROLES_OF_KIND: Mapping[SubjectKind, frozenset[LinkRole]] = MappingProxyType(
    {
        SubjectKind.PLACE: frozenset({LinkRole.SEEN_AT, LinkRole.LIVES_AT, LinkRole.OWNER, LinkRole.EXPLOITED}),
        SubjectKind.GROUP: frozenset({LinkRole.MEMBER, LinkRole.ASSOCIATE, LinkRole.EXPLOITED}),
        SubjectKind.VEHICLE: frozenset({LinkRole.IN_VEHICLE, LinkRole.OWNER}),
        SubjectKind.EXPLOITER: frozenset({LinkRole.EXPLOITED, LinkRole.ASSOCIATE, LinkRole.IS_THEM}),
    }
)


class LinkSource(StrEnum):
    """On what a link rests."""

    SEEN = "seen"
    CHILD = "child"
    FAMILY = "family"
    AGENCY = "agency"
    RECORD = "record"
    INTELLIGENCE = "intelligence"


LINK_SOURCES: Mapping[LinkSource, str] = MappingProxyType(
    {
        LinkSource.SEEN: "Seen by a professional",
        LinkSource.CHILD: "The child says so",
        LinkSource.FAMILY: "The family says so",
        LinkSource.AGENCY: "Another agency says so",
        LinkSource.RECORD: "It is on record",
        LinkSource.INTELLIGENCE: "Police intelligence",
    }
)


@dataclass(frozen=True, kw_only=True)
class NewSubject:
    """A subject as somebody adds it; `police` keeps it at the police's class, as every suspected exploiter is."""

    kind: SubjectKind
    label: str
    says: str
    police: bool = False


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """A link as somebody makes it: as what, on what it rests, who said it, since when and until when."""

    role: LinkRole
    source: LinkSource
    said_by: str
    says: str
    from_on: date | None = None
    to_on: date | None = None
    police: bool = False


class SubjectRefused(ValueError):
    """Something that cannot be done with a subject or a link; the message says why and what to do."""
