"""The commands; the only place that prints, asks the clock and sets an exit status.

0: done. 1: mistakes in the site. 2: our own mistake, with its traceback.
"""

import gc
import os
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import structs

from krama import __version__, tongue
from krama.build import build as build_site
from krama.build import check as check_site
from krama.build import why as why_made
from krama.commands import HOME, Commands, option, told_in
from krama.options import Options
from krama.problems import Problem, count, errors, files, since
from krama.reader import Reader
from krama.said import said
from krama.summary import summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from krama.new import Asked, Question

GITHUB, ANNOTATED = "GITHUB_ACTIONS", said("Also as annotations of GitHub; by itself where GitHub runs it.")
ENCODING = getattr(sys.stdout, "encoding", None) or ""  # of the console, before `run` makes it UTF-8


ABOUT = said("Krama makes a bilingual site from content/, templates/, static/ and site.toml.")


@click.group(cls=Commands, invoke_without_command=True, help=str(ABOUT))
@option("--root", type=click.Path(path_type=Path, file_okay=False), help=said("The folder that holds site.toml."))
@option("--lang", type=click.Choice(tongue.LANGUAGES), help=said("The language of what is told."))
@click.version_option(__version__, prog_name="krama")
@click.pass_context
def main(context: click.Context, root: Path | None, lang: str | None) -> None:
    here = Path.cwd()
    spoken = tongue.language(lang or "", os.environ, tongue.of_system())
    root = (root or (here if (here / "site.toml").is_file() else HOME)).resolve()
    context.obj = Reader(root, spoken)
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False
    if context.invoked_subcommand is None:
        context.invoke(build)


@main.command(help=str(said("Make the site.")))
@option("--out", type=click.Path(path_type=Path), help=said("Where the site is published (public/ beside site.toml)."))
@option("--drafts", is_flag=True, help=said("Also drafts, and what is to appear later."))
@option("--strict", is_flag=True, help=said("Warnings keep the site from being published, too."))
@option("--jobs", type=click.IntRange(min=0), default=0, help=said("Processes that read texts (0: one a core)."))
@option("--json", "as_json", is_flag=True, help=said("The result as JSON, for programs."))
@option("--github", is_flag=True, envvar=GITHUB, help=ANNOTATED)
@click.pass_obj
def build(reader: Reader, out: Path | None, drafts: bool, strict: bool, jobs: int, as_json: bool, github: bool) -> None:
    started = time.perf_counter()
    with reader.bar() as bar:
        options = Options(reader.root, out or reader.root / "public", datetime.now(UTC), drafts, strict, jobs, bar)
        report = build_site(options)
    if as_json:
        reader.hand_over(report)
    else:
        reader.tell(report.problems)
        told = summary(report, options, time.perf_counter() - started, reader.lang)
        reader.say(told, err=not report.published)
    reader.annotate(report.problems if github else ())
    sys.exit(0 if report.published else 1)


@main.command(help=str(said("Find every mistake; publish nothing.")))
@option("--drafts", is_flag=True, help=said("Also drafts, and what is to appear later."))
@option("--strict", is_flag=True, help=said("Warnings count as mistakes."))
@option("--jobs", type=click.IntRange(min=0), default=0, help=said("Processes that read texts (0: one a core)."))
@option("--json", "as_json", is_flag=True, help=said("The result as JSON, for programs."))
@option("--fix", is_flag=True, help=said("Mend how Khmer is typed in the sources; shows what would change, and asks."))
@option("--yes", is_flag=True, help=said("With --fix: do not ask."))
@option("--external", is_flag=True, help=said("Test the links to other sites, too; what is found decides nothing."))
@option("--github", is_flag=True, envvar=GITHUB, help=ANNOTATED)
@click.pass_obj
def check(  # noqa: PLR0913, PLR0917 — a command has an argument for each option
    reader: Reader,
    drafts: bool,
    strict: bool,
    jobs: int,
    as_json: bool,
    fix: bool,
    yes: bool,
    external: bool,
    github: bool,
) -> None:
    if yes and not fix:
        raise click.UsageError(said("--yes says that --fix need not ask").within(reader.translate))
    mended = not fix or _mend(reader, yes, as_json)
    with reader.bar() as bar:
        report = check_site(Options(reader.root, reader.root / "public", datetime.now(UTC), drafts, strict, jobs, bar))
    if not as_json:
        reader.tell(report.problems)
        reader.say(said("{}.", count(report.problems)) if report.problems else said("No problems found."))
    if external:  # last, since it takes a while
        report = structs.replace(report, outside=_outside(reader))
        if report.outside and not as_json:
            reader.tell(report.outside)
            reader.say(said("Links to other sites: {}.", count(report.outside)))
    if as_json:
        reader.hand_over(report)
    reader.annotate((*report.problems, *report.outside) if github else ())
    sys.exit(0 if mended and not (report.problems if strict else errors(report.problems)) else 1)


