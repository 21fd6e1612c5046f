"""Runs every check of the code, each named and timed, and fails when any of them fails."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """One command, and what a person learns when it fails."""

    name: str
    command: tuple[str, ...]
    advice: str


CHECKS = (
    Check("lint", (str(BIN / "ruff"), "check", "."), "`ruff check --fix .` mends what can be mended by itself."),
    Check("format", (str(BIN / "ruff"), "format", "--check", "."), "`ruff format .` writes it as the house does."),
    Check("types", (str(BIN / "mypy"),), "Every function says what it takes and gives; see mypy.ini."),
    Check("import contracts", (str(BIN / "lint-imports"), "--no-cache"), "The design of the tree is in .importlinter."),
    Check("templates", (str(BIN / "djlint"), "src/kith", "--lint", "--quiet"), "The rules are in .djlintrc."),
    Check(
        "security",
        (str(BIN / "bandit"), "-q", "-r", "src/kith", "linters", "-c", "linters/bandit.yaml", "-x", "*/node_modules/*"),
        "A call that is right here carries `nosec`, its code and its reason.",
    ),
    Check(
        "migrations",
        (
            *(sys.executable, "-W", "ignore::RuntimeWarning", "-m", "django", "makemigrations", "--check", "--dry-run"),
            *("--settings", "kith.project.settings"),
        ),
        "A model changed and no migration says so.",
    ),
)


def passes(check: Check) -> bool:
    """Run one check, print what it found and how long it took, and return whether it passed."""
    print(f"\n── {check.name} ──", flush=True)
    # The roots of our own packages, so that the checks work without the editable install as well.
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    began = time.monotonic()
    try:
        code = subprocess.run(
            check.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
        ).returncode
    except FileNotFoundError:
        print(f"{check.command[0]} is not installed: `make setup` installs every tool of the lock file.")
        code = 127
    took = time.monotonic() - began
    print(f"{check.name}: {'passed' if code == 0 else 'FAILED'} in {took:.1f} s")
    if code != 0:
        print(check.advice)
    return code == 0


def main(wanted: list[str]) -> int:
    """Run all checks, or those named, and return 1 when any failed."""
    unknown = set(wanted) - {check.name for check in CHECKS}
    if unknown:
        print(f"There is no check named {', '.join(sorted(unknown))}; there are {', '.join(c.name for c in CHECKS)}.")
        return 2
    failed = [check.name for check in CHECKS if check.name in (wanted or {check.name}) and not passes(check)]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
