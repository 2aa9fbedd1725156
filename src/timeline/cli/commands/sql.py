"""`timeline sql`: one read-only query."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import events, options, output
from timeline.cli.options import AsRecorded, Database, Form, Output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats.types import Table
    from timeline.store.engine import Reader
    from timeline.store.sql import Result

app = typer.Typer(add_completion=False, rich_markup_mode=None)

SCHEMA = ("name", "kind", "columns", "what it is", "example")


@app.command(
    epilog="Example: timeline sql \"SELECT date, title FROM timeline WHERE actors LIKE '%Kim%'\"",
)
def command(
    statement: Annotated[
        str | None,
        typer.Argument(metavar="[QUERY]", help="One SELECT, WITH, VALUES or EXPLAIN; - is stdin."),
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Show the views and tables, with an example each.")] = False,
    rows: Annotated[int, typer.Option("--rows", min=1, metavar="N", help="Stop after so many rows.")] = 1_000_000,
    seconds: Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="Stop after so long.")] = 30.0,
    role: Annotated[
        str | None, typer.Option(metavar="NAME", help="PostgreSQL: ask as this role, which may only SELECT.")
    ] = None,
    form: Form = "table",
    to: Output = None,
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    Run one query against the database. It cannot write, attach, or change a setting.

    Begin with the view `timeline`: date, start_day, end_day, title, actors, place, sources, status.
    """
    from timeline.formats import table_writer

    write_table = table_writer(form)
    if schema:
        with options.reader(db) as reader:
            output.write(_schema(reader, write_table), to)
        return
    if statement is None:
        raise typer.BadParameter("name a query, or --schema to see what can be asked", param_hint="QUERY")
    text = sys.stdin.read() if statement == "-" else statement
    with _asked(db, role, as_recorded, text, rows, seconds) as result:
        output.write(write_table(result.columns, result.rows, width=output.width()), to)
        if result.truncated:
            output.say(f"stopped after {events.count(rows, 'row')} (--rows)")


@contextmanager
def _asked(
    db: str | None, role: str | None, as_recorded: str | None, text: str, rows: int, seconds: float
) -> Iterator[Result]:
    """Run the query, and close it and the database behind it."""
    from timeline.store import sql

    with (
        options.reader(db, role=role, as_recorded=as_recorded) as reader,
        sql.run(reader, text, row_limit=rows, seconds=seconds) as result,
    ):
        yield result


def _schema(reader: Reader, write_table: Table) -> Iterator[str]:
    """Give the views and tables, views first."""
    from timeline.store import sql

    rows = (
        (one.name, one.kind, [f"{name} {kind}".strip() for name, kind in one.columns], one.description, one.example)
        for one in sql.schema(reader)
    )
    return write_table(SCHEMA, rows, width=output.width())
