"""Finds a Chromium for the journeys, and installs Debian's where that can be done."""

import os
import shutil
import sys

from linters import debian

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SKIPPED = """
**********************************************************************
  NO BROWSER: the journeys in a real browser will be SKIPPED.
  {why}
  On Debian: apt-get install chromium. Or set KITH_BROWSER to the path
  of a Chromium or Chrome that is already there, and run this again.
**********************************************************************"""


def found_browser() -> str | None:
    """Return the path of a Chromium that is already there, the one in KITH_BROWSER first."""
    chosen = os.environ.get("KITH_BROWSER")
    if chosen:
        return chosen if os.access(chosen, os.X_OK) else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install_chromium() -> str | None:
    """Install Debian's Chromium and return its path, or None where that cannot be done."""
    print("No Chromium here; installing Debian's (about 100 MB) for the journeys …", flush=True)
    if not debian.install("chromium"):
        return None
    return found_browser()


def main() -> int:
    """Say which browser the journeys will use; never fail, for the other tests need none."""
    path = found_browser()
    if path is None and not os.environ.get("KITH_BROWSER"):
        path = install_chromium()
    if path:
        print(f"Browser for the journeys: {path}")
        return 0
    if os.environ.get("KITH_BROWSER"):
        why = "KITH_BROWSER names a file that cannot be run."
    else:
        why = f"None is installed, and {debian.why_not()}."
    print(SKIPPED.format(why=why))
    return 0


if __name__ == "__main__":
    sys.exit(main())
