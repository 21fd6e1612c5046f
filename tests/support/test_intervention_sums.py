"""What interventions cost and what came of them, against a slow count in Python; small counts stay hidden."""

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.utils import timezone

from kith.access.services import connect_as
from kith.access.vocabulary import Role
from kith.common.suppression import SMALLEST_SHOWN
from kith.support.models import Intervention
from kith.support.rules.interventions import FundingBookError, funding_on, load_funding
from kith.support.selectors.intervention_sums import ELSEWHERE, count_spend, count_what_worked
from linters.tree import ROOT
from tests.support.agreed import Agreed
from tests.worlds.partnership import Partnership

SINCE, UNTIL = date(2025, 4, 1), date(2026, 3, 31)
TOWNS = ("Larkford", "Wrenhill", "")
NEEDS = ("mentoring", "housing", "speech")


class Told(NamedTuple):
    """One intervention as the oracle counts it."""

    person: int
    town: str
    born: date | None
    need: str
    pence: int
    started: date | None
    ended: date | None
    state: str
    outcome: str


def live_at(partnership: Partnership, person_id: int, town: str, ends_on: date | None, begins_on: date) -> None:
    with connect_as("worker"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO linking_address (person_id, address, town, postcode, begins_on, ends_on, agency_id) "
            "VALUES (%s, '1 High Street', %s, '', %s, %s, %s)",
            [person_id, town, begins_on, ends_on, partnership.agencies["care"].pk],
        )


def world(partnership: Partnership, seed: int, children: int) -> list[Told]:
    """Put children with homes and interventions into the record, and return them as the oracle counts them."""
    dice = Random(seed)
    agreed = Agreed(partnership)
    told = []
    for number in range(children):
        born = date(2007, 6, 1) + timedelta(days=dice.randrange(4500))
        person_id, _ = partnership.add_person(f"Child{number}", "Reed", born)
        town = dice.choice(TOWNS)
        live_at(partnership, person_id, "Oldtown", date(2024, 1, 1), date(2020, 1, 1))
        if town:
            live_at(partnership, person_id, "Before", None, date(2021, 1, 1))
            live_at(partnership, person_id, town.upper() if number % 2 else f" {town} ", None, date(2024, 1, 2))
        if number % 9 == 0:
            with connect_as("worker"), connection.cursor() as cursor:
                cursor.execute("UPDATE linking_profile SET born_on = NULL WHERE person_id = %s", [person_id])
        for _ in range(dice.choice((1, 1, 2))):
            state = dice.choice(("planned", "started", "completed", "completed", "stopped_early", "declined"))
            ended = state in ("completed", "stopped_early", "declined")
            begun = state != "planned" and not (state != "completed" and ended and dice.random() < 0.3)
            started = SINCE + timedelta(days=dice.randrange(-60, 400)) if begun else None
            told.append(
                Told(
                    person=person_id,
                    town=town,
                    born=None if number % 9 == 0 else born,
                    need=dice.choice(NEEDS),
                    pence=dice.randrange(0, 500_000),
                    started=started,
                    ended=(started or SINCE) + timedelta(days=dice.randrange(100)) if ended else None,
                    state=state,
                    outcome=dice.choice(("", "achieved", "partly", "not_achieved")) if ended else "",
                )
            )
    with connect_as("worker"):
        Intervention.objects.bulk_create(_row(one, agreed) for one in told)
    return told


def _row(one: Told, agreed: Agreed) -> Intervention:
    return Intervention(
        person_id=one.person,
        need=one.need,
        service=agreed.service,
        funding="core",
        book="2026-09-01",
        cost_pence=one.pence,
        agreed_in="plan",
        planned_sessions=6,
        starts_on=SINCE,
        ends_on=UNTIL,
        state=one.state,
        started_on=one.started,
        ended_on=one.ended,
        outcome=one.outcome,
        worker_id=agreed.worker.staff_id,
        agreed_at=timezone.now(),
    )


def spent(told: list[Told]) -> tuple[dict[Any, set[int]], dict[Any, int]]:
    children: dict[Any, set[int]] = defaultdict(set)
    pence: dict[Any, int] = defaultdict(int)
    for one in told:
        if one.started is not None and SINCE <= one.started <= UNTIL:
            children[one.need, one.town or ELSEWHERE].add(one.person)
            pence[one.need, one.town or ELSEWHERE] += one.pence
    return children, pence


