"""What must be said before a referral is sent: field by field, each with what to do."""

from datetime import date

from kith.referrals.vocabulary import (
    SHORTEST_REASON,
    Content,
    ReferralConsent,
    ReferralVoice,
    RiskLine,
    RiskSaid,
    RiskTo,
    WeaponPart,
)

_ALWAYS = {
    "referrer_relationship": "Say how you know the child.",
    "level_of_need": "Choose the level of need.",
    "urgency": "Choose how urgent it is.",
    "reason": "Say why you refer.",
    "what_changed": "Say what has changed now.",
    "worries": "Say what you are worried about.",
    "strengths": "Say what goes well; if you know of nothing, say whom you asked.",
    "support_tried": "Say what has been tried and what came of it.",
    "outcomes_wanted": "Say what should be different for the child.",
    "legal_status": "Give the legal status; “none” is an answer.",
    "responsibility_holder": "Say who holds parental responsibility; “not known” is an answer.",
    "siblings": "Say whether brothers and sisters are included.",
    "voice": "Choose how the child was heard.",
    "consent": "Choose whether consent was given.",
}
_VOICE = {
    ReferralVoice.WORDS: "Give the child's own words.",
    ReferralVoice.NOT_SOUGHT: "Say why the child was not asked.",
}


def missing_before_sending(content: Content, risk: RiskSaid, today: date) -> dict[str, str]:
    """Return what is missing, by field, in the order of the form; nothing when the referral may go."""
    missing = {name: says for name, says in _ALWAYS.items() if not getattr(content, name)}
    if content.voice in set(_VOICE) and not content.voice_says.strip():
        missing["voice_says"] = _VOICE[ReferralVoice(content.voice)]
    missing |= _consent(content, today)
    if content.parents_told is None:
        missing["parents_told"] = "Say whether the parents have been told."
    elif not content.parents_told and not content.parents_told_says.strip():
        missing["parents_told_says"] = "Say why the parents have not been told."
    return missing | _risk(risk, today)


def _consent(content: Content, today: date) -> dict[str, str]:
    if content.consent == ReferralConsent.GIVEN:
        missing = {}
        if not content.consent_by.strip():
            missing["consent_by"] = "Say who gave consent."
        if not content.consent_how.strip():
            missing["consent_how"] = "Say how consent was given."
        if content.consented_on is None or content.consented_on > today:
            missing["consented_on"] = "Give the day of the consent, today or before."
        return missing
    if content.consent and len(content.consent_legal_reason.strip()) < SHORTEST_REASON:
        return {"consent_legal_reason": "Give the legal reason for referring without consent."}
    return {}


def _risk(risk: RiskSaid, today: date) -> dict[str, str]:
    missing = {}
    if not risk.visit_safety.strip():
        missing["visit_safety"] = "Say how to visit safely; if nothing is needed, say what you checked."
    if risk.is_none_known:
        if not risk.checked_in.strip() or risk.checked_on is None or risk.checked_on > today:
            missing["checked_in"] = "“No known risk” needs what was checked and when, today or before."
        if risk.risks:
            missing["is_none_known"] = "You state a risk and that none is known. Take one of them out."
        elif any(event.is_included for event in risk.events):
            missing["is_none_known"] = "A known event goes along, so a risk is known. State it."
    elif not risk.risks:
        missing["is_none_known"] = "State at least one risk, or that none is known and where you checked."
    for number, line in enumerate(risk.risks, start=1):
        missing |= {f"risk-{number}-{name}": says for name, says in _line(line, number, today).items()}
    return missing


def _line(line: RiskLine, number: int, today: date) -> dict[str, str]:
    missing = {}
    if not line.to:
        missing["to"] = f"Risk {number}: choose who may be harmed."
    if RiskTo.NAMED in line.to and not line.named_person.strip():
        missing["named_person"] = f"Risk {number}: name the person who may be harmed."
    if line.checked_on is None or line.checked_on > today:
        missing["checked_on"] = f"Risk {number}: give the day when you checked, today or before."
    if line.incident_on is not None and line.incident_on > today:
        missing["incident_on"] = f"Risk {number}: the latest incident cannot lie in the future."
    if (line.incident_on is None) != (not line.incident.strip()):
        missing["incident"] = f"Risk {number}: give both the day of the latest incident and what happened, or neither."
    if line.weapon is WeaponPart.YES and not line.weapon_kind.strip():
        missing["weapon_kind"] = f"Risk {number}: say what weapon it was."
    return missing
