"""One test for every policy of the web role: what it shows in the right look, and that without it nothing is shown."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from kith.access.selectors import look, viewer_of
from kith.access.vocabulary import Action, DataClass, Purpose, RelationshipState, Role, Sector, Viewer
from tests.access import oracle
from tests.access.rows import insertion, put_row
from tests.worlds.partnership import Partnership

_WEB = """
SELECT p.tablename, p.policyname, p.qual, p.with_check,
       substring(p.qual FROM '^\\(?(\\w+) = ANY'), substring(p.qual FROM 'visible_people\\(''(\\w+)'''),
       p.qual LIKE '%visible_suppliers()%'
FROM pg_policies p WHERE 'kith_web' = ANY(p.roles) ORDER BY p.tablename
"""
_SECTOR_OF: dict[DataClass | None, str] = {DataClass.HEALTH: "hospital", DataClass.POLICE: "police"}


# What a check of the table asks for besides its types.
_ALSO: dict[str, dict[str, object]] = {
    "access_relationship": {"staff_id": 1},
    "panel_decision": {"dissent": ""},
    "panel_disagreement": {
        "raised_agency_id": 1,
        "other_agency_id": 2,
        "status": "managers",
        "due_on": "2026-11-30",
        "outcome": "",
    },
    "panel_disagreementstep": {"act": "clock", "child_safe": "Seen at school each day.", "dissent": ""},
    "panel_policelink": {"ended_because": ""},
    "panel_subjectlink": {"ended_because": ""},
    "panel_panelaction": {"not_possible_because": ""},
    "referrals_referral": {"state": "draft"},
    "feeds_sourcefile": {"rows_in": 3, "kept": 1, "held": 1, "duplicate": 1},
    "support_intervention": {"sessions_offered": 0, "sessions_attended": 0, "state": "planned", "outcome": ""},
}


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One policy of the web role, as the database states it."""

    table: str
    name: str
    condition: str
    check: str
    column: str
    data_class: DataClass | None


@dataclass(frozen=True, kw_only=True)
class World:
    """Two children, two agencies, and somebody of each sector who may look at the first of each."""

    admin: psycopg.Connection[Any]
    partnership: Partnership
    viewers: dict[str, Viewer]

    def ids(self, policy: Policy) -> tuple[int, int]:
        """Return the id that the right look shows, and one that it does not."""
        if policy.data_class is None:
            agencies = self.partnership.agencies
            return agencies["care"].pk, agencies["yjs"].pk
        people = self.partnership.people
        return people["Alma"][0], people["Bert"][0]

    def arrange(self, policy: Policy) -> None:
        """Give the table a row of each, where it has none."""
        for one in self.ids(policy):
            if not self.rows_of(policy, one):
                put_row(self.admin, policy.table, _ALSO.get(policy.table, {}) | {policy.column: one})

    def rows_of(self, policy: Policy, one: int) -> set[str]:
        """Return where the rows of one person or agency lie in the table."""
        query = f"SELECT ctid::text FROM {policy.table} WHERE {policy.column} = %s"
        return {row[0] for row in self.admin.execute(query, (one,)).fetchall()}

    def look(self, policy: Policy) -> AbstractContextManager[object]:
        """Open the look in which the policy shows its row."""
        viewer = self.viewers[_SECTOR_OF.get(policy.data_class, "care")]
        alma = self.partnership.people["Alma"][1]
        return look(viewer=viewer, people=[alma], purpose=Purpose.SAFEGUARDING, what="test")

    @contextmanager
    def without(self, policy: Policy) -> Iterator[None]:
        """Take the policy away for a while."""
        self.admin.execute(f"DROP POLICY {policy.name} ON {policy.table}")
        try:
            yield
        finally:
            self.admin.execute(
                f"CREATE POLICY {policy.name} ON {policy.table} TO kith_web "
                f"USING ({policy.condition}) WITH CHECK ({policy.check})"
            )


