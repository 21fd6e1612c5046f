"""Says in words why each record belongs to a person."""

from typing import Any

from kith.linking.analysis.levels import LEVELS
from kith.linking.analysis.waterfall import Step, waterfall
from kith.linking.selectors import Belonging, OpenedRecords
from kith.linking.vocabulary import Band

_BANDS = {
    Band.CERTAIN: ("Certain", "green"),
    Band.LIKELY: ("Likely", "blue"),
    Band.REVIEW: ("To be looked at", "yellow"),
    Band.ALONE: ("On its own", "grey"),
}
_ALONE = "No other record is like this one, so it is a person of its own."
_ASKED = "Another person's record is like this one. Somebody will decide; until then they are two people."
_BY_HAND = "Added by hand after a search."


def records_page(records: OpenedRecords, address: str) -> dict[str, Any]:
    """Return what the page shows: each record that counts now with its evidence, and those that once did."""
    return {
        "name": records.name or "No name known",
        "address": address,
        "may_read": records.may_read,
        "records": [_record(one) for one in records.now],
        "before": [_record(one) for one in records.before],
    }


def _record(one: Belonging) -> dict[str, Any]:
    label, colour = _BANDS[one.band]
    return {
        "agency": one.agency,
        "band": label,
        "colour": colour,
        "begins_at": one.begins_at,
        "ends_at": one.ends_at,
        "says": _summary(one),
        "steps": _steps(one),
    }


def _summary(one: Belonging) -> str:
    if one.reason.get("by_hand"):
        return _BY_HAND
    if one.decided_by:
        return f"{one.decided_by} decided this: {one.why}"
    if one.reason.get("parts"):
        return "Compared with the record of this person that it is most like:"
    return _ASKED if one.band is Band.REVIEW else _ALONE


def _steps(one: Belonging) -> list[Step]:
    parts = one.reason.get("parts", {})
    known = {name: (int(level), float(weight)) for name, (level, weight) in parts.items() if name in LEVELS}
    return waterfall(float(one.reason.get("start", 0.0)), known) if known else []
