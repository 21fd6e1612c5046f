"""The words of editing: who may do what on the site, what is looked at before a page goes out, and what others said."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DAYS_TO_APPROVE: Final = 5
PREVIEW_DAYS: Final = 14
APPROVAL_WORKFLOW: Final = "Approval by a second person"
ANONYMITY_WORKFLOW: Final = "Anonymity check, then approval"
DETECTOR_MISSING: Final = (
    "The words of this page could not be checked, because the detector does not load. Nothing can be sent for approval "
    "until it does. Save a draft, and ask whoever runs the site to look at `kith doctor`."
)


class EditorRole(StrEnum):
    """What an editor does on the site; each is a group with its rights, made by a migration."""

    AUTHOR = "author"
    APPROVER = "approver"
    PUBLISHER = "publisher"
    ADMIN = "admin"


ROLE_GROUPS: Final = {
    EditorRole.AUTHOR: "Authors",
    EditorRole.APPROVER: "Approvers",
    EditorRole.PUBLISHER: "Publishers",
    EditorRole.ADMIN: "Site administrators",
}
ROLE_SAYS: Final = {
    EditorRole.AUTHOR: "writes pages and sends them for approval",
    EditorRole.APPROVER: "approves what others wrote, and takes pages off the site",
    EditorRole.PUBLISHER: "looks after events, toolkits and the circulation list, and writes",
    EditorRole.ADMIN: "may do everything but approve what they wrote themselves",
}


class AnonymityCheck(StrEnum):
    """What somebody looks for in a briefing or a bulletin before it can be published."""

    NAMES = "names"
    PLACES = "places"
    DATES = "dates"
    TOGETHER = "together"
    PICTURES = "pictures"


ANONYMITY_ASKS: Final = {
    AnonymityCheck.NAMES: "No name, nickname, initials or number of a person in a case, nor of their family or workers",
    AnonymityCheck.PLACES: "No street, school, home or meeting place that points to them",
    AnonymityCheck.DATES: "Ages and dates are coarse: a season or a year, not a day",
    AnonymityCheck.TOGETHER: "Somebody who knows the family would not recognise them from the facts taken together",
    AnonymityCheck.PICTURES: "Pictures and documents show and contain none of these",
}


class RemarkKind(StrEnum):
    """What somebody without an account says to a draft that was shown to them."""

    AGREE = "agree"
    CHANGE = "change"
    COMMENT = "comment"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One piece of text of a page, and where on the page it stands."""

    where: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One word or phrase that may be about a person in a case.

    `key` is the same as long as the same words stand in the same place, so that what was confirmed once is known again.
    """

    key: str
    where: str
    kind: str
    text: str
    around: str


class EditingRefused(ValueError):
    """Something that an editor may not do, in a sentence that says what to do instead."""
