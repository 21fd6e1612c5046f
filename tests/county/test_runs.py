"""The files on disk: the same seed gives the same bytes, in the agencies' formats, with the truth beside them."""

import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from kith.common.identifiers import normalised_nhs_number, upn_check_passes
from kith.common.standards.code_sets import code_set
from kith.county.runs import build_county
from kith.county.vocabulary import Plan
from tests.county.conftest import Built

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = """
import sys
from pathlib import Path
from kith.county.runs import build_county
from kith.county.vocabulary import Plan
build_county(Plan(people=500, years=2, seed=int(sys.argv[2])), Path(sys.argv[1]))
"""


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def built_elsewhere(folder: Path, *, seed: int, hash_seed: str) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(REPOSITORY / "src")}
    subprocess.run([sys.executable, "-c", BUILD, str(folder), str(seed)], check=True, env=environment, timeout=120)
    return digests(folder)


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    first = built_elsewhere(tmp_path / "one", seed=7, hash_seed="1")
    second = built_elsewhere(tmp_path / "two", seed=7, hash_seed="2")
    assert first == second
    assert len(first) > 60


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    for seed in (1, 2):
        build_county(Plan(people=300, years=1, seed=seed), tmp_path / str(seed))
    first, second = ((tmp_path / str(seed) / "sealed" / "people.csv").read_text() for seed in (1, 2))
    assert first != second


def test_building_again_replaces_the_earlier_county_and_nothing_else(tmp_path: Path) -> None:
    plan = Plan(people=300, years=1, seed=1)
    build_county(plan, tmp_path / "county")
    before = digests(tmp_path / "county")
    build_county(plan, tmp_path / "county")
    assert digests(tmp_path / "county") == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("kept")
    with pytest.raises(FileExistsError, match="not a county"):
        build_county(plan, tmp_path / "other")
    assert (tmp_path / "other" / "letter.txt").read_text() == "kept"


def test_the_list_names_every_file_with_its_hash(built: Built) -> None:
    listed = {each["path"]: each["sha256"] for each in built.listed["files"]}
    on_disk = {path: digest for path, digest in digests(built.folder).items() if path.startswith("files/")}
    assert listed == on_disk
    agencies = {each["path"].split("/")[1] for each in built.listed["files"]}
    assert agencies == {each["agency"] for each in built.listed["files"]}
    assert agencies == {"care", "education", "police", "yjs", "hospital"}


def template_columns() -> dict[str, str]:
    text = (REPOSITORY / "docs" / "formats.md").read_text()
    return dict(re.findall(r"^\*\*(\w+)\*\*:[^`]*`([a-z0-9_,]+)`", text, re.MULTILINE))


def test_the_templates_have_the_columns_of_the_document(built: Built) -> None:
    templates = template_columns()
    del templates["by_hand"]  # typed in Kith itself, so no agency of the county sends it
    assert set(templates) == {
        "attendance",
        "suspensions",
        "police_register",
        "youth_justice_register",
        "emergency_register",
    }
    for feed, columns in templates.items():
        files = [each["path"] for each in built.listed["files"] if each["feed"] == feed]
        assert files
        for path in files:
            with (built.folder / path).open(encoding="utf-8") as lines:
                assert lines.readline().rstrip("\n") == columns, path


def test_ssd_tables_have_the_columns_of_the_data_model(built: Built, samples: Path) -> None:
    tables = [each["path"] for each in built.listed["files"] if each["feed"] == "ssd"]
    assert len(tables) >= 25
    for path in tables:
        model = (samples / "ssd" / "objects" / f"{Path(path).stem}.yml").read_text()
        columns = re.findall(r"^  - name: (\S+)", model, re.MULTILINE)
        with (built.folder / path).open(encoding="utf-8", newline="") as lines:
            assert sorted(next(csv.reader(lines))) == sorted(columns), path


