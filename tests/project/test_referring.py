"""The demo's referrals are made through the same doors as any other."""

import psycopg
from django.utils import timezone

from kith.project.commands.referring import refer_children
from tests.referrals.world import found_world
from tests.worlds.partnership import Partnership


def test_the_demo_refers_some_sends_some_and_asks_the_police_lead_about_one(
    partnership: Partnership, admin: psycopg.Connection
) -> None:
    world = found_world(partnership, admin)
    for number in range(5):
        person_id, _ = partnership.add_person(f"Eli{number}", "Ash")
        partnership.relate(world.staff["sender"], person_id)
        world.happened("school.weapon", person_id=person_id)
        if number == 4:
            world.happened("police.weapon", days_ago=1, person_id=person_id)
    sent = refer_children(by=world.sender, now=timezone.now())
    states: dict[str, int] = dict(admin.execute("SELECT state, count(*) FROM referrals_referral GROUP BY 1").fetchall())
    assert sum(states.values()) == 13
    assert sent == 13 - states["draft"] >= 3
    assert "draft" in states
    silent = "SELECT count(*) FROM referrals_referral WHERE state <> 'draft' AND notes_risk IS NOT true"
    assert admin.execute(silent).fetchall() == [(0,)]
