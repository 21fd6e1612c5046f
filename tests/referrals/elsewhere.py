"""A referral as another system writes it: in JSON, or as a line of a table."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from kith.referrals.vocabulary import Content, RiskSaid
from tests.referrals.world import full_content, full_risk


def written(
    person: UUID,
    *,
    reference: str = "",
    to_agency: str = "lantern",
    content: Content | None = None,
    risk: RiskSaid | None = None,
    **other: Any,
) -> dict[str, Any]:
    """Return a referral on which nothing is missing, as JSON holds it."""
    said: dict[str, Any] = _plain(asdict(content or full_content())) | _plain(asdict(risk or full_risk()))
    whole = {"reference": reference or f"EH-{uuid4().hex[:12]}", "person": str(person), "to_agency": to_agency}
    return whole | said | other


def table(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return referrals as a table, each list unfolded into numbered columns."""
    flat = [_flat(row) for row in rows]
    head = sorted({name for row in flat for name in row})
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, head, restval="")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue().encode()


def _flat(row: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in row.items():
        if name in ("risks", "events"):
            for number, each in enumerate(value, start=1):
                flat |= {f"{name}.{number}.{field}": _cell(said) for field, said in each.items()}
        else:
            flat[name] = _cell(value)
    return flat


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)
