"""Every cell of the access policy against a second, independent statement of it."""

from hypothesis import given
from hypothesis import strategies as st

from kith.access.rules import Cell, may, policy, sees_children
from kith.access.vocabulary import Action, DataClass, RelationshipState, Role, Sector
from tests.access import oracle

ROLES, STATES = st.sets(st.sampled_from(Role)), st.sets(st.sampled_from(RelationshipState), min_size=1)
CLASSES, ACTIONS, SECTORS = st.sampled_from(DataClass), st.sampled_from(Action), st.sampled_from(Sector)


def test_policy_has_an_answer_for_every_cell() -> None:
    assert len(policy()) == 12 * 8 * 6 * 7 == 4_032
    assert {cell.role for cell in policy()} == set(Role)


def test_every_cell_in_every_sector_equals_the_oracle() -> None:
    differing = [
        (*cell, sector)
        for cell in policy()
        for sector in Sector
        if may(roles=[cell.role], states=[cell.state], data_class=cell.data_class, action=cell.action, sector=sector)
        != oracle.may(cell.role, cell.state, cell.data_class, cell.action, sector)
    ]
    assert differing == []


@given(ROLES, STATES, CLASSES, ACTIONS, SECTORS)
def test_a_block_beats_everything(
    roles: set[Role], states: set[RelationshipState], tier: DataClass, action: Action, sector: Sector
) -> None:
    blocked = states | {RelationshipState.BLOCKED}
    assert not may(roles=roles, states=blocked, data_class=tier, action=action, sector=sector)


@given(ROLES, STATES, CLASSES, ACTIONS, SECTORS)
def test_several_roles_and_states_open_what_any_one_of_them_opens(
    roles: set[Role], states: set[RelationshipState], tier: DataClass, action: Action, sector: Sector
) -> None:
    expected = RelationshipState.BLOCKED not in states and any(
        oracle.may(role, state, tier, action, sector) for role in roles for state in states
    )
    assert may(roles=roles, states=states, data_class=tier, action=action, sector=sector) == expected


def test_broken_glass_never_prints_exports_shares_or_changes() -> None:
    leaving = (Action.PRINT, Action.EXPORT, Action.SHARE, Action.CHANGE, Action.ADD)
    opened = [
        cell
        for cell, answer in policy().items()
        if cell.state is RelationshipState.BREAK_GLASS and cell.action in leaving and answer != "no"
    ]
    assert opened == []


def test_roles_without_children_idle_longer() -> None:
    assert not sees_children([Role.PUBLISHER, Role.ADMINISTRATOR])
    assert sees_children([Role.PUBLISHER, Role.AUDITOR])
    assert Cell(Role.PUBLISHER, RelationshipState.CURRENT, DataClass.EXISTENCE, Action.FIND) in policy()
