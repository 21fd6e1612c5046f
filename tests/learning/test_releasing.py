"""Releases of figures: by two people, judged by all that was ever told, handed over once, never forgotten."""

import threading
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from kith.access.selectors import look_over_list
from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Refused, Role, Viewer
from kith.audit import services as audit_services
from kith.audit.models import AuditTheme
from kith.audit.vocabulary import ChosenBy, Question
from kith.learning import selectors, services
from kith.learning.models import Release, ReleasedChild, ReleasedStatement
from kith.learning.rules.release_words import message_text, sentence
from kith.learning.services import ReleasesFollower
from kith.learning.vocabulary import NewRelease, ReleaseRefused, ReleaseState, Telling
from kith.linking.vocabulary import Move, MoveKind
from kith.publishing.vocabulary.figures import figures_of, tables_of
from tests.audit.conftest import Audit
from tests.learning.releasing import WHY, Arrived, approve, groups, hand_over, propose, said
from tests.worlds.knife_crime import put_entries

Q = Question


def test_four_of_eight_is_refused_with_what_to_tell_more_coarsely_and_told_as_coarsely_as_it_takes(
    eight: Audit,
) -> None:
    theme = eight.counted()
    exact = {Q.MALE: Telling.EXACT, Q.LOOKED_AFTER: Telling.EXACT, Q.VOICE_SOUGHT: Telling.EXACT}
    with pytest.raises(ReleaseRefused) as refused:
        propose(eight, theme, exact)
    assert {fault.coarsen for fault in refused.value.faults} == {
        "young people who were looked after on the day of the incident"
    }
    assert not Release.objects.exists() and not ReleasedStatement.objects.exists()
    made = propose(eight, theme, exact, coarsen=True)
    assert said(eight, made) == [
        "cohort  exact 8-8",
        "parent  untold 0-1000000",
        "finding male exact 8-8",
        "finding looked_after band 0-4",
        "finding voice_sought exact 8-8",
    ]
    release, statements, faults = selectors.open_release(made, viewer=eight.lead, purpose=Purpose.AUDIT)
    assert faults == []
    assert [sentence(one, 8) for one in statements][2:4] == [
        "8 of 8 are male.",
        "Fewer than 5 were looked after on the day of the incident.",
    ]
    text = message_text(release.title, statements)
    assert [(one.key, one.n, one.of) for one in figures_of(text)] == [
        ("Are male", 8, 8),
        ("Were asked for their wishes and feelings", 8, 8),
    ]
    (table,) = tables_of(text)
    assert ("Were looked after on the day of the incident (fewer than 5)", None) in table.rows


def test_two_people_release_and_nobody_approves_their_own(eight: Audit, publisher: Viewer) -> None:
    made = propose(eight, eight.counted(), {Q.MALE: Telling.EXACT})
    with pytest.raises(ReleaseRefused, match="Nobody approves their own"):
        approve(eight, made, eight.lead)
    for role in set(Role) - {Role.AUDITOR, Role.PUBLISHER}:
        with pytest.raises(Refused):
            approve(eight, made, eight.partnership.viewer(role))
    approve(eight, made, publisher)
    with pytest.raises(ReleaseRefused, match="has decided"):
        approve(eight, made, publisher)
    row = Release.objects.get()
    assert (row.state, row.decided_by_id) == ("approved", publisher.staff_id) and "Publisher" in row.approved_as
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(decided_by_id=eight.lead.staff_id)


def test_two_releases_that_are_harmless_alone_are_not_both_approved(eight: Audit, publisher: Viewer) -> None:
    theme = eight.counted()
    cohort = propose(eight, theme, {Q.MALE: Telling.BAND}, cohort=Telling.EXACT)
    finding = propose(eight, theme, {Q.EXCLUDED_OFTEN: Telling.EXACT}, cohort=Telling.UNTOLD)
    approve(eight, cohort, publisher)
    with pytest.raises(ReleaseRefused, match="could be worked out") as refused:
        approve(eight, finding, publisher)
    assert [fault.possible for fault in refused.value.faults] == [(2,)]
    assert Release.objects.get(public_id=finding).state == "proposed"
    _, _, faults = selectors.open_release(finding, viewer=publisher, purpose=Purpose.AUDIT)
    assert len(faults) == 1


