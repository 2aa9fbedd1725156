"""`timeline log`: what was written to the database, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import options, output
from timeline.cli.options import AsRecorded, Database, Form

if TYPE_CHECKING:
    from timeline.store.history import BatchRow, Change

app = typer.Typer(add_completion=False, rich_markup_mode=None)

COLUMNS = ("batch", "when", "who", "command", "wrote", "undone")
_INNER = {
    *("id", "uid", "batch_id", "start_min", "start_max", "end_min", "end_max", "gaps", "band", "sort_key", "folded"),
    *(f"{date}_{bound}" for date in ("published", "claimed", "period") for bound in ("start_min", "start_max")),
    *(f"{date}_{bound}" for date in ("published", "claimed", "period") for bound in ("end_min", "end_max")),
}
"""Columns that follow from others, or that say nothing to people."""
CHANGES = ("table", "what", "change", "before", "after")


@app.command(epilog="Example: timeline log --limit 5")
def command(
    batch: Annotated[int | None, typer.Argument(metavar="[BATCH]", help="Show each row that this batch wrote.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="The newest so many.")] = None,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """Show the batches of the database, newest first, with what each wrote; or, of one batch, every row."""
    from timeline.errors import NoBatch
    from timeline.formats import table_writer
    from timeline.store import history

    write_table = table_writer(form)
    with options.reader(db) as reader:
        at = None if as_recorded is None else history.moment(reader, as_recorded)
        if batch is None:
            rows = (_row(row) for row in history.log(reader, limit, until=at))
            output.write(write_table(COLUMNS, rows, width=output.width()))
        elif at is not None and batch > at:
            raise NoBatch(batch)
        else:
            changes = (_change(change) for change in history.changes(reader, batch))
            output.write(write_table(CHANGES, changes, width=output.width()))


def wrote(counts: dict[str, list[int]]) -> str:
    """Give what a batch wrote: "event 1 new, participation 2 new 1 gone"."""
    states = ("new", "changed", "gone")
    return ", ".join(
        f"{table} " + " ".join(f"{n:,} {state}" for n, state in zip(numbers, states, strict=True) if n)
        for table, numbers in sorted(counts.items())
    )


def _row(row: BatchRow) -> tuple[object, ...]:
    undone = f"by batch {row.undone_by}" if row.undone_by else None
    command = f"{row.command} {row.undoes}" if row.undoes else row.command
    return row.id, row.started_at[:19].replace("T", " "), row.who, command, wrote(row.wrote), undone


def _change(change: Change) -> tuple[object, ...]:
    """Give one row of a batch: what it was and became, only the columns that differ."""
    before, after = change.before or {}, change.after or {}
    state = "new" if change.before is None else "gone" if change.after is None else "changed"
    names = [name for name in {**before, **after} if before.get(name) != after.get(name) and name not in _INNER]
    return (
        change.table,
        change.name,
        state,
        [f"{name}: {before[name]}" for name in names if before.get(name) is not None],
        [f"{name}: {after[name]}" for name in names if after.get(name) is not None],
    )
