"""A linter of row security reads the live schema; each finding that stands has its reason here."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.access.catalogue import person_tables
from tests.access.test_row_security import WITHOUT_WEB

Finding = dict[str, Any]
_GATES = {"referrals_gate", "referrals_kept", "referrals_event", "referrals_clear"}
Reason = tuple[str, Callable[[Finding, psycopg.Connection[Any]], bool]]


def _holds_nobody(found: Finding, admin: psycopg.Connection[Any]) -> bool:
    table = found["location"].removeprefix("public.")
    return table not in person_tables(admin) or table in WITHOUT_WEB


def _is_the_pipelines(found: Finding, admin: psycopg.Connection[Any]) -> bool:
    table, name = found["location"].removeprefix("public.").split(".")
    roles = admin.execute(
        "SELECT roles::text[] FROM pg_policies WHERE tablename = %s AND policyname = %s", (table, name)
    ).fetchall()[0][0]
    return set(roles) <= {"kith_owner", "kith_worker", "kith_ingest"}


def _refuses_or_hides(found: Finding, admin: psycopg.Connection[Any]) -> bool:
    """Test that a trigger runs as whoever calls, or moves rows out of sight, or refuses by what nobody may read."""
    table, name = found["location"].removeprefix("public.").split(".")
    definers = admin.execute(
        "SELECT p.prosecdef FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = %s::regclass AND t.tgname = %s",
        (table, name),
    ).fetchall()
    return definers == [(False,)] or name in {"linking_shield", "linking_tell", "chronology_home"} | _GATES


def _is_closed_to_everybody(found: Finding, admin: psycopg.Connection[Any]) -> bool:
    closed = admin.execute(
        "SELECT NOT has_function_privilege('public', oid, 'EXECUTE') AND proconfig IS NOT NULL "
        "FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = %s",
        (found["location"].removeprefix("public."),),
    ).fetchall()
    return bool(closed) and all(row[0] for row in closed)


REASONS: dict[str, Reason] = {
    "SEC001": ("a table that names no person needs no row security; grants guard it", _holds_nobody),
    "SEC005": ("the pipeline works on whole files, so its own arm shows every row", _is_the_pipelines),
    "SEC008": ("the pipeline works on whole files, so its own arm shows every row", _is_the_pipelines),
    "SEC028": ("the pipeline works on whole files, so its own arm takes every row", _is_the_pipelines),
    "SEC038": ("nobody is anonymous here: every connection is a role, and the arm names three", _is_the_pipelines),
    "SEC007": ("one permissive arm per role is the rule; a second costs a thousandfold", lambda *_: True),
    "SEC013": ("the triggers refuse as whoever calls, or move rows to the protected tables", _refuses_or_hides),
    "SEC014": (
        "these functions are the doors: each judges or logs, and only named roles may call",
        _is_closed_to_everybody,
    ),
    "SEC016": (
        "a backup must hold every row; no process signs in as this role",
        lambda f, _: f["location"] == "kith_backup",
    ),
}


@pytest.fixture
def findings(admin: psycopg.Connection[Any]) -> list[Finding]:
    """Return what the linter finds in the schema as it is migrated."""
    server = admin.info
    where = f"postgresql://{server.user}:{server.password}@/{server.dbname}?host={server.host}"
    linter = Path(sys.executable).parent / "pgrls"
    ran = subprocess.run(
        [linter, "lint", "--schemas", "public", "--format", "json"],
        env=os.environ | {"DATABASE_URL": where},
        capture_output=True,
        text=True,
        check=False,
    )
    found: list[Finding] = json.loads(ran.stdout)["violations"]
    return found


def test_no_error_stands_without_a_reason(findings: list[Finding], admin: psycopg.Connection[Any]) -> None:
    unexcused = [
        (found["rule_id"], found["location"])
        for found in findings
        if found["severity"] == "error" or found["rule_id"] in REASONS
        if found["rule_id"] not in REASONS or not REASONS[found["rule_id"]][1](found, admin)
    ]
    assert unexcused == []


def test_no_reason_outlives_its_finding(findings: list[Finding]) -> None:
    assert set(REASONS) - {found["rule_id"] for found in findings} == set()


def test_the_linter_sees_an_arm_that_is_open_to_the_web(admin: psycopg.Connection[Any], request: Any) -> None:
    admin.execute("CREATE POLICY wide_open ON linking_profile TO kith_web USING (true)")
    try:
        found: list[Finding] = request.getfixturevalue("findings")
        wide = [one for one in found if one["location"] == "public.linking_profile.wide_open"]
        assert {one["rule_id"] for one in wide} >= {"SEC008", "SEC038"}
        assert not any(_is_the_pipelines(one, admin) for one in wide)
    finally:
        admin.execute("DROP POLICY wide_open ON linking_profile")
