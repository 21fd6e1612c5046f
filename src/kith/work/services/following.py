"""Takes tasks along when two people turn out to be one, or one to be two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from kith.access.services import trace
from kith.work.models import TaskPerson, TaskWords


@dataclass(frozen=True)
class _Effect:
    """What following did, in words and numbers; `linking` above us reads it by its names."""

    rows: int
    says: str = ""
    follower: str = "work"


class _Move(Protocol):
    """The part of a change of identity that work reads."""

    @property
    def kind(self) -> str: ...
    @property
    def from_person(self) -> int: ...
    @property
    def to_person(self) -> int: ...


class WorkFollower:
    """Re-points which person a task is about; the task itself names nobody and stays."""

    name = "work"
    tables: ClassVar = frozenset({"work_taskperson"})

    def preview(self, move: _Move) -> _Effect:
        """Return how many tasks would follow."""
        rows = TaskPerson.objects.filter(person_id=move.from_person).count()
        if move.kind == "merge":
            return _Effect(rows, f"{rows} tasks go along.")
        return _Effect(0, f"{rows} tasks stay where they are: nobody can say whose they are. Move them by hand.")

    def follow(self, move: _Move) -> _Effect:
        """Re-point the tasks of a merge; those of a split stay, as the preview says."""
        if move.kind != "merge":
            return self.preview(move)
        rows = TaskPerson.objects.filter(person_id=move.from_person).update(person_id=move.to_person)
        return _Effect(rows, f"{rows} tasks went along.")

    def purge(self, person_id: int, *, by: int | None, now: datetime) -> _Effect:
        """Remove which tasks were about a person and their words; the tasks name nobody and stay for the counts."""
        about = TaskPerson.objects.filter(person_id=person_id)
        TaskWords.objects.filter(task__about__person_id=person_id).delete()
        rows, _ = about.delete()
        trace(by=by, action="work.purged", subject="work.taskperson", now=now, after={"rows": rows})
        return _Effect(rows)

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return the tasks about one person."""
        columns = (
            "task__kind",
            "task__made_at",
            "task__due_on",
            "task__state",
            "task__not_possible_because",
            "task__words__words",
        )
        return {"work_taskperson": list(TaskPerson.objects.filter(person_id=person_id).values(*columns))}

    def hold(self, person_id: int, *, held: bool, now: datetime) -> _Effect:
        """Count the rows that a hold keeps; work removes nothing unless it is told to purge."""
        rows = TaskPerson.objects.filter(person_id=person_id).count()
        return _Effect(rows, "Kept." if held else "No longer kept by a hold.")
