"""Prepares a PostgreSQL server for Kith: its roles, its database, and who may do what at all.

Run once, by an administrator of the server; everything after it runs as a role that owns nothing
and bypasses nothing.
"""

import secrets
from collections.abc import Mapping
from typing import Final

import psycopg
from psycopg import sql

OWNER: Final = "kith_owner"
LOGINS: Final = ("kith_migrate", "kith_web", "kith_worker", "kith_ingest", "kith_log", "kith_backup", "kith_public")
PUBLIC: Final = "kith_public"
_REFUSED_HERE: Final = (PUBLIC,)
# Who may open the public site's database at all. The casework worker may only put something into the inbox there.
_AT_THE_SITE: Final = ("kith_migrate", "kith_worker", "kith_backup", PUBLIC)
INBOX: Final = "publishing_handover"
DROP: Final = "publishing_feedbackdrop"  # sealed feedback, which the site puts in and cannot read
_ITS_HISTORY: Final = "django_migrations"
_WITHOUT_TEMPORARY: Final = ("kith_web", "kith_log")


class UnsafeRole(RuntimeError):
    """The connection's role could see past row security."""


def new_passwords() -> dict[str, str]:
    """Make a password for each role that may sign in."""
    return {role: secrets.token_urlsafe(32) for role in LOGINS}


def prepare_roles(admin: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make or mend the roles; `admin` is an autocommit connection of a superuser."""
    existing = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'kith%'").fetchall()}
    if OWNER not in existing:
        admin.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(OWNER)))
    for role in LOGINS:
        verb = "ALTER" if role in existing else "CREATE"
        rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
        rights += " BYPASSRLS" if role == "kith_backup" else " NOBYPASSRLS"
        admin.execute(
            sql.SQL(f"{verb} ROLE {{}} {rights} PASSWORD {{}}").format(
                sql.Identifier(role), sql.Literal(passwords[role])
            )
        )
    admin.execute("GRANT kith_owner TO kith_migrate")
    admin.execute("GRANT pg_read_all_data TO kith_backup")


def prepare_database(admin: psycopg.Connection, name: str) -> None:
    """Make the database if it is missing; `admin` is connected to another database of the server."""
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchall():
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER kith_owner ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name)
            )
        )
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    for role in _REFUSED_HERE:
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM {}").format(sql.Identifier(name), sql.Identifier(role)))
    for role in _WITHOUT_TEMPORARY:
        admin.execute(
            sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM {}").format(sql.Identifier(name), sql.Identifier(role))
        )
    for role in LOGINS:
        if role not in _REFUSED_HERE:
            # A role that could make a temporary table could put one in front of a table that a function reads.
            rights = "CONNECT" if role in _WITHOUT_TEMPORARY else "CONNECT, TEMPORARY"
            admin.execute(
                sql.SQL(f"GRANT {rights} ON DATABASE {{}} TO {{}}").format(sql.Identifier(name), sql.Identifier(role))
            )


def prepare_site_database(admin: psycopg.Connection, name: str) -> None:
    """Make the public site's database if it is missing, and open it to the few roles that have a part there."""
    if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchall():
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER kith_owner ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name)
            )
        )
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    for role in LOGINS:
        verb, direction = ("GRANT CONNECT", "TO") if role in _AT_THE_SITE else ("REVOKE ALL", "FROM")
        admin.execute(
            sql.SQL(f"{verb} ON DATABASE {{}} {direction} {{}}").format(sql.Identifier(name), sql.Identifier(role))
        )


def prepare_site_schema(admin: psycopg.Connection) -> None:
    """Close the site's schema to everybody but the owner; `admin` is connected to the site's database."""
    admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    admin.execute("GRANT ALL ON SCHEMA public TO kith_owner")
    admin.execute("GRANT USAGE ON SCHEMA public TO kith_worker, kith_backup, kith_public")


def open_site_tables(owner: psycopg.Connection) -> None:
    """Open the site's tables to the site's role, the inbox for reading only, the drop for putting in only.

    `owner` may grant. What the casework worker may do there is granted by the migrations that make the two.
    """
    special = {INBOX: "SELECT", _ITS_HISTORY: "SELECT", DROP: "INSERT"}
    tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    for (table,) in tables:
        rights = special.get(table, "SELECT, INSERT, UPDATE, DELETE")
        owner.execute(sql.SQL(f"GRANT {rights} ON {{}} TO {{}}").format(sql.Identifier(table), sql.Identifier(PUBLIC)))
    owner.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kith_public")


def prepare_schema(admin: psycopg.Connection) -> None:
    """Close the schema to everybody but the owner; `admin` is connected to Kith's own database."""
    admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    admin.execute("GRANT ALL ON SCHEMA public TO kith_owner")
    admin.execute("GRANT USAGE ON SCHEMA public TO kith_web, kith_worker, kith_ingest, kith_log, kith_backup")
    admin.execute("ALTER DEFAULT PRIVILEGES FOR ROLE kith_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")


def refuse_unsafe_role(connection: psycopg.Connection) -> None:
    """Refuse a connection whose role is a superuser, bypasses row security, or owns tables.

    Raises:
        UnsafeRole: with the role's name and what to do about it.
    """
    row = connection.execute(
        "SELECT current_user, rolsuper, rolbypassrls, pg_has_role(current_user, 'kith_owner', 'MEMBER') "
        "FROM pg_roles WHERE rolname = current_user"
    ).fetchall()[0]
    role, *unsafe = row
    if any(unsafe):
        raise UnsafeRole(
            f"The database role `{role}` can see past row security, so nothing is started with it. "
            "Use `kith_web`, or run `kith database prepare --admin-url …` to make the roles again."
        )
