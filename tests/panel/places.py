"""A place and a suspected exploiter of a test, with the children who are linked to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kith.access.models import Staff
from kith.access.selectors import viewer_of
from kith.access.vocabulary import Purpose, Role, Viewer
from kith.panel import selectors, services
from kith.panel.vocabulary import (
    LinkRole,
    LinkSource,
    NewLink,
    NewSubject,
    SubjectKind,
)

if TYPE_CHECKING:  # its fixtures are made of what stands here
    from tests.panel.conftest import Panel

PLACE = NewSubject(kind=SubjectKind.PLACE, label="Car park by the station", says="Boys meet a man there after school.")
MAN = NewSubject(kind=SubjectKind.EXPLOITER, label="The man with the blue scarf", says="Two children name him.")


def new_link(**more: Any) -> NewLink:
    told: dict[str, Any] = {
        "role": LinkRole.SEEN_AT,
        "source": LinkSource.SEEN,
        "said_by": "Jo Warden, detached youth work",
        "says": "Seen there on three evenings.",
    }
    return NewLink(**(told | more))


@dataclass
class Places:
    """A panel with a place, a suspected exploiter, two children, and an officer who works with one of them."""

    panel: Panel
    ada: UUID
    ben: UUID
    officer: Staff
    place: UUID
    man: UUID

    @property
    def worker(self) -> Viewer:
        return self.panel.viewer(Role.PRACTITIONER)

    @property
    def police(self) -> Viewer:
        return viewer_of(self.officer, self.panel.now)

    def link(self, child: UUID, subject: UUID, by: Viewer | None = None, **more: Any) -> UUID:
        return services.link_person(
            public_id=child, subject=subject, new=new_link(**more), by=by or self.worker, now=self.panel.now
        )

    def exploited(self, child: UUID) -> UUID:
        return self.link(child, self.man, self.police, role=LinkRole.EXPLOITED, source=LinkSource.INTELLIGENCE)

    def page(self, subject: UUID, viewer: Viewer) -> Any:
        return selectors.open_subject(subject, viewer=viewer, purpose=Purpose.PANEL)

    def share(self) -> None:
        services.share_subject(
            subject=self.man,
            agency_id=self.panel.coordinator.agency_id,
            because="The panel decides what disrupts him.",
            by=self.police,
            now=self.panel.now,
        )
