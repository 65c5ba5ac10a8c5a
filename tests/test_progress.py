"""A bar is shown for long work, on a terminal, and for nothing else."""

from io import StringIO

import pytest

from krama.progress import MAKING, READING, Bar


class Terminal(StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


def work(stream: StringIO, patience: float) -> str:
    """Two steps of three things each; gives what was shown."""
    with Bar(stream, str, patience) as bar:
        for step in (READING, MAKING):
            for done in range(4):
                bar(step, done, 3)
    return stream.getvalue()


def test_long_work_is_shown_on_a_terminal_step_by_step() -> None:
    shown = work(Terminal(), patience=0)
    assert "Reading texts" in shown
    assert "Making pages" in shown
    assert "3/3" in shown


def test_short_work_shows_nothing() -> None:
    assert work(Terminal(), patience=60) == ""


def test_nothing_is_shown_where_nobody_watches() -> None:
    assert work(StringIO(), patience=0) == ""


def test_without_colours_the_bar_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[32m" in work(Terminal(), patience=0)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[32m" not in work(Terminal(), patience=0)
