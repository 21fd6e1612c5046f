"""Measures eight people who edit plans, actions and minutes at once: whether an update is lost, and what it costs.

Run: KITH_HOME=… python benchmarks/edits.py (a demo that `kith demo --no-serve` has built; `var` without). Each person
is a process with connections of its own; all write about the same three children through the product's services.
Target: of 5,000 edits none is lost, and the history of every part replays to what is there. Yardstick in the same run:
the same edits by one person alone, who waits for nobody.
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from typing import Any, NamedTuple
from uuid import UUID

from panel_world import PanelWorld, found_world  # first: it sets Django up

from datetime import timedelta  # isort: skip
from django.core.serializers.json import DjangoJSONEncoder  # isort: skip
from django.utils import timezone  # isort: skip
from kith.access.models import RoleGrant, Staff  # isort: skip
from kith.access.selectors import viewer_of  # isort: skip
from kith.access.services import connect_as  # isort: skip
from kith.access.vocabulary import Purpose, Role, Viewer  # isort: skip
from kith.panel import services as panel  # isort: skip
from kith.panel.models import ActionChange, Minute, MinuteVersion, PanelAction  # isort: skip
from kith.panel.vocabulary import ActionRefused, ActionState, Clash, MinuteField, NewAction, Stale  # isort: skip
from kith.support import services as support  # isort: skip
from kith.support.models import PlanChange  # isort: skip
from kith.support.selectors import open_plan  # isort: skip
from kith.support.rules import replay  # isort: skip
from kith.support.services.changing import told  # isort: skip
from kith.support.vocabulary import KeptChange, NewGoal, NewPlan, NewVoice, PlanClash, Way  # isort: skip

PEOPLE, EDITS, CHILDREN, GOALS = 8, 5_000, 3, 4
POOL = 40  # actions of each child that stand ready to be changed by everybody


class Edit(NamedTuple):
    """One edit that was acknowledged: of what, which part, the version it made, what it says."""

    what: str
    part: str
    version: int
    says: str


class Child(NamedTuple):
    """One child about whom everybody writes: the item, who leads the plan, its goals, the actions that stand ready."""

    child: UUID
    item: UUID
    lead: int
    goals: tuple[UUID, ...]
    actions: tuple[UUID, ...]


def main() -> int:
    """Write, count what stayed, print, and fail when a word is missing or a history does not replay."""
    world, run = found_world(), f"{timezone.now():%H%M%S}"
    people = _employ(world)
    each = EDITS // PEOPLE
    with connect_as("web"):
        children = [_prepare(child, item, people) for child, item in world.items[:CHILDREN]]
    one, _, _ = _write_all(children, people[:1], each, f"{run}-alone")
    took, edits, late = _write_all(children, people, each, run)
    faults = [*_lost(edits, late, run), *_unreplayed(children, people[0])]
    tried, kinds = PEOPLE * each, Counter(edit.what for edit in edits)
    print(f"{PEOPLE} people, {tried:,} edits of {CHILDREN} plans, their actions and minutes in {took:.0f} s")
    print(f"taken: {', '.join(f'{number:,} of {what}' for what, number in sorted(kinds.items()))}; late: {len(late):,}")
    print(f"an edit {1000 * took / tried:.1f} ms; {(took / tried) / (one / each):.2f} times one of somebody alone")
    for fault in faults[:10]:
        print(f"  {fault}")
    print(f"lost updates {len(faults)}; target 0: {'MISSED' if faults else 'reached'}")
    return int(bool(faults))


def _employ(world: PanelWorld) -> list[Viewer]:
    """Return eight coordinators, each with a seat for the children, as the owner of an action of theirs."""
    now, people = timezone.now(), []
    with connect_as("worker"):
        home = Staff.objects.get(pk=world.coordinator.staff_id).agency
        for number in range(PEOPLE):
            email = f"measured-{number}@partnership.larkshire.example.org"
            staff, is_new = Staff.objects.get_or_create(email=email, defaults={"name": "A writer", "agency": home})
            if is_new:
                RoleGrant.objects.create(staff=staff, role=Role.PANEL_COORDINATOR, begins_at=now - timedelta(days=1))
            people.append(viewer_of(staff, now))
    with connect_as("web"):
        for child, item in world.items[:CHILDREN]:
            for one in people:
                panel.agree_action(
                    public_id=child, item=item, new=_action(one, "A seat"), by=world.coordinator, now=now
                )
    return people


def _action(owner: Viewer, what: str) -> NewAction:
    due_on = timezone.localdate() + timedelta(days=14)
    return NewAction(need="Measured", what=f"{what}, measured.", owner_id=owner.staff_id, due_on=due_on)


def _prepare(child: UUID, item: UUID, people: Sequence[Viewer]) -> Child:
    """Give a child a plan with goals, and actions that stand ready."""
    by, now = people[0], timezone.now()
    about: dict[str, Any] = {"public_id": child, "by": by, "now": now}
    with connect_as("worker"):
        lead = RoleGrant.objects.filter(role=Role.PRACTITIONER, ends_at=None).order_by("staff_id")[0].staff_id
    plan = open_plan(child, viewer=by, purpose=Purpose.PANEL).plan
    if plan is None or plan.closed_at is not None:
        said = NewVoice(
            heard_on=timezone.localdate(),
            role="Worker",
            setting="At school",
            seen=True,
            alone=True,
            way=Way.TALK,
            words="I want to see my brother.",
            limits_explained=True,
        )
        support.record_voice(new=said, **about)
        support.begin_plan(new=NewPlan(child_goal="To see my brother", lead_id=lead), **about)
    goals = tuple(support.add_goal(new=NewGoal(words=f"Goal {number}"), **about) for number in range(GOALS))
    actions = tuple(panel.agree_action(item=item, new=_action(by, "Ready"), **about) for _ in range(POOL))
    return Child(child, item, lead, goals, actions)


def _write_all(
    children: Sequence[Child], people: Sequence[Viewer], each: int, run: str
) -> tuple[float, list[Edit], list[Edit]]:
    """Let everybody write at once, each in a process; return the seconds, what was taken and what came late."""
    with get_context("spawn").Pool(len(people)) as pool:
        pool.map(_wake, range(len(people)), chunksize=1)
        began = time.monotonic()
        parts = [(number, one, list(children), each, run) for number, one in enumerate(people)]
        written = pool.starmap(_write, parts, chunksize=1)
        took = time.monotonic() - began
    return took, [edit for taken, _ in written for edit in taken], [edit for _, late in written for edit in late]


def _wake(number: int) -> None:
    """Let a process open its connections before the time is taken."""
    with connect_as("web"):
        Staff.objects.exists()


def _write(number: int, by: Viewer, children: list[Child], each: int, run: str) -> tuple[list[Edit], list[Edit]]:
    """Write one person's edits: whoever comes late reads what stands, and goes on from there."""
    chance = random.Random(f"{run}{number}")  # noqa: S311 -- chooses what is written next, keeps nothing secret
    seen = Counter[str]()
    taken: list[Edit] = []
    late: list[Edit] = []
    with connect_as("web"):
        for turn in range(each):
            edit = chance.choice((_edit_minute, _edit_plan, _edit_action))
            got, clashed = edit(chance.choice(children), by, seen, chance, f"{run}.{number}.{turn} was written")
            (late if clashed else taken).append(got)
    return taken, late