@pytest.mark.parametrize("feed", ["ssda903", "school_census"])
def test_statutory_files_have_the_header_of_the_public_sample(built: Built, samples: Path, feed: str) -> None:
    compared = 0
    for path in (built.folder / each["path"] for each in built.listed["files"] if each["feed"] == feed):
        name = path.name if feed == "ssda903" else f"2024_autumn_{path.name.split('_', 2)[2]}"
        sample = samples / feed / name
        if sample.exists():  # the sample folder has no addresses of pupils on roll
            assert path.read_text().splitlines()[0] == sample.read_text(encoding="utf-8-sig").splitlines()[0]
            compared += 1
    assert compared >= 15


def test_the_children_in_need_census_keeps_to_the_schema_of_its_year(built: Built, samples: Path) -> None:
    years = []
    for path in sorted((built.folder / "files" / "care").glob("cin_census_*.xml")):
        year = int(path.stem.rsplit("_", 1)[1])
        schema = etree.XMLSchema(file=samples / "cin_census" / "schema" / f"CIN_schema_{min(year, 2026)}.xsd")
        schema.assertValid(etree.parse(path))
        years.append(year)
    assert years == [2024, 2025, 2026, 2027]


def test_codes_are_those_of_the_shipped_code_sets(built: Built) -> None:
    attendance = set(code_set("attendance_codes"))
    for path, rows in built.of_feed("suspensions"):
        assert {row["category"] for row in rows} <= set(code_set("suspension_categories")), path
        assert {row["reason1"] for row in rows} <= set(code_set("suspension_reasons")), path
    text = (built.folder / "files" / "education" / "attendance_2025.csv").read_text().splitlines()[1:]
    assert {code for line in text for code in line.split(",")[-2:]} <= attendance | {""}
    used = {row["clap_cla_placement_type"] for row in built.rows("files/care/ssd_cla_placement.csv")}
    assert used <= set(code_set("placements"))
    sources = {row["cine_referral_source_code"] for row in built.rows("files/care/ssd_cin_episodes.csv")}
    assert sources <= set(code_set("cin_referral_sources"))


def test_the_truth_covers_every_record(built: Built) -> None:
    truth = {(row["agency"], row["local_id"]) for row in built.rows("sealed/records.csv")}
    people = {row["person_id"] for row in built.rows("sealed/people.csv")}
    assert {row["person_id"] for row in built.rows("sealed/records.csv")} <= people
    columns = {
        "police_register": ("police", "nominal_no"),
        "youth_justice_register": ("yjs", "yj_id"),
        "emergency_register": ("hospital", "notification_no"),
        "suspensions": ("education", "upn"),
        "ssda903": ("care", "CHILD"),
    }
    for feed, (agency, column) in columns.items():
        for path, rows in built.of_feed(feed):
            assert {(agency, row[column]) for row in rows} <= truth, path
    for path, rows in built.of_feed("school_census"):
        assert {("education", row["pupilonrolltableid"]) for row in rows} <= truth, path
    for path, rows in built.of_feed("ssd"):
        for column in (name for name in rows[0] if name.endswith("_person_id")):
            assert {("care", row[column]) for row in rows} <= truth, f"{path} {column}"
    tree = etree.parse(built.folder / "files" / "care" / "cin_census_2026.xml")
    assert {("care", node.text) for node in tree.iter("LAchildID")} <= truth
    usable = {
        normalised_nhs_number(row["nhs_number"]) for _, rows in built.of_feed("emergency_register") for row in rows
    }
    assert {("hospital", number) for number in usable if number} <= truth


def test_every_pupil_in_the_attendance_files_is_in_the_truth(built: Built) -> None:
    truth = {row["local_id"] for row in built.rows("sealed/records.csv") if row["agency"] == "education"}
    for path in sorted((built.folder / "files" / "education").glob("attendance_*.csv")):
        with path.open(encoding="utf-8") as lines:
            next(lines)
            assert {line.split(",", 1)[0] for line in lines} <= truth


