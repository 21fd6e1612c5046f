"""Rows told by the engine store the very same as rows read one by one, whatever is odd about them."""

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.common.standards.code_sets import read_toml
from kith.feeds.analysis.catalogue import CSV_TABLES
from kith.feeds.analysis.declarations import Surroundings
from kith.feeds.analysis.receiving import receive, recognised
from kith.feeds.analysis.registers import REGISTERS
from kith.feeds.runs.staging import Staging
from kith.feeds.runs.telling import RegisterFile, tell_register

COLUMNS = {table.feed: table.columns for table in REGISTERS}
DAYS = ["2026-03-04", "2026-03-05T09:30:00", "2026-03-04T23:50", "2024-02-29", "2011-05-06", "1990-01-02", ""]
ODD_DAYS = ["2026-02-30", "04/03/2026", "2027-01-01", "1066-10-14", "soon"]
TEXTS = ["", "Sam", "O'Brien", "Zoë", "Mill Lane, Larkford", "two  spaces", "knife shown", "found far from home"]
ODD_TEXTS = ["back\\slash", "a\ttab", "two\nlines", "x" * 501, "\u00a0hard\u00a0space\u00a0", 'said "no"', "\x07bell"]
NAMED = {  # usual values, and odd ones
    "role": (["subject", "victim", "Suspect", "involved", "missing"], ["bystander"]),
    "sex": (["M", "F", "f", "U", ""], ["1", "?"]),
    "ho_code": (["", "00826", "8/26", "00501", "99999"], [" 826"]),
    "postcode": (["QX1 2AB", "qx12ab", ""], ["nowhere"]),
    "nhs_number": (["", "943 476 5919"], ["9434765918"]),
    "upn": (["", "A900001000001"], ["A9"]),
    "retracted": (["", "Y", "no"], ["perhaps"]),
    "worker_id": (["", "", "W7"], ["W 8"]),
}


def _values(feed: str, column: Any) -> tuple[list[str], list[str]]:
    wanted = [
        value for rule in read_toml("kith.feeds.mappings", f"{feed}.toml")["rule"]
        for value in rule["when"].get(column.name, ()) if isinstance(value, str)
    ]  # fmt: skip
    if column.name in NAMED:
        usual, odd = NAMED[column.name]
    elif wanted:
        usual, odd = wanted, ["parade"]
    else:
        usual, odd = (DAYS, ODD_DAYS) if column.holds == "day" else ([*TEXTS, "1", "2", "3"], ODD_TEXTS)
    return [value for value in usual if value or not column.needed], [*odd, ""]


VALUES = {feed: [_values(feed, column) for column in columns] for feed, columns in COLUMNS.items()}


@st.composite
def files(draw: st.DrawFn) -> str:
    feed = draw(st.sampled_from(sorted(COLUMNS)))
    draws = draw(st.randoms(use_true_random=False))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerow([column.name for column in COLUMNS[feed]])
    for _ in range(draw(st.integers(1, 12))):
        cells = [draws.choice(usual) for usual, _odd in VALUES[feed]]
        for at in draw(st.lists(st.integers(0, len(cells) - 1), max_size=2)):
            cells[at] = draws.choice(VALUES[feed][at][1])
        way = draw(st.sampled_from(["whole"] * 12 + ["short", "long", "blank", "quote", "again"]))
        if way == "blank":
            out.write(" \n")
        elif way == "quote":
            out.write(f'"{",".join(cells)}\n')
        elif way == "short":
            writer.writerow(cells[:-1])
        else:
            writer.writerow([*cells, "more"] if way == "long" else cells)
            if way == "again":
                writer.writerow(cells)
    return out.getvalue()


def staged(text: str, way: str) -> dict[str, Any]:
    """Return what would be stored of a text, table by table, and what its receipt would say."""
    written: dict[str, list[str]] = {}
    staging = Staging(lambda table, block: written.setdefault(table, []).extend(block.decode().split("\n")))
    content, around = text.encode(), Surroundings(received_on=date(2026, 11, 22))
    found = recognised(content, name="file.csv", encoding="utf-8", tables=CSV_TABLES)
    if way == "engine":
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file.csv"
            path.write_bytes(content)
            tell_register(
                RegisterFile(path=path, found=found, encoding="utf-8", around=around, drafts=path.parent), staging
            )
    else:
        for item in receive(content, found, encoding="utf-8", around=around).rows:
            staging.add(item)
    staging.finish()
    return {
        "rows": (staging.rows, staging.held, staging.keys_repeat),
        "notes": found.notes.as_json(),
        **{table: sorted(filter(None, lines)) for table, lines in written.items() if any(lines) and table != "row"},
        "row": _first_of_each(written.get("row", [])),
    }


def _first_of_each(lines: list[str]) -> dict[str, int]:
    """Return the line that is kept of each different row; which of the others are staged makes no difference."""
    found: dict[str, int] = {}
    for line, fingerprint in (row.split("\t") for row in lines if row):
        found[fingerprint] = min(int(line), found.get(fingerprint, int(line)))
    return found


@given(files())
@settings(max_examples=150, deadline=None)
def test_the_engine_stores_what_row_by_row_stores(text: str) -> None:
    assert staged(text, "engine") == staged(text, "rows")
