"""Installations of a test's own: their commands run in processes of their own, as an operator runs them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kith.project.embedded import EmbeddedServer
from tests.environment import REPOSITORY

_OURS = ("KITH_PROCESS", "KITH_DATABASE", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "KITH_DEMO")


@dataclass
class Own:
    """One private folder, and what its commands find in their environment."""

    home: Path
    more: Mapping[str, str] = field(default_factory=dict)

    def kith(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run `kith` with these words and return what came of it."""
        return self._run("-m", "kith.project", *words)

    def python(self, code: str, process: str = "worker") -> "subprocess.CompletedProcess[str]":
        """Run a few lines in a process of the installation."""
        return self._run("-c", code, KITH_PROCESS=process, DJANGO_SETTINGS_MODULE="kith.project.settings")

    def _run(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        kept = {name: value for name, value in os.environ.items() if name not in _OURS}
        environment = kept | {"KITH_HOME": str(self.home), "PYTHONPATH": str(REPOSITORY / "src"), "COLUMNS": "200"}
        return subprocess.run(
            [sys.executable, *words],
            env=environment | dict(self.more) | more,
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


def remove_server(server: EmbeddedServer) -> None:
    """Stop a server that a test began and remove what it wrote, wherever it is."""
    server.stop()
    for folder in (server.home, server.run_dir):
        shutil.rmtree(folder, ignore_errors=True)
