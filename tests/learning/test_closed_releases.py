"""Figures of an audit that is closed: from what was kept with its findings, and nobody's case is opened for them."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from kith.access.models import Staff
from kith.access.selectors import look_over_list
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.audit import services as audits
from kith.audit.models import AuditTheme, CaseRecord
from kith.audit.vocabulary import Question
from kith.learning import services
from kith.learning.models import Release, ReleasedChild
from kith.learning.vocabulary import NewRelease, ReleaseRefused, Telling
from kith.linking.services import purge_person
from tests.audit.conftest import Audit
from tests.learning.releasing import WHY, Arrived, approve, groups, hand_over, propose, said
from tests.worlds.words import words

Q = Question
ASKED = {
    Q.MALE: Telling.EXACT,
    Q.LOOKED_AFTER: Telling.BAND,
    Q.EHCP: Telling.BAND,
    Q.HUNDRED_BY_TEN: Telling.UNTOLD,
}


@pytest.fixture
def closed(eight: Audit) -> AuditTheme:
    """Return an audit that was counted and closed."""
    theme = eight.counted()
    audits.close_theme(theme=theme, by=eight.lead, now=eight.now)
    return AuditTheme.objects.get(pk=theme.pk)


def patterns(audit: Audit, viewer: Viewer, release: int) -> dict[tuple[str, ...], int]:
    """Return which places children share, of one release."""
    found = groups(viewer, release)
    mine = {
        tuple(one.partition(":")[2] for one in told if one.startswith(f"{release}:")): n for told, n in found.items()
    }
    return {told: n for told, n in mine.items() if told}


def test_a_closed_audit_tells_what_the_open_one_would_have_told(eight: Audit, publisher: Viewer) -> None:
    theme = eight.counted()
    before = propose(eight, theme, ASKED)
    audits.close_theme(theme=theme, by=eight.lead, now=eight.now)
    after = propose(eight, theme, ASKED)
    assert said(eight, after) == said(eight, before)
    first, second = (Release.objects.get(public_id=one).pk for one in (before, after))
    assert patterns(eight, publisher, second) == patterns(eight, publisher, first)
    with pytest.raises(ReleaseRefused) as refused:
        propose(eight, theme, {Q.LOOKED_AFTER: Telling.EXACT})
    assert {fault.possible for fault in refused.value.faults} == {(4,)}


def test_nobody_is_opened_for_it_and_nobody_else_may(
    eight: Audit, closed: AuditTheme, admin: psycopg.Connection[Any]
) -> None:
    seen = admin.execute("SELECT count(*) FROM access_log WHERE person_id IS NOT NULL").fetchone()
    propose(eight, closed, ASKED)
    assert admin.execute("SELECT count(*) FROM access_log WHERE person_id IS NOT NULL").fetchone() == seen
    asked = admin.execute("SELECT purpose FROM access_log WHERE what = 'learning.release_closed'").fetchall()
    assert asked == [("audit",)]
    with look_over_list(viewer=eight.lead, purpose=Purpose.AUDIT, what="learning.test"):
        assert not ReleasedChild.objects.exists() and not CaseRecord.objects.exists()
    new = NewRelease(theme=closed.public_id, title="Knife crime", findings=ASKED)
    for role in set(Role) - {Role.AUDITOR}:
        with pytest.raises(Refused):
            services.propose_release(new=new, coarsen=True, by=eight.partnership.viewer(role), now=eight.now)


def test_the_register_takes_rows_once_and_from_whoever_proposes(
    eight: Audit, closed: AuditTheme, publisher: Viewer
) -> None:
    propose(eight, closed, ASKED)
    release = Release.objects.get().pk
    for viewer in (eight.lead, publisher):
        with (
            look_over_list(viewer=viewer, purpose=Purpose.AUDIT, what="learning.test"),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="whoever proposes"),
            transaction.atomic(),
        ):
            cursor.execute("SELECT learning_keep_closed(%s, '[]')", [release])


def test_a_closed_audit_goes_to_the_site_by_two_people_and_comes_off(
    eight: Audit, closed: AuditTheme, publisher: Viewer, figures_arrived: Arrived
) -> None:
    made = propose(eight, closed, ASKED)
    with pytest.raises(ReleaseRefused, match="Nobody approves their own"):
        approve(eight, made, eight.lead)
    approve(eight, made, publisher)
    assert hand_over(eight) == 1
    services.withdraw_release(public_id=made, because=WHY, by=publisher, now=eight.now)
    assert hand_over(eight) == 1
    assert [row[0] for row in figures_arrived(made)] == ["approve", "withdraw"]


def test_whoever_was_purged_since_is_counted_as_nobody(eight: Audit, closed: AuditTheme, publisher: Viewer) -> None:
    whole = propose(eight, closed, ASKED)
    assert eight.world is not None
    steward = eight.partnership.staff[Role.DATA_STEWARD].pk
    with connect_as("worker"):
        purge_person(
            person_id=eight.world.people["Alder"][0], by=steward, why="Its retention has ended.", now=eight.now
        )
        assert CaseRecord.objects.filter(case__theme=closed).count() == 7
    made = propose(eight, closed, ASKED)
    assert said(eight, made) == said(eight, whole)
    first, second = (Release.objects.get(public_id=one).pk for one in (whole, made))
    assert patterns(eight, publisher, second) == patterns(eight, publisher, first)
    with connect_as("worker"):
        assert ReleasedChild.objects.filter(release_id=second, person_id=None).count() == 1


def test_what_was_not_kept_in_full_is_not_released(eight: Audit, closed: AuditTheme) -> None:
    with connect_as("worker"):
        assert eight.world is not None
        CaseRecord.objects.filter(person_id=eight.world.people["Birk"][0]).update(answers=None)
    with pytest.raises(ReleaseRefused, match="not of all cases"):
        propose(eight, closed, ASKED)
    assert not Release.objects.exists()


def test_a_finding_that_those_counted_do_not_come_to_is_not_released(eight: Audit, closed: AuditTheme) -> None:
    closed.findings.filter(question=Q.MALE).update(part=7)
    with pytest.raises(ReleaseRefused, match="nothing can say"):
        propose(eight, closed, ASKED)


def test_a_closed_audit_is_released_by_clicking(
    eight: Audit, closed: AuditTheme, signed_in: Callable[[Staff], Client]
) -> None:
    lead = signed_in(eight.partnership.staff[Role.AUDITOR])
    listed = words(lead.get("/learning/releases/"))
    assert "propose figures" in listed and ", closed " in listed
    page = f"/learning/releases/new/{closed.public_id}/"
    assert "This audit is closed." in words(lead.get(page))
    asked = {one.value: "untold" for one in Question if one is not Q.REFERRALS_SILENT}
    typed = {"title": "Knife crime, 2026", "cohort": "exact", "parent": "untold"} | asked | {"male": "exact"}
    made = lead.post(page, typed, follow=True)
    assert "8 of 8 are male. Exactly" in words(made)
