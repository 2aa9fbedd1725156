"""`timeline add`: put an event down."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli import drafting, intake
from timeline.cli.drafting import Happening
from timeline.cli.options import Database, DayFirst, On
from timeline.cli.output import say
from timeline.model import slug

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    epilog='Example: timeline add "Pact signed" --when "June 2024" --actor "Kim Jong Un:signatory" --actor Putin '
    '--source https://example.org/pact --quote "signed in June" --new'
)
@drafting.described
def command(
    happening: Happening,
    title: Annotated[str, typer.Argument(help="What happened, short enough for a list.")],
    uid: Annotated[str | None, typer.Option(metavar="UID", help="Its identifier; else made of the title.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Make actors, places and sources that are not known.")] = False,
    on: On = None,
    dayfirst: DayFirst = None,
    db: Database = None,
) -> None:
    """
    Put down an event: who, when (as uncertain as it is), where, where it was read, in which words.

    Dates are EDTF, ISO or English. Unknown actors, places and sources are made only with --new or after
    a yes on a terminal; a URL as source is made at once. An event much like one there is pointed out.
    """
    drafting.refuse_empty(title, "TITLE")
    with intake.batch(db, "add") as opened:
        records, event = drafting.event(opened, happening, title=title, new=new, on=on, dayfirst=dayfirst)
        event["uid"] = drafting.check_uid(opened, "event", uid) if uid else opened.uid("event", slug(title))
        drafting.say_alike(opened, event)
        intake.apply(opened, [*records, event])
    say(f"added {event['uid']}")
