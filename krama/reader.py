"""Who reads what the commands say: sentences in their language, problems with the lines they stand in, JSON."""

import sys
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from krama import tongue
from krama.options import Report, plain
from krama.problems import Level, Problem, annotation, lines, show
from krama.progress import Bar
from krama.said import Said, Translate, said

COLOURS: dict[Level, str] = {"error": "red", "warning": "yellow"}


class Reader(Struct, frozen=True):
    """Who reads what the commands say: of the site in which folder, in which language."""

    root: Path
    lang: str = tongue.LANGUAGES[0]

    @property
    def translate(self) -> Translate:
        """Gives messages in their language."""
        return tongue.translation(self.lang)

    def say(self, words: Said, *, err: bool = False) -> None:
        """Prints a sentence; err: on standard error."""
        click.echo(words.within(self.translate), err=err)

    def tell(self, problems: tuple[Problem, ...]) -> None:
        """Every problem with its line, on standard error."""
        files: dict[str, list[str]] = {}
        for problem in problems:
            if problem.path not in files:
                files[problem.path] = lines(self.root / problem.path) if problem.line else []
            first, *rest = show(problem, files[problem.path], self.translate).split("\n")
            told = click.style(first, fg=COLOURS[problem.level], bold=True)
            click.echo("\n".join([told, *rest, ""]), err=True)

    def bar(self) -> Bar:
        """A bar on standard error, for work that takes a while."""
        return Bar(sys.stderr, self.translate)

    def hand_over(self, report: Report) -> None:
        """The report as JSON."""
        click.echo(msgspec.json.encode(plain(report, self.translate)))

    def annotate(self, problems: tuple[Problem, ...]) -> None:
        """Every problem as GitHub shows it beside its line; on standard error, so that what programs read is whole."""
        below = self.root.is_relative_to(Path.cwd()) and self.root != Path.cwd()
        folder = self.root.relative_to(Path.cwd()).as_posix() if below else ""
        for problem in problems:
            click.echo(annotation(problem, folder, self.translate), err=True)

    def own_mistake(self, error: Exception) -> None:
        """An error of ours, and that it is ours."""
        import traceback  # noqa: PLC0415 — 12 ms, and mostly not needed

        traceback.print_exception(error)
        click.echo("", err=True)
        self.say(said("This is a mistake in Krama, not in your site. Please report it with the lines above."), err=True)
