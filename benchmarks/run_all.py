"""Runs every benchmark, one after the other, and says which figures were reached.

Run: make bench. Each benchmark prints its ratio against a yardstick of the same run; `benchmarks/RESULTS.md` keeps the
figures with their dates. `demo` and those after it work on a demo of their own below `var/bench`.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORDER = (
    "feeds", "linking", "ranking", "search", "demo", "county_linking", "pages", "meeting_pages", "packs", "edits",
    "circulation", "deidentify", "site_pages", "audit", "releases",
)  # fmt: skip
ON_A_DEMO = {"demo", "county_linking", "pages", "meeting_pages", "packs", "edits", "site_pages", "audit"}


def main(wanted: list[str]) -> int:
    """Run the benchmarks named, or all, and return how many missed a figure."""
    missed = []
    home = HERE.parent / "var" / "bench"
    for name in wanted or ORDER:
        print(f"\n== {name} ==", flush=True)
        environment = os.environ | {"KITH_HOME": str(home / "demo" if name in ON_A_DEMO else home)}
        done = subprocess.run([sys.executable, str(HERE / f"{name}.py")], cwd=HERE.parent, env=environment, check=False)
        if done.returncode:
            missed.append(name)
    print(f"\nmissed: {', '.join(missed)}" if missed else "\nevery figure was reached")
    return len(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