def test_approved_at_the_same_moment_one_of_the_two_is_refused(eight: Audit, publisher: Viewer) -> None:
    theme = eight.counted()
    both = [
        propose(eight, theme, {Q.MALE: Telling.BAND}, cohort=Telling.EXACT),
        propose(eight, theme, {Q.EXCLUDED_OFTEN: Telling.EXACT}, cohort=Telling.UNTOLD),
    ]
    together, refused = threading.Barrier(2), list[str]()

    def decide(release: UUID) -> None:
        together.wait(10)
        try:
            approve(eight, release, publisher)
        except ReleaseRefused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()
            connections["log"].close()

    deciders = [threading.Thread(target=decide, args=(release,)) for release in both]
    for each in deciders:
        each.start()
    for each in deciders:
        each.join(30)
    assert len(refused) == 1 and "could be worked out" in refused[0]
    assert sorted(Release.objects.values_list("state", flat=True)) == ["approved", "proposed"]


def test_what_was_withdrawn_stays_known_and_what_was_declined_never_was(eight: Audit, publisher: Viewer) -> None:
    theme = eight.counted()
    total = propose(eight, theme, {Q.MALE: Telling.BAND})
    services.decline_release(public_id=total, because="Wait for the next audit.", by=publisher, now=eight.now)
    finding = propose(eight, theme, {Q.EXCLUDED_OFTEN: Telling.EXACT}, cohort=Telling.UNTOLD)
    approve(eight, finding, publisher)
    services.withdraw_release(public_id=finding, because=WHY, by=publisher, now=eight.now)
    with pytest.raises(ReleaseRefused, match="could be worked out"):
        propose(eight, theme, {Q.MALE: Telling.BAND})
    other = propose(eight, theme, {Q.VOICE_SOUGHT: Telling.BAND}, cohort=Telling.UNTOLD)
    with pytest.raises(ReleaseRefused, match="in a sentence why"):
        services.decline_release(public_id=other, because="", by=publisher, now=eight.now)


def test_last_years_cohort_counts_too_and_so_does_a_case_in_two_cohorts(eight: Audit, publisher: Viewer) -> None:
    last = eight.counted(ends_on=eight.day(-90))
    approve(eight, propose(eight, last, {Q.MALE: Telling.EXACT}), publisher)
    another, _ = eight.partnership.add_person("Ives", "Vale", eight.day(-15 * 366))

    put_entries(eight.partnership, another, [("police", "police.weapon", eight.day(-100), None)])
    this = eight.plan()
    assert eight.fix(this) == 9
    eight.fix(this, because="The inspector asked for the same again.")
    eight.ask(this)
    _draft_and_count(eight, this)
    with pytest.raises(ReleaseRefused) as refused:
        propose(eight, this, {Q.COUNTY_LINES: Telling.EXACT})
    assert any("and not in" in fault.cell and fault.possible == (1,) for fault in refused.value.faults)
    made = propose(eight, this, {Q.COUNTY_LINES: Telling.EXACT}, coarsen=True)
    assert said(eight, made)[0] != "cohort  exact 9-9"


def _draft_and_count(audit: Audit, theme: AuditTheme) -> None:
    from kith.audit.services import count_findings, draft_tools

    draft_tools(theme=theme, by=audit.lead, now=audit.now)
    count_findings(theme=theme, by=audit.lead, now=audit.now)


