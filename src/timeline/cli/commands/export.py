"""`timeline export`: the chronology in another form, by the filters of `list`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NamedTuple

import typer

import timeline
from timeline.cli import clock, events, options, output
from timeline.cli.options import AsRecorded, Database, Filters, Output
from timeline.errors import FormatCannot, LossRefused
from timeline.model import ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats import Context, Format, Losses
    from timeline.formats.types import Beside
    from timeline.query import EventQuery
    from timeline.store.engine import Reader

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: timeline export --format csv --actor Putin -o putin.csv")
@options.filters
def command(
    filters: Filters,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="See `timeline formats`; else by the file's name, else csv.",
            autocompletion=options.formats(lambda form: form.writes()),
        ),
    ] = None,
    to: Output = None,
    access: Annotated[
        str, typer.Option(metavar="LEVEL", help="The most secret level to let out: public, internal, confidential.")
    ] = "public",
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing if the format cannot hold all that is to go out.")
    ] = False,
    title: Annotated[
        str, typer.Option(metavar="TEXT", help="What it is called, in the formats that have a title.")
    ] = "Chronology",
    bom: Annotated[
        bool, typer.Option("--bom/--no-bom", help="Begin a CSV file with a byte order mark, as spreadsheets want it.")
    ] = False,
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    Write the chronology in another form: the same events that `list` shows with the same filters.

    JSON lines lose nothing and can be imported again; without any filter they hold everything, drafts
    too. What another format could not hold is said on stderr. Nothing above --access is let out.
    """
    from timeline.formats import Context, Losses, all_formats, by_name, of_file

    shape = by_name(form) if form else (of_file(to) if to else None) or by_name("csv")
    if not shape.writes():
        raise FormatCannot(shape.name, "be exported", tuple(one.name for one in all_formats() if one.writes()))
    options.one_of("--access", access, ACCESS)
    if bom and (to is None or to == "-"):
        raise typer.BadParameter("a byte order mark goes only to a file: name it with -o", param_hint="--bom")
    from timeline.store.engine import identity
    from timeline.store.read.events import hidden

    with options.reader(db, as_recorded=as_recorded) as reader:
        query = options.query(reader, filters)._replace(max_access=access)
        context = Context(
            title,
            clock.stamp(),
            options.in_words(filters),
            timeline.__version__,
            _stem(options.target(db)),
            identity(reader),
        )
        task = _Export(reader, query, shape, Losses(), context)

        def check() -> None:
            task.count_beyond()
            if strict and task.lost:
                raise LossRefused(shape.name, task.lost.sentence())

        if shape.write_file is not None:

            def also() -> None:
                check()
                for one in shape.beside if to not in {None, "-"} else ():
                    output.write_bytes(partial(task.fill_beside, one), _beside(str(to), one.name), form=shape.name)

            output.write_bytes(partial(task.fill, to), to, form=shape.name, check=also)
        else:
            text = task.text(everything=not filters.status)
            output.write(text, to, bom=bom, check=check if strict else None)
            if not strict:
                check()
        if task.lost:
            output.say(f"{shape.name} cannot hold all: {task.lost.sentence()}")
        events.say_hidden(hidden(reader, query))


class _Export(NamedTuple):
    """What goes out, from where, in which form."""

    reader: Reader
    query: EventQuery
    shape: Format
    lost: Losses
    context: Context

    def text(self, *, everything: bool) -> Iterator[str]:
        """Give it in pieces; an unfiltered export of records is everything, whatever its status."""
        if self.shape.write_whole is not None:
            return self.shape.write_whole(self._whole(), self.lost, self.context)
        if self.shape.write_events is not None:
            from timeline.store.read.events import events as find

            return self.shape.write_events(find(self.reader, self.query), self.lost)
        assert self.shape.write_records is not None  # noqa: S101 -- the command asked `writes`
        from timeline.query import ALL_STATUSES
        from timeline.store.read.records import records

        everything = everything and self.shape.complete and not self.query.is_filtered()
        query = self.query._replace(statuses=ALL_STATUSES) if everything else self.query
        return self.shape.write_records(records(self.reader, query), self.lost)

    def fill(self, to: str | None, file: BinaryIO) -> None:
        """Write it to a file of bytes; what would go into a second file is lost where the first has no name."""
        assert self.shape.write_file is not None  # noqa: S101 -- the command asked
        alone = () if to not in {None, "-"} else tuple(one.name for one in self.shape.beside)
        self.shape.write_file(self._counted(alone) if alone else self._whole(), file, self.lost, self.context)

    def fill_beside(self, one: Beside, file: BinaryIO) -> None:
        """Write what goes into a second file."""
        one.fill(self._whole(), file, self.lost, self.context)

    def _counted(self, alone: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        for event in self._whole():
            for name in alone:
                self.lost.add(f"{name} dropped, for they go into a second file (-o)", len(event.get(name) or ()))
            yield event

    def count_beyond(self) -> None:
        """Count as lost what goes with the events and never reached a writer of rows, or of whole events."""
        if self.shape.write_records is not None or not self.shape.holds:
            return
        from timeline.store.read.beyond import beyond, unseen

        rows = self.shape.write_events is not None and self.shape.write_whole is None
        for count in (beyond, unseen) if rows else (unseen,):
            for what, number in count(self.reader, self.query).items():
                self.lost.add(what, number)

    def _whole(self) -> Iterator[dict[str, Any]]:
        from timeline.store.read.whole import whole

        return whole(self.reader, self.query)


def _stem(target: str) -> str:
    """Give the name of a database file without its extension; "" for a server."""
    from pathlib import Path
    from urllib.parse import urlsplit

    parts = urlsplit(target)
    if parts.scheme in {"postgresql", "postgres"} or parts.scheme.startswith("postgresql+"):
        return ""
    return Path(target.removeprefix("sqlite:///")).stem


def _beside(to: str, name: str) -> str:
    """
    Give the name of a second file.

    >>> _beside("out/x.parquet", "claims")
    'out/x.claims.parquet'
    """
    stem, dot, extension = to.rpartition(".")
    return f"{stem}.{name}.{extension}" if dot and "/" not in extension and stem else f"{to}.{name}"
