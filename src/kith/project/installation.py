"""Where one installation keeps its things, and how it reaches its database."""

import base64
import contextlib
import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from kith.common.sealing import new_private_key, public_part
from kith.project.roles import new_passwords

PROCESS_ROLES = {"web": "kith_web", "worker": "kith_worker", "ingest": "kith_ingest", "migrate": "kith_migrate"}

FEEDBACK_KEY = "feedback.key"
_NOT_OPTIONS = {"host", "port", "dbname", "user", "password"}


class UnreadableUrl(ValueError):
    """DATABASE_URL is not the address of a PostgreSQL database; the message never repeats it."""


@dataclass(frozen=True)
class Installation:
    """One installation: a private folder, its secrets, and a database server embedded or named by URL."""

    home: Path
    database_url: str = ""
    database_name: str = "kith"

    @classmethod
    def from_environment(cls) -> "Installation":
        """Return the installation that KITH_HOME and DATABASE_URL describe; `var` in this folder without."""
        home = Path(os.environ.get("KITH_HOME", "var")).absolute()
        return cls(home, os.environ.get("DATABASE_URL", ""), os.environ.get("KITH_DATABASE", "kith"))

    @property
    def embedded(self) -> bool:
        """Test whether Kith runs its own server."""
        return not self.database_url

    @cached_property
    def secrets(self) -> dict[str, Any]:
        """Return the installation's secrets, made at first use in a file that only its owner reads."""
        path = self.home / "secrets.json"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = {"secret_key": secrets.token_urlsafe(48), "passwords": new_passwords()}
            draft = path.with_suffix(f".{os.getpid()}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(made, file)
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)  # the first of two starts at the same moment wins
            draft.unlink()
        found: dict[str, Any] = json.loads(path.read_text())
        return found

    @cached_property
    def feedback_key(self) -> bytes:
        """Return the private key that opens what people wrote on the public site; casework's worker alone asks for it.

        It is made at first use, in a file that only its owner reads. Without it nothing that still waits can be read.
        """
        path = self.home / FEEDBACK_KEY
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = path.with_suffix(f".{os.getpid()}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(base64.b64encode(new_private_key()))
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)  # the first of two starts at the same moment wins
            draft.unlink()
        return base64.b64decode(path.read_bytes())

    @cached_property
    def feedback_seal(self) -> bytes:
        """Return the public part of that key, with which the public site seals and cannot open.

        A site on a machine of its own is given it as KITH_FEEDBACK_SEAL, in base 64.
        """
        given = os.environ.get("KITH_FEEDBACK_SEAL", "")
        return base64.b64decode(given, validate=True) if given else public_part(self.feedback_key)

    def folder(self, name: str) -> Path:
        """Return a private folder of the installation, made if it is missing."""
        folder = self.home / name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def start_server(self) -> None:
        """Start the embedded server; do nothing where DATABASE_URL names another."""
        if self.embedded:
            from kith.project.embedded import EmbeddedServer  # noqa: PLC0415 -- only an embedded server needs it

            EmbeddedServer(self.home / "postgres").start()

    def server_parameters(self) -> dict[str, str]:
        """Return host and port of the database server."""
        if self.embedded:
            from kith.project.embedded import EmbeddedServer  # noqa: PLC0415 -- only an embedded server needs it

            return {"HOST": EmbeddedServer(self.home / "postgres").host, "PORT": ""}
        return {"HOST": self._url.get("host", ""), "PORT": self._url.get("port", "")}

    @cached_property
    def _url(self) -> dict[str, str]:
        """Return what DATABASE_URL says, by libpq's own names: host, port, dbname, sslmode and the like."""
        try:
            return {name: str(value) for name, value in conninfo_to_dict(self.database_url).items()}
        except ProgrammingError:
            raise UnreadableUrl(
                "DATABASE_URL cannot be read as the address of a PostgreSQL database, so nothing was started. "
                "Write it as postgresql://host:5432/kith?sslmode=verify-full; a socket folder is ?host=/folder."
            ) from None

    @property
    def name(self) -> str:
        """Return the name of the casework database."""
        return self._url.get("dbname") or self.database_name

    @property
    def site_name(self) -> str:
        """Return the name of the public site's own database, in the same server."""
        return f"{self.name}_site"

    def site_connection(self, role: str) -> dict[str, Any]:
        """Return one Django database entry that signs in to the public site's database as a role."""
        return self.connection(role) | {"NAME": self.site_name}

    def connection(self, role: str) -> dict[str, Any]:
        """Return one Django database entry that signs in as a role."""
        options: dict[str, Any] = {"server_side_binding": True}
        # Kith signs in as its own roles, whatever user the URL names; all else that it asks for (TLS, time-outs) holds.
        options |= {name: value for name, value in self._url.items() if name not in _NOT_OPTIONS}
        if role == "kith_migrate":
            options["options"] = f"{options.get('options', '')} -c role=kith_owner".strip()
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": role,
            "PASSWORD": self.secrets["passwords"][role],
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
            "TEST": {"NAME": None, "MIRROR": None},
        } | self.server_parameters()
