"""Bad input: refused as a whole with a way on, or held row by row; never lost, never doubled, never a traceback."""

import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.feeds.analysis.catalogue import CSV_TABLES
from kith.feeds.analysis.declarations import Surroundings
from kith.feeds.analysis.receiving import receive, recognised
from kith.feeds.vocabulary import FileRefused, HeldRow
from tests.environment import REPOSITORY
from tests.feeds.conftest import Load
from tests.feeds.test_registers import police, written

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
CHILD = "7001,F,04/03/2012,WBRI,,,\n"


def items(content: bytes, name: str = "file.csv", encoding: str = "utf-8") -> list[Any]:
    found = recognised(content, name=name, encoding=encoding, tables=CSV_TABLES)
    return list(receive(content, found, encoding=encoding, around=Surroundings(received_on=date(2026, 11, 22))).rows)


def counted() -> Counter[str]:
    from kith.access.services import connect_as

    with connect_as("ingest"), connection.cursor() as cursor:
        found: Counter[str] = Counter()
        for table in ("sourcefile", "keptrow", "heldrow", "personrecord", "eventrecord", "eventparticipant"):
            cursor.execute(f"SELECT count(*) FROM feeds_{table}")
            found[table] = cursor.fetchone()[0]
        return found


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"name;age\nSam;12\n", "no header"),
        (b"CHILD;SEX;DOB;ETHNIC\n1;F;;\n", "semicolons"),
        (b"date\tam\tpm\n", "tabs"),
        (b"colour,shape,size\nred,round,3\n", "It is not a return"),
        ("CHILD,SEX,DOB\n".encode("utf-16"), "UTF-16"),
        (b"CHILD,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,,WBRI,,,\n", "SEX is missing"),
        (b"CHILD,SEXX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,F,,WBRI,,,\n", "'sexx' is its new name"),
        (b"CHILD,SEX,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,F,F,,WBRI,,,\n", "twice"),
        (b'"CHILD,SEX\n', "no header"),
        (b"<Message><Header/><Children><Child>", "cut off"),
        (b"<Other/>", "no census"),
        (b'<!DOCTYPE m [<!ENTITY a "b">]><Message><Children/></Message>', "entities"),
        (HEADER.encode() + b"7001,F,04/03/2012,\xe9,,,\n", "Byte 57"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        items(content)
    assert says in str(refusal.value)
    assert all((refusal.value.what, refusal.value.means, refusal.value.next_step))


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ("7001,F,30/02/2012,WBRI,,,\n", "no such date"),
        ("7001,F,04/03/12,WBRI,,,\n", "no such date"),
        (",F,04/03/2012,WBRI,,,\n", "needed value missing"),
        ("7001,F,04/03/2012,WBRI,,\n", "6 columns where the header has 7"),
        ("7001,F,04/03/2012,WBRI,,,,,\n", "9 columns where the header has 7"),
        ('7001,"F,04/03/2012,WBRI,,,\n', "quotation mark out of place or never closed"),
        ("7001,F\0,04/03/2012,WBRI,,,\n", "control character in the text"),
        (f"7001,F,04/03/2012,{'W' * 140_000},,,\n", "line longer than 131072 characters"),
        (f"7001,F,04/03/2012,{'W' * 600},,,\n", "longer than 500 characters"),
    ],
)
def test_a_bad_row_is_held_and_its_neighbours_are_kept(rows: str, rule: str) -> None:
    found = items((HEADER + CHILD + rows + CHILD.replace("7001", "7002")).encode())
    assert [isinstance(row, HeldRow) for row in found] == [False, True, False]
    assert (found[1].line, found[1].rule) == (3, rule)
    assert found[1].advice
    assert found[1].raw


def test_line_numbers_count_blank_lines_and_cells_of_several_lines() -> None:
    text = HEADER + "\n" + '7001,F,04/03/2012,"two\nlines",,,\n\n' + ",F,,,,,\n"
    assert [row.line for row in items(text.encode())] == [3, 6]


def test_cp1252_is_read_where_it_is_declared_and_only_there(load: Load, tmp_path: Path, settings: Any) -> None:
    text = police({"forename": "Zoë"}).encode("cp1252")
    with pytest.raises(FileRefused, match="0xEB"):
        load(tmp_path / "police_register_1.csv", text, agency="police")
    settings.KITH_ENCODINGS = {"police": "cp1252"}
    load(tmp_path / "police_register_1.csv", text, agency="police")
    from kith.access.services import connect_as
    from kith.feeds.models import PersonRecord

    with connect_as("ingest"):
        assert PersonRecord.objects.get().forename == "Zoë"


