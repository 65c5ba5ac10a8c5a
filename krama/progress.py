"""How far long work has come: told by those who do it, and shown as a bar where somebody watches a terminal."""

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from krama.said import Said, Translate, said

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Step = Callable[[Said, int, int], None]
"""Takes what is being done, how many are done, and of how many."""
READING, MAKING, TESTING = said("Reading texts"), said("Making pages"), said("Testing links")
PATIENCE = 0.7  # seconds after which somebody begins to wonder; what takes less needs no bar


def silent(words: Said, done: int, total: int) -> None:
    """Tells nobody."""


class Bar:
    """A bar on a terminal, from when the work has taken a while until it is closed; then nothing of it stays."""

    def __init__(self, stream: TextIO, translate: Translate, patience: float = PATIENCE) -> None:
        """stream: where nothing is shown if it is no terminal. patience: in seconds."""
        self.stream, self.translate = stream, translate
        self.begin = time.monotonic() + patience
        self.shown: Progress | None = None
        self.tasks: dict[Said, TaskID] = {}

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Takes the bar away, and shows none any more."""
        if self.shown:
            self.shown.stop()
        self.shown, self.tasks, self.begin = None, {}, math.inf

    def __call__(self, words: Said, done: int, total: int) -> None:
        """Shows how far a step has come."""
        if self.shown is None:
            if done >= total or time.monotonic() < self.begin or not self.stream.isatty():
                return
            self._open()
        assert self.shown is not None
        if words not in self.tasks:
            self.tasks[words] = self.shown.add_task(words.within(self.translate), total=total)
        self.shown.update(self.tasks[words], completed=done)

    def _open(self) -> None:
        # Imported here: 70 ms, and most builds are done before anybody wonders.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.shown = Progress(*columns, console=Console(file=self.stream), transient=True)
        self.shown.start()