def _outside(reader: Reader) -> tuple[Problem, ...]:
    """What is wrong with the links to other sites."""
    from krama import external  # noqa: PLC0415 — an HTTP client, 60 ms that nothing else needs
    from krama.ask import ask  # noqa: PLC0415

    with reader.bar() as bar:
        return external.check(reader.root, datetime.now(UTC), ask, step=bar)


def _mend(reader: Reader, yes: bool, quiet: bool) -> bool:
    """Shows what would be mended in the sources, asks, and does it; whether all went well. quiet: on standard error."""
    from krama import rewrite  # noqa: PLC0415 — Markdown and what belongs to it, which nothing else here needs

    found, wrong = rewrite.mended(reader.root)
    for one in found:
        click.echo("\n".join(one.diff()), err=quiet)
    asked = said("Mend {}?", files(len(found))).within(reader.translate)
    if found and (yes or (sys.stdin.isatty() and click.confirm(asked, err=quiet))):
        done, more = rewrite.write(reader.root, found)
        wrong += more
        reader.say(said("Mended {}.", files(len(done))), err=quiet)
    elif found:
        told = said("In {} something would be mended; nothing was written (--yes does it).", files(len(found)))
        reader.say(told, err=quiet)
    elif not wrong:
        reader.say(said("Nothing to mend: all Khmer is typed in the right order."), err=quiet)
    told_again = {problem.path for problem in wrong} <= {"site.toml"}
    reader.tell(() if told_again else wrong)
    return not wrong


@main.command(help=str(said("Show the site, with drafts, and show it again whenever a file is saved.")))
@option("--host", default="127.0.0.1", help=said("The address to answer at."))
@option("--port", type=click.IntRange(0, 65535), default=8000, help=said("The port to answer at (0: any)."))
@option("--poll", is_flag=True, help=said("Look for saved files every second: for network drives and the like."))
@click.pass_obj
def serve(reader: Reader, host: str, port: int, poll: bool) -> None:
    # Imported here: a web server and a watcher, 0.1 s that nothing else needs.
    from krama import places  # noqa: PLC0415
    from krama.live import Live  # noqa: PLC0415
    from krama.serve import Site, free, names  # noqa: PLC0415
    from krama.serve import serve as serve_site  # noqa: PLC0415

    root = reader.root
    bar = reader.bar()
    options = Options(root, root / "public", datetime.now(UTC), drafts=True, step=bar)
    live = Live(options, root / ".krama" / "preview", lambda: datetime.now(UTC))
    site = Site(live, names(host), tongue.translation, reader.lang)
    if not free(host, port):
        raise click.UsageError(
            said("port {} is taken by another program: try --port {}", port, port + 1).within(reader.translate)
        )
    poll = poll or places.silent(root, os.environ)
    told: tuple[Problem, ...] = ()

    def tell(error: Exception | None) -> None:
        nonlocal told
        if error:
            reader.own_mistake(error)
        elif live.problems != told:
            told, before = live.problems, told
            reader.tell(since(before, told))
            reader.say(said("{}.", count(told)) if told else said("All mended."), err=True)

    def ready(address: str) -> None:
        bar.close()
        tell(None)
        reader.say(said("The site is at {} until Ctrl+C.", address))
        if poll:
            reader.say(said("Saved files are looked for every second, since this folder may not tell of them."))

    try:
        serve_site(site, port, ready, tell, polling=poll)
    except KeyboardInterrupt:
        click.echo("")


