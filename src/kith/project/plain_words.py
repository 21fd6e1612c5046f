"""Says in plain words what kept a command from working; never a value that the database quoted."""

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError

from kith.project.embedded import ServerRefused
from kith.project.installation import UnreadableUrl
from kith.project.roles import UnsafeRole
from kith.project.site import SiteRefused

_NOT_PREPARED = "`kith database prepare` and then `kith database migrate` make it; `kith demo` does both for the demo."
# The server's own codes (SQLSTATE) of what an operator can mend.
_BY_CODE = {
    "3D000": f"The server runs but Kith's database is not there, so there is nothing to work on. {_NOT_PREPARED}",
    "42P01": "The database lacks a table, so its schema is older than this Kith. Run `kith database migrate`.",
    "42703": "The database lacks a column, so its schema is older than this Kith. Run `kith database migrate`.",
    "28P01": "The database refused the password in secrets.json, so nothing was read or changed. "
    "Run `kith database prepare` again; on a server of your own with --admin-url.",
    "28000": "The database knows no such role as Kith's, so nothing was read or changed. "
    "Run `kith database prepare` again; on a server of your own with --admin-url.",
    "53100": "The database's disk is full, so the last step was not stored. Make room, then run the command again.",
    "53300": "The database takes no more connections, so nothing was done. Stop what else uses it, and try again.",
}  # fmt: skip
_DOWN = (
    "The database does not answer, or stopped answering; what was not finished has not been stored. "
    "Kith's own server starts with `kith serve`; on a server of your own see that it runs and that DATABASE_URL names "
    "it. `kith doctor` says more. Then run the command again."
)


def plain_words(error: BaseException) -> str | None:
    """Return what happened, what it means and what to do; None for an error that is a fault of the program."""
    if isinstance(error, ServerRefused | SiteRefused | UnsafeRole | UnreadableUrl):
        return str(error)
    if not isinstance(error, DatabaseError | InterfaceError | psycopg.Error):
        return None
    server = error if isinstance(error, psycopg.Error) else error.__cause__ or error
    code = getattr(server, "sqlstate", None) or _code_while_connecting(server)
    if code in _BY_CODE:
        return _BY_CODE[code]
    down = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
    return _DOWN if isinstance(error, down) or isinstance(server, down) else None


def _code_while_connecting(server: BaseException) -> str:
    """Return the code of a refused connection, whose error carries words only; they name no row."""
    said = str(server)
    if "does not exist" in said and 'database "' in said:
        return "3D000"
    if "password authentication failed" in said:
        return "28P01"
    return "28000" if 'role "' in said and "does not exist" in said else ""
