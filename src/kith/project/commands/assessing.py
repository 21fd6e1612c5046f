"""Lets the demo's agencies assess themselves under section 11: last year's round, and this year's as far as it is."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from kith.access.models import Staff
from kith.access.selectors import list_holders, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import Role, Sector, Viewer
from kith.audit import selectors, services
from kith.audit.vocabulary import Met, NewRound, StandardSaid
from kith.project.commands.choosing import Cast
from kith.project.commands.reviewed import BEFORE, CHALLENGED, EVIDENCE, NOW, RECOMMENDED, TO_DO, TRAINED

_LACKS: Final = (Met.PARTLY, Met.NOT_MET)
_STANDARD: Final = "training"  # which is challenged this year, and recommended on


def assess_agencies(cast: Cast) -> Iterator[str]:
    """Hold last year's round and begin this year's, and say so before; does nothing where there is a round."""
    with connect_as("worker"):
        (pk,) = list_holders([Role.AUDITOR], cast.now)[:1]
        lead = viewer_of(Staff.objects.select_related("agency").get(pk=pk), cast.now)
    yield "Asking agencies what they say of themselves"
    if selectors.rounds_for(lead):
        return
    before = _open(cast, lead, "last year", 420, due=380)
    _ask(cast, lead, before, BEFORE, 415, due=380)
    services.close_round(round=before, by=lead, now=cast.ago(370))
    this = _open(cast, lead, "this year", 60, due=10, follows=before)
    returns = _ask(cast, lead, this, NOW, 55, due=10)
    _challenge(cast, lead, this, returns)


def _open(cast: Cast, lead: Viewer, year: str, days: int, *, due: int, follows: UUID | None = None) -> UUID:
    new = NewRound(title=f"Section 11, {year}", due_on=cast.ago(due).date(), follows=follows)
    return services.open_round(new=new, by=lead, now=cast.ago(days))


def _ask(
    cast: Cast, lead: Viewer, round: UUID, says: Mapping[Sector, Mapping[str, Met]], days: int, *, due: int
) -> dict[Sector, UUID]:
    """Ask whoever was in post then; those of whom it is told what they say return it, the others are late."""
    returns = {}
    with connect_as("worker"):
        in_post = list_holders([Role.AGENCY_CONTACT], cast.ago(days))
    for contact in (one for one in cast.contacts if one.staff_id in in_post):
        given = services.ask_return(round=round, contact_id=contact.staff_id, due_on=None, by=lead, now=cast.ago(days))
        if contact.sector in says:
            _say(cast, contact, given, says[contact.sector], due + 5)
            returns[contact.sector] = given
    return returns


def _say(cast: Cast, contact: Viewer, given: UUID, grades: Mapping[str, Met], days: int) -> None:
    about: dict[str, Any] = {"given": given, "by": contact, "now": cast.ago(days)}
    page = selectors.find_return(given, viewer=contact)
    for one in page.book.standards if page else ():
        grade = grades.get(one.key, Met.MET)
        lacks = grade in _LACKS
        said = StandardSaid(
            grade=grade,
            evidence=EVIDENCE[grade],
            to_do=TO_DO if lacks else "",
            do_by=cast.ago(days - 150).date() if lacks else None,
        )
        services.say_standard(standard=one.key, said=said, seen=0, **about)
    services.return_assessment(**about)


def _challenge(cast: Cast, lead: Viewer, round: UUID, returns: Mapping[Sector, UUID]) -> None:
    """Let agencies challenge each other, let one grade move, and agree what is done about it."""
    there = [one.agency_id for one in cast.contacts if one.sector in returns]
    if len(there) < 2 or Sector.CARE not in returns:
        return
    held = cast.ago(6)
    about: dict[str, Any] = {"by": lead, "now": held}
    meeting = services.hold_challenge(round=round, agencies=there, held_on=held.date(), **about)
    of: dict[str, Any] = {"given": returns[Sector.CARE], "standard": _STANDARD}
    services.challenge_grade(meeting=meeting, grade=Met.PARTLY, because=CHALLENGED, **of, **about)
    recommendation = services.recommend_standard(says=RECOMMENDED, **of, **about)
    owner = next(one for one in cast.contacts if one.sector is Sector.CARE)
    services.agree_learning_action(
        recommendation=recommendation,
        what=TRAINED,
        owner_id=owner.staff_id,
        due_on=cast.ago(-60).date(),
        **about,
    )
