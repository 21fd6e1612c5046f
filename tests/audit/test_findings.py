"""Findings count themselves: those of the knife-crime audit come out of the record of eight young people."""

from dataclasses import replace
from typing import Any

import psycopg
import pytest

from kith.access.services import connect_as
from kith.access.vocabulary import Purpose, Refused, Role
from kith.audit import selectors, services
from kith.audit.models import AuditAction, CaseRecord, Finding
from kith.audit.vocabulary import AuditActionState, AuditRefused, ChosenBy, Question
from kith.work.models import Task
from kith.work.vocabulary import TaskKind
from tests.audit.conftest import Audit

# What the newsletter's audit of December 2019 found, as counts of the eight.
EXPECTED = {
    Question.COUNTY_LINES: ("None (0 of 8) of the young people are, by the record, linked to county lines.", 0, 8),
    Question.MALE: ("All (8 of 8) of the young people are male.", 8, 8),
    Question.LOOKED_AFTER: ("Half (4 of 8) of the young people were looked after on the day of the incident.", 4, 8),
    Question.PROTECTION_PLAN: ("None (0 of 8) of the young people had a child protection plan on that day.", 0, 8),
    Question.IN_NEED: ("Several (3 of 8) of the young people had a child in need plan on that day.", 3, 8),
    Question.NEVER_KNOWN: (
        "One (1 of 8) of the young people had never been involved with statutory social care.",
        1,
        8,
    ),
    Question.EHCP: (
        "Half (4 of 8) of the young people had an Education, Health and Care Plan on that day.",
        4,
        8,
    ),
    Question.ATTENDANCE_FELL: (
        "Most (6 of 8) of the young people went to school less before the incident: attendance had fallen by ten "
        "points or more.",
        6,
        8,
    ),
    Question.EXCLUDED_OFTEN: (
        "Most (6 of 8) of the young people had been suspended or excluded twice or more before the incident.",
        6,
        8,
    ),
    Question.MUCH_POLICE_AND_OUT: (
        "Several (3 of 8) of the young people had both much contact with the police (ten times or more) and time out "
        "of school before it.",
        3,
        8,
    ),
    Question.HUNDRED_BY_TEN: (
        "One (1 of 8) of the young people had over 100 contacts with the police by the age of 10.",
        1,
        8,
    ),
    Question.VOICE_SOUGHT: ("All (8 of 8) of the young people were asked for their wishes and feelings.", 8, 8),
    Question.VOICE_DECLINED: (
        "Several (3 of 8) of the young people would rather not say when they were asked.",
        3,
        8,
    ),
    Question.REFERRALS_SILENT: ("Most (3 of 5) of the referrals sent since the incident do not note the risk.", 3, 5),
}


def test_the_findings_of_the_knife_crime_audit_come_out_of_the_record(eight: Audit) -> None:
    theme = eight.counted()
    found = {Question(row.question): row for row in Finding.objects.filter(theme=theme)}
    assert set(found) == set(Question)
    for question, (says, part, whole) in EXPECTED.items():
        row = found[question]
        assert (row.says, row.part, row.whole, row.unknown) == (says, part, whole, 0), question


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("Hale",), "None (0 of 1) of the young people were looked after on the day of the incident."),
        (("Alder",), "All (1 of 1) of the young people were looked after on the day of the incident."),
    ],
)
def test_a_cohort_of_one_is_counted_and_says_that_it_is_one(eight: Audit, names: tuple[str, ...], says: str) -> None:
    theme = eight.plan()
    assert eight.world is not None
    chosen = tuple(eight.world.people[name][1] for name in names)
    assert eight.fix(theme, chosen_by=ChosenBy.TARGETED, people=chosen) == 1
    eight.ask(theme)
    services.draft_tools(theme=theme, by=eight.lead, now=eight.now)
    services.count_findings(theme=theme, by=eight.lead, now=eight.now)
    assert Finding.objects.get(theme=theme, question=Question.LOOKED_AFTER).says == says


def test_what_the_record_learns_later_changes_a_finding_only_when_it_is_read_again(eight: Audit) -> None:
    theme = eight.counted()
    with connect_as("worker"):
        kept = CaseRecord.objects.filter(case__theme=theme).first()
        assert kept is not None
        kept.facts["county_lines"] = True
        kept.save()
    services.count_findings(theme=theme, by=eight.lead, now=eight.now)
    assert Finding.objects.get(theme=theme, question=Question.COUNTY_LINES).part == 1
    services.draft_tools(theme=theme, by=eight.lead, now=eight.now)
    services.count_findings(theme=theme, by=eight.lead, now=eight.now)
    assert Finding.objects.get(theme=theme, question=Question.COUNTY_LINES).part == 0


def test_nothing_is_counted_before_it_is_read_nor_by_whoever_leads_no_audit(eight: Audit) -> None:
    theme = eight.plan()
    eight.fix(theme)
    with pytest.raises(AuditRefused, match="Draft the tools first"):
        services.count_findings(theme=theme, by=eight.lead, now=eight.now)
    with pytest.raises(Refused):
        services.count_findings(theme=theme, by=eight.auditor("police"), now=eight.now)


def act(eight: Audit, theme: Any, owner: str = "care") -> AuditAction:
    finding = Finding.objects.get(theme=theme, question=Question.REFERRALS_SILENT)
    recommendation = services.recommend(
        theme=theme,
        finding=finding.public_id,
        says="Every referral says which risk is known, or where that was checked.",
        by=eight.lead,
        now=eight.now,
    )
    made = services.agree_audit_action(
        theme=theme,
        recommendation=recommendation,
        what="Brief every team on noting the risk in a referral.",
        owner_id=eight.auditors[owner].pk,
        due_on=eight.day(30),
        by=eight.lead,
        now=eight.now,
    )
    return AuditAction.objects.get(public_id=made)


