"""Turns the factors that an assessment found into entries, for every feed that carries assessments."""

from collections.abc import Iterable, Iterator
from datetime import date

from kith.common.standards.code_sets import code_set
from kith.feeds.analysis.declarations import Row
from kith.feeds.analysis.events import one_child
from kith.feeds.vocabulary import EventRecord


def factor_events(row: Row, child: str, key: str, found_on: date | str, codes: Iterable[str]) -> Iterator[EventRecord]:
    """Return one entry per factor found; a factor is an opinion, known when the assessment was authorised."""
    day = date.fromisoformat(found_on) if isinstance(found_on, str) else found_on
    for code in dict.fromkeys(code.strip().upper() for code in codes if code.strip()):
        entry = code_set("assessment_factors").get(code)
        if entry is None:
            row.warn("factors", f"code {code[:12]} is not in assessment_factors")
        elif entry["kind"]:
            yield one_child(child, f"{key}:{code}", entry["kind"], day, basis="opinion",
                            code_scheme="assessment_factors", code=code, says=entry["label"])  # fmt: skip
