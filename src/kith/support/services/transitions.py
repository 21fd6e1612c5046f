"""Walks with a young person to adult services: milestones by age, a service that is asked, and what it answers."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Viewer
from kith.common.dates import age_on
from kith.support.models import Transition
from kith.support.rules import book_on, check_adult_answer, due_to_adult
from kith.support.services.paths import begin_path, beginning, end_path, keep, tell, walking
from kith.support.vocabulary import ADULT_WORDS, AdultAnswer, PathKind, PathRefused

_KIND = PathKind.TRANSITION
_FROM = 14
_UNTIL = 19


def begin_transition(*, public_id: UUID, service: str, lead_id: int | None, by: Viewer, now: datetime) -> UUID:
    """Begin the way of a young person to an adult service, and give each milestone its days by age.

    Raises:
        PathRefused: the date of birth is not known, the age does not fit, or no service is named.
        NotShown, Refused.
    """
    today = timezone.localdate(now)
    book = book_on(today)
    if not service.strip():
        raise PathRefused("Say which adult service is asked: adult social care, adult mental health, housing.")
    with beginning(public_id, by=by, what="support.begin_transition") as found:
        born_on = found.who.born_on
        if born_on is None:
            raise PathRefused("The date of birth is not known, so no milestone has its day.")
        if not _FROM <= age_on(born_on, today) < _UNTIL:
            raise PathRefused(f"The way to adult services begins between {_FROM} and {_UNTIL - 1}.")
        at = begin_path(found, _KIND, lead_id, due_to_adult(born_on, book), book.version, by=by, now=now)
        row = Transition(path=at.path, person_id=at.person_id, service=service.strip(), answer=AdultAnswer.NOT_ASKED)
        row.save(force_insert=True)
        keep(at, "begun", {}, {"service": row.service})
        tell(at, "care.transition_milestone", today, f"The way to adult services begins: {row.service}.")
        return at.path.public_id


def answer_for_service(*, public_id: UUID, to: AdultAnswer, because: str, seen: int, by: Viewer, now: datetime) -> int:
    """Say that an adult service was asked, agreed or refused, with the reason, and return the new version.

    Raises:
        PathRefused: the answer does not follow, has no reason, or somebody else has answered since `seen`.
        NotShown, Refused.
    """
    with walking(public_id, kind=_KIND, by=by, now=now, what="support.answer_for_service") as at:
        row = Transition.objects.select_for_update().get(path=at.path)
        if row.version != seen:
            stands = f"{ADULT_WORDS[AdultAnswer(row.answer)]} {row.because}".strip()
            raise PathRefused(
                f"Somebody else has written this since you opened it. It now says: {stands}. Nothing was overwritten: "
                "open it again if it stands otherwise."
            )
        check_adult_answer(AdultAnswer(row.answer), to, because)
        before = {"answer": row.answer, "because": row.because}
        row.answer, row.because, row.version = to, because.strip(), seen + 1
        row.save(update_fields=["answer", "because", "version"])
        keep(at, f"service_{to}", before, {"answer": to}, because)
        says = f"{row.service}: {ADULT_WORDS[to].lower()}. {because.strip()}"
        tell(at, "care.transition_milestone", at.today, says)
        return row.version


def end_transition(*, public_id: UUID, says: str, by: Viewer, now: datetime) -> None:
    """End the way to adult services: who has taken over, or why nobody does.

    Raises:
        PathRefused: nothing is said, or the service has neither agreed nor refused.
        NotShown, Refused.
    """
    if not says.strip():
        raise PathRefused("Say who holds the young person from now on.")
    with walking(public_id, kind=_KIND, by=by, now=now, what="support.end_transition") as at:
        row = Transition.objects.select_for_update().get(path=at.path)
        if row.answer not in (AdultAnswer.AGREED, AdultAnswer.REFUSED):
            raise PathRefused("The adult service has not answered yet. Its yes or no, with the reason, comes first.")
        end_path(at, because=says)
        tell(at, "care.transition_milestone", at.today, f"The way to adult services has ended. {says.strip()}")
