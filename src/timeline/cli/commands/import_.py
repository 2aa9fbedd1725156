"""`timeline import`: records from a file in any format that can be read, or from any table by a map."""

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
    by_map: Annotated[
        str | None,
        typer.Option("--map", metavar="MAP.toml", help="Any CSV, TSV, XLSX, JSON or GeoJSON, read as the map says."),
    ] = None,
    guess: Annotated[
        bool, typer.Option("--guess", help="Write a map for the file, with the reasons, and show ten rows by it.")
    ] = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="MAP.toml", help="With --guess: where the map is written.")
    ] = None,
    refused: Annotated[
        str | None,
        typer.Option("--refused", metavar="FILE", help="With --map: where refused rows go; else FILE.refused.csv."),
    ] = None,
    rows: Annotated[bool, typer.Option("--rows", help="With --map: tell of every row what becomes of it.")] = False,
    db: Database = None,
) -> None:
    """
    Read records into the database, matched with what is there, so that importing twice changes nothing.

    All files together are one batch: everything is written or nothing, and `timeline undo` takes it back.
    By a map (docs/mapping.md), rows that cannot be taken are put aside in a file, and the others written.
    """
    if theirs and ours:
        raise typer.BadParameter("name --theirs or --ours, not both", param_hint="--theirs")
    on_conflict = "theirs" if theirs else "ours" if ours else "refuse"
    _check_together(by_map, guess=guess, form=form, output=output, refused=refused, rows=rows)
    if guess:
        from timeline.cli import guessing

        guessing.write_map(file, output)
        return
    if by_map is not None:
        from timeline.cli import mapped

        wish = mapped.Wish(refused, rows, dry_run, on_conflict, not known_only)
        mapped.load(options.target(db), file, by_map, wish)
        return
    intake.load(
        options.target(db),
        file,
        command="import",
        form=form,
        on_conflict=on_conflict,
        create_actors=not known_only,
        dry_run=dry_run,
    )


def _check_together(
    by_map: str | None, *, guess: bool, form: str | None, output: str | None, refused: str | None, rows: bool
) -> None:
    """Refuse options that say nothing together."""
    if guess and by_map is not None:
        raise typer.BadParameter("a map is guessed or given, not both", param_hint="--guess")
    if form is not None and (guess or by_map is not None):
        raise typer.BadParameter("the map says what the file is: kind under [file]", param_hint="--format")
    if output is not None and not guess:
        raise typer.BadParameter("goes with --guess", param_hint="--output")
    if by_map is None and (refused is not None or rows):
        raise typer.BadParameter("goes with --map", param_hint="--refused" if refused is not None else "--rows")