def test_an_action_is_shown_sent_back_shown_again_and_accepted(eight: Audit) -> None:
    row = act(eight, eight.counted())
    owner = eight.auditor("care")

    def waiting() -> int:
        return Task.objects.filter(kind=TaskKind.AUDIT_ACTION, owner_id=owner.staff_id, state="open").count()

    assert waiting() == 1
    with pytest.raises(Refused):
        services.show_evidence(action=row.public_id, evidence="All were briefed.", seen=1, by=eight.lead, now=eight.now)
    services.show_evidence(
        action=row.public_id, evidence="Nine teams were briefed in May.", seen=1, by=owner, now=eight.now
    )
    assert waiting() == 0
    with pytest.raises(AuditRefused, match="since you opened it"):
        services.accept_evidence(action=row.public_id, seen=1, by=eight.lead, now=eight.now)
    services.send_back(
        action=row.public_id, because="How do you know that it helped?", seen=2, by=eight.lead, now=eight.now
    )
    assert waiting() == 1
    services.show_evidence(
        action=row.public_id, evidence="Of 40 referrals since, 38 note the risk.", seen=3, by=owner, now=eight.now
    )
    services.accept_evidence(action=row.public_id, seen=4, by=eight.lead, now=eight.now)
    row.refresh_from_db()
    assert (row.state, row.accepted_by_id) == (AuditActionState.ACCEPTED, eight.lead.staff_id)


def test_nobody_accepts_their_own_action(eight: Audit) -> None:
    theme = eight.counted()
    own = eight.partnership.staff[Role.AUDITOR]
    eight.auditors["own"] = own
    row = act(eight, theme, "own")
    services.show_evidence(
        action=row.public_id, evidence="It was done in the spring.", seen=1, by=eight.lead, now=eight.now
    )
    with pytest.raises(AuditRefused, match="accepts their own"):
        services.accept_evidence(action=row.public_id, seen=2, by=eight.lead, now=eight.now)


@pytest.mark.parametrize("vague", ["Most teams were briefed.", "Several schools joined in.", "Half of them came."])
def test_a_recommendation_with_a_vague_word_needs_its_number(eight: Audit, vague: str) -> None:
    theme = eight.counted()
    finding = Finding.objects.filter(theme=theme).first()
    assert finding is not None
    with pytest.raises(AuditRefused, match="does not say how many"):
        services.recommend(theme=theme, finding=finding.public_id, says=vague, by=eight.lead, now=eight.now)


def test_an_audit_that_repeats_another_shows_what_is_different(eight: Audit) -> None:
    first = eight.counted()
    again = eight.plan(follows=first.public_id)
    assert eight.world is not None
    chosen = tuple(eight.world.people[name][1] for name in ("Alder", "Drew", "Hale"))
    eight.fix(again, chosen_by=ChosenBy.TARGETED, people=chosen)
    eight.ask(again)
    services.draft_tools(theme=again, by=eight.lead, now=eight.now)
    services.count_findings(theme=again, by=eight.lead, now=eight.now)
    moved = {each.question: each for each in selectors.difference_of(again)}
    looked_after = moved[Question.LOOKED_AFTER]
    assert (looked_after.before.part, looked_after.after.part, looked_after.after.whole) == (4, 2, 3)
    assert looked_after.points == pytest.approx(16.7)
    assert moved[Question.REFERRALS_SILENT].points == 40.0
    assert selectors.difference_of(first) == ()


def test_findings_stay_when_the_audit_closes_and_its_auditors_see_nobody(
    eight: Audit, admin: psycopg.Connection[Any]
) -> None:
    theme = eight.counted()
    assert len(selectors.open_cases(theme, viewer=eight.lead, purpose=Purpose.AUDIT)) == 8
    assert services.close_theme(theme=theme, by=eight.lead, now=eight.now) == 8 * 4
    theme.refresh_from_db()
    assert selectors.open_cases(theme, viewer=eight.lead, purpose=Purpose.AUDIT) == []
    assert selectors.open_cases(theme, viewer=eight.auditor("police"), purpose=Purpose.AUDIT) == []
    assert Finding.objects.filter(theme=theme).count() == len(Question)
    with pytest.raises(AuditRefused, match="closed"):
        services.count_findings(theme=theme, by=eight.lead, now=eight.now)
    ended = admin.execute(
        "SELECT count(*) FROM access_trace "
        "WHERE action = 'access.ended_relationship' AND after->>'source' = 'audit_cohort'"
    ).fetchall()
    assert ended == [(32,)]


def test_how_referrals_go_on_is_counted_by_quarter(eight: Audit) -> None:
    quarters = selectors.noting_by_quarter(viewer=eight.lead, since=eight.day(-200))
    # Two that note the risk are too few to be told to everybody: they would say that three do not.
    assert [(each.sent, each.noting, each.left_out) for each in quarters] == [(0, 0, 1)]
    inside = replace(eight.lead, roles=eight.lead.roles | {Role.PANEL_CHAIR})
    assert [
        (q.sent, q.noting, q.left_out) for q in selectors.noting_by_quarter(viewer=inside, since=eight.day(-200))
    ] == [(5, 2, 0)]
