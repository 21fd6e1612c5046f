"""Lets the demo's auditor tell one audited case so that it is nobody's, and colleagues approve it for the site."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from kith.access.models import Staff
from kith.access.selectors import list_holders, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.audit.models import AuditTheme, Finding
from kith.audit.vocabulary import PutTo, Question
from kith.learning import selectors, services
from kith.learning.vocabulary import FactKind, FactLevel, RecordUnlinked
from kith.learning.vocabulary.briefings import EVIDENCE_PLACE, TITLE_PLACE, BriefingRefused, ReviewForm
from kith.project.commands.choosing import Cast

# By the place of the part; told so that it fits many.
_TELLS: Final[Mapping[int, str]] = {
    TITLE_PLACE: "Help that came in time",
    1: "The young person lives with family, and has people who care.",
    2: "School was worried first. It asked for help, and did not say which risk it saw.",
    3: "Something happened that could have hurt the young person and others. There was fear behind it.",
    4: "Police, school and the council met within a week, and each said what it would do.",
    5: "A referral that names the risk brings the right people to the table. Ask each young person what they want, "
    "and say what became of it.",
    EVIDENCE_PLACE: "Back in school\nGetting on better at home",
}
_FEW: Final = "It is told in many counties, and the family agreed to it."


def brief_case(cast: Cast, lead: Viewer, theme: AuditTheme, person: UUID) -> bool:
    """Tell one case of an audit, have it approved, hand it over, and return whether the public site has it.

    A case that the check does not let pass stays a draft: that is what the check is for.
    """
    try:
        review = services.start_review(
            public_id=person, form=ReviewForm.FIVE_STEP, theme=theme.public_id, incident_on=None, by=lead,
            now=cast.ago(60),
        )  # fmt: skip
        _write(cast, lead, theme, person, review)
        with selectors.looking_at_review(person, review, viewer=lead, what="learning.open_review") as opened:
            briefing = opened.briefing
        others = (cast.chair, *_others(cast, lead))
        return any(_approve(cast, briefing.public_id, by) for by in others) and _hand_over(cast)
    except (BriefingRefused, RecordUnlinked):
        return False


def _write(cast: Cast, lead: Viewer, theme: AuditTheme, person: UUID, review: UUID) -> None:
    about: dict[str, Any] = {"public_id": person, "review": review, "by": lead}
    with selectors.looking_at_review(person, review, viewer=lead, what="learning.open_review") as opened:
        typed = {place: (text, opened.parts[place].version) for place, text in _TELLS.items()}
    services.save_parts(typed=typed, now=cast.ago(59), **about)
    answered = Finding.objects.filter(theme=theme).filter(Q(own__put_to=PutTo.LEAD) | Q(question=Question.VOICE_SOUGHT))
    findings = list(answered.values_list("public_id", flat=True))
    services.answer_findings(findings=findings, now=cast.ago(59), **about)
    parts = selectors.open_check(public_id=person, review=review, viewer=lead, purpose=Purpose.AUDIT)[1]
    keys = {piece.key for part in parts.values() for piece in part.to_confirm}
    services.confirm_pieces(keys=keys, now=cast.ago(59), **about)
    levels: dict[FactKind, FactLevel | None] = dict.fromkeys(FactKind)
    services.keep_facts(levels=levels, other="", now=cast.ago(59), **about)
    services.check_briefing(now=cast.ago(58), **about)


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
