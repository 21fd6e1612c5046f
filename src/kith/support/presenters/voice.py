"""Shows a child's voice: the child's words first and largest, everything else after them."""

from datetime import date
from typing import Any

from django.urls import reverse

from kith.common.dates import age_on
from kith.support.models import VoiceEntry
from kith.support.selectors.names import Named
from kith.support.selectors.voice import Gap, VoicePage
from kith.support.vocabulary import USE_WORDS, WAY_WORDS, VoiceUse, Way

_LABELLED = (
    ("wishes", "Wishes"),
    ("feelings", "Feelings"),
    ("wants", "Wants to happen"),
    ("day_in_life", "A day in their life"),
)


def identity(who: Named, today: date) -> dict[str, Any]:
    """Return what the bar of one person shows."""
    return {
        "public_id": who.public_id,
        "name": who.name,
        "age": age_on(who.born_on, today) if who.born_on else None,
        "expected_on": None if who.born_on else who.expected_on,
        "person_url": reverse("chronology:person", args=[who.public_id]),
    }


def voice_page(page: VoicePage, *, may_write: bool, today: date) -> dict[str, Any]:
    """Return a child's voice over time as its page shows it."""
    entries = [_entry(each, page.who) for each in page.entries]
    return identity(page.who, today) | {"entries": entries, "may_write": may_write}


def gaps_page(gaps: list[Gap], *, days: int, today: date) -> dict[str, Any]:
    """Return whom nobody has heard for too long."""
    rows = [
        {
            "public_id": gap.public_id,
            "name": gap.name,
            "known_as": gap.known_as,
            "age": age_on(gap.born_on, today),
            "heard_on": gap.heard_on,
            "days": (today - gap.heard_on).days if gap.heard_on else None,
            "next_try_on": gap.next_try_on,
        }
        for gap in gaps
    ]
    return {"rows": rows, "days": days}


def _entry(each: VoiceEntry, who: Named) -> dict[str, Any]:
    told = [one.told_on for one in each.told_back.all() if one.told_on]
    bears_on = USE_WORDS[VoiceUse(each.bears_on)] if each.bears_on else ""
    return {
        "public_id": each.public_id,
        "heard_on": each.heard_on,
        "age": age_on(who.born_on, each.heard_on) if who.born_on and who.born_on <= each.heard_on else None,
        "words": each.words,
        "declined": each.declined,
        "next_try_on": each.next_try_on,
        "observation": each.observation,
        "says": [(label, getattr(each, name)) for name, label in _LABELLED if getattr(each, name)],
        "how": ", ".join(filter(None, [WAY_WORDS[Way(each.way)], each.setting, each.communication])),
        "by": f"{each.role}, {each.agency.name} ({each.by.name})",
        "seen": _seen(each),
        "limits_explained": each.limits_explained,
        "bears_on": ": ".join(filter(None, [bears_on, each.bears_on_says])),
        "view": each.view,
        "told_back": list(each.told_back.all()),
        "is_told": bool(told),
        "url": reverse("support:tell_back", args=[who.public_id, each.public_id]),
    }


def _seen(each: VoiceEntry) -> str:
    seen = "Seen, alone" if each.alone else "Seen, not alone" if each.seen else "Not seen"
    bedroom = {True: ", bedroom seen", False: ", bedroom not seen", None: ""}[each.bedroom_seen]
    return f"{seen}{bedroom}"
