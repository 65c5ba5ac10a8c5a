"""Processes that share the work of a build, and end with it.

A process that was forked holds both ends of the pipes it is asked through, so it would never notice that the build was
killed: it would wait for ever, and lay out pages while the next build does the same. So each minds its parent.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

MOST = 61  # what Windows can wait for at once


def number(jobs: int) -> int:
    """How many processes work; jobs: what was asked for, 0 for one a core."""
    return min(MOST, jobs or os.cpu_count() or 1)


def pool(
    count: int, begin: Callable[..., None] | None = None, arguments: tuple[Any, ...] = ()
) -> "ProcessPoolExecutor":
    """A pool of processes, each begun with some arguments."""
    # Imported here: 25 ms, and an edit needs no other process.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    return ProcessPoolExecutor(count, initializer=_begin, initargs=(begin, arguments))


def _begin(begin: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    import threading  # noqa: PLC0415

    threading.Thread(target=_mind_parent, daemon=True).start()
    if begin is not None:
        begin(*arguments)


def _mind_parent() -> None:
    from multiprocessing import parent_process  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
