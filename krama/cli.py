"""The commands; the only place that prints, asks the clock and sets an exit status.

0: done. 1: mistakes in the site. 2: our own mistake, with its traceback.
"""

import gc
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from krama import __version__
from krama.build import build as build_site
from krama.build import check as check_site
from krama.build import why as why_made
from krama.options import Options, Report
from krama.problems import Problem, count, errors, number, show

OWN_MISTAKE = 2
HOME = Path(__file__).resolve().parent.parent


@click.group(invoke_without_command=True)
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), help="The folder that holds site.toml.")
@click.version_option(__version__, prog_name="krama")
@click.pass_context
def main(context: click.Context, root: Path | None) -> None:
    """Krama makes a bilingual site from content/, templates/, static/ and site.toml."""
    here = Path.cwd()
    context.obj = (root or (here if (here / "site.toml").is_file() else HOME)).resolve()
    if context.invoked_subcommand is None:
        context.invoke(build)


@main.command()
@click.option("--out", type=click.Path(path_type=Path), help="Where the site is published (public/ beside site.toml).")
@click.option("--drafts", is_flag=True, help="Also drafts, and what is to appear later.")
@click.option("--strict", is_flag=True, help="Warnings keep the site from being published, too.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes that read texts (0: one a core).")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON, for programs.")
@click.pass_obj
def build(root: Path, out: Path | None, drafts: bool, strict: bool, jobs: int, as_json: bool) -> None:
    """Make the site."""
    started = time.perf_counter()
    options = Options(root, out or root / "public", datetime.now(UTC), drafts, strict, jobs)
    report = build_site(options)
    if as_json:
        click.echo(msgspec.json.encode(report))
    else:
        _tell(report.problems, root)
        click.echo(_summary(report, options, time.perf_counter() - started), err=not report.published)
    sys.exit(0 if report.published else 1)


@main.command()
@click.option("--drafts", is_flag=True, help="Also drafts, and what is to appear later.")
@click.option("--strict", is_flag=True, help="Warnings count as mistakes.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes that read texts (0: one a core).")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON, for programs.")
@click.option("--fix", is_flag=True, help="Mend how Khmer is typed in the sources; shows what would change, and asks.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask.")
@click.pass_obj
def check(root: Path, drafts: bool, strict: bool, jobs: int, as_json: bool, fix: bool, yes: bool) -> None:
    """Find every mistake; publish nothing."""
    if yes and not fix:
        raise click.UsageError("--yes says that --fix need not ask")
    mended = not fix or _mend(root, yes, as_json)
    report = check_site(Options(root, root / "public", datetime.now(UTC), drafts, strict, jobs))
    if as_json:
        click.echo(msgspec.json.encode(report))
    else:
        _tell(report.problems, root)
        click.echo(f"{count(report.problems)}.".capitalize() if report.problems else "No problems found.")
    sys.exit(0 if mended and not (report.problems if strict else errors(report.problems)) else 1)


def _mend(root: Path, yes: bool, quiet: bool) -> bool:
    """Shows what would be mended in the sources, asks, and does it; whether all went well. quiet: on standard error."""
    from krama import rewrite  # noqa: PLC0415 — Markdown and what belongs to it, which nothing else here needs

    found, wrong = rewrite.mended(root)
    for one in found:
        click.echo("\n".join(one.diff()), err=quiet)
    if found and (yes or (sys.stdin.isatty() and click.confirm(f"Mend {number(len(found), 'file')}?", err=quiet))):
        done, more = rewrite.write(root, found)
        wrong += more
        click.echo(f"Mended {number(len(done), 'file')}.", err=quiet)
    elif found:
        told = f"In {number(len(found), 'file')} something would be mended; nothing was written (--yes does it)."
        click.echo(told, err=quiet)
    elif not wrong:
        click.echo("Nothing to mend: all Khmer is typed in the right order.", err=quiet)
    told_again = {problem.path for problem in wrong} <= {"site.toml"}
    _tell(() if told_again else wrong, root)
    return not wrong


