"""`timeline actor`: the people, states, armed forces, media and groups of a chronology."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from timeline.cli import drafting, intake, options, output
from timeline.cli.events import words
from timeline.cli.options import AsRecorded, Database, Form
from timeline.cli.output import say
from timeline.errors import NothingNamed, NothingToChange
from timeline.model import ACTOR_KINDS, ACTOR_NAME_KINDS, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.formats.types import Table
    from timeline.store.engine import Reader
    from timeline.store.read.actors import ActorDetail

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List, show, add, edit and merge actors and their names.",
    epilog="Example: timeline actor list",
)

_WIDTH = 100
COLUMNS = ("uid", "name", "kind", "country", "other names", "events")
Kind = Annotated[str | None, typer.Option(metavar="KIND", help=f"{', '.join(ACTOR_KINDS)}.")]
Country = Annotated[str | None, typer.Option(metavar="CC", help="ISO 3166 code of its country.")]
Alias = Annotated[
    list[str], typer.Option(metavar="NAME[:KIND]", help=f"Another name; kind: {', '.join(ACTOR_NAME_KINDS[1:])}.")
]
Former = Annotated[list[str], typer.Option(metavar="NAME", help="A name it had before; repeat it.")]
Transliteration = Annotated[
    list[str], typer.Option(metavar="NAME", help="Its name in another spelling or script; repeat it.")
]
Note = Annotated[str | None, typer.Option(metavar="TEXT")]
Actor = Annotated[str, typer.Argument(help="uid or a name.", autocompletion=options.complete("actor"))]


@app.command("list", epilog="Example: timeline actor list --duplicates")
def list_(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="Only those that this name takes.", autocompletion=options.complete("actor")
        ),
    ] = None,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Pairs that may be one and the same, the likest first, with reasons.")
    ] = False,
    least: Annotated[
        float, typer.Option(min=0.0, max=1.0, metavar="SCORE", help="With --duplicates: the least score, 0 to 1.")
    ] = 0.6,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    List actors with their other names and how many events they have a part in.

    With --duplicates, propose which of them are one: names alike but for accents, case, titles, script,
    order or brackets, and events they share. Nothing is changed: `merge` and `unlike` do that.
    """
    from timeline.formats import FOR_PEOPLE, table_writer
    from timeline.store.read.listings import actors
    from timeline.store.read.names import find_actors

    write = table_writer(form)
    with options.reader(db, as_recorded=as_recorded) as reader:
        ids = options.ids_of(reader, "actor", name, find_actors)
        if duplicates:
            _list_doubles(reader, write, ids, least, for_people=form in FOR_PEOPLE)
            return
        rows = ((a.uid, a.name, a.kind, a.country, list(a.names), a.events) for a in actors(reader, ids=ids))
        output.write(write(COLUMNS, rows, width=output.width()))


def _list_doubles(reader: Reader, write: Table, ids: tuple[int, ...] | None, least: float, *, for_people: bool) -> None:
    from timeline.store.read.doubles import doubles

    found = doubles(reader, ids, least)
    if not found and for_people:
        say("no two actors are alike")
        return
    rows: Any
    if for_people:
        columns: tuple[str, ...] = ("score", "keep", "other", "names", "why")
        rows = ((f"{d.score:.2f}", d.keep.uid, d.other.uid, list(d.names), list(d.reasons)) for d in found)
    else:
        columns = ("score", "keep", "keep_name", "other", "other_name", "reasons", "shared_events")
        rows = ((d.score, d.keep.uid, d.keep.name, d.other.uid, d.other.name, list(d.reasons), d.shared) for d in found)
    output.write(write(columns, rows, width=output.width()))
    if found:
        say("one and the same: timeline actor merge KEEP OTHER; not the same: timeline actor unlike KEEP OTHER")


