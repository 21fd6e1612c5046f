"""Reads person records and labels from CSV files, and writes the groups found, all or nothing."""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kith.linking.analysis.model import Model, make_model
from kith.linking.analysis.standardise import INPUT_COLUMNS
from kith.linking.vocabulary import Verdict

OUTPUT_COLUMNS = ("source", "record_id", "person_id", "band", "weight")
_MODEL_PARTS = ("records", "chance", "levels", "frequencies")
_SAME = {"1", "y", "yes", "true", "t", "same", "match"}
_DIFFERENT = {"0", "n", "no", "false", "f", "different", "non-match"}


class BadInput(Exception):
    """Something in a file that a person must put right; the message says what, where and how."""


def read_records(path: Path) -> list[dict[str, str]]:
    """Return the records of a CSV file in the order of (source, record_id)."""
    header, lines = _read_csv(path)
    missing = [column for column in ("source", "record_id") if column not in header]
    if missing:
        raise BadInput(
            f"{path} has no column {' and no column '.join(missing)}. Its columns are: {', '.join(header)}. "
            f"Kith knows {', '.join(INPUT_COLUMNS)}; only the first two must be there."
        )
    records: dict[tuple[str, str], dict[str, str]] = {}
    for line, row in lines:
        record = {column: row.get(column, "") for column in INPUT_COLUMNS}
        key = (record["source"].strip(), record["record_id"].strip())
        if not all(key):
            raise BadInput(f"{path}, line {line}: source or record_id is empty. Every row needs both.")
        if key in records:
            raise BadInput(
                f"{path}, line {line}: record {key[1]} of source {key[0]} stands there twice. "
                "Each pair of source and record_id may stand once; remove one row."
            )
        records[key] = record | {"source": key[0], "record_id": key[1]}
    if not records:
        raise BadInput(f"{path} has a header and no rows: there is nothing to link.")
    return [records[key] for key in sorted(records)]


def read_labels(path: Path, records: Sequence[Mapping[str, str]]) -> tuple[list[tuple[int, int, Verdict]], int]:
    """Return what people decided, as pairs of record numbers, and how many lines name no two records of this file."""
    header, lines = _read_csv(path)
    if not {"a", "b", "same"} <= set(header):
        raise BadInput(f"{path} must have the columns a, b and same; it has: {', '.join(header)}.")
    numbers = record_numbers(records)
    labels, unused = [], 0
    for line, row in lines:
        verdict = _verdict(row["same"], path, line)
        a, b = numbers.get(row["a"].strip()), numbers.get(row["b"].strip())
        for name, found in ((row["a"], a), (row["b"], b)):
            if found == -1:
                raise BadInput(
                    f"{path}, line {line}: more than one source has a record {name}. Write source:record_id."
                )
        if a is not None and b is not None and a != b:
            labels.append((min(a, b), max(a, b), verdict))
        else:
            unused += 1
    return labels, unused


def record_numbers(records: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """Return the number of each record by `source:record_id`, and by record_id (-1 where two sources share it)."""
    numbers: dict[str, int] = {}
    for number, record in enumerate(records):
        numbers[record["record_id"]] = -1 if record["record_id"] in numbers else number
    return numbers | {f"{record['source']}:{record['record_id']}": n for n, record in enumerate(records)}


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV file so that it is there whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
        draft.replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}. Choose another place with --out.") from error
    finally:
        draft.unlink(missing_ok=True)


def read_model(path: Path) -> Model:
    """Return a model that `write_model` wrote."""
    try:
        return model_from(path.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"The model {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} is not a model that this version of Kith wrote: {error}.") from error


def model_from(text: str) -> Model:
    """Return the model that a JSON text holds.

    Raises:
        ValueError: its content is not what its version was made of.
    """
    content = json.loads(text)
    model = make_model(*(content[name] for name in _MODEL_PARTS))
    if content["version"] != model.version:
        raise ValueError(
            f"it says it is model {content['version']} and holds model {model.version}; it was changed by hand, or "
            "trained for other words of the levels. Train it again, or use the one that came with this version"
        )
    return model


def write_model(path: Path, model: Model) -> None:
    """Write a model as JSON, readable and in a fixed order."""
    content = {name: getattr(model, name) for name in ("version", *_MODEL_PARTS)}
    path.write_text(json.dumps(content, sort_keys=True, indent=1) + "\n", "utf-8")


def _verdict(text: str, path: Path, line: int) -> Verdict:
    plain = text.strip().casefold()
    if plain in _SAME:
        return Verdict.SAME
    if plain in _DIFFERENT:
        return Verdict.DIFFERENT
    raise BadInput(f"{path}, line {line}: same is {text!r}. Write 1 for one person, 0 for two.")


def _read_csv(path: Path) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    text = _text_of(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
    except csv.Error as error:
        raise BadInput(f"{path}, line 1: {error}. It is not a CSV file.") from error
    if not any(header):
        raise BadInput(f"{path} is empty: the first line must name the columns.")
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise BadInput(f"{path} has the column {twice[0]} twice. Rename or remove one.")
    return header, _rows(path, reader, header)


def _rows(path: Path, reader: Any, header: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise BadInput(f"{path}, line {reader.line_num}: {error}. Look for a quotation mark left open.") from error
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            raise BadInput(
                f"{path}, line {reader.line_num}: {len(row)} values for {len(header)} columns. "
                "A value with a comma in it must stand in quotation marks."
            )
        yield reader.line_num, dict(zip(header, row, strict=True))


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path}, line {line}: not UTF-8. Save the file as UTF-8 and run again.") from error
    if "\0" in text:
        raise BadInput(f"{path}, line {text.count(chr(10), 0, text.index(chr(0))) + 1}: not text. Is it a CSV file?")
    return text
