"""The error model is frozen, and the truth stays sealed: no linker can be tuned to the one or read the other."""

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from linters.tree import ROOT

ANALYSIS = ROOT / "src/kith/county/analysis"
# What the code does, not how it is laid out or commented. Whoever changes the error model measures the linker anew,
# writes the figures into benchmarks/RESULTS.md, and only then changes the digest here.
FROZEN = {
    "errors.py": "81ba242530701674ea01b977d9dd72e7a8df3b7e34012bb0a89137ef1d64128a",
    "slips.py": "eda8b9eb196a8f1a2359f47fefa047f24f10b89414c094ce1edd98d597a0f69d",
}
_SEALED = ("people.csv", "records.csv", "index_events.csv", "households.csv")


def digest_of(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            del node.body[0]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


@pytest.mark.parametrize("name", FROZEN)
def test_the_error_model_is_frozen(name: str) -> None:
    assert digest_of(ANALYSIS / name) == FROZEN[name], f"{name} is not what the linker was measured on"


def test_a_changed_rate_changes_the_digest_and_a_comment_does_not(tmp_path: Path) -> None:
    text = (ANALYSIS / "errors.py").read_text(encoding="utf-8")
    (tmp_path / "rate.py").write_text(text.replace("nickname: float = 0.05", "nickname: float = 0.06"))
    (tmp_path / "comment.py").write_text(text + "# a remark\n")
    assert digest_of(tmp_path / "rate.py") != FROZEN["errors.py"]
    assert digest_of(tmp_path / "comment.py") == FROZEN["errors.py"]


def readers_of_the_truth(source: Path) -> Iterator[str]:
    """Yield each place in the product that names the sealed folder, or a table of it, other than to write it."""
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value.replace("/", " ").split()
                if ("sealed" in words and len(words) <= 3) or any(name in words for name in _SEALED):
                    yield f"{path.relative_to(source).as_posix()}:{node.lineno}"


def test_nothing_in_the_product_reads_the_sealed_truth(tmp_path: Path) -> None:
    places = [place.split(":") for place in readers_of_the_truth(ROOT / "src")]
    assert {path for path, _ in places} == {"kith/county/runs.py"}, "only the county itself may name the sealed folder"
    lines = (ROOT / "src/kith/county/runs.py").read_text(encoding="utf-8").splitlines()
    allowed = ("_write_csv(", "for part in (")  # it is written, moved into place, and cleared for another county
    assert [lines[int(n) - 1] for _, n in places if not any(word in lines[int(n) - 1] for word in allowed)] == []
    (tmp_path / "peeking.py").write_text('people = open(home / "county" / "sealed" / "people.csv")\n')
    assert len(list(readers_of_the_truth(tmp_path))) == 2
