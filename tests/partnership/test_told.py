"""What may be told: only what is marked, on every day what casework draws, and what has changed of it."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kith.access.services import connect_as
from kith.access.vocabulary import Role, Viewer
from kith.partnership import selectors, services
from kith.partnership.models import Service
from kith.partnership.rules import differences, fingerprint
from kith.partnership.vocabulary import SPECS, PartKind, PartSeen, Said, StandingGroup
from kith.project.commands.structuring import fill_structure
from kith.publishing.vocabulary import HandedKind
from kith.publishing.vocabulary.charts import chart_on
from kith.publishing.vocabulary.shapes import read
from kith.publishing.vocabulary.structure import STRUCTURE_ITEM, ToldStructure
from tests.partnership.telling import DECEMBER, Add, adder
from tests.worlds.partnership import Partnership

STRUCTURE = HandedKind.STRUCTURE


@pytest.fixture
def keeper(partnership: Partnership) -> Viewer:
    return partnership.viewer(Role.PANEL_COORDINATOR)


@pytest.fixture
def add(keeper: Viewer) -> Add:
    return adder(keeper)


TOLD = {
    (PartKind.MEMBER, "name"),
    (PartKind.MEMBER, "does"),
    (PartKind.MEMBER, "website"),
    (PartKind.MEMBER, "lead_post"),
    (PartKind.PRIORITY, "name"),
    (PartKind.PRIORITY, "says"),
    (PartKind.GROUP, "name"),
    (PartKind.TERMS, "name"),
    (PartKind.TERMS, "purpose"),
    (PartKind.TERMS, "meets"),
    (PartKind.SEAT, "post"),
    (PartKind.SEAT, "deputy_post"),
}
WHERE_MARKED = {
    (PartKind.OFFICE, "holder"),
    (PartKind.HOLDER, "name"),
    (PartKind.DECISION, "says"),
    (PartKind.DECISION, "owner_post"),
}


def canary(kind: PartKind, said: Said) -> str:
    word = f"canary-{kind.value}-{said.name}"
    return f"https://{word}.example.org/" if said.name == "url" else word


def planted(kind: PartKind, *, is_marked: bool) -> dict[str, Any]:
    """Return a part of a kind with a word of its own in each field that takes words."""
    values: dict[str, Any] = {"whole": 1, "yes": is_marked}
    found = {said.name: values.get(said.shape) for said in SPECS[kind].fields}
    found |= {said.name: canary(kind, said) for said in SPECS[kind].fields if said.shape in ("line", "text")}
    found |= {said.name: next(iter(said.choices)) for said in SPECS[kind].fields if said.choices}
    return found | {name: DECEMBER for name in ("begins_on", "held_on") if name in found}


@pytest.mark.parametrize("is_marked", [False, True])
def test_of_every_field_of_every_kind_only_what_is_listed_here_is_told(add: Add, is_marked: bool) -> None:
    """Whoever adds a field to the structure adds it here, or it may not be told."""
    made: dict[PartKind, UUID] = {}
    for kind, spec in SPECS.items():  # an owner stands before what belongs to it
        owner = made[spec.owner] if spec.owner else None
        made[kind] = add(kind, owner, **planted(kind, is_marked=is_marked))
    text = json.dumps(selectors.text_to_tell(STRUCTURE, DECEMBER))
    words = {(kind, said.name) for kind in SPECS for said in SPECS[kind].fields if canary(kind, said) in text}
    assert words == (TOLD | WHERE_MARKED if is_marked else TOLD)


def test_nothing_that_is_not_marked_for_everybody_is_told(add: Add, partnership: Partnership) -> None:
    """Every field of every kind of part holds a word of its own; only those that may be told come out."""
    made = add(PartKind.GROUP, name="OPEN-group", kind="subgroup", begins_on=DECEMBER)
    priority = add(PartKind.PRIORITY, name="OPEN-priority", says="OPEN-meaning", begins_on=DECEMBER)
    terms = {"name": "OPEN-name", "purpose": "OPEN-purpose", "meets": "OPEN-often", "begins_on": DECEMBER}
    add(PartKind.TERMS, made, **terms, priority=selectors.find_part(PartKind.PRIORITY, priority).pk)
    seat = add(PartKind.SEAT, made, post="OPEN-post", deputy_post="OPEN-deputy", role="chair", begins_on=DECEMBER)
    add(PartKind.HOLDER, seat, name="SECRET-holder", begins_on=DECEMBER, ends_on=DECEMBER)
    add(PartKind.HOLDER, seat, name="OPEN-holder", is_public=True, begins_on=DECEMBER + timedelta(days=1))
    add(PartKind.OFFICE, kind="scrutineer", holder="SECRET-office", begins_on=DECEMBER)
    add(PartKind.OFFICE, kind="scrutineer", holder="OPEN-office", is_public=True, begins_on=DECEMBER)
    for is_public, word in ((True, "OPEN"), (False, "SECRET")):
        held = {"held_on": DECEMBER, "stage": "held", "present": 3, "place": "SECRET-place", "is_public": is_public}
        meeting = add(PartKind.MEETING, made, **held)
        add(PartKind.PAPER, meeting, title="SECRET-title", from_post="SECRET-from", says="SECRET-paper")
        add(PartKind.DECISION, meeting, says=f"{word}-decided", owner_post=f"{word}-owner", is_public=True)
        add(PartKind.DECISION, meeting, says="SECRET-decided", owner_post="SECRET-owner")
    work = {"says": "SECRET-work", "owner_post": "SECRET-who", "state": "planned", "begins_on": DECEMBER}
    add(PartKind.WORK_ITEM, made, **work)
    risk = {"says": "SECRET-risk", "likelihood": 1, "impact": 1, "answer": "SECRET-answer", "begins_on": DECEMBER}
    add(PartKind.RISK, made, **risk)
    gone = add(PartKind.MEMBER, name="SECRET-withdrawn", begins_on=DECEMBER)
    seen = PartSeen(kind=PartKind.MEMBER, public_id=gone, version=1)
    keeper = partnership.viewer(Role.PANEL_COORDINATOR)
    services.withdraw_part(part=seen, because="SECRET-because", by=keeper, now=timezone.now())
    text = json.dumps(selectors.text_to_tell(STRUCTURE, DECEMBER))
    assert "SECRET" not in text
    told = "group priority meaning name purpose often post deputy holder office decided owner".split()
    assert [word for word in told if f"OPEN-{word}" not in text] == []


def test_the_site_draws_every_day_as_casework_does_but_for_the_names_that_may_not_be_told(
    partnership: Partnership,
) -> None:
    with connect_as("worker"):
        fill_structure(keeper=partnership.staff[Role.PANEL_COORDINATOR], now=timezone.now())
    told = read(ToldStructure, selectors.text_to_tell(STRUCTURE, timezone.localdate()))
    days = [date(year, month, 1) for year in range(2019, 2024) for month in range(1, 13)]
    for day in [*days, date(2022, 3, 31), date(2022, 6, 30), timezone.localdate()]:
        here, there = selectors.structure_as_at(day), chart_on(told, day)
        assert [one.name for one in here.key_partners] == [one.name for one in there.key_partners]
        assert [one.name for one in here.priorities] == [one.name for one in there.priorities]
        pairs = list(zip(flat(here.groups), there.every_group, strict=True))
        for ours, theirs in pairs:
            assert (ours.public_id, ours.name, ours.terms_number or 0) == (
                theirs.group.id,
                theirs.name,
                theirs.number,
            )
            assert [one.public_id for one in ours.groups] == [one.group.id for one in theirs.groups]
            assert [(one.post, one.agency, one.is_vacant) for one in ours.seats] == [
                (one.seat.post, one.agency, one.is_vacant) for one in theirs.seats
            ]
            assert all(two.holder in ("", one.holder) for one, two in zip(ours.seats, theirs.seats, strict=True))
        named = {two.holder for _, theirs in pairs for two in theirs.seats} - {""}
        assert named <= {"Imogen Sayle", "Ada Brook", "Cerys Holt"}
    assert named, "somebody is named"


def flat(groups: Iterable[StandingGroup]) -> Iterator[StandingGroup]:
    for one in groups:
        yield one
        yield from flat(one.groups)


def test_services_are_told_while_they_are_open_and_contacts_while_they_hold(
    add: Add, add_service: Callable[..., Service]
) -> None:
    today = timezone.localdate()
    place = {
        "name": "The Hub",
        "addresses": [{"address_1": "1 Mill Lane", "city": "Larkford", "postal_code": "LK1 1AA"}],
    }
    add_service(
        "Night Shelter",
        need="housing",
        areas=["North"],
        service_at_locations=[{"id": str(uuid4()), "location": {"id": str(uuid4()), **place}}],
    )
    add_service("Shut", status="inactive")
    told = selectors.told_services(today)
    (one,) = told.services
    assert (one.name, one.areas, one.towns, one.needs) == ("Night Shelter", ("North",), ("Larkford",), ("housing",))
    assert one.where == ("The Hub, 1 Mill Lane, Larkford, LK1 1AA",)
    add(
        PartKind.CONTACT, name="Office", kind="team", serves="Questions", email="office@example.org", begins_on=DECEMBER
    )
    add(PartKind.CONTACT, name="Front door", kind="urgent", phone="01632 960100", begins_on=DECEMBER)
    add(PartKind.CONTACT, name="Old", kind="urgent", phone="01632 960101", begins_on=DECEMBER, ends_on=DECEMBER)
    (first, second) = selectors.told_contacts(today)["contacts"]
    assert (first["name"], second["name"], second["for"]) == ("Front door", "Office", "Questions")
    assert set(first) == {"name", "for", "phone", "email", "hours", "kind", "url"}


texts = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.text(max_size=4)),
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.dictionaries(st.sampled_from(["name", "says", "days"]), below, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["groups", "agencies"]), texts, max_size=2), st.data())
def test_texts_differ_at_no_place_when_they_are_equal_and_at_the_place_that_was_changed(
    text: dict[str, Any], data: st.DataObject
) -> None:
    assert differences(text, text) == []
    assert fingerprint(text) == fingerprint(json.loads(json.dumps(text)))
    holder = data.draw(st.text(min_size=1).filter(str.strip))
    changed = text | {"offices": [{"id": str(STRUCTURE_ITEM), "post": "Chair", "holder": holder}]}
    (found,) = differences(text, changed)
    assert (found.where, found.before) == ("offices › Chair", "") and f"holder: {holder}" in found.after
    assert differences(changed, text) == [type(found)(where=found.where, before=found.after, after="")]
    moved = text | {"offices": [{"id": str(STRUCTURE_ITEM), "post": "Chair", "holder": f"{holder}, since"}]}
    (found,) = differences(changed, moved)
    assert found == type(found)(where="offices › Chair › holder", before=holder, after=f"{holder}, since")
