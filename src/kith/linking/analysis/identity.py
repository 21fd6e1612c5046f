"""Keeps a person the same person when the records are grouped anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shift:
    """Members that leave one person for another group."""

    from_person: int
    group: int
    members: tuple[int, ...]


@dataclass
class Plan:
    """What a new grouping means: who each group is (None: somebody new), which members shift, who is emptied.

    `emptied` maps a person who keeps no member to the group that took most of them: the two are one.
    """

    person_of: dict[int, int | None] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)
    emptied: dict[int, int] = field(default_factory=dict)


def plan_identities(groups: Mapping[int, Sequence[int]], before: Mapping[int, int]) -> Plan:
    """Return who each group is, given which person each member belonged to before.

    The largest overlap wins; among equals the older person, that is the smaller number. Each person goes to
    one group and each group to one person, so that nothing but a real change makes a new person.
    """
    overlaps: list[tuple[int, int, int]] = []
    for group, members in groups.items():
        for person, count in Counter(before[member] for member in members if member in before).items():
            overlaps.append((-count, person, group))
    plan = Plan(person_of=dict.fromkeys(groups))
    taken: set[int] = set()
    for _, person, group in sorted(overlaps):
        if person not in taken and plan.person_of[group] is None:
            plan.person_of[group] = person
            taken.add(person)
    _add_shifts(plan, groups, before, taken)
    return plan


def _add_shifts(plan: Plan, groups: Mapping[int, Sequence[int]], before: Mapping[int, int], kept: set[int]) -> None:
    for group, members in sorted(groups.items()):
        leaving: dict[int, list[int]] = defaultdict(list)
        for member in members:
            person = before.get(member)
            if person is not None and person != plan.person_of[group]:
                leaving[person].append(member)
        plan.shifts += [Shift(person, group, tuple(sorted(found))) for person, found in sorted(leaving.items())]
    for person in _persons(plan.shifts) - kept:
        mine = [shift for shift in plan.shifts if shift.from_person == person]
        plan.emptied[person] = max(mine, key=lambda shift: (len(shift.members), -shift.group)).group


def _persons(shifts: Iterable[Shift]) -> set[int]:
    return {shift.from_person for shift in shifts}
