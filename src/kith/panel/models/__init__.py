"""What the panel keeps: cases, meetings, minutes, decisions, actions, disagreements."""

from kith.panel.models.cases import Case, CaseStep, RatedDomain, Rating
from kith.panel.models.decisions import ActionChange, Closure, Decision, DecisionReading, PanelAction
from kith.panel.models.disagreements import (
    Disagreement,
    DisagreementAnswerer,
    DisagreementLesson,
    DisagreementStep,
)
from kith.panel.models.meetings import (
    Conflict,
    HeldBack,
    Item,
    Meeting,
    Minute,
    MinuteVersion,
    Research,
    Return,
    Seat,
)
from kith.panel.models.packs import Pack, PackFile
from kith.panel.models.subjects import (
    PoliceLink,
    Subject,
    SubjectAction,
    SubjectClash,
    SubjectItem,
    SubjectLink,
    SubjectReader,
    SubjectText,
)

__all__ = [
    "ActionChange",
    "Case",
    "CaseStep",
    "Closure",
    "Conflict",
    "Decision",
    "DecisionReading",
    "Disagreement",
    "DisagreementAnswerer",
    "DisagreementLesson",
    "DisagreementStep",
    "HeldBack",
    "Item",
    "Meeting",
    "Minute",
    "MinuteVersion",
    "Pack",
    "PackFile",
    "PanelAction",
    "PoliceLink",
    "RatedDomain",
    "Rating",
    "Research",
    "Return",
    "Seat",
    "Subject",
    "SubjectAction",
    "SubjectClash",
    "SubjectItem",
    "SubjectLink",
    "SubjectReader",
    "SubjectText",
]
