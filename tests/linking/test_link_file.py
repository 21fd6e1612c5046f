"""`kith link` finds who is one person in any file, keeps twins and siblings apart, and says why."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from benchmarks.linking import by_kith, f1, records_of
from kith.linking.management import register
from kith.linking.runs.files import BadInput, model_from, read_records, write_model
from kith.linking.runs.link_file import FileJob, link_file
from kith.linking.runs.shipped import shipped_model
from tests.worlds.words import mentions

Rows = Sequence[Mapping[str, str]]
_APP = typer.Typer()
register(_APP)
_APP.callback()(lambda: None)

ADA = {"forename": "Ada", "surname": "Vale", "dob": "2012-02-29", "sex": "F", "address": "4 Larch Row",
       "town": "Larkbridge", "postcode": "QX1 1AB"}  # fmt: skip


def person(source: str, record_id: str, **said: str) -> dict[str, str]:
    """Return one row about Ada, or about whoever differs from her in what is said."""
    return ADA | {"source": source, "record_id": record_id} | said


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Rows], Path]:
    """Return a function that writes rows to a CSV file."""

    def write_rows(rows: Rows, name: str = "people.csv") -> Path:
        path = tmp_path / name
        header = list(dict.fromkeys(column for row in rows for column in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write_rows


def linked(path: Path, **options: object) -> dict[str, tuple[str, str]]:
    """Link a file and return person and band of each record id."""
    out = path.with_name("clusters.csv")
    link_file(FileJob(path, out, **options), lambda stage: None)  # type: ignore[arg-type]  # options by name, from the test
    with out.open(encoding="utf-8", newline="") as file:
        return {row["record_id"]: (row["person_id"], row["band"]) for row in csv.DictReader(file)}


def together(path: Path, a: str, b: str, **options: object) -> bool:
    """Say whether two records ended as one person."""
    found = linked(path, **options)
    return found[a][0] == found[b][0]


def test_the_same_person_at_two_agencies_is_one(write: Callable[[Rows], Path]) -> None:
    other = {"forename": "Ben", "dob": "1980-07-03", "surname": "Ford", "address": "", "postcode": ""}
    path = write([person("care", "c1"), person("police", "p1"), person("police", "p2", **other)])
    found = linked(path)
    assert found["c1"] == (found["p1"][0], "certain")
    assert found["p2"][1] == "alone"


def test_twins_are_kept_apart_and_shown_for_review(write: Callable[[Rows], Path]) -> None:
    path = write([person("care", "c1", forename="Jack", sex="M"), person("school", "s1", forename="Oliver", sex="M")])
    found = linked(path)
    assert found["c1"][0] != found["s1"][0]
    assert {found["c1"][1], found["s1"][1]} == {"review"}


def test_twins_with_one_anothers_number_are_kept_apart(write: Callable[[Rows], Path]) -> None:
    number = {"nhs_number": "9990000018"}
    path = write([person("care", "c1", forename="Jack", **number), person("school", "s1", forename="Oliver", **number)])
    assert not together(path, "c1", "s1")


def test_a_shared_number_alone_joins_nobody(write: Callable[[Rows], Path]) -> None:
    number = {"nhs_number": "9990000018"}
    other = {"forename": "Zofia", "surname": "Nowak", "dob": "1985-11-20", "address": "9 Quay Street", "postcode": ""}
    found = linked(write([person("care", "c1", **number), person("hospital", "h1", **other, **number)]))
    assert found["c1"][0] != found["h1"][0]
    assert found["c1"][1] == "review"


def test_siblings_are_two_people(write: Callable[[Rows], Path]) -> None:
    path = write([person("care", "c1"), person("school", "s1", forename="Ben", dob="2014-06-01", sex="M")])
    assert not together(path, "c1", "s1")


def test_different_valid_nhs_numbers_are_never_joined_silently(write: Callable[[Rows], Path]) -> None:
    path = write([person("care", "c1", nhs_number="9990000018"), person("hospital", "h1", nhs_number="9434765919")])
    found = linked(path)
    assert found["c1"][0] != found["h1"][0]
    assert found["c1"][1] == "review"


def test_missing_values_never_count_as_agreement(write: Callable[[Rows], Path]) -> None:
    empty = dict.fromkeys(ADA, "")
    path = write([{"source": "care", "record_id": "c1"} | empty, {"source": "police", "record_id": "p1"} | empty,
                  {"source": "police", "record_id": "p2", **dict.fromkeys(ADA, "unknown")}])  # fmt: skip
    assert len({found[0] for found in linked(path).values()}) == 3


def test_a_baby_without_a_name_does_not_join_the_family(write: Callable[[Rows], Path]) -> None:
    path = write([person("care", "c1"), person("hospital", "h1", forename="", dob="2026-01-02")])
    assert not together(path, "c1", "h1")


@pytest.mark.parametrize(
    "slip",
    [{"forename": "Adda"}, {"dob": "2012-02-28"}, {"forename": "Vale", "surname": "Ada"}, {"surname": "Vale-Ford"},
     {"address": "77 Mill Lane", "postcode": "QX4 2ZZ", "town": "Ashmere"}, {"dob": "29/02/2012"}, {"postcode": ""}],
)  # fmt: skip
def test_one_slip_does_not_hide_a_person(write: Callable[[Rows], Path], slip: dict[str, str]) -> None:
    assert together(write([person("care", "c1"), person("police", "p1", **slip)]), "c1", "p1")


def test_people_outrank_the_model(write: Callable[[Rows], Path], tmp_path: Path) -> None:
    other = {"forename": "Ned", "surname": "Orr", "dob": "1999-09-09", "address": "", "postcode": "", "town": ""}
    rows = [person("care", "c1"), person("police", "p1"), person("yjs", "y1", **other)]
    path = write(rows)
    labels = tmp_path / "labels.csv"
    labels.write_text("a,b,same\nc1,p1,0\npolice:p1,y1,1\n", encoding="utf-8")
    found = linked(path, labels=labels)
    assert found["c1"][0] != found["p1"][0] == found["y1"][0]


def test_a_source_without_duplicates_gives_each_person_one_record(write: Callable[[Rows], Path]) -> None:
    path = write([person("care", "c1"), person("school", "s1"), person("school", "s2", forename="Adda")])
    found = linked(path, one_per=frozenset({"school"}))
    assert found["s1"][0] != found["s2"][0]
    assert found["c1"][0] == found["s1"][0]


def test_the_same_file_in_another_order_gives_the_same_groups(write: Callable[[Rows], Path]) -> None:
    rows = [
        {key: value for key, value in record.items() if value} for record in records_of("febrl4", with_numbers=True)[0]
    ]
    some = [row for row in rows if row["record_id"].startswith("rec-1")][:300]
    assert linked(write(some)) == linked(write(some[::-1]))


def test_an_explanation_says_what_agreed_in_words(write: Callable[[Rows], Path]) -> None:
    path = write([person("care", "c1"), person("police", "p1", forename="Adda", nhs_number="9990000018")])
    lines = link_file(FileJob(path, explain=("c1", "police:p1")), lambda stage: None).explanation
    text = "\n".join(lines)
    assert "Nearly the same forename" in text
    assert "The same date of birth: very strong evidence for one person." in text
    assert "NHS number: nothing to compare, so it counts neither for nor against." in text
    assert lines[-1] == "They are in one group."
    assert not mentions(text, "Ada") and "Vale" not in text


def _sample(name: str, people: int, *, with_numbers: bool) -> tuple[list[dict[str, str]], frozenset[tuple[int, int]]]:
    records, truth = records_of(name, with_numbers=with_numbers)
    owner = {record["record_id"]: record["record_id"].split("-")[1] for record in records}
    wanted = set(sorted(set(owner.values()), key=int)[:people])
    kept = [record for record in records if owner[record["record_id"]] in wanted]
    owners = [owner[record["record_id"]] for record in kept]
    pairs = frozenset((a, b) for a, b in combinations(range(len(kept)), 2) if owners[a] == owners[b])
    assert pairs and truth
    return kept, pairs


@pytest.mark.parametrize(("with_numbers", "floor"), [(True, 0.98), (False, 0.96)])
def test_febrl_samples_are_linked_by_the_shipped_model(with_numbers: bool, floor: float) -> None:
    records, truth = _sample("febrl4", 400, with_numbers=with_numbers)
    assert f1(by_kith(records), truth) >= floor


def test_a_kept_model_is_the_same_model_again(write: Callable[[Rows], Path], tmp_path: Path) -> None:
    records, _ = _sample("febrl4", 600, with_numbers=True)
    path, model = write(records), tmp_path / "model.json"
    first = link_file(FileJob(path, tmp_path / "one.csv"), lambda stage: None)
    write_model(model, first.model)
    again = link_file(FileJob(path, tmp_path / "two.csv", model=model), lambda stage: None)
    assert again.model == first.model
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_febrl_records_teach_their_own_model() -> None:
    records, truth = _sample("febrl4", 600, with_numbers=True)
    assert len(records) >= 1_000
    assert f1(by_kith(records), truth) >= 0.995


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"source,record_id\n", "nothing to link"),
        (b"a,b\n1,2\n", "has no column source and no column record_id"),
        (b"source,record_id,forename\ncare,1\n", "2 values for 3 columns"),
        (b"source,record_id\ncare,1\ncare,1\n", "stands there twice"),
        (b"source,record_id\ncare,\n", "source or record_id is empty"),
        (b"source,record_id,forename\ncare,1,Zo\xeb\n", "line 2: not UTF-8"),
        (b'source,record_id,forename\ncare,1,"Ada\n', "quotation mark"),
        (b"source,record_id,source\ncare,1,x\n", "column source twice"),
        (b"source,record_id\ncare,\x00\n", "not text"),
    ],
)
def test_bad_input_is_refused_in_plain_words(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=says):
        read_records(path)


def test_the_command_writes_the_groups_and_keeps_its_model(write: Callable[[Rows], Path], tmp_path: Path) -> None:
    path = write([person("care", "c1"), person("police", "p1")])
    out, model = tmp_path / "clusters.csv", tmp_path / "model.json"
    result = CliRunner().invoke(_APP, ["link", str(path), "--out", str(out), "--keep-model", str(model)])
    assert result.exit_code == 0, result.output
    assert out.read_text().splitlines()[0] == "source,record_id,person_id,band,weight"
    again = tmp_path / "again.csv"
    result = CliRunner().invoke(_APP, ["link", str(path), "--out", str(again), "--model", str(model)])
    assert result.exit_code == 0 and again.read_text() == out.read_text()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--out", "x.csv", "--one-per", "moon"], "which"),
        (["--out", "x.csv", "--engine", "abacus"], "no engine abacus"),
        (["--explain", "c1", "nobody"], "no record nobody"),
        (["--out", "x.csv", "--model", "nowhere.json"], "cannot be read"),
        ([], "--out"),
    ],
)
def test_a_wrong_option_is_explained(write: Callable[[Rows], Path], options: list[str], says: str) -> None:
    path = write([person("care", "c1"), person("police", "p1")])
    result = CliRunner().invoke(_APP, ["link", str(path), *options])
    assert result.exit_code == 2
    assert says in result.output


def command(path: Path, *options: str) -> tuple[dict[str, str], str]:
    """Run the real command and return the person of each record, and what was said."""
    out = path.with_name("groups.csv")
    result = CliRunner().invoke(_APP, ["link", str(path), "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as file:
        return {row["record_id"]: row["person_id"] for row in csv.DictReader(file)}, result.output


UPNS = ("H801200001001", "A801200001002")


def test_a_pupil_number_alone_joins_nobody_and_is_asked_about(write: Callable[[Rows], Path]) -> None:
    other = {"forename": "Benedict", "surname": "Quill", "dob": "1999-07-03", "address": "", "postcode": "", "sex": "M"}
    path = write([person("care", "c1", upn=UPNS[0]), person("school", "s1", upn=UPNS[0], **other)])
    found = linked(path)
    assert found["c1"][0] != found["s1"][0]
    assert {found["c1"][1], found["s1"][1]} == {"review"}


def test_two_pupil_numbers_and_two_spellings_are_asked_about(write: Callable[[Rows], Path]) -> None:
    path = write([person("care", "c1", upn=UPNS[0]), person("school", "s1", upn=UPNS[1], forename="Adda")])
    found = linked(path)
    assert found["c1"][0] != found["s1"][0] and {found["c1"][1], found["s1"][1]} == {"review"}
    path = write([person("care", "c1", upn=UPNS[0]), person("school", "s1", upn=UPNS[0], forename="Adda")])
    assert together(path, "c1", "s1"), "one number bears the other spelling out"


def test_a_source_without_duplicates_holds_each_person_once(write: Callable[[Rows], Path]) -> None:
    path = write([person("care", "c1"), person("school", "s1"), person("school", "s2", address="9 Quay Street")])
    groups, _ = command(path)
    assert groups["s1"] == groups["s2"]
    groups, _ = command(path, "--one-per", "school")
    assert groups["s1"] != groups["s2"] and groups["c1"] in {groups["s1"], groups["s2"]}


def test_labels_outrank_the_model_and_those_of_strangers_are_counted(write: Callable[..., Path]) -> None:
    path = write(
        [person("care", "c1"), person("school", "s1"), person("police", "p1", forename="Zelda", dob="1990-01-01")]
    )
    rows = [("c1", "s1", "0"), ("care:c1", "p1", "1"), ("c1", "gone", "1"), ("x", "y", "0"), ("c1", "c1", "1")]
    labels = write([{"a": a, "b": b, "same": same} for a, b, same in rows], "labels.csv")
    groups, said = command(path, "--labels", str(labels))
    assert groups["c1"] == groups["p1"] != groups["s1"]
    assert "3 labels name no two records of this file" in said


def test_the_command_explains_a_pair_and_names_no_guard_that_was_not_set(write: Callable[[Rows], Path]) -> None:
    twins = [person("care", "c1", forename="Jack", sex="M"), person("school", "s1", forename="Oliver", sex="M")]
    result = CliRunner().invoke(_APP, ["link", str(write(twins)), "--explain", "c1", "school:s1"])
    assert result.exit_code == 0 and "they may be twins" in result.output
    assert "They are in different groups." in result.output
    total = float(result.output.split("Together")[1].split(":")[0])
    steps = [float(line.split()[1]) for line in result.output.splitlines() if line.startswith((" ", "+", "-"))]
    assert sum(steps) == pytest.approx(total, abs=0.06 * len(steps))
    # In a file that gives no reason to expect twins the run sets no such guard, so none may be named.
    names = [(f"{a}{b}", f"{c}{d}") for a in "bdfg" for b in ("ela", "ona") for c in "klmn" for d in ("ard", "ost")]
    crowd = [
        person(source, f"{source}{number}", forename=one, surname=two, dob=f"19{number % 60 + 20}-03-0{number % 9 + 1}",
               address=f"{number} High Street", postcode="")
        for number, (one, two) in enumerate(names * 4) for source in ("care", "school")
    ]  # fmt: skip
    plain = CliRunner().invoke(_APP, ["link", str(write([*crowd, *twins])), "--explain", "c1", "s1"])
    assert plain.exit_code == 0 and "Together" in plain.output
    assert ("they may be twins" in plain.output) == _expects_twins([*crowd, *twins])


def _expects_twins(rows: Rows) -> bool:
    from kith.linking.analysis.guards import twins_seen
    from kith.linking.analysis.standardise import standardised

    ordered = sorted(rows, key=lambda row: (row["source"], row["record_id"]))
    return twins_seen([standardised(row, number) for number, row in enumerate(ordered)], frozenset())


def test_the_command_needs_no_database_and_no_home(write: Callable[[Rows], Path], tmp_path: Path) -> None:
    path, out = write([person("care", "c1"), person("police", "p1")]), tmp_path / "out.csv"
    dead = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "HOME": str(tmp_path / "nowhere"),
        "KITH_HOME": str(tmp_path / "nowhere" / "kith"), "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-m", "kith.project", "link", str(path), "--out", str(out)],
        env=dead, capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "2 records, 1 people" in ran.stderr and out.read_text().count("P0000001") == 2
    assert not (tmp_path / "nowhere").exists(), "nothing of an installation was made on the way"


def test_the_help_says_that_the_numbers_are_those_of_one_run() -> None:
    told = " ".join(CliRunner().invoke(_APP, ["link", "--help"]).output.split())
    assert "is its place in this run" in told


def test_the_shipped_model_is_what_its_version_says(tmp_path: Path) -> None:
    from importlib.resources import files

    text = (files("kith.linking.analysis") / "trained_model.json").read_text("utf-8")
    assert json.loads(text)["version"] == model_from(text).version == shipped_model().version


@pytest.mark.parametrize("part", ["chance", "records", "levels", "frequencies", "version"])
def test_a_model_that_was_changed_is_refused(tmp_path: Path, part: str, write: Callable[[Rows], Path]) -> None:
    path = tmp_path / "model.json"
    write_model(path, shipped_model())
    content = json.loads(path.read_text("utf-8"))
    changed = {
        "chance": 0.5, "records": 9, "levels": content["levels"] | {"sex": [[0.5, 0.5], [0.5, 0.5]]},
        "frequencies": content["frequencies"] | {"forename": {"ada": 0.9}}, "version": "0" * 16,
    }  # fmt: skip
    path.write_text(json.dumps(content | {part: changed[part]}), "utf-8")
    people = write([person("care", "c1"), person("police", "p1")])
    result = CliRunner().invoke(_APP, ["link", str(people), "--out", "x.csv", "--model", str(path)])
    assert result.exit_code == 2 and "Train it again" in result.output and "changed by hand" in result.output
