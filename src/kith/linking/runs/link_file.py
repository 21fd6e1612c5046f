"""Links one CSV file of person records from end to end; needs no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.linking.analysis.components import CERTAIN_AT, JOIN_AT, REVIEW_AT, Constraints
from kith.linking.analysis.model import Model
from kith.linking.analysis.waterfall import conclusion, waterfall
from kith.linking.runs.engines import open_engine
from kith.linking.runs.files import (
    OUTPUT_COLUMNS,
    BadInput,
    read_labels,
    read_model,
    read_records,
    record_numbers,
    write_rows,
)
from kith.linking.runs.linking import Choice, Linked, Say, flags_of, link_records
from kith.linking.runs.scoring import score_two
from kith.linking.vocabulary import Band, Verdict


@dataclass(frozen=True)
class FileJob:
    """What `kith link` was asked to do."""

    file: Path
    out: Path | None = None
    one_per: frozenset[str] = frozenset()
    labels: Path | None = None
    model: Path | None = None
    explain: tuple[str, str] | None = None
    engine: str = "duckdb"


@dataclass(frozen=True)
class FileResult:
    """What became of the file: counts for a closing line, the model, and the explanation if one was asked for."""

    records: int
    people: int
    review: int
    model: Model
    explanation: Sequence[str] = ()
    labels_unused: int = 0  # lines of labels that name a record which the file does not have


def link_file(job: FileJob, say: Say) -> FileResult:
    """Link the records of a file, write the groups, and explain one pair if asked."""
    say("reading")
    records = read_records(job.file)
    unknown = sorted(job.one_per - {record["source"] for record in records})
    if unknown:
        raise BadInput(f"--one-per names the source {unknown[0]}, which {job.file} does not have.")
    labels, unused = read_labels(job.labels, records) if job.labels else ([], 0)
    asked = _asked(job.explain, records) if job.explain else None
    rules = Constraints(
        same=[(a, b) for a, b, verdict in labels if verdict is Verdict.SAME],
        different=[(a, b) for a, b, verdict in labels if verdict is Verdict.DIFFERENT],
        one_per=job.one_per,
    )
    choice = Choice(model=read_model(job.model) if job.model else None, rules=rules)
    with open_engine(job.engine) as database:
        linked = link_records(database, records, choice, say)
        explanation = explained(database, linked, *asked) if asked else []
    groups = _numbered(linked)
    if job.out:
        say("writing")
        rows = [
            (record["source"], record["record_id"], groups[found.group], found.band.value, f"{found.weight:.2f}")
            for record, found in zip(records, linked.memberships, strict=True)
        ]
        write_rows(job.out, OUTPUT_COLUMNS, rows)
    review = sum(found.band is Band.REVIEW for found in linked.memberships)
    return FileResult(len(records), len(groups), review, linked.model, explanation, unused)


def explained(database: Any, linked: Linked, a: int, b: int) -> list[str]:
    """Return why two records are, or are not, one person: a sentence for each thing compared."""
    model = linked.model.among(len(linked.rows))
    scored, guarded = score_two(database, linked.rows, model, (a, b), twins_expected=linked.twins_expected)
    parts = {name: (int(scored.gammas[name][0]), float(scored.parts[name][0])) for name in scored.parts}
    weight = float(scored.weights[0])
    lines = [f"{step.total:+7.1f}  {step.weight:+7.1f}  {step.says}" for step in waterfall(linked.start_weight, parts)]
    together = linked.memberships[a].group == linked.memberships[b].group
    lines += conclusion(weight, _band(weight), flags_of(guarded, 0))
    lines.append("They are in one group." if together else "They are in different groups.")
    if together != (weight >= JOIN_AT):
        lines.append("Other records of the group, a label, or the guards decided, not this pair alone.")
    return lines


def _band(weight: float) -> Band:
    if weight >= CERTAIN_AT:
        return Band.CERTAIN
    if weight >= JOIN_AT:
        return Band.LIKELY
    return Band.REVIEW if weight >= REVIEW_AT else Band.ALONE


def _asked(pair: tuple[str, str], records: Sequence[dict[str, str]]) -> tuple[int, int]:
    numbers = record_numbers(records)
    found = []
    for name in pair:
        number = numbers.get(name)
        if number is None:
            raise BadInput(f"There is no record {name} in the file. Write record_id, or source:record_id.")
        if number == -1:
            raise BadInput(f"More than one source has a record {name}. Write source:record_id.")
        found.append(number)
    if found[0] == found[1]:
        raise BadInput("--explain needs two different records.")
    return min(found), max(found)


def _numbered(linked: Linked) -> dict[int, str]:
    groups = sorted({found.group for found in linked.memberships})
    return {group: f"P{number:07d}" for number, group in enumerate(groups, 1)}
