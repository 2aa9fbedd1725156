"""`timeline place`: where things happen."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import typer

from timeline.cli import drafting, intake, options, output
from timeline.cli.options import AsRecorded, Database, Form
from timeline.cli.output import say
from timeline.errors import NothingToChange
from timeline.model import slug

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List, add and edit places.",
    epilog="Example: timeline place list",
)

COLUMNS = ("uid", "name", "kind", "within", "country", "lat", "lon", "events")


class Described(NamedTuple):
    """A place as options describe it."""

    kind: Annotated[str | None, typer.Option(metavar="KIND", help="city, region, country, site, …")] = None
    within: Annotated[
        str | None, typer.Option(metavar="PLACE", help="What it lies in.", autocompletion=options.complete("place"))
    ] = None
    country: Annotated[str | None, typer.Option(metavar="CC", help="ISO 3166 code.")] = None
    lat: Annotated[float | None, typer.Option(min=-90, max=90, help="Latitude, WGS 84.")] = None
    lon: Annotated[float | None, typer.Option(min=-180, max=180, help="Longitude, WGS 84.")] = None
    precision: Annotated[str | None, typer.Option(metavar="TEXT", help="How exact the point is.")] = None


described = options.expanded("place", Described)


@app.command("list", epilog="Example: timeline place list --format csv")
def list_(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only those that this name takes.")] = None,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """List places with how many events each has."""
    from timeline.formats import table_writer
    from timeline.store.read.listings import places
    from timeline.store.read.names import find_places

    with options.reader(db, as_recorded=as_recorded) as reader:
        ids = options.ids_of(reader, "place", name, find_places)
        rows = ((p.uid, p.name, p.kind, p.parent, p.country, p.lat, p.lon, p.events) for p in places(reader, ids=ids))
        output.write(table_writer(form)(COLUMNS, rows, width=output.width()))


@app.command(epilog='Example: timeline place add Sudzha --kind city --within "Kursk region"')
@described
def add(
    place: Described,
    name: Annotated[str, typer.Argument(help="Its name.")],
    uid: Annotated[str | None, typer.Option(metavar="UID", help="Its identifier; else made of the name.")] = None,
    db: Database = None,
) -> None:
    """Add a place; one of the same name that is there already is pointed out."""
    from timeline.store.read.names import find_places

    drafting.refuse_empty(name, "NAME")
    with intake.batch(db, "place add") as opened:
        for hit in find_places(opened.reader, name):
            say(f"there is {hit.uid} ({hit.name}) already")
        made = drafting.check_uid(opened, "place", uid) if uid else opened.uid("place", slug(name))
        intake.apply(opened, [{"record": "place", "uid": made, "name": name, **_values(opened, place)}])
    say(f"added {made}")


@app.command(epilog="Example: timeline place edit kursk-region --kind region --country RU")
@described
def edit(
    place: Described,
    named: Annotated[
        str, typer.Argument(metavar="PLACE", help="uid or name.", autocompletion=options.complete("place"))
    ],
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="A new name; the uid stays.")] = None,
    db: Database = None,
) -> None:
    """Change a place; what is not named stays. An empty text clears."""
    with intake.batch(db, "place edit") as opened:
        values = _values(opened, place)
        if name is not None:
            values["name"] = drafting.refuse_empty(name, "--name")
        if not values:
            raise NothingToChange
        hit = options.only(opened.reader, "place", named)
        intake.apply(opened, [{"record": "place", "uid": hit.uid, **values}])
        changed = opened.wrote
    say(f"changed {hit.uid}" if changed else f"{hit.uid} was like that already")


def _values(opened: Any, place: Described) -> dict[str, Any]:
    values: dict[str, Any] = {
        key: (value if value != "" else None)
        for key, value in place._asdict().items()
        if value is not None and key != "within"
    }
    if ("lat" in values) != ("lon" in values):
        raise typer.BadParameter("a point needs both --lat and --lon", param_hint="--lat")
    if place.within is not None:
        values["parent"] = options.only(opened.reader, "place", place.within).uid if place.within else None
    return values
