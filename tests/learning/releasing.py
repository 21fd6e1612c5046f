"""Short ways to a release of figures, and to what came of it on the site."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from kith.access.selectors import look_over_list
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Viewer
from kith.audit.models import AuditTheme
from kith.audit.vocabulary import Question
from kith.learning import selectors, services
from kith.learning.vocabulary import NewRelease, Telling
from tests.audit.conftest import Audit

Arrived = Callable[[UUID], list[tuple[Any, ...]]]
WHY = "The numbers were counted from the wrong period."


def propose(
    audit: Audit, theme: AuditTheme, findings: Mapping[Question, Telling], *, coarsen: bool = False, **more: Any
) -> UUID:
    """Propose figures of an audit as the auditor who leads it."""
    new = NewRelease(theme=theme.public_id, title=more.pop("title", "Knife crime"), findings=findings, **more)
    return services.propose_release(new=new, coarsen=coarsen, by=audit.lead, now=audit.now)


def approve(audit: Audit, release: UUID, by: Viewer) -> None:
    """Approve a release."""
    services.approve_release(public_id=release, by=by, now=audit.now)


def said(audit: Audit, release: UUID) -> list[str]:
    """Return the statements of a release, each in a line."""
    statements = selectors.statements_of(selectors.find_release(release, viewer=audit.lead))
    return [f"{one.told} {one.question or ''} {one.telling} {one.lowest}-{one.highest}" for one in statements]


def hand_over(audit: Audit) -> int:
    """Let the worker hand over what was decided."""
    with connect_as("worker"):
        return services.hand_over_releases(inbox=settings.KITH_INBOX, by=None, now=audit.now)


def groups(viewer: Viewer, release: int = 0) -> dict[tuple[str, ...], int]:
    """Return how many children were counted in which statements together."""
    with (
        look_over_list(viewer=viewer, purpose=Purpose.AUDIT, what="learning.test"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT told, children FROM learning_release_groups(%s)", [release])
        return {tuple(told): count for told, count in cursor.fetchall()}
