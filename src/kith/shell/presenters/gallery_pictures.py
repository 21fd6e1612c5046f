"""Sample pictures for the gallery, of an invented story."""

from datetime import date, timedelta
from typing import Any

from kith.shell.vocabulary import (
    Bar,
    BarsPicture,
    Feed,
    FreshnessPicture,
    LadderPicture,
    Lane,
    LanesPicture,
    LinePicture,
    Mark,
    Rung,
    Severity,
    Silence,
    Span,
    Spark,
    TreeBox,
    TreePicture,
    Zoom,
)

_TODAY = date(2026, 11, 10)
_BEGINS = date(2024, 11, 1)
_GRAVITY = (Severity.LOW, Severity.LOW, Severity.MEDIUM, Severity.LOW, Severity.HIGH)


def sample_pictures() -> dict[str, Any]:
    """Return one picture of every kind."""
    return {
        "lanes_picture": _lanes(),
        "bars_picture": BarsPicture(
            title="Attention points by theme",
            bars=(
                Bar(name="Going missing", value=12, low=12, high=12, note="Three episodes since August"),
                Bar(name="School", value=8.5, low=8.5, high=11, note="One school’s file is late"),
                Bar(name="Violence", value=5.5),
                Bar(name="Home", value=0, low=0, high=4, note="No health file since August"),
            ),
        ),
        **_charts(),
        "spark": Spark(label="Contacts each month", values=(3, 5, 4, 6, 5, 7, 4, 4, 6, 8, 5, 4)),
        "ladder_picture": LadderPicture(
            title="How far it was taken",
            rungs=(
                Rung(name="Practitioners", note="2 to 3 November", reached=True),
                Rung(name="Managers", note="Since 3 November, by 5 November", reached=True, stands=True),
                Rung(name="Safeguarding leads"),
            ),
        ),
        "tree_picture": _tree(),
        "freshness_picture": FreshnessPicture(
            title="How fresh the feeds are",
            today=_TODAY,
            feeds=(
                Feed(name="Attendance", every_days=1, arrived_on=tuple(_TODAY - timedelta(days=n) for n in range(28))),
                Feed(
                    name="Police register",
                    every_days=7,
                    arrived_on=tuple(_TODAY - timedelta(days=n) for n in (3, 10, 17)),
                ),
                Feed(name="Emergency register", every_days=7, arrived_on=(_TODAY - timedelta(days=20),)),
                Feed(name="Youth justice register", every_days=30),
            ),
        ),
    }


def _charts() -> dict[str, Any]:
    return {
        "share_picture": BarsPicture(
            title="What the eight had",
            heading="What",
            unit="young people",
            of=8,
            bars=(
                Bar(name="A plan", value=4),
                Bar(name="School", value=7),
                Bar(name="Work", value=None, note="held back"),
            ),
        ),
        "line_picture": LinePicture(
            title="Contacts in a year",
            says="Contacts rose from 310 to 402 over four years.",
            unit="contacts",
            points=tuple(
                Bar(name=str(year), value=value)
                for year, value in ((2015, 310), (2016, 342), (2017, None), (2018, 371), (2019, 402))
            ),
        ),
    }


def _tree() -> TreePicture:
    return TreePicture(
        id="sample-tree",
        title="Who reports to whom",
        says="Two subgroups report to the board.",
        root=TreeBox(name="Board", boxes=(TreeBox(name="Quality"), TreeBox(name="Learning", notes=("No chair",)))),
    )


def _lanes() -> LanesPicture:
    return LanesPicture(
        title="Chronology by agency",
        begins_on=_BEGINS,
        ends_on=date(2026, 12, 1),
        today=_TODAY,
        opening=lambda first, last: f"#from-{first}-to-{last}",
        zooms=(
            Zoom(label="Last 6 months", url="#six-months"),
            Zoom(label="Last 2 years", url="#two-years", current=True),
            Zoom(label="Whole life", url="#life"),
        ),
        lanes=(
            Lane(name="Police", marks=_marks("Police contact", 37, 19)),
            Lane(
                name="Children’s social care",
                marks=_marks("Contact", 61, 13),
                spans=(_span("Child in need plan", date(2026, 3, 1), None),),
            ),
            Lane(
                name="Health",
                marks=_marks("Emergency department", 143, 40),
                silences=(Silence(begins_on=date(2026, 8, 1), ends_on=_TODAY, name="No file from this agency"),),
            ),
            Lane(name="School", marks=_marks("Suspension", 97, 30)),
            Lane(
                name="Youth justice",
                marks=_marks("Contact", 181, 70),
                spans=(
                    _span("Referral order", date(2025, 1, 10), date(2025, 12, 1)),
                    _span("Youth rehabilitation order", date(2026, 5, 4), None),
                ),
            ),
        ),
    )


def _marks(name: str, every: int, first: int) -> tuple[Mark, ...]:
    days = range(first, (_TODAY - _BEGINS).days, every)
    return tuple(
        Mark(on=_BEGINS + timedelta(days=day), name=name, url=f"#entry-{day}", severity=_GRAVITY[number % 5])
        for number, day in enumerate(days)
    )


def _span(name: str, begins_on: date, ends_on: date | None) -> Span:
    return Span(begins_on=begins_on, ends_on=ends_on, name=name, url=f"#{begins_on:%Y-%m}")
