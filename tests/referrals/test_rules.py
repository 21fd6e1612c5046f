"""The rules of referrals: the one table, its picture, the list of kinds, and what is missing before sending."""

import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kith.referrals.rules import draw_states, load_kind_lists, missing_before_sending
from kith.referrals.rules.kinds import KindListError
from kith.referrals.vocabulary import (
    ENDED,
    SIDES,
    TRANSITIONS,
    WAITING,
    ReferralAct,
    ReferralState,
    RiskLine,
    RiskSaid,
    RiskTo,
)
from kith.work.rules import clock_for
from tests.environment import REPOSITORY
from tests.referrals.world import TODAY, full_content, full_risk, none_known, one_risk

GUIDE = (REPOSITORY / "docs" / "guides" / "referrals.md").read_text(encoding="utf-8")


def test_the_picture_in_the_guide_is_drawn_from_the_table() -> None:
    found = re.search(r"```mermaid\n(.*?)\n```", GUIDE, re.DOTALL)
    assert found and found[1] == draw_states()


def test_every_state_is_in_the_table_and_can_be_reached_and_left_or_is_the_end() -> None:
    assert set(TRANSITIONS) == set(ReferralState)
    reached, frontier = {ReferralState.DRAFT}, {ReferralState.DRAFT}
    while frontier:
        frontier = {after for state in frontier for after in TRANSITIONS[state].values()} - reached
        reached |= frontier
    assert reached == set(ReferralState)
    assert {state for state, acts in TRANSITIONS.items() if not acts} < ENDED
    assert {act for acts in TRANSITIONS.values() for act in acts} == set(ReferralAct) == set(SIDES)


def test_somebody_is_asked_wherever_a_referral_waits() -> None:
    """In every state but the draft that is not an end, a clock runs, or the worker is at work with the child."""
    without = set(ReferralState) - set(WAITING)
    assert without == {
        ReferralState.DRAFT,
        ReferralState.FIRST_CONTACT,
        ReferralState.DECLINED,
        ReferralState.FEEDBACK_SENT,
        ReferralState.WITHDRAWN,
    }


def test_the_days_of_the_guide_are_those_of_the_clocks() -> None:
    table = dict(re.findall(r"^\| ([^|]+?) \| [^|]+ \| (\d) working days? \|$", GUIDE, re.MULTILINE))
    shown = {
        "sent": ReferralState.SENT,
        "acknowledged, or a question answered": ReferralState.ACKNOWLEDGED,
        "a question asked": ReferralState.ASKED,
        "accepted": ReferralState.ACCEPTED,
        "allocated": ReferralState.ALLOCATED,
        "completed": ReferralState.COMPLETED,
    }
    assert set(table) == set(shown)
    for words, state in shown.items():
        assert clock_for(WAITING[state].kind, TODAY)[1].due_working_days == int(table[words])


def test_a_withdrawal_is_possible_until_completion_and_not_after() -> None:
    may = {state for state, acts in TRANSITIONS.items() if ReferralAct.WITHDRAW in acts}
    assert set(ReferralState) - may == {
        ReferralState.DECLINED,
        ReferralState.COMPLETED,
        ReferralState.FEEDBACK_SENT,
        ReferralState.WITHDRAWN,
    }


def test_nothing_is_missing_of_a_full_form() -> None:
    assert missing_before_sending(full_content(), full_risk(), TODAY) == {}
    assert missing_before_sending(full_content(), none_known(), TODAY) == {}


MAY_BE_EMPTY = {"manager_told", "parents_view", "consent_legal_reason", "parents_told_says"}


@pytest.mark.parametrize("name", [f.name for f in fields(full_content()) if f.name not in MAY_BE_EMPTY])
def test_each_field_left_out_alone_is_named_by_its_own_name(name: str) -> None:
    empty: Any = None if name in {"level_of_need", "consented_on", "parents_told"} else ""
    assert set(missing_before_sending(replace(full_content(), **{name: empty}), full_risk(), TODAY)) == {name}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (one_risk(to=()), "to"),
        (one_risk(to=(RiskTo.NAMED,)), "named_person"),
        (one_risk(checked_on=None), "checked_on"),
        (one_risk(checked_on=TODAY + timedelta(days=1)), "checked_on"),
        (one_risk(incident_on=TODAY + timedelta(days=1)), "incident_on"),
        (one_risk(incident=""), "incident"),
        (one_risk(incident_on=None), "incident"),
        (one_risk(weapon_kind=" "), "weapon_kind"),
    ],
)
def test_each_part_of_a_risk_that_is_missing_is_named(line: RiskLine, name: str) -> None:
    said = RiskSaid(visit_safety="In pairs", risks=(one_risk(), line))
    assert set(missing_before_sending(full_content(), said, TODAY)) == {f"risk-2-{name}"}


def test_a_day_in_the_future_is_no_day_of_checking() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert set(missing_before_sending(full_content(), none_known(checked_on=tomorrow), TODAY)) == {"checked_in"}
    assert set(missing_before_sending(full_content(consented_on=tomorrow), full_risk(), TODAY)) == {"consented_on"}


@pytest.mark.parametrize(
    "text",
    [
        'version = "1"\nvalid_from = 2026-01-01\n[look_back_weeks]\n"police.nothing" = 10\n',
        'version = "1"\nvalid_from = 2026-01-01\n[look_back_weeks]\n"police.weapon" = 0\n',
        'version = "1"\nvalid_from = 2026-01-01\n[look_back_weeks]\n',
    ],
)
def test_a_list_of_kinds_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "2026-01-01.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KindListError):
        load_kind_lists(tmp_path)


def test_two_lists_of_one_day_and_none_at_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KindListError):
        load_kind_lists(tmp_path / "empty")
    text = 'version = "{}"\nvalid_from = 2026-01-01\n[look_back_weeks]\n"police.weapon" = 10\n'
    for number in (1, 2):
        (tmp_path / f"2026-01-0{number}.toml").write_text(text.format(number), encoding="utf-8")
    with pytest.raises(KindListError):
        load_kind_lists(tmp_path)