def years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def worked(told: list[Told]) -> dict[Any, int]:
    counts: dict[Any, int] = defaultdict(int)
    for one in told:
        if one.ended is None or one.started is None or one.state == "declined" or not SINCE <= one.ended <= UNTIL:
            continue
        band = ELSEWHERE
        if one.born is not None:
            age = years(one.born, one.started)
            names = ("Under 10", "10 to 12", "13 to 15", "16 to 17", "18 and over")
            band = names[sum(age >= low for low in (10, 13, 16, 18))]
        counts[(one.need, band), one.outcome or "not_known"] += 1
    return counts


@pytest.mark.parametrize(("seed", "children"), [(1, 12), (2, 60), (3, 150)])
def test_spend_by_need_and_district_is_the_sum_of_its_interventions(
    partnership: Partnership, seed: int, children: int
) -> None:
    told = world(partnership, seed, children)
    heads, pence = spent(told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM support_spend(%s, %s)", [SINCE, UNTIL])
        found = {(need, town or ELSEWHERE): (count, sum_) for need, town, count, sum_ in cursor.fetchall()}
    assert found == {cell: (len(people), pence[cell]) for cell, people in heads.items()}
    shown = count_spend(since=SINCE, until=UNTIL)
    hidden = 0
    for cell, people in heads.items():
        count, sum_ = shown.children.cells[cell], shown.pence.cells[cell]
        assert (count, sum_) in ((None, None), (len(people), pence[cell]))
        hidden += count is None
        assert count is None or len(people) >= SMALLEST_SHOWN
    for need, total in shown.children.rows.items():
        expected = sum(len(people) for (each, _), people in heads.items() if each == need)
        assert total in (None, expected)
        line = sum(sum_ for (each, _), sum_ in pence.items() if each == need)
        assert shown.pence.rows[need] == (None if total is None else line)
    assert shown.pence.total in (None, sum(pence.values()))
    assert hidden < len(heads) or children < 20


@pytest.mark.parametrize(("seed", "children"), [(4, 12), (5, 150)])
def test_what_worked_counts_outcomes_by_need_and_age(partnership: Partnership, seed: int, children: int) -> None:
    told = world(partnership, seed, children)
    expected = worked(told)
    assert expected
    book = funding_on(UNTIL)
    found = count_what_worked(since=SINCE, until=UNTIL, bands=book.age_bands, names=book.band_names())
    for cell, count in found.counts.cells.items():
        assert count in (None, expected[cell])
        assert not 0 < expected[cell] < SMALLEST_SHOWN or count is None
    assert set(found.counts.cells) >= set(expected)
    assert found.counts.total in (None, sum(expected.values()))


def test_a_secret_address_gives_no_district(partnership: Partnership) -> None:
    agreed = Agreed(partnership)
    with connect_as("worker"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO linking_protectedaddress (person_id, address, town, postcode, agency_id) "
            "VALUES (%s, '1 High Street', 'Secretford', '', %s)",
            [agreed.person_id, partnership.agencies["care"].pk],
        )
    one = agreed.agree()
    agreed.start(one)
    with connection.cursor() as cursor:
        cursor.execute("SELECT district FROM support_spend(%s, %s)", [agreed.today, agreed.today])
        assert cursor.fetchall() == [("",)]
    assert count_spend(since=agreed.today, until=agreed.today).children.total is None


def test_the_sums_show_no_row_to_the_web_role(partnership: Partnership) -> None:
    world(partnership, 6, 5)
    assert Intervention.objects.count() == 0
    assert partnership.viewer(Role.ANALYST).roles == {Role.ANALYST}


def test_the_book_of_funding_holds_and_a_broken_one_says_what_is_wrong(tmp_path: Path) -> None:
    assert funding_on(UNTIL).streams and funding_on(UNTIL).band_names()[1] == "10 to 12"
    good = (ROOT / "src/kith/support/funding/2026-09-01.toml").read_text(encoding="utf-8")
    for number, (old, new, says) in enumerate(
        (("age_bands = [10,", "age_bands = [20,", "rise"), ("[streams]", "[stream]", "streams"))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "2026.toml").write_text(good.replace(old, new))
        with pytest.raises(FundingBookError, match=says):
            load_funding(folder)
    two = tmp_path / "two"
    two.mkdir()
    (two / "2026.toml").write_text(good)
    (two / "2027.toml").write_text(good.replace("2026-09-01", "2027-01-01"))
    with pytest.raises(FundingBookError, match="valid_to"):
        load_funding(two)
