"""The workbench: parts appear whole, belong to one user, and can be swept."""

import stat
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from kith.engine import Workbench, open_duckdb


def test_a_part_is_written_whole_and_read_through_its_glob(tmp_path: Path) -> None:
    bench = Workbench(tmp_path / "bench")
    bench.write_part("weeks", "a1", pa.table({"n": [1, 2]}))
    with open_duckdb(folders=[bench.root]) as duck:
        bench.write_part("weeks", "b2", duck.sql("SELECT 3 AS n"))
        assert duck.sql(f"SELECT sum(n) FROM {bench.scan('weeks')}").fetchall() == [(6,)]
    assert bench.keys("weeks") == {"a1", "b2"}
    assert [path.name for path in bench.folder("weeks").iterdir() if path.name.startswith(".")] == []


def test_folders_and_parts_are_closed_to_others(tmp_path: Path) -> None:
    bench = Workbench(tmp_path / "bench")
    part = bench.write_part("weeks", "a1", pa.table({"n": [1]}))
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (bench.root, part.parent, part)]
    assert modes == [0o700, 0o700, 0o600]


def test_a_failed_write_leaves_the_old_part_and_no_draft(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.write_part("weeks", "a1", pa.table({"n": [1]}))
    with open_duckdb(folders=[tmp_path]) as duck:
        broken = duck.sql("SELECT error('broken') AS n")
        with pytest.raises(duckdb.Error):
            bench.write_part("weeks", "a1", broken)
        assert duck.sql(f"SELECT n FROM {bench.scan('weeks')}").fetchall() == [(1,)]
    assert [path.name for path in bench.folder("weeks").iterdir()] == ["a1.parquet"]


def test_sweeping_keeps_only_the_named_parts(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    for key in ("a1", "b2"):
        bench.write_part("weeks", key, pa.table({"n": [1]}))
    assert bench.keep_only("weeks", ["b2"]) == ["a1"]
    assert bench.kinds() == ["weeks"]


@pytest.mark.parametrize("name", ["", "../x", "A", "x/y", ".hidden"])
def test_a_name_cannot_leave_the_workbench(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a part"):
        Workbench(tmp_path).part("weeks", name)


def test_duckdb_reads_only_the_folders_it_was_given(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.csv").write_text("n\n1\n")
    with open_duckdb(folders=[inside]) as duck:
        assert duck.sql(f"SELECT * FROM read_csv('{inside}/a.csv')").fetchall() == [(1,)]
        for forbidden in (
            f"SELECT * FROM read_csv('{outside}/a.csv')",
            f"ATTACH '{outside}/x.duckdb'",
            "SELECT * FROM read_csv('https://example.org/a.csv')",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            "SET allowed_directories = ['/']",
            f"COPY (SELECT 1) TO '{outside}/b.csv'",
        ):
            with pytest.raises(duckdb.Error):
                duck.execute(forbidden)


def test_duckdb_has_limits_and_leaves_no_spill(tmp_path: Path) -> None:
    with open_duckdb(memory_limit="200MB", threads=1, temp_dir=tmp_path / "spill") as duck:
        limits = dict(
            duck.execute(
                "SELECT name, value FROM duckdb_settings() WHERE name IN ('threads', 'max_temp_directory_size')"
            ).fetchall()
        )
        assert limits["threads"] == "1"
        assert limits["max_temp_directory_size"] not in ("", "90% of available disk space")
    assert list((tmp_path / "spill").iterdir()) == []
