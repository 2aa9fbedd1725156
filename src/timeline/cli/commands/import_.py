"""`timeline import`: records from a file in any format that can be read."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli import intake, options
from timeline.cli.options import Database

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: timeline import chronology.jsonl")
def command(
    file: Annotated[list[str], typer.Argument(metavar="FILE...", help="In one of the formats; - is stdin.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="See `timeline formats`; else by the file's name.",
            autocompletion=options.formats(lambda form: form.read is not None),
        ),
    ] = None,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Where a row was changed here since it was exported, the file wins.")
    ] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="Where a row was changed here since it was exported, the database wins.")
    ] = False,
    known_only: Annotated[
        bool, typer.Option("--known-actors", help="Refuse actors in a CSV file that are not known.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be written, and write nothing.")] = False,
    db: Database = None,
) -> None:
    """
    Read records into the database, matched with what is there, so that importing twice changes nothing.

    All files together are one batch: everything is written or nothing, and `timeline undo` takes it back.
    """
    if theirs and ours:
        raise typer.BadParameter("name --theirs or --ours, not both", param_hint="--theirs")
    intake.load(
        options.target(db),
        file,
        command="import",
        form=form,
        on_conflict="theirs" if theirs else "ours" if ours else "refuse",
        create_actors=not known_only,
        dry_run=dry_run,
    )
