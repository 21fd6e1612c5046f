"""Finds every column that holds a person, from the database's catalogue: what nobody reviewed counts as a person."""

from typing import Any, Final

import psycopg

Column = tuple[str, str]

# Numbers and keys without a constraint of their own that somebody has looked at: none of them is a person.
# A column that is not here, is no key of its table, and points to no table, is taken for a person whatever its name.
OTHER: Final[dict[str, frozenset[str]]] = {
    "access_log": frozenset({"seq", "staff_id"}),
    "access_loghead": frozenset({"seq"}),
    "access_ticket": frozenset({"staff_id", "suppliers"}),
    "access_trace": frozenset({"by"}),
    "audit_learnedfromevents": frozenset({"item"}),
    "audit_practicereview": frozenset({"published_item"}),
    "chronology_caredetail": frozenset({"entry_id"}),
    "chronology_document": frozenset({"size"}),
    "chronology_entry": frozenset({"agency_id", "event_id"}),
    "chronology_healthdetail": frozenset({"entry_id"}),
    "chronology_policedetail": frozenset({"entry_id"}),
    "chronology_protecteddetail": frozenset({"entry_id"}),
    "feeds_eventparticipant": frozenset({"agency_id", "event_id"}),
    "feeds_eventrecord": frozenset({"agency_id", "agreement_id", "content_hash", "file_id", "line"}),
    "feeds_heldrow": frozenset({"line"}),
    "feeds_involvement": frozenset({"agency_id", "file_id", "line"}),
    "feeds_keptrow": frozenset({"agency_id", "file_id", "fingerprint", "line"}),
    "feeds_personrecord": frozenset({"agency_id", "agreement_id", "content_hash", "file_id", "line"}),
    "feeds_pupilweek": frozenset({"agency_id", "file_id"}),
    "feeds_sourcefile": frozenset({"duplicate", "ended", "held", "kept", "rows_in", "size"}),
    "feeds_sourceperson": frozenset({"agency_id"}),
    "feeds_tierecord": frozenset({"agency_id", "file_id", "line"}),
    "learning_release": frozenset({"message", "withdrawal"}),
    "learning_briefing": frozenset({"hands"}),
    "learning_briefingmessage": frozenset({"message"}),
    "learning_casereview": frozenset({"case_number"}),
    "panel_casestep": frozenset({"referral_id"}),
    "panel_subjectclash": frozenset({"about"}),
    "panel_subjecttext": frozenset({"about"}),
    "partnership_proposal": frozenset({"message"}),
    "partnership_schedule": frozenset({"ref"}),
    "partnership_servicearea": frozenset({"ref"}),
    "partnership_serviceatlocation": frozenset({"ref"}),
    "partnership_serviceterm": frozenset({"ref"}),
    "partnership_structurechange": frozenset({"part"}),
    "priority_contribution": frozenset({"entry_ids"}),
    "procrastinate_periodic_defers": frozenset({"defer_timestamp"}),
    "referrals_referral": frozenset({"service_id"}),
    "referrals_riskclearance": frozenset({"entries_until"}),
    "support_intervention": frozenset({"cost_pence", "entry_id"}),
    "support_planchange": frozenset({"part_ref"}),
    "support_voiceentry": frozenset({"entry_id", "subject_ref"}),
    # The subject of a task is a row of another app, and never a person: those stand in work_taskperson.
    "work_task": frozenset({"subject_id"}),
}

# Rows that hang on a row about a person and are read openly: nothing in them is about anybody.
HANGS_ON_ONE: Final = frozenset({"panel_decisionreading", "referrals_outsidelink"})

_PEOPLE = {"linking_person", "feeds_sourceperson"}
_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL),
       EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indnatts = 1
               AND i.indkey[0] = a.attnum AND (a.attidentity <> '' OR a.atthasdef)),
       (SELECT array_agg(f.confrelid::regclass::text) FROM pg_constraint f
        WHERE f.contype = 'f' AND f.conrelid = c.oid AND a.attnum = ANY(f.conkey))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm')
  AND a.attnum > 0 AND NOT a.attisdropped
"""
_POINTERS = """
SELECT f.conrelid::regclass::text, f.confrelid::regclass::text FROM pg_constraint f
WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace
"""
_KEYS = {"bigint", "bigint[]", "uuid", "uuid[]"}
_LISTS = {"json", "jsonb", "integer", "integer[]", "numeric", "numeric[]", "text", "text[]"}


def person_columns(admin: psycopg.Connection[Any]) -> set[Column]:
    """Return every column that holds a person or an agency's person, one or a list of them, whatever it is called.

    Also what looks like one: a bare number, a random number, or a list of either that `OTHER` does not know, and
    anything that is named after a person.
    """
    found = {("linking_person", "id"), ("feeds_sourceperson", "id")}
    for table, column, kind, is_own_key, targets in admin.execute(_COLUMNS).fetchall():
        if targets:
            holds = bool(_PEOPLE & set(targets))
        elif kind in _KEYS:
            holds = not is_own_key and column != "public_id" and column not in OTHER.get(table, ())
        else:
            holds = kind in _LISTS and "person" in column
        if holds:
            found.add((table, column))
    return found


def person_tables(admin: psycopg.Connection[Any]) -> set[str]:
    """Return every table with a person in it."""
    return {table for table, _ in person_columns(admin)}


def hanging_tables(admin: psycopg.Connection[Any]) -> set[str]:
    """Return every table without a person in it whose rows hang, at whatever distance, on a row about one."""
    people = person_tables(admin)
    reached = set(people)
    pointers = admin.execute(_POINTERS).fetchall()
    while more := {table for table, target in pointers if target in reached} - reached:
        reached |= more
    return reached - people


def unknown(admin: psycopg.Connection[Any]) -> set[Column]:
    """Return what `OTHER` says of columns that are no more, or that need no word."""
    there = {
        (table, column)
        for table, column, kind, is_own_key, targets in admin.execute(_COLUMNS).fetchall()
        if kind in _KEYS and not is_own_key and not targets
    }
    return {(table, column) for table, columns in OTHER.items() for column in columns} - there
