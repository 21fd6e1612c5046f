"""A partnership's own register is data: a mapping in its folder loads it, and a faulty one says which line is wrong."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from kith.access.models import Agreement
from kith.access.services import connect_as
from kith.feeds.analysis.mapping_check import MappingFault, checked_mapping
from kith.feeds.analysis.registers import REGISTERS, shipped_mappings
from kith.feeds.models import EventRecord, PersonRecord
from kith.feeds.runs import own_mappings
from kith.feeds.vocabulary import NotAReturn
from tests.environment import REPOSITORY
from tests.feeds.conftest import Load, Run
from tests.worlds.partnership import Partnership

LANTERN = """
feed = "lantern_sessions"
name = "lantern_sessions"
dates = "british"
columns = "session_no! young_person_no! first_name last_name birthday:day seen_on:day! what_happened! worker notes"

[person]
local_id = ["young_person_no"]
record_key = "lantern"
forename = "first_name"
surname = "last_name"
born_on = "birthday"
as_of = "seen_on"

[event]
key = ["session_no"]
occurred = ["seen_on"]
says = "notes"
said_by = "worker"

[[rule]]
when = { what_happened = ["session"] }
kind = "care.session"

[[rule]]
when = { what_happened = ["told us"] }
kind = "care.voice"
basis = "opinion"
"""
SESSIONS = "session_no,young_person_no,first_name,last_name,birthday,seen_on,what_happened,worker,notes\n"


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.KITH_MAPPINGS = tmp_path / "mappings"
    settings.KITH_MAPPINGS.mkdir()
    return settings.KITH_MAPPINGS  # type: ignore[no-any-return]  # a path


@pytest.fixture
def agreed(partnership: Partnership) -> None:
    model = Agreement.objects.get(feed="police_register")
    Agreement.objects.create(
        code="isa-lantern", version=1, agency=partnership.agencies["lantern"], feed="lantern_sessions",
        purposes=model.purposes, fields=["*"], lawful_basis=model.lawful_basis,
        retention_class=model.retention_class, valid_from=model.valid_from, valid_to=model.valid_to,
    )  # fmt: skip


def test_a_charitys_own_register_is_loaded_by_a_mapping_that_is_data(
    load: Load, tmp_path: Path, folder: Path, agreed: None
) -> None:
    text = SESSIONS + (
        "1,Y1,Sam,Larkin,04/03/2012,05/01/2026,Session,A worker,Made a poster\n"
        "2,Y1,Sam,Larkin,04/03/2012,12/01/2026,told us,Sam,I like the boat\n"
        "3,Y1,Sam,Larkin,04/03/2012,13/01/2026,a party,,\n"
    )
    with pytest.raises(NotAReturn):
        load(tmp_path / "lantern.csv", text)
    (folder / "lantern.toml").write_text(LANTERN)
    receipt = load(tmp_path / "lantern.csv", text)
    assert (receipt.feed, receipt.agency) == ("lantern_sessions/lantern_sessions", "The Lantern Project")
    assert (receipt.rows_in, receipt.kept, receipt.held) == (3, 2, 1)
    with connect_as("ingest"):
        told = EventRecord.objects.order_by("local_id").values_list("kind", "says", "said_by", "basis")
        assert list(told) == [
            ("care.session", "Made a poster", "A worker", "fact"), ("care.voice", "I like the boat", "Sam", "opinion")
        ]  # fmt: skip
        assert PersonRecord.objects.filter(is_current=True).get().forename == "Sam"


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("[person]", "[person", "It is not TOML"),
        ('feed = "lantern_sessions"', 'feed = "Lantern Sessions"', "`feed` has to be a name"),
        ('dates = "british"', 'dates = "american"', "`dates` has to be one of iso, british, census"),
        ("seen_on:day!", "seen_on:date!", "The column 'seen_on:date!' is not written"),
        ("seen_on:day!", "seen_on!", "`as_of` names 'seen_on', which `columns` does not mark as `:day`"),
        ("last_name birthday", "last_name Last_Name birthday", "names one column twice"),
        ('key = ["session_no"]', "", "[event] `key` has to list at least one column"),
        ('says = "notes"', 'says = "remarks"', "[event] names the column 'remarks'"),
        ('surname = "last_name"', 'nickname = "last_name"', "[person] 'nickname' is nothing that is kept"),
        ('kind = "care.voice"', 'kind = "care.voices"', "number 2: `kind` 'care.voices' is no kind of event"),
        ('basis = "opinion"', 'basis = "rumour"', "`basis` has to be one of fact, opinion, intelligence"),
        ('{ what_happened = ["told us"] }', '{ happened = ["x"] }', "`when` asks for 'happened'"),
        ('what_happened = ["session"]', 'words = ["knife"]', "but [event] `words` names no column"),
        ("[[rule]]", "[[rules]]", "There is no [[rule]]"),
        ('local_id = ["young_person_no"]', "local_id = 7", "`local_id` has to list the columns"),
        ('forename = "first_name"', "forename = [[1]]", "not of the kind that docs/formats.md shows"),
    ],
)
def test_a_faulty_mapping_says_what_is_wrong(was: str, becomes: str, says: str) -> None:
    assert was in LANTERN
    with pytest.raises(MappingFault) as fault:
        checked_mapping(LANTERN.replace(was, becomes))
    assert says in str(fault.value)


def test_a_faulty_mapping_keeps_no_other_file_out(run: Run, tmp_path: Path, folder: Path, agreed: None) -> None:
    (folder / "lantern.toml").write_text(LANTERN)
    (folder / "broken.toml").write_text(LANTERN.replace('dates = "british"', 'dates = "american"'))
    (folder / "again.toml").write_text(LANTERN)
    assert [fault.split(" cannot")[0] for fault in own_mappings().faults] == [
        "The mapping broken.toml", "The mapping lantern.toml"
    ]  # fmt: skip
    path = tmp_path / "lantern.csv"
    path.write_text(SESSIONS + "1,Y1,Sam,Larkin,04/03/2012,05/01/2026,session,,\n")
    result = run(path)
    assert "The mapping broken.toml cannot be used. `dates` has to be one of" in result.output
    assert "There is another table lantern_sessions/lantern_sessions already" in result.output
    assert "lantern.csv" in result.output
    assert result.exit_code == 1
    (folder / "broken.toml").unlink()
    (folder / "again.toml").unlink()
    assert run(path).exit_code == 0


def test_every_mapping_that_lies_in_the_folder_is_a_register() -> None:
    names = {path.name for path in (REPOSITORY / "src" / "kith" / "feeds" / "mappings").glob("*.toml")}
    assert set(shipped_mappings()) == names
    assert {table.feed for table in REGISTERS} == {name.removesuffix(".toml") for name in names}


@given(st.data())
@examples(max_examples=150, deadline=None)
def test_any_damaged_mapping_is_read_or_refused_in_words(data: st.DataObject) -> None:
    lines = LANTERN.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    way = data.draw(st.sampled_from(["drop", "double", "put"]))
    new = data.draw(
        st.sampled_from(["x = 1", "[event]", "[[rule]]", "when = 3", 'key = "a"', "detail = 4", "span = [1]"])
    )
    lines[at : at + 1] = {"drop": [], "double": [lines[at]] * 2, "put": [new]}[way]
    try:
        assert checked_mapping("\n".join(lines))["feed"] == "lantern_sessions"
    except MappingFault as fault:
        assert str(fault)
