"""
`timeline import FILE --guess`: a map for a file, and ten rows as they would be read by it.

The map goes to stdout or to `-o`, everything else to stderr. A map that exists is not written over.
"""

from __future__ import annotations

from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from timeline.cli import intake
from timeline.cli.mapped import beside
from timeline.cli.output import say, width, write
from timeline.errors import DatesUnclear
from timeline.mapping import File, Mapper, Told, opened, parsed
from timeline.mapping.guess import Guess

if TYPE_CHECKING:
    from timeline.mapping import Map, Row, Table

_SHOWN = 10


def write_map(files: list[str], output: str | None) -> None:
    """Write a map for the first file, to which the others may be joined."""
    if output is not None and output != "-" and Path(output).exists():
        told = f"{output} is there already, perhaps with your changes: name another, or remove it"
        raise typer.BadParameter(told, param_hint="--output")
    with ExitStack() as stack:
        given = [(name, stack.enter_context(intake.opened(name))) for name in files]
        tables = [(name, opened(stream, name, File())) for name, stream in given]
        name, table = tables[0]
        made = Guess(table, name, tables[1:])
        text = made.text()
        write([text], output)
        for sentence in table.told:
            say(f"{name}: {sentence}")
        how = parsed(text, output or "map")
        again = opened(given[0][1], name, how.file, beside(name, given[1:], stack))
        try:
            _preview(how, again)
        except DatesUnclear as unclear:
            say(f"{unclear.place}: {unclear}")
            say(f"  {unclear.hint}")
    if output is not None and output != "-":
        say(f"the map is in {output}; now: timeline import {' '.join(files)} --map {output}")


class _Refusals(Told):
    """Keeps what was refused among the rows shown."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.said: list[str] = []

    def refused(self, row: Row, reason: str) -> None:
        """Keep one."""
        self.said.append(f"{self.table.place(row.line)}: refused: {reason}")


def _preview(how: Map, table: Table) -> None:
    """Show ten rows as they would be read."""
    from timeline.formats.table import write_table

    refused = _Refusals(table)
    mapper = Mapper(how, table, refused)
    names: dict[str, str] = {}
    rows: list[tuple[Any, ...]] = []
    for record in islice(_noted(mapper, names), _SHOWN):
        who = "; ".join(
            one["actor"]["name"] + (f" ({one['role']})" if "role" in one else "")
            for one in record.get("participants", ())
        )
        figures = "; ".join(f"{one['attribute']} {one['value']}" for one in getattr(record, "claims", ()))
        cited = len([one for one in record.get("citations", ()) if one["source"] != _file_source(how)])
        place = (record.get("place") or {}).get("name")
        rows.append((record["date"] or record["as_written"], record["title"], place, who, figures, cited or None))
    columns = ("date", "title", "place", "actors", "figures", "sources")
    kept = [at for at in range(len(columns)) if at < 2 or any(row[at] for row in rows)]
    for piece in write_table(
        [columns[at] for at in kept], [[row[at] for at in kept] for row in rows], width=width() or 160, dates=()
    ):
        for line in piece.splitlines():
            say(line)
    for sentence in refused.said[:_SHOWN]:
        say(sentence)


def _noted(mapper: Mapper, names: dict[str, str]) -> Any:
    for record in mapper.records():
        if record["record"] == "event":
            yield record
        elif "uid" in record:
            names[record["uid"]] = str(record.get("title") or record.get("name"))


def _file_source(how: Map) -> object:
    return {"name": how.source["title"]} if how.source and how.source.keys() == {"title"} else None
