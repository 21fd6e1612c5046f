"""The import contracts hold, name every app, and refuse what they are meant to refuse."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linters.tree import ROOT, apps

CONTRACTS = configparser.ConfigParser()
CONTRACTS.read(ROOT / ".importlinter", encoding="utf-8")
ROOMLESS = {"project", "county", "shell", "engine", "common"}  # their rooms have names of their own


def listed(contract: str, option: str) -> list[str]:
    return CONTRACTS[f"importlinter:contract:{contract}"][option].split()


def lint(folder: Path) -> tuple[int, str]:
    """Run the contracts over the `kith` package below a folder."""
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "COLUMNS": "200"}
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", str(ROOT / ".importlinter")]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_contracts_hold_and_an_intruder_is_named() -> None:
    code, report = lint(ROOT / "src")
    assert code == 0, report


def test_every_app_stands_in_the_stack() -> None:
    assert sorted(listed("stack", "layers")) == apps()


def test_every_app_of_the_work_has_its_rooms_checked() -> None:
    assert sorted(listed("rooms", "containers")) == [f"kith.{app}" for app in apps() if app not in ROOMLESS]


def test_county_may_import_only_common() -> None:
    forbidden = set(listed("county", "forbidden_modules"))
    assert forbidden == {f"kith.{app}" for app in apps() if app not in {"county", "common"}}


# A tree like ours with one fault each: the file, the import, and the contract that must break.
FAULTS = [
    ("feeds/services.py", "import kith.linking.services", "The apps are stacked"),
    ("access/services.py", "import kith.work.services", "The apps are stacked"),
    ("common/dates.py", "import kith.engine", "The apps are stacked"),
    ("county/lives.py", "import kith.priority.vocabulary", "The synthetic county"),
    ("county/lives.py", "import kith.engine", "The synthetic county"),
    ("work/models.py", "import kith.work.services", "a request flows down"),
    ("work/rules.py", "import kith.work.selectors", "a request flows down"),
    ("linking/utils.py", "import kith.linking.models", "a request flows down"),
    ("chronology/presenters.py", "import kith.linking.models", "Other apps enter through"),
    ("priority/runs.py", "import kith.chronology.analysis", "Other apps enter through"),
    ("feeds/views.py", "import duckdb", "The web process never loads"),
    ("feeds/selectors.py", "import kith.engine", "The web process never loads"),
    ("feeds/rules.py", "import numpy.linalg", "The web process never loads"),
    ("linking/services.py", "import kith.linking.analysis.waterfall", "The web process never loads"),
    ("linking/analysis/waterfall.py", "import django.db", "Analysis knows nothing"),
    ("engine/__init__.py", "import django.conf", "Analysis knows nothing"),
    ("priority/vocabulary.py", "import django.db", "Analysis knows nothing"),
    ("panel/services.py", "import wagtail.models", "Casework never imports"),
    ("publishing/services/handing.py", "import kith.publishing.models", "Casework never imports"),
    ("publishing/services/__init__.py", "import kith.publishing.services.posting", "Casework never imports"),
    ("publishing/selectors.py", "import kith.access.selectors", "The public site cannot see a child"),
    ("work/services.py", "import kith.work.tasks", "No cycles anywhere"),
]


@pytest.fixture(scope="module")
def sound_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out a tree in which every app has its rooms and nobody imports what they should not."""
    root = tmp_path_factory.mktemp("sound")
    for app in apps():
        rooms = [] if app in ROOMLESS else ["views", "tasks", "presenters", "runs", "services", "selectors", "rules"]
        for room in ["__init__", *rooms, *(["models", "vocabulary"] if rooms else [])]:
            write(root, f"{app}/{room}.py", "")
    (root / "kith/publishing/services.py").unlink()
    write(root, "publishing/services/__init__.py", "import kith.publishing.services.handing\n")
    write(root, "publishing/services/handing.py", "")
    write(root, "publishing/services/voicing.py", "import kith.publishing.services.handing\n")
    write(root, "publishing/services/posting.py", "import kith.publishing.models\n")  # the site's own
    write(root, "panel/services.py", "import kith.publishing.services\n")
    write(root, "__init__.py", "")
    write(root, "linking/analysis/__init__.py", "")
    write(root, "linking/analysis/waterfall.py", "import ibis\n")
    write(root, "work/tasks.py", "import kith.work.services\n")
    write(root, "linking/runs.py", "import kith.engine\nimport kith.linking.analysis\nimport kith.feeds.selectors\n")
    write(root, "chronology/services.py", "import kith.linking.services\nimport kith.access.vocabulary\n")
    write(root, "project/urls.py", "import kith.work.views\n")
    for module in ("settings", "wsgi", "middleware", "database", "site", "collecting", "tasks", "commands"):
        write(root, f"project/{module}.py", "")
    return root


def write(root: Path, path: str, text: str) -> None:
    file = root / "kith" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_sound_tree_keeps_every_contract(sound_tree: Path) -> None:
    code, report = lint(sound_tree)
    assert code == 0, report


@pytest.mark.parametrize(("path", "line", "broken"), FAULTS, ids=[f"{path}: {line}" for path, line, _ in FAULTS])
def test_a_fault_breaks_its_contract(sound_tree: Path, path: str, line: str, broken: str) -> None:
    file = sound_tree / "kith" / path
    before = file.read_text(encoding="utf-8") if file.exists() else None
    write(sound_tree, path, f"{before or ''}{line}\n")
    try:
        code, report = lint(sound_tree)
    finally:
        if before is None:
            file.unlink()
        else:
            write(sound_tree, path, before)
    assert code != 0
    assert any(broken in row and row.rstrip().endswith("BROKEN") for row in report.splitlines()), report
