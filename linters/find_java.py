"""Finds the Java that Spark runs on, and installs Debian's where that can be done."""

import os
import re
import shutil
import subprocess
import sys

from linters import debian

PACKAGE = "default-jre-headless"
OLDEST = 17  # what Spark 4 needs
MISSING = """
**********************************************************************
  NO JAVA: Spark cannot run, so nothing can be compared on it.
  {why}
  As root on Debian: apt-get update && apt-get install {package}
  Or set JAVA_HOME to a Java {oldest} or newer, and run this again.
**********************************************************************"""


def found_java() -> str | None:
    """Return the path of the Java that Spark would start: that of JAVA_HOME, else the first on the path."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(f"{home}/bin/java" if home else "java")


def version_of(java: str) -> int:
    """Return the version of a Java, such as 17; 0 where it does not say one."""
    done = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    said = re.search(r'version "(?:1\.)?(\d+)', done.stderr + done.stdout)
    return int(said[1]) if said else 0


def main() -> int:
    """Say which Java Spark will run on; fail where there is none that it can run on."""
    java = found_java()
    if java is None and not os.environ.get("JAVA_HOME"):
        print("No Java here; installing Debian's (about 200 MB) for Spark …", flush=True)
        java = found_java() if debian.install(PACKAGE) else None
    if java is None:
        named = "JAVA_HOME names a folder without a Java that can be run."
        why = named if os.environ.get("JAVA_HOME") else f"None is installed, and {debian.why_not()}."
    elif (version := version_of(java)) < OLDEST:
        why = f"{java} is Java {version}, and Spark needs {OLDEST}."
    else:
        print(f"Java for Spark: {java} (version {version})")
        return 0
    print(MISSING.format(why=why, package=PACKAGE, oldest=OLDEST))
    return 1


if __name__ == "__main__":
    sys.exit(main())
