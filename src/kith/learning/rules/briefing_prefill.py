"""Writes what the record shows of a case into a new draft, in words that fit many: seasons, bands, more than once."""

from collections.abc import Iterator
from datetime import date

from kith.audit.vocabulary import CareStatus, CaseFacts
from kith.learning.rules.coarse import age_band, season_of
from kith.learning.vocabulary.briefings import TITLE_PLACE, ReviewForm

_STATUS = {
    CareStatus.LOOKED_AFTER: "They were looked after at the time.",
    CareStatus.PROTECTION_PLAN: "They had a child protection plan at the time.",
    CareStatus.IN_NEED: "They had a child in need plan at the time.",
    CareStatus.NONE_THEN: "They had been known to social care before, and had no plan at the time.",
    CareStatus.NEVER: "They had never been known to social care.",
}
_FELL = 10  # points of attendance, as the audit counts a fall


def prefilled(form: ReviewForm, facts: CaseFacts | None, incident_on: date) -> dict[int, str]:
    """Return the first words of a draft by the places of its parts; its writer goes on from them."""
    if form is ReviewForm.BULLETIN:
        return {}
    incident = f"It happened in {season_of(incident_on)}."
    first = {TITLE_PLACE: "", 3 if form is ReviewForm.FIVE_STEP else 2: incident}
    if facts is None:
        return first
    first[1] = " ".join(_background(facts))
    if form is ReviewForm.FIVE_STEP:
        first[2] = " ".join(_before(facts)) or "The record shows no concern before."
        first[4] = " ".join(_since(facts))
    else:
        first[4] = " ".join(_before(facts))
        first[5] = " ".join(_voice(facts))
    return first


def _background(facts: CaseFacts) -> Iterator[str]:
    if facts.age is not None:
        yield f"The young person was aged {age_band(facts.age)} at the time."
    yield _STATUS[facts.status]
    if facts.has_ehcp or facts.has_sen_support:
        yield "They had special educational needs."


def _before(facts: CaseFacts) -> Iterator[str]:
    before, after = facts.attendance_earlier, facts.attendance
    if before is not None and after is not None and before - after >= _FELL:
        yield "Attendance at school had fallen."
    if facts.exclusions:
        yield f"They had been suspended or excluded{_often(facts.exclusions)}."
    if facts.police_before:
        yield f"The police had met them{_often(facts.police_before)}."
    if facts.missing_before:
        yield f"They had been missing{_often(facts.missing_before)}."
    if facts.moves_before:
        yield f"Their home had changed{_often(facts.moves_before)}."


def _since(facts: CaseFacts) -> Iterator[str]:
    if facts.referrals:
        yield "They were referred to other services since."
        if facts.referrals_silent:
            yield "Not each referral noted the risk."
    yield from _voice(facts)


def _voice(facts: CaseFacts) -> Iterator[str]:
    if facts.voice_sought:
        yield "Their wishes and feelings were sought."
    if facts.voice_declined:
        yield "They did not always want to say."


def _often(times: int) -> str:
    return " more than once" if times > 1 else ""