@pytest.fixture
def world(partnership: Partnership, admin: psycopg.Connection[Any]) -> World:
    """Put two children into the record; in each sector one person stands to the first."""
    alma, _ = partnership.add_person("Alma", "Reed")
    partnership.add_person("Bert", "Reed")
    viewers = {}
    for agency in ("care", "hospital", "police"):
        staff = partnership.add_staff("Kim Policy", agency, Role.PRACTITIONER, Role.TEAM_MANAGER)
        partnership.relate(staff, alma)
        viewers[agency] = viewer_of(staff, partnership.now)
    return World(admin=admin, partnership=partnership, viewers=viewers)


def policies_of(admin: psycopg.Connection[Any]) -> list[Policy]:
    """Return every policy of the web role, its column and its class read out of its own words."""
    found = []
    for table, name, condition, check, column, tier, of_supplier in admin.execute(_WEB).fetchall():
        assert column, f"{table}: {condition} has not the one form that is allowed"
        assert bool(tier) != of_supplier, (table, condition)
        tier_of = DataClass(tier) if tier else None
        found.append(
            Policy(table=table, name=name, condition=condition, check=check, column=column, data_class=tier_of)
        )
    return found


def seen(policy: Policy) -> set[str]:
    """Return where the rows lie that the web role sees in a table now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text FROM {policy.table}")
        return {row[0] for row in cursor.fetchall()}


def test_each_policy_is_what_shows_its_rows_and_shows_no_others(world: World) -> None:
    policies = policies_of(world.admin)
    assert set(DataClass) <= {policy.data_class for policy in policies}
    assert any(policy.data_class is None for policy in policies)
    wrong: list[tuple[str, str]] = []
    for policy in policies:
        world.arrange(policy)
        mine, other = (world.rows_of(policy, one) for one in world.ids(policy))
        assert mine and other, policy.table
        if seen(policy):
            wrong.append((policy.table, "shows rows without a look"))
        with world.look(policy):
            if seen(policy) != mine:
                wrong.append((policy.table, "shows other rows in the look than this child's"))
        with world.without(policy), world.look(policy):
            if seen(policy):
                wrong.append((policy.table, "shows rows without its policy"))
        with world.look(policy):
            if seen(policy) != mine:
                wrong.append((policy.table, "was not put back"))
    assert wrong == []


def test_a_look_that_lacks_the_class_does_not_show_it(world: World) -> None:
    shown = {
        agency: {
            policy.data_class
            for policy in policies_of(world.admin)
            if policy.data_class and _arranged_and_seen(world, policy, viewer)
        }
        for agency, viewer in world.viewers.items()
    }
    assert shown == {
        agency: {tier for tier in DataClass if _may_open(tier, viewer.sector)}
        for agency, viewer in world.viewers.items()
    }
    assert len({frozenset(tiers) for tiers in shown.values()}) == len(shown)  # each sector has a class of its own


def _may_open(tier: DataClass, sector: Sector) -> bool:
    held = (Role.PRACTITIONER, Role.TEAM_MANAGER)
    return any(oracle.may(role, RelationshipState.CURRENT, tier, Action.OPEN, sector) for role in held)


def _arranged_and_seen(world: World, policy: Policy, viewer: Viewer) -> bool:
    world.arrange(policy)
    alma = world.partnership.people["Alma"][1]
    with look(viewer=viewer, people=[alma], purpose=Purpose.SAFEGUARDING, what="test"):
        return bool(seen(policy))


def test_no_row_of_another_child_can_be_written(world: World) -> None:
    written, asked = [], 0
    for policy in policies_of(world.admin):
        may = "SELECT has_table_privilege('kith_web', %s, 'INSERT')"
        if not world.admin.execute(may, (policy.table,)).fetchall()[0][0]:
            continue
        asked += 1
        statement, values = insertion(world.admin, policy.table, {policy.column: world.ids(policy)[1]})
        try:
            with world.look(policy), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.as_string(), tuple(values))
                written.append(policy.table)
        except DatabaseError as error:
            if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
                written.append(f"{policy.table}: {error}")
    assert written == []
    assert asked >= 5
