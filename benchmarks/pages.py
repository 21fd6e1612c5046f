"""Measures a person with 2,000 events, the list and a search, with ten users who each open a page a second.

Run: KITH_HOME=… python benchmarks/pages.py (a demo that `kith demo --no-serve` has built; `var` without). The product
serves itself with its two web processes; the load comes from this process on the same machine. Target: p95 of each
page at most 150 ms. Yardstick in the same run: the page that only says that the process lives.
"""

import sys

from visiting import SECONDS, USERS, Page, own_times, report, served, visit, visitor  # first: it sets Django up

from django.conf import settings  # isort: skip
from django.db import connection  # isort: skip

from kith.access.models import Staff  # isort: skip
from kith.access.vocabulary import Role  # isort: skip

EVENTS, LEAST = 2_000, 150.0
_BUSIEST = """
SELECT r.staff_id, r.person_id, p.public_id, f.surname FROM access_relationship r
JOIN linking_person p ON p.id = r.person_id JOIN linking_profile f ON f.person_id = p.id
WHERE r.staff_id IS NOT NULL AND r.ends_at > now() AND p.retired_at IS NULL ORDER BY r.id LIMIT 1
"""
_STORY = """
INSERT INTO chronology_entry (person_id, source_ref, agency_id, source, kind, data_class, sector, occurred_on, known_at,
    precision, role, band, headline, basis, said_by, others, group_key, retracted)
SELECT %(person)s, 'bench|' || n, a.id, a.code, k.kind, k.class, a.sector, d.day, d.day, 'day', 'subject', 1 + n %% 8,
    k.says, 'fact', '', 0, 'bench|' || k.kind, false
FROM generate_series(1, %(events)s) n
JOIN LATERAL (VALUES (0, 'care', 'care.visit', 'care', 'Visit by a social worker'),
    (1, 'police', 'police.contact', 'police', 'Police contact'),
    (2, 'education', 'school.suspended', 'care', 'Suspended from school'),
    (3, 'hospital', 'health.other_attendance', 'health', 'Hospital attendance')) k(place, agency, kind, class, says)
    ON k.place = n %% 4
JOIN access_agency a ON a.code = k.agency
JOIN LATERAL (SELECT current_date - (n * 2) AS day) d ON true
ON CONFLICT DO NOTHING
"""


def main() -> int:
    """Serve, load, print, and fail when a page is slower than its target."""
    settings.INSTALLATION.start_server()
    with connection.cursor() as cursor:
        cursor.execute(_BUSIEST)
        staff_id, person_id, public_id, surname = cursor.fetchone()
        cursor.execute(_STORY, {"person": person_id, "events": EVENTS})
        cursor.execute("SELECT count(*) FROM chronology_entry WHERE person_id = %s", [person_id])
        events = cursor.fetchone()[0]
    staff = Staff.objects.select_related("agency").get(pk=staff_id)
    coordinator = Staff.objects.select_related("agency").get(role_grants__role=Role.PANEL_COORDINATOR)
    alive = Page("alive (yardstick)", "/alive")
    pages = [
        Page("person", f"/people/{public_id}/"),
        Page("whole list", "/list/", "", visitor(coordinator)),
        Page("search", "/search/", f"name={surname}&purpose=safeguarding"),
        alive,
    ]
    sessions = [visitor(staff, public_id) for _ in range(USERS)]
    with served() as server:
        took = visit(sessions, pages)
        alone = own_times(server, sessions[0], pages)
    print(f"{USERS} users, each a page a second for {SECONDS} s; a person with {events:,} events")
    return 0 if report(took, alone, least=LEAST, yardstick=alive.name) else 1


if __name__ == "__main__":
    sys.exit(main())
