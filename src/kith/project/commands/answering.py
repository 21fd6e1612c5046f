"""Lets the demo's information-governance lead answer somebody who asks for their own record, as far as the review."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from kith.access.models import Staff
from kith.access.selectors import list_holders, viewer_of
from kith.access.services import connect_as
from kith.access.vocabulary import NotShown, Purpose, Role, Viewer
from kith.chronology.services import record_document
from kith.chronology.vocabulary import DocumentKind, NewDocument, NotAdded
from kith.common.disclosure import SuspectKind
from kith.project.commands.choosing import Cast, Known
from kith.subject_access import runs, selectors, services
from kith.subject_access.models import SubjectRequest
from kith.subject_access.vocabulary import AskedBy, IdentityCheck, NewRequest, PieceChoice

_WHY: Final = Purpose.SUBJECT_ACCESS
_ASKS: Final = 13  # years: younger children are asked for by somebody who cares for them
_FRIEND: Final = "Kit Osgathorpe"
_HARMLESS: Final = (SuspectKind.NUMBER, SuspectKind.WORD)
_LETTER: Final = (
    "Dear family,\n\nthank you for coming on Tuesday. We talked about the way home, and about two older pupils from "
    f"the bus. {_FRIEND} will sit somewhere else from Monday. Ring me on 01632 960177 whenever something happens.\n\n"
    "The head of year\n"
)


def answer_requests(cast: Cast) -> Iterator[str]:
    """Take two requests in, review one of them half way, and say so before; does nothing where there are some."""
    yield "Answering somebody who asks for their own record"
    with connect_as("worker"):
        (pk,) = list_holders([Role.IG_LEAD], cast.now)[:1]
        lead = viewer_of(Staff.objects.select_related("agency").get(pk=pk), cast.now)
    asking = [one for one in cast.children if one.age >= _ASKS][:2]
    if selectors.list_requests(viewer=lead, purpose=_WHY):
        return
    for one, review in zip(asking, (_review, _leave), strict=False):
        try:
            review(cast, lead, one)
        except NotShown:  # a shielded child, or one from whom the lead is kept away
            continue


def _leave(cast: Cast, lead: Viewer, one: Known) -> None:
    """Take a request in whose time is nearly over, and in which nobody has checked yet who asks."""
    _register(cast, lead, one, 25, AskedBy.PARENT, "The mother", "Has parental responsibility: the birth certificate.")


def _review(cast: Cast, lead: Viewer, one: Known) -> None:
    """Bring a request as far as a review in which some is decided and some waits."""
    _write(cast, one)
    request = _register(cast, lead, one, 11, AskedBy.THEMSELF, "The young person", "")
    about: dict[str, Any] = {"person": one.child, "request": request, "by": lead}
    says = "Their worker met them at school and says that it is them."
    services.check_identity(identity=IdentityCheck.WORKER, says=says, now=cast.ago(9), **about)
    services.ask_gathering(now=cast.now, **about)
    runs.gather(SubjectRequest.objects.get(public_id=request).pk)
    _decide(cast, about)


def _register(  # noqa: PLR0913 -- in whose demo, by whom, about whom, how long ago, who asks and why they may
    cast: Cast, lead: Viewer, one: Known, days: int, asked_by: AskedBy, name: str, authority: str
) -> UUID:
    new = NewRequest(asked_by=asked_by, asker_name=name, authority=authority, received_on=cast.ago(days).date())
    return services.register_request(person=one.child, new=new, by=lead, now=cast.ago(days - 1))


def _write(cast: Cast, one: Known) -> None:
    """Let a child's worker add a letter to the record; its text is treated like any other."""
    letter = NewDocument(
        kind=DocumentKind.LETTER,
        dated_on=(cast.now - timedelta(days=70)).date(),
        title="Letter from the school after the meeting",
        ending=".txt",
        content=BytesIO(_LETTER.encode()),
    )
    try:
        record_document(
            public_id=one.child, document=letter, purpose=Purpose.SAFEGUARDING, by=one.worker, now=cast.ago(69)
        )
    except NotAdded:  # it is there already
        return


def _decide(cast: Cast, about: dict[str, Any]) -> None:
    """Keep every word and number that is no name, replace the friend of the letter, and withhold the police's rows."""
    asked = {"person": about["person"], "request": about["request"], "viewer": about["by"], "purpose": _WHY}
    page = selectors.open_review(**asked)
    for group in page.pieces:
        is_friend = _FRIEND in group.given
        if group.kind not in _HARMLESS and not is_friend:
            continue  # names and places still wait
        choice = PieceChoice.REPLACE if is_friend else PieceChoice.KEEP
        choices = {one.public_id: choice for one in selectors.open_pieces(piece=group.key, **asked).pieces}
        services.decide_pieces(choices=choices, says="another pupil", ground="third", now=cast.now, **about)
    police = next((group for group in page.choices if "police" in group.heading), None)
    if police is not None:
        because = "The police hold it, and were asked: an inquiry is open."
        services.decide_row(
            row=police.key, ground="law_enforcement", because=because, whole_group=True, now=cast.now, **about
        )
