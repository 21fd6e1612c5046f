"""Runs the tests of the site's own apps where those apps are installed."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from kith.project.site import site_environment
from tests.environment import REPOSITORY

INSIDE = Path(__file__).parent / "inside"


def test_the_site_itself(site_database: str) -> None:
    words = ["-o", "addopts=-q --strict-markers", "-p", "no:cacheprovider", f"--confcutdir={INSIDE}"]
    only = shlex.split(os.environ.get("KITH_INSIDE", ""))  # such as "-k events", while one works on them
    environment = {k: v for k, v in site_environment(settings.INSTALLATION).items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *only, "--ds=kith.project.site_settings", str(INSIDE)],
        env=environment | {"KITH_PROCESS": "test", "PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"},
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout, "a run without a test proves nothing"
