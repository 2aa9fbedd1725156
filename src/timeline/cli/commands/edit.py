"""`timeline edit`: change an event."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from timeline.cli import drafting, intake, options
from timeline.cli.drafting import Happening
from timeline.cli.options import Database, DayFirst, On
from timeline.cli.output import say
from timeline.errors import NothingNamed, NothingToChange

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog='Example: timeline edit kursk-incursion --when "6 August 2024" --source https://example.org/kursk')
@drafting.described
def command(
    happening: Happening,
    event: Annotated[str, typer.Argument(help="uid, title, or words of it.", autocompletion=options.complete("event"))],
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="A new title; the uid stays.")] = None,
    remove_actor: Annotated[
        list[str], typer.Option(metavar="NAME[:ROLE]", help="Take an actor out, in one role or in all.")
    ] = [],
    remove_tag: Annotated[list[str], typer.Option(metavar="TAG", help="Take a tag off.")] = [],
    after: Annotated[
        str | None, typer.Option(metavar="EVENT", help="Put it right after this event of the same date.")
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="EVENT", help="Put it right before this event of the same date.")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Make actors, places and sources that are not known.")] = False,
    on: On = None,
    dayfirst: DayFirst = None,
    db: Database = None,
) -> None:
    """
    Change an event; what is not named stays. An empty text clears: --summary "", --when "", --place "".

    --actor, --tag and --source add to what is there; --remove-actor and --remove-tag take away. A new
    --when together with --source is cited from it.
    """
    if title is not None:
        drafting.refuse_empty(title, "--title")
    if after is not None and before is not None:
        raise typer.BadParameter("name --after or --before, not both", param_hint="--after")
    with intake.batch(db, "edit") as opened:
        hit = options.only(opened.reader, "event", event)
        records, record = drafting.event(opened, happening, title=title, new=new, on=on, dayfirst=dayfirst)
        if len(record) == 1 and not (remove_actor or remove_tag or after or before):
            raise NothingToChange
        if len(record) > 1:
            intake.apply(opened, [*records, {**record, "uid": hit.uid}])
        _take_away(opened, hit, remove_actor, remove_tag)
        _order(opened, hit, after, before)
        changed = opened.wrote
    say(f"changed {hit.uid}" if changed else f"{hit.uid} was like that already")


def _take_away(opened: Any, hit: Any, actors: list[str], tags: list[str]) -> None:
    from timeline.store import edit

    for text in actors:
        given = intake.actor_and_role(text)
        named = options.only(opened.reader, "actor", given.name)
        if not edit.remove_participants(opened, hit.id, named.ids, given.role):
            raise NothingNamed(f"participant of {hit.uid}", text)
    for tag in tags:
        if not edit.remove_tag(opened, hit.id, tag):
            raise NothingNamed(f"tag of {hit.uid}", tag)


def _order(opened: Any, hit: Any, after: str | None, before: str | None) -> None:
    from timeline.store import edit

    other = after or before
    if other is None:
        return
    named = options.only(opened.reader, "event", other)
    if named.id == hit.id:
        raise typer.BadParameter("an event cannot stand beside itself", param_hint="--after")
    edit.place_in_day(opened, hit.id, named.id, after=after is not None)
