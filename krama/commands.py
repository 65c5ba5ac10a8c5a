"""What all commands share: help in the reader's language, and the telling of our own mistakes."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from krama.reader import Reader
from krama.said import Said, Translate

OWN_MISTAKE = 2
HOME = Path(__file__).resolve().parent.parent


class Commands(click.Group):
    """The commands. What goes wrong within Krama is told here, where it is known who reads it."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs a command; an error of ours ends it with status 2."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:  # whoever read it, like head, has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except Exception as error:
            (ctx.obj or Reader(HOME)).own_mistake(error)
            sys.exit(OWN_MISTAKE)


def option(*names: str, help: Said, **more: Any) -> Callable[[Any], Any]:  # noqa: A002 — the library's name
    """An option whose help is said."""
    return click.option(*names, help=str(help), **more)


def told_in(command: click.Command, translate: Translate) -> None:
    """Gives the help of a command, its options, and the commands below it in another language."""
    for one in (command, *command.params):
        if isinstance(one, click.Command | click.Option) and one.help:
            one.help = translate(one.help)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        told_in(below, translate)