def test_every_pupil_is_on_one_roll_at_a_time(built: Built) -> None:
    owner = {
        row["local_id"]: row["person_id"] for row in built.rows("sealed/records.csv") if row["agency"] == "education"
    }
    seen: Counter[tuple[str, str]] = Counter()
    with (built.folder / "files" / "education" / "attendance_2025.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            seen[owner[row["upn"]], row["date"]] += 1
    assert max(seen.values()) == 1
    for path, rows in built.of_feed("school_census"):
        if "pupilonroll" in path.name:
            pupils = [owner[row["upn"]] for row in rows]
            assert len(pupils) == len(set(pupils)), path


def test_numbers_are_valid_and_of_ranges_that_nobody_holds(built: Built) -> None:
    people = built.rows("sealed/people.csv")
    numbers = [row["nhs_number"] for row in people]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("999") and normalised_nhs_number(number) == number for number in numbers)
    upns = [row["upn"] for row in people if row["upn"]]
    assert len(set(upns)) == len(upns)
    assert all(upn_check_passes(upn) and upn[1:4] == "990" for upn in upns)
    assert all(row["postcode"].startswith("QX") for row in built.rows("sealed/households.csv"))
    urns = [school["urn"] for school in built.listed["schools"]]
    assert urns == list(range(900001, 900001 + len(urns)))


def test_workers_in_the_files_are_in_the_list(built: Built) -> None:
    workers = {worker["ref"] for worker in built.listed["workers"]}
    teams = {team["code"] for team in built.listed["teams"]}
    assert {worker["team"] for worker in built.listed["workers"]} <= teams
    involved = built.rows("files/care/ssd_involvements.csv")
    assert {row["invo_professional_id"] for row in involved} <= workers
    for _, rows in built.of_feed("youth_justice_register"):
        assert {row["worker_id"] for row in rows} <= workers


def test_nothing_is_known_before_it_happened_or_after_the_last_day(built: Built) -> None:
    last = built.listed["last_day"]
    for _, rows in built.of_feed("police_register"):
        assert all(row["committed_from"] <= row["recorded_at"] <= f"{last}T24" for row in rows)
    for _, rows in built.of_feed("suspensions"):
        assert all(row["start_date"] <= row["recorded_on"] <= last for row in rows)
    for _, rows in built.of_feed("emergency_register"):
        assert all(row["attended_at"][:10] <= row["notified_on"] <= last for row in rows)
    for _, rows in built.of_feed("youth_justice_register"):
        assert all(row["record_date"] <= row["known_on"] <= last for row in rows)
    for path, rows in built.of_feed("ssd"):
        for column in (name for name in rows[0] if name.endswith("_date") and "target" not in name):
            assert all(row[column] <= last for row in rows), f"{path} {column}"


def test_agencies_hold_the_numbers_that_they_hold_in_life(built: Built) -> None:
    people = built.rows("files/care/ssd_person.csv")
    present = sum(bool(row["pers_common_child_id"]) for row in people) / len(people)
    assert 0.80 <= present <= 0.90
    header = (built.folder / "files" / "police" / "police_register_2025.csv").read_text().splitlines()[0]
    assert "nhs" not in header
    errors = Counter(
        error
        for row in built.rows("sealed/records.csv")
        if row["agency"] == "care"
        for error in row["errors"].split(";")
    )
    records = sum(errors.values())
    for error, least in (
        ("nickname", 10),
        ("typo", 30),
        ("old_address", 100),
        ("nhs_missing", 200),
        ("step_surname", 5),
    ):
        assert errors[error] >= least, (error, records)


def test_a_few_children_meet_the_police_again_and_again(built: Built) -> None:
    met = Counter(row["nominal_no"] for _, rows in built.of_feed("police_register") for row in rows)
    assert max(met.values()) >= 40
    assert Counter(met.values())[1] > len(met) / 2