@main.command()
@click.option("--host", default="127.0.0.1", help="The address to answer at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port to answer at (0: any).")
@click.pass_obj
def serve(root: Path, host: str, port: int) -> None:
    """Show the site, with drafts, and show it again whenever a file is saved."""
    # Imported here: a web server and a watcher, 0.1 s that nothing else needs.
    from krama.live import Live  # noqa: PLC0415
    from krama.serve import serve as serve_site  # noqa: PLC0415

    live = Live(Options(root, root / "public", datetime.now(UTC), drafts=True), root / ".krama" / "preview")
    told: tuple[Problem, ...] = ()

    def tell(error: Exception | None) -> None:
        nonlocal told
        if error:
            _own_mistake(error)
        elif live.problems != told:
            told = live.problems
            _tell(told, root)
            click.echo(f"{count(told)}.".capitalize() if told else "All mended.", err=True)

    def ready(address: str) -> None:
        tell(None)
        click.echo(f"The site is at {address} until Ctrl+C.")

    try:
        serve_site(live, host, port, ready, tell)
    except KeyboardInterrupt:
        click.echo("")


@main.command()
@click.argument("url")
@click.option("--out", type=click.Path(path_type=Path), help="Where the site is published (public/ beside site.toml).")
@click.option("--drafts", is_flag=True, help="Of a site with drafts.")
@click.pass_obj
def why(root: Path, url: str, out: Path | None, drafts: bool) -> None:
    """Say why a page was made again: what of all that it is made from changed.

    URL is the address of a page, or the path of a source.
    """
    report = why_made(Options(root, out or root / "public", datetime.now(UTC), drafts), url)
    _tell(report.problems, root)
    for line in report.notices:
        click.echo(line)
    sys.exit(1 if report.problems else 0)


def _tell(problems: tuple[Problem, ...], root: Path) -> None:
    """Every problem with its line, on standard error."""
    files: dict[str, list[str]] = {}
    for problem in problems:
        if problem.path not in files:
            files[problem.path] = _lines(root / problem.path) if problem.line else []
        click.echo(show(problem, files[problem.path]) + "\n", err=True)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []


def _summary(report: Report, options: Options, seconds: float) -> str:
    """What a writer wants to know of a build."""
    said = [f"{count(report.problems)}."] if report.problems else []
    if not report.published:
        strict = " (--strict: warnings count)" if options.strict and not errors(report.problems) else ""
        return " ".join([*said, f"Nothing was published{strict}; the last good site is untouched."])
    stories = ", ".join(f"{number} in {lang}" for lang, number in report.articles)
    done = f"{report.made} files made, {report.kept} as they were"
    done += f", {report.removed} removed" if report.removed else ""
    said.append(f"Stories: {stories}. {done}, in {options.out} ({seconds:.2f} s).")
    said += report.notices
    if report.finished_earlier:
        said.append("An earlier build had been cut off; it was completed first.")
    if report.due:
        said.append(f"Something appears or goes on {report.due:%Y-%m-%d %H:%M %z}: build again then.")
    return "\n".join(said)


def run() -> None:
    """The entry point: an error of our own ends with status 2 and says that it is ours."""
    # A build makes millions of frozen values and next to no cycles: looking for them again and again took 0.4 s of the
    # 1.6 that an edited title takes among 10,000 stories.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles may have a code page without Khmer.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        main(prog_name="python build.py", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except click.Abort:
        sys.exit(1)
    except Exception as error:
        _own_mistake(error)
        sys.exit(OWN_MISTAKE)


def _own_mistake(error: Exception) -> None:
    import traceback  # noqa: PLC0415 — 12 ms, and mostly not needed

    traceback.print_exception(error)
    click.echo("\nThis is a mistake in Krama, not in your site. Please report it with the lines above.", err=True)
