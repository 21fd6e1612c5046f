"""The told structure: read back as it was written, drawn as at any day as a replay of what happened gives it."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.publishing.rules.services import found_services
from kith.publishing.vocabulary.charts import chart_on
from kith.publishing.vocabulary.services import Looking, ToldService, ToldServices
from kith.publishing.vocabulary.shapes import ShapeRefused, read, written
from kith.publishing.vocabulary.structure import Chart, ToldStructure
from tests.publishing.structures import BEGAN, DECEMBER, any_structures, days, service, services, structure

Row = tuple[UUID, UUID | None, str, str | None]


def lasts(table: str, key: UUID, one: Any, value: Any) -> list[tuple[date, int, str, UUID, Any]]:
    """Return that something becomes so on its first day, and is no longer so on the day after its last."""
    over = [(one.ends_on + timedelta(days=1), 0, table, key, None)] if one.ends_on else []
    return [(one.begins_on, 1, table, key, value), *over]


def replayed(told: ToldStructure, day: date) -> set[Row]:
    """Return who stands where on a day, by letting everything happen again in its order: the oracle."""
    happens: list[tuple[date, int, str, UUID, Any]] = []
    for one in told.groups:
        happens += lasts("meets", one.id, one, one.name)
        happens += [(said.begins_on, 1, "terms", one.id, said) for said in one.terms]
        for led in one.seats:
            happens += lasts("seat", one.id, led, "there")
            happens += [event for held in led.holders for event in lasts("held", one.id, held, held.name or "unnamed")]
    now: dict[str, dict[UUID, Any]] = {table: {} for table in ("meets", "terms", "seat", "held")}
    for when, _, table, key, value in sorted(happens, key=lambda one: one[:2]):
        if when <= day:
            now[table][key] = value
    meets, terms = {key: name for key, name in now["meets"].items() if name}, now["terms"]
    above = {key: terms[key].under if key in terms and terms[key].under in meets else None for key in meets}
    return {
        (
            key,
            None if _comes_back(above, key) else above[key],
            terms[key].name if key in terms else name,
            (now["held"].get(key) or "vacant") if now["seat"].get(key) else None,
        )
        for key, name in meets.items()
    }


def _comes_back(above: dict[UUID, UUID | None], start: UUID) -> bool:
    at: UUID | None = start
    for _ in above:
        at = above[at] if at is not None else None
        if at == start:
            return True
    return False


def drawn(chart: Chart) -> list[Row]:
    rows: list[Row] = []

    def walk(groups: Any, over: UUID | None) -> None:
        for one in groups:
            led = one.chair
            rows.append(
                (one.group.id, over, one.name, led and ("vacant" if led.is_vacant else led.holder or "unnamed"))
            )
            walk(one.groups, one.group.id)

    walk(chart.groups, None)
    return rows


@given(any_structures(), days)
def test_the_chart_of_any_day_is_what_a_replay_gives(told: ToldStructure, day: date) -> None:
    found = drawn(chart_on(told, day))
    assert len(found) == len(set(found)), "no group stands twice"
    assert set(found) == replayed(told, day)


AGES = st.none() | st.floats(0, 150)
SERVICES = st.lists(st.builds(ToldService, minimum_age=AGES, maximum_age=AGES), max_size=3).map(tuple)


@given(st.one_of(st.from_type(ToldStructure), st.builds(ToldServices, services=SERVICES)))
def test_what_is_written_is_read_back_the_same(told: ToldStructure | ToldServices) -> None:
    assert read(type(told), json.loads(json.dumps(written(told)))) == told


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return where an object stands in a text."""
    own = [at] if isinstance(value, dict) else []
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return own + [place for key, one in below for place in places(one, (*at, key))]


def at(text: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        text = text[key]
    return text


@pytest.mark.parametrize("place", places(written(structure())), ids=lambda place: ".".join(map(str, place)) or "whole")
def test_a_field_that_no_shape_knows_is_refused_wherever_it_stands(place: tuple[Any, ...]) -> None:
    text = written(structure())
    at(text, place)["child"] = "CANARY"
    with pytest.raises(ShapeRefused) as refusal:
        read(ToldStructure, text)
    assert "child" in str(refusal.value) and "CANARY" not in str(refusal.value)


@pytest.mark.parametrize("spoilt", ["2019", 7, None, True, [], {"a": 1}])
@pytest.mark.parametrize("field", ["begins_on", "terms", "id", "kind"])
def test_a_field_of_another_kind_is_refused(field: str, spoilt: Any) -> None:
    text = written(structure())
    if (field, spoilt) in (("kind", "2019"), ("terms", [])):
        return  # these are of the right kind
    text["groups"][0][field] = spoilt
    with pytest.raises(ShapeRefused, match=f"groups.0.{field}"):
        read(ToldStructure, text)
    del text["groups"][0][field]
    with pytest.raises(ShapeRefused):
        read(ToldStructure, text)


def test_every_shape_refuses_what_it_does_not_know() -> None:
    """A dataclass inside a shape that was not marked would let a stray field through in silence."""
    seen: set[type] = set()

    def walk(value: Any) -> None:
        if is_dataclass(value):
            seen.add(type(value))
            for field in fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, tuple):
            for one in value:
                walk(one)

    walk(structure())
    walk(services(service("A")))
    assert len(seen) == 13 and all(getattr(one, "__pydantic_config__", {}).get("extra") == "forbid" for one in seen)


def test_december_2019_and_today_differ_as_they_did() -> None:
    then, now = chart_on(structure(), DECEMBER), chart_on(structure(), date(2026, 1, 1))
    assert [one.name for one in then.every_group] == ["Executive", "Audit East", "Exploitation"]
    assert [one.name for one in now.every_group] == ["Executive", "Audit", "Exploitation and missing"]
    assert {one.name for one in then.key_partners} ^ {one.name for one in now.key_partners} == {
        "Old Health Board",
        "New Health Board",
    }
    assert chart_on(structure(), BEGAN - timedelta(days=1)).groups == ()


@pytest.mark.parametrize(
    ("looking", "found"),
    [
        (Looking(), "ABCD"),
        (Looking(words="night SHELTER"), "A"),
        (Looking(words="night nowhere"), ""),
        (Looking(need="housing"), "AB"),
        (Looking(age=17.5), "ABD"),
        (Looking(age=18), "AD"),
        (Looking(age=10), "ACD"),
        (Looking(area="north"), "ACD"),
        (Looking(town="Larkford"), "A"),
        (Looking(need="housing", age=17, town="Larkford"), "A"),
    ],
)
def test_a_search_finds_what_fits(looking: Looking, found: str) -> None:
    told = (
        service("A", description="Night shelter.", needs=("housing",), areas=("North",), towns=("Larkford",)),
        service("B", minimum_age=11.0, maximum_age=17.0, needs=("housing",), areas=("South",)),
        service("C", maximum_age=16.0),
        service("D"),
    )
    assert "".join(one.name for one in found_services(told, looking)) == found
