"""`timeline export`: the chronology in another form, by the filters of `list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import events, options, output
from timeline.cli.options import AsRecorded, Database, Filters, Output
from timeline.errors import FormatCannot
from timeline.model import ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Format
    from timeline.query import EventQuery
    from timeline.store.engine import Reader

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: timeline export --format csv --actor Putin -o putin.csv")
@options.filters
def command(
    filters: Filters,
    form: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="csv, json, jsonl or md; else by the file's name.")
    ] = None,
    to: Output = None,
    access: Annotated[
        str, typer.Option(metavar="LEVEL", help="The most secret level to let out: public, internal, confidential.")
    ] = "public",
    bom: Annotated[
        bool, typer.Option("--bom/--no-bom", help="Begin a CSV file with a byte order mark, as spreadsheets want it.")
    ] = False,
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    Write the chronology in another form: the same events that `list` shows with the same filters.

    JSON lines lose nothing and can be imported again; without any filter they hold everything, drafts
    too. CSV is a row an event and can be edited and imported again. Nothing above --access is let out.
    """
    from timeline.formats import by_name, of_file

    shape = by_name(form) if form else (of_file(to) if to else None) or by_name("csv")
    options.one_of("--access", access, ACCESS)
    if bom and to is None:
        raise typer.BadParameter("a byte order mark goes only to a file: name it with -o", param_hint="--bom")
    from timeline.store.read.events import hidden

    with options.reader(db, as_recorded=as_recorded) as reader:
        query = options.query(reader, filters)._replace(max_access=access)
        output.write(_text(reader, query, shape, whole=not filters.status), to, bom=bom)
        events.say_hidden(hidden(reader, query))


def _text(reader: Reader, query: EventQuery, shape: Format, *, whole: bool) -> Iterator[str]:
    """Give the export in pieces; an unfiltered export of records is everything, whatever its status."""
    if shape.write_events is not None:
        from timeline.store.read.events import events as find

        return shape.write_events(find(reader, query))
    if shape.write_records is not None:
        from timeline.query import ALL_STATUSES
        from timeline.store.read.records import records

        if whole and not query.is_filtered():
            query = query._replace(statuses=ALL_STATUSES)
        return shape.write_records(records(reader, query))
    raise FormatCannot(shape.name, "export")
