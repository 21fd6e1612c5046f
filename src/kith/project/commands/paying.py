"""Lets the demo's services help children: agreed, begun, attended or not, ended, and told what came of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from kith.access.vocabulary import Purpose
from kith.partnership.selectors import list_services
from kith.partnership.vocabulary import Search
from kith.project.commands.choosing import Cast, Known
from kith.project.commands.stories import Story, story
from kith.support import services
from kith.support.selectors.interventions import open_interventions
from kith.support.vocabulary.interventions import (
    AgreedIn,
    Ending,
    InterventionOutcome,
    InterventionState,
    NewIntervention,
    NewInterventionOutcome,
    Sessions,
)

_CARE: Final = Purpose.SAFEGUARDING
_S, _O = InterventionState, InterventionOutcome
# How each went: where it stands, what came of it, how many of twelve sessions were offered and attended.
_WAYS: Final[tuple[tuple[InterventionState, InterventionOutcome | None, int, int], ...]] = (
    (_S.COMPLETED, _O.ACHIEVED, 12, 11),
    (_S.STARTED, None, 5, 4),
    (_S.COMPLETED, _O.PARTLY, 12, 8),
    (_S.STOPPED_EARLY, _O.NOT_ACHIEVED, 6, 2),
    (_S.PLANNED, None, 0, 0),
    (_S.DECLINED, None, 0, 0),
    (_S.COMPLETED, None, 12, 10),  # its outcome is asked for
)
_ENDED: Final = "As agreed, with a last meal together."
_BECAUSE: Final = {_S.STOPPED_EARLY: "Two buses each way, and it was dark.", _S.DECLINED: "Wants to box instead."}
_MOST: Final = 16


def pay_for_help(cast: Cast) -> Iterator[str]:
    """Agree interventions and let each go its way, saying so first; does nothing where some are agreed already."""
    known = {row.name: row.service_id for row in list_services(Search(), cast.now.date())}
    children = [(place, one) for place, one in enumerate(cast.children[:_MOST]) if story(place).service in known]
    if not children or open_interventions(children[0][1].child, viewer=children[0][1].worker, purpose=_CARE).rows:
        return
    yield "Agreeing interventions, and telling what came of them"
    for place, one in children:
        _go(cast, one, story(place), known[story(place).service], place)


def _go(cast: Cast, one: Known, told: Story, service_id: int, place: int) -> None:
    state, outcome, offered, attended = _WAYS[place % len(_WAYS)]
    begun = 100 - 3 * place
    about: dict[str, Any] = {"public_id": one.child, "purpose": _CARE, "by": one.worker}
    starts_on = cast.ago(begun).date() if state is not _S.PLANNED else cast.ago(-10).date()
    new = NewIntervention(
        need=told.need_code,
        service_id=service_id,
        funding=told.funding,
        cost_pence=38_000 + 9_500 * (place % 5),
        agreed_in=AgreedIn.PANEL if place % 2 else AgreedIn.PLAN,
        source_ref="",
        goal=told.goal,
        planned_sessions=12,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=12),
    )
    made = services.agree_intervention(new=new, now=cast.ago(begun + 3 if state is not _S.PLANNED else 2), **about)
    if state is _S.PLANNED:
        return
    seen = 1
    if state is not _S.DECLINED:
        at = cast.ago(begun)
        seen = services.start_intervention(intervention=made, on=at.date(), seen=seen, now=at, **about)
        sessions = Sessions(offered=offered, attended=attended)
        seen = services.tell_sessions(
            intervention=made, sessions=sessions, seen=seen, now=cast.ago(begun - 20), **about
        )
    if state is not _S.STARTED:
        _end(cast, made, told, state, outcome, seen, begun - 25, about)


def _end(  # noqa: PLR0913 -- which, in whose words, how, with what outcome, from which version, when
    cast: Cast, made: UUID, told: Story, state: InterventionState, outcome: InterventionOutcome | None, seen: int,
    days: int, about: dict[str, Any],
) -> None:  # fmt: skip
    at = cast.ago(days)
    ending = Ending(to=state, on=at.date(), because=_BECAUSE.get(state, _ENDED))
    seen = services.end_intervention(intervention=made, ending=ending, seen=seen, now=at, **about)
    if outcome is not None:
        new = NewInterventionOutcome(
            outcome=outcome, on=at.date(), words=told.shown, childs_view="It was all right. She remembered my name."
        )
        services.tell_outcome(intervention=made, new=new, seen=seen, now=at, **about)
