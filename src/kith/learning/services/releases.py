"""Proposes, approves, declines and withdraws releases of figures; each is judged by all that was ever told."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from kith.access.selectors import look_over_list
from kith.access.vocabulary import ROLE_NAMES, Purpose, Refused, Viewer
from kith.audit.selectors import answers_among, find_theme, findings_of, looking_over, words_of
from kith.audit.vocabulary import Question, Tally
from kith.learning.models import Release, ReleasedChild
from kith.learning.rules.releasing import (
    DECIDES,
    Answers,
    check_new,
    check_step,
    counted,
    counted_before,
    may_decide,
    may_propose,
)
from kith.learning.selectors import find_release, found_by_rule, statements_of
from kith.learning.services.judging import alone, judge_and_keep, keep_trace, refuse_faults
from kith.learning.vocabulary import Counted, NewRelease, ReleaseRefused, ReleaseState

HAND_OVER = "learning.hand_over_releases"
_NOT_YOURS = "Figures are proposed by whoever leads audits, and decided on by a second auditor or the publisher."


def propose_release(*, new: NewRelease, coarsen: bool, by: Viewer, now: datetime) -> UUID:
    """Propose to tell some findings of an audit, and return the release's number.

    With `coarsen`, each number is told as coarsely as it takes: exactly, as a band, or not at all.
    Of an audit that is closed the figures are those that were counted while it lasted; no case is opened for them.

    Raises:
        ReleaseRefused: something is missing, the findings are not of the record as drafted or not kept in full, or a
            small number could be worked out; then `faults` says which, and which statement to tell more coarsely.
        Refused: their role leads no audit.
    """
    if not may_propose(by):
        raise Refused(_NOT_YOURS)
    check_new(new)
    theme = find_theme(new.theme, viewer=by)
    if theme is None:
        raise ReleaseRefused("There is no such audit, or you do not read it.")
    says = {question: words.says for question, words in words_of(theme).items()}
    if theme.closed_at is not None:
        with look_over_list(viewer=by, purpose=Purpose.AUDIT, what="learning.release_closed"):
            numbers = counted_before(new, _kept_tallies(theme, new), found=found_by_rule(theme), says=says)
            release = _begin(theme, new, by, now)
            _place_those_counted(release, numbers)
            return _finish(release, numbers, by, now, coarsen=coarsen)
    with looking_over(theme, viewer=by, what="learning.release") as cases:
        answers = answers_among(theme, list(cases))
        _check_counted(theme, answers, list(new.findings))
        numbers = counted(new, answers, found=found_by_rule(theme), says=says)
        release = _begin(theme, new, by, now)
        _keep_children(release, numbers, sorted(answers))
        return _finish(release, numbers, by, now, coarsen=coarsen)


def _begin(theme: Any, new: NewRelease, by: Viewer, now: datetime) -> Release:
    alone()
    made: Release = Release.objects.create(
        theme_id=theme.pk,
        title=new.title.strip(),
        state=ReleaseState.PROPOSED,
        proposed_by_id=by.staff_id,
        proposed_at=now,
    )
    return made


def _finish(release: Release, numbers: Sequence[Counted], by: Viewer, now: datetime, *, coarsen: bool) -> UUID:
    statements = judge_and_keep(release, numbers, coarsen=coarsen)
    keep_trace(release, "learning.proposed_release", by, now, statements=statements)
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
        refuse_faults(release, statements_of(release))
        names = ", ".join(ROLE_NAMES[role] for role in sorted(by.roles & DECIDES))
        release.decided_by_id, release.decided_at = by.staff_id, now
        release.approved_as = f"{names}, {by.agency_name}"
        release.save()
        keep_trace(release, "learning.approved_release", by, now)
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
    keep_trace(release, "learning.declined_release", by, now)


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
    keep_trace(release, "learning.withdrew_release", by, now)
    app.configure_task(HAND_OVER, queue="work").defer()


def _decided(public_id: UUID, to: ReleaseState, by: Viewer) -> Release:
    if not may_decide(by):
        raise Refused(_NOT_YOURS)
    alone()
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


def _kept_tallies(theme: Any, new: NewRelease) -> dict[Question, Tally]:
    """Return what a closed audit found, by question.

    Raises:
        ReleaseRefused: something is asked of it that it did not count.
    """
    kept = {Question(row.question): row.tally for row in findings_of(theme) if row.question}
    kept.pop(Question.REFERRALS_SILENT, None)
    if not kept or new.findings.keys() - kept.keys():
        raise ReleaseRefused("The audit closed without counting this, so there is no figure to release.")
    return kept


def _place_those_counted(release: Release, numbers: Sequence[Counted]) -> None:
    """Let the database keep who was counted in which number, without telling anybody.

    Raises:
        ReleaseRefused: what is kept of the cases does not come to the findings.
    """
    asked = [
        {"place": place, "whether": number.told, "question": number.question, "number": number.count}
        for place, number in enumerate(numbers)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT learning_keep_closed(%s, %s::jsonb)", [release.pk, json.dumps(asked)])
        found = cursor.fetchone()
    if not found or not found[0]:
        raise ReleaseRefused(
            "What each case answered was not kept when this audit was counted, or not of all cases, so nothing can say "
            "what would follow from its figures. Repeat the audit, and release the figures of that."
        )