def test_an_unknown_column_is_kept_and_named(load: Load, tmp_path: Path) -> None:
    text = HEADER.replace("MC_DOB", "MC_DOB,COLOUR") + CHILD.replace(",,,\n", ",,,,green\n")
    receipt = load(tmp_path / "header.csv", text)
    assert receipt.notes["unknown_columns"] == ["COLOUR"]
    from kith.feeds.runs.raw_files import raw_file

    assert raw_file(receipt.sha256).read_text() == text


def test_a_truncated_file_keeps_what_is_whole(load: Load, tmp_path: Path) -> None:
    receipt = load(tmp_path / "header.csv", HEADER + CHILD + CHILD.replace("7001", "7002")[:-3])
    assert (receipt.rows_in, receipt.kept, receipt.held) == (2, 1, 1)


def test_the_same_file_under_another_name_is_loaded_once(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "header.csv", HEADER + CHILD)
    before = counted()
    assert load(tmp_path / "renamed.csv", HEADER + CHILD).loaded_before
    assert counted() == before


def test_overlapping_files_keep_each_row_once(load: Load, tmp_path: Path) -> None:
    first, second, third = ({"occurrence_no": number} for number in "123")
    load(tmp_path / "police_register_1.csv", police(first, second))
    receipt = load(tmp_path / "police_register_2.csv", police(second, third, third))
    assert (receipt.kept, receipt.duplicate) == (1, 2)
    assert counted()["eventrecord"] == 3


def test_no_agreement_no_load(load: Load, tmp_path: Path, admin: Any) -> None:
    admin.execute("UPDATE access_agreement SET valid_to = '2026-01-01' WHERE feed = 'police_register'")
    with pytest.raises(FileRefused, match="agreement"):
        load(tmp_path / "police_register_1.csv", police({}), agency="police")
    with pytest.raises(FileRefused, match="not clear which agency"):
        load(tmp_path / "police_register_1.csv", police({}))
    with pytest.raises(FileRefused, match="No agreement in force lets lantern"):
        load(tmp_path / "header.csv", HEADER + CHILD, agency="lantern")
    assert counted()["sourcefile"] == 0


def test_every_record_carries_its_agreement(load: Load, tmp_path: Path) -> None:
    load(tmp_path / "police_register_1.csv", police({}))
    from kith.access.services import connect_as
    from kith.feeds.models import EventRecord, PersonRecord

    with connect_as("ingest"):
        for record in (PersonRecord.objects.get(), EventRecord.objects.get()):
            assert record.agreement.code == "isa-police_register"
            assert "para 18" in record.lawful_basis
            assert record.retention_class == "child-record"