def _edit_minute(at: Child, by: Viewer, seen: Counter[str], chance: random.Random, says: str) -> tuple[Edit, bool]:
    field = chance.choice(tuple(MinuteField))
    part = f"{at.item}/{field}"
    try:
        seen[part] = panel.write_minute(
            public_id=at.child, item=at.item, field=field, text=says, seen=seen[part], by=by, now=timezone.now()
        )
    except Clash as clash:
        seen[part] = clash.version
        return Edit("minutes", part, clash.version, says), True
    return Edit("minutes", part, seen[part], says), False


def _edit_plan(at: Child, by: Viewer, seen: Counter[str], chance: random.Random, says: str) -> tuple[Edit, bool]:
    goal = chance.choice(at.goals)
    part = str(goal)
    try:
        seen[part] = support.edit_goal(
            public_id=at.child, goal=goal, new=NewGoal(words=says), seen=seen[part] or 1, by=by, now=timezone.now()
        )
    except PlanClash as clash:
        seen[part] = clash.version
        return Edit("plans", part, clash.version, says), True
    return Edit("plans", part, seen[part], says), False


def _edit_action(at: Child, by: Viewer, seen: Counter[str], chance: random.Random, says: str) -> tuple[Edit, bool]:
    action = chance.choice(at.actions)
    part = str(action)
    version = seen[part] or 1
    to = (ActionState.IN_PROGRESS, ActionState.DONE)[min(version, 2) - 1]
    about: dict[str, Any] = {"public_id": at.child, "by": by, "now": timezone.now()}
    try:
        seen[part] = panel.change_action(action=action, to=to, seen=version, evidence=says, **about)
    except Stale:
        seen[part] = version + 1
        return Edit("actions", part, version, says), True
    except ActionRefused:  # it is done: a new one is agreed, which is an edit as well
        made = panel.agree_action(item=at.item, new=_action(by, says), **about)
        return Edit("actions", str(made), 1, f"{says}, measured."), False
    return Edit("actions", part, seen[part], says), False


