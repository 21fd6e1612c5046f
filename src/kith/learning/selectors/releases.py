"""Reads the register of releases: what was told, and what the checker must know; children come out of it as numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kith.access.selectors import look_over_list
from kith.access.vocabulary import Purpose, Refused, Viewer
from kith.audit.selectors import cohorts_of
from kith.audit.vocabulary import BY_HAND, Question
from kith.learning.models import Release, ReleasedStatement
from kith.learning.rules.county import period_words
from kith.learning.rules.registers import registers_of
from kith.learning.rules.release_words import number_words, wholes
from kith.learning.rules.releases import worked_out
from kith.learning.rules.releasing import Kept, may_decide, named_faults
from kith.learning.vocabulary import KNOWN_STATES, Register, ReleaseGone, ReleaseState, Telling, Told, WorkedOut
from kith.learning.vocabulary.county import Period
from kith.learning.vocabulary.loop import FigureStands
from kith.work.vocabulary import Waiting, WorkArea

Released = Mapping[tuple[UUID, str], FigureStands]  # by the audit and the question
_LATER = (ReleaseState.WITHDRAWN, ReleaseState.PROPOSED, ReleaseState.APPROVED, ReleaseState.HANDED)


def releases_for(viewer: Viewer) -> Sequence[Release]:
    """Return every release, the newest first; nobody stands in one.

    Raises:
        Refused: their role neither leads audits nor publishes.
    """
    _check(viewer)
    rows = Release.objects.select_related("theme", "proposed_by", "decided_by", "withdrawn_by")
    return list(rows.prefetch_related("statements"))


def find_release(public_id: UUID, *, viewer: Viewer) -> Release:
    """Return one release with its statements.

    Raises:
        ReleaseGone: there is none.
        Refused: their role neither leads audits nor publishes.
    """
    found = next((one for one in releases_for(viewer) if one.public_id == public_id), None)
    if found is None:
        raise ReleaseGone
    return found


def open_release(public_id: UUID, *, viewer: Viewer, purpose: Purpose) -> tuple[Release, list[Kept], list[WorkedOut]]:
    """Return one release, its statements, and what could be worked out from it by now; the look is logged.

    Raises: as `find_release`.
    """
    release = find_release(public_id, viewer=viewer)
    statements = statements_of(release)
    with look_over_list(viewer=viewer, purpose=purpose, what="learning.read_release"):
        registers = registers_for(release, statements, counted_together(release))
    is_told = release.state != ReleaseState.DECLINED
    faults = [
        fault
        for each in registers
        for fault in worked_out(each.new if is_told else [], each.known, each.children, cells=each.cells)
    ]
    return release, statements, named_faults(faults, statements)


def found_by_rule(theme: Any) -> int | None:
    """Return how many a rule found of whom an audit's cases were chosen; None where they were chosen otherwise."""
    cohorts = cohorts_of(theme)
    if len(cohorts) != 1 or cohorts[0].chosen_by in BY_HAND:
        return None
    return cohorts[0].found


def statements_of(release: Release) -> list[Kept]:
    """Return the statements of a release in their order."""
    return [_kept(row, release) for row in sorted(release.statements.all(), key=lambda row: int(row.place))]


Together = Sequence[tuple[list[str], int]]  # in which statements so many were counted together


def counted_together(release: Release) -> Together:
    """Return how many were counted in which statements together, of a release and all that are known; inside a look.

    Raises:
        DatabaseError: the look is nobody's who leads audits or publishes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT told, children FROM learning_release_groups(%s)", [release.pk])
        return [(told, int(children)) for told, children in cursor.fetchall()]


def registers_for(release: Release, statements: Sequence[Kept], together: Together) -> list[Register]:
    """Return what the checker judges a release by, given its statements and who was counted together.

    Every release that was ever approved is known, the withdrawn too.
    """
    rows = ReleasedStatement.objects.filter(release__state__in=sorted(KNOWN_STATES)).exclude(release=release)
    known = [_kept(row, row.release) for row in rows.select_related("release")]
    return registers_of(release.pk, [*statements, *known], together)


def figures_of_audits(themes: Sequence[UUID], *, viewer: Viewer) -> Released:
    """Return by audit and question how its figure was released last, for whoever reads the findings themselves.

    What everybody can read counts before what only waits, and that before what was withdrawn; what was declined never.
    """
    rows = Release.objects.filter(theme__public_id__in=list(themes)).exclude(state=ReleaseState.DECLINED)
    found: dict[tuple[UUID, str], FigureStands] = {}
    releases = list(rows.select_related("theme").prefetch_related("statements").order_by("pk"))
    for release in sorted(releases, key=lambda one: _LATER.index(ReleaseState(one.state))):
        statements = statements_of(release)
        of = wholes(statements)
        for one in statements:
            if one.told is Told.FINDING and one.telling is not Telling.UNTOLD and one.question:
                whole = of[one.question]
                found[release.theme.public_id, str(one.question)] = FigureStands(
                    release=release.public_id,
                    title=release.title,
                    told=number_words(one, whole),
                    share=one.lowest / whole if one.telling is Telling.EXACT and whole else None,
                    state=ReleaseState(release.state),
                    can_open=may_decide(viewer),
                )
    return found


class ReleasesWaiting:
    """Which releases of figures wait for a second person; see `work.vocabulary.WorkSource`."""

    def waiting(self, *, viewer: Viewer, now: datetime) -> Sequence[Waiting]:
        """Return a line per release that this viewer may decide on; never their own."""
        if not may_decide(viewer):
            return []
        rows = Release.objects.filter(state=ReleaseState.PROPOSED).exclude(proposed_by_id=viewer.staff_id)
        return [
            Waiting(
                area=WorkArea.AUDITS,
                title=f"Read the figures of {'an audit' if one.theme_id else 'the county'} that are to be released",
                link=f"/learning/releases/{one.public_id}/",
            )
            for one in rows.order_by("pk")
        ]


def label_of(release: Release) -> str:
    """Return how a release is named beside others."""
    day = timezone.localdate(release.proposed_at)
    if release.begins_on is not None and release.ends_on is not None:
        period = period_words(Period(begins_on=release.begins_on, ends_on=release.ends_on))
        return f"“{release.title}”, {period}, of {day.day} {day:%B %Y}"
    return f"“{release.title}” of {day.day} {day:%B %Y}"


def _kept(row: ReleasedStatement, release: Release) -> Kept:
    return Kept(
        release=release.pk,
        place=row.place,
        label=label_of(release),
        told=Told(row.told),
        question=_question(row),
        part=row.part,
        telling=Telling(row.telling),
        lowest=row.lowest,
        highest=row.highest,
        others=row.others,
        says=row.says,
    )


def _question(row: ReleasedStatement) -> str | None:
    if not row.question:
        return None
    return row.question if row.told == Told.COUNTY else Question(row.question)


def _check(viewer: Viewer) -> None:
    if not may_decide(viewer):
        raise Refused("Figures are released by whoever leads audits, and by the publisher. Ask one of them.")
