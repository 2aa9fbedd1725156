"""`timeline tag`: tags on events."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli import drafting, events, intake, options, output
from timeline.cli.options import AsRecorded, Database, Form
from timeline.cli.output import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List tags, put them on events, take them off.",
    epilog="Example: timeline tag add casualties kursk-incursion",
)

Tag = Annotated[str, typer.Argument(metavar="TAG", autocompletion=options.complete("tag"))]
Events = Annotated[
    list[str],
    typer.Argument(metavar="EVENT...", help="uid, title, or words of it.", autocompletion=options.complete("event")),
]


@app.command("list", epilog="Example: timeline tag list --format csv")
def list_(form: Form = "table", as_recorded: AsRecorded = None, db: Database = None) -> None:
    """List the tags with how many events each has."""
    from timeline.formats import table_writer
    from timeline.store.read.listings import tags

    with options.reader(db, as_recorded=as_recorded) as reader:
        output.write(table_writer(form)(("tag", "events"), tags(reader), width=output.width()))


@app.command(epilog="Example: timeline tag add casualties kursk-incursion")
def add(tag: Tag, event: Events, db: Database = None) -> None:
    """Put a tag on events."""
    drafting.refuse_empty(tag, "TAG")
    with intake.batch(db, "tag add") as opened:
        hits = dict.fromkeys(options.only(opened.reader, "event", name) for name in event)
        intake.apply(opened, [{"record": "event", "uid": hit.uid, "tags": [tag]} for hit in hits])
    say(f"{tag}: on {events.count(len(hits), 'event')}")


@app.command(epilog="Example: timeline tag rm casualties kursk-incursion")
def rm(tag: Tag, event: Events, db: Database = None) -> None:
    """Take a tag off events."""
    from timeline.errors import NothingNamed
    from timeline.store import edit

    with intake.batch(db, "tag rm") as opened:
        hits = dict.fromkeys(options.only(opened.reader, "event", name) for name in event)
        for hit in hits:
            if not edit.remove_tag(opened, hit.id, tag):
                raise NothingNamed(f"tag of {hit.uid}", tag)
    say(f"{tag}: off {events.count(len(hits), 'event')}")
