"""What the pages of one referral show: first what makes a visit safe, then the risk, then everything else."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse

from kith.chronology.vocabulary import Chronology, Involved, Line
from kith.referrals.presenters import words
from kith.referrals.vocabulary import (
    ACT_WORDS,
    DECLINED_WORDS,
    STATE_WORDS,
    DeclinedBecause,
    KnownRisk,
    Referral,
    ReferralState,
    RiskSaid,
    Step,
)

LONGEST_EXTRACT: Final = 60
_GRAVITY: Final = ("low", "medium", "high", "immediate")


def referral_page(referral: Referral, chronology: Chronology) -> dict[str, Any]:
    """Return one referral with its history, and who the child is as far as the reader may see."""
    return {
        "person": identity(chronology),
        "referral": referral,
        "url": reverse("referrals:one", args=[referral.person_public_id, referral.public_id]),
        "state": STATE_WORDS[referral.state],
        "due_on": words.day(referral.due_on),
        "safety": safety(referral),
        "risk": risk_block(referral),
        "voice": words.voice_rows(referral.content),
        "content": words.content_rows(referral.content),
        "sender": _sender(referral),
        "receiver": _receiver(referral),
        "history": [_step(step) for step in referral.steps],
        "around": around(chronology),
        "is_draft": referral.state is ReferralState.DRAFT,
        "is_senders": referral.is_senders,
        "may_renew": referral.is_senders and referral.to_staff_id is not None and referral.state is ReferralState.SENT,
    }


def safety(referral: Referral) -> dict[str, Any]:
    """Return how to visit safely: the sender's advice and the police lead's, with nothing that tells them apart."""
    advice = [referral.risk.visit_safety, *(each.visit_safety for each in referral.cleared)]
    grades = [line.grade.value for line in referral.risk.risks] + [each.grade.value for each in referral.cleared]
    gravest = max(grades, key=_GRAVITY.index, default="")
    return {"advice": [each for each in advice if each.strip()], "gravest": gravest}


def risk_block(referral: Referral) -> dict[str, Any]:
    """Return the statement of risk and the known events, included and left out."""
    risk = referral.risk
    said = [each for each in referral.known if each.said is not None]
    return {
        "lines": [words.risk_rows(line) for line in risk.risks],
        "none_known": (
            f"No known risk, checked in {risk.checked_in} on {words.day(risk.checked_on)}."
            if risk.is_none_known
            else ""
        ),
        "included": [_event(each) for each in said if each.said and each.said.is_included],
        "left_out": [_event(each) for each in said if each.said and not each.said.is_included],
        "open": [_event(each) for each in referral.known if each.said is None],
    }


def identity(chronology: Chronology) -> dict[str, Any]:
    """Return who the child is, for the bar of the page."""
    header = chronology.header
    facts = (
        ("Born", words.day(header.born_on)),
        ("Expected", words.day(header.expected_on) if not header.born_on else ""),
        ("Age", str(header.age) if header.age is not None else ""),
        ("NHS number", header.nhs_number),
        ("UPN", header.upn),
        ("Address", header.address),
    )
    return {
        "url": reverse("chronology:person", args=[header.public_id]),
        "public_id": header.public_id,
        "name": header.name,
        "known_as": header.known_as,
        "facts": [(label, text) for label, text in facts if text],
        "flags": header.flags,
        "other_names": ", ".join(header.other_names),
    }


def around(chronology: Chronology) -> dict[str, Any]:
    """Return the household, who is involved, and the last twelve months, as far as the reader may see them."""
    entries = [entry for line in chronology.lines if isinstance(line, Line) for entry in line.entries]
    told = [entry for entry in entries if not entry.withheld and not entry.retracted][:LONGEST_EXTRACT]
    return {
        "family": [
            {"kind": each.kind.replace("_", " "), "name": each.name, "age": each.age}
            for each in chronology.family
            if each.ends_on is None
        ],
        "involved": [
            {
                "who": each.worker or each.setting or each.agency,
                "agency": each.agency,
                "role": each.role,
                "phone": each.phone,
            }
            for each in chronology.involved
            if each.is_current
        ],
        "extract": [
            {"when": words.day(e.occurred_on), "headline": e.headline, "agency": e.agency, "says": e.says} for e in told
        ],
    }


def _none_known(risk: RiskSaid) -> str:
    return f"No known risk, checked in {risk.checked_in} on {words.day(risk.checked_on)}."


def _involved(one: Involved) -> dict[str, str]:
    return {
        "who": one.worker or one.setting or one.agency,
        "agency": one.agency,
        "role": one.role,
        "phone": one.phone,
    }


def _event(known: KnownRisk) -> dict[str, str]:
    return {
        "when": words.day(known.occurred_on),
        "headline": known.headline,
        "agency": known.agency,
        "reason": known.said.reason if known.said else "",
    }


def _sender(referral: Referral) -> str:
    return ", ".join(
        part for part in (referral.from_staff, referral.from_agency, referral.from_phone, referral.from_email) if part
    )


def _receiver(referral: Referral) -> str:
    parts: Sequence[str] = (referral.to_staff, referral.to_agency, referral.service_name)
    to = ", ".join(part for part in parts if part)
    return f"{to}; with {referral.allocated_to}" if referral.allocated_to else to


def _step(step: Step) -> dict[str, Any]:
    because = DECLINED_WORDS[DeclinedBecause(step.because)] if step.because else ""
    return {
        "title": ACT_WORDS[step.act].split(",")[0],
        "when": step.at,
        "by": f"{step.by}, {step.agency}",
        "says": ". ".join(part for part in (because, step.says) if part),
    }
