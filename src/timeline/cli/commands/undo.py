"""`timeline undo`: take back the newest batch, or the one named."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli import clock, options
from timeline.cli.options import Database
from timeline.cli.output import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: timeline undo")
def command(
    batch: Annotated[
        int | None, typer.Argument(metavar="[BATCH]", help="Its number in `timeline log`; else the newest not undone.")
    ] = None,
    db: Database = None,
) -> None:
    """
    Take a batch back: whatever it wrote is as it was before, and nothing else changes.

    Undoing is a batch of its own, so undoing that brings the work back. Repeated without a number it
    walks back. Refused when a later batch rewrote, removed or refers to what is to be taken back.
    """
    from timeline.store import engine, history

    opened = engine.open_engine(options.target(db))
    try:
        done = history.undo(opened, batch, who=clock.who(), now=clock.stamp())
    finally:
        opened.dispose()
    say(f"batch {done.undone.id} ({done.undone.command}) is taken back, by batch {done.batch}")
