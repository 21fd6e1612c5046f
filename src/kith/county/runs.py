"""Builds a county on disk: the agencies' files, the list of them, and the sealed truth."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from kith.county.analysis.attendance import AFTERNOON, MORNING, Marks, mark_year
from kith.county.analysis.care_desk import Desk as CareDesk
from kith.county.analysis.care_desk import missing_from_care
from kith.county.analysis.check import Checked, check_county, easiest_indicators, refuse_if_too_easy
from kith.county.analysis.cin_census import cin_census_files
from kith.county.analysis.county import County, invent_county, seen_by
from kith.county.analysis.draws import iso
from kith.county.analysis.notices_school import school_year_names
from kith.county.analysis.placements import place_children
from kith.county.analysis.records import Register, open_register
from kith.county.analysis.sheets import Sheet, days_of
from kith.county.analysis.sheets_other import emergency_sheets, justice_sheet
from kith.county.analysis.sheets_police import Coded, coded_rows, police_sheets
from kith.county.analysis.sheets_school import Desk as SchoolDesk
from kith.county.analysis.sheets_school import census_sheets, suspension_sheets
from kith.county.analysis.sheets_ssd_care import care_tables
from kith.county.analysis.sheets_ssd_people import people_tables
from kith.county.analysis.sheets_ssd_work import work_tables
from kith.county.analysis.sheets_ssda903 import ssda903_sheets
from kith.county.analysis.staff import Team, Worker, invent_staff, workers_of
from kith.county.analysis.truth import truth_tables
from kith.county.vocabulary import Agency, Plan, WrittenFile

ATTENDANCE = ("upn", "surname", "forename", "dob", "sex", "urn", "date", "am", "pm")
DRAFT = "unfinished-county"
STEPS = 5  # how often build_county reports progress
Progress = Callable[[str], None]


class CountyRefused(Exception):
    """Says that an invented county is too easy to be of use, and why."""


def build_county(plan: Plan, out: Path, progress: Progress = lambda step: None) -> Checked:
    """Make the county's files below `out` (empty, or an earlier county) and return what its check found.

    Until everything is written and checked it stands in a draft: an interruption or a refusal leaves `out` as it was.

    Raises:
        CountyRefused: one count alone would find the children of next year's index events.
        FileExistsError: `out` holds something that is not a county.
    """
    with _draft(out) as draft:
        county, marks, coded = _write_county(plan, draft, progress)
        progress("Checking the county against the published rates")
        indicators = easiest_indicators(county, marks, coded)
        try:
            refuse_if_too_easy(indicators)
        except ValueError as easy:
            raise CountyRefused(str(easy)) from easy
        checked = Checked(rates=check_county(county, marks), indicators=indicators)
        _put_in_place(draft, out)
    return checked


def _write_county(plan: Plan, out: Path, progress: Progress) -> tuple[County, list[Marks], list[Coded]]:
    progress("Inventing people and their lives")
    county = invent_county(plan)
    progress("Writing down what each agency noticed")
    registers = {
        agency: open_register(plan.seed, agency, county.people, county.upn, seen)
        for agency, seen in seen_by(county).items()
    }
    teams, workers = invent_staff(plan)
    written: list[WrittenFile] = []
    sheets, care, notifications = _sheets(county, registers, workers)
    for sheet in sheets:
        written.append(_write_sheet(out, sheet))
    for path, text, children in cin_census_files(care):
        written.append(_write_bytes(out, ("care", "cin_census", path), text.encode(), children))
    progress("Marking attendance")
    marks = []
    school = SchoolDesk(county.people, county.lives, county.rolls, registers[Agency.EDUCATION])
    for year in school_year_names(plan):
        marks.append(mark_year(county, year))
        written.append(_write_attendance(out, county, school, marks[-1]))
    progress("Sealing the truth")
    for name, header, rows in truth_tables(county, registers, notifications):
        _write_csv(out / "sealed" / f"{name}.csv", header, rows)
    _write_list(out, county, (teams, workers), written)
    return county, marks, coded_rows(sheets, registers[Agency.POLICE])


@contextmanager
def _draft(out: Path) -> Iterator[Path]:
    """Give a draft folder inside `out`, and take it away again whatever happens."""
    if out.exists() and not _may_hold_a_county(out):
        raise FileExistsError(f"{out} holds something that is not a county. Choose an empty folder with --out.")
    made, draft = not out.exists(), out / DRAFT
    shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
    draft.mkdir(parents=True)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if made and not any(out.iterdir()):
            out.rmdir()
        elif any(out.iterdir()) and not (out / "county.json").exists():
            draft.mkdir()  # interrupted while it was put in place: the next run must know the folder for a county's


def _may_hold_a_county(out: Path) -> bool:
    """Test whether a folder is empty, a county, or what a killed run left of one."""
    if not out.is_dir():
        return False
    there = {path.name for path in out.iterdir()}
    return not there or bool(there & {"county.json", DRAFT})


def _put_in_place(draft: Path, out: Path) -> None:
    """Move a finished county out of its draft; its list goes last, for nobody loads a county without one."""
    (out / "county.json").unlink(missing_ok=True)
    for part in ("files", "sealed"):
        shutil.rmtree(out / part, ignore_errors=True)
    for part in ("files", "sealed", "county.json"):
        (draft / part).rename(out / part)


def _sheets(
    county: County, registers: dict[Agency, Register], workers: list[Worker]
) -> tuple[list[Sheet], CareDesk, list[tuple[str, int]]]:
    plan, people, lives = county.plan, county.people, county.lives
    care = CareDesk(
        plan=plan,
        people=people,
        lives=lives,
        register=registers[Agency.CARE],
        workers=[worker for worker in workers if worker.agency == Agency.CARE.value],
        episodes=county.episodes,
        placements=place_children(plan, people, county.episodes),
        contacts=county.contacts,
        early_help=county.early_help,
        missing=missing_from_care(plan, lives, county.episodes, county.occurrences),
        has_upn=county.upn != "",
    )
    school = SchoolDesk(people, lives, county.rolls, registers[Agency.EDUCATION])
    emergency, notifications = emergency_sheets(plan, people, registers[Agency.HOSPITAL], county.attendances)
    charged = {outcome.person for outcome in county.outcomes}
    found = [*people_tables(care), *work_tables(care), *care_tables(care, county.pupils)]
    found += ssda903_sheets(plan, lives, care.register, care.placements, care.missing, charged)
    found += suspension_sheets(plan, school, county.schools, county.sanctions)
    found += census_sheets(plan, school, county.schools, county.pupils, county.sanctions)
    found += police_sheets(plan, people, registers[Agency.POLICE], county.occurrences)
    team = workers_of(workers, "youth-justice")
    found.append(justice_sheet(plan, registers[Agency.YOUTH_JUSTICE], county.outcomes, team))
    return found + emergency, care, notifications


def _write_sheet(out: Path, sheet: Sheet) -> WrittenFile:
    text = _csv_text(sheet.header, sheet.rows)
    return _write_bytes(out, (sheet.agency, sheet.feed, sheet.path), text.encode(), len(sheet.rows))


def _csv_text(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def _write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_csv_text(header, rows), encoding="utf-8")


def _write_bytes(out: Path, where: tuple[str, str, str], content: bytes, rows: int) -> WrittenFile:
    agency, feed, name = where
    path = Path("files") / agency / name
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    (out / path).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return WrittenFile(agency=agency, feed=feed, path=path.as_posix(), sha256=digest, rows=rows)


def _write_attendance(out: Path, county: County, desk: SchoolDesk, marks: Marks) -> WrittenFile:
    """Write one school year's marks; a million rows, so by columns and without quotes: no value holds a comma."""
    spells, place = np.unique(marks.spell, return_inverse=True)
    rows = [desk.record(int(spell)) for spell in spells]
    who, index = desk.register.who, pa.array(place)
    urns = [str(urn) for urn in county.schools.urn[county.rolls.school[spells]]]
    parts = (
        desk.register.local_id[rows],
        who.surname[rows],
        who.forename[rows],
        days_of(who.born[rows]),
        who.sex[rows],
        urns,
    )
    columns = [pa.array(list(part), pa.string()).take(index) for part in parts]
    days, when = np.unique(marks.day, return_inverse=True)
    columns.append(pa.array(iso(days).tolist(), pa.string()).take(pa.array(when)))
    columns += [pa.array(words.tolist(), pa.string()).take(pa.array(codes)) for words, codes in
                ((MORNING, marks.morning), (AFTERNOON, marks.afternoon))]  # fmt: skip
    sink = pa.BufferOutputStream()
    sink.write((",".join(ATTENDANCE) + "\n").encode())
    options = pa.csv.WriteOptions(include_header=False, quoting_style="none")
    pa.csv.write_csv(pa.table(columns, names=list(ATTENDANCE)), sink, options)
    name = f"attendance_{marks.year}.csv"
    return _write_bytes(out, ("education", "attendance", name), sink.getvalue().to_pybytes(), len(marks.spell))


def _write_list(out: Path, county: County, staff: tuple[list[Team], list[Worker]], written: list[WrittenFile]) -> None:
    schools, plan = county.schools, county.plan
    content = {
        "county": "Larkshire",
        "people": plan.people,
        "years": plan.years,
        "seed": plan.seed,
        "first_day": plan.first_day.isoformat(),
        "last_day": plan.last_day.isoformat(),
        "files": [asdict(each) for each in sorted(written, key=lambda each: each.path)],
        "schools": [
            {"urn": int(u), "agency": f"school-{u}", "name": n, "kind": k, "town": t}
            for u, n, k, t in zip(schools.urn, schools.name, schools.kind, schools.town, strict=True)
        ],
        "teams": [team._asdict() for team in staff[0]],
        "workers": [worker._asdict() for worker in staff[1]],
    }
    (out / "county.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
