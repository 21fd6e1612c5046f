"""Proposes, approves, declines and withdraws releases of figures; each is judged by all that was ever told.

One release is decided at a time, under a lock: two that are harmless alone may together give a child away.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from kith.access.selectors import look_over_list
from kith.access.services import trace
from kith.access.vocabulary import ROLE_NAMES, Purpose, Refused, Viewer
from kith.audit.selectors import answers_among, find_theme, findings_of, looking_over, words_of
from kith.audit.vocabulary import Question
from kith.learning.models import Release, ReleasedChild, ReleasedStatement
from kith.learning.rules.releases import coarsened, worked_out
from kith.learning.rules.releasing import (
    DECIDES,
    Answers,
    Kept,
    bounds,
    check_new,
    check_step,
    coarser_counts,
    counted,
    may_decide,
    may_propose,
    named_faults,
    telling_of,
)
from kith.learning.selectors import find_release, found_by_rule, label_of, register_for, statements_of
from kith.learning.vocabulary import SILENT, Counted, NewRelease, ReleaseRefused, ReleaseState

HAND_OVER = "learning.hand_over_releases"
SUBJECT = "learning.release"
_NOT_YOURS = "Figures are proposed by whoever leads audits, and decided on by a second auditor or the publisher."


def propose_release(*, new: NewRelease, coarsen: bool, by: Viewer, now: datetime) -> UUID:
    """Propose to tell some findings of an audit, and return the release's number.

    With `coarsen`, each number is told as coarsely as it takes: exactly, as a band, or not at all.

    Raises:
        ReleaseRefused: something is missing, the findings are not of the record as drafted, or a small number could be
            worked out; then `faults` says which, and which statement to tell more coarsely.
        Refused: their role leads no audit.
    """
    if not may_propose(by):
        raise Refused(_NOT_YOURS)
    check_new(new)
    theme = find_theme(new.theme, viewer=by)
    if theme is None or theme.closed_at is not None:
        raise ReleaseRefused("Figures are released while the audit is open: afterwards nobody sees its cases any more.")
    with looking_over(theme, viewer=by, what="learning.release") as cases:
        _alone()
        answers = answers_among(theme, list(cases))
        _check_counted(theme, answers, list(new.findings))
        says = {question: words.says for question, words in words_of(theme).items()}
        numbers = counted(new, answers, found=found_by_rule(theme), says=says)
        release = Release.objects.create(
            theme_id=theme.pk,
            title=new.title.strip(),
            state=ReleaseState.PROPOSED,
            proposed_by_id=by.staff_id,
            proposed_at=now,
        )
        _keep_children(release, numbers, sorted(answers))
        kept = _judged(release, numbers, coarsen=coarsen)
        _keep_statements(release, kept)
        _trace(release, "learning.proposed_release", by, now, statements=len(kept))
    public_id: UUID = release.public_id
    return public_id


def approve_release(*, public_id: UUID, by: Viewer, now: datetime) -> None:
    """Approve a release as the second person, once it is judged anew by all that is known; the worker hands it over.

    Raises:
        ReleaseRefused: it was decided, they proposed it themselves, or a small number could be worked out by now.
        ReleaseGone: there is no such release.
        Refused: it is not theirs to decide.
    """
    with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="learning.approve_release"):
        release = _decided(public_id, ReleaseState.APPROVED, by)
        _refuse_faults(release, statements_of(release))
        names = ", ".join(ROLE_NAMES[role] for role in sorted(by.roles & DECIDES))
        release.decided_by_id, release.decided_at = by.staff_id, now
        release.approved_as = f"{names}, {by.agency_name}"
        release.save()
        _trace(release, "learning.approved_release", by, now)
        app.configure_task(HAND_OVER, queue="work").defer()


@transaction.atomic
def decline_release(*, public_id: UUID, because: str, by: Viewer, now: datetime) -> None:
    """Decline a release, or take one's own proposal back, with the reason; it was never told, so nobody knows it.

    Raises: as `approve_release`, and ReleaseRefused when no reason is given.
    """
    release = _decided(public_id, ReleaseState.DECLINED, by)
    release.because = _reason(because)
    release.decided_by_id, release.decided_at = by.staff_id, now
    release.save()
    _trace(release, "learning.declined_release", by, now)


@transaction.atomic
def withdraw_release(*, public_id: UUID, because: str, by: Viewer, now: datetime) -> None:
    """Take a release off the site at once: one person is enough. What it told stays known in the register.

    Raises:
        ReleaseRefused: it was never approved or is withdrawn already, or no reason is given.
        ReleaseGone: there is no such release.
        Refused: it is not theirs to withdraw.
    """
    release = _decided(public_id, ReleaseState.WITHDRAWN, by)
    release.because = _reason(because)
    release.withdrawn_by_id, release.withdrawn_at = by.staff_id, now
    release.save()
    _trace(release, "learning.withdrew_release", by, now)
    app.configure_task(HAND_OVER, queue="work").defer()


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('learning.releases'))")


def _decided(public_id: UUID, to: ReleaseState, by: Viewer) -> Release:
    if not may_decide(by):
        raise Refused(_NOT_YOURS)
    _alone()
    # The worker that hands it over holds its row, not the lock of deciding: wait for what it writes.
    list(Release.objects.select_for_update().filter(public_id=public_id))
    release = find_release(public_id, viewer=by)
    check_step(ReleaseState(release.state), to, by=by, proposed_by=release.proposed_by_id)
    release.state = to
    return release


def _reason(because: str) -> str:
    if len(because.strip()) < 10:
        raise ReleaseRefused("Say in a sentence why. The reason is kept with the release.")
    return because.strip()


def _check_counted(theme: Any, answers: Answers, questions: Sequence[Question]) -> None:
    """Refuse findings that are not what the cases, as this person sees them, answer now."""
    rows = {Question(row.question): row for row in findings_of(theme) if row.question}
    for question in questions:
        said = [told[question] for told in answers.values() if told[question] is not None]
        row = rows.get(question)
        if row is None or (row.part, row.whole) != (sum(map(bool, said)), len(said)):
            raise ReleaseRefused(
                "The findings are not those of the record as it was drafted last, or you do not see every case. Count "
                "the findings again, then release them."
            )


def _keep_children(release: Release, numbers: Sequence[Counted], people: Sequence[int]) -> None:
    ReleasedChild.objects.bulk_create(
        ReleasedChild(
            release=release,
            person_id=person,
            counted_in=[place for place, number in enumerate(numbers) if person in number.people],
        )
        for person in people
    )


def _judged(release: Release, numbers: Sequence[Counted], *, coarsen: bool) -> list[Kept]:
    """Return the statements of a release that gives nothing away.

    Raises:
        ReleaseRefused: it would give a small number away, coarsened or not.
    """
    kept = _kept(release, numbers)
    if coarsen:
        register = register_for(release, kept)
        told = coarsened(register.new, register.known, register.children, cells=register.cells)
        by_reference = {statement.reference: statement for statement in told}
        asked = [one for one in kept if one.telling not in SILENT]
        tellings = {one.place: telling_of(by_reference.get(one.reference)) for one in asked}
        kept = _kept(release, coarser_counts(numbers, tellings))
    _refuse_faults(release, kept)
    return kept


def _kept(release: Release, numbers: Sequence[Counted]) -> list[Kept]:
    return [
        Kept(
            release=release.pk,
            place=place,
            label=label_of(release),
            told=number.told,
            question=number.question,
            telling=number.telling,
            lowest=bounds(number.number, number.telling)[0],
            highest=bounds(number.number, number.telling)[1],
            others=number.others,
            says=number.says,
        )
        for place, number in enumerate(numbers)
    ]


def _refuse_faults(release: Release, kept: Sequence[Kept]) -> None:
    register = register_for(release, kept)
    faults = worked_out(register.new, register.known, register.children, cells=register.cells)
    if faults:
        raise ReleaseRefused(
            "A number from 1 to 4 could be worked out from this and from what was released before. Nothing was kept.",
            named_faults(faults, kept),
        )


def _keep_statements(release: Release, kept: Sequence[Kept]) -> None:
    ReleasedStatement.objects.bulk_create(
        ReleasedStatement(
            release=release,
            place=one.place,
            told=one.told,
            question=one.question or "",
            telling=one.telling,
            lowest=one.lowest,
            highest=one.highest,
            others=one.others,
            says=one.says,
        )
        for one in kept
    )


def _trace(release: Release, action: str, by: Viewer | None, now: datetime, **after: object) -> None:
    after = {"state": str(release.state), "theme": release.theme_id} | after
    trace(by=by.staff_id if by else None, action=action, subject=SUBJECT, subject_id=release.pk, now=now, after=after)
