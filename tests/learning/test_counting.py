"""How many children facts fit is what going through all rows finds; nobody but a number comes out of the record."""

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from kith.access.selectors import look_over_list
from kith.access.services import connect_as
from kith.access.services.relationships import shield_person
from kith.access.vocabulary import Purpose, Refused, Role, ShieldKind, Viewer
from kith.feeds.vocabulary import EVENT_KINDS
from kith.learning.rules.conjunction import coarser, in_words, suggestions
from kith.learning.selectors import count_alike, facts_to_keep
from kith.learning.vocabulary import LEVELS, MOST_TOLD, FactKind, FactLevel, FactUnclear, KeptFact
from tests.learning.conjunctions import children_of, count_slowly
from tests.worlds.knife_crime import KnifeCrime
from tests.worlds.partnership import Partnership

TODAY = date(2026, 6, 1)
CHILDREN = 150
ASKED = 150
INCIDENTS = ("police.weapon", "school.weapon", "care.missing", "police.violence_suspect")
KINDS = (
    *INCIDENTS, "police.contact", "police.missing", "police.missing_long", "police.anti_social_behaviour",
    "school.suspended", "school.excluded", "care.placement_moved", "care.bereavement", "care.section47",
    "care.national_referral", "a.kind_nobody_knows",
)  # fmt: skip
STATES = ("care.looked_after", "care.protection_plan", "care.in_need_plan", "school.ehcp", "school.sen_support")


