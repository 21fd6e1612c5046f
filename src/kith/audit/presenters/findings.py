"""Shows findings with what follows from them, how referrals go on since, and what moved between two audits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from kith.access.vocabulary import Viewer
from kith.audit.models import AuditAction, AuditTheme, Finding, OwnQuestion, Recommendation
from kith.audit.rules import Asked, may_lead, question_words, standard_title, thresholds_called
from kith.audit.vocabulary import (
    ACTION_WORDS,
    THRESHOLD_WORDS,
    AuditActionState,
    Difference,
    Quarter,
    Question,
    Tally,
    Thresholds,
)
from kith.shell.vocabulary import Bar, BarsPicture

_COLOURS = {AuditActionState.AGREED: "blue", AuditActionState.EVIDENCED: "yellow", AuditActionState.ACCEPTED: "green"}


def findings_page(
    theme: AuditTheme, findings: Sequence[Finding], quarters: Sequence[Quarter], *, viewer: Viewer, today: date
) -> dict[str, Any]:
    """Return the findings of an audit, each with its recommendations and their actions."""
    thresholds = thresholds_called(theme.thresholds)
    return {
        "theme": theme,
        "findings": [_finding(row, today, thresholds) for row in findings],
        "thresholds": thresholds,
        "numbers": [(words, getattr(thresholds, name)) for name, words in THRESHOLD_WORDS.items()],
        "follow_up": _follow_up(quarters),
        "may_change": may_lead(viewer),
    }


def action_page(row: AuditAction, *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Return one action, and what the viewer may do about it."""
    evidenced = row.state == AuditActionState.EVIDENCED
    return action_row(row, today) | {
        "origin": origin_of(row.recommendation),
        "recommendation": row.recommendation,
        "may_show": row.owner_id == viewer.staff_id and row.state == AuditActionState.AGREED,
        "may_judge": evidenced and may_lead(viewer) and row.owner_id != viewer.staff_id,
    }


def origin_of(recommendation: Recommendation) -> dict[str, Any]:
    """Return why something is recommended and where that stands: a finding, what a review taught, a standard not met.

    No review is named, so that nothing leads from an action to a child.
    """
    if recommendation.learning is not None:
        return {
            "caption": "What statutory reviews taught",
            "back": reverse("audit:learning"),
            "label": "Learned",
            "says": recommendation.learning.says,
            "subgroup": None,
        }
    if recommendation.answer is not None:
        given = recommendation.answer.given
        return {
            "caption": f"Section 11: {given.round.title}",
            "back": reverse("audit:return_page", args=[given.round.public_id, given.public_id]),
            "label": "Standard",
            "says": f"{given.agency.name}: {standard_title(given.round.standards, recommendation.answer.standard)}",
            "subgroup": None,
        }
    finding = recommendation.finding
    if finding is None:  # the database keeps that one of them is there
        raise LookupError
    return {
        "caption": finding.theme.title,
        "back": reverse("audit:findings", args=[finding.theme.public_id]),
        "label": "Finding",
        "says": finding.says,
        "subgroup": finding.theme.subgroup,
    }


def difference_page(theme: AuditTheme, moved: Sequence[Difference], questions: Sequence[OwnQuestion]) -> dict[str, Any]:
    """Return what moved since the audit before, question by question."""
    thresholds = thresholds_called(theme.thresholds)
    own = {row.number: row.asks for row in questions}
    return {
        "theme": theme,
        "rows": [
            {
                "asks": _asks(each.question, own, thresholds),
                "before": _share(each.before),
                "after": _share(each.after),
                "points": _points(each.points),
                "counted_otherwise": each.counted_otherwise,
            }
            for each in moved
        ],
    }


def _asks(asked: Asked, own: Mapping[int, str], thresholds: Thresholds) -> str:
    return question_words(asked, thresholds).asks if isinstance(asked, Question) else own[asked]


def _finding(row: Finding, today: date, thresholds: Thresholds) -> dict[str, Any]:
    own = {row.own.number: row.own.asks} if row.own else {}
    return {
        "row": row,
        "asks": _asks(row.asked, own, thresholds),
        "share": _share(row.tally),
        "recommendations": [
            {"row": each, "actions": [action_row(action, today) for action in each.actions.all()]}
            for each in row.recommendations.all()
        ],
    }


def action_row(row: AuditAction, today: date) -> dict[str, Any]:
    """Return one action as a list shows it."""
    state = AuditActionState(row.state)
    return {
        "row": row,
        "state": ACTION_WORDS[state],
        "colour": _COLOURS[state],
        "owner": f"{row.owner.name}, {row.owner.agency.name}",
        "is_late": state is AuditActionState.AGREED and row.due_on < today,
    }


def _follow_up(quarters: Sequence[Quarter]) -> BarsPicture | None:
    if not quarters:
        return None
    return BarsPicture(
        title="Referrals of the county that note the risk, by quarter",
        heading="Quarter",
        unit="in 100",
        bars=tuple(_quarter(each) for each in quarters),
    )


def _quarter(each: Quarter) -> Bar:
    last = date(each.begins_on.year, each.begins_on.month + 2, 1)
    name = f"{each.begins_on:%B} to {last:%B %Y}"
    few = "one agency" if each.left_out == 1 else f"{each.left_out} agencies"
    left = f"; {few} sent too few to be counted" if each.left_out else ""
    if not each.sent:
        return Bar(name=name, value=None, note=f"Too few to say{left}")
    return Bar(name=name, value=round(100 * each.noting / each.sent, 1), note=f"{each.noting} of {each.sent}{left}")


def _share(counted: Tally) -> str:
    apart = [f"{counted.in_part} in part"] if counted.in_part else []
    apart += [f"{counted.unknown} not known"] if counted.unknown else []
    words = f" ({', '.join(apart)})" if apart else ""
    return f"{counted.part} of {counted.whole}{words}"


def _points(points: float | None) -> str:
    if points is None:
        return "Cannot be said"
    return "The same" if points == 0 else f"{points:+g} points"
