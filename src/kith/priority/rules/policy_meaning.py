"""What a well-shaped policy must mean: events that exist, roles that are named, no inputs that are forbidden."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from kith.access.vocabulary import Sector
from kith.feeds.vocabulary import EVENT_KINDS, ParticipantRole
from kith.priority.vocabulary import NEVER_INPUTS, Per, Theme

LONGEST_LOOKBACK = 156
_ATTENDANCE = (Per.ATTENDANCE_FALL, Per.ATTENDANCE_LOW)


def meaning_faults(content: Mapping[str, Any]) -> list[str]:
    """Return every fault of meaning in a policy whose shape is right, in words."""
    faults = []
    for id, found in content["indicator"].items():
        faults += [f"indicator {id}: {fault}" for fault in _indicator_faults(id, found, content)]
    for id, found in content.get("trigger", {}).items():
        faults += [f"trigger {id}: {fault}" for fault in _trigger_faults(found)]
    faults += _head_faults(content)
    return faults


def _head_faults(content: Mapping[str, Any]) -> Iterable[str]:
    yield from _seat_faults(content["seats"])
    for theme in Theme:
        if theme not in content["theme_cap"]:
            yield f"theme_cap: `{theme}` is missing. Write the most points that this theme may give."
    yield from _unknown_words("theme_cap", content["theme_cap"], Theme)
    yield from _unknown_words("feeds", content["feeds"]["expected_of_every_child"], Sector)
    for name, half_life in content["half_life_weeks"].items():
        if half_life > LONGEST_LOOKBACK:
            yield f"half_life_weeks: `{name}` is {half_life}. Write {LONGEST_LOOKBACK} or less."
    yield from _named_faults(content)
    scored = {kind: id for id, found in content["indicator"].items() for kind in found.get("events", ())}
    for kind in scored.keys() & content.get("context", {}).keys():
        yield f"context: `{kind}` is said to be worth nothing, but indicator {scored[kind]} gives points for it."


def _seat_faults(seats: Mapping[str, Any]) -> Iterable[str]:
    if seats["quiet"] + seats["blind"] + seats["random"] >= seats["panel"]:
        yield "seats: the special lanes take every place of the panel. Leave places that go by points."
    if seats["random_from"] > seats["random_to"]:
        yield "seats: `random_from` comes after `random_to`. Write the smaller rank first."


def _named_faults(content: Mapping[str, Any]) -> Iterable[str]:
    critical = content["critical"]["events"]
    named = [("grip", kind) for word in ("plans", "contacts", "reviews") for kind in content["grip"][word]]
    named += [("critical", kind) for kind in critical] + [("context", kind) for kind in content.get("context", {})]
    for place, kind in named:
        if kind not in EVENT_KINDS:
            yield f"{place}: the event `{kind}` does not exist. {_nearest(kind)}"
    for kind, roles in critical.items():
        yield from (f"critical: {fault}" for fault in _unknown_words(kind, roles, ParticipantRole))


def _indicator_faults(id: str, found: Mapping[str, Any], content: Mapping[str, Any]) -> Iterable[str]:
    if not re.fullmatch(r"[A-H][0-9]{1,2}[a-z]?", id):
        yield "the name must be a letter from A to H and a number, such as A3."
    unknown = [
        *_unknown_words("theme", [found["theme"]], Theme),
        *_unknown_words("sector", [found["sector"]], Sector),
        *_unknown_words("per", [found["per"]], Per),
    ]
    yield from unknown
    if unknown:
        return
    if found["cap"] > content["theme_cap"].get(found["theme"], found["cap"]):
        most = content["theme_cap"][found["theme"]]
        yield f"`cap` is {found['cap']}, more than its theme may give. Write {most} or less."
    if found["points"] > found["cap"]:
        yield f"`points` is {found['points']}, more than the cap of {found['cap']}."
    if found["on_missing_feed"] not in ("unknown", "zero"):
        yield '`on_missing_feed` must be "unknown" (or "zero" with a reason in `zero_because`).'
    if found["on_missing_feed"] == "zero" and "zero_because" not in found:
        yield "a missing feed may count as zero only for a reason. Write it in `zero_because`."
    yield from _attendance_faults(found) if found["per"] in _ATTENDANCE else _event_faults(found, content)


def _attendance_faults(found: Mapping[str, Any]) -> Iterable[str]:
    for word in ("events", "roles", "decay", "severity", "at_least", "before_age", "from_age", "lookback_weeks"):
        if word in found:
            yield f"`{word}` plays no part in attendance. Take it out; the weeks are set in [attendance]."
    steps = found.get("steps")
    if not steps:
        yield "`steps` is missing. Write pairs of percent and points such as [[10, 2], [20, 5]]."
    elif steps != sorted(steps) or any(not 0 < percent <= 100 or points < 1 for percent, points in steps):
        yield "`steps` must rise from the smallest percentage to the largest, each with 1 point or more."
    elif steps[-1][1] != found["points"]:
        yield f"`points` is {found['points']}, but the highest step gives {steps[-1][1]}. Make them the same."


def _event_faults(found: Mapping[str, Any], content: Mapping[str, Any]) -> Iterable[str]:
    for word in ("events", "roles", "lookback_weeks"):
        if word not in found:
            yield f"`{word}` is missing. An indicator of events names what it counts, for whom, and for how long."
    if found.get("lookback_weeks", 1) > LONGEST_LOOKBACK:
        yield f"`lookback_weeks` is {found['lookback_weeks']}. Nothing older than {LONGEST_LOOKBACK} weeks may count."
    decay = found.get("decay", "none")
    if decay not in ("none", *content["half_life_weeks"]):
        yield f"`decay` is `{decay}`. Known are none, {', '.join(content['half_life_weeks'])}."
    yield from _misplaced_words(found)
    yield from _unknown_words("roles", found.get("roles", ()), ParticipantRole)
    yield from _kind_faults(found)


def _misplaced_words(found: Mapping[str, Any]) -> Iterable[str]:
    if "steps" in found:
        yield "`steps` belongs to attendance. Take it out."
    if found["per"] != Per.EVENT and found.get("decay", "none") != "none":
        yield "only events fade. A state counts while it is true, a count while it is reached: take `decay` out."
    if found["per"] != Per.EVENT and "severity" in found:
        yield "`severity` belongs to events. Take it out."
    if found["per"] != Per.COUNT and "at_least" in found:
        yield '`at_least` belongs to `per = "count"`.'


def _kind_faults(found: Mapping[str, Any]) -> Iterable[str]:
    for kind in found.get("events", ()):
        if kind not in EVENT_KINDS:
            yield f"the event `{kind}` does not exist. {_nearest(kind)}"
        elif EVENT_KINDS[kind].sector != found["sector"]:
            yield f"the event `{kind}` comes from {EVENT_KINDS[kind].sector}, not from {found['sector']}."
        elif found["per"] == Per.STATE and not EVENT_KINDS[kind].is_state:
            yield f'`{kind}` happens on one day, so it cannot be true for a time. Write per = "event".'
        elif kind in NEVER_INPUTS and not (kind == "care.looked_after" and found["per"] == Per.EVENT):
            yield f"the event `{kind}` may never earn points: {NEVER_INPUTS[kind]}."


def _trigger_faults(found: Mapping[str, Any]) -> Iterable[str]:
    yield from _unknown_words("sector", [found["sector"]], Sector)
    yield from _unknown_words("roles", found.get("roles", ()), ParticipantRole)
    if bool(found.get("events")) == bool(found.get("absent_percent")):
        yield "name either `events` or `absent_percent`."
    for kind in found.get("events", ()):
        if kind not in EVENT_KINDS:
            yield f"the event `{kind}` does not exist. {_nearest(kind)}"
        elif EVENT_KINDS[kind].sector != found["sector"]:
            yield f"the event `{kind}` comes from {EVENT_KINDS[kind].sector}, not from {found['sector']}."


def _unknown_words(place: str, words: Iterable[str], known: type[StrEnum]) -> Iterable[str]:
    for word in words:
        if word not in list(known):
            yield f"`{place}` has `{word}`. Known are {', '.join(known)}."


def _nearest(kind: str) -> str:
    family = kind.partition(".")[0]
    close = [known for known in EVENT_KINDS if known.startswith(f"{family}.")]
    return f"Events of that family are {', '.join(close)}." if close else "See feeds/vocabulary.py for the list."