@main.command(
    help=str(
        said(
            "Make a file with its front matter; without words it asks.\n\n"
            'KIND is a section of site.toml, like news. "new translation PATH" makes the counterpart of a text.'
        )
    )
)
@click.argument("kind", required=False)
@click.argument("title", required=False)
@option("--lang", default="", help=said("The language of the item (km for a title in Khmer, else the site's first)."))
@option("--slug", default="", help=said("Words for its address, where they are not to come from the title."))
@click.pass_obj
def new(reader: Reader, kind: str | None, title: str | None, lang: str, slug: str) -> None:
    # Imported here: Markdown and what belongs to it, which nothing else here needs.
    from krama import new as items  # noqa: PLC0415

    wanted = items.Asked(kind or "", title or "", lang, slug)
    if not (kind and title):
        if not sys.stdin.isatty():
            hint = said("write a kind and a title, like: {}", 'new news "Citizens ask, the ministry answers"')
            raise click.UsageError(hint.within(reader.translate))
        wanted = _asked(reader, wanted, items.question)
    made, wrong = items.asked(reader.root, wanted, datetime.now(UTC), tongue.translation)
    wrong += tuple(problem for one in made if (problem := items.write(reader.root, one)))
    reader.tell(wrong)
    told = {problem.path for problem in wrong}
    for one in made:
        if one.path not in told:
            reader.say(said("Made {}: a draft, until its line {} is gone.", one.path, "draft: true"))
    sys.exit(1 if wrong else 0)


def _asked(reader: Reader, wanted: "Asked", question_of: "Callable[[Path, Asked], Question | None]") -> "Asked":
    """What is wanted, with what it lacks asked for, step by step."""
    while question := question_of(reader.root, wanted):
        words = question.words.within(reader.translate)
        answer = click.prompt(words, default=question.default, show_default=bool(question.default))
        wanted = structs.replace(wanted, **{question.field: str(answer).strip()})
    return wanted


@main.command(help=str(said("Look whether this machine and this folder are fit for the work.")))
@click.pass_obj
def doctor(reader: Reader) -> None:
    from krama import doctor as examination  # noqa: PLC0415 — all the libraries, which it looks at

    options = Options(reader.root, reader.root / "public", datetime.now(UTC))
    bad = 0
    for line in examination.examine(options, examination.Machine(os.environ, ENCODING)):
        mark = click.style("✓", fg="green") if line.good else click.style("✗", fg="red", bold=True)
        click.echo(f"{mark} {line.what.within(reader.translate)}")
        if not line.good:
            bad += 1
            click.echo(f"    {line.cure.within(reader.translate)}")
    reader.say(said("All is well.") if not bad else said("Of these, {} want a cure.", bad))
    sys.exit(1 if bad else 0)


@main.command(
    help=str(
        said(
            "Say why a page was made again: what of all that it is made from changed.\n\n"
            "URL is the address of a page, or the path of a source."
        )
    )
)
@click.argument("url")
@option("--out", type=click.Path(path_type=Path), help=said("Where the site is published (public/ beside site.toml)."))
@option("--drafts", is_flag=True, help=said("Of a site with drafts."))
@click.pass_obj
def why(reader: Reader, url: str, out: Path | None, drafts: bool) -> None:
    report = why_made(Options(reader.root, out or reader.root / "public", datetime.now(UTC), drafts), url)
    reader.tell(report.problems)
    for line in report.notices:
        reader.say(line)
    sys.exit(1 if report.problems else 0)


def run() -> None:
    """The entry point."""
    # A build makes millions of frozen values and next to no cycles: looking for them again and again took 0.4 s of the
    # 1.6 that an edited title takes among 10,000 stories.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles may have a code page without Khmer.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if "--help" in sys.argv:
        asked = re.search(r"--lang[= ](\w+)", " ".join(sys.argv[1:]))
        spoken = tongue.language(asked[1] if asked else "", os.environ, tongue.of_system())
        told_in(main, tongue.translation(spoken))
    try:
        main(prog_name="python build.py", standalone_mode=False)
    except click.NoSuchOption as error:
        hint = said("--lang stands in front of the command, like: {}", "python build.py --lang km check")
        (click.UsageError(str(hint), error.ctx) if error.option_name == "--lang" else error).show()
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except click.Abort:
        sys.exit(1)
