"""What the panel keeps: cases, meetings, minutes, decisions, actions, disagreements."""

from kith.panel.models.cases import Case, CaseStep, Exploiter, RatedDomain, Rating, Subject, SubjectLink
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
    SubjectItem,
)
from kith.panel.models.packs import Pack, PackFile

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
    "Exploiter",
    "HeldBack",
    "Item",
    "Meeting",
    "Minute",
    "MinuteVersion",
    "Pack",
    "PackFile",
    "PanelAction",
    "RatedDomain",
    "Rating",
    "Research",
    "Return",
    "Seat",
    "Subject",
    "SubjectItem",
    "SubjectLink",
]
