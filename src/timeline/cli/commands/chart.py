"""`timeline chart`: the events in the terminal, a line each, as certain as their dates are."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from timeline.cli import bars, events, options, output
from timeline.cli.options import AsRecorded, Database, Filters

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_WIDTH = 100
"""Columns where there is no terminal, so that what goes into a pipe is always the same."""


@app.command(epilog="Example: timeline chart --actor Kim --since 2024")
@options.filters
def command(
    filters: Filters,
    width: Annotated[
        int | None, typer.Option(min=40, max=1000, metavar="N", help="Columns; else those of the terminal, else 100.")
    ] = None,
    ascii_only: Annotated[
        bool | None, typer.Option("--ascii/--no-ascii", help="Draw with plain letters; else if the terminal needs it.")
    ] = None,
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    Draw the events against a time axis, a line each: certain parts full, possible ones dotted.

    A moment of which only the month is known is a stretch between two bars; a span is full where it was certainly
    going on. What lies beyond the bulk of the events is told by an arrow at the edge.
    """
    from timeline.store.read.events import events as find
    from timeline.store.read.events import hidden

    plain = _needs_ascii() if ascii_only is None else ascii_only
    with options.reader(db, as_recorded=as_recorded) as reader:
        query = options.query(reader, filters)
        rows = list(find(reader, query))
        if rows:
            output.write(bars.chart(rows, width or output.width() or _WIDTH, ascii_only=plain, colour=_colour()))
        else:
            output.say("no event is found")
        events.say_hidden(hidden(reader, query))


def _colour() -> bool:
    """Say whether colours are wanted (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _needs_ascii() -> bool:
    """Say whether the terminal is set to an encoding that has no blocks; a pipe is always UTF-8."""
    if not sys.stdout.isatty():
        return False
    named = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "C")
    return "utf" not in named.lower()
