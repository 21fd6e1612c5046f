"""Shows briefings to whoever approves them: the words as a reader gets them, what they tell, who said yes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.learning.models import Briefing, BriefingApproval
from kith.learning.rules.briefings import approvers_needed, may_approve, may_write, steps_told
from kith.learning.selectors import ListedReview, Version
from kith.learning.vocabulary import ENOUGH, MOST_TOLD
from kith.learning.vocabulary.briefings import BRIEFING_WORDS, FORM_WORDS, BriefingState, ReviewForm

COLOURS: Final[Mapping[BriefingState, str]] = {
    BriefingState.DRAFTING: "grey",
    BriefingState.CHECKED: "yellow",
    BriefingState.APPROVED: "blue",
    BriefingState.HANDED: "green",
    BriefingState.WITHDRAWN: "red",
}


def briefings_page(drafts: Sequence[ListedReview], checked: Sequence[Briefing], *, viewer: Viewer) -> dict[str, Any]:
    """Return the drafts that a viewer may write on, and every briefing that was checked."""
    return {
        "drafts": [
            {"person": one.person, "review": one.review, **_row(one.briefing)}
            for one in drafts
            if one.briefing.state != BriefingState.WITHDRAWN
        ],
        "briefings": [_row(row) for row in checked],
        "may_write": may_write(viewer),
    }


def briefing_page(
    row: Briefing,
    approvals: Sequence[BriefingApproval],
    findings: Mapping[UUID, str],
    versions: Sequence[Version],
    *,
    viewer: Viewer,
) -> dict[str, Any]:
    """Return one briefing with its words as a reader gets them, and what a viewer may do about it."""
    state = BriefingState(row.state)
    words = {int(place): says for place, says in row.words.items()}
    needed = approvers_needed(row.k or 0)
    has_approved = any(one.approver_id == viewer.staff_id for one in approvals)
    is_second = may_approve(viewer, hands=(row.writer_id, *row.hands))
    return _row(row) | {
        "steps": steps_told(ReviewForm(row.form), words, gathers=row.gathers) if words else [],
        "facts": row.facts,
        "cases": [case | {"k_words": k_words(case["k"])} for case in row.cases],
        "k_words": k_words(row.k),
        "is_few": row.k is not None and row.k < ENOUGH,
        "approvers_needed": needed,
        "approvals": approvals,
        "findings": list(findings.values()),
        "versions": [_version(row, one) for one in versions] if is_worth_telling(row, versions) else [],
        "is_revised": is_revised(row, versions),
        "may_approve": is_second and state is BriefingState.CHECKED and not has_approved,
        "has_approved": has_approved and state is BriefingState.CHECKED,
        "may_send_back": is_second and state in (BriefingState.CHECKED, BriefingState.APPROVED),
        "may_withdraw": state is not BriefingState.WITHDRAWN,
        "is_own": viewer.staff_id in (row.writer_id, *row.hands),
        "is_waiting": state is BriefingState.CHECKED,
    }


def is_revised(row: Briefing, versions: Sequence[Version]) -> bool:
    """Test whether the site keeps former words while others are written, checked or on their way."""
    return row.state != BriefingState.HANDED and any(one.is_shown for one in versions)


def is_worth_telling(row: Briefing, versions: Sequence[Version]) -> bool:
    """Test whether the versions say more than the page that shows the only one already."""
    return len(versions) > 1 or any(one.message.round != row.round for one in versions) or is_revised(row, versions)


def k_words(k: int | None) -> str:
    """Return how many children of the county some facts fit, as a sentence."""
    if k is None:
        return "It has not been counted yet how many children these facts fit."
    if k >= MOST_TOLD:
        return f"These facts fit {MOST_TOLD:,} children of the county or more."
    if k == 0:
        return "These facts fit nobody whom the record can tell of: whoever knows the case knows whom it is about."
    if k == 1:
        return "These facts fit one child of the whole county."
    return f"These facts fit {k:,} children of the county."


def _version(row: Briefing, version: Version) -> dict[str, Any]:
    words = {int(place): says for place, says in version.message.words.items()}
    return {
        "title": version.message.title,
        "handed_at": version.handed_at,
        "is_shown": version.is_shown,
        "k_words": k_words(version.message.k),
        "approvals": version.approvals,
        "steps": steps_told(ReviewForm(row.form), words, gathers=row.gathers) if words else [],
    }


def _row(row: Briefing) -> dict[str, Any]:
    state = BriefingState(row.state)
    return {
        "row": row,
        "form_words": FORM_WORDS[ReviewForm(row.form)],
        "state": BRIEFING_WORDS[state],
        "colour": COLOURS[state],
    }
