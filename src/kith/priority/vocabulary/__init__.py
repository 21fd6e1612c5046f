"""The words of the list: themes, lanes, the policy as values, and what a card holds."""

from kith.priority.vocabulary.card import (
    Card,
    Contribution,
    DatedRow,
    ListPage,
    RunFacts,
    Standing,
    Worker,
)
from kith.priority.vocabulary.corrections import (
    UNANSWERED,
    CorrectionAnswer,
    Corrections,
    CorrectionState,
    SaidWrong,
)
from kith.priority.vocabulary.neighbours import CardAct, ListNeighbour
from kith.priority.vocabulary.policy import (
    NEVER_INPUTS,
    Attendance,
    Critical,
    GripRule,
    Indicator,
    Policy,
    Seats,
    Trigger,
)
from kith.priority.vocabulary.words import (
    MILLI,
    CorrectionKind,
    FeedState,
    Grip,
    Lane,
    Moment,
    Per,
    Strength,
    Theme,
)

__all__ = [
    "Attendance",
    "Card",
    "CardAct",
    "Contribution",
    "CorrectionAnswer",
    "CorrectionKind",
    "CorrectionState",
    "Corrections",
    "Critical",
    "DatedRow",
    "FeedState",
    "Grip",
    "GripRule",
    "Indicator",
    "Lane",
    "ListNeighbour",
    "ListPage",
    "MILLI",
    "Moment",
    "NEVER_INPUTS",
    "Per",
    "Policy",
    "RunFacts",
    "SaidWrong",
    "Seats",
    "Standing",
    "Strength",
    "Theme",
    "Trigger",
    "UNANSWERED",
    "Worker",
]
