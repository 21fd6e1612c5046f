"""The web process starts without the analytical engines, whatever the apps grow."""

import os
import subprocess
import sys

from linters.tree import ROOT

ENGINES = ("duckdb", "ibis", "splink", "pyspark", "pandas", "numpy", "pyarrow")
START = f"""
import sys
import django
django.setup()
import kith.project.urls
from django.urls import get_resolver
get_resolver().url_patterns
print(",".join(name for name in {ENGINES!r} if name in sys.modules))
"""


def test_urls_load_no_engine() -> None:
    environment = os.environ | {
        "KITH_PROCESS": "web",
        "DJANGO_SETTINGS_MODULE": "kith.project.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run([sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
