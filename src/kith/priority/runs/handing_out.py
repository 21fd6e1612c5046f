"""Makes a list for somebody at the command line, who must be known, have a purpose, and be logged."""

import csv
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone

from kith.access.selectors import find_viewer
from kith.access.services import connect_as
from kith.access.vocabulary import LogUnavailable, Purpose, Refused, Viewer
from kith.engine.spark import SparkMissing, refuse_without_spark
from kith.priority.runs.making import ENGINES, rank_everyone
from kith.priority.selectors import export_list
from kith.priority.selectors.runs import facts_of


class NotHandedOut(Exception):
    """The list does not leave; the message says why and what to do."""


@dataclass(frozen=True)
class HandedOut:
    """What was made and written."""

    people: int
    listed: int
    rows: int


def rank_and_hand_out(*, as_of: date, email: str, purpose: str, out: Path, engine: str = "duckdb") -> HandedOut:
    """Make the list of a day and write it without names, readable by its owner only.

    Raises:
        NotHandedOut: nobody of that address works here, the purpose is none, the engine is not
            here, or the list may not leave.
    """
    now = timezone.now()
    with connect_as("web"):
        viewer = find_viewer(email, now)
    if viewer is None:
        raise NotHandedOut("Nobody with this e-mail address works here now. Check the spelling of --as.")
    chosen = _purpose(purpose)
    _try(viewer, chosen)
    _find(engine)
    with connect_as("worker"):
        run = rank_everyone(as_of=as_of, by=viewer.staff_id, now=now, engine=engine)
    try:
        with connect_as("web"):
            rows = list(export_list(viewer=viewer, purpose=chosen, run=facts_of(run)))
    except (Refused, LogUnavailable) as refusal:
        raise NotHandedOut(str(refusal)) from refusal
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["person_id", "lane", "place", "points"])
        writer.writerows((str(id), lane, place or "", f"{points / 1000:.3f}") for id, lane, place, points in rows)
    return HandedOut(people=run.people, listed=run.listed, rows=len(rows))


def _try(viewer: Viewer, purpose: Purpose) -> None:
    # refused before an hour's work, not after it
    try:
        with connect_as("web"):
            export_list(viewer=viewer, purpose=purpose, run=None)
    except (Refused, LogUnavailable) as refusal:
        raise NotHandedOut(str(refusal)) from refusal


def _find(engine: str) -> None:
    if engine not in ENGINES:
        raise NotHandedOut(f"There is no engine {engine}. Choose {' or '.join(ENGINES)}.")
    if engine == "spark":
        try:
            refuse_without_spark()
        except SparkMissing as missing:
            raise NotHandedOut(str(missing)) from missing


def _purpose(text: str) -> Purpose:
    if text not in set(Purpose):
        raise NotHandedOut(f"{text!r} is no purpose. Known are {', '.join(Purpose)}.")
    return Purpose(text)
