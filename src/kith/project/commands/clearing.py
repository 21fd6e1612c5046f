"""Throws a demo away: only what a demo made, and only where one was made."""

import json
import shutil
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from kith.project.installation import Installation

MARK = "demo.json"
# The mark goes last: a throwing away that was interrupted can be taken up again.
_PARTS = (
    *("county", "files", "workbench", "static", "site-static", "site-media", "site-paper"),
    *("demo-built.json", "postgres", "secrets.json", "feedback.key", MARK),
)
_NEIGHBOURS = {"test", "bench"}  # homes of the tests and of the benchmarks, which no demo made


def mark_demo(home: Path, asked: dict[str, Any]) -> None:
    """Write, before anything else, that this folder is a demo's."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / MARK).write_text(json.dumps(asked))


def is_demo(home: Path) -> bool:
    """Test whether a demo was begun in this folder, by this version or by an earlier one."""
    return any((home / name).exists() for name in (MARK, "demo-built.json", "county/county.json"))


def throw_away(installation: Installation, console: Console) -> None:
    """Remove what a demo made in this folder, its server included; refuse a folder in which no demo was begun."""
    home = installation.home
    if not installation.embedded:
        console.print("--fresh throws an embedded demo away. DATABASE_URL names a server: empty that by hand.")
        raise typer.Exit(2)
    there = {path.name for path in home.iterdir()} - _NEIGHBOURS if home.is_dir() else set()
    if not there:
        return
    if not is_demo(home):
        console.print(
            f"{home} holds no demo, so nothing was removed. Set KITH_HOME to another folder, or empty it by hand.",
            soft_wrap=True,
        )
        raise typer.Exit(2)
    from kith.project.embedded import EmbeddedServer  # noqa: PLC0415 -- only where there is something to remove

    server = EmbeddedServer(home / "postgres")
    server.stop()
    shutil.rmtree(server.home, ignore_errors=True)
    for part in _PARTS:
        path = home / part
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
