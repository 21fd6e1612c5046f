"""Reads what audits found, what is done about it, what moved since the audit before, and how referrals go on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.audit.models import AuditAction, AuditTheme, Finding
from kith.audit.rules import Asked, difference, thresholds_called, thresholds_differ
from kith.audit.vocabulary import Difference, Quarter, Question, Tally
from kith.referrals.selectors import count_by_quarter


def findings_of(theme: AuditTheme) -> Sequence[Finding]:
    """Return the findings of an audit with their recommendations and actions."""
    rows = Finding.objects.filter(theme=theme).select_related("own")
    return list(rows.prefetch_related("recommendations__actions__owner__agency"))


def find_action(public_id: UUID) -> AuditAction | None:
    """Return one action with where it comes from, or None."""
    rows = AuditAction.objects.select_related(
        "recommendation__finding__theme__subgroup",
        "recommendation__learning",
        "recommendation__answer__given__round",
        "recommendation__answer__given__agency",
        "owner__agency",
        "accepted_by",
    )
    return rows.filter(public_id=public_id).first()


def actions_of(theme: AuditTheme) -> Sequence[AuditAction]:
    """Return the actions of an audit, the one due first first."""
    rows = AuditAction.objects.filter(recommendation__finding__theme=theme)
    return list(rows.select_related("recommendation__finding", "owner__agency", "accepted_by"))


def difference_of(theme: AuditTheme) -> Sequence[Difference]:
    """Return what moved since the audit that this one repeats; nothing when it repeats none."""
    if theme.follows is None:
        return ()
    before, after = (thresholds_called(each.thresholds) for each in (theme.follows, theme))
    return [
        replace(each, counted_otherwise=thresholds_differ(each.question, before, after))
        if isinstance(each.question, Question)
        else each
        for each in difference(_tallies(theme.follows.pk), _tallies(theme.pk))
    ]


def noting_by_quarter(*, viewer: Viewer, since: date) -> Sequence[Quarter]:
    """Return for each quarter since a day how many referrals of the county note a risk, the first quarter first.

    Only agencies of which enough were sent to be said are added up, so that no small number can be worked out.
    """
    told: dict[date, list[tuple[int | None, int | None]]] = defaultdict(list)
    for each in count_by_quarter(viewer=viewer, since=since):
        told[each.quarter].append((each.sent, each.noting))
    return [_quarter(begins_on, told[begins_on]) for begins_on in sorted(told)]


def _quarter(begins_on: date, told: Sequence[tuple[int | None, int | None]]) -> Quarter:
    said = [(sent, noting) for sent, noting in told if sent is not None and noting is not None]
    return Quarter(
        begins_on=begins_on,
        sent=sum(sent for sent, _ in said),
        noting=sum(noting for _, noting in said),
        left_out=len(told) - len(said),
    )


def _tallies(theme_id: int) -> Mapping[Asked, Tally]:
    return {row.asked: row.tally for row in Finding.objects.filter(theme_id=theme_id).select_related("own")}
