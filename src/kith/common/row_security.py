"""Row security as text for migrations: one arm per role on every table that holds a person.

The single-array form is the only one that lets the index on the person go first (a correlated
subquery or a second permissive policy costs a hundred times as much), so it is written once, here.
"""

_PIPELINE = "kith_owner, kith_worker, kith_ingest"


def person_policy(table: str, *, data_class: str, column: str = "person_id", web: str = "SELECT") -> str:
    """Return SQL that guards a table by the people whom the current ticket shows.

    `data_class` is the tier that a ticket must hold for the row's person (access.vocabulary.DataClass);
    `web` lists what the web role may do at all. The pipeline roles and the owner, as whom the definer
    functions run, have an arm of their own, so that the web role's arm stays alone.
    """
    array = f"(SELECT visible_people('{data_class}'))::bigint[]"
    return _guard(table, f"{column} = ANY({array})", web)


def supplier_policy(table: str, *, column: str = "agency_id", web: str = "SELECT") -> str:
    """Return SQL that guards raw, held and unlinked rows by the suppliers whom the ticket shows."""
    return _guard(table, f"{column} = ANY((SELECT visible_suppliers())::bigint[])", web)


def pipeline_only(table: str) -> str:
    """Return SQL that closes a table to the web role; pages read it through functions that log the reading."""
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_pipeline ON {table} TO {_PIPELINE} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO kith_worker, kith_ingest;
"""


def grant(table: str, *, web: str = "", log: str = "") -> str:
    """Return SQL that opens a table without a person in it to the web role, or to the log role."""
    lines = [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO kith_worker, kith_ingest"]
    if web:
        lines.append(f"GRANT {web} ON {table} TO kith_web")
    if log:
        lines.append(f"GRANT {log} ON {table} TO kith_log")
    return ";\n".join(lines) + ";"


def _guard(table: str, condition: str, web: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_shown ON {table} TO kith_web USING ({condition}) WITH CHECK ({condition});
CREATE POLICY {table}_pipeline ON {table} TO {_PIPELINE} USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO kith_worker, kith_ingest;
GRANT {web} ON {table} TO kith_web;
"""
