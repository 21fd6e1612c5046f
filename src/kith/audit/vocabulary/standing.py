"""How an audit's findings stand, for whoever shows them beside something else: plain words, nobody in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kith.audit.vocabulary.findings import AuditActionState, Difference, Question


@dataclass(frozen=True, kw_only=True)
class ActionStands:
    """One action: what, who does it, by when, how far it is, and what shows that it was done."""

    public_id: UUID
    what: str
    owner: str
    due_on: date
    state: AuditActionState
    evidence: str


@dataclass(frozen=True, kw_only=True)
class DoneAbout:
    """One recommendation and the actions that were agreed on it."""

    recommended: str
    actions: Sequence[ActionStands]


@dataclass(frozen=True, kw_only=True)
class FindingStands:
    """One finding: which question it answers, in words, and what is done about it."""

    public_id: UUID
    asked: Question | int
    asks: str
    says: str
    done: Sequence[DoneAbout]


@dataclass(frozen=True, kw_only=True)
class ThemeStands:
    """One audit with its findings; `since` moved from the audit that it repeats, `again` to the one that repeats it."""

    public_id: UUID
    title: str
    begins_on: date
    ends_on: date
    subgroup: str
    findings: Sequence[FindingStands]
    since: Sequence[Difference]
    again: Sequence[Difference]
    before: UUID | None
    after: UUID | None
