"""Shows the list: lanes as sections, one sentence per child."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kith.access.vocabulary import Sector
from kith.chronology.vocabulary import Delivery
from kith.priority.analysis.explaining import whole
from kith.priority.presenters import words
from kith.priority.vocabulary import Contribution, Lane, ListPage, Policy, Standing

# Who was put forward is said beside each name, by the panel: a lane of their own would list them twice.
ORDER = (Lane.CRITICAL, Lane.CONSIDER, Lane.QUIET, Lane.BLIND, Lane.RANDOM, Lane.HELD)
_SIGNS = 3


def list_page(page: ListPage, *, lane: Lane | None, town: str) -> dict[str, Any]:
    """Return what the page of the list shows."""
    chosen = {"lane": lane or "", "town": town}
    if page.run is None:
        return {"sections": [], "has_list": False, "lane": lane, "town": town}
    sections = [_section(each, page, page.run.policy) for each in ORDER]
    return {
        "has_list": True,
        "sections": [section for section in sections if section["rows"]],
        "as_of": words.day(page.run.as_of),
        "version": page.run.policy.version,
        "run": page.run.digest[:7],
        "people": f"{page.run.people:,}",
        "lanes": [_choice(words.LANES[each][0], {**chosen, "lane": each.value}, lane is each) for each in ORDER],
        "every_lane": _choice("Every lane", {**chosen, "lane": ""}, lane is None),
        "towns": [_choice(each, {**chosen, "town": each}, each == town) for each in page.towns],
        "every_town": _choice("Every town", {**chosen, "town": ""}, not town),
        "is_narrowed": bool(lane or town),
        "refused": [page.run.policy.indicator(id).says for id in page.run.refused],
    }


def late_feeds(deliveries: Sequence[Delivery]) -> list[str]:
    """Return in words which feeds are late; on a list that lacks them, no points is not nothing happened."""
    return [
        f"{one.says} ({one.agency}): last file on {words.day(max(one.arrived_on))}, "
        f"{one.days_late} day{'' if one.days_late == 1 else 's'} late"
        for one in deliveries
        if one.days_late
    ]


def why(policy: Policy, contributions: tuple[Contribution, ...]) -> str:
    """Return in one sentence what weighs most; signs that the viewer may not read are named by their agency."""
    shown = [words.lowered(policy.indicator(each.indicator).says) for each in contributions if each.is_shown]
    said = shown[:_SIGNS]
    more = len(shown) - len(said)
    hidden = {each.sector for each in contributions if not each.is_shown}
    if more > 0:
        said.append(f"{more} more sign{'s' if more > 1 else ''}")
    said += [f"something that {words.lowered(words.SECTORS[sector])} knows" for sector in Sector if sector in hidden]
    sentence = "; ".join(said)  # the signs themselves hold commas
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else "No points; listed for another reason."


def _section(lane: Lane, page: ListPage, policy: Policy) -> dict[str, Any]:
    title, says = words.LANES[lane]
    rows = [_row(each, policy, page.considered.get(each.person_id, ())) for each in page.standings if each.lane is lane]
    return {"id": lane.value, "title": title, "says": says, "rows": rows}


def _row(standing: Standing, policy: Policy, considered: tuple[str, ...]) -> dict[str, Any]:
    low, high = whole(standing.low), whole(standing.high)
    number = whole(standing.points)
    return {
        "url": reverse("priority:card", args=[standing.public_id]),
        "name": standing.name,
        "age": standing.age,
        "place": standing.place or "–",
        "points": number,
        "range": f"{low} to {high}" if (low, high) != (number, number) else "",
        "rise": words.signed(standing.rise),
        "agencies": words.sectors(each.sector for each in standing.contributions),
        "grip": words.GRIPS[standing.grip],
        "why": why(policy, standing.contributions),
        "considered": "; ".join(considered),
    }


def _choice(text: str, query: dict[str, Any], current: bool) -> dict[str, Any]:
    asked = urlencode({word: value for word, value in query.items() if value})
    return {"text": text, "url": f"{reverse('priority:list')}{'?' if asked else ''}{asked}", "current": current}
