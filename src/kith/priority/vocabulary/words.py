"""The plain words of the list: themes, lanes, grip, what a feed can tell, moments."""

from enum import StrEnum

MILLI = 1000  # every sum is kept in thousandths of a point, as integers, so that all engines agree


class Theme(StrEnum):
    """What a group of indicators is about."""

    SCHOOL = "school"
    MISSING = "missing"
    HARMED = "harmed"
    MAY_HARM = "may_harm"
    HOME = "home"
    CARE = "care"
    HEALTH = "health"
    HELP = "help"


class Lane(StrEnum):
    """Why a child is on the list at all."""

    CRITICAL = "critical"
    CONSIDER = "consider"
    QUIET = "quiet"
    BLIND = "blind"
    RANDOM = "random"
    NOMINATED = "nominated"
    HELD = "held"


class Grip(StrEnum):
    """Whether somebody effectively holds this child now."""

    NONE = "none"
    STALE = "stale"
    ACTIVE = "active"


class FeedState(StrEnum):
    """What the list can know from one sector about one child: nothing told is not nothing happened."""

    FRESH = "linked_fresh"
    STALE = "linked_stale"
    NEVER = "never"
    DOWN = "feed_down"


class Per(StrEnum):
    """What an indicator counts."""

    EVENT = "event"
    STATE = "state"
    COUNT = "count"
    ATTENDANCE_FALL = "attendance_fall"
    ATTENDANCE_LOW = "attendance_low"


class Strength(StrEnum):
    """Something that goes well: shown, never subtracted."""

    ATTENDANCE = "attendance"
    PLACEMENT = "placement"
    CONTACT = "contact"
    ENGAGED = "engaged"
    VOICE = "voice"


class Moment(StrEnum):
    """When, and with what knowledge, points are added up."""

    NOW = "now"
    BEFORE = "before"  # 28 days ago, with what was known then
    AHEAD = "ahead"  # in 8 weeks, with nothing new
    FIRM = "firm"  # now, without what rests on a weak link


class CorrectionKind(StrEnum):
    """What somebody says is wrong."""

    WRONG_PERSON = "wrong_person"
    WRONG_FACT = "wrong_fact"
    MISSING = "missing"
    UNFAIR = "unfair"
