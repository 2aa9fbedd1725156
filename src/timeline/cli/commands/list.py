"""`timeline list`: events in order of time, by any filter."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import events, options, output
from timeline.cli.options import AsRecorded, Database, Filters, Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.model import EventRow
    from timeline.query import Known
    from timeline.store.engine import Reader

app = typer.Typer(add_completion=False, rich_markup_mode=None)

HUMAN = ("date", "title", "actors", "place", "sources")
MACHINE = ("uid", "date", "title", "summary", "kind", "status", "place", "actors", "tags", "sources", "access")


@app.command(epilog="Example: timeline list --actor Kim --since 2024-06 --certainly")
@options.filters
def command(
    filters: Filters,
    columns: Annotated[
        str | None, typer.Option(metavar="A,B,…", help=f"Which columns: {', '.join(events.COLUMNS)}.")
    ] = None,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    List events in order of time: confirmed and disputed ones, oldest first, undated last.

    A window of time (--since, --until, --when) takes what possibly touches it; with --certainly, what
    touches it whatever its exact date. What was left out is counted on stderr. --known-by DATE lists only what had
    been printed by then, with the dates as they were known.
    """
    from timeline.formats import FOR_PEOPLE, table_writer
    from timeline.store.read.events import events as find
    from timeline.store.read.events import hidden

    write_table = table_writer(form)
    for_people = form in FOR_PEOPLE
    named = _columns(columns) if columns else (HUMAN if for_people else MACHINE)
    getters: list[Callable[[EventRow], object]] = [events.getter(name, for_people=for_people) for name in named]
    with options.reader(db, as_recorded=as_recorded) as reader:
        query = options.query(reader, filters)
        if query.known is not None:
            named = _mark_redated(reader, query.known, named, getters, for_people=for_people)
        rows = ([get(row) for get in getters] for row in find(reader, query))
        first = next(rows, None)
        if first is not None or not for_people:
            found = chain([] if first is None else [first], rows)
            output.write(write_table(named, found, width=output.width(), dates=("date",)))
        else:
            output.say("no event is found")
        events.say_hidden(hidden(reader, query))


def _mark_redated(
    reader: Reader,
    known: Known,
    named: tuple[str, ...],
    getters: list[Callable[[EventRow], object]],
    *,
    for_people: bool,
) -> tuple[str, ...]:
    """Mark the dates that are as known then: for people behind the date, for machines in a column of its own."""
    from timeline.store.read import known as shown

    shown.apply(reader, known)
    redated = shown.redated(reader)
    if not for_people:
        getters.append(lambda row: row.id in redated)
        return (*named, "redated")
    for place, get in enumerate(getters):
        if named[place] in {"date", "words"}:
            getters[place] = lambda row, get=get: f"{get(row)} (as known then)" if row.id in redated else get(row)  # type: ignore[misc]
    return named


def _columns(text: str) -> tuple[str, ...]:
    return tuple(options.one_of("--columns", name.strip(), tuple(events.COLUMNS)) for name in text.split(","))
