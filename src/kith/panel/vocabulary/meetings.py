"""The words of a meeting: its sections, what an agency returns, minutes, decisions and their outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from kith.panel.vocabulary.risk import Level


class MeetingState(StrEnum):
    """How a meeting stands."""

    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"
    APPROVED = "approved"
    CALLED_OFF = "called_off"


MEETING_TRANSITIONS: Mapping[MeetingState, frozenset[MeetingState]] = MappingProxyType(
    {
        MeetingState.PLANNED: frozenset({MeetingState.OPEN, MeetingState.CALLED_OFF}),
        MeetingState.OPEN: frozenset({MeetingState.ENDED}),
        MeetingState.ENDED: frozenset({MeetingState.APPROVED}),
        MeetingState.APPROVED: frozenset(),
        MeetingState.CALLED_OFF: frozenset(),
    }
)


class Section(StrEnum):
    """A part of the agenda; the parts come in this order."""

    ACTIONS = "actions"
    URGENT = "urgent"
    CHILDREN = "children"
    PLACES = "places"
    REVIEWS = "reviews"
    STEP_DOWNS = "step_downs"
    THEMES = "themes"


SECTION_WORDS: Mapping[Section, str] = MappingProxyType(
    {
        Section.ACTIONS: "Actions not done",
        Section.URGENT: "Urgent",
        Section.CHILDREN: "Children new to the panel",
        Section.PLACES: "Places, groups, vehicles and people who exploit",
        Section.REVIEWS: "Reviews",
        Section.STEP_DOWNS: "Step-downs",
        Section.THEMES: "Themes and disruption",
    }
)


class MinuteField(StrEnum):
    """What is written down about one item; each has its own text and its own version."""

    PRESENTED = "presented"
    VOICE = "voice"
    RESEARCH = "research"
    ANALYSIS = "analysis"
    CONTRIBUTES = "contributes"
    PROTECTS = "protects"
    PLANS = "plans"
    DISCUSSION = "discussion"


MINUTE_WORDS: Mapping[MinuteField, str] = MappingProxyType(
    {
        MinuteField.PRESENTED: "How it was presented",
        MinuteField.VOICE: "The child's own voice",
        MinuteField.RESEARCH: "What each agency said",
        MinuteField.ANALYSIS: "What the risk is, and why",
        MinuteField.CONTRIBUTES: "What makes it worse",
        MinuteField.PROTECTS: "What protects",
        MinuteField.PLANS: "Plans that exist already",
        MinuteField.DISCUSSION: "Discussion",
    }
)


class AskedOf(StrEnum):
    """Who is asked for an agency's research: its contact, else a manager of it, else whoever runs the panel rings."""

    CONTACT = "contact"
    MANAGER = "manager"
    COORDINATOR = "coordinator"


class Outcome(StrEnum):
    """What the panel decides about a child."""

    PLAN_LEAD = "plan_lead"
    ADD_TO_PLAN = "add_to_plan"
    STRATEGY = "strategy"
    NATIONAL_REFERRAL = "national_referral"
    DISRUPTION = "disruption"
    INTERVENTION = "intervention"
    MONITOR = "monitor"


OUTCOME_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PLAN_LEAD: "A lead professional makes a plan",
        Outcome.ADD_TO_PLAN: "Added to a plan that exists",
        Outcome.STRATEGY: "Strategy discussion (section 47)",
        Outcome.NATIONAL_REFERRAL: "National Referral Mechanism",
        Outcome.DISRUPTION: "Disruption of a person, a place or a group",
        Outcome.INTERVENTION: "An intervention is paid for",
        Outcome.MONITOR: "Watched, and looked at again",
    }
)


class MeetingRefused(ValueError):
    """Something that a meeting cannot do now; the message says what is missing and what to do."""


@dataclass(frozen=True, kw_only=True)
class NewReturn:
    """What one agency says it knows; what it holds back it holds back with a reason."""

    known: bool
    role: str = ""
    worker: str = ""
    last_contact_on: date | None = None
    facts: str = ""
    opinions: str = ""
    risks: str = ""
    strengths: str = ""
    voice: str = ""
    works: str = ""
    held_back: str = ""
    held_back_because: str = ""


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """What the panel decides: the level before and after, why, and who disagreed."""

    level_before: Level
    level_after: Level
    outcome: Outcome
    rationale: str
    lead_id: int | None = None
    dissent: str = ""
    dissenting_agency_id: int | None = None
    review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    """A meeting to come."""

    begins_at: datetime
    place: str
    chair_id: int
    seats: tuple[int, ...] = ()
