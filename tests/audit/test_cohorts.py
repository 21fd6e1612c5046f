"""Choosing cases: by the rule, at random from a seed, one by one; of nobody, of one, of all, of too many."""

import hashlib
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from kith.access.selectors import look
from kith.access.services import connect_as
from kith.access.services.relationships import block_staff, shield_person
from kith.access.vocabulary import BlockKind, NotShown, Purpose, Refused, Role, ShieldKind
from kith.audit import selectors, services
from kith.audit.models import AuditCase, Cohort
from kith.audit.services import AuditFollower
from kith.audit.vocabulary import AuditRefused, ChosenBy, CohortRule
from kith.linking.vocabulary import Move, MoveKind
from tests.audit.conftest import Audit
from tests.worlds.knife_crime import put_entries


def cases_of(theme: Any) -> dict[int, AuditCase]:
    with connect_as("worker"):
        return {case.person_id: case for case in AuditCase.objects.filter(theme=theme, set_aside_because="")}


def child(audit: Audit, name: str, *kinds_and_days: tuple[str, int]) -> int:
    person, _ = audit.partnership.add_person(name, "Reed")
    told = [("police", kind, audit.day(-days), None) for kind, days in kinds_and_days]
    put_entries(audit.partnership, person, told)
    return person


def test_the_rule_finds_every_incident_of_the_period_and_the_first_is_the_day(audit: Audit) -> None:
    inside = child(audit, "Ada", ("police.weapon", 200), ("police.weapon", 150))
    child(audit, "Ben", ("police.weapon", 400))
    child(audit, "Cyd", ("police.contact", 200))
    theme = audit.plan()
    found = selectors.count_found(CohortRule.WEAPON, theme.begins_on, theme.ends_on, viewer=audit.lead)
    assert (found, audit.fix(theme)) == (1, 1)
    assert {person: case.incident_on for person, case in cases_of(theme).items()} == {inside: audit.day(-200)}


def test_who_only_saw_it_or_was_hurt_or_is_an_adult_is_not_found(audit: Audit) -> None:
    for name, role in (("Ada", "witness"), ("Ben", "victim")):
        person, _ = audit.partnership.add_person(name, "Reed")
        put_entries(audit.partnership, person, [("police", "police.weapon", audit.day(-200), None)], role=role)
    adult, _ = audit.partnership.add_person("Cyd", "Reed", audit.day(-20 * 366))
    put_entries(audit.partnership, adult, [("police", "police.weapon", audit.day(-200), None)])
    assert audit.fix(audit.plan()) == 0


def test_a_cohort_of_nobody_is_an_answer(audit: Audit) -> None:
    theme = audit.plan()
    assert audit.fix(theme) == 0
    assert (theme.state, Cohort.objects.get(theme=theme).size) == ("auditing", 0)
    audit.ask(theme)
    with pytest.raises(AuditRefused, match="no case to read"):
        services.draft_tools(theme=theme, by=audit.lead, now=audit.now)


def test_a_random_draw_can_be_repeated_and_is_the_order_of_a_hash(eight: Audit) -> None:
    theme = eight.plan()
    assert eight.fix(theme, chosen_by=ChosenBy.RANDOM, wanted=3, seed="larch") == 3
    assert eight.world is not None
    order = sorted(eight.world.people.values(), key=lambda pair: hashlib.sha256(f"larch:{pair[1]}".encode()).digest())
    assert set(cases_of(theme)) == {person for person, _ in order[:3]}
    again = eight.plan()
    eight.fix(again, chosen_by=ChosenBy.RANDOM, wanted=3, seed="larch")
    assert set(cases_of(again)) == set(cases_of(theme))
    kept = Cohort.objects.get(theme=theme)
    assert (kept.found, kept.size, kept.seed, kept.fixed_by_id) == (8, 3, "larch", eight.lead.staff_id)


def test_a_random_draw_without_a_seed_keeps_one_and_takes_all_when_there_are_fewer(eight: Audit) -> None:
    theme = eight.plan()
    assert eight.fix(theme, chosen_by=ChosenBy.RANDOM, wanted=20) == 8
    assert len(Cohort.objects.get(theme=theme).seed) == 16


def test_one_case_in_two_cohorts_of_an_audit_is_one_case(eight: Audit) -> None:
    theme = eight.plan()
    eight.fix(theme)
    assert eight.world is not None
    _, alder = eight.world.people["Alder"]
    assert eight.fix(theme, chosen_by=ChosenBy.INSPECTOR, people=(alder,)) == 1
    assert len(cases_of(theme)) == 8
    assert [cohort.size for cohort in selectors.cohorts_of(theme)] == [8, 1]


