"""Says beside the list how a child was already considered by the panel, and what may be asked for them."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.panel.models import Case, CaseStep
from kith.panel.rules import LastStep, book_on, considered_words, may_nominate
from kith.panel.vocabulary import ASK_WORDS, TRANSITIONS, Status, StepKind
from kith.priority.vocabulary import CardAct

_FROM_A_CARD = (StepKind.NOMINATE, StepKind.PROPOSE, StepKind.SECOND, StepKind.SET_ASIDE, StepKind.REFER)
_OF_ANOTHER_AGENCY = frozenset({StepKind.SECOND, StepKind.SET_ASIDE})


class PanelBesideList:
    """What the panel says beside the list; see `priority.vocabulary.ListNeighbour`."""

    def considered(self, people: Sequence[int], *, today: date) -> Mapping[int, str]:
        """Return by person what the panel has said of them and still holds."""
        cases = list(Case.objects.filter(person_id__in=list(people)))
        steps = CaseStep.objects.filter(case__in=cases)
        last = {
            each.case_id: each
            for each in steps.order_by("case_id", "-place").distinct("case_id").select_related("agency")
        }
        taken = steps.filter(kind=StepKind.ACCEPT).order_by("case_id", "-place").distinct("case_id")
        since = dict(taken.values_list("case_id", "at"))
        book = book_on(today)
        said = {
            case.person_id: considered_words(
                Status(case.status),
                _last(last[case.pk]),
                since=timezone.localdate(since[case.pk]) if case.pk in since else None,
                review_on=case.review_on,
                book=book,
                today=today,
            )
            for case in cases
            if case.pk in last
        }
        return {person_id: says for person_id, says in said.items() if says}

    def acts(self, person_id: int, public_id: UUID, *, viewer: Viewer) -> Sequence[CardAct]:
        """Return the panel's steps that this viewer may take for one child; whoever asked does not answer."""
        if not may_nominate(viewer):
            return []
        case = Case.objects.filter(person_id=person_id).first()
        status = Status(case.status) if case else None
        possible = set(TRANSITIONS[status]) & set(_FROM_A_CARD)
        if case is not None and asking_agency(case) == viewer.agency_id:
            possible -= _OF_ANOTHER_AGENCY
        acts = [
            CardAct(title=ASK_WORDS[step], url=reverse("panel:act", args=[public_id, step.value]))
            for step in _FROM_A_CARD
            if step in possible
        ]
        if case is not None:
            acts.append(CardAct(title="What the panel has said so far", url=reverse("panel:case", args=[public_id])))
        return acts


def asking_agency(case: Case) -> int | None:
    """Return which agency put this person forward last, or proposed an answer; call it inside a look."""
    asked = CaseStep.objects.filter(case=case, kind__in=[StepKind.NOMINATE, StepKind.PROPOSE])
    return asked.order_by("-place").values_list("agency_id", flat=True).first()


def _last(step: CaseStep) -> LastStep:
    return LastStep(
        kind=StepKind(step.kind),
        on=timezone.localdate(step.at),
        agency=step.agency.name if step.agency else "the clock",
        reason=step.reason,
        until=step.until,
    )
