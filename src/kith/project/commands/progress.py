"""The one look of progress on the command line: what is being done, a bar, how far, for how long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Steps:
    """A bar over steps of which each says what it does."""

    def __init__(self, progress: Progress, what: str, total: int | None) -> None:
        """Begin a bar; without a total it only shows that work goes on."""
        self._progress = progress
        self._task = progress.add_task(what, total=total)

    def begin(self, what: str) -> None:
        """Say what is being done now."""
        self._progress.update(self._task, description=what)

    def done(self, count: int = 1) -> None:
        """Fill the bar by what has been done."""
        self._progress.advance(self._task, count)


@contextmanager
def showing(console: Console, what: str, total: int | None = None) -> Iterator[Steps]:
    """Show a bar for as long as the work inside takes."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        yield Steps(progress, what, total)


def stepping(steps: Steps) -> Callable[[str], None]:
    """Return what a function may call at the beginning of each of its steps."""
    begun = False

    def step(says: str) -> None:
        nonlocal begun
        if begun:
            steps.done()
        begun = True
        steps.begin(says)

    return step
