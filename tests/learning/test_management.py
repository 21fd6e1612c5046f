"""The command prints what came out, or nothing at all and why."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kith.common.disclosure import lexicon as lists
from kith.learning.management import REFUSED, register
from tests.learning.people import RECORD

NOTE = "Żaneta was seen with Tyrone Biggs on 3 May 2018."


@pytest.fixture
def app() -> typer.Typer:
    found = typer.Typer()
    register(found)
    found.command("other")(lambda: None)
    return found


@pytest.fixture
def record(tmp_path: Path) -> Path:
    file = tmp_path / "person.json"
    file.write_text(json.dumps(RECORD), encoding="utf-8")
    return file


def test_one_text_comes_out_as_text_and_spans(app: typer.Typer, record: Path) -> None:
    done = CliRunner().invoke(app, ["deidentify", "--record", str(record), "--key", "k"], input=NOTE)
    assert done.exit_code == 0, done.output
    came = json.loads(done.stdout)
    shown = [(NOTE[span["start"] : span["end"]], span["kind"], span["action"]) for span in came["spans"]]
    assert shown == [
        ("Żaneta", "person", "replaced"),
        ("Tyrone Biggs", "person", "to_confirm"),
        ("on 3 May 2018", "date", "replaced"),
    ]
    assert came["text"].endswith(" was seen with Tyrone Biggs in spring 2018.")


def test_many_notes_come_out_a_line_each_and_one_without_a_record_is_refused(app: typer.Typer, tmp_path: Path) -> None:
    records, notes = tmp_path / "records.json", tmp_path / "notes.jsonl"
    records.write_text(json.dumps({"one": RECORD}), encoding="utf-8")
    lines = [{"record": "one", "text": NOTE}, {"record": "two", "text": NOTE}, {"record": "one", "text": ""}]
    notes.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    done = CliRunner().invoke(app, ["deidentify", "--records", str(records), "--notes", str(notes)])
    came = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.exit_code == REFUSED
    assert [sorted(line) for line in came] == [
        ["record", "spans", "text"],
        ["record", "refused"],
        ["record", "spans", "text"],
    ]
    assert "Biggs" not in came[1]["refused"] and "linked record" in came[1]["refused"]
    assert "1 refused" in done.stderr


@pytest.mark.parametrize(
    "entry",
    ["", "null", "{}", "[]", '{"people": []}', '{"people": [{"name": ""}]}', '{"people": [{"name": "?"}]}', "no json",
     '{"people": "Ann"}', '{"people": [{"name": "Ann"}], "places": [1]}', '{"people": [3]}'],
)  # fmt: skip
def test_without_a_record_that_names_somebody_nothing_is_printed(app: typer.Typer, tmp_path: Path, entry: str) -> None:
    file = tmp_path / "person.json"
    file.write_text(entry, encoding="utf-8")
    done = CliRunner().invoke(app, ["deidentify", "--record", str(file)], input=NOTE)
    assert done.exit_code == REFUSED
    assert done.stdout == ""
    assert "record" in done.stderr and "Biggs" not in done.stderr


def test_a_text_that_is_not_utf_8_is_refused_with_its_byte(app: typer.Typer, record: Path) -> None:
    done = CliRunner().invoke(app, ["deidentify", "--record", str(record)], input=b"Ren\xe9 left")
    assert (done.exit_code, done.stdout) == (REFUSED, "")
    assert "byte 4" in done.stderr


def test_without_the_word_lists_nothing_is_printed(
    app: typer.Typer, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "CASEWORK", "0" * 64)
    lists.lexicon.cache_clear()
    done = CliRunner().invoke(app, ["deidentify", "--record", str(record)], input=NOTE)
    lists.lexicon.cache_clear()
    assert (done.exit_code, done.stdout) == (REFUSED, "")
    assert "nothing may be published" in done.stderr


@pytest.mark.parametrize("options", [[], ["--records", "a.json"], ["--notes", "a.jsonl"]])
def test_it_says_which_options_belong_together(app: typer.Typer, options: list[str]) -> None:
    done = CliRunner().invoke(app, ["deidentify", *options], input=NOTE)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--record" in done.stderr
