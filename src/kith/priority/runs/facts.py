"""Takes from the engine what is stored of each child: the standing, the indicators, and the facts of the card."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from kith.priority.vocabulary import Policy

_STANDINGS = """
SELECT person_id, lane, place, now, low, high, breadth, rise, grip,
       before, ahead, cut, critical, last_contact_on, last_review_on, plan_since, lead_since
FROM standings WHERE now > 0 OR lane IS NOT NULL ORDER BY person_id
"""
_CONTRIBUTIONS = """
SELECT c.person_id, c.indicator, c.theme, c.sector, c.milli_points, e.entry_ids
FROM contributions c LEFT JOIN (
    SELECT person_id, indicator, list(entry_id ORDER BY entry_id) AS entry_ids
    FROM evidence WHERE moment = 'now' GROUP BY person_id, indicator
) e ON e.person_id = c.person_id AND e.indicator = c.indicator
WHERE c.moment = 'now' ORDER BY c.person_id, c.indicator
"""
# The facts of the children who are stored at all.
_KEPT = "SEMI JOIN (SELECT person_id FROM standings WHERE now > 0 OR lane IS NOT NULL) USING (person_id)"
_STRENGTHS = f"SELECT person_id, strength, since_on, number FROM strengths {_KEPT} ORDER BY ALL"  # noqa: S608 -- our own names
_TRIGGERS = f"SELECT person_id, trigger FROM triggers {_KEPT} ORDER BY ALL"  # noqa: S608 -- as above
_STATES = f"SELECT person_id, sector, state FROM feed_states {_KEPT} WHERE state <> 'linked_fresh' ORDER BY ALL"  # noqa: S608 -- as above
_MISSING = f"SELECT person_id, sector FROM missing {_KEPT} ORDER BY ALL"  # noqa: S608 -- as above
_WEAK = f"SELECT DISTINCT person_id, entry_id FROM evidence {_KEPT} WHERE moment = 'now' AND weak_link ORDER BY ALL"  # noqa: S608 -- as above
_SESSIONS = f"""
SELECT person_id, recent_absent, recent_possible, earlier_absent, earlier_possible, last_week_on
FROM sessions {_KEPT} WHERE known_before = (SELECT "at" FROM moments WHERE moment = 'now')
"""  # noqa: S608 -- as above


@dataclass(frozen=True)
class Made:
    """One list as rows: standings and contributions in the order of their columns, and how many were considered."""

    standings: list[tuple[Any, ...]]
    contributions: list[tuple[Any, ...]]
    people: int
    listed: int


def made_by(connection: duckdb.DuckDBPyConnection, policy: Policy) -> Made:
    """Return everything that is stored of the list that a connection holds."""
    facts = _facts(connection)
    standings = []
    listed = 0
    for row in connection.execute(_STANDINGS).fetchall():
        person_id, lane = row[0], row[1]
        listed += lane is not None
        words = ("before", "ahead", "cut", "critical", "contact_on", "review_on", "plan_since", "lead_since")
        card = dict(zip(words, row[9:], strict=True)) | facts.get(person_id, {})
        standings.append((*row[:9], json.dumps(card, default=date.isoformat, sort_keys=True)))
    classes = {each.id: each.data_class.value for each in policy.indicators}
    contributions = [
        (*row[:5], "{" + ",".join(map(str, row[5] or ())) + "}", classes[row[1]])
        for row in connection.execute(_CONTRIBUTIONS).fetchall()
    ]
    (people,) = connection.execute("SELECT count(*) FROM children").fetchall()[0]
    return Made(standings, contributions, int(people), listed)


def _facts(connection: duckdb.DuckDBPyConnection) -> dict[int, dict[str, Any]]:
    facts: dict[int, dict[str, Any]] = defaultdict(dict)
    for word, query in (("strengths", _STRENGTHS), ("triggers", _TRIGGERS), ("states", _STATES)):
        for person_id, *rest in connection.execute(query).fetchall():
            facts[person_id].setdefault(word, []).append(rest if len(rest) > 1 else rest[0])
    for word, query in (("missing", _MISSING), ("weak", _WEAK)):
        for person_id, found in connection.execute(query).fetchall():
            facts[person_id].setdefault(word, []).append(found)
    for person_id, *sessions, last_week_on in connection.execute(_SESSIONS).fetchall():
        facts[person_id] |= {"sessions": sessions, "last_week_on": last_week_on}
    return facts
