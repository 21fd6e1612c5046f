"""Measures the demo of 20,000 people from nothing to built, and how much memory its largest process takes.

Run: python benchmarks/demo.py. Target: 4 minutes and 3 GiB on 2 cores. Yardstick in the same run: inventing the same
county alone, which is what no faster pipeline could save.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LEAST_SECONDS, LEAST_GIB, PEOPLE = 240.0, 3.0, "20000"


def timed(*command: str, home: Path) -> float:
    """Run one command and return how long it took."""
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "kith.project", *command], env=os.environ | {"KITH_HOME": str(home)}, check=True
    )
    return time.monotonic() - began


def main() -> int:
    """Measure, print, and fail when a figure is missed."""
    home = Path(os.environ.get("KITH_HOME", tempfile.mkdtemp(prefix="kith-bench-")))
    with tempfile.TemporaryDirectory() as apart:
        alone = timed(
            "county", "--people", PEOPLE, "--years", "3", "--seed", "2019", "--out", f"{apart}/county", home=home
        )
    built = timed("demo", "--people", PEOPLE, "--no-serve", "--fresh", home=home)
    again = timed("demo", "--people", PEOPLE, "--no-serve", home=home)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    print(
        f"built in {built:.0f} s ({built / alone:.1f} times inventing the county alone); a second start {again:.1f} s"
    )
    print(f"largest process {peak:.2f} GiB, the database server's own not counted")
    reached = built <= LEAST_SECONDS and peak <= LEAST_GIB
    print(f"target {LEAST_SECONDS:.0f} s and {LEAST_GIB:.0f} GiB: {'reached' if reached else 'MISSED'}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
