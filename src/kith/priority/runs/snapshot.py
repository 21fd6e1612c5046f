"""Carries the chronology from the record into the workbench, without holding it in memory."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from kith.chronology import selectors as chronology
from kith.engine.workbench import Workbench
from kith.priority.analysis import inputs

FOLDER: Final = "ranking"
SCHEMAS: Final[dict[str, ibis.Schema]] = {
    "entries": inputs.ENTRIES,
    "weeks": inputs.WEEKS,
    "people": inputs.PEOPLE,
    "leads": inputs.LEADS,
    "feed_states": inputs.FEED_STATES,
}


def take_snapshot(workbench: Workbench, as_of: date) -> None:
    """Write one Parquet part per input of the list, each replaced as a whole."""
    streams = {
        "entries": chronology.entries_for_ranking(),
        "weeks": chronology.weeks_for_ranking(),
        "people": chronology.people_for_ranking(as_of=as_of),
        "leads": chronology.leads_for_ranking(),
        "feed_states": chronology.feed_states(as_of=as_of),
    }
    for name, stream in streams.items():
        _write(workbench, name, stream)


def _write(workbench: Workbench, name: str, stream: Iterator[bytes]) -> None:
    schema: pa.Schema = SCHEMAS[name].to_pyarrow()
    folder = workbench.folder(FOLDER)
    told, draft = folder / f".{name}.{os.getpid()}.csv", folder / f".{name}.{os.getpid()}.draft"
    try:
        # The stream is read here, not by the reader's own threads: in those, Django's connection is another one.
        with told.open("wb") as file:
            file.writelines(stream)
        with pq.ParquetWriter(draft, schema, compression="zstd") as writer, _read(told, schema) as reader:
            for batch in reader:
                writer.write_batch(batch)
        workbench.adopt_part(FOLDER, name.replace("_", "-"), draft)
    finally:
        told.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)


def _read(path: Path, schema: pa.Schema) -> csv.CSVStreamingReader:
    options = csv.ConvertOptions(
        column_types=schema,
        include_columns=schema.names,
        true_values=["t"],
        false_values=["f"],
        null_values=[""],
    )
    return csv.open_csv(path, convert_options=options)
