"""The list's own words, as people say them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from kith.access.vocabulary import Sector
from kith.priority.analysis.explaining import whole
from kith.priority.vocabulary import CorrectionKind, Grip, Lane, Strength, Theme

THEMES: Final = {
    Theme.SCHOOL: "School",
    Theme.MISSING: "Missing and exploitation",
    Theme.HARMED: "Harmed by others",
    Theme.MAY_HARM: "May harm others",
    Theme.HOME: "Home",
    Theme.CARE: "Care",
    Theme.HEALTH: "Health",
    Theme.HELP: "Help that fell short",
}
SECTORS: Final = {
    Sector.EDUCATION: "Education",
    Sector.CARE: "Children's social care",
    Sector.POLICE: "Police",
    Sector.HEALTH: "Health",
    Sector.YOUTH_JUSTICE: "Youth justice",
    Sector.CHARITY: "Charities",
    Sector.PARTNERSHIP: "The partnership",
}
LANES: Final = {
    Lane.CRITICAL: ("Critical moments", "Look at these within one working day, whatever the points."),
    Lane.CONSIDER: ("Consider next", "By points, from the highest."),
    Lane.QUIET: ("Quiet decline", "Below the cut, but rising fastest over 28 days."),
    Lane.BLIND: ("Blind spots", "Below the cut, but a feed is missing that could put the child above it."),
    Lane.RANDOM: (
        "Drawn by lot",
        "Drawn from the ranks below the list, so that the partnership learns what the points overlook.",
    ),
    Lane.NOMINATED: ("Nominated", "Put forward by somebody who knows the child."),
    Lane.HELD: ("Held", "Enough points for the list, and somebody is effectively holding the child now."),
}
GRIPS: Final = {Grip.NONE: "Nobody", Grip.STALE: "Somebody, but not lately", Grip.ACTIVE: "Somebody, now"}
STRENGTHS: Final = {
    Strength.ATTENDANCE: "At school for 95 in 100 sessions or more in the last 6 school weeks",
    Strength.PLACEMENT: "In the same placement for a year or longer, since {day}",
    Strength.CONTACT: "Met by a worker {number} times in the last 6 weeks, last on {day}",
    Strength.ENGAGED: "Turns up for youth justice support, last on {day}",
    Strength.VOICE: "Has told a worker their own wishes and feelings, last on {day}",
}
CORRECTIONS: Final = {
    CorrectionKind.WRONG_PERSON: "It is about somebody else",
    CorrectionKind.WRONG_FACT: "It did not happen, or not like that",
    CorrectionKind.MISSING: "Something important is missing",
    CorrectionKind.UNFAIR: "It is true but should not count",
}


def day(value: date) -> str:
    """Return a day as `4 March 2026`."""
    return f"{value.day} {value:%B %Y}"


def points(milli: int) -> str:
    """Return thousandths as whole points with their noun."""
    number = whole(milli)
    return f"{number} point" if number == 1 else f"{number} points"


def tenths(milli: int) -> str:
    """Return thousandths as points with one decimal, for a single row."""
    return f"{(milli + 50) // 100 / 10:.1f}"


def signed(milli: int) -> str:
    """Return a change of points with its sign."""
    number = whole(abs(milli))
    return "no change" if number == 0 else f"{'+' if milli > 0 else '−'}{number}"


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def sectors(found: Iterable[Sector]) -> str:
    """Return sectors in a fixed order, as a list in a sentence."""
    wanted = set(found)
    return ", ".join(name for sector, name in SECTORS.items() if sector in wanted)


def lowered(words: str) -> str:
    """Return words as they stand in the middle of a sentence; short forms and names keep their capitals."""
    is_short_form = words[:2].isalpha() and words[:2].isupper()
    return words if is_short_form or words.startswith("National") else words[:1].lower() + words[1:]
