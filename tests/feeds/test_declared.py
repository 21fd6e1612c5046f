"""What each feed is declared to bring is what its adapter, mapping or code set can make."""

import re
from pathlib import Path

from kith.feeds.analysis.catalogue import TABLES
from kith.feeds.vocabulary import DECLARED_FEEDS, EVENT_KINDS, feeds_of

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kith"
FACTORS = SOURCE / "common" / "standards" / "assessment_factors.csv"
SANCTIONS = SOURCE / "common" / "standards" / "suspension_categories.csv"
ADAPTERS = SOURCE / "feeds" / "analysis"
WHERE = {
    "attendance": (ADAPTERS / "attendance.py",),
    "suspensions": (ADAPTERS / "suspensions.py", SANCTIONS),
    "school_census": (ADAPTERS / "school_census.py", SANCTIONS),
    "ssd": (ADAPTERS / "ssd_care.py", FACTORS),
    "cin_census": (ADAPTERS / "cin_census.py", FACTORS),
    "ssda903": (ADAPTERS / "ssda903.py",),
    **{
        name: (SOURCE / "feeds" / "mappings" / f"{name}.toml",)
        for name in ("police_register", "youth_justice_register", "emergency_register")
    },
}


def kinds_in(path: Path) -> set[str]:
    """Return the kinds that a file names."""
    text = path.read_text(encoding="utf-8")
    return {kind for kind in EVENT_KINDS if re.search(rf"(?<![\w.]){re.escape(kind)}(?![\w.])", text)}


def test_every_feed_but_what_people_type_is_declared() -> None:
    assert set(DECLARED_FEEDS) == {table.feed for table in TABLES} - {"by_hand"}
    assert all(feed.says and feed.every_days > 0 and feed.grace_days >= 0 for feed in DECLARED_FEEDS.values())


def test_declared_kinds_are_those_that_the_feed_can_make() -> None:
    found = {feed: set().union(*map(kinds_in, paths)) for feed, paths in WHERE.items()}
    suspensions = found["suspensions"]
    for feed, declared in DECLARED_FEEDS.items():
        if feed == "suspensions":  # it turns weapon reasons into the census' own kind, by the same function
            assert declared.kinds == suspensions | {"school.weapon"}
        else:
            assert declared.kinds == found[feed], feed


def test_a_kind_that_nobody_sends_has_no_feed() -> None:
    assert feeds_of("care.bereavement") == ()
    assert feeds_of("care.missing") == ("Children's social care records", "Looked-after children return")
