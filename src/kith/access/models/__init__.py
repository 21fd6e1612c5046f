"""The tables of access: who works where, who stands how to whom, what may be shared, who looked."""

from kith.access.models.agreements import Agreement
from kith.access.models.looks import LogEntry, LogHead, PolicyCell, Ticket, Trace
from kith.access.models.people import Agency, Cover, Invitation, RoleGrant, Staff, Team
from kith.access.models.relationships import Block, BreakGlass, Relationship, RelationshipRequest, Shield

__all__ = [
    "Agency",
    "Agreement",
    "Block",
    "BreakGlass",
    "Cover",
    "Invitation",
    "LogEntry",
    "LogHead",
    "PolicyCell",
    "Relationship",
    "RelationshipRequest",
    "RoleGrant",
    "Shield",
    "Staff",
    "Team",
    "Ticket",
    "Trace",
]
