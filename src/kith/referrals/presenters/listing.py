"""What the list of one's own referrals shows, and the share of referrals that note a risk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from kith.referrals.presenters import words
from kith.referrals.vocabulary import (
    ACT_WORDS,
    DECLINED_WORDS,
    STATE_WORDS,
    Answer,
    Counted,
    DeclinedBecause,
    Outcome,
    OutcomeRow,
    ReferralRow,
    ReferralState,
)
from kith.shell.vocabulary import Bar, BarsPicture
from kith.work.models import Task

_OVER = frozenset({ReferralState.DECLINED, ReferralState.FEEDBACK_SENT, ReferralState.WITHDRAWN})


def list_page(rows: Sequence[ReferralRow], outcomes: Sequence[OutcomeRow]) -> dict[str, Any]:
    """Return the page of the list: what is overdue, what came in, what was sent, what is over, its outcome."""
    running = [row for row in rows if row.state not in _OVER]
    sections = (
        ("overdue", "Overdue", [row for row in running if row.is_overdue]),
        ("received", "Received", [row for row in running if not row.is_sent and not row.is_overdue]),
        ("sent", "Sent, and drafts", [row for row in running if row.is_sent and not row.is_overdue]),
        ("over", "Over", [row for row in rows if row.state in _OVER]),
    )
    return {
        "sections": [
            {"id": name, "title": title, "rows": [_row(row) for row in found]}
            for name, title, found in sections
            if found
        ],
        "answer": _under_way(running),
        "outcomes": [_outcome_row(row) for row in outcomes],
    }


def outcome_page(outcome: Outcome) -> dict[str, Any]:
    """Return what became of one referral, for a sender who may not open it as a whole."""
    return {
        "state": STATE_WORDS[outcome.state],
        "to": _to(outcome),
        "sent_at": outcome.sent_at,
        "source_ref": outcome.source_ref,
        "answers": [_answer(each) for each in outcome.answers],
    }


def police_contact_page(
    waiting: Sequence[Task], phones: Sequence[tuple[str, str]], *, has_lead: bool
) -> dict[str, Any]:
    """Return who cannot send a referral while the police have no contact, and whom to ring; no child is named."""
    return {
        "waiting": [
            {
                "name": task.made_by.name,
                "agency": task.made_by.agency.name,
                "phone": task.made_by.phone or task.made_by.agency.duty_phone,
                "since": task.made_at,
            }
            for task in waiting
            if task.made_by
        ],
        "phones": [(name, phone) for name, phone in phones if phone],
        "has_lead": has_lead,
    }


def _under_way(running: Sequence[ReferralRow]) -> str:
    """Return the page's answer in one sentence."""
    late = sum(row.is_overdue for row in running)
    if not running:
        return "No referral of yours is under way."
    under_way = "1 referral is under way" if len(running) == 1 else f"{len(running)} referrals are under way"
    return f"{under_way}, {late or 'none'} of them overdue." if len(running) > 1 or late else f"{under_way}."


def numbers_page(counted: Sequence[Counted]) -> dict[str, Any]:
    """Return a picture for each quarter, the latest first: of each agency's referrals, how many note a risk."""
    quarters: dict[date, list[Counted]] = {}
    for each in counted:
        quarters.setdefault(each.quarter, []).append(each)
    return {"pictures": [_picture(quarter, quarters[quarter]) for quarter in sorted(quarters, reverse=True)]}


def _outcome_row(row: OutcomeRow) -> dict[str, Any]:
    return {
        "url": reverse("referrals:outcome", args=[row.public_id]),
        "to": _to(row),
        "source_ref": row.source_ref,
        "state": STATE_WORDS[row.state],
        "sent_at": row.sent_at,
        "changed_at": row.changed_at,
    }


def _to(sent: Outcome | OutcomeRow) -> str:
    return ", ".join(part for part in (sent.to_agency, sent.service_name) if part)


def _answer(answer: Answer) -> dict[str, Any]:
    because = DECLINED_WORDS[DeclinedBecause(answer.because)] if answer.because else ""
    return {
        "title": ACT_WORDS[answer.act].split(",")[0],
        "at": answer.at,
        "agency": answer.agency,
        "says": ". ".join(part for part in (because, answer.says) if part),
    }


def _picture(quarter: date, counted: Sequence[Counted]) -> BarsPicture:
    title = f"Referrals that note a risk, {_months(quarter)}"
    return BarsPicture(title=title, bars=tuple(_bar(each) for each in counted), unit="in 100", heading="Agency")


def _bar(counted: Counted) -> Bar:
    if counted.sent is None or counted.noting is None:
        sent = "fewer than five" if counted.sent is None else str(counted.sent)
        return Bar(name=counted.agency, value=None, note=f"Too few to say ({sent} sent)")
    share = round(100 * counted.noting / counted.sent, 1) if counted.sent else 0
    return Bar(name=counted.agency, value=share, note=f"{counted.noting} of {counted.sent}")


def _months(quarter: date) -> str:
    last = date(quarter.year, quarter.month + 2, 1)
    return f"{quarter:%B} to {last:%B %Y}"


def _row(row: ReferralRow) -> dict[str, Any]:
    name = "referrals:edit" if row.state is ReferralState.DRAFT else "referrals:one"
    return {
        "url": reverse(name, args=[row.person_public_id, row.public_id]),
        "name": row.person_name,
        "state": STATE_WORDS[row.state],
        "other": (row.to_agency or "nobody yet") if row.is_sent else row.from_agency,
        "direction": "to" if row.is_sent else "from",
        "due_on": words.day(row.due_on),
        "is_overdue": row.is_overdue,
        "changed_at": row.changed_at,
    }
