"""Warnings about a policy that is right but may be unwise: a sign without a source, one agency that outweighs all."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from kith.chronology.vocabulary import ADDED_BY_HAND
from kith.feeds.vocabulary import DECLARED_FEEDS, feeds_of
from kith.priority.vocabulary import Indicator, Policy

BY_HAND = "Recorded by hand"


def policy_warnings(policy: Policy, *, on: date) -> list[str]:
    """Return what a partnership should look at again before it signs this policy."""
    return [*_never_told(policy), *_one_outweighs(policy), *_overdue(policy, on)]


def sources_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return in words what can tell of any of these kinds of entry: feeds, and people by hand; none when nobody can."""
    wanted = tuple(kinds)
    found = dict.fromkeys(feed for kind in wanted for feed in feeds_of(kind))
    return (*found, BY_HAND) if any(kind in ADDED_BY_HAND for kind in wanted) else tuple(found)


def sources_of_indicator(indicator: Indicator) -> tuple[str, ...]:
    """Return in words what can tell of an indicator; none when it can never give a point."""
    if indicator.is_attendance:
        return (DECLARED_FEEDS["attendance"].says,)
    return sources_of(indicator.events)


def _never_told(policy: Policy) -> Iterable[str]:
    for each in policy.indicators:
        if not sources_of_indicator(each):
            yield f"Indicator {each.id} has no feed yet, so it never gives a point. Agree on a feed, or take it out."
    for kind in policy.critical.events:
        if not sources_of([kind]):
            yield f"The critical moment `{kind}` has no feed yet, so it never comes. Agree on a feed, or take it out."


def _one_outweighs(policy: Policy) -> Iterable[str]:
    by_theme: Counter[str] = Counter()
    by_sector: Counter[str] = Counter()
    for theme, indicators in policy.by_theme():
        most = min(policy.theme_cap[theme], sum(each.cap for each in indicators))
        by_theme[theme] += most
        caps = sum(each.cap for each in indicators)
        for each in indicators:
            by_sector[each.sector] += most * each.cap * 1000 // caps
    for what, share in (("theme", by_theme), ("agency", by_sector)):
        total = sum(share.values())
        for name, part in share.items():
            if 2 * part > total:
                yield (
                    f"The {what} {name} can give {100 * part // total} in 100 of all points, more than half. "
                    "A list that leans on one source sees what that source sees: spread the points."
                )


def _overdue(policy: Policy, on: date) -> Iterable[str]:
    for each in policy.indicators:
        if each.review_by < on:
            yield f"Indicator {each.id} was to be reviewed by {each.review_by:%-d %B %Y} by the {each.owner}."
