"""What the worker does: gathers a record, makes the copy that leaves, and reads it back."""

from kith.subject_access.runs.gathering import gather
from kith.subject_access.runs.making import make_answer

__all__ = ["gather", "make_answer"]
