"""`timeline rm`: remove an event."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli import intake, options
from timeline.cli.options import Database
from timeline.cli.output import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: timeline rm kursk-incursion")
def command(
    event: Annotated[
        list[str],
        typer.Argument(
            metavar="EVENT...", help="uid, title, or words of it.", autocompletion=options.complete("event")
        ),
    ],
    db: Database = None,
) -> None:
    """
    Remove events with their citations, claims, links and tags; `timeline undo` brings them back.

    Actors, places and sources stay. To keep an event but withdraw it: edit --status retracted.
    """
    from timeline.store import edit

    with intake.batch(db, "rm") as opened:
        hits = [options.only(opened.reader, "event", name) for name in event]
        for hit in dict.fromkeys(hits):
            edit.remove_event(opened, hit.id)
            say(f"removed {hit.uid}: {hit.name}")
