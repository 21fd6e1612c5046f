"""What the list of one's own referrals shows, and the share of referrals that note a risk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from kith.referrals.presenters import words
from kith.referrals.vocabulary import STATE_WORDS, Counted, ReferralRow, ReferralState
from kith.shell.vocabulary import Bar, BarsPicture

_OVER = frozenset({ReferralState.DECLINED, ReferralState.FEEDBACK_SENT, ReferralState.WITHDRAWN})


def list_page(rows: Sequence[ReferralRow]) -> dict[str, Any]:
    """Return the page of the list: what is overdue, what has come in, what was sent, what is over."""
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
        "answer": answer(running),
    }


def answer(running: Sequence[ReferralRow]) -> str:
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


def _picture(quarter: date, counted: Sequence[Counted]) -> BarsPicture:
    title = f"Referrals that note a risk, {_months(quarter)}"
    return BarsPicture(title=title, bars=tuple(_bar(each) for each in counted), unit="in 100", heading="Agency")


def _bar(counted: Counted) -> Bar:
    if counted.sent is None or counted.noting is None:
        sent = "fewer than five" if counted.sent is None else str(counted.sent)
        return Bar(name=counted.agency, value=0, note=f"Too few to say ({sent} sent)")
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
