"""Writes what became of a written referral, for a program or for a file; no word about the child goes into it."""

from typing import Any

from kith.referrals.vocabulary import KnownRisk, Receipt, Referral, TakenIn

COLUMNS = ("number", "reference", "became", "because")


def receipt_line(line: TakenIn) -> dict[str, Any]:
    """Return one line of a receipt: what became of a referral, its draft or its id, and each reason for a refusal."""
    return {
        "reference": line.reference,
        "became": line.became.value,
        "referral": str(line.referral) if line.referral else None,
        "because": list(line.because),
        "fields": list(line.missing),
    }


def receipt_rows(receipt: Receipt) -> list[tuple[str, ...]]:
    """Return a receipt as the rows of a table, in the order of the file."""
    return [
        (str(number), line.reference, line.became.value, " ".join(line.because))
        for number, line in enumerate(receipt.lines, start=1)
    ]


def known_event(known: KnownRisk) -> dict[str, Any]:
    """Return one known event as the API lists it."""
    return {
        "entry_ref": known.entry_ref,
        "headline": known.headline,
        "agency": known.agency,
        "occurred_on": known.occurred_on.isoformat(),
    }


def standing(referral: Referral) -> dict[str, Any]:
    """Return how a referral stands and each step it has gone."""
    return {
        "referral": str(referral.public_id),
        "state": referral.state.value,
        "to_agency": referral.to_agency,
        "service_name": referral.service_name,
        "sent_at": referral.sent_at.isoformat() if referral.sent_at else None,
        "due_on": referral.due_on.isoformat() if referral.due_on else None,
        "steps": [
            {"act": step.act.value, "at": step.at.isoformat(), "agency": step.agency, "says": step.says}
            for step in referral.steps
        ],
    }
