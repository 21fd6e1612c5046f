"""What the processes of one service have had of the processor, read from the machine's own count."""

import os
from pathlib import Path

from django.conf import settings


def postmaster() -> int:
    """Return the number of the database server's first process."""
    host = settings.INSTALLATION.server_parameters()["HOST"]
    return int(next(Path(host).glob(".s.PGSQL.*.lock")).read_text().split()[0])


def spent(process: int) -> float:
    """Return the time, in milliseconds, that a process and its children have had so far."""
    ticks = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(entry.parent.name) == process:
            ticks += sum(map(int, fields[11:15]))  # with those of its children that have ended
        elif int(fields[1]) == process:
            ticks += sum(map(int, fields[11:13]))
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")
