"""`timeline init`: a new database."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli import intake, options
from timeline.cli.options import Database
from timeline.cli.output import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)

DEMO = "russia-north-korea"


@app.command(epilog="Example: timeline init --demo && timeline list --actor Kim")
def command(
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the partnership of Russia and North Korea around the war in Ukraine.")
    ] = False,
    db: Database = None,
) -> None:
    """
    Make a new database; one that is there already is left as it is.

    --demo imports the first chronology, and changes nothing when it is already in.
    """
    from timeline.store import engine

    target = options.target(db)
    made = engine.create(target)
    label = engine.locate(target).label
    say(f"{label}: made" if made else f"{label}: there already")
    if demo:
        from timeline.resources import seeds_dir

        files = sorted((seeds_dir() / DEMO).glob("*.jsonl"))
        intake.load(target, [str(file) for file in files], command="init --demo")
