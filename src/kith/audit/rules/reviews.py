"""What a statutory review can do, who may do it, and by when: each check refuses with what to do instead."""

import calendar
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from kith.access.vocabulary import Role, Viewer
from kith.audit.rules.permissions import may_lead
from kith.audit.vocabulary import (
    REVIEW_STATE_WORDS,
    REVIEW_TRANSITIONS,
    AuditRefused,
    NewReview,
    NewStep,
    ReviewClocks,
    ReviewState,
    ReviewStepKind,
    StatutoryKind,
)
from kith.common.versions import in_force, read_versions
from kith.work.rules import add_working_days

FOLDER = Path(__file__).resolve().parent.parent / "clocks"
OVERSEES_REVIEWS: Final = frozenset({Role.AUDITOR, Role.SCRUTINEER, Role.PANEL_CHAIR})
_K = ReviewStepKind
# Decided by the second of the two people who answer for a review; everything else is done by whoever leads it.
DECIDERS_STEPS: Final = frozenset({_K.DECIDE, _K.AGREE_WITHHOLD, _K.REFUSE_WITHHOLD})
_SAYS_WHY: Final = frozenset(
    {
        *(_K.SAFEGUARD, _K.DECIDE, _K.RECONSIDER, _K.WITHDRAW, _K.SCOPE, _K.HEAR_FAMILY, _K.HEAR_CHILD),
        *(_K.WITHHOLD, _K.REFUSE_WITHHOLD, _K.LEARN, _K.BEGIN_PRACTICE),
    }
)


class ReviewClocksError(ValueError):
    """A file of clocks that cannot be used as it is; the message names it and what is wrong."""


@cache
def load_review_clocks(folder: Path = FOLDER) -> tuple[ReviewClocks, ...]:
    """Return every version of the clocks of reviews, oldest first; each holds until the day before the next.

    Raises:
        ReviewClocksError: a file lacks something, or two overlap.
    """
    return read_versions(folder, _read, refused=ReviewClocksError, called="Clocks of reviews")


def review_clocks_on(day: date, version: str = "") -> ReviewClocks:
    """Return the clocks of that version, or those in force on a day; before the first, the first."""
    books = load_review_clocks()
    return next((each for each in books if each.version == version), in_force(books, day))


def notify_by(clocks: ReviewClocks, known_on: date) -> date:
    """Return the last day to notify the national panel of what was known on a day."""
    return add_working_days(known_on, clocks.notify_days)


def send_by(clocks: ReviewClocks, known_on: date, notified_on: date | None) -> date:
    """Return the last day to send the rapid review: from the notification, or from the last day for it."""
    return add_working_days(notified_on or notify_by(clocks, known_on), clocks.rapid_days)


def facts_by(clocks: ReviewClocks, asked_on: date) -> date:
    """Return the day by which an agency that is asked today is to return what it knows."""
    return add_working_days(asked_on, clocks.facts_days)


def publish_by(clocks: ReviewClocks, decided_on: date) -> date:
    """Return the last day to publish: so many months later, on the month's last day where there is no such day."""
    months = decided_on.month - 1 + clocks.practice_months
    year, month = decided_on.year + months // 12, months % 12 + 1
    return date(year, month, min(decided_on.day, calendar.monthrange(year, month)[1]))


def may_count_reviews(viewer: Viewer) -> bool:
    """Test whether somebody reads how many reviews there are; nobody is named."""
    return bool(viewer.roles & OVERSEES_REVIEWS)


def may_take(viewer: Viewer, step: ReviewStepKind, *, lead: int, decides: int) -> bool:
    """Test whether somebody takes a step: whoever decides takes theirs, the auditor who leads all others.

    Either hands a review over, so that it goes on when the other has left.
    """
    if step in DECIDERS_STEPS:
        return viewer.staff_id == decides
    if step is _K.HAND_OVER and viewer.staff_id == decides:
        return True
    return viewer.staff_id == lead and may_lead(viewer)


def state_after(kind: StatutoryKind, state: ReviewState, step: ReviewStepKind) -> ReviewState:
    """Return how a review stands after a step.

    Raises:
        AuditRefused: the step is not possible as the review stands.
    """
    found = REVIEW_TRANSITIONS[kind][state].get(step)
    if found is None:
        raise AuditRefused(
            f"That cannot be done as the review stands: {REVIEW_STATE_WORDS[state]}. Open its page for the next step."
        )
    return found


def check_new_review(new: NewReview, lead: int, today: date) -> None:
    """Refuse a review that says too little, lies in the future, or is answered for by one person alone.

    Raises:
        AuditRefused: with what to mend.
    """
    if new.decides_id == lead:
        raise AuditRefused("Choose somebody else to decide: two people answer for a review, one leads and one decides.")
    if new.incident is None:
        if len(new.because.strip()) < 20:
            raise AuditRefused("Say in a sentence why this case is reviewed without a rapid review before it.")
        if new.decided_on is None or new.decided_on > today:
            raise AuditRefused("Give the day on which the partners decided to review; it is today or before.")
        return
    if len(new.incident.what.strip()) < 20:
        raise AuditRefused("Say in a sentence or two what happened, as far as it is known.")
    if not new.incident.happened_on <= new.incident.known_on <= today:
        raise AuditRefused("The incident happened before it was known, and it is known by today. Mend the days.")


def check_step(new: NewStep, begun_on: date, today: date) -> None:
    """Refuse a step whose day or words do not fit.

    Raises:
        AuditRefused: with what to mend.
    """
    if not begun_on <= new.on <= today:
        raise AuditRefused(f"Choose a day from {begun_on:%-d %B %Y}, when it began, until today.")
    if new.kind in _SAYS_WHY and len(new.says.strip()) < 10:
        raise AuditRefused("Say it in a sentence: the words are kept with the review.")


def _read(path: Path) -> ReviewClocks:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        made = ReviewClocks(
            version=found["version"],
            valid_from=found["valid_from"],
            valid_to=found.get("valid_to"),
            notify_days=found["notify"]["working_days"],
            rapid_days=found["rapid_review"]["working_days"],
            facts_days=found["facts"]["working_days"],
            practice_months=found["practice_review"]["months"],
        )
    except KeyError as error:
        raise ReviewClocksError(f"{path.name} lacks {error}.") from error
    if min(made.notify_days, made.rapid_days, made.facts_days, made.practice_months) < 1:
        raise ReviewClocksError(f"{path.name} has a clock that leaves no day.")
    return made
