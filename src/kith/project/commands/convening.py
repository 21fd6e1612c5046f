"""Lets the demo's panel meet: three meetings behind it, one to come, and a case at every stage between."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from kith.access.vocabulary import Purpose, Sector, Viewer
from kith.panel import services
from kith.panel.selectors import list_cases, open_case
from kith.panel.vocabulary import (
    ActionState,
    ClosureTest,
    Level,
    MinuteField,
    NewAction,
    NewDecision,
    NewMeeting,
    Outcome,
    Section,
)
from kith.project.commands.asking import accept, answer, ask, rate, refer
from kith.project.commands.choosing import Cast, Known
from kith.project.commands.proposing import WAITING
from kith.project.commands.stories import Story, story
from kith.work.vocabulary import NotPossibleBecause

# Days before the demo is built on which the panel met; the last lies ahead.
_MEETINGS: Final = (84, 42, 7, -7)
# At which of them each child is an item, in which section, and the level that is found there; None is put off.
_Way = tuple[tuple[int, Section, Level | None], ...]
_ITEMS: Final[tuple[_Way, ...]] = (
    ((0, Section.CHILDREN, Level.HIGH), (1, Section.REVIEWS, Level.MEDIUM), (3, Section.REVIEWS, Level.LOW)),
    ((3, Section.URGENT, Level.HIGH),),
    ((2, Section.CHILDREN, Level.MEDIUM),),
    ((0, Section.CHILDREN, Level.MEDIUM), (1, Section.STEP_DOWNS, Level.LOW)),
    ((1, Section.CHILDREN, Level.HIGH), (2, Section.REVIEWS, Level.HIGH), (3, Section.REVIEWS, Level.MEDIUM)),
    ((3, Section.CHILDREN, Level.MEDIUM),),
    ((0, Section.URGENT, Level.IMMEDIATE), (1, Section.REVIEWS, Level.HIGH), (2, Section.REVIEWS, Level.MEDIUM)),
    ((2, Section.CHILDREN, None), (3, Section.URGENT, None)),
    ((1, Section.CHILDREN, Level.MEDIUM), (2, Section.REVIEWS, Level.LOW), (3, Section.STEP_DOWNS, Level.NONE)),
)
_CLOSED, _UNTOLD = 3, 5  # whom the panel let go, and of whom one agency has not answered yet
_CLOSING: Final[Mapping[ClosureTest, str]] = {
    ClosureTest.RISK_REDUCED: "Home every night for six weeks, and in school on most days.",
    ClosureTest.CHILD_TOLD: "The mentor told the child on the way home; the child said “finally”.",
    ClosureTest.STEP_DOWN: "The school's own worker meets the child every second week.",
    ClosureTest.REFER_AGAIN: "A night away that nobody knows of, or a new debt.",
}


def hold_panels(cast: Cast) -> Iterator[str]:
    """Let the panel do its work, and say what is being done before each part; does nothing where cases are already."""
    if list_cases(viewer=cast.coordinator, purpose=Purpose.PANEL):
        return
    items = cast.children[: len(_ITEMS)]
    meetings: list[UUID] = []
    for number, days in enumerate(_MEETINGS):
        yield "Holding the panel's meetings" if days > 0 else "Drawing up the agenda of the next meeting"
        meetings.append(_plan(cast, days))
        listed = [
            (place, one, section, level)
            for place, one in enumerate(items)
            for where, section, level in _ITEMS[place]
            if where == number
        ]
        begun = {place: _ITEMS[place][0][0] == number for place, *_ in listed}
        sat = [
            (place, one, level, _list(cast, meetings[-1], place, one, section, days, is_new=begun[place]))
            for place, one, section, level in listed
        ]
        if days > 0:
            _hold(cast, meetings[-1], sat, days)
    if len(items) > _CLOSED:
        _let_go(cast, items[_CLOSED])
    yield "Putting children forward"
    for place, (one, bring) in enumerate(zip(cast.children[len(_ITEMS) :], WAITING, strict=False)):
        bring(cast, one, story(place + 1))


def _plan(cast: Cast, days: int) -> UUID:
    begins_at = timezone.localtime(cast.ago(days)).replace(hour=10, minute=0, second=0, microsecond=0)
    seats = (cast.coordinator.staff_id, *(one.staff_id for one in cast.contacts))
    new = NewMeeting(begins_at=begins_at, place="Room 4, the Guildhall", chair_id=cast.chair.staff_id, seats=seats)
    return services.plan_meeting(new=new, by=cast.coordinator, now=cast.ago(max(days, 0) + 14))


def _list(  # noqa: PLR0913 -- at which meeting, who, where on its agenda, how long ago, and whether for the first time
    cast: Cast, meeting: UUID, place: int, one: Known, section: Section, days: int, *, is_new: bool
) -> UUID:
    told, before = story(place), max(days, 0)
    if is_new:
        refer(cast, one, told, before + 13)
        accept(cast, one, before + 12)
        rate(cast, one, told, before + 11)
    ask(cast, one, meeting, before + 10)
    answer(cast, one, told, before + 4, without=Sector.EDUCATION if place == _UNTOLD else None)
    return services.list_case(
        meeting=meeting, public_id=one.child, section=section, by=cast.coordinator, now=cast.ago(before + 3)
    )


def _hold(cast: Cast, meeting: UUID, sat: Sequence[tuple[int, Known, Level | None, UUID]], days: int) -> None:
    for contact in cast.contacts:
        services.promise_confidentiality(meeting=meeting, by=contact, now=cast.ago(days))
    services.open_meeting(
        meeting=meeting, because="Nobody else can come this week.", by=cast.coordinator, now=cast.ago(days)
    )
    for place, one, level, item in sat:
        told = story(place)
        if level is None:
            because = "Health could not come, and knows the most."
            services.put_off(public_id=one.child, item=item, because=because, by=cast.chair, now=cast.ago(days))
            continue
        _write(cast, one, item, told, days)
        agree(cast, one, item, told, days)
        _decide(cast, place, one, item, level, days)
    services.end_meeting(meeting=meeting, by=cast.coordinator, now=cast.ago(days - 0.1))
    if days > 14:  # the minutes of the last meeting still wait for the chair
        services.approve_minutes(meeting=meeting, by=cast.chair, now=cast.ago(days - 4))


def _write(cast: Cast, one: Known, item: UUID, told: Story, days: float) -> None:
    texts = {
        MinuteField.PRESENTED: f"{told.why} Presented by {one.worker.name}.",
        MinuteField.VOICE: f"“{told.said}”",
        MinuteField.ANALYSIS: told.analysis,
        MinuteField.CONTRIBUTES: told.worse,
        MinuteField.PROTECTS: told.protects,
    }
    for field, text in texts.items():
        services.write_minute(
            public_id=one.child, item=item, field=field, text=text, seen=0, by=cast.coordinator, now=cast.ago(days)
        )


def agree(cast: Cast, one: Known, item: UUID | None, told: Story, days: float) -> None:
    """Agree two actions for a child, and let what came of those of a meeting long past be told."""
    police = next((who for who in cast.contacts if who.sector is Sector.POLICE), cast.coordinator)
    first = NewAction(
        need=told.need, what=told.action, owner_id=one.worker.staff_id, due_on=cast.ago(days - 14).date(),
        evidence_wanted="What somebody saw, and on which day.",
    )  # fmt: skip
    second = NewAction(need=told.need, what=told.second, owner_id=police.staff_id, due_on=cast.ago(days - 5).date())
    about: dict[str, Any] = {"public_id": one.child, "item": item, "by": cast.coordinator, "now": cast.ago(days)}
    mine, theirs = (services.agree_action(new=new, **about) for new in (first, second))
    if days > 60:
        _move(cast, one, mine, ActionState.DONE, days - 10, by=one.worker, evidence=told.shown)
        _move(cast, one, theirs, ActionState.NOT_POSSIBLE, days - 6, by=police, because=NotPossibleBecause.NO_CAPACITY)
    elif days > 14:
        _move(cast, one, mine, ActionState.IN_PROGRESS, days - 3, by=one.worker)
    # What was agreed last week, and the second action of the meeting before it (late by now), wait as they are.


def _move(  # noqa: PLR0913 -- whose, which, to what, how long ago, by whom, and what shows it or why not
    cast: Cast, one: Known, action: UUID, to: ActionState, days: float, *, by: Viewer, evidence: str = "",
    because: NotPossibleBecause | None = None,
) -> None:  # fmt: skip
    services.change_action(
        public_id=one.child, action=action, to=to, seen=1, by=by, now=cast.ago(days), evidence=evidence, because=because
    )


def _decide(cast: Cast, place: int, one: Known, item: UUID, level: Level, days: float) -> None:
    told = story(place)
    before = open_case(one.child, viewer=cast.chair, purpose=Purpose.PANEL).case
    education = next((who for who in cast.contacts if who.sector is Sector.EDUCATION), None)
    disagrees = education is not None and place == _CLOSED
    new = NewDecision(
        level_before=Level(before.level) if before and before.level else Level.MEDIUM,
        level_after=level,
        outcome=told.outcome if level not in (Level.NONE, Level.LOW) else Outcome.MONITOR,
        rationale=told.rationale,
        lead_id=one.worker.staff_id,
        dissent="The school would wait until the spring before letting go." if disagrees else "",
        dissenting_agency_id=education.agency_id if education and disagrees else None,
    )
    services.decide_item(public_id=one.child, item=item, new=new, by=cast.chair, now=cast.ago(days))


def _let_go(cast: Cast, one: Known) -> None:
    services.close_case(
        public_id=one.child,
        answers=_CLOSING,
        step_down_id=one.worker.staff_id,
        open_actions_because="The light in the alley comes with the street works in spring.",
        by=cast.chair,
        now=cast.ago(30),
    )
