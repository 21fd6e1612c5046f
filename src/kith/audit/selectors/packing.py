"""Reads what an inspection asks for: the list of children, the chosen cases' chronologies, the agencies' forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.access.vocabulary import Action, Purpose, Refused, Viewer
from kith.audit.models import AuditTheme, CohortMember, OwnQuestion
from kith.audit.rules import may_lead
from kith.audit.selectors.cases import CasePage, looking_over, open_cases
from kith.audit.selectors.questions import questions_of
from kith.audit.vocabulary import BY_HAND
from kith.chronology.selectors import open_print
from kith.chronology.vocabulary import Chronology, Reading


@dataclass(frozen=True, kw_only=True)
class ChosenCase:
    """One case with its whole chronology, as it is printed."""

    page: CasePage
    chronology: Chronology


@dataclass(frozen=True, kw_only=True)
class InspectionPack:
    """Everything that an inspection asks for of one audit."""

    theme: AuditTheme
    questions: Sequence[OwnQuestion]
    children: Sequence[CasePage]
    chosen: Sequence[ChosenCase]


def open_pack(theme: AuditTheme, *, viewer: Viewer, purpose: Purpose, now: datetime) -> InspectionPack:
    """Return the pack of an audit; every child is logged as printed, and every chronology besides.

    The chosen cases are those that were chosen one by one or by an inspector; where there are none, all of them.

    Raises:
        Refused: the role leads no audit, or there is nobody in it whom the viewer may print.
        LogUnavailable: nothing was logged, so nothing is shown.
    """
    if not may_lead(viewer):
        raise Refused("A pack for an inspection is made by an auditor of the partnership. Ask one of them.")
    children = open_cases(theme, viewer=viewer, purpose=purpose, action=Action.PRINT)
    if not children:
        raise Refused("There is no case in this audit that you may print. Choose its cases first, or ask who leads it.")
    wanted = _chosen_people(theme, viewer, purpose)
    chosen = [page for page in children if page.case.person_id in wanted] if wanted else children
    return InspectionPack(
        theme=theme,
        questions=questions_of(theme),
        children=children,
        chosen=[
            ChosenCase(
                page=page,
                chronology=open_print(page.public_id, viewer=viewer, purpose=purpose, reading=Reading(), now=now),
            )
            for page in chosen
        ],
    )


def _chosen_people(theme: AuditTheme, viewer: Viewer, purpose: Purpose) -> frozenset[int]:
    by_hand = CohortMember.objects.filter(cohort__theme=theme, cohort__chosen_by__in=sorted(BY_HAND))
    with looking_over(theme, viewer=viewer, purpose=purpose, what="audit.chosen", action=Action.PRINT):
        return frozenset(by_hand.values_list("person_id", flat=True))
