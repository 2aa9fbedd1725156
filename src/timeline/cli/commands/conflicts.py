"""`timeline conflicts`: what is said differently of one thing, judged and side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from timeline.cli import events, options, output
from timeline.cli.options import AsRecorded, Database, Filters, Form
from timeline.model import ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats.types import Table
    from timeline.model import Cell, Statement
    from timeline.query import ConflictQuery
    from timeline.store.engine import Reader

app = typer.Typer(add_completion=False, rich_markup_mode=None)

SAID = ("value", "by", "said", "period", "printed by", "verdict", "why")
CELL = ("event", "attribute", "about", "verdict", "reason", "origins")
VALUE = ("by", "min", "max", "qualifier", "claimed", "period", "source")


@app.command(epilog="Example: timeline conflicts --attribute killed --format json")
@options.filters
def command(
    filters: Filters,
    event: Annotated[
        list[str],
        typer.Argument(
            metavar="[EVENT]...",
            help="Only of these: uid, title, or words of it.",
            autocompletion=options.complete("event"),
        ),
    ] = [],
    attribute: Annotated[list[str], typer.Option(metavar="NAME", help="killed, responsible, date, …")] = [],
    about: Annotated[list[str], typer.Option(metavar="NAME", help="Whom it is about.")] = [],
    access: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="The most secret level to let out: public, internal, …")
    ] = None,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    List what is said differently of one thing: figures, words, and the dates that passages give an event.

    The verdict is conflict (no value fits all), update (the same one said otherwise later), or not comparable (another
    time, place or unit, or both can hold); each says why. --actor takes events with it and what is about it.
    """
    from timeline.formats import table_writer
    from timeline.store.read import conflicts

    write_table = table_writer(form)
    if access is not None:
        options.one_of("--access", access, ACCESS)
    with options.reader(db, as_recorded=as_recorded) as reader:
        query = _query(reader, filters, event, attribute, about)._replace(max_access=access)
        if form in {"json", "jsonl"}:
            output.write(_objects(_first(conflicts.conflicts(reader, query), filters.limit), form))
        elif form in {"table", "md"}:
            found = zip(conflicts.conflicts(reader, query), conflicts.statements(reader, query), strict=True)
            _for_people(_first(found, filters.limit), write_table, form)
        else:
            rows = _flat(_first(conflicts.conflicts(reader, query), filters.limit))
            output.write(write_table((*CELL, *VALUE), rows, dates=("claimed", "period")))


def _query(reader: Reader, filters: Filters, event: list[str], attribute: list[str], about: list[str]) -> ConflictQuery:
    """Turn what was typed into a query; an actor means the events it takes part in and what is said of it."""
    from timeline.query import ConflictQuery
    from timeline.store.read import names

    asked = options.query(reader, filters)
    plain = not (filters.role or filters.with_ or getattr(filters, "members", False))
    of = asked._replace(known=None, limit=None, actors=() if plain else asked.actors)
    return ConflictQuery(
        events=tuple(options.only(reader, "event", name).id for name in event) or None,
        of=of if of.is_filtered() else None,
        event_statuses=_every_status(event, filters, asked.statuses),
        actors=asked.actors if plain else (),
        subjects=tuple(n for name in about for n in options.taken(reader, "actor", name, names.find_actors)),
        attributes=tuple(attribute),
        known=asked.known,
    )


def _every_status(event: list[str], filters: Filters, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Give the status of events: whoever names an event means it whatever its status."""
    from timeline.query import ALL_STATUSES

    return ALL_STATUSES if event and not filters.status else asked


def _first(found: Iterator[Any], limit: int | None) -> Iterator[Any]:
    from itertools import islice

    return islice(found, limit)


def _objects(cells: Iterator[Cell], form: str) -> Iterator[str]:
    """Give an object a cell: one array, or one a line."""
    import json

    before = "["
    for cell in cells:
        one = {name: _shown(cell, name) for name in CELL} | {"values": cell.values}
        text = json.dumps(one, ensure_ascii=False)
        yield f"{text}\n" if form == "jsonl" else f"{before}\n{text}"
        before = ","
    if form == "json":
        yield "[]\n" if before == "[" else "\n]\n"


def _shown(cell: Cell, name: str) -> object:
    value = getattr(cell, name)
    return value.uid if hasattr(value, "uid") else value


def _flat(cells: Iterator[Cell]) -> Iterator[tuple[object, ...]]:
    """Give a row a value, with its cell."""
    for cell in cells:
        for value in cell.values:
            yield (*(_shown(cell, name) for name in CELL), *(value[name] for name in VALUE))


def _for_people(found: Iterator[tuple[Cell, Any]], write_table: Table, form: str) -> None:
    """Write a block a cell: what it is about, the verdict and why, and what is said side by side."""
    indent = "" if form == "md" else "  "
    width = output.width()
    inner = None if width is None else max(width - len(indent), 20)
    number = 0
    for number, (cell, (_, said)) in enumerate(found, 1):
        rows = [_row(one) for one in said]
        text = "".join(write_table(SAID, rows, width=inner))
        lines = [*_heading(cell, form), *(f"{indent}{line}".rstrip() for line in text.splitlines())]
        output.write(("\n" if number > 1 else "") + "".join(f"{line}\n" for line in lines))
    if not number:
        output.say("nothing is said differently")


def _heading(cell: Cell, form: str) -> list[str]:
    import textwrap

    of = f", of {cell.about.name}" if cell.about else ""
    verdict = cell.verdict.replace("_", " ")
    lines = [
        f"{cell.attribute}{of}: {verdict}, {events.count(cell.origins, 'independent origin')}",
        *textwrap.wrap(cell.reason, output.width() or 10**6, break_on_hyphens=False),
    ]
    if cell.event is not None:
        lines.insert(0, f"{cell.event.name} [{cell.event.uid}]")
    return [f"## {lines[0]}", "", *lines[1:], ""] if form == "md" else lines


def _row(one: Statement) -> tuple[object, ...]:
    value = events.words(one.label) if one.is_date else f"{one.label} {one.unit or ''}".rstrip()
    return (
        value,
        one.by,
        one.claimed and events.words(one.claimed),
        events.words(one.period) if one.period and not one.is_date else None,
        list(one.printed_by),
        one.verdict.replace("_", " "),
        one.why,
    )