def _history() -> Iterator[tuple[str, str, int, str, bool]]:
    """Yield every text of every history: of what, which part, its version, what it says, and whether it was taken."""
    for row in MinuteVersion.objects.select_related("minute__item"):
        part = f"{row.minute.item.public_id}/{row.minute.field}"
        yield "minutes", part, row.version, row.text, not row.clashed
    for change in PlanChange.objects.filter(part="goal"):
        yield "plans", str(change.part_ref), change.version, change.after.get("words", ""), change.taken
    for one in ActionChange.objects.select_related("action"):
        yield "actions", str(one.action.public_id), one.version, one.says, True


def _lost(edits: Sequence[Edit], late: Sequence[Edit], run: str) -> Iterator[str]:
    """Yield a line for every acknowledged edit that its history does not hold, and for every late text not kept."""
    with connect_as("worker"):
        kept = {(Edit(*row[:4]), row[4]) for row in _history() if run in row[3]}
    for edit in edits:
        if (edit, True) not in kept:
            yield f"lost: {edit}"
    for edit in late:
        if edit.what != "actions" and (edit, False) not in kept:  # of an action nothing is overwritten nor kept
            yield f"came late and was not kept: {edit}"
    again = [
        place for place, number in Counter((edit.what, edit.part, edit.version) for edit in edits).items() if number > 1
    ]
    yield from (f"acknowledged twice: {place}" for place in again)


def _unreplayed(children: Sequence[Child], by: Viewer) -> Iterator[str]:
    """Yield a line for every part whose history does not lead to what is there."""
    with connect_as("worker"):
        minutes = list(Minute.objects.filter(item__public_id__in=[at.item for at in children]))
        for minute in minutes:
            versions = list(minute.versions.filter(clashed=False).order_by("version"))
            if [row.version for row in versions] != list(range(1, minute.version + 1)) or versions[
                -1
            ].text != minute.text:
                yield f"minutes {minute.field} do not replay"
        for action in PanelAction.objects.filter(need="Measured"):
            changes = list(ActionChange.objects.filter(action=action).order_by("version"))
            if [row.version for row in changes] != list(range(1, action.version + 1)) or changes[
                -1
            ].state != action.state:
                yield f"action {action.public_id} does not replay"
    with connect_as("web"):
        for at in children:
            page = open_plan(at.child, viewer=by, purpose=Purpose.PANEL)
            kept = [KeptChange(part=one.part_ref, version=one.version, after=one.after) for one in page.changes]
            rows = [
                page.plan,
                *page.goals,
                *page.references,
                *(step for goal in page.goals for step in goal.steps.all()),
            ]
            stands = {row.public_id: json.loads(json.dumps(told(row), cls=DjangoJSONEncoder)) for row in rows if row}
            if replay(kept) != stands:
                yield f"the plan of {at.child} does not replay"


if __name__ == "__main__":
    sys.exit(main())
