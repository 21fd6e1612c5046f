"""The map in the README is the tree, and the glossary has every word that the code has made a thing."""

import ast
import re

import pytest
from django.apps import apps as registry

from linters.tree import ROOT, apps, kept_texts

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
_ENTRY = re.compile(r"^\| ([^|]+) \| `(\w+)` \| ([^|]+) \|$", re.MULTILINE)
_HEADING = re.compile(r"^## (\w+)", re.MULTILINE)
MODELS = sorted(
    model.__name__ for model in registry.get_models() if model.__module__.startswith("kith.") and not model._meta.proxy
)


def entries() -> dict[str, str]:
    """Return the meaning of each class that the glossary explains."""
    return {match[2]: match[3].strip() for match in _ENTRY.finditer(GLOSSARY)}


def shared_words() -> list[str]:
    """Return the words of every app's vocabulary: its enumerations."""
    words = []
    for path, text in kept_texts().items():
        if re.fullmatch(r"src/kith/\w+/vocabulary(/\w+)?\.py", path):
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "StrEnum" for base in node.bases):
                    words.append(node.name)
    return sorted(words)


@pytest.mark.parametrize("word", sorted({*MODELS, *shared_words()}))
def test_every_model_and_every_shared_word_is_explained(word: str) -> None:
    assert len(entries().get(word, "").split()) >= 4, f"GLOSSARY.md does not explain {word}"


def test_every_app_has_its_part_of_the_glossary() -> None:
    assert set(_HEADING.findall(GLOSSARY)) >= set(apps())


def test_the_glossary_explains_nothing_that_is_gone() -> None:
    classes = set()
    for path, text in kept_texts().items():
        if path.startswith("src/") and path.endswith(".py"):
            classes |= {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)}
    assert sorted(set(entries()) - classes) == []


def test_the_map_in_the_readme_is_the_tree() -> None:
    chapter = README.split("## The map", 1)[1].split("\n## ", 1)[0]
    shown = {path for row in chapter.splitlines() if row.startswith("| `") for path in re.findall(r"`([\w/]+)`", row)}
    assert {path for path in shown if path.startswith("src/")} == {f"src/kith/{app}" for app in apps()}
    assert [path for path in sorted(shown) if not (ROOT / path).is_dir()] == []


def test_every_document_that_a_document_points_to_is_there() -> None:
    lost = []
    for path, text in kept_texts().items():
        if path.endswith(".md"):
            for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text):
                if not (ROOT / path).parent.joinpath(link).exists():
                    lost.append(f"{path} points to {link}")
    assert lost == []


def test_the_readme_names_both_commands() -> None:
    assert "make demo" in README and "make test" in README
    assert all(f"\n{target}:" in MAKEFILE for target in ("setup", "demo", "test", "check", "bench", "setup-spark"))
