"""`timeline source`: what was read."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import typer

from timeline.cli import drafting, intake, options, output
from timeline.cli.options import AsRecorded, Database, Form, On
from timeline.cli.output import say
from timeline.errors import NothingToChange
from timeline.model import ACCESS, slug

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List, add and edit sources.",
    epilog="Example: timeline source list",
)

COLUMNS = ("uid", "title", "publisher", "author", "published", "url", "access", "events")


class Described(NamedTuple):
    """A source as options describe it."""

    url: Annotated[str | None, typer.Option(metavar="URL", help="Where it can be read.")] = None
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who printed it.")] = None
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Who wrote it.")] = None
    published: Annotated[str | None, typer.Option(metavar="DATE", help="When; EDTF, ISO or English.")] = None
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="article, report, post, court file, …")] = None
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="Language, BCP 47.")] = None
    accessed: Annotated[str | None, typer.Option(metavar="DATE", help="When it was read; ISO.")] = None
    archive_url: Annotated[str | None, typer.Option(metavar="URL", help="A copy that stays.")] = None
    reliability: Annotated[str | None, typer.Option(metavar="TEXT", help="How far it can be trusted.")] = None
    access: Annotated[str | None, typer.Option(metavar="LEVEL", help="public, internal, confidential.")] = None
    note: Annotated[str | None, typer.Option(metavar="TEXT")] = None
    on: On = None


described = options.expanded("source", Described)


@app.command("list", epilog="Example: timeline source list --format csv")
def list_(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only those that this name takes.")] = None,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """List sources with how many events they are cited for."""
    from timeline.formats import table_writer
    from timeline.store.read.listings import sources
    from timeline.store.read.names import find_sources

    with options.reader(db, as_recorded=as_recorded) as reader:
        ids = options.ids_of(reader, "source", name, find_sources)
        rows = (
            (s.uid, s.title, s.publisher, s.author, s.published, s.url, s.access, s.events)
            for s in sources(reader, ids=ids)
        )
        output.write(table_writer(form)(COLUMNS, rows, width=output.width(), dates=("published",)))


@app.command(epilog='Example: timeline source add "Annual report" --publisher "UN Panel" --published "March 2024"')
@described
def add(
    source: Described,
    title: Annotated[str, typer.Argument(help="Its title.")],
    uid: Annotated[str | None, typer.Option(metavar="UID", help="Its identifier; else made of the title.")] = None,
    db: Database = None,
) -> None:
    """Add a source."""
    drafting.refuse_empty(title, "TITLE")
    with intake.batch(db, "source add") as opened:
        made = drafting.check_uid(opened, "source", uid) if uid else opened.uid("source", slug(title))
        intake.apply(opened, [{"record": "source", "uid": made, "title": title, **_values(source)}])
    say(f"added {made}")


@app.command(epilog='Example: timeline source edit putin-thanks-kim --published "3 September 2025"')
@described
def edit(
    source: Described,
    name: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", help="uid, title, publisher or URL.", autocompletion=options.complete("source")
        ),
    ],
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="A new title; the uid stays.")] = None,
    db: Database = None,
) -> None:
    """Change a source; what is not named stays. An empty text clears."""
    values = _values(source)
    if title is not None:
        values["title"] = drafting.refuse_empty(title, "--title")
    if not values:
        raise NothingToChange
    with intake.batch(db, "source edit") as opened:
        hit = options.only(opened.reader, "source", name)
        intake.apply(opened, [{"record": "source", "uid": hit.uid, **values}])
        changed = opened.wrote
    say(f"changed {hit.uid}" if changed else f"{hit.uid} was like that already")


def _values(source: Described) -> dict[str, Any]:
    values: dict[str, Any] = {
        key: value or None for key, value in source._asdict().items() if value is not None and key != "on"
    }
    if source.access is not None:
        values["access"] = options.one_of("--access", source.access, ACCESS)
    if source.published:
        values["published"] = options.date(source.published, "--published", on=source.on)
    if source.accessed:
        values["accessed"] = options.date(source.accessed, "--accessed", on=source.on)
    return values
