"""Reads how an audit's findings stand, what is done about each, and what the audits before and after it found."""

from uuid import UUID

from kith.access.vocabulary import Viewer
from kith.audit.models import AuditTheme, Finding
from kith.audit.rules import question_words, thresholds_called
from kith.audit.selectors.findings import difference_of, findings_of
from kith.audit.selectors.themes import find_theme, themes_for
from kith.audit.vocabulary import (
    ActionStands,
    AuditActionState,
    DoneAbout,
    FindingStands,
    Question,
    ThemeStands,
    Thresholds,
)


def findings_stand(public_id: UUID, *, viewer: Viewer) -> ThemeStands | None:
    """Return an audit with how its findings stand, or None where there is none that this viewer reads."""
    theme = find_theme(public_id, viewer=viewer)
    if theme is None:
        return None
    thresholds = thresholds_called(theme.thresholds)
    # The newest that was counted: one that is only planned says nothing yet.
    after = next((each for each in themes_for(viewer) if each.follows_id == theme.pk and _is_counted(each)), None)
    return ThemeStands(
        public_id=theme.public_id,
        title=theme.title,
        begins_on=theme.begins_on,
        ends_on=theme.ends_on,
        subgroup=theme.subgroup.name if theme.subgroup else "",
        findings=[_finding(row, thresholds) for row in findings_of(theme)],
        since=difference_of(theme),
        again=difference_of(after) if after else (),
        before=theme.follows.public_id if theme.follows else None,
        after=after.public_id if after else None,
    )


def _is_counted(theme: AuditTheme) -> bool:
    return Finding.objects.filter(theme=theme).exists()


def _finding(row: Finding, thresholds: Thresholds) -> FindingStands:
    asked = row.asked
    asks = question_words(asked, thresholds).asks if isinstance(asked, Question) else row.own.asks if row.own else ""
    return FindingStands(
        public_id=row.public_id,
        asked=asked,
        asks=asks,
        says=row.says,
        done=[
            DoneAbout(
                recommended=each.says,
                actions=[
                    ActionStands(
                        public_id=action.public_id,
                        what=action.what,
                        owner=f"{action.owner.name}, {action.owner.agency.name}",
                        due_on=action.due_on,
                        state=AuditActionState(action.state),
                        evidence=action.evidence,
                    )
                    for action in each.actions.all()
                ],
            )
            for each in row.recommendations.all()
        ],
    )
