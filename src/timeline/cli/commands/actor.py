"""`timeline actor`: the people, states, armed forces, media and groups of a chronology."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from timeline.cli import drafting, intake, options, output
from timeline.cli.options import Database, Form
from timeline.cli.output import say
from timeline.errors import NothingNamed, NothingToChange
from timeline.model import ACTOR_KINDS, ACTOR_NAME_KINDS, slug

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List, add and edit actors and their names.",
    epilog="Example: timeline actor list",
)

COLUMNS = ("uid", "name", "kind", "country", "other names", "events")
Kind = Annotated[str | None, typer.Option(metavar="KIND", help=f"{', '.join(ACTOR_KINDS)}.")]
Country = Annotated[str | None, typer.Option(metavar="CC", help="ISO 3166 code of its country.")]
Alias = Annotated[
    list[str], typer.Option(metavar="NAME[:KIND]", help=f"Another name; kind: {', '.join(ACTOR_NAME_KINDS[1:])}.")
]
Note = Annotated[str | None, typer.Option(metavar="TEXT")]


@app.command("list", epilog="Example: timeline actor list Kim --format json")
def list_(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only those that this name takes.")] = None,
    form: Form = "table",
    db: Database = None,
) -> None:
    """List actors with their other names and how many events they have a part in."""
    from timeline.formats import by_name
    from timeline.store.read.listings import actors
    from timeline.store.read.names import find_actors

    with options.reader(db) as reader:
        ids = options.ids_of(reader, "actor", name, find_actors)
        rows = ((a.uid, a.name, a.kind, a.country, list(a.names), a.events) for a in actors(reader, ids=ids))
        output.write(by_name(form).write_table(COLUMNS, rows, width=output.width()))


@app.command(epilog='Example: timeline actor add "Choe Son Hui" --kind person --alias "Choe Son-hui:transliteration"')
def add(
    name: Annotated[str, typer.Argument(help="The name it is shown by.")],
    kind: Kind = None,
    country: Country = None,
    alias: Alias = [],
    note: Note = None,
    uid: Annotated[str | None, typer.Option(metavar="UID", help="Its identifier; else made of the name.")] = None,
    db: Database = None,
) -> None:
    """Add an actor; one of the same name that is there already is pointed out."""
    from timeline.store.read.names import find_actors

    drafting.refuse_empty(name, "NAME")
    with intake.batch(db, "actor add") as opened:
        for hit in find_actors(opened.reader, name):
            say(f"there is {hit.uid} ({hit.name}) already; another name for it: timeline actor edit {hit.uid} --alias")
        made = drafting.check_uid(opened, "actor", uid) if uid else opened.uid("actor", slug(name))
        record = {"record": "actor", "uid": made, "name": name, **_described(kind, country, alias, note)}
        intake.apply(opened, [record])
    say(f"added {made}")


@app.command(epilog='Example: timeline actor edit kim-jong-un --alias "Kim Jong-eun:transliteration"')
def edit(
    actor: Annotated[str, typer.Argument(help="uid or a name.", autocompletion=options.complete("actor"))],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="The name it is shown by from now on.")] = None,
    kind: Kind = None,
    country: Country = None,
    alias: Alias = [],
    remove_alias: Annotated[list[str], typer.Option(metavar="NAME", help="Take a name away.")] = [],
    note: Note = None,
    db: Database = None,
) -> None:
    """Change an actor; what is not named stays. An empty text clears."""
    from timeline.store import edit as change

    values = _described(kind, country, alias, note)
    if name is not None:
        values["name"] = drafting.refuse_empty(name, "--name")
    if not values and not remove_alias:
        raise NothingToChange
    with intake.batch(db, "actor edit") as opened:
        hit = options.only(opened.reader, "actor", actor)
        if values:
            intake.apply(opened, [{"record": "actor", "uid": hit.uid, **values}])
        for gone in remove_alias:
            if not change.remove_name(opened, hit.id, gone):
                raise NothingNamed(f"name of {hit.uid}", gone)
        changed = opened.wrote
    say(f"changed {hit.uid}" if changed else f"{hit.uid} was like that already")


def _described(kind: str | None, country: str | None, alias: list[str], note: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if kind is not None:
        values["kind"] = options.one_of("--kind", kind, ACTOR_KINDS) if kind else None
    if country is not None:
        values["country"] = country or None
    if note is not None:
        values["note"] = note or None
    if alias:
        values["names"] = [_name(text) for text in alias]
    return values


def _name(text: str) -> dict[str, str]:
    name, colon, kind = text.rpartition(":")
    if not colon or kind not in ACTOR_NAME_KINDS:
        name, kind = text, "alias"
    return {"name": drafting.refuse_empty(name, "--alias"), "kind": kind}
