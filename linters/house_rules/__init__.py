"""The habits of this house as rules, each with an example that breaks it and one that keeps it."""

from linters.house_rules import migrations, reasons, signatures, sizes, words, writes
from linters.house_rules.rule import Example, Rule

RULES: tuple[Rule, ...] = (
    *sizes.RULES,
    *writes.RULES,
    *signatures.RULES,
    *migrations.RULES,
    *reasons.RULES,
    *words.RULES,
)

__all__ = ["RULES", "Example", "Rule"]
