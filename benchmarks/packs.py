"""Measures the packs of a panel of thirty children for nine agencies: PDF, made in the background, progress shown.

Run: KITH_HOME=… python benchmarks/packs.py (a demo that `kith demo --no-serve` has built; `var` without). The product's
own worker makes them; what its page would say of the progress is printed. Target: all ready within 60 s. Yardstick in
the same run: typesetting one of the packs once more, with everything in hand.
"""

import os
import re
import subprocess
import sys
import time

from panel_world import AGENCIES, CHILDREN, PanelWorld, found_world  # first: it sets Django up

from django.utils import timezone  # isort: skip
from kith.access.services import connect_as  # isort: skip
from kith.access.vocabulary import Purpose  # isort: skip
from kith.panel import services  # isort: skip
from kith.panel.models import Meeting, Pack, PackFile  # isort: skip
from kith.panel.runs import typeset  # isort: skip
from kith.panel.selectors import open_pack, packs_of  # isort: skip

LEAST = 60.0
_SHEET = re.compile(rb"/Type\s*/Page\b")


def main() -> int:
    """Ask, wait, look at what came, print, and fail when it took too long."""
    world = found_world()
    with connect_as("web"):
        began = time.monotonic()
        services.ask_packs(meeting=world.meeting, by=world.coordinator, now=timezone.now())
    command = [sys.executable, "-m", "kith.project", "worker"]
    with subprocess.Popen(command, env=os.environ | {"KITH_PROCESS": "worker"}, stderr=subprocess.DEVNULL) as worker:
        try:
            packs = _watch(world, began)
        finally:
            took = time.monotonic() - began
            worker.terminate()
    sheets = _look(packs)
    alone = _typeset_once(world, packs[0])
    print(f"{len(packs)} packs of {CHILDREN} children, {AGENCIES} agencies: {sheets} sheets in {took:.1f} s")
    print(f"typesetting one alone {alone:.2f} s: all took {took / alone:.1f} times as long")
    print(f"target {LEAST:.0f} s ({took / LEAST:.2f} of it): {'reached' if took <= LEAST else 'MISSED'}")
    return 0 if took <= LEAST else 1


def _watch(world: PanelWorld, began: float) -> list[Pack]:
    with connect_as("web"):
        meeting = Meeting.objects.get(public_id=world.meeting)
        said = -1
        while time.monotonic() - began < 10 * LEAST:
            packs = list(packs_of(meeting, world.coordinator))
            ready = sum(pack.state == "ready" for pack in packs)
            if ready != said:
                print(f"  {ready} of {len(packs)} ready after {time.monotonic() - began:.1f} s", flush=True)
                said = ready
            if ready == len(packs):
                return packs
            time.sleep(0.25)
    sys.exit("The packs were not made. Look at the worker's messages.")


def _look(packs: list[Pack]) -> int:
    """Return how many sheets the packs have; refuse one that holds nobody."""
    with connect_as("worker"):
        files = {file.pack_id: bytes(file.content) for file in PackFile.objects.filter(pack__in=packs)}
    for pack in packs:
        if pack.children != CHILDREN or not files[pack.pk].startswith(b"%PDF"):
            sys.exit(f"Copy {pack.copy} holds {pack.children} of {CHILDREN} children.")
    return sum(len(_SHEET.findall(content)) for content in files.values())


def _typeset_once(world: PanelWorld, pack: Pack) -> float:
    with connect_as("web"):
        content = open_pack(world.meeting, viewer=world.coordinator, purpose=Purpose.PANEL)
    began = time.monotonic()
    typeset(pack, content)
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
