"""Words for what has been told about a cohort, and what can be worked out from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing told of how many: a cell, a sentence, a bar of a chart.

    `reference` names the release and the place in it. `groups` are the smallest groups of children that are told
    together; no two groups share a child, so a total is the union of its parts and last year's cohort shares the groups
    of those who are still in it. What is told is that these groups together are from `lowest` to `highest` children:
    "4 of 8" is from 4 to 4, "most of 8" from 5 to 7.
    """

    reference: str
    groups: frozenset[str]
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A small number that everything told together gives away, and the statement that is best said more coarsely.

    `possible` are the numbers it can still be for somebody who knows every statement. `coarsen` is the reference of a
    statement of the new release; empty when earlier releases alone give the number away.
    """

    cell: str
    possible: tuple[int, ...]
    coarsen: str