def test_what_was_approved_reaches_the_site_once_and_is_taken_off(
    eight: Audit, publisher: Viewer, figures_arrived: Arrived, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = propose(eight, eight.counted(), {Q.MALE: Telling.EXACT, Q.EHCP: Telling.BAND})
    assert hand_over(eight) == 0
    approve(eight, made, publisher)
    with monkeypatch.context() as broken:
        broken.setattr("kith.learning.services.release_handing.trace", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            hand_over(eight)
    assert (Release.objects.get().state, len(figures_arrived(made))) == ("approved", 1), "broken after it had arrived"
    assert (hand_over(eight), hand_over(eight)) == (1, 0)
    ((verb, title, text, approved_as),) = figures_arrived(made)
    assert (verb, title, approved_as) == ("approve", "Knife crime", Release.objects.get().approved_as)
    assert [(one.key, one.n, one.of) for one in figures_of(text)] == [("Are male", 8, 8)]
    services.withdraw_release(public_id=made, because=WHY, by=eight.lead, now=eight.now)
    assert (hand_over(eight), hand_over(eight)) == (1, 0)
    assert [row[0] for row in figures_arrived(made)] == ["approve", "withdraw"]
    assert Release.objects.get().state == ReleaseState.WITHDRAWN


def test_a_withdrawal_before_the_first_hand_over_leaves_nothing_on_the_site(
    eight: Audit, publisher: Viewer, figures_arrived: Arrived
) -> None:
    made = propose(eight, eight.counted(), {Q.MALE: Telling.EXACT})
    approve(eight, made, publisher)
    services.withdraw_release(public_id=made, because=WHY, by=publisher, now=eight.now)
    assert hand_over(eight) == 1
    assert [row[0] for row in figures_arrived(made)] == ["withdraw"]


@pytest.mark.parametrize(("cases", "told"), [(0, "exact 0-0"), (1, "band 0-4")])
def test_a_cohort_of_nobody_and_of_one(eight: Audit, cases: int, told: str) -> None:
    theme = eight.plan()
    if cases:
        eight.fix(theme, chosen_by=ChosenBy.RANDOM, wanted=1, seed="larch")
        eight.ask(theme)
        _draft_and_count(eight, theme)
    else:
        eight.fix(theme, begins_on=eight.day(-20), ends_on=eight.day(-10))
        AuditTheme.objects.filter(pk=theme.pk).update(drafted_at=eight.now)
        audit_services.count_findings(theme=AuditTheme.objects.get(pk=theme.pk), by=eight.lead, now=eight.now)
    made = propose(eight, theme, {Q.MALE: Telling.EXACT}, coarsen=True)
    assert said(eight, made)[0] == f"cohort  {told}"
    assert tables_of(message_text("T", selectors.statements_of(Release.objects.get())))


def test_of_a_random_cohort_the_parent_may_be_told_and_what_is_left_over_is_guarded(eight: Audit) -> None:
    theme = eight.plan()
    eight.fix(theme, chosen_by=ChosenBy.RANDOM, wanted=6, seed="larch")
    eight.ask(theme)
    _draft_and_count(eight, theme)
    with pytest.raises(ReleaseRefused) as refused:
        propose(eight, theme, {Q.MALE: Telling.EXACT}, parent=Telling.EXACT)
    assert [(fault.cell.partition(": ")[2], fault.possible) for fault in refused.value.faults] == [
        ("those whom the rule found and nobody chose", (2,))
    ]
    made = propose(eight, theme, {Q.MALE: Telling.EXACT}, parent=Telling.EXACT, coarsen=True)
    assert "parent  band 5-9" in said(eight, made) or "cohort  band 5-9" in said(eight, made)


def test_findings_that_are_no_longer_of_the_record_are_not_released(eight: Audit) -> None:
    theme = eight.counted()
    theme.findings.filter(question=Q.MALE).update(part=7)
    with pytest.raises(ReleaseRefused, match="Count the findings again"):
        propose(eight, theme, {Q.MALE: Telling.EXACT})
    with pytest.raises(ReleaseRefused, match="count referrals"):
        propose(eight, theme, {Q.REFERRALS_SILENT: Telling.EXACT})
    with pytest.raises(ReleaseRefused, match="at least one"):
        propose(eight, theme, {Q.MALE: Telling.UNTOLD})
    with pytest.raises(Refused):
        new = NewRelease(theme=theme.public_id, title="Knife crime", findings={Q.MALE: Telling.EXACT})
        services.propose_release(new=new, coarsen=True, by=eight.partnership.viewer(Role.PUBLISHER), now=eight.now)


def test_two_children_who_become_one_stay_two_in_the_register_and_whoever_is_purged_stays_counted(
    eight: Audit, publisher: Viewer
) -> None:
    made = propose(eight, eight.counted(), {Q.MALE: Telling.EXACT, Q.EHCP: Telling.BAND})
    approve(eight, made, publisher)
    assert eight.world is not None
    alder, birk, cole = (eight.world.people[name][0] for name in ("Alder", "Birk", "Cole"))
    before = groups(publisher)
    follower = ReleasesFollower()
    with connect_as("worker"):
        follower.follow(Move(kind=MoveKind.MERGE, from_person=alder, to_person=birk, by=None, now=eight.now))
        assert ReleasedChild.objects.filter(person_id=birk).count() == 2
        assert follower.export(cole)["learning_releasedchild"]
        assert follower.purge(cole, by=None, now=eight.now).rows == 1
        assert not ReleasedChild.objects.filter(person_id__in=(alder, cole)).exists()
    assert groups(publisher) == before and sum(before.values()) == 8
    assert selectors.open_release(made, viewer=publisher, purpose=Purpose.AUDIT)[2] == []


def test_who_was_counted_leaves_the_register_only_as_numbers(eight: Audit, publisher: Viewer) -> None:
    propose(eight, eight.counted(), {Q.MALE: Telling.EXACT})
    with look_over_list(viewer=publisher, purpose=Purpose.AUDIT, what="learning.test"):
        assert not ReleasedChild.objects.exists()
    with transaction.atomic(), pytest.raises(DatabaseError, match="permission denied"):
        ReleasedStatement.objects.update(lowest=0)
    with (
        look_over_list(viewer=eight.partnership.viewer(Role.PRACTITIONER), purpose=Purpose.AUDIT, what="learning.test"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="leads audits or publishes"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT * FROM learning_release_groups(0)")
    with pytest.raises(Refused):
        selectors.releases_for(eight.partnership.viewer(Role.ANALYST))
