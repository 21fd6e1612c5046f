"""What is said to be wrong on a card, and what became of it, as plain values for one viewer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from kith.priority.vocabulary.words import CorrectionKind


class CorrectionState(StrEnum):
    """What became of something said to be wrong."""

    ASKED = "asked"
    PASSED_ON = "passed_on"
    CORRECTED = "corrected"
    NOT_WRONG = "not_wrong"


# What still waits for a word: asked by nobody yet, or with the agency that told it.
UNANSWERED: Final = frozenset({CorrectionState.ASKED, CorrectionState.PASSED_ON})


@dataclass(frozen=True, kw_only=True)
class SaidWrong:
    """One thing said to be wrong: by whom, and how it was answered."""

    public_id: UUID
    what: CorrectionKind
    indicator: str
    says: str
    asked_by: str
    asked_at: datetime
    state: CorrectionState
    because: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    passed_to: str = ""
    may_answer: bool = False


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """Everything said to be wrong about one child, newest first, and the agencies that told of them."""

    public_id: UUID
    name: str
    rows: tuple[SaidWrong, ...]
    agencies: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class CorrectionAnswer:
    """How somebody answers: what was done, why nothing was, or to which agency it goes."""

    state: CorrectionState
    because: str
    agency_id: int | None = None
