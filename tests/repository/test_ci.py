"""What must be green is really run: a skip fails in CI, Spark comes first, the browser that is named is used."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linters import find_java
from linters.find_browser import found_browser, main
from linters.tree import ROOT

_TESTS = {
    "passes": ("def test_it(): assert True\n", 0),
    "skips": ("import pytest\ndef test_it(): pytest.skip('NO BROWSER HERE')\n", 1),
    "is marked": ("import pytest\n@pytest.mark.skip(reason='NO BROWSER HERE')\ndef test_it(): pass\n", 1),
    "skips in a fixture": (
        "import pytest\n@pytest.fixture\ndef samples(): pytest.skip('NO BROWSER HERE')\ndef test_it(samples): pass\n",
        1,
    ),
    "is of Spark": ("import pytest\n@pytest.mark.spark\ndef test_it(): pytest.skip('NO BROWSER HERE')\n", 1),
    "is a module": ("import pytest\npytest.skip('NO BROWSER HERE', allow_module_level=True)\n", 1),
    "fails": ("def test_it(): assert False\n", 1),
}


def run(command: list[str], folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTEST_ADDOPTS", "KITH_BROWSER")}
    return subprocess.run(
        command, cwd=folder, env=kept | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"} | more, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize("kind", _TESTS)
def test_a_skip_fails_where_nothing_may_be_skipped(tmp_path: Path, kind: str) -> None:
    text, code = _TESTS[kind]
    (tmp_path / "test_one.py").write_text(text + "\ndef test_other(): pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "test_one.py"]
    done = run(words, tmp_path, PYTEST_ADDOPTS="-p tests.nothing_skipped")
    assert done.returncode in ({code} if kind != "is a module" else {1, 5}), done.stdout + done.stderr
    assert ("NO BROWSER HERE" in done.stdout) is ("NO BROWSER HERE" in text)
    without = run(words, tmp_path)
    assert without.returncode == {"fails": 1, "is a module": 5}.get(kind, 0)


def told(tmp_path: Path, failing: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run `.ci/run` in a tree whose make only says what it was asked for, and fails at one target."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    make = tmp_path / "bin/make"
    make.parent.mkdir()
    make.write_text(f'#!/bin/sh\necho "asked $1 with [$PYTEST_ADDOPTS]"\n[ "$1" != "{failing}" ]\n')
    make.chmod(0o755)
    return run(["bash", ".ci/run"], tmp_path, PATH=f"{make.parent}:{os.environ['PATH']}", **environment)


def asked(done: "subprocess.CompletedProcess[str]") -> list[str]:
    return [line for line in done.stdout.splitlines() if line.startswith("asked")]


def test_spark_comes_first_then_tests_then_checks_and_nothing_may_be_skipped_in_ci(tmp_path: Path) -> None:
    done = told(tmp_path, CI="true")
    assert done.returncode == 0
    assert [line.split()[1] for line in asked(done)] == ["setup-spark", "test", "check"]
    assert all("-p tests.nothing_skipped" in line for line in asked(done))


def test_a_developer_without_a_browser_is_only_told(tmp_path: Path) -> None:
    assert not any("nothing_skipped" in line for line in asked(told(tmp_path)))


@pytest.mark.parametrize("failing", ["setup-spark", "test", "check"])
def test_one_failure_fails_all_and_the_rest_still_runs(tmp_path: Path, failing: str) -> None:
    done = told(tmp_path, failing)
    assert done.returncode == 1
    assert len(asked(done)) == 3
    assert f"make {failing}: FAILED" in done.stdout
    assert len(re.findall(r"==== make \S+: (?:passed|FAILED) in \d+ s ====", done.stdout)) == 3
    assert re.search(r"==== in all: \d+ s ====", done.stdout)


@pytest.fixture
def named(tmp_path: Path) -> Path:
    path = tmp_path / "my-browser"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_browser_that_is_named_is_the_one_that_is_used(named: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_BROWSER", str(named))
    assert found_browser() == str(named)
    code = "import tests.environment, django; django.setup(); import tests.journeys.conftest as j; print(j.CHROMIUM)"
    done = run([sys.executable, "-c", code], ROOT, KITH_BROWSER=str(named))
    assert done.stdout.strip() == str(named), done.stderr


def test_browser_that_cannot_be_run_is_said_and_no_other_is_taken(
    named: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named.chmod(0o644)
    monkeypatch.setenv("KITH_BROWSER", str(named))
    assert found_browser() is None
    assert main() == 0
    assert "KITH_BROWSER names a file that cannot be run" in capsys.readouterr().out


def test_without_a_name_the_first_that_is_installed_is_used(
    named: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KITH_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found_browser() is None
    for name in ("google-chrome", "chromium"):
        shutil.copy(named, tmp_path / name)
    assert found_browser() == str(tmp_path / "chromium")


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a Java of version 17, the only one on the path."""
    path = tmp_path / "bin/java"
    path.parent.mkdir()
    path.write_text("""#!/bin/sh\necho 'openjdk version "17.0.15" 2025-04-15' >&2\n""")
    path.chmod(0o755)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(path.parent))
    return path


def test_java_that_spark_can_run_on_is_named(java: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert find_java.main() == 0
    assert f"Java for Spark: {java} (version 17)" in capsys.readouterr().out


@pytest.mark.parametrize("said", ["11.0.1", "1.8.0_402"])
def test_java_too_old_for_spark_fails(java: Path, capsys: pytest.CaptureFixture[str], said: str) -> None:
    java.write_text(java.read_text().replace("17.0.15", said))
    assert find_java.main() == 1
    assert f"is Java {11 if said.startswith('11') else 8}, and Spark needs 17" in capsys.readouterr().out


def test_without_java_setting_up_spark_fails_and_says_what_to_install(
    java: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    java.unlink()
    assert find_java.main() == 1  # there is no apt-get on this path either
    told = capsys.readouterr().out
    assert "NO JAVA" in told
    assert "apt-get install default-jre-headless" in told
    monkeypatch.setenv("JAVA_HOME", str(java.parent.parent))
    assert find_java.main() == 1
    assert "JAVA_HOME names a folder without a Java" in capsys.readouterr().out
