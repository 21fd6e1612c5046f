"""The kinds of thing that the partnership publishes, in the words of the field."""

from enum import StrEnum
from typing import Final


class BriefingForm(StrEnum):
    """How something that casework wrote is told; its steps have the headings that the partnership gives them."""

    FIVE_STEP = "five-step"
    SEVEN_MINUTE = "seven-minute"
    BULLETIN = "bulletin"


STEPS_OF: Final = {BriefingForm.FIVE_STEP: 5, BriefingForm.SEVEN_MINUTE: 7, BriefingForm.BULLETIN: 4}
BRIEFING_NAMES: Final = {
    BriefingForm.BULLETIN: "Learning bulletin",
    BriefingForm.FIVE_STEP: "Five-step briefing",
    BriefingForm.SEVEN_MINUTE: "Seven-minute briefing",
}


class ReviewKind(StrEnum):
    """What kind of review was published."""

    RAPID = "rapid review"
    PRACTICE = "child safeguarding practice review"
    AUDIT = "audit"


REVIEW_NAMES: Final = {
    ReviewKind.RAPID: "Rapid review",
    ReviewKind.PRACTICE: "Child safeguarding practice review",
    ReviewKind.AUDIT: "Audit",
}


class ListedKind(StrEnum):
    """What a listing page lists."""

    NEWSLETTERS = "newsletters"
    LEARNING = "learning"
    REVIEWS = "reviews"
    REPORTS = "reports"
    INITIATIVES = "initiatives"
    NEWS = "news"


LISTED_NAMES: Final = {
    ListedKind.NEWSLETTERS: "All newsletters",
    ListedKind.LEARNING: "All learning: bulletins and briefings",
    ListedKind.REVIEWS: "All published reviews and audits",
    ListedKind.REPORTS: "All annual reports",
    ListedKind.INITIATIVES: "All initiatives",
    ListedKind.NEWS: "All news",
}
LISTED_EMPTY: Final = {
    ListedKind.NEWSLETTERS: "A newsletter is listed here on the day on which it is published.",
    ListedKind.LEARNING: "A bulletin or a briefing is listed here once it is anonymised and approved.",
    ListedKind.REVIEWS: "A review is listed here when it is published; some never are, to protect a child.",
    ListedKind.REPORTS: "The partnership reports once a year on what it did and what changed for children.",
    ListedKind.INITIATIVES: "What agencies begin together, such as a unit that works against violence, is told here.",
    ListedKind.NEWS: "News is listed here, the newest first.",
}
