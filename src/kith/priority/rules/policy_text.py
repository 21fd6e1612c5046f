"""Reads a policy from its text: every fault at once, in words; the digest is of what it says, not how."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from kith.access.vocabulary import Sector
from kith.priority.rules.policy_meaning import meaning_faults
from kith.priority.rules.policy_shape import INDICATOR, SECTIONS, SENTENCES, TRIGGER, WHOLES, shape_faults
from kith.priority.vocabulary import Attendance, Critical, GripRule, Indicator, Per, Policy, Seats, Theme, Trigger


class PolicyFault(ValueError):
    """The policy cannot be used; the message lists every fault, one a line, with what to write instead."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The policy cannot be used.\n" + "\n".join(f"- {fault}" for fault in faults))
        self.faults = faults


def canonical_digest(content: Mapping[str, Any]) -> str:
    """Return the sha256 of what a policy says: comments, spaces and order of sections play no part."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat)
    return hashlib.sha256(text.encode()).hexdigest()


def policy_from_text(text: str) -> Policy:
    """Return the policy that a TOML text holds; raise PolicyFault with every fault in words."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PolicyFault([f"The file is not well-formed TOML: {fault}."]) from fault
    faults = _shape(content)
    if not faults:
        faults = meaning_faults(content)
    if faults:
        raise PolicyFault(faults)
    return _policy(content)


def _shape(content: dict[str, Any]) -> list[str]:
    faults = []
    for place, section in SECTIONS.items():
        faults += shape_faults(place, content.get(place), section)
    for place, kind in (("half_life_weeks", WHOLES), ("theme_cap", WHOLES), ("context", SENTENCES)):
        if not kind.test(content.get(place, {} if place == "context" else None)):
            faults.append(f"{place} is missing or wrong. Write {kind.says}.")
    for place, section in (("indicator", INDICATOR), ("trigger", TRIGGER)):
        for id, found in content.get(place, {}).items():
            faults += shape_faults(f"{place} {id}", found, section)
    if not content.get("indicator"):
        faults.append("There is no indicator. Add at least one section such as [indicator.A3].")
    known = {*SECTIONS, "half_life_weeks", "theme_cap", "context", "indicator", "trigger"}
    return faults + [f"The section [{word}] is not known. Take it out." for word in content if word not in known]


def _policy(content: dict[str, Any]) -> Policy:
    head, breadth = content["policy"], content["breadth"]
    critical = content["critical"]
    return Policy(
        version=head["version"],
        digest=canonical_digest(content),
        effective_on=head["effective"],
        approved_by=tuple(head["approved_by"]),
        ages=(head["ages"][0], head["ages"][1]),
        seats=Seats(**content["seats"]),
        half_life_weeks=content["half_life_weeks"],
        theme_cap={Theme(theme): cap for theme, cap in content["theme_cap"].items()},
        points_per_extra_agency=breadth["points_per_extra_agency"],
        max_extra_agencies=breadth["max_extra"],
        attendance=Attendance(**content["attendance"]),
        critical=Critical(
            events={kind: tuple(roles) for kind, roles in critical["events"].items()},
            known_within_days=critical["known_within_days"],
            occurred_within_days=critical["occurred_within_days"],
        ),
        expected_of_every_child=tuple(map(Sector, content["feeds"]["expected_of_every_child"])),
        grip=GripRule(**_tuples(content["grip"])),
        indicators=tuple(_indicator(id, found) for id, found in content["indicator"].items()),
        triggers=tuple(_trigger(id, found) for id, found in content.get("trigger", {}).items()),
        context=content.get("context", {}),
    )


def _indicator(id: str, found: Mapping[str, Any]) -> Indicator:
    words = _tuples(found)
    words |= {"theme": Theme(words["theme"]), "sector": Sector(words["sector"]), "per": Per(words["per"])}
    return Indicator(id=id, **words)


def _trigger(id: str, found: Mapping[str, Any]) -> Trigger:
    words = _tuples(found) | {"sector": Sector(found["sector"])}
    if words.get("events"):
        words.setdefault("roles", ("subject",))
    return Trigger(id=id, **words)


def _tuples(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        word: tuple(tuple(each) if isinstance(each, list) else each for each in value)
        if isinstance(value, list)
        else value
        for word, value in found.items()
    }
