"""
The program `timeline`: finds the command, runs it, and turns our errors into text.

This is the only place that prints an error. The layout is `timeline: PLACE: WHAT` on stderr, then the
excerpt with a caret, then the remedy. Exit codes: 0 done (also when nothing is found), 1 our bug,
2 wrong usage, 3 and up the situations of `errors.py`, 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from contextvars import ContextVar
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

import timeline
from timeline.cli.registry import COMMANDS
from timeline.errors import TimelineError

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

named_database: ContextVar[str | None] = ContextVar("named_database", default=None)
"""The database named before the verb (`timeline --db FILE list`), where there is one."""

_PYTHON_WORDS = {"import": "import_"}
_YOUNG = 50_000
"""Objects made before a collection: rows make no cycles, and Python's own 700 cost a listing a thirtieth."""


class Commands(TyperGroup):
    """The top level: commands are imported when called, errors become text here."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """Give the names in the registry's order."""
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """Import one command; None when the registry does not know it."""
        if not any(command.name == cmd_name for command in COMMANDS):
            return None
        module = import_module(f"timeline.cli.commands.{_PYTHON_WORDS.get(cmd_name, cmd_name)}")
        made: Command = typer.main.get_command(module.app)
        made.name = cmd_name
        return made

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        groups = dict.fromkeys(command.group for command in COMMANDS)
        for group in groups:
            with formatter.section(group):
                formatter.write_dl([(c.name, c.help) for c in COMMANDS if c.group == group])

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take `--db` also before the verb."""
        if args and args[0].startswith("--db="):
            args = ["--db", args[0][5:], *args[1:]]
        if len(args) > 1 and args[0] == "--db":
            ctx.meta["timeline.db"] = args[1]
            args = args[2:]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Context) -> Any:
        """Run the command; print our errors in their one layout and leave with their exit code."""
        token = named_database.set(ctx.meta.get("timeline.db"))
        try:
            return super().invoke(ctx)
        except TimelineError as error:
            sys.stdout.flush()
            print(layout(error), file=sys.stderr)
            raise typer.Exit(error.exit_code) from None
        except (RecursionError, MemoryError) as error:
            print(f"timeline: {type(error).__name__}: the input is too large for this machine", file=sys.stderr)
            raise typer.Exit(1) from None
        finally:
            named_database.reset(token)


def layout(error: TimelineError) -> str:
    """Give an error as the user sees it: place and sentence, excerpt with caret, remedy."""
    place = f"{error.place}: " if error.place else ""
    lines = [f"timeline: {place}{error}"]
    if error.excerpt is not None:
        lines.append(f"  {error.excerpt}")
        if error.offset is not None:
            lines.append(f"  {' ' * error.offset}^")
    if error.hint:
        lines.append(f"  {error.hint}")
    return "\n".join(lines)


app = typer.Typer(
    cls=Commands,
    name="timeline",
    help="An event timeline database: who, when exactly as uncertain as it is known, and who says so.",
    epilog="Example: timeline init --demo && timeline list --actor Kim",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"timeline {timeline.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
    db: str = typer.Option(None, "--db", metavar="PATH|URL", help="The database; also after the verb."),
) -> None:
    """Take what stands before the verb; `--db` is read in `Commands.parse_args`."""
    del version, db


def main() -> None:
    """Run the program; the console script's entry."""
    gc.set_threshold(_YOUNG, 20, 20)
    if hasattr(sys.stdout, "reconfigure"):
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except Exception as error:
        if os.environ.get("TIMELINE_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        print(f"timeline: a bug of ours: {what}\n  set TIMELINE_DEBUG=1 and report what it prints", file=sys.stderr)
        sys.exit(1)
