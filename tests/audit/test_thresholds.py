"""Thresholds are data: a changed value changes the finding, an audit keeps its version, a re-audit says what moved."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from kith.access.models import Staff
from kith.access.vocabulary import Role
from kith.audit import selectors, services
from kith.audit.models import AuditTheme, Finding
from kith.audit.rules import (
    ThresholdsError,
    question_words,
    thresholds,
    thresholds_called,
    thresholds_differ,
    thresholds_on,
)
from kith.audit.vocabulary import HANGS_ON, QUESTION_WORDS, THRESHOLD_WORDS, Question, Thresholds
from tests.audit.conftest import Audit
from tests.worlds.words import words

FIRST = thresholds.FOLDER / "2026-09-01.toml"
NUMBERS = set(Thresholds.__dataclass_fields__) - {"version", "valid_from", "valid_to", "source"}


@pytest.fixture
def changed(audit: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Let a second version begin today in which one value is another."""

    def change(old: str, new: str) -> None:
        today, text = audit.day(0), FIRST.read_text(encoding="utf-8")
        assert len(re.findall(old, text)) == 1
        first = f"valid_to = {today - timedelta(days=1)}\n{text}"
        (tmp_path / FIRST.name).write_text(first, encoding="utf-8")
        second = text.replace('version = "2026-09-01"', 'version = "second"')
        second = second.replace("valid_from = 2026-09-01", f"valid_from = {today}").replace(old, new)
        (tmp_path / "2999-01-01.toml").write_text(second, encoding="utf-8")
        monkeypatch.setattr(thresholds, "FOLDER", tmp_path)

    return change


def fell(theme: AuditTheme) -> tuple[int, int, str]:
    row = Finding.objects.get(theme=theme, question=Question.ATTENDANCE_FELL)
    return row.part, row.whole, row.says


def test_changing_one_value_in_the_file_changes_the_finding(eight: Audit, changed: Callable[[str, str], None]) -> None:
    before = eight.counted()
    changed("fell_points = 10", "fell_points = 20")
    after = eight.counted()
    assert fell(before)[:2] == (6, 8) and "ten points or more" in fell(before)[2]
    assert fell(after)[:2] == (4, 8) and "20 points or more" in fell(after)[2]
    assert (before.thresholds, after.thresholds) == ("2026-09-01", "second")
    services.count_findings(theme=before, by=eight.lead, now=eight.now)
    assert fell(before)[:2] == (6, 8), "an audit keeps the thresholds that it began with"


def test_a_re_audit_counts_with_the_same_thresholds_or_says_that_they_changed(
    eight: Audit, changed: Callable[[str, str], None], signed_in: Callable[[Staff], Client]
) -> None:
    first = eight.counted()
    changed("fell_points = 10", "fell_points = 20")
    same = eight.counted(follows=first.public_id)
    assert same.thresholds == first.thresholds
    assert {each.counted_otherwise for each in selectors.difference_of(same)} == {""}
    other = eight.counted(follows=first.public_id, todays_thresholds=True)
    said = {each.question: each.counted_otherwise for each in selectors.difference_of(other) if each.counted_otherwise}
    assert said == {Question.ATTENDANCE_FELL: "points that make a fall in attendance: 10 then, 20 now"}
    lead = signed_in(eight.partnership.staff[Role.AUDITOR])
    shown = words(lead.get(f"/audit/{other.public_id}/difference/"))
    assert "Counted otherwise , so this is no like for like. points that make a fall" in shown
    assert "Points that make a fall in attendance: 20" in words(lead.get(f"/audit/{other.public_id}/findings/"))


def test_a_version_that_audits_were_counted_with_is_missed(eight: Audit, changed: Callable[[str, str], None]) -> None:
    changed("much = 10", "much = 12")
    theme = eight.counted()
    (thresholds.FOLDER / "2999-01-01.toml").unlink()
    thresholds._load.cache_clear()
    with pytest.raises(ThresholdsError, match="Put the file back"):
        services.count_findings(theme=theme, by=eight.lead, now=eight.now)


def test_every_number_has_its_words_and_an_answer_that_hangs_on_it() -> None:
    assert set(THRESHOLD_WORDS) == NUMBERS == set(thresholds._BETWEEN)
    assert {name for names in HANGS_ON.values() for name in names} == NUMBERS
    held = thresholds_called("2026-09-01")
    for question in Question:
        said = question_words(question, held)
        assert "{" not in said.asks + said.says
        takes_numbers = "{" in QUESTION_WORDS[question].says
        assert takes_numbers <= (question in HANGS_ON)
        assert thresholds_differ(question, held, held) == ""


def test_before_the_first_version_the_first_holds() -> None:
    held = thresholds_on(thresholds_called("2026-09-01").valid_from - timedelta(days=900))
    assert held.version == "2026-09-01" and held.source


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("often = 2 ", "oftn = 2 ", "lacks or misspells exclusions_often, exclusions_oftn"),
        ("weeks = 12 ", "weeks = 0 ", "attendance_weeks must be a whole number from 4"),
        ("many = 4 ", "many = true ", "agencies_many must be a whole number"),
        ("much = 10 ", "much = 10.5 ", "police_much must be a whole number"),
        ("[agencies]", "[agency]", "agency_many"),
        ('version = "2026-09-01"', 'version = ""', "must say its version"),
        ("valid_from = 2026-09-01", 'valid_from = "soon"', "must say its version"),
        ("\nmuch", "\nmost = 3\nmuch", "police_most"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, why: str
) -> None:
    text = FIRST.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "2026-01-01.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(thresholds, "FOLDER", tmp_path)
    with pytest.raises(ThresholdsError, match=why):
        thresholds_on(thresholds_called("2026-09-01").valid_from)


def test_two_versions_that_hold_on_one_day_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = FIRST.read_text(encoding="utf-8")
    for name, held in (("2026-01-01.toml", "2026-09-01"), ("2027-01-01.toml", "2027-01-01")):
        (tmp_path / name).write_text(text.replace("2026-09-01", held), encoding="utf-8")
    monkeypatch.setattr(thresholds, "FOLDER", tmp_path)
    with pytest.raises(ThresholdsError, match="must end"):
        thresholds_called("2026-09-01")