@app.command(epilog="Example: timeline actor show kim-jong-un")
def show(
    actor: Actor,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or jsonl.")] = "text",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """Tell everything about an actor: names, offices and memberships with their dates, events, company."""
    options.one_of("--format", form, ("text", "json", "jsonl"))
    from timeline.store.read.actors import actor_detail

    with options.reader(db, as_recorded=as_recorded) as reader:
        found = actor_detail(reader, options.only(reader, "actor", actor))
    output.write(_text(found, output.width() or _WIDTH) if form == "text" else _machine(found, form))


def _machine(found: ActorDetail, form: str) -> Iterator[str]:
    import json

    def plain(value: Any) -> Any:
        if hasattr(value, "_asdict"):
            return {key: plain(part) for key, part in value._asdict().items()}
        return [plain(part) for part in value] if isinstance(value, tuple) else value

    made = plain(found)
    made["roles"] = [{"role": role, "events": number} for role, number in found.roles]
    made["company"] = [{**plain(one), "events": number} for one, number in found.company]
    made["external_ids"] = [{"scheme": scheme, "value": value} for scheme, value in found.external_ids]
    yield json.dumps(made, ensure_ascii=False, indent=1 if form == "json" else None) + "\n"


_LINKS = {
    "member_of": ("member of", "has as member"),
    "office_in": ("office in", "has in office"),
    "part_of": ("part of", "has as part"),
    "speaks_for": ("speaks for", "is spoken for by"),
    "succeeds": ("succeeds", "succeeded by"),
    "not_same_as": ("not the same as", "not the same as"),
}
"""How a link reads from its one end and from the other."""


def _text(found: ActorDetail, width: int) -> Iterator[str]:
    def wrapped(text: str, indent: str, further: str) -> str:
        whole = textwrap.fill(
            text, max(width, 40), initial_indent=indent, subsequent_indent=further, break_on_hyphens=False
        )
        return f"{whole}\n"

    about = ", ".join(part for part in (found.kind and found.kind.replace("_", " "), found.country) if part)
    yield f"{found.name}{f' ({about})' if about else ''}\n"
    names = [one.name + (f" ({one.kind})" if one.kind not in {"alias", "primary"} else "") for one in found.names]
    span = " to ".join(dict.fromkeys(words(edtf) for edtf in (found.first, found.last) if edtf))
    rows = (
        ("names", "; ".join(dict.fromkeys(names))),
        ("merged", "; ".join(f"{one.name} [{one.uid}]" for one in found.merged)),
        ("events", f"{found.events:,}{f', {span}' if span else ''}"),
        ("roles", ", ".join(f"{role} {number:,}" for role, number in found.roles)),
        ("claims", f"{found.asserts} asserted, {found.about} about it" if found.asserts or found.about else ""),
        ("with", ", ".join(f"{one.name} {number:,}" for one, number in found.company)),
        ("note", found.note or ""),
    )
    for label, value in rows:
        if value:
            yield wrapped(value, f"  {label:<8}", " " * 10)
    if found.links:
        yield "\nlinks\n"
    for link in found.links:
        role = f"{link.role}, " if link.role else ""
        when = f", {words(link.edtf)}" if link.edtf else ""
        way = _LINKS[link.kind][not link.outward]
        yield wrapped(f"{role}{way} {link.actor.name}{when} [{link.actor.uid}]", "  ", "    ")
        if link.citation:
            quote = f"“{link.citation.quote}”, " if link.citation.quote else ""
            yield wrapped(f"{quote}{link.citation.source.name}", "    ", "      ")
    yield f"\nuid {found.uid}\n"
    for scheme, value in found.external_ids:
        yield f"{scheme} {value}\n"


@app.command(epilog='Example: timeline actor add "Choe Son Hui" --kind person --alias "Choe Son-hui:transliteration"')
def add(
    name: Annotated[str, typer.Argument(help="The name it is shown by.")],
    kind: Kind = None,
    country: Country = None,
    alias: Alias = [],
    former: Former = [],
    transliteration: Transliteration = [],
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
        names = _names(alias, former, transliteration)
        record = {"record": "actor", "uid": made, "name": name, **_described(kind, country, names, note)}
        intake.apply(opened, [record])
    say(f"added {made}")


@app.command(epilog='Example: timeline actor edit kim-jong-un --alias "Kim Jong-eun:transliteration"')
def edit(
    actor: Actor,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="The name it is shown by from now on.")] = None,
    kind: Kind = None,
    country: Country = None,
    alias: Alias = [],
    former: Former = [],
    transliteration: Transliteration = [],
    remove_alias: Annotated[list[str], typer.Option(metavar="NAME", help="Take a name away.")] = [],
    note: Note = None,
    db: Database = None,
) -> None:
    """Change an actor; what is not named stays. An empty text clears."""
    from timeline.store import edit as change

    values = _described(kind, country, _names(alias, former, transliteration), note)
    if name is not None:
        values["name"] = drafting.refuse_empty(name, "--name")
    if not values and not remove_alias:
        raise NothingToChange
    with intake.batch(db, "actor edit") as opened:
        hit = options.only(opened.reader, "actor", actor)
        if values:
            intake.apply(opened, [{"record": "actor", "uid": hit.uid, **values}])
        for gone in remove_alias:
            # A name of an actor merged into it is shown as its own, and can be taken away like one.
            if sum(change.remove_name(opened, one, gone) for one in hit.ids) == 0:
                raise NothingNamed(f"name of {hit.uid}", gone)
        changed = opened.wrote
    say(f"changed {hit.uid}" if changed else f"{hit.uid} was like that already")


@app.command(epilog='Example: timeline actor merge kim-jong-un "Kim Chong-un"')
def merge(
    keep: Annotated[
        str,
        typer.Argument(
            metavar="KEEP", help="The actor that stays: uid or a name.", autocompletion=options.complete("actor")
        ),
    ],
    other: Annotated[
        list[str],
        typer.Argument(
            metavar="OTHER...", help="Those that are the same as KEEP.", autocompletion=options.complete("actor")
        ),
    ],
    db: Database = None,
) -> None:
    """
    Make actors one: OTHER is merged into KEEP, which from then on has the events, names and links of both.

    Any of their names finds KEEP. Nothing of OTHER is rewritten, so that `undo` takes a merge back exactly.
    """
    from timeline.store import merge as change

    with intake.batch(db, "actor merge") as opened:
        stays = options.only(opened.reader, "actor", keep)
        gone = []
        for name in dict.fromkeys(other):
            hit = options.only(opened.reader, "actor", name)
            change.merge(opened, options.only(opened.reader, "actor", stays.uid), hit, name)
            gone.append(hit)
    say(f"{stays.uid}: {', '.join(hit.uid for hit in gone)} {'is' if len(gone) == 1 else 'are'} merged into it")


@app.command(epilog='Example: timeline actor unlike "Kim Jong Un" "Kim Yong Un"')
def unlike(
    one: Annotated[str, typer.Argument(metavar="A", help="uid or a name.", autocompletion=options.complete("actor"))],
    other: Annotated[str, typer.Argument(metavar="B", help="uid or a name.", autocompletion=options.complete("actor"))],
    remove: Annotated[bool, typer.Option("--remove", help="Take back that they are not the same.")] = False,
    db: Database = None,
) -> None:
    """Put down that two actors are not the same: they are never proposed again, nor merged."""
    from timeline.store import merge as change

    with intake.batch(db, "actor unlike") as opened:
        first, second = (options.only(opened.reader, "actor", name) for name in (one, other))
        if remove:
            if not change.no_longer_apart(opened, first, second):
                raise NothingNamed(f"not_same_as of {first.uid}", second.uid)
            record = None
        else:
            record = change.tell_apart(opened.reader, first, second, other)
            if record is not None:
                intake.apply(opened, [record])
    if remove:
        say(f"{first.uid} and {second.uid} may be the same again")
    else:
        say(f"{first.uid} and {second.uid} are not the same" + ("" if record else ", as was put down already"))


def _described(kind: str | None, country: str | None, names: list[dict[str, str]], note: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if kind is not None:
        values["kind"] = options.one_of("--kind", kind, ACTOR_KINDS) if kind else None
    if country is not None:
        values["country"] = country or None
    if note is not None:
        values["note"] = note or None
    if names:
        values["names"] = names
    return values


def _names(alias: list[str], former: list[str], transliteration: list[str]) -> list[dict[str, str]]:
    """Give the names of the three options, each once; the last kind given for a name counts."""
    made = [_name(text) for text in alias]
    for option, kind, texts in (
        ("--former", "former", former),
        ("--transliteration", "transliteration", transliteration),
    ):
        made += [{"name": drafting.refuse_empty(text, option), "kind": kind} for text in texts]
    return list({one["name"]: one for one in made}.values())


def _name(text: str) -> dict[str, str]:
    name, colon, kind = text.rpartition(":")
    if not colon or kind not in ACTOR_NAME_KINDS:
        name, kind = text, "alias"
    return {"name": drafting.refuse_empty(name, "--alias"), "kind": kind}
