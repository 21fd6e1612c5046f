"""The words of linking: bands, judgements, decisions, and the followers who must go along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol


class Band(StrEnum):
    """How sure we are that a record belongs where it is."""

    CERTAIN = "certain"  # joined, and the evidence is overwhelming
    LIKELY = "likely"  # joined, on good evidence
    REVIEW = "review"  # not joined: somebody should look
    ALONE = "alone"  # not joined: nothing like it was found


class Verdict(StrEnum):
    """What a person decided about two records; it always outranks the model."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class DecisionKind(StrEnum):
    """How a person's memberships came to be as they are."""

    CREATED = "created"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    RESTATED = "restated"  # the same person, on other evidence


class ReviewKind(StrEnum):
    """Why somebody should look at two people."""

    POSSIBLE_SAME = "possible_same"
    POSSIBLE_TWINS = "possible_twins"
    ID_CONFLICT = "id_conflict"
    ID_ALONE = "id_alone"
    JUDGEMENT_CONFLICT = "judgement_conflict"
    ADDED_BY_HAND = "added_by_hand"  # somebody said that nobody found was the person; until it is decided, no run joins


class AnswerState(StrEnum):
    """How far an answer to a review item has come."""

    ASKED = "asked"  # the worker has it
    TO_CONFIRM = "to_confirm"  # what would move is counted; somebody must say yes
    CONFIRMED = "confirmed"
    DROPPED = "dropped"  # not confirmed
    DONE = "done"
    REFUSED = "refused"  # it could not be done, and says why
    UNDOING = "undoing"
    UNDONE = "undone"


class MoveKind(StrEnum):
    """What happens to the identity of people, and so to everything that is kept about them."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One change of identity: what was kept about `from_person` is now about `to_person`.

    A merge moves everything. A split moves what came from `source_person_ids`; what nobody can attribute
    to a source person stays where it is and is named in the preview.
    """

    kind: MoveKind
    from_person: int
    to_person: int
    source_person_ids: tuple[int, ...] = ()
    decision_id: int | None = None
    by: int | None = None
    now: datetime


@dataclass(frozen=True, kw_only=True)
class FollowerEffect:
    """What a follower would do, or did, in words and numbers."""

    follower: str
    rows: int
    says: str = ""


class PersonFollower(Protocol):
    """What every app with a person column implements in its services and the project lists.

    `name` is the app's label; `tables` are the tables with a person column that it answers for.
    All five are called inside the caller's transaction and must not open or commit one of their own.
    """

    name: str
    tables: frozenset[str]

    def preview(self, move: Move) -> FollowerEffect:
        """Return what `follow` would do, and change nothing."""

    def follow(self, move: Move) -> FollowerEffect:
        """Re-point this app's rows after a merge or a split."""

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> FollowerEffect:
        """Remove everything this app keeps about one person."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return everything this app keeps about one person, by table."""

    def hold(self, person_id: int, *, held: bool, now: datetime) -> FollowerEffect:
        """Keep, or stop keeping, this app's rows about one person from being purged."""


@dataclass(frozen=True, kw_only=True)
class Someone:
    """Somebody as every agency's records describe them together: whatever in a text could name them.

    `kind` is what they are to whoever the record is about: a tie, or empty for somebody who was only part of the same
    event. Born days are ISO 8601.
    """

    names: tuple[str, ...]
    kind: str = ""
    is_child: bool = False
    born_on: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records that may be one person; `parts` holds the weight of each comparison and its level."""

    a: int
    b: int
    weight: float
    parts: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    flag: ReviewKind | None = None


@dataclass(frozen=True, kw_only=True)
class Membership:
    """Where one record ended: its group, how sure, and the best evidence that put or left it there."""

    record: int
    group: int
    band: Band
    weight: float


@dataclass(frozen=True, kw_only=True)
class SearchTerms:
    """What somebody typed into the search page."""

    name: str = ""
    born_on: date | None = None
    nhs_number: str = ""
    address: str = ""

    def are_empty(self) -> bool:
        """Test whether nothing at all was typed."""
        return not (self.name.strip() or self.born_on or self.nhs_number.strip() or self.address.strip())


@dataclass(frozen=True, kw_only=True)
class Found:
    """One person as a search shows them: that they exist, and who knows them."""

    public_id: str
    name: str
    born_on: date | None
    is_child: bool
    agencies: tuple[str, ...]
