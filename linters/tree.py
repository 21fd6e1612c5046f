"""The files of this tree, as git sees them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TEXT = {
    ".py",
    ".html",
    ".md",
    ".toml",
    ".ini",
    ".cfg",
    ".json",
    ".yaml",
    ".yml",
    ".css",
    ".scss",
    ".js",
    ".mjs",
    ".sql",
    ".csv",
    ".txt",
    ".lock",
    ".svg",
    "",
}


def kept_files(root: Path = ROOT) -> list[str]:
    """Return the paths of files that git keeps or would keep, relative to the root and sorted."""
    command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted(path for path in set(listed) if (root / path).is_file())


def kept_texts(root: Path = ROOT) -> dict[str, str]:
    """Return the text of every kept text file by its path."""
    texts: dict[str, str] = {}
    for path in kept_files(root):
        if Path(path).suffix in _TEXT:
            texts[path] = (root / path).read_text(encoding="utf-8", errors="replace")
    return texts


def apps(root: Path = ROOT) -> list[str]:
    """Return the names of the apps: the packages directly under `src/kith`."""
    return sorted(path.parent.name for path in (root / "src" / "kith").glob("*/__init__.py"))


def room_of(path: str) -> str | None:
    """Return the room of an app's module: `services` for both `services.py` and `services/loading.py`."""
    parts = Path(path).parts
    if parts[:2] != ("src", "kith") or len(parts) < 4:
        return None
    return parts[3].removesuffix(".py")
