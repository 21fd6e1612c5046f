"""Makes the list: reads the chronology, adds up on an engine, and stores the result as one switch."""

from kith.priority.runs.making import rank_everyone

__all__ = ["rank_everyone"]
