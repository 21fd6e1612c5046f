"""Shows a pregnancy and the way to adult services: what comes next first, then everything that has happened."""

from datetime import date
from typing import Any

from django.urls import reverse

from kith.support import models
from kith.support.presenters.voice import identity
from kith.support.rules import gestation, milestone_title
from kith.support.selectors.paths import PathPage
from kith.support.vocabulary import (
    ADULT_TRANSITIONS,
    ADULT_WORDS,
    BIRTH_PLAN_WORDS,
    MILESTONE_WORDS,
    PREGNANCY_WORDS,
    AdultAnswer,
    MilestoneState,
    PathKind,
    PregnancyState,
)

_ACTS = {
    "begun": "Begun",
    "gave_milestone": "A milestone was given to somebody else",
    "milestone_reached": "A milestone was reached",
    "milestone_not_needed": "A milestone was not needed",
    "changed_expected": "The expected date was changed",
    "linked_mother": "The mother was linked",
    "wrote_birth_plan": "The birth plan was written",
    "birth_plan_clashed": "The birth plan was written by two at once",
    "placed_alert": "The alert was sent",
    "pregnancy_born": "Born",
    "pregnancy_lost": "The pregnancy has ended",
    "pregnancy_moved": "Another area holds the pregnancy",
    "service_asked": "The adult service was asked",
    "service_agreed": "The adult service agreed",
    "service_refused": "The adult service refused",
    "ended": "Ended",
}


def pregnancy_page(page: PathPage, *, may_write: bool, today: date) -> dict[str, Any]:
    """Return a pregnancy as its page shows it."""
    shown = _path_page(page, may_write=may_write, today=today)
    row = page.pregnancy
    if row is None or page.path is None:
        return shown
    is_expected = row.state == PregnancyState.EXPECTED
    mother_url = reverse("chronology:person", args=[page.mother.public_id]) if page.mother else ""
    return shown | {
        "pregnancy": row,
        "state": PREGNANCY_WORDS[PregnancyState(row.state)],
        "is_expected": is_expected,
        "may_change": may_write and is_expected and page.path.ended_at is None,
        "weeks": str(gestation(row.expected_on, today)) if is_expected else "",
        "mother": page.mother,
        "mother_url": mother_url,
        "has_hidden_mother": row.mother_id is not None and page.mother is None,
        "birth_plan": _birth_plan(page.birth_plan) if page.birth_plan else None,
        "late_plans": [_birth_plan(each) for each in page.late_plans],
    }


def transition_page(page: PathPage, *, may_write: bool, today: date) -> dict[str, Any]:
    """Return the way to adult services as its page shows it."""
    shown = _path_page(page, may_write=may_write, today=today)
    row = page.transition
    if row is None or page.path is None:
        return shown
    answer = AdultAnswer(row.answer)
    return shown | {
        "transition": row,
        "answer": ADULT_WORDS[answer],
        "is_refused": answer is AdultAnswer.REFUSED,
        "can_answer": bool(ADULT_TRANSITIONS[answer]),
        "can_end": answer in (AdultAnswer.AGREED, AdultAnswer.REFUSED),
    }


def birth_plan_to_print(page: PathPage) -> dict[str, Any]:
    """Return the birth plan as the ward reads it."""
    return {
        "name": page.who.name,
        "pregnancy": page.pregnancy,
        "birth_plan": _birth_plan(page.birth_plan) if page.birth_plan else None,
        "lead": page.path.lead if page.path else None,
        "back": reverse("support:pregnancy", args=[page.who.public_id]),
    }


def _path_page(page: PathPage, *, may_write: bool, today: date) -> dict[str, Any]:
    is_live = page.path is not None and page.path.ended_at is None
    return identity(page.who, today) | {
        "path": page.path,
        "is_live": is_live,
        "may_write": may_write,
        "may_walk": may_write and is_live,
        "milestones": [_milestone(each, page, today) for each in page.milestones],
        "changes": [_change(each, page) for each in page.changes],
        "act_url": "support:write_pregnancy" if page.path and page.path.kind == PathKind.PREGNANCY else "",
    }


def _milestone(each: models.Milestone, page: PathPage, today: date) -> dict[str, Any]:
    state = MilestoneState(each.state)
    is_open = state is MilestoneState.OPEN
    tag, colour = MILESTONE_WORDS[state], "green" if state is MilestoneState.REACHED else "grey"
    if is_open and each.latest_on < today:
        tag, colour = "Too late", "red"
    elif is_open and each.due_on < today:
        tag, colour = "Due", "orange"
    return {
        "public_id": each.public_id,
        "title": milestone_title(page.path.book_version, each.key) if page.path else each.key,
        "due_on": each.due_on,
        "latest_on": each.latest_on,
        "is_compressed": each.is_compressed and is_open,
        "owner": f"{each.owner.name}, {each.owner.agency.name}",
        "tag": tag,
        "colour": colour,
        "is_open": is_open,
        "says": each.says,
        "reached_on": each.reached_on,
    }


def _change(each: models.PathChange, page: PathPage) -> dict[str, Any]:
    says = each.says
    if each.act == "changed_expected":
        before, after = (date.fromisoformat(side["expected_on"]) for side in (each.before, each.after))
        says = f"From {before:%-d %B %Y} to {after:%-d %B %Y}. {each.says}"
    key = each.after.get("key")
    title = _ACTS.get(each.act, each.act)
    if key and page.path:
        title = f"{title}: {milestone_title(page.path.book_version, key)}"
    return {"title": title, "by": each.by.name, "at": each.at, "says": says}


def _birth_plan(each: models.BirthPlan) -> dict[str, Any]:
    return {
        "version": each.version,
        "by": each.by.name,
        "at": each.at,
        "rows": [(label, each.says.get(name, "")) for name, label in BIRTH_PLAN_WORDS.items() if each.says.get(name)],
        "says": each.says,
    }
