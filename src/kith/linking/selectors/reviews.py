"""Reads what a data steward should look at: the queue, which names nobody, and one item, logged for everybody shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kith.access.selectors import ask_log
from kith.access.vocabulary import NotShown, Purpose, Viewer

MOST = 50


@dataclass(frozen=True, kw_only=True)
class ReviewQueue:
    """How many items of each kind are open, the first of them, and what was decided last."""

    counts: Mapping[str, int]
    items: Sequence[Mapping[str, Any]]
    decided: Sequence[Mapping[str, Any]]


def list_reviews(*, viewer: Viewer, purpose: Purpose) -> ReviewQueue:
    """Return the open review items in the order in which they matter, without a name in them.

    Raises:
        NotShown: the viewer's roles do not mend identities.
    """
    found = ask_log("SELECT linking_review_queue(%s, %s, %s)", [viewer.staff_id, purpose, MOST])
    if found is None:
        raise NotShown
    items = [row | {"found_at": _moment(row["found_at"])} for row in found["items"]]
    decided = [row | {"at": _moment(row["at"])} for row in found["decided"]]
    return ReviewQueue(counts=found["counts"], items=items, decided=decided)


def open_review(item_id: int, *, viewer: Viewer, purpose: Purpose) -> Mapping[str, Any]:
    """Return one item with everything that helps to decide it; both people, and those beside them, are logged.

    Raises:
        NotShown: there is no such item, or one of the two may not be shown to the viewer.
    """
    found: dict[str, Any] | None = ask_log(
        "SELECT linking_review_item(%s, %s, %s)", [viewer.staff_id, purpose, item_id]
    )
    if found is None:
        raise NotShown
    found["found_at"] = _moment(found["found_at"])
    for row in (*found["judgements"], *found["answers"]):
        row["at"] = _moment(row["at"])
    return found


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