class County:
    """Children drawn at random, with rows that agree on few things, so that every condition parts them."""

    def __init__(self, partnership: Partnership, admin: psycopg.Connection[Any], chance: random.Random) -> None:
        """Write them past row security, as quickly as can be."""
        self.chance, self.admin, self.agency = chance, admin, partnership.agencies["police"].pk
        self.ids = [self._person() for _ in range(CHILDREN)]
        for person in self.ids:
            self._live(person)

    def day(self, back: int = 900) -> date:
        """Return a day of the last years."""
        return TODAY - timedelta(days=self.chance.randrange(back))

    def _person(self) -> int:
        row = self.admin.execute(
            "INSERT INTO linking_person (public_id, created_at) VALUES (gen_random_uuid(), now()) RETURNING id"
        ).fetchone()
        assert row is not None
        born_on = None if self.chance.random() < 0.03 else TODAY - timedelta(days=self.chance.randrange(20 * 365))
        if self.chance.random() < 0.1:
            born_on = date(2012, 2, 29)
        died_on = self.day(300) if self.chance.random() < 0.05 else None
        self.admin.execute(
            "INSERT INTO linking_profile (person_id, forename, surname, known_as, other_names, born_on, died_on, sex, "
            "sort_key, is_child, nhs_number, upn) VALUES (%s, 'A', 'B', '', '{}', %s, %s, %s, 'b', true, '', '')",
            [row[0], born_on, died_on, self.chance.choice("MMMF")],
        )
        return int(row[0])

    def _live(self, person: int) -> None:
        choose = self.chance.choice
        for number in range(self.chance.randrange(14)):
            role = choose(["subject", "subject", "suspect", "involved", "witness", "missing"])
            self._entry(person, number, choose(KINDS), self.day(), None, role)
        for number, kind in enumerate(STATES, start=20):
            if self.chance.random() < 0.35:
                begins_on = self.day()
                ended_on = choose([None, begins_on + timedelta(days=self.chance.randrange(400))])
                self._entry(person, number, kind, begins_on, ended_on, "subject")
        for week in self.chance.sample(range(40), self.chance.choice([0, 1, 15, 30])):
            self.admin.execute(
                "INSERT INTO chronology_pupilweek (person_id, week_on, possible, absent, unauthorised, excluded, "
                "off_site) VALUES (%s, %s, %s, %s, 0, 0, 0)",
                [person, TODAY - timedelta(weeks=week), choose([0, 10, 10, 8]), choose([0, 1, 4, 6])],
            )
        for _ in range(self.chance.randrange(3)):
            since = choose([None, self.day()])
            self.admin.execute(
                "INSERT INTO linking_address (person_id, agency_id, address, town, postcode, begins_on, ends_on) "
                "VALUES (%s, %s, '1 Elm Road', %s, '', %s, %s)",
                [person, self.agency, choose(["Larkham", "larkham ", "Elmstow", ""]), since, choose([None, TODAY])],
            )
        if self.chance.random() < 0.5:
            self.tie(person, self.chance.choice(self.ids), choose(["sibling", "parent", "household"]))

    def tie(self, person: int, other: int, kind: str) -> None:
        """Tie two people."""
        if person != other:
            self.admin.execute(
                "INSERT INTO linking_tie (person_id, other_id, kind, agency_id) VALUES (%s, %s, %s, %s)",
                [person, other, kind, self.agency],
            )

    def _entry(self, person: int, number: int, kind: str, on: date, until: date | None, role: str) -> None:
        event = EVENT_KINDS.get(kind)
        row = self.admin.execute(
            "INSERT INTO chronology_entry (person_id, source_ref, source, kind, data_class, sector, occurred_on, "
            "ended_on, known_at, precision, role, band, headline, basis, said_by, others, group_key, retracted) "
            "VALUES (%s, %s, 'police', %s, %s, 'police', %s, %s, %s, 'day', %s, 1, '', 'fact', '', 0, '', %s) "
            "RETURNING id",
            [person, f"police:{number % 9}-{kind}:{role}", kind, event.data_class if event else "protected", on, until,
             on, role, self.chance.random() < 0.06],
        ).fetchone()  # fmt: skip
        if row is not None and kind.startswith("police.") and self.chance.random() < 0.7:
            marks = self.chance.choice(["", "knife", "KNIFE;gang", "county-lines", "imitation firearm"])
            detail = {"markers": marks} | ({"occurrence": str(number // 3)} if self.chance.random() < 0.7 else {})
            self.admin.execute(
                "INSERT INTO chronology_policedetail (entry_id, person_id, says, place, code_scheme, code, detail) "
                "VALUES (%s, %s, '', '', 'ho', %s, %s::jsonb)",
                [row[0], person, self.chance.choice(["", "00826", "826", "00801"]), json.dumps(detail)],
            )


def any_fact(kind: FactKind, chance: random.Random) -> KeptFact:
    """Return a fact of a kind at any of its levels, with a value that somebody may have."""
    values: dict[FactKind, Sequence[str]] = {
        FactKind.WHEN: [(TODAY - timedelta(days=chance.randrange(900))).isoformat()],
        FactKind.TOWN: ["Larkham", "Elmstow"],
        FactKind.WEAPON: ["knife", "firearm"],
        FactKind.ATTENDANCE: [str(chance.randrange(100)), "60"],
        FactKind.COUNTY_LINES: ["yes", "no"],
        FactKind.NEEDS: ["school.ehcp", "school.sen_support"],
        FactKind.AGE: [str(chance.randrange(8, 18))],
        FactKind.FIRST_POLICE: [str(chance.randrange(8, 18))],
        FactKind.BEREAVED: [str(chance.randrange(8, 18))],
        FactKind.CARE: ["looked_after", "protection_plan", "in_need", "none_then", "never"],
        FactKind.SEX: ["M", "F"],
        FactKind.INCIDENT: INCIDENTS,
        FactKind.OTHER: ["plays the harp"],
    }
    level = chance.choice(LEVELS[kind][1:] if kind is FactKind.WEAPON else LEVELS[kind])
    return KeptFact(kind, level, chance.choice(values.get(kind, [str(chance.randrange(4))])))


def ask(facts: Sequence[KeptFact], viewer: Viewer, as_of: date = TODAY) -> int:
    with look_over_list(viewer=viewer, purpose=Purpose.AUDIT, what="learning.count"):
        return count_alike(facts, as_of=as_of)


def test_the_number_is_what_going_through_all_rows_finds(
    partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    chance = random.Random(11)
    county = County(partnership, admin, chance)
    admin.execute("UPDATE linking_person SET retired_at = now(), merged_into = %s WHERE id = %s", county.ids[1:3])
    children, lead = children_of(admin), partnership.viewer(Role.AUDITOR)
    kinds = [kind for kind in FactKind if kind is not FactKind.OTHER]
    found = []
    with look_over_list(viewer=lead, purpose=Purpose.AUDIT, what="learning.count"):
        for number in range(ASKED):
            facts = [any_fact(kind, chance) for kind in chance.sample(kinds, 1 + number % 4)]
            told = count_alike(facts, as_of=TODAY)
            assert told == count_slowly(children, facts, TODAY), facts
            found.append(told)
            for fact in facts:
                step = coarser(fact)
                wider = [each for each in facts if each != fact] + ([step] if step else [])
                assert count_alike(wider, as_of=TODAY) >= told, (facts, step)
        for kind in kinds:
            for level in LEVELS[kind]:
                fact = KeptFact(kind, level, any_fact(kind, chance).value)
                assert count_alike([fact], as_of=TODAY) == count_slowly(children, [fact], TODAY), fact
    assert len(set(found)) > 20, "the questions part the children"


def test_of_the_eight_the_facts_of_one_fit_him_alone_and_the_steps_do_what_they_say(
    partnership: Partnership, admin: psycopg.Connection[Any]
) -> None:
    world = KnifeCrime(partnership)
    person, _ = world.people["Alder"]
    lead, on = partnership.viewer(Role.AUDITOR), world.incident_on(0)
    partnership.relate(partnership.staff[Role.AUDITOR], person)
    county = [world.people[name][0] for name in world.people]
    admin.execute(
        "INSERT INTO linking_address (person_id, agency_id, address, town, postcode) "
        "SELECT p, %s, '1 Elm Road', 'Larkham', '' FROM unnest(%s::bigint[]) p",
        [partnership.agencies["care"].pk, county],
    )
    with look_over_list(viewer=lead, purpose=Purpose.AUDIT, what="learning.facts") as listing:
        listing.log_shown([person])
        facts = facts_to_keep(person, incident_on=on)

        def count(told: Sequence[KeptFact]) -> int:
            return count_alike(told, as_of=on)

        assert {(fact.kind.value, fact.value) for fact in facts} == {
            ("incident", "police.weapon"), ("when", on.isoformat()), ("sex", "M"), ("age", "15"),
            ("care", "looked_after"), ("needs", "school.ehcp"), ("attendance", "60"), ("exclusions", "3"),
            ("police_before", "116"), ("first_police", "6"), ("town", "Larkham"),
        }  # fmt: skip
        assert all(fact.level is LEVELS[fact.kind][0] for fact in facts)
        assert count(facts) == 1
        steps = suggestions(facts, count)
        now = list(facts)
        for step in steps:
            assert count(now) == step.before
            now = [
                told
                for each in now
                for told in ([each] if each != step.fact else [step.becomes] if step.becomes else [])
            ]
            assert count(now) == step.k
        assert steps[-1].k >= 5
        harp = KeptFact(FactKind.OTHER, FactLevel.TOLD, "plays the harp")
        assert (count([]), count([harp])) == (8, 1), "what no record holds is told of one child"
        assert suggestions([harp], count)[0].becomes is None
        three = KeptFact(FactKind.WEAPON, FactLevel.NUMBER, "knife:three knives")
        assert (in_words(three), count([three])) == ("three knives", 1)


def test_whoever_is_shielded_is_no_cover_and_the_number_does_not_say_that_they_exist(partnership: Partnership) -> None:
    lead, boys = partnership.viewer(Role.AUDITOR), [KeptFact(FactKind.SEX, FactLevel.TOLD, "F")]
    people = [partnership.add_person(name, "Reed", date(2015, 1, 1))[0] for name in ("Ada", "Ben")]
    assert ask(boys, lead) == 2
    with connect_as("worker"):
        shield_person(person_id=people[0], kind=ShieldKind.WITNESS_PROTECTION, reason="N", by=None, now=partnership.now)
    assert ask(boys, lead) == 1


def test_only_whoever_audits_or_publishes_counts_and_only_inside_a_look(partnership: Partnership) -> None:
    partnership.add_person("Ada", "Reed", date(2015, 1, 1))
    assert {ask([], partnership.viewer(role)) for role in (Role.AUDITOR, Role.PUBLISHER)} == {1}
    for role in set(Role) - {Role.AUDITOR, Role.PUBLISHER}:
        with pytest.raises(Refused):
            ask([], partnership.viewer(role))
    with pytest.raises(Refused):
        count_alike([], as_of=TODAY)
    with transaction.atomic(), connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("SELECT learning_keep_town('{1}', '{2026-01-01}', 'Larkham')")


def test_no_number_above_a_thousand_is_told(partnership: Partnership, admin: psycopg.Connection[Any]) -> None:
    admin.execute(
        "WITH made AS (INSERT INTO linking_person (public_id, created_at) SELECT gen_random_uuid(), now() "
        "FROM generate_series(1, 1100) RETURNING id) INSERT INTO linking_profile (person_id, forename, surname, "
        "known_as, other_names, born_on, sex, sort_key, is_child, nhs_number, upn) "
        "SELECT id, '', '', '', '{}', '2015-01-01', 'F', '', true, '', '' FROM made"
    )
    assert ask([], partnership.viewer(Role.AUDITOR)) == MOST_TOLD == 1_000


@pytest.mark.parametrize(
    "facts",
    [
        [KeptFact(FactKind.SEX, FactLevel.DAY, "M")],
        [KeptFact(FactKind.AGE, FactLevel.YEARS, "fifteen")],
        [KeptFact(FactKind.WHEN, FactLevel.YEAR, "2026-02-30")],
        [KeptFact(FactKind.INCIDENT, FactLevel.EVENT, "care.note")],
        [KeptFact(FactKind.NEEDS, FactLevel.PLAN, "school.weapon")],
        [KeptFact(FactKind.AGE, FactLevel.YEARS, "15"), KeptFact(FactKind.AGE, FactLevel.BAND, "15")],
    ],
)
def test_a_fact_that_cannot_be_so_is_refused_and_not_counted(facts: list[KeptFact]) -> None:
    with pytest.raises(FactUnclear):
        count_alike(facts, as_of=TODAY)
