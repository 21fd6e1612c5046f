"""Shows one case: how it stands and what can happen next, then everything that has happened."""

from datetime import date
from typing import Any

from django.urls import reverse

from kith.access.vocabulary import Viewer
from kith.common.dates import age_on
from kith.panel import models
from kith.panel.presenters.board import level_tag
from kith.panel.presenters.disagreements import disagreement_line
from kith.panel.presenters.subjects import link_line
from kith.panel.rules import Book, may_decide, may_nominate, may_run, stands
from kith.panel.selectors.case import CasePage
from kith.panel.vocabulary import (
    ASK_WORDS,
    CLOSURE_WORDS,
    LEVEL_WORDS,
    OUTCOME_WORDS,
    SET_ASIDE_WORDS,
    STATUS_WORDS,
    STEP_WORDS,
    ActionState,
    AskedOf,
    ClosureTest,
    Level,
    Outcome,
    SetAside,
    StepKind,
)
from kith.work.vocabulary import REASONS, NotPossibleBecause

_ASKED_OF = {
    AskedOf.MANAGER: "The agency has no contact, so its team manager was asked.",
    AskedOf.COORDINATOR: "The agency has neither a contact nor a team manager here, so nobody there was asked: "
    "the panel's coordinator rings.",
}
_AFTER_WITHDRAWAL = frozenset({StepKind.CARRY_ON, StepKind.LET_GO})
_RUN = _AFTER_WITHDRAWAL | {
    *(StepKind.ASK_MORE, StepKind.SEND_ELSEWHERE, StepKind.ACCEPT),
    *(StepKind.ASK_RESEARCH, StepKind.LIST),
}


def case_page(page: CasePage, *, viewer: Viewer, book: Book, today: date) -> dict[str, Any]:
    """Return one case as its page shows it."""
    who = page.who
    return {
        "public_id": who.public_id,
        "name": who.name,
        "age": age_on(who.born_on, today) if who.born_on else None,
        "person_url": reverse("chronology:person", args=[who.public_id]),
        "status": STATUS_WORDS[page.status] if page.status else "The panel has not heard of this person",
        "level": level_tag(page.case.level) if page.case else None,
        "review_on": page.case.review_on if page.case else None,
        "acts": [
            {"title": title, "url": reverse("panel:act", args=[who.public_id, step.value])}
            for step, title in ASK_WORDS.items()
            if step in page.next_steps and _may(step, viewer) and (page.is_unasked or step not in _AFTER_WITHDRAWAL)
        ],
        "may_run": may_run(viewer) and page.is_seated,
        "is_seated": page.is_seated,
        "withdrawn": next((each for each in page.steps if each.kind == StepKind.WITHDRAW), None)
        if page.is_unasked
        else None,
        "may_let_go": StepKind.LET_GO in page.next_steps,
        "steps": [_step(each, page) for each in page.steps],
        "ratings": [_rating(each, book) for each in page.ratings],
        "research": [_research(each, page, viewer, today) for each in page.research],
        "actions": [action_row(each, today) for each in page.actions],
        "decisions": [decision_row(each) for each in page.decisions],
        "closures": [_closure(each) for each in page.closures],
        "subjects": [link_line(each) | {"row": each.row} for each in page.subjects],
        "disagreements": [disagreement_line(each, today) for each in page.disagreements],
    }


def _may(step: StepKind, viewer: Viewer) -> bool:
    if step is StepKind.CLOSE:
        return may_decide(viewer)
    return may_run(viewer) if step in _RUN else may_nominate(viewer)


def action_row(each: models.PanelAction, today: date) -> dict[str, Any]:
    """Return one action with its state in words; late is worked out."""
    state = stands(ActionState(each.state), each.due_on, today)
    because = REASONS[NotPossibleBecause(each.not_possible_because)] if each.not_possible_because else ""
    return {
        "public_id": each.public_id,
        "need": each.need,
        "what": each.what,
        "owner": f"{each.owner.name}, {each.owner.agency.name}",
        "due_on": each.due_on,
        "state": state,
        "is_late": state == "Late",
        "is_open": each.closed_at is None,
        "says": because or each.evidence,
    }


def _step(each: models.CaseStep, page: CasePage) -> dict[str, Any]:
    referral = page.referrals.get(each.referral_id) if each.referral_id else None
    reason = SET_ASIDE_WORDS[SetAside(each.reason)] if each.reason else ""
    by = ", ".join(filter(None, [each.by.name if each.by else "", each.agency.name if each.agency else ""]))
    return {
        "title": STEP_WORDS[StepKind(each.kind)],
        "by": by or "By the clock",
        "at": each.at,
        "says": ". ".join(filter(None, [reason, each.says])),
        "until": each.until,
        "referral_url": reverse("referrals:one", args=[page.who.public_id, referral]) if referral else "",
    }


def _rating(each: models.Rating, book: Book) -> dict[str, Any]:
    domains = [
        {
            "name": book.domains.get(one.domain, one.domain),
            "colour": one.colour,
            "evidence": one.evidence,
            "protects": one.protects,
        }
        for one in each.domains.all()
        if one.colour != "green" or one.protects
    ]
    other = each.level != each.computed
    return {
        "level": level_tag(each.level),
        "computed": LEVEL_WORDS[Level(each.computed)] if other else "",
        "because": each.because,
        "analysis": each.analysis,
        "by": each.rated_by.name,
        "at": each.rated_at,
        "domains": domains,
    }


def _research(each: models.Research, page: CasePage, viewer: Viewer, today: date) -> dict[str, Any]:
    own = each.agency_id == viewer.agency_id
    return {
        "agency": each.agency.name,
        "due_on": each.due_on,
        "returned_at": each.returned_at,
        "is_late": each.returned_at is None and each.due_on < today,
        "asked_of": _ASKED_OF.get(AskedOf(each.asked_of), "") if each.returned_at is None else "",
        "shared": page.returns.get(each.pk),
        "url": reverse("panel:research", args=[page.who.public_id, each.public_id]) if own else "",
    }


def decision_row(each: models.Decision) -> dict[str, Any]:
    """Return one decision in words."""
    return {
        "meeting": each.item.meeting,
        "item": each.item.public_id,
        "before": level_tag(each.level_before),
        "after": level_tag(each.level_after),
        "outcome": OUTCOME_WORDS[Outcome(each.outcome)],
        "rationale": each.rationale,
        "lead": each.lead.name if each.lead else "",
        "dissent": each.dissent,
        "dissenting": each.dissenting_agency.name if each.dissenting_agency else "",
        "review_on": each.review_on,
    }


def _closure(each: models.Closure) -> dict[str, Any]:
    answers = [(CLOSURE_WORDS[test], each.answers.get(test.value, "")) for test in ClosureTest]
    return {"at": each.closed_at, "answers": answers, "because": each.open_actions_because}
