"""The database's own judgement of every role, state, class and action against the oracle."""

from datetime import timedelta

import psycopg
import pytest

from kith.access.models import Block, BreakGlass
from kith.access.services import connect_as
from kith.access.vocabulary import Action, DataClass, RelationshipSource, RelationshipState, Role
from tests.access import oracle
from tests.worlds.partnership import Partnership

S = RelationshipState


def _stand(partnership: Partnership, staff, person: int, state: RelationshipState) -> None:
    """Bring a member of staff into one state towards one person."""
    sources = {S.PANEL_SEAT: RelationshipSource.PANEL, S.REFERRAL_RECEIVER: RelationshipSource.REFERRAL}
    if state in {S.CURRENT, S.PANEL_SEAT, S.REFERRAL_RECEIVER}:
        partnership.relate(staff, person, sources.get(state, RelationshipSource.ALLOCATION))
    elif state is S.EXPIRED:
        partnership.relate(staff, person, begins=timedelta(days=-9), ends=timedelta(days=-2))
    elif state is S.NOT_YET_BEGUN:
        partnership.relate(staff, person, begins=timedelta(days=2), ends=timedelta(days=9))
    with connect_as("worker"):
        if state is S.BREAK_GLASS:
            BreakGlass.objects.create(
                staff=staff,
                person_id=person,
                category="immediate_danger",
                reason="x" * 20,
                opened_at=partnership.now - timedelta(minutes=1),
                ends_at=partnership.now + timedelta(minutes=50),
                reviewer=partnership.staff[Role.IG_LEAD if staff != partnership.staff[Role.IG_LEAD] else Role.ANALYST],
            )
        if state is S.BLOCKED:
            partnership.relate(staff, person)
            Block.objects.create(staff=staff, person_id=person, reason="own family", begins_at=partnership.now)


@pytest.mark.parametrize("agency", ["care", "education", "police", "yjs", "hospital", "lantern", "partnership"])
def test_every_cell_in_the_database_equals_the_oracle(
    partnership: Partnership, admin: psycopg.Connection, agency: str
) -> None:
    sector = partnership.agencies[agency].sector
    differing, asked = [], 0
    for role in Role:
        staff = partnership.add_staff(f"Kim {role.value}", agency, role)
        for place, state in enumerate(S):
            person = 1_000 + place
            _stand(partnership, staff, person, state)
            for action in Action:
                found = admin.execute(
                    "SELECT access_classes_of(%s, %s, %s)", (staff.pk, person, action.value)
                ).fetchall()[0][0]
                for tier in DataClass:
                    asked += 1
                    if (tier.value in found) != oracle.may(role, state, tier, action, sector):
                        differing.append((role, state, tier, action))
    assert (differing, asked) == ([], 12 * 8 * 6 * 7)


def test_states_are_what_holds_now(partnership: Partnership, admin: psycopg.Connection) -> None:
    staff = partnership.staff[Role.PRACTITIONER]
    for place, state in enumerate(S):
        _stand(partnership, staff, 2_000 + place, state)
        assert admin.execute("SELECT access_states(%s, %s)", (staff.pk, 2_000 + place)).fetchall()[0][0] == [
            state.value
        ]


def test_cover_lends_the_covered_colleagues_children_and_ends(
    partnership: Partnership, admin: psycopg.Connection
) -> None:
    from kith.access.models import Cover

    covered = partnership.staff[Role.PRACTITIONER]
    covering = partnership.add_staff("Kim Cover", "care", Role.PRACTITIONER)
    partnership.relate(covered, 5)
    cover = Cover.objects.create(
        covered=covered, covering=covering, begins_at=partnership.now, ends_at=partnership.now + timedelta(days=1)
    )
    assert admin.execute("SELECT access_states(%s, 5)", (covering.pk,)).fetchall() == [(["current"],)]
    Cover.objects.filter(pk=cover.pk).update(
        begins_at=partnership.now - timedelta(days=3), ends_at=partnership.now - timedelta(days=1)
    )
    assert admin.execute("SELECT access_states(%s, 5)", (covering.pk,)).fetchall() == [(["none"],)]
