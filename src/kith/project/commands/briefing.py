"""Lets the demo's auditor tell audited cases so that they are nobody's: one for the site, one that fits too few yet."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from kith.access.models import Staff
from kith.access.selectors import list_holders, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.audit.models import AuditTheme, Finding
from kith.audit.selectors import case_among
from kith.audit.vocabulary import CareStatus, PutTo, Question
from kith.learning import selectors, services
from kith.learning.vocabulary import FactKind, FactLevel, RecordUnlinked
from kith.learning.vocabulary.briefings import EVIDENCE_PLACE, TITLE_PLACE, BriefingRefused, ReviewForm
from kith.project.commands.choosing import Cast

# By the place of the part; told so that it fits many. The first part begins with the facts that are told.
_TELLS: Final[Mapping[int, str]] = {
    TITLE_PLACE: "Help that came in time",
    1: "There are people who care, at home and a little further away.",
    2: "School was worried first. It asked for help, and did not say which risk it saw.",
    3: "Something happened that could have hurt the young person and others. There was fear behind it.",
    4: "Police, school and the council met within a week, and each said what it would do.",
    5: "A referral that names the risk brings the right people to the table. Ask each young person what they want, "
    "and say what became of it.",
    EVIDENCE_PLACE: "Back in school\nGetting on better at home",
}
_WAITS: Final[Mapping[int, str]] = {
    TITLE_PLACE: "A draft that tells too much",
    2: "Much was known, by several agencies, and each of them knew a piece.",
}
_FEW: Final = "It is told in many counties, and the family agreed to it."
_TOLD: Final = (FactKind.SEX, FactKind.AGE, FactKind.CARE)


def brief_cases(cast: Cast, lead: Viewer, theme: AuditTheme, cases: Sequence[UUID]) -> bool:
    """Tell one case of an audit for the public site and begin another; return whether the site has the first.

    Those of whom the record says most that a text could tell are chosen; the second tells all of it, so it waits with
    how few children it fits and what to tell more coarsely.
    """
    chosen = sorted(cases, key=lambda person: -_says(lead, theme, person))[:2]
    if len(chosen) > 1:
        _begin(cast, lead, theme, chosen[1])
    return bool(chosen) and brief_case(cast, lead, theme, chosen[0])


def brief_case(cast: Cast, lead: Viewer, theme: AuditTheme, person: UUID) -> bool:
    """Tell one case of an audit, have it approved, hand it over, and return whether the public site has it.

    A case that the check does not let pass stays a draft: that is what the check is for.
    """
    try:
        review = _started(cast, lead, theme, person)
        _write(cast, lead, theme, person, review)
        with selectors.looking_at_review(person, review, viewer=lead, what="learning.open_review") as opened:
            briefing = opened.briefing
        others = (cast.chair, *_others(cast, lead))
        return any(_approve(cast, briefing.public_id, by) for by in others) and _hand_over(cast)
    except (BriefingRefused, RecordUnlinked):
        return False


def _says(lead: Viewer, theme: AuditTheme, person: UUID) -> int:
    """Return how many of the facts that the demo tells the record of a case says; never known to care is none."""
    with selectors.looking_to_write(person, viewer=lead, what="learning.begin") as person_id:
        case = case_among(theme, person_id)
        facts = selectors.facts_to_keep(person_id, incident_on=case[1]) if case else []
    return sum(fact.kind in _TOLD and fact.value != CareStatus.NEVER for fact in facts)


def _begin(cast: Cast, lead: Viewer, theme: AuditTheme, person: UUID) -> None:
    """Begin a draft that tells all that the record says, as finely as it says it."""
    try:
        review = _started(cast, lead, theme, person)
    except (BriefingRefused, RecordUnlinked):
        return
    about: dict[str, Any] = {"public_id": person, "review": review, "by": lead, "now": cast.ago(3)}
    _save(lead, _WAITS, about)
    services.keep_facts(levels={}, other="", **about)


def _started(cast: Cast, lead: Viewer, theme: AuditTheme, person: UUID) -> UUID:
    return services.start_review(
        public_id=person, form=ReviewForm.FIVE_STEP, theme=theme.public_id, incident_on=None, by=lead, now=cast.ago(60)
    )


def _save(lead: Viewer, tells: Mapping[int, str], about: Mapping[str, Any]) -> None:
    person, review = about["public_id"], about["review"]
    with selectors.looking_at_review(person, review, viewer=lead, what="learning.open_review") as opened:
        typed = {place: (text, opened.parts[place].version) for place, text in tells.items()}
    services.save_parts(typed=typed, **about)


def _tell_facts(lead: Viewer, about: Mapping[str, Any]) -> list[str]:
    """Keep a few facts, each as finely as lets the text fit enough children, and return them in words.

    Where they fit too few, what Kith itself advises is done, step by step.
    """
    asked: dict[str, Any] = {"public_id": about["public_id"], "review": about["review"]}
    asked |= {"viewer": lead, "purpose": Purpose.AUDIT}
    levels: dict[FactKind, FactLevel | None] = dict.fromkeys(FactKind)
    offered = selectors.open_facts(**asked)[1]
    levels |= {fact.kind: fact.chosen for fact in offered.facts if fact.kind in _TOLD}
    services.keep_facts(levels=levels, other="", **about)
    steps = selectors.open_facts(**asked)[1].steps
    if steps:
        levels |= {step.fact.kind: step.becomes.level if step.becomes else None for step in steps}
        services.keep_facts(levels=levels, other="", **about)
    told = {fact.kind: dict(fact.ways).get(level) for fact in offered.facts if (level := levels[fact.kind])}
    return [words for kind in _TOLD if (words := told.get(kind))]


def _write(cast: Cast, lead: Viewer, theme: AuditTheme, person: UUID, review: UUID) -> None:
    about: dict[str, Any] = {"public_id": person, "review": review, "by": lead, "now": cast.ago(59)}
    first = [f"{words[:1].upper()}{words[1:]}." for words in _tell_facts(lead, about)]
    _save(lead, {**_TELLS, 1: " ".join([*first, _TELLS[1]])}, about)
    answered = Finding.objects.filter(theme=theme).filter(Q(own__put_to=PutTo.LEAD) | Q(question=Question.VOICE_SOUGHT))
    findings = list(answered.values_list("public_id", flat=True))
    services.answer_findings(findings=findings, **about)
    parts = selectors.open_check(public_id=person, review=review, viewer=lead, purpose=Purpose.AUDIT)[1]
    keys = {piece.key for part in parts.values() for piece in part.to_confirm}
    services.confirm_pieces(keys=keys, **about)
    services.check_briefing(**{**about, "now": cast.ago(58)})


def _others(cast: Cast, lead: Viewer) -> list[Viewer]:
    """Return a second approver, for where few children fit."""
    with connect_as("worker"):
        rows = {staff.pk: staff for staff in Staff.objects.select_related("agency")}
        return [viewer_of(rows[pk], cast.now) for pk in list_holders([Role.IG_LEAD], cast.now) if pk != lead.staff_id]


def _approve(cast: Cast, briefing: UUID, by: Viewer) -> bool:
    seen = selectors.find_briefing(briefing, viewer=by).fingerprint
    return services.approve_briefing(public_id=briefing, seen=seen, because=_FEW, by=by, now=cast.ago(57))


def _hand_over(cast: Cast) -> bool:
    with connect_as("worker"):
        return bool(services.hand_over_briefings(inbox=settings.KITH_INBOX, by=None, now=cast.ago(57)))
