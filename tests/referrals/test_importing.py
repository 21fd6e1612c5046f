"""Referrals that another system wrote: in = sent + refused + duplicate, each refusal explained, nothing sent twice."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kith.referrals.management import register
from kith.referrals.rules import read_referrals, read_written
from kith.referrals.services import clear_risk, import_file, import_referrals, save_referral
from kith.referrals.vocabulary import (
    RING_FIRST,
    Became,
    Cleared,
    FileUnread,
    Included,
    NotComplete,
    Receipt,
    RiskGrade,
    RiskSaid,
    TakenIn,
)
from tests.referrals.elsewhere import table, written
from tests.referrals.world import World, full_content, full_risk, none_known
from tests.worlds.words import mentions

SENT, REFUSED, DUPLICATE = Became.SENT, Became.REFUSED, Became.DUPLICATE


def taken(world: World, *given: Any) -> Receipt:
    return import_referrals(given=given, by=world.sender, now=world.now)


def one(world: World, given: Any) -> TakenIn:
    (line,) = taken(world, given).lines
    return line


def test_every_line_of_a_file_is_sent_refused_or_a_duplicate(world: World) -> None:
    stranger = world.partnership.add_person("Cem", "Oak")[1]
    good = written(world.person, reference="EH-1")
    rows = [
        good,
        written(world.person, reference="EH-2", risk=RiskSaid()),
        written(stranger, reference="EH-3"),
        good,
        written(world.person, reference="EH-5", to_agency="nowhere"),
        written(world.person, reference="EH-6", visit_saftey="In pairs"),
    ]
    receipt = import_file(content=json.dumps({"referrals": rows}).encode(), by=world.sender, now=world.now)
    assert [line.became for line in receipt.lines] == [SENT, REFUSED, REFUSED, DUPLICATE, REFUSED, REFUSED]
    assert receipt.total == 6 == sum(receipt.count(each) for each in Became)
    assert all(bool(line.because) == (line.became is REFUSED) for line in receipt.lines)
    second, third, _, fifth, sixth = receipt.lines[1:]
    assert second.referral and world.row(second.referral, "state", "source_ref") == ("draft", "EH-2")
    assert second.missing == ("visit_safety", "is_none_known")
    assert third.referral is None and "may not refer this child" in third.because[0]
    assert fifth.referral is None and "No agency with this code" in fifth.because[0]
    assert sixth.because == ("“visit_saftey” is no field of a referral. The description lists all that are known.",)
    kept = world.admin.execute("SELECT after FROM access_trace WHERE action = 'referrals.took_in_file'").fetchall()
    assert {name: kept[0][0][name] for name in ("in", "sent", "refused", "duplicate")} == {
        "in": 6,
        "sent": 1,
        "refused": 4,
        "duplicate": 1,
    }


def test_a_table_says_what_json_says(world: World) -> None:
    ref = world.happened("school.weapon")
    risk = full_risk(Included(entry_ref=ref, is_included=False, reason="It was her brother's bag; twice checked"))
    row = written(world.person, reference="EH-7", risk=risk)
    (from_table,) = read_referrals(table([row]))
    assert read_written(from_table) == read_written(row)
    receipt = import_file(content=table([row]), by=world.sender, now=world.now)
    assert [line.became for line in receipt.lines] == [SENT]


def test_a_known_event_holds_a_written_referral_up_until_it_is_included(world: World) -> None:
    ref = world.happened("school.weapon")
    refused = one(world, written(world.person, reference="EH-8"))
    assert refused.became is REFUSED and "left out" in refused.because[0]
    mended = written(world.person, reference="EH-8", risk=full_risk(Included(entry_ref=ref, is_included=True)))
    sent = one(world, mended)
    assert (sent.became, sent.referral) == (SENT, refused.referral)
    assert one(world, mended).became is DUPLICATE
    assert world.admin.execute("SELECT count(*) FROM referrals_referral").fetchall() == [(1,)]


def test_once_the_police_lead_has_spoken_the_same_file_is_sent(world: World) -> None:
    world.happened("police.weapon")
    row = written(world.person, reference="EH-9", risk=none_known())
    refused = one(world, row)
    assert refused.because == (RING_FIRST,)
    assert refused.referral
    assert world.open_tasks() == [("risk_clearance", world.lead.staff_id)]
    cleared = Cleared(grade=RiskGrade.HIGH, visit_safety="Go in pairs, and by day.")
    clear_risk(person=world.person, referral=refused.referral, cleared=cleared, by=world.lead, now=world.now)
    assert one(world, row).became is SENT


def test_what_was_written_on_by_hand_is_never_overwritten(world: World) -> None:
    draft = one(world, written(world.person, reference="EH-10", risk=RiskSaid())).referral
    assert draft
    save_referral(
        person=world.person,
        referral=draft,
        seen=2,
        receiver=world.receiver(),
        content=full_content(reason="Mended by hand"),
        risk=full_risk(),
        by=world.sender,
        now=world.now,
    )
    again = one(world, written(world.person, reference="EH-10"))
    assert again.became is REFUSED and "gone on writing" in again.because[0]
    assert world.row(draft, "state", "version") == ("draft", 3)


def test_a_reference_of_another_child_or_of_a_colleague_is_not_used_again(world: World) -> None:
    taken(world, written(world.person, reference="EH-11"))
    other_id, other = world.partnership.add_person("Bert", "Vale")
    world.partnership.relate(world.staff["sender"], other_id)
    found = one(world, written(other, reference="EH-11"))
    assert found.became is REFUSED and "used this reference" in found.because[0]
    assert world.admin.execute("SELECT count(*) FROM referrals_referral").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reference": ""}, "your system's own reference"),
        ({"reference": "x" * 81}, "at most 80 characters"),
        ({"person": "17"}, "the id that the address"),
        ({"person": None}, "Give the child's id"),
        ({"level_of_need": 5}, "from 1 to 4"),
        ({"level_of_need": True}, "from 1 to 4"),
        ({"urgency": "soon"}, "is one of: today, days, routine"),
        ({"consented_on": "24/11/2026"}, "written as 2026-11-24"),
        ({"manager_told": "maybe"}, "is true or false"),
        ({"reason": 7}, "is text"),
        ({"reason": "a\x00b"}, "no letter"),
        ({"reason": "\ud800"}, "no letter"),
        ({"reason": "x" * 8001}, "at most 8,000 characters"),
        ({"risks": "knife"}, "as a list"),
        ({"risks": ["knife"]}, "an object"),
        ({"risks": [{"of": "neglect"}]}, "“grade” is missing"),
        ({"risks": [{"of": "neglect", "to": ["moon"]}]}, "is one of: self"),
        ({"events": [{"is_included": True}]}, "“entry_ref” is missing"),
        ({"events": [{"entry_ref": "a"}, {"entry_ref": "a"}]}, "each known event once"),
        ({"outside_email": "una@example.org"}, "not both"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_makes_no_draft(
    world: World, change: dict[str, Any], says: str
) -> None:
    found = one(world, written(world.person) | change)
    assert found.became is REFUSED and says in " ".join(found.because), found.because
    assert world.admin.execute("SELECT count(*) FROM referrals_referral").fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no referral"),
        (b"[]", "holds no referral"),
        (b"\xff\xfe{", "UTF-8"),
        (b'[{"reference": "1"', "cannot be read"),
        (b'[{"reference": "1", "reference": "2"}]', "twice"),
        (b'[{"level_of_need": NaN}]', "cannot be read"),
        (b'{"referrals": 1}', "not a list"),
        (b"child,reason\nAda,late\n", "reference"),
        (b'reference,reason\n1,"late\n', "quotation mark"),
        (b"[" + b"1," * 2000 + b"1]", "more than 2,000"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(content: bytes, says: str) -> None:
    with pytest.raises(FileUnread, match=says):
        read_referrals(content)


def test_a_line_of_the_table_with_a_cell_too_many_is_refused_alone(world: World) -> None:
    content = table([written(world.person, reference="EH-12")]) + b"one,two\n"
    receipt = import_file(content=content, by=world.sender, now=world.now)
    assert [line.became for line in receipt.lines] == [SENT, REFUSED]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["reference", "person", "level_of_need", "urgency", "risks", "events", "checked_on", "manager_told"]
)


@given(st.dictionaries(FIELDS, JSON, max_size=5) | JSON)
def test_anything_is_read_or_refused_by_name(anything: Any) -> None:
    with pytest.raises(NotComplete) as refusal:
        read_written(anything)  # no id of a person comes out of this strategy
    assert refusal.value.missing


class TestCommand:
    """`kith refer FILE`: who and why first, then the receipt."""

    def run(self, *words: str) -> Any:
        app = typer.Typer()
        register(app)
        app.command("other")(lambda: None)  # typer makes a single command the whole app
        return CliRunner().invoke(app, ["refer", *words])

    def test_it_prints_and_writes_the_receipt(self, world: World, tmp_path: Path) -> None:
        file, out = tmp_path / "referrals.csv", tmp_path / "receipt.csv"
        rows = [written(world.person, reference="EH-1"), written(world.person, reference="EH-2", risk=RiskSaid())]
        file.write_bytes(table(rows))
        email = world.staff["sender"].email
        ran = self.run(str(file), "--as", email, "--purpose", "referral", "--receipt", str(out))
        assert ran.exit_code == 1
        first, second = ran.output.splitlines()
        assert first == "referrals.csv: 2 in = 1 sent + 1 refused + 0 duplicate."
        assert second.startswith("  2 EH-2: Say how to visit safely")
        assert [line.split(",")[2] for line in out.read_text().splitlines()] == ["became", "sent", "refused"]
        for word in ("Ada", "Vale", "older boys", str(world.person)):
            assert not mentions(ran.output + out.read_text(), word)
        again = self.run(str(file), "--as", email, "--purpose", "referral")
        assert "2 in = 0 sent + 1 refused + 1 duplicate" in again.output

    @pytest.mark.parametrize(
        "words",
        [(), ("--as", "nobody@example.org"), ("--as", "nobody@example.org", "--purpose", "referral")],
    )
    def test_it_reads_nothing_unless_it_knows_who_and_why(
        self, world: World, tmp_path: Path, words: tuple[str, ...]
    ) -> None:
        file = tmp_path / "referrals.json"
        file.write_text(json.dumps([written(world.person)]))
        ran = self.run(str(file), *words)
        assert ran.exit_code == 2 and "Nothing was read" in ran.output
        assert world.admin.execute("SELECT count(*) FROM referrals_referral").fetchall() == [(0,)]
