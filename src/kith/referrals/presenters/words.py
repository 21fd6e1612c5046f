"""What a referral says, in rows of question and answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format

from kith.referrals.vocabulary import (
    BASIS_WORDS,
    CONSENT_WORDS,
    IMMINENCE_WORDS,
    NEEDS,
    RISK_OF_WORDS,
    RISK_TO_WORDS,
    URGENCY_WORDS,
    VOICE_WORDS,
    WEAPON_WORDS,
    Content,
    Imminence,
    ReferralConsent,
    ReferralUrgency,
    ReferralVoice,
    RiskBasis,
    RiskLine,
    RiskOf,
    WeaponPart,
)

_QUESTIONS: Final[Mapping[str, str]] = {
    "reason": "Why referred",
    "what_changed": "What has changed now",
    "worries": "Worries",
    "strengths": "What goes well",
    "parents_view": "What the parents say",
    "support_tried": "What has been tried",
    "outcomes_wanted": "What should be different",
    "legal_status": "Legal status",
    "responsibility_holder": "Parental responsibility",
    "siblings": "Brothers and sisters included",
    "referrer_relationship": "How the sender knows the child",
}


def day(on: date | None) -> str:
    """Return a day as a page writes it."""
    return date_format(on, "j F Y") if on else ""


def content_rows(content: Content) -> list[tuple[str, str]]:
    """Return what was said but the risk and the child's words, question by question; what is open is left out."""
    rows = [
        ("Urgency", URGENCY_WORDS[ReferralUrgency(content.urgency)] if content.urgency else ""),
        ("Level of need", NEEDS[content.level_of_need] if content.level_of_need else ""),
        *((text, getattr(content, name)) for name, text in _QUESTIONS.items()),
        ("Consent", _consent(content)),
        ("Parents told", _told(content)),
        ("Line manager told", "Yes" if content.manager_told else "No"),
    ]
    return [(question, answer) for question, answer in rows if answer]


def voice_rows(content: Content) -> dict[str, Any]:
    """Return how the child was heard, and the words."""
    if not content.voice:
        return {}
    voice = ReferralVoice(content.voice)
    return {
        "how": VOICE_WORDS[voice],
        "says": content.voice_says,
        "is_quote": voice is ReferralVoice.WORDS,
    }


def risk_rows(risk: RiskLine) -> dict[str, Any]:
    """Return one risk: its title, and its answers."""
    to = ", ".join(RISK_TO_WORDS[each] for each in risk.to)
    weapon = WEAPON_WORDS[WeaponPart(risk.weapon)]
    rows = [
        ("To whom", f"{to}: {risk.named_person}" if risk.named_person else to),
        ("How soon", IMMINENCE_WORDS[Imminence(risk.imminence)]),
        ("Greatest", risk.greatest_when),
        ("Latest incident", " – ".join(part for part in (day(risk.incident_on), risk.incident) if part)),
        ("Weapon", f"{weapon}: {risk.weapon_kind}" if risk.weapon_kind else weapon),
        ("Carried or kept", risk.carried_or_stored),
        ("Raised by", risk.raised_by),
        ("Lowered by", risk.lowered_by),
        ("Known how", f"{BASIS_WORDS[RiskBasis(risk.basis)]}, checked {day(risk.checked_on)}"),
    ]
    return {
        "title": RISK_OF_WORDS[RiskOf(risk.of)],
        "grade": risk.grade.value,
        "is_grave": risk.grade.value in {"high", "immediate"},
        "rows": [(question, answer) for question, answer in rows if answer],
    }


def _consent(content: Content) -> str:
    if not content.consent:
        return ""
    words = CONSENT_WORDS[ReferralConsent(content.consent)]
    parts = (content.consent_by, content.consent_how, day(content.consented_on), content.consent_legal_reason)
    return ". ".join([words, *(part for part in parts if part)])


def _told(content: Content) -> str:
    if content.parents_told is None:
        return ""
    return "Yes" if content.parents_told else f"No: {content.parents_told_says}"
