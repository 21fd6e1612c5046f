"""Puts one child's card into sentences that a practitioner can check line by line."""

from typing import Any

from django.urls import reverse

from kith.access.vocabulary import Sector
from kith.priority.analysis.explaining import breadth_bonus, by_theme, row_worth, whole, whole_parts
from kith.priority.presenters import words
from kith.priority.presenters.changes import change_sentences
from kith.priority.presenters.standing import grip_sentences, identity_sentence, strength_sentences, unknown_sentences
from kith.priority.vocabulary import MILLI, Card, Contribution, Lane, Per, Standing, Theme
from kith.shell.vocabulary import Bar, BarsPicture, Spark


def card_page(card: Card) -> dict[str, Any]:
    """Return what the page of one card shows, the answer first."""
    standing, run = card.standing, card.run
    facts = standing.facts
    return {
        "name": standing.name,
        "age": standing.age,
        "public_id": standing.public_id,
        "person_url": reverse("chronology:person", args=[standing.public_id]),
        "lane": words.LANES[standing.lane][0] if standing.lane else "Not on the list",
        "lane_says": words.LANES[standing.lane][1] if standing.lane else "The points are below the cut.",
        "is_critical": standing.lane is Lane.CRITICAL,
        "points": whole(standing.points),
        "range": _range(standing),
        "cut": whole(facts["cut"]),
        "place": standing.place,
        **_sums(card),
        "why_now": _why_now(card),
        "spark": Spark(
            label="Points 28 days ago, now, and in 8 weeks with nothing new",
            values=tuple(float(whole(number)) for number in (facts["before"], standing.points, facts["ahead"])),
        ),
        "changes": change_sentences(card),
        "ahead": whole(facts["ahead"]),
        "said_wrong": card.said_wrong,
        "considered": "; ".join(card.considered),
        "acts": card.acts,
        "helpers": grip_sentences(card),
        "workers": card.workers,
        "strengths": strength_sentences(card),
        "unknown": unknown_sentences(card),
        "identity": identity_sentence(card),
        "alone": _alone(card),
        "version": run.policy.version,
        "policy_url": reverse("priority:policy"),
        "as_of": words.day(run.as_of),
        "run": run.digest[:12],
    }


def _range(standing: Standing) -> str:
    low, high, points = whole(standing.low), whole(standing.high), whole(standing.points)
    return f"{low} to {high}" if (low, high) != (points, points) else ""


def _sums(card: Card) -> dict[str, Any]:
    policy, standing = card.run.policy, card.standing
    themes = by_theme(policy, standing.contributions)
    bonus = breadth_bonus(policy, standing.breadth)
    parts = whole_parts([*themes.values(), bonus], standing.points)
    shares = dict(zip(themes, parts, strict=False))
    bars = [Bar(name=words.THEMES[theme], value=number, url=f"#{theme.value}") for theme, number in shares.items()]
    if bonus:
        bars.append(Bar(name=f"Seen by {standing.breadth} agencies", value=parts[-1]))
    return {
        "groups": [
            {
                "id": theme.value,
                "title": words.THEMES[theme],
                "points": number,
                "cap": policy.theme_cap[theme] if themes[theme] == policy.theme_cap[theme] * MILLI else None,
                "lines": _lines(card, theme),
            }
            for theme, number in shares.items()
        ],
        "bonus": parts[-1],
        "breadth": standing.breadth,
        "bars": BarsPicture(title="Points by theme", bars=tuple(bars)) if bars else None,
    }


def _lines(card: Card, theme: Theme) -> list[dict[str, Any]]:
    mine = [each for each in card.standing.contributions if each.theme is theme]
    lines = [_line(card, each) for each in mine if each.is_shown]
    for sector in Sector:
        hidden = sum(each.milli_points for each in mine if each.sector is sector and not each.is_shown)
        if hidden:
            name = words.SECTORS[sector]
            says = f"{name}: {words.tenths(hidden)} points, ask the {words.lowered(name)} lead"
            lines.append({"says": says, "rows": []})
    return lines


def _line(card: Card, each: Contribution) -> dict[str, Any]:
    policy, as_of = card.run.policy, card.run.as_of
    indicator = policy.indicator(each.indicator)
    known = (card.rows[entry_id] for entry_id in each.entry_ids if entry_id in card.rows)
    rows = [
        {
            "url": reverse("chronology:entry", args=[card.standing.public_id, row.entry_id]),
            "when": words.day(row.occurred_on),
            "headline": row.headline,
            "agency": row.agency,
            "worth": words.tenths(row_worth(policy, indicator, row.occurred_on, row.band, as_of)),
        }
        for row in sorted(known, key=lambda row: (row.occurred_on, row.entry_id), reverse=True)
    ]
    return {
        "id": each.indicator,
        "says": indicator.says,
        "points": words.tenths(each.milli_points),
        "at_cap": indicator.cap if each.milli_points == indicator.cap * MILLI and len(rows) > 1 else None,
        "detail": _attendance(card) if indicator.is_attendance else "",
        "why": indicator.why,
        "rows": rows,
        "is_count": indicator.per is Per.COUNT,
    }


def _attendance(card: Card) -> str:
    absent, possible, absent_before, possible_before = card.standing.facts["sessions"]
    now = f"Missed {absent} of {possible} sessions in the last 6 school weeks ({100 * absent // possible} in 100)"
    if not possible_before:
        return f"{now}."
    return f"{now}; {100 * absent_before // possible_before} in 100 in the weeks before."


def _why_now(card: Card) -> list[str]:
    rise = card.standing.rise
    found = [f"{words.signed(rise)} in 28 days." if whole(abs(rise)) else "No change in 28 days."]
    recent = sorted(
        {
            (row.occurred_on, row.headline)
            for each in card.standing.contributions
            if each.is_shown
            for row in (card.rows.get(entry_id) for entry_id in each.entry_ids)
            if row and (card.run.as_of - row.known_at).days <= 28
        }
    )
    return found + [f"{words.day(day)}: {words.lowered(headline)}." for day, headline in recent]


def _alone(card: Card) -> str:
    policy = card.run.policy
    reached = set(card.standing.facts.get("triggers", ()))
    seen = [each for each in policy.triggers if each.id in reached]
    shown = [each for each in seen if each.sector is not Sector.HEALTH or _reads_health(card)]
    said = [f"{words.SECTORS[each.sector]} ({words.lowered(each.says)})" for each in shown]
    if len(shown) < len(seen):
        said.append(words.SECTORS[Sector.HEALTH])
    if not said:
        return "None: no agency's own trigger has been reached. The list puts together what each saw a part of."
    return (
        f"{words.joined(said)}, by its own trigger."
        if len(said) == 1
        else f"{words.joined(said)}, by their own triggers."
    )


def _reads_health(card: Card) -> bool:
    return all(each.is_shown for each in card.standing.contributions)
