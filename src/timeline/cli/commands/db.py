"""`timeline db`: looking after the database itself."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli import options, output
from timeline.cli.options import Database, Form
from timeline.cli.output import say
from timeline.errors import CheckFailed

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Look after the database: upgrade, check, backup, restore, info.",
    epilog="Example: timeline db backup before-the-trial.db",
)


@app.command(epilog="Example: timeline db upgrade")
def upgrade(db: Database = None) -> None:
    """Bring a database of an older timeline to this version; a file is backed up first."""
    from timeline.store import migrate

    done = migrate.upgrade(options.target(db))
    say("nothing to do: the schema is up to date" if done is None else f"upgraded; the file as it was is {done}")


@app.command(epilog="Example: timeline db check")
def check(form: Form = "table", db: Database = None) -> None:
    """Check the database itself: pages, references, bounds, order, full text, history."""
    from timeline.formats import table_writer
    from timeline.store import migrate

    found = tuple(migrate.check(options.target(db)))
    if found:
        output.write(table_writer(form)(("rule", "where", "what"), found, width=output.width()))
        raise CheckFailed(len(found))
    say("sound")


@app.command(epilog="Example: timeline db backup before-the-trial.db")
def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to; must not exist yet.")],
    db: Database = None,
) -> None:
    """Copy the database to a file, consistent even while others write."""
    from timeline.store import migrate

    migrate.backup(options.target(db), file)
    say(f"copied to {file}")


@app.command(epilog="Example: timeline db restore before-the-trial.db")
def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup made by `timeline db backup`.")],
    db: Database = None,
) -> None:
    """Put a backup in the place of the database, whole or not at all."""
    from timeline.store import migrate

    aside = migrate.restore(options.target(db), file)
    say(f"restored from {file}" + (f"; what was there is now {aside}" if aside else ""))


@app.command(epilog="Example: timeline db info")
def info(form: Form = "table", db: Database = None) -> None:
    """Tell the schema, the size, and how much of what the database holds."""
    from timeline.formats import table_writer
    from timeline.store import migrate

    told = migrate.info(options.target(db))
    rows = [
        *((name, getattr(told, name)) for name in ("target", "dialect", "revision", "uuid", "bytes", "journal")),
        *((name, getattr(told, name)) for name in ("batches", "first", "last")),
        *sorted(told.rows.items()),
    ]
    output.write(table_writer(form)(("what", "value"), rows, width=output.width()))