def test_one_case_in_two_audits_stays_open_until_the_second_ends(eight: Audit) -> None:
    first, second = eight.counted(), eight.counted()
    services.close_theme(theme=first, by=eight.lead, now=eight.now)
    assert len(selectors.open_cases(second, viewer=eight.lead, purpose=Purpose.AUDIT)) == 8
    services.close_theme(theme=second, by=eight.lead, now=eight.now)
    assert eight.world is not None
    with (
        pytest.raises(NotShown),
        look(viewer=eight.lead, people=[eight.world.people["Alder"][1]], purpose=Purpose.AUDIT, what="test"),
    ):
        pass


def test_more_than_an_audit_reads_are_refused_before_anybody_is_drawn(audit: Audit, monkeypatch: Any) -> None:
    for number in range(3):
        child(audit, f"Ada{number}", ("police.weapon", 200))
    theme = audit.plan()
    monkeypatch.setattr("kith.audit.rules.checks.MOST_CASES", 2)
    with pytest.raises(AuditRefused, match="3 cases"):
        audit.fix(theme)
    assert not cases_of(theme)


def test_whoever_is_shielded_is_in_no_cohort_however_it_is_chosen(eight: Audit) -> None:
    assert eight.world is not None
    person, public_id = eight.world.people["Alder"]
    with connect_as("worker"):
        shield_person(person_id=person, kind=ShieldKind.WITNESS_PROTECTION, reason="Protected.", by=None, now=eight.now)
    theme = eight.plan()
    assert eight.fix(theme) == 7
    assert eight.fix(theme, chosen_by=ChosenBy.TARGETED, people=(public_id,)) == 0
    assert person not in cases_of(theme)


def test_an_auditor_who_is_kept_away_from_a_child_sees_the_others(eight: Audit) -> None:
    assert eight.world is not None
    person, _ = eight.world.people["Alder"]
    with connect_as("worker"):
        block_staff(
            staff_id=eight.lead.staff_id,
            person_id=person,
            kind=BlockKind.OWN_FAMILY,
            reason="A nephew.",
            by=None,
            now=eight.now,
        )
    theme = eight.plan()
    eight.fix(theme)
    assert len(selectors.open_cases(theme, viewer=eight.lead, purpose=Purpose.AUDIT)) == 7


def test_nobody_but_an_auditor_in_a_look_can_draw(eight: Audit, admin: psycopg.Connection[Any]) -> None:
    theme = eight.plan()
    for viewer in (eight.auditor("police"), eight.partnership.viewer(Role.PANEL_CHAIR)):
        with pytest.raises(Refused):
            services.fix_cohort(theme=theme, new=eight.cohort(), by=viewer, now=eight.now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_count_found('{police.weapon}', '{subject}', 1, '2000-01-01', '2100-01-01')")
        assert cursor.fetchone() == (None,)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_cohortmember (cohort_id, case_id, person_id) VALUES (1, 1, 1)")
    eight.fix(theme)
    drawn = admin.execute("SELECT count(*) FROM access_trace WHERE action = 'audit.drew_case'").fetchall()
    assert drawn == [(8,)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"because": "Why"}, "Say in a sentence why"),
        ({"chosen_by": ChosenBy.RANDOM}, "how many cases"),
        ({"chosen_by": ChosenBy.TARGETED}, "at least one case"),
        ({"chosen_by": ChosenBy.RANDOM, "wanted": 101}, "101 cases"),
    ],
)
def test_a_cohort_that_nobody_could_explain_is_refused(audit: Audit, wrong: dict[str, Any], words: str) -> None:
    theme = audit.plan()
    with pytest.raises(AuditRefused, match=words):
        audit.fix(theme, **wrong)


def test_a_theme_needs_a_question_a_past_period_and_an_end(audit: Audit) -> None:
    for wrong in (
        {"question": "Why"},
        {"ends_on": audit.day(-400)},
        {"begins_on": audit.day(1), "ends_on": audit.day(2)},
        {"reads_until": audit.day(181)},
    ):
        with pytest.raises(AuditRefused):
            audit.plan(**wrong)


def test_two_cases_that_turn_out_to_be_one_person_both_stay_and_one_counts(eight: Audit) -> None:
    theme = eight.plan()
    eight.fix(theme)
    assert eight.world is not None
    stays, goes = (eight.world.people[name][0] for name in ("Alder", "Birk"))
    move = Move(kind=MoveKind.MERGE, from_person=goes, to_person=stays, by=None, now=eight.now + timedelta(minutes=1))
    with connect_as("worker"):
        AuditFollower().follow(move)
        rows = AuditCase.objects.filter(theme=theme, person_id=stays)
        assert sorted(row.set_aside_because for row in rows) == ["", "Their records turned out to be of one person."]
    assert len(cases_of(theme)) == 7
