"""Says in plain words what a data steward is asked, what speaks for and against, and what an answer would move."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kith.linking.analysis.levels import LEVELS
from kith.linking.analysis.waterfall import waterfall
from kith.linking.selectors import ReviewQueue
from kith.linking.vocabulary import AnswerState, ReviewKind, Verdict

_KINDS = {
    ReviewKind.JUDGEMENT_CONFLICT: ("Decisions that do not fit together", "What people decided contradicts itself."),
    ReviewKind.ID_CONFLICT: ("Different numbers", "Each has a valid NHS or pupil number, and they differ."),
    ReviewKind.ADDED_BY_HAND: ("Added by hand", "Somebody was added by hand who may be in the record already."),
    ReviewKind.ID_ALONE: ("One number, two people?", "They share a number that name and birthday do not bear out."),
    ReviewKind.POSSIBLE_TWINS: ("Perhaps twins", "One family, one birthday, two forenames."),
    ReviewKind.POSSIBLE_SAME: ("Perhaps one person", "Alike, but not enough to join them without being asked."),
}
VERDICTS = {
    Verdict.SAME: "One person",
    Verdict.DIFFERENT: "Two people",
    Verdict.UNSURE: "Cannot be told from this",
}
_STATES = {
    AnswerState.ASKED: "Being counted: what would move is worked out. Load this page again in a moment.",
    AnswerState.TO_CONFIRM: "Waits for you: what would move is below.",
    AnswerState.CONFIRMED: "Being carried out. Load this page again in a moment.",
    AnswerState.DROPPED: "Not carried out: nobody confirmed it.",
    AnswerState.DONE: "Done.",
    AnswerState.REFUSED: "Could not be done.",
    AnswerState.UNDOING: "Being taken back. Load this page again in a moment.",
    AnswerState.UNDONE: "Taken back.",
}
_FOLLOWERS = {
    "access": "Who may see, and shields",
    "chronology": "Chronology",
    "priority": "Lists",
    "work": "Open work",
}
_SHOWN = (
    ("forename", "Forename"),
    ("middle_names", "Middle names"),
    ("surname", "Surname"),
    ("former_surname", "Former surname"),
    ("known_as", "Known as"),
    ("born_on", "Date of birth"),
    ("sex", "Sex"),
    ("address", "Address"),
    ("nhs_number", "NHS number"),
    ("upn", "Pupil number"),
    ("as_of", "As of"),
)
_SEXES = {"F": "Female", "M": "Male"}


def queue_page(queue: ReviewQueue, now: datetime) -> dict[str, Any]:
    """Return what the queue shows: how many of each kind, and the items in order."""
    kinds = [(kind, words[0], words[1]) for kind, words in _KINDS.items() if queue.counts.get(kind)]
    return {
        "counts": [{"kind": name, "says": says, "count": queue.counts[kind]} for kind, name, says in kinds],
        "total": sum(queue.counts.values()),
        "items": [_row(item, now) for item in queue.items],
        "decided": [
            dict(row) | {"verdict": VERDICTS[Verdict(row["verdict"])], "undone": row["state"] == AnswerState.UNDONE}
            for row in queue.decided
        ],
    }


def _row(item: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    days = (now - item["found_at"]).days
    return {
        "id": item["id"],
        "place": item["place"],
        "kind": _KINDS[ReviewKind(item["kind"])][0],
        "agencies": f"{item['agency']} and {item['other']}",
        "who": "A child" if item["is_child"] else "Adults",
        "since": item["found_at"],
        "days": "today" if days < 1 else f"{days} day{'' if days == 1 else 's'}",
        "waits": item["answer"] == AnswerState.TO_CONFIRM,
    }


def review_page(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what one item shows: both sides, why, who else was born on that day, and how far an answer has come."""
    name, says = _KINDS[ReviewKind(item["kind"])]
    answers = [_answer(row) for row in item["answers"]]
    last = item["answers"][0]["state"] if answers else ""
    return {
        "id": item["id"],
        "kind": name,
        "says": says,
        "found_at": item["found_at"],
        "is_one": item["one"],
        "sides": [_side(side, "AB"[place % 2]) for place, side in enumerate(item["sides"])],
        "steps": _steps(item["evidence"]),
        "beside": [
            row | {"born_on": _day(row["born_on"]), "sex": _SEXES.get(row["sex"], "")} for row in item["beside"]
        ],
        "judgements": [row | {"verdict": VERDICTS[Verdict(row["verdict"])]} for row in item["judgements"]],
        "answers": answers,
        "to_confirm": last == AnswerState.TO_CONFIRM,
        "can_undo": last == AnswerState.DONE,
        "can_answer": item["state"] == "open" and last in {"", AnswerState.DROPPED, AnswerState.REFUSED, "undone"},
    }


def _side(side: Mapping[str, Any], letter: str) -> dict[str, Any]:
    records = side["records"]
    return {
        "letter": letter,
        "url": f"/people/{side['public_id']}/",
        "name": side["name"] or "No name known",
        "names": _names(records),
        "records": [
            {"agency": row["agency"], "asked": row["asked"], "rows": _rows(row)} for row in records
        ],
    }  # fmt: skip


def _names(records: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return every name ever used and the agencies that say so."""
    said: dict[str, dict[str, None]] = {}
    for row in records:
        whole = f"{row['forename']} {row['surname']}".strip()
        past = f"{row['former_surname']} (former surname)" if row["former_surname"] else ""
        known = f"{row['known_as']} (known as)" if row["known_as"] else ""
        for name in filter(None, (whole, past, known)):
            said.setdefault(name, {})[row["agency"]] = None
    return [{"name": name, "agencies": ", ".join(agencies)} for name, agencies in said.items()]


def _rows(row: Mapping[str, Any]) -> list[dict[str, str]]:
    found = []
    for field, label in _SHOWN:
        value = row[field]
        if field == "address" and value is None:
            value = "Kept secret, or no longer theirs"
        elif field in {"born_on", "as_of"} and value:
            value = _day(value)
        elif field == "sex":
            value = _SEXES.get(value, "")
        if value:
            found.append({"label": label, "value": value})
    return found


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%-d %B %Y}"


def _steps(evidence: Mapping[str, Any] | None) -> list[Any]:
    if not evidence or not evidence["parts"]:
        return []
    parts = {name: (int(level), float(weight)) for name, (level, weight) in evidence["parts"].items() if name in LEVELS}
    start = float(evidence["weight"]) - sum(weight for _, weight in parts.values())
    return waterfall(start, parts)


def _answer(row: Mapping[str, Any]) -> dict[str, Any]:
    effects = [effect | {"name": _FOLLOWERS.get(effect["follower"], effect["follower"])} for effect in row["effects"]]
    return {
        "verdict": VERDICTS[Verdict(row["verdict"])],
        "why": row["why"],
        "by": row["by"],
        "at": row["at"],
        "state": _STATES[AnswerState(row["state"])],
        "says": row["says"],
        "effects": effects,
    }
