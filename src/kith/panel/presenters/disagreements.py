"""Shows a disagreement: where it stands and by when first, then what keeps the child safe, then all that was said."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from kith.access.vocabulary import Viewer
from kith.common.dates import age_on
from kith.panel.models import Disagreement, DisagreementAnswerer, DisagreementLesson, DisagreementStep
from kith.panel.rules import Book, may_run, may_take
from kith.panel.selectors.disagreements import DisagreementMeasures, DisagreementPage, DisagreementRow
from kith.panel.vocabulary import (
    ACT_WORDS,
    DISAGREEMENT_OUTCOMES,
    DISAGREEMENT_TRANSITIONS,
    DISAGREEMENT_WORDS,
    STAGES,
    TOPIC_WORDS,
    DisagreementAct,
    DisagreementOutcome,
    DisagreementStatus,
    DisagreementTopic,
)
from kith.shell.vocabulary import LadderPicture, Rung

ACT_TITLES: Mapping[DisagreementAct, str] = {
    DisagreementAct.ANSWER: "Answer",
    DisagreementAct.PROPOSE: "Propose a way out",
    DisagreementAct.AGREE: "Agree to what is proposed",
    DisagreementAct.ESCALATE: "Take it to the next stage",
    DisagreementAct.DECIDE: "Decide for the executive",
    DisagreementAct.WITHDRAW: "Withdraw it",
}


def disagreement_page(page: DisagreementPage, *, viewer: Viewer, book: Book, today: date) -> dict[str, Any]:
    """Return one disagreement as its page and its print show it."""
    row, status = page.row, DisagreementStatus(page.row.status)
    last = page.steps[-1]
    return {
        "public_id": page.who.public_id,
        "name": page.who.name,
        "age": age_on(page.who.born_on, today) if page.who.born_on else None,
        "person_url": reverse("chronology:person", args=[page.who.public_id]),
        "row": row,
        "status": DISAGREEMENT_WORDS[status],
        "is_open": row.ended_at is None,
        "is_late": row.due_on is not None and row.due_on < today,
        "topic": TOPIC_WORDS[DisagreementTopic(row.topic)],
        "outcome": DISAGREEMENT_OUTCOMES[DisagreementOutcome(row.outcome)] if row.outcome else "",
        "proposed": _proposed(page),
        "first": page.steps[0],
        "child_safe": last.child_safe,
        "safe_since": last.at,
        "is_carried": last.carried,
        "voice": page.voice,
        "decision": page.decision,
        "acts": [
            {"title": ACT_TITLES[act], "url": reverse("panel:disagree_act", args=[*_ids(page), act.value])}
            for act in acts_open(page, viewer=viewer, book=book)
        ],
        "may_learn": row.ended_at is not None and not row.learned and _is_near(row, viewer),
        "steps": [_step(each) for each in page.steps],
        "ladder": LadderPicture(title="How far it was taken", rungs=tuple(_rungs(page))),
    }


def acts_open(page: DisagreementPage, *, viewer: Viewer, book: Book) -> list[DisagreementAct]:
    """Return what this viewer can do next, in the order in which one would try it."""
    row, status = page.row, DisagreementStatus(page.row.status)
    return [
        act
        for act in ACT_TITLES
        if act in DISAGREEMENT_TRANSITIONS[status]
        and may_take(
            viewer,
            book=book,
            stage=status,
            act=act,
            sides=(row.raised_agency_id, row.other_agency_id),
            is_named=page.is_named,
            proposed_by=row.proposed_agency_id,
        )
    ]


def _is_near(row: Disagreement, viewer: Viewer) -> bool:
    return viewer.agency_id in (row.raised_agency_id, row.other_agency_id) or may_run(viewer)


def _ids(page: DisagreementPage) -> tuple[Any, Any]:
    return page.who.public_id, page.row.public_id


def _proposed(page: DisagreementPage) -> DisagreementStep | None:
    return page.steps[-1] if page.row.proposed_agency_id is not None else None


def _step(each: DisagreementStep) -> dict[str, Any]:
    by = ", ".join(filter(None, [each.by.name if each.by else "", each.agency.name if each.agency else ""]))
    return {
        "title": ACT_WORDS[DisagreementAct(each.act)],
        "stage": DISAGREEMENT_WORDS[DisagreementStatus(each.status)],
        "by": by or "By the clock",
        "at": each.at,
        "says": each.says,
        "wanted": each.wanted,
        "voice": each.voice,
        "child_safe": each.child_safe,
        "carried": each.carried,
        "outcome": DISAGREEMENT_OUTCOMES[DisagreementOutcome(each.outcome)] if each.outcome else "",
        "dissent": each.dissent,
        "dissenting": each.dissenting_agency.name if each.dissenting_agency else "",
        "due_on": each.due_on,
    }


def _rungs(page: DisagreementPage) -> list[Rung]:
    reached: dict[str, datetime] = {}
    for step in page.steps:
        reached.setdefault(step.status, step.at)
    left = [reached[stage] for stage in STAGES[1:] if stage in reached]
    rungs = []
    for stage in STAGES:
        begins = reached.get(stage)
        later = [at for at in left if begins and at > begins]
        ends = min(later) if later else page.row.ended_at
        rungs.append(
            Rung(
                name=DISAGREEMENT_WORDS[stage],
                note=_period(begins, ends, page.row.due_on) if begins else "",
                reached=begins is not None,
                stands=page.row.status == stage,
            )
        )
    return rungs


def _period(begins: datetime, ends: datetime | None, due_on: date | None) -> str:
    first = date_format(timezone.localtime(begins), "j M Y")
    if ends is not None:
        last = date_format(timezone.localtime(ends), "j M Y")
        return first if first == last else f"{first} to {last}"
    return f"Since {first}, by {date_format(due_on, 'j M Y')}" if due_on else f"Since {first}"


def disagreement_line(row: Disagreement, today: date) -> dict[str, Any]:
    """Return one disagreement as a line of a list; it says where it stands and nothing of what was said."""
    return {
        "public_id": row.public_id,
        "topic": TOPIC_WORDS[DisagreementTopic(row.topic)],
        "status": DISAGREEMENT_WORDS[DisagreementStatus(row.status)],
        "raised": row.raised_agency.name,
        "other": row.other_agency.name,
        "raised_at": row.raised_at,
        "due_on": row.due_on,
        "is_late": row.due_on is not None and row.due_on < today,
    }


def disagreements_page(rows: Sequence[DisagreementRow], *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return the list of open disagreements, the soonest clock first."""
    lines = [disagreement_line(each.row, today) | {"who": each.who} for each in rows]
    return {"rows": lines, "late": sum(line["is_late"] for line in lines), "may_run": may_run(viewer)}


