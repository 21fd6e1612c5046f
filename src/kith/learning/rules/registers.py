"""Builds from the register of releases what the checker must know to judge one: statements, true counts, and cells.

Releases of audits are judged together as far as they share children. Of the county's figures each family of questions
is judged by itself, with the audits whose cohort lies wholly inside it or around a number of it: how many of those who
went missing were also excluded is told nowhere and bounds nothing, so no other family says anything about a number.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from kith.learning.rules.releasing import Kept, whom
from kith.learning.vocabulary import SILENT, Register, Statement, Told

Together = Sequence[tuple[frozenset[str], int]]  # in which statements, by reference, so many were counted together
Sets = Mapping[str, frozenset[str]]
_OF_AUDITS = ""


def registers_of(release: int, kept: Sequence[Kept], children: Iterable[tuple[Sequence[str], int]]) -> list[Register]:
    """Return all that the checker judges one release by, in as many registers as can be judged apart."""
    together = [(frozenset(told), count) for told, count in children]
    families = sorted({one.family for one in kept if one.release == release})
    return [_register(release, _rows_of(family, release, kept, together), together) for family in families]


def _rows_of(family: str, release: int, kept: Sequence[Kept], together: Together) -> list[Kept]:
    audits = [one for one in kept if one.family == _OF_AUDITS]
    mine = [one for one in kept if one.family == family]
    if family == _OF_AUDITS:
        near = _near({release}, audits, together)
        mine = [one for one in audits if one.release in near]
        others = sorted({one.family for one in kept} - {_OF_AUDITS})
        return mine + [
            one for other in others for one in _beside([one for one in kept if one.family == other], mine, together)
        ]
    cohorts = {one.release for one in audits if _beside(mine, [one], together)}
    near = _near(cohorts, audits, together) if cohorts else set[int]()
    return mine + [one for one in audits if one.release in near]


def _beside(county: Sequence[Kept], audits: Sequence[Kept], together: Together) -> Sequence[Kept]:
    """Return the county's figures of a family where somebody lays them beside a cohort of these audits, else none.

    That is, where a cohort lies wholly inside all that they count, or one of their numbers wholly inside a cohort.
    """
    wholes = {one.reference for one in county if not one.part}
    counted = [[told for told, _ in together if whole in told] for whole in wholes]
    for cohort in (one.reference for one in audits if one.told is Told.COHORT):
        cases = [told for told, _ in together if cohort in told]
        is_inside = bool(cases) and all(told & wholes for told in cases)
        if is_inside or any(found and all(cohort in told for told in found) for found in counted):
            return county
    return ()


def _near(releases: set[int], kept: Sequence[Kept], together: Together) -> set[int]:
    """Return these releases and all that share a child with them, by way of however many others."""
    near, before = set(releases), set[int]()
    home = {one.reference: one.release for one in kept}
    while near != before:
        before = set(near)
        for told, _ in together:
            shared = {home[reference] for reference in told if reference in home}
            if shared & near:
                near |= shared
    return near


def _register(release: int, rows: Sequence[Kept], together: Together) -> Register:
    ours = {one.reference for one in rows}
    groups: dict[frozenset[str], int] = {}
    for told, count in together:
        if mine := told & ours:
            groups[mine] = groups.get(mine, 0) + count
    named = {",".join(sorted(told)): (told, count) for told, count in groups.items()}
    named |= {f"{one.reference} others": (frozenset({one.reference}), one.others) for one in rows if one.others}
    of = {one.reference: frozenset(name for name, (told, _) in named.items() if one.reference in told) for one in rows}
    said = [
        (one, Statement(one.reference, of[one.reference], one.lowest, one.highest))
        for one in rows
        if one.telling not in SILENT
    ]
    return Register(
        new=[statement for one, statement in said if one.release == release],
        known=[statement for one, statement in said if one.release != release],
        children={name: count for name, (_, count) in named.items()},
        cells=_cells(rows, of),
    )


def _cells(rows: Sequence[Kept], of: Sets) -> dict[str, frozenset[str]]:
    """Return the sums that must not be worked out: what is told, what is left over, what two releases differ by."""
    cells: dict[str, frozenset[str]] = {}
    for release in sorted({one.release for one in rows}):
        mine = [one for one in rows if one.release == release]
        _add_of_audit(cells, [one for one in mine if one.told is not Told.COUNTY], of)
        _add_of_county(cells, [one for one in mine if one.told is Told.COUNTY], of)
    for one, two in combinations(rows, 2):
        if one.release != two.release and _are_compared(one, two):
            _add_differences(cells, one, two, of)
        if _is_part_of(one, two):
            _add(
                cells,
                f"{two.label}: {whom(two.told, two.says)}, of whom it is not so",
                of[two.reference] - of[one.reference],
            )
        elif _is_part_of(two, one):
            _add(
                cells,
                f"{one.label}: {whom(one.told, one.says)}, of whom it is not so",
                of[one.reference] - of[two.reference],
            )
    return cells


def _add_of_audit(cells: dict[str, frozenset[str]], mine: Sequence[Kept], of: Sets) -> None:
    cohort = next((of[one.reference] for one in mine if one.told is Told.COHORT), frozenset[str]())
    known = {one.question: of[one.reference] for one in mine if one.told is Told.KNOWN}
    for one in mine:
        here, name = of[one.reference], f"{one.label}: {whom(one.told, one.says)}"
        _add(cells, name, here)
        if one.told is Told.FINDING:
            _add(cells, f"{name}, of whom it is not so", known.get(one.question, cohort) - here)
        if one.told is Told.KNOWN:
            _add(cells, f"{one.label}: {whom(Told.FINDING, one.says)}, of whom it is not known", cohort - here)
        if one.told is Told.PARENT:
            _add(cells, f"{one.label}: those whom the rule found and nobody chose", here - cohort)


def _add_of_county(cells: dict[str, frozenset[str]], mine: Sequence[Kept], of: Sets) -> None:
    """Add each number, any of its parts together, and the rest: two quarters that are held back tell of a half-year."""
    for whole in (one for one in mine if not one.part):
        name = f"{whole.label}: {whom(whole.told, whole.says)}"
        _add(cells, name, of[whole.reference])
        parts = [one for one in mine if one.part and one.question == whole.question]
        for few in (few for size in range(1, len(parts) + 1) for few in combinations(parts, size)):
            here = frozenset[str]().union(*(of[one.reference] for one in few))
            words = "; ".join(whom(one.told, one.says) for one in few)
            _add(cells, f"{whole.label}: {words}", here)
            _add(cells, f"{name}, without {words}", of[whole.reference] - here)
            asked = {one.part for one in few}
            around = [one for one in mine if one.part in asked and one.question == whole.family != whole.question]
            base = frozenset[str]().union(*(of[one.reference] for one in around))
            _add(cells, f"{whole.label}: {words}, of whom it is not so", base - here)


def _are_compared(one: Kept, two: Kept) -> bool:
    """Test whether a reader would lay two numbers side by side: the same thing, or the county's and a cohort's."""
    if Told.COUNTY not in (one.told, two.told):
        return (one.told, one.question) == (two.told, two.question)
    if one.told is two.told:
        return one.question == two.question and _is_same_part(one, two)
    county, audit = (one, two) if one.told is Told.COUNTY else (two, one)
    return not county.part and audit.told in (Told.COHORT, Told.PARENT)


def _is_same_part(one: Kept, two: Kept) -> bool:
    # A quarter is released by itself, and as a part of its year.
    return one.part == two.part or ("" in (one.part, two.part) and (one.part + two.part)[:4].isdigit())


def _is_part_of(one: Kept, two: Kept) -> bool:
    """Test whether one question asks of whom the other counts: of the referrals sent, how many note the risk."""
    both = one.told is Told.COUNTY and two.told is Told.COUNTY and one.question != two.question
    return both and two.question == one.family == two.family and _is_same_part(one, two)


def _add_differences(cells: dict[str, frozenset[str]], one: Kept, two: Kept, of: Sets) -> None:
    here, there = of[one.reference], of[two.reference]
    if not here & there:
        return
    what = whom(one.told, one.says)
    _add(cells, f"In both {one.label} and {two.label}: {what}", here & there)
    _add(cells, f"In {one.label} and not in {two.label}: {what}", here - there)
    _add(cells, f"In {two.label} and not in {one.label}: {what}", there - here)


def _add(cells: dict[str, frozenset[str]], name: str, groups: frozenset[str]) -> None:
    if groups and groups not in cells.values():
        cells[name if name not in cells else f"{name} ({len(cells)})"] = groups