def test_four_loads_of_one_file_at_once_store_it_once(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "police_register_1.csv"
    path.write_text(police(*({"occurrence_no": str(number)} for number in range(300))))
    answers: list[bool] = []

    def once() -> None:
        try:
            answers.append(load(path).loaded_before)
        finally:
            for each in connections.all():
                each.close()

    threads = [threading.Thread(target=once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True, True, True]
    assert counted()["eventrecord"] == 300


LOADER = """
    import os, sys
    from datetime import UTC, datetime
    from pathlib import Path
    import django
    django.setup()
    from django.conf import settings
    settings.KITH_FILES, settings.KITH_WORKBENCH = Path(sys.argv[2]), Path(sys.argv[3])
    from kith.access.services import connect_as
    from kith.feeds.runs import receive_file
    from kith.feeds.vocabulary import FileRefused
    {before}
    with connect_as("ingest"):
        try:
            receive_file(path=Path(sys.argv[1]), agency_code=None, by=None, now=datetime(2026, 11, 22, tzinfo=UTC))
        except FileRefused as refusal:
            print(refusal)
            sys.exit(3)
"""


def run_loader(path: Path, tmp_path: Path, before: str = "") -> "subprocess.Popen[str]":
    code = textwrap.dedent(LOADER).replace("{before}", before)
    command = [sys.executable, "-c", code, str(path), str(tmp_path / "files"), str(tmp_path / "workbench")]
    environment = os.environ | {"KITH_PROCESS": "worker", "PYTHONPATH": str(REPOSITORY / "src")}
    return subprocess.Popen(
        command, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_a_full_disk_refuses_the_file_and_leaves_nothing(load: Load, tmp_path: Path) -> None:
    path = tmp_path / "police_register_1.csv"
    path.write_text(police(*({"occurrence_no": str(number)} for number in range(3000))))
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size // 2},) * 2)"
    ignore = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"
    loader = run_loader(path, tmp_path, f"{limit}; {ignore}")
    output, _ = loader.communicate(timeout=60)
    assert loader.returncode == 3, output
    assert "Make room on the disk" in output
    assert "Traceback" not in output
    assert counted()["sourcefile"] == 0
    assert [each for each in (tmp_path / "files").rglob("*") if each.is_file()] == []
    assert load(path).kept == 3000


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_and_run_again_loses_and_doubles_nothing(
    load: Load, tmp_path: Path, way: signal.Signals
) -> None:
    path = tmp_path / "police_register_1.csv"
    path.write_text(police(*({"occurrence_no": str(number), "nominal_no": f"N{number}"} for number in range(4000))))
    for moment in (0, 1, 2, 3):
        loader = run_loader(path, tmp_path)
        _wait_for(path, tmp_path, stage=moment)
        loader.send_signal(way)
        loader.communicate(timeout=60)
        assert counted()["eventrecord"] in (0, 4000)
    from kith.access.services import connect_as
    from kith.feeds.runs import reconcile_workbench

    receipt = load(path)
    assert (receipt.rows_in, receipt.kept) == (4000, 4000)
    assert counted() == Counter(
        sourcefile=1, keptrow=4000, personrecord=4000, eventrecord=4000, eventparticipant=4000, heldrow=0
    )
    with connect_as("ingest"):
        reconcile_workbench()
    assert [part.stem for part in (tmp_path / "workbench" / "events").glob("*.parquet")] == [receipt.sha256]


def _wait_for(path: Path, tmp_path: Path, stage: int) -> None:
    """Wait until a loader has come to a stage: nothing yet, raw bytes kept, rows staged, parts written."""
    signs = (
        lambda: True,
        lambda: any((tmp_path / "files").rglob("*")),
        _staging,
        lambda: any((tmp_path / "workbench").rglob("*.csv")) or any((tmp_path / "workbench").rglob("*.parquet")),
    )
    for _ in range(400):
        if signs[stage]():
            return
        time.sleep(0.02)


def _staging() -> bool:
    from kith.access.services import connect_as

    with connect_as("ingest"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%incoming_%' AND pid <> pg_backend_pid()"
        )
        return bool(cursor.fetchone()[0])


PLAIN = {
    "header": HEADER + CHILD + "7002,M,05/06/2011,BCRB,A900001000001,,\n",
    "police": police({}, {"occurrence_no": "2", "summary": 'said "no", left'}),
    "emergency": written("emergency_register", {}, {"notification_no": "A2", "concern": "self_harm"}),
}


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    content = bytearray(PLAIN[draw(st.sampled_from(sorted(PLAIN)))].encode())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        way = draw(st.sampled_from(["cut", "drop", "put", "double", "swap"]))
        if way == "cut":
            del content[at:]
        elif way == "drop":
            del content[at : at + draw(st.integers(1, 40))]
        elif way == "put":
            content[at:at] = draw(
                st.sampled_from([b'"', b",", b"\n", b"\r", b"\r\r\n", b"\0", b"\xe9", b"\xff\xfe", b"\x1f",
                                 b"31/02/2020",
                                 "Ｃ".encode(), b"\xef\xbb\xbf", b"=1+1", b"\t", b";" * 3, b"x" * 200])
            )  # fmt: skip
        elif way == "double":
            content += content[at:]
        else:
            content[at : at + 1] = bytes([draw(st.integers(0, 255))])
    return bytes(content)


@given(mutated())
@settings(max_examples=400, deadline=None)
def test_every_row_of_any_damaged_file_is_accounted_for(content: bytes) -> None:
    try:
        found = items(content)
    except FileRefused as refusal:
        assert refusal.next_step
        return
    lines = [row.line for row in found]
    assert lines == sorted(set(lines))
    # No line that holds text is left out: each belongs to the row that begins on it or before it.
    text = content.removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    header = next(at for at, line in enumerate(text, 1) if line.strip())
    filled = [at for at, line in enumerate(text, 1) if line.strip() and at > header]
    assert set(lines) <= set(filled)
    if '"' not in "\n".join(text[header:]):
        assert lines == filled


def test_a_damaged_file_in_the_record_adds_up_too(load: Load, tmp_path: Path) -> None:
    @given(mutated())
    @settings(max_examples=60, deadline=None)
    def adds_up(content: bytes) -> None:
        path = tmp_path / "police_register_1.csv"
        try:
            receipt = load(path, content, agency=None)
        except FileRefused:
            return
        assert receipt.rows_in == receipt.kept + receipt.held + receipt.duplicate
        assert receipt.rows_in == len(items(content, path.name))

    adds_up()


def test_the_limits_of_this_machine_let_the_disk_test_run() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