def answerers_page(found: Sequence[DisagreementAnswerer]) -> dict[str, Any]:
    """Return who is named to answer, stage by stage."""
    stages = [
        {"title": DISAGREEMENT_WORDS[stage], "rows": [each for each in found if each.stage == stage]}
        for stage in STAGES
    ]
    return {"stages": stages}


def disagreement_measures(measures: DisagreementMeasures, lessons: Sequence[DisagreementLesson]) -> dict[str, Any]:
    """Return the measures of disagreements in words, and what was learned; nobody is named."""
    counts = measures.counts
    rows = [
        ("Disagreements raised", str(counts["raised"])),
        ("Open now", f"{counts['open']}, {counts['late']} of them past their day"),
        ("Resolved", f"{counts['resolved']}, {counts['dissent']} with dissent kept"),
        ("Withdrawn", str(counts["withdrawn"])),
        ("Taken higher because nobody had answered", str(counts["by_clock"])),
    ]
    stages = [
        {"title": DISAGREEMENT_WORDS[stage], "ended": ended, "days": f"{days:.1f}"}
        for stage, (ended, days) in sorted(measures.stages.items(), key=lambda pair: STAGES.index(pair[0]))
    ]
    return {"disagreements": rows, "stages": stages, "lessons": [_lesson(each) for each in lessons]}


def _lesson(each: DisagreementLesson) -> dict[str, Any]:
    return {
        "topic": TOPIC_WORDS[DisagreementTopic(each.topic)],
        "stage": DISAGREEMENT_WORDS[DisagreementStatus(each.stage)],
        "quarter": each.quarter,
        "says": each.says,
    }
