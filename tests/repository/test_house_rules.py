"""Each house rule holds in the whole tree, refuses its bad examples and keeps its good ones."""

import ast

import pytest

from linters.house_rules import RULES, Example, Rule
from linters.tree import kept_texts

TEXTS = kept_texts()
RULE_AND_BAD = [(rule, example) for rule in RULES for example in rule.bad]
RULE_AND_GOOD = [(rule, example) for rule in RULES for example in rule.good]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    faults = [fault for path, text in TEXTS.items() for fault in rule.judge(path, text)]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize(("rule", "example"), RULE_AND_BAD)
def test_a_bad_example_is_refused(rule: Rule, example: Example) -> None:
    assert rule.judge(example.path, example.text)


@pytest.mark.parametrize(("rule", "example"), RULE_AND_GOOD)
def test_a_good_example_is_kept(rule: Rule, example: Example) -> None:
    assert rule.judge(example.path, example.text) == []


def test_every_rule_has_both_kinds_of_example_and_its_own_name() -> None:
    assert all(rule.bad and rule.good for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_python_file_is_read() -> None:
    broken = []
    for path, text in TEXTS.items():
        if path.endswith(".py"):
            try:
                ast.parse(text)
            except SyntaxError as error:
                broken.append(f"{path}: {error}")
    assert broken == []
