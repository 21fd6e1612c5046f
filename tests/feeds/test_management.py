"""`kith load`: receipts printed, refusals explained, the exit code true, and no person's details in the output."""

from pathlib import Path
from typing import Any

import pytest

from tests.feeds.conftest import Run
from tests.feeds.test_registers import police
from tests.worlds.partnership import Partnership

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"


def test_a_good_file_prints_its_receipt_and_ends_well(run, tmp_path: Path) -> None:
    path = tmp_path / "police_register_1.csv"
    path.write_text(police({}, {"occurrence_no": "2", "recorded_at": "2026-02-30"}))
    result = run(path)
    assert result.exit_code == 0, result.output
    assert "police_register_1.csv" in result.output
    assert "Held rows wait" in result.output
    assert "Larkin" not in result.output
    again = run(path)
    assert again.exit_code == 0
    assert "loaded before" in again.output


def test_a_refused_file_says_why_and_the_others_are_loaded(run, tmp_path: Path) -> None:
    good, bad, gone = tmp_path / "header.csv", tmp_path / "odd.csv", tmp_path / "gone.csv"
    good.write_text(HEADER + "1,F,01/02/2012,WBRI,,,\n")
    bad.write_text("colour,shape,size\nred,round,3\n")
    result = run(good, bad, gone)
    assert result.exit_code == 1
    assert "header.csv" in result.output
    assert "Set aside. odd.csv: It is not a return" in result.output
    assert "Not loaded. gone.csv: The file cannot be read." in result.output


def test_what_is_no_return_is_set_aside_and_all_is_well_when_the_returns_are_loaded(run, tmp_path: Path) -> None:
    good, odd, near = tmp_path / "header.csv", tmp_path / "odd.csv", tmp_path / "near.csv"
    good.write_text(HEADER + "1,F,01/02/2012,WBRI,,,\n")
    odd.write_text("colour,shape,size\nred,round,3\n")
    near.write_text("RNE,colour,shape,size\nS,red,round,3\n")
    assert run(good, odd).exit_code == 0
    assert run(odd).exit_code == 1  # nothing was loaded at all
    # A file that shares a column with a return may be one gone wrong: that is no success.
    assert run(good, near).exit_code == 1


@pytest.mark.parametrize(("folder", "kind", "aside"), [
    ("ssda903", "csv", 1), ("cin_census", "xml", 0), ("school_census", "csv", 0)
])  # fmt: skip
def test_the_folders_of_public_samples_load_with_every_row_accounted_for(
    folder: str, kind: str, aside: int, run, samples: Path
) -> None:
    paths = sorted((samples / folder).glob(f"*.{kind}"))
    result = run(*paths)
    assert result.exit_code == 0, result.output
    assert "Not loaded." not in result.output
    assert result.output.count("Set aside. ") == aside
    from kith.access.services import connect_as
    from kith.feeds.models import HeldRow, SourceFile

    with connect_as("ingest"):
        files = SourceFile.objects.all()
        assert files.count() == len(paths) - aside
        for file in files:
            assert file.rows_in == file.kept + file.held + file.duplicate, file.name
            assert HeldRow.objects.filter(file=file).count() == file.held, file.name
        assert sum(file.rows_in for file in files) > 700


def test_a_database_that_is_down_is_told_in_words(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connections

    path = tmp_path / "header.csv"
    path.write_text(HEADER + "1,F,01/02/2012,WBRI,,,\n")
    for each in connections.all():
        each.close()
    monkeypatch.setattr("kith.feeds.management._start_server", lambda: None)
    for each in connections.all():
        monkeypatch.setitem(each.settings_dict, "HOST", str(tmp_path))
    result = run(path)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "The database does not answer" in result.output
    assert "then run the command again" in result.output
    monkeypatch.undo()
    for each in connections.all():
        each.close()


def test_a_database_whose_disk_is_full_is_told_in_words(run, tmp_path: Path, admin) -> None:
    path = tmp_path / "header.csv"
    path.write_text(HEADER + "1,F,01/02/2012,WBRI,,,\n")
    # The server raises for a full disk what this trigger raises: error 53100.
    admin.execute(
        "CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full"
        " USING MESSAGE = 'could not extend file: no space left; row (Larkin)'; END $$"
    )
    admin.execute(
        "CREATE TRIGGER full_disk BEFORE INSERT ON feeds_keptrow FOR EACH ROW EXECUTE FUNCTION disk_is_full()"
    )
    try:
        result = run(path)
    finally:
        admin.execute("DROP FUNCTION disk_is_full() CASCADE")
    assert result.exit_code == 1, result.output
    assert "Not loaded. header.csv: The disk of the database is full." in result.output
    assert "Make room on the database's disk" in result.output
    assert "Larkin" not in result.output
    assert run(path).exit_code == 0


def test_a_workbench_whose_disk_is_full_is_told_in_words(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from kith.engine import Workbench

    path = tmp_path / "header.csv"
    path.write_text(HEADER + "1,F,01/02/2012,WBRI,,,\n")

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Workbench, "write_part", full)
        result = run(path)
    assert result.exit_code == 1
    assert "Not loaded. header.csv: The workbench could not be written: No space left on device." in result.output
    with monkeypatch.context() as disk:
        disk.setattr(Workbench, "keep_only", full)
        result = run(path)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "Nothing was loaded. The workbench could not be written" in result.output
    assert run(path).exit_code == 0


def test_an_unknown_address_loads_nothing(run, tmp_path: Path, partnership: Partnership) -> None:
    path = tmp_path / "header.csv"
    path.write_text(HEADER)
    assert run(path, "--as", "nobody@example.org").exit_code == 2
    assert run(path, "--as", next(iter(partnership.staff.values())).email).exit_code == 0


def test_a_large_files_part_of_the_workbench_is_written_once_all_files_are_loaded(
    run: Run, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from kith.engine import Workbench
    from kith.feeds.runs import receiving

    monkeypatch.setattr(receiving, "PARTS_MAY_WAIT", 0)
    bench = Workbench(settings.KITH_WORKBENCH)
    path = tmp_path / "header.csv"
    path.write_text(HEADER + "1,F,01/02/2012,WBRI,,,\n")

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Workbench, "write_part", full)
        result = run(path)
    assert result.exit_code == 1
    assert "The workbench could not be written: No space left on device. The files are loaded." in result.output
    assert bench.parts("persons") == []
    assert "loaded before" in run(path).output
    assert len(bench.parts("persons")) == 1
