"""Puts the demo's children forward who are not at the panel's table: each waits at another stage before it."""

from collections.abc import Callable
from typing import Final

from kith.access.vocabulary import Sector
from kith.panel import services
from kith.panel.vocabulary import OtherRoute, SetAside
from kith.project.commands.asking import accept, answer, ask, rate, refer
from kith.project.commands.choosing import Cast, Known
from kith.project.commands.stories import Story


def _nominated(cast: Cast, one: Known, told: Story) -> None:
    services.nominate_person(public_id=one.child, says=told.why, by=one.worker, now=cast.ago(1))


def _seconded(cast: Cast, one: Known, told: Story) -> None:
    services.nominate_person(public_id=one.child, says=told.why, by=one.worker, now=cast.ago(6))
    says = "Two other agencies have asked about this child in a month."
    services.second_nomination(public_id=one.child, says=says, by=cast.coordinator, now=cast.ago(4))


def _deferred(cast: Cast, one: Known, told: Story) -> None:
    services.nominate_person(public_id=one.child, says=told.why, by=one.worker, now=cast.ago(12))
    services.set_aside(
        public_id=one.child, reason=SetAside.DEFER, says="The family moved last week: look again when school begins.",
        until=cast.ago(-28).date(), by=cast.coordinator, now=cast.ago(10),
    )  # fmt: skip


def _declined(cast: Cast, one: Known, told: Story) -> None:
    services.nominate_person(public_id=one.child, says=told.why, by=one.worker, now=cast.ago(20))
    services.set_aside(
        public_id=one.child, reason=SetAside.ALREADY_HELD, says="The youth-justice team meets on this every month.",
        by=cast.coordinator, now=cast.ago(18),
    )  # fmt: skip


def _proposed(cast: Cast, one: Known, told: Story) -> None:
    says = "This child's worker began three weeks ago, and the visits are kept: the panel would not add to it now."
    services.propose_answer(public_id=one.child, reason=SetAside.DECLINE, says=says, by=one.worker, now=cast.ago(2))


def _referred(cast: Cast, one: Known, told: Story) -> None:
    refer(cast, one, told, 4)  # triage has two working days: this one is late


def _asked_more(cast: Cast, one: Known, told: Story) -> None:
    refer(cast, one, told, 8)
    says = "What did the school see in the last two weeks?"
    services.ask_more(public_id=one.child, says=says, by=cast.coordinator, now=cast.ago(7))


def _elsewhere(cast: Cast, one: Known, told: Story) -> None:
    refer(cast, one, told, 15)
    services.send_elsewhere(
        public_id=one.child, route=OtherRoute.EARLY_HELP, says="The family asks for help at home, and nobody harms.",
        by=cast.coordinator, now=cast.ago(14),
    )  # fmt: skip


def _accepted(cast: Cast, one: Known, told: Story) -> None:
    refer(cast, one, told, 5)
    accept(cast, one, 3)


def _researched(cast: Cast, one: Known, told: Story) -> None:
    refer(cast, one, told, 16)
    accept(cast, one, 15)
    rate(cast, one, told, 14)
    ask(cast, one, None, 13)
    answer(cast, one, told, 2, without=Sector.HEALTH)  # asked long enough ago to be late


WAITING: Final[tuple[Callable[[Cast, Known, Story], None], ...]] = (
    _nominated,
    _referred,
    _researched,
    _seconded,
    _accepted,
    _deferred,
    _asked_more,
    _elsewhere,
    _declined,
    _proposed,
)
