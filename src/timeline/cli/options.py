"""
What commands share: the database, the form of output, dates, names, and the one set of filters.

`filters` is a decorator: the command declares a parameter `filters: Filters` and gets, in its place, all
the filter options of `list` and `export`. A new filter is a field of `Filters` with its option, and its
clause in `query`. `expanded` makes such a decorator of any group of options.
"""

from __future__ import annotations

import functools
import inspect
import os
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_type_hints

import typer

from timeline.cli import clock
from timeline.cli.app import named_database
from timeline.cli.output import say
from timeline.errors import BadDate, NothingNamed, SeveralNamed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.formats import Format
    from timeline.model import Hit
    from timeline.query import EventQuery, Known, Window
    from timeline.store.engine import Reader
    from timeline.timex import Options, Resolved


def formats(able: Callable[[Format], bool]) -> Callable[[str], list[tuple[str, str]]]:
    """Give the completion of `--format` for the shell: the formats that are able, each with what it is."""

    def named(incomplete: str) -> list[tuple[str, str]]:
        from timeline.formats import all_formats

        return [(one.name, one.description) for one in all_formats() if one.name.startswith(incomplete) and able(one)]

    return named


Form = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table, csv, json, jsonl or md.",
        autocompletion=formats(lambda form: form.write_table is not None),
    ),
]
Database = Annotated[
    str | None,
    typer.Option("--db", metavar="PATH|URL", help="The database; else TIMELINE_DB, else ./timeline.db."),
]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not.")]
AsRecorded = Annotated[
    str | None,
    typer.Option(
        "--as-recorded", metavar="TIME|BATCH", help="Ask the database as it stood then (UTC time, or a batch's number)."
    ),
]


def _settled(context: typer.Context, value: str | None) -> str | None:
    return value if value is None or context.resilient_parsing else moment(value)


On = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        callback=_settled,
        help="The day that words such as 'yesterday' count from; today.",
    ),
]
KnownBy = Annotated[
    str | None, typer.Option("--known-by", metavar="DATE", help="Only what had been said or printed by then.")
]
Possibly = Annotated[bool, typer.Option("--possibly", help="With --known-by: also what may have been printed by then.")]
DayFirst = Annotated[
    bool | None,
    typer.Option("--dayfirst/--monthfirst", help="How 03/04/2024 is read; without it, it is refused."),
]


def target(db: str | None) -> str:
    """Give the database meant: the option, the one named before the verb, TIMELINE_DB, ./timeline.db."""
    return db or named_database.get() or os.environ.get("TIMELINE_DB") or "timeline.db"


def reader(db: str | None, *, role: str | None = None, as_recorded: str | None = None) -> Reader:
    """Open the database for reading; on a server as `role`; as it stood at a time or after a batch."""
    from timeline.store.engine import open_reader

    opened = open_reader(target(db), role=role)
    if as_recorded is not None:
        from timeline.store import history

        try:
            history.as_recorded(opened, int(as_recorded) if as_recorded.isdigit() else as_recorded)
        except BaseException:
            opened.close()
            raise
    return opened


def complete(kind: str) -> Callable[[str], list[str]]:
    """Give the completion of names of a kind for the shell; silent where there is no database."""

    def names_of(incomplete: str) -> list[str]:
        from timeline.errors import TimelineError
        from timeline.store.read.names import complete as find

        try:
            with reader(None) as opened:
                return find(opened, kind, incomplete)
        except TimelineError:
            return []

    return names_of


class Filters(NamedTuple):
    """The filters as typed; `query` turns them into what the store understands."""

    actor: Annotated[
        list[str],
        typer.Option(metavar="NAME", help="Takes part; repeated: any of them.", autocompletion=complete("actor")),
    ] = []
    with_: Annotated[
        list[str],
        typer.Option("--with", metavar="NAME", help="Takes part too; repeated: all.", autocompletion=complete("actor")),
    ] = []
    members: Annotated[
        bool, typer.Option("--members", help="With --actor: also its members, office holders and parts, at the time.")
    ] = False
    role: Annotated[list[str], typer.Option(metavar="ROLE", help="In this role (agent, host, speaker …).")] = []
    place: Annotated[
        list[str],
        typer.Option(metavar="NAME", help="There, or in a place within it.", autocompletion=complete("place")),
    ] = []
    source: Annotated[
        list[str],
        typer.Option(metavar="NAME", help="Cited: uid, title, publisher or URL.", autocompletion=complete("source")),
    ] = []
    tag: Annotated[
        list[str],
        typer.Option(metavar="TAG", help="Has this tag; repeated: any of them.", autocompletion=complete("tag")),
    ] = []
    status: Annotated[
        list[str], typer.Option(metavar="STATUS", help="confirmed, draft, disputed, retracted or all.")
    ] = []
    kind: Annotated[list[str], typer.Option(metavar="KIND", help="Of this kind.")] = []
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="All words, in title, summary or a quote.")] = None
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Not over before this date.")] = None
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Begun by the end of this date.")] = None
    when: Annotated[str | None, typer.Option(metavar="DATE", help="In this date, span or set.")] = None
    certainly: Annotated[
        bool, typer.Option("--certainly", help="Only what is in the window whatever its exact date.")
    ] = False
    undated: Annotated[
        bool | None, typer.Option("--undated/--no-undated", help="With or without events that have no date.")
    ] = None
    known_by: KnownBy = None
    possibly: Possibly = False
    sort: Annotated[str, typer.Option(metavar="ORDER", help="date, title, recorded or importance.")] = "date"
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round.")] = False
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="At most so many.")] = None
    on: On = None
    dayfirst: DayFirst = None


def in_words(given: Filters) -> str:
    """Give the filters as they were typed, for the head of a report."""
    told = []
    for name, default in Filters._field_defaults.items():
        value = getattr(given, name)
        if name in {"sort", "reverse", "on", "dayfirst"} or value == default:
            continue
        shown = ", ".join(value) if isinstance(value, list) else "yes" if value is True else str(value)
        told.append(f"{name.strip('_')}: {shown}")
    return "; ".join(told)


def expanded(name: str, group: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """
    Give a decorator that puts the fields of `group`, a NamedTuple of options, in place of the parameter `name`.

    So one set of options serves several commands, each of which receives it as one value.
    """
    group_hints = get_type_hints(group, include_extras=True)
    fields = [
        inspect.Parameter(
            field, inspect.Parameter.KEYWORD_ONLY, default=group._field_defaults[field], annotation=group_hints[field]
        )
        for field in group._fields
    ]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(command, include_extras=True)
        own = [
            parameter.replace(annotation=hints[parameter.name], kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in inspect.signature(command).parameters.values()
            if parameter.name != name
        ]

        @functools.wraps(command)
        def with_group(**given: Any) -> None:
            command(**{name: group(**{field: given.pop(field) for field in group._fields})}, **given)

        required = [p for p in own if p.default is inspect.Parameter.empty]
        optional = [p for p in own if p.default is not inspect.Parameter.empty]
        parameters = [*required, *fields, *optional]
        with_group.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        with_group.__annotations__ = {p.name: p.annotation for p in parameters}
        return with_group

    return decorate


filters = expanded("filters", Filters)


def one_of(option: str, value: str, allowed: Sequence[str]) -> str:
    """Refuse a word that is not in a closed vocabulary, as wrong usage."""
    if value not in allowed:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(allowed)}", param_hint=option)
    return value


def resolve(text: str, option: str, *, on: str | None = None, dayfirst: bool | None = None) -> Resolved:
    """
    Read a date given on the command line: EDTF, ISO or English; tell how it was understood when it is not EDTF.

    Raises `BadDate` with the reason, and with the readings where it is ambiguous.
    """
    from timeline import timex

    outcome = timex.read(text, conventions(on, dayfirst=dayfirst))
    match outcome:
        case timex.Resolved():
            if outcome.edtf != text.strip():
                say(f"{option} {text!r} is read as {outcome.edtf}" + _why(outcome))
            return outcome
        case timex.Ambiguous():
            raise BadDate(text, "it can be read in more than one way", option, tuple(r.edtf for r in outcome.readings))
        case timex.Unresolved():
            raise BadDate(text, outcome.reason, option)


def understood(text: str, option: str, *, on: str | None = None, dayfirst: bool | None = None) -> Resolved:
    """Read a date as `resolve` does; plain EDTF is itself, by the rule `edtf`."""
    canonical = _canonical(text)
    if canonical is None:
        return resolve(text, option, on=on, dayfirst=dayfirst)
    from timeline.timex import Resolved

    return Resolved(canonical, "edtf")


def _why(outcome: Resolved) -> str:
    from timeline.edtf import english, parse

    said = f" ({english(parse(outcome.edtf))})"
    if outcome.anchor:
        said += f", counted from {outcome.anchor}"
    if outcome.alternatives:
        said += "; it could also be " + " or ".join(reading.edtf for reading in outcome.alternatives)
    return said


def conventions(on: str | None, *, dayfirst: bool | None = None) -> Options:
    """
    Give the resolver's options: "now" is `--on`, a day as `moment` gives it, else the clock in the local zone.

    What is put down has happened, so phrases are read as in news: a bare weekday or month lies in the past.
    """
    from timeline import timex

    now = timex.Moment.parse(on) if on is not None else None
    return timex.Options(now=now or timex.Moment(*clock.now().timetuple()[:6]), dayfirst=dayfirst, doctype="news")


def moment(on: str) -> str:
    """Settle `--on` where it is given, once: words are counted from the clock and must come to one day."""
    from timeline import timex

    if timex.Moment.parse(on) is not None:
        return on
    outcome = timex.read(on, conventions(None))
    if not isinstance(outcome, timex.Resolved) or timex.Moment.parse(outcome.edtf) is None:
        raise BadDate(on, "the day to count from must be one day, such as 2025-09-03 or yesterday", "--on")
    say(f"--on {on!r} is {outcome.edtf}")
    return outcome.edtf


def date(text: str, option: str, *, on: str | None = None, dayfirst: bool | None = None) -> str:
    """Read a date given on the command line and give its canonical EDTF; plain EDTF costs no resolver."""
    return _canonical(text) or resolve(text, option, on=on, dayfirst=dayfirst).edtf


def _canonical(text: str) -> str | None:
    """Give text that is EDTF already in its canonical form; None if it is not EDTF."""
    from timeline.edtf import parse
    from timeline.errors import EdtfError

    try:
        return str(parse(text.strip()))
    except EdtfError:
        return None


def window(given: Filters) -> Window | None:
    """Give the window of `--since`, `--until` and `--when`; refuse `--when` beside the others."""
    if given.when is not None and (given.since is not None or given.until is not None):
        raise typer.BadParameter("--when stands alone: it is a window of its own", param_hint="--when")
    if given.when is None and given.since is None and given.until is None:
        return None
    from timeline import query
    from timeline.edtf import bounds, parse

    def read(text: str | None, option: str) -> Any:
        return None if text is None else bounds(parse(date(text, option, on=given.on, dayfirst=given.dayfirst)))

    if given.when is not None:
        return query.hull(read(given.when, "--when"))
    return query.window(read(given.since, "--since"), read(given.until, "--until"))


def query(reader: Reader, given: Filters) -> EventQuery:
    """Turn the filters as typed into a query: names into ids, dates into a window; say whom a name took."""
    from timeline import query as asked
    from timeline.store.read import names

    one_of("--sort", given.sort, asked.SORTS)
    statuses = tuple(one_of("--status", word, (*asked.ALL_STATUSES, "all")) for word in given.status)
    if "all" in statuses:
        statuses = asked.ALL_STATUSES
    text = given.text
    if text is not None and "\0" in text:
        raise typer.BadParameter("a NUL character cannot be searched for", param_hint="--text")
    actors = tuple(n for name in given.actor for n in taken(reader, "actor", name, names.find_actors))
    return asked.EventQuery(
        actors=actors,
        members=_members(reader, given, actors) if given.members else (),
        all_of=tuple(taken(reader, "actor", name, names.find_actors) for name in given.with_),
        roles=tuple(given.role),
        places=tuple(n for name in given.place for n in taken(reader, "place", name, names.find_places)),
        sources=tuple(n for name in given.source for n in taken(reader, "source", name, names.find_sources)),
        tags=tuple(tag for name in given.tag for tag in taken_tags(reader, name)),
        statuses=statuses or asked.SHOWN,
        kinds=tuple(given.kind),
        text=text,
        window=window(given),
        certainly=given.certainly,
        undated=given.undated,
        sort=given.sort,
        reverse=given.reverse,
        limit=given.limit,
        known=known(reader, given.known_by, possibly=given.possibly, on=given.on, dayfirst=given.dayfirst),
    )


def known(
    reader: Reader, by: str | None, *, possibly: bool, on: str | None = None, dayfirst: bool | None = None
) -> Known | None:
    """Give what `--known-by` means; tell how many sources can never count, because they have no date."""
    if by is None:
        if possibly:
            raise typer.BadParameter("it widens --known-by: name a date with it", param_hint="--possibly")
        return None
    from timeline.cli.events import count
    from timeline.edtf import bounds, parse
    from timeline.query import Known, hull
    from timeline.store.read.known import undated_sources

    end = hull(bounds(parse(date(by, "--known-by", on=on, dayfirst=dayfirst)))).end
    if end is None:
        raise BadDate(by, "what was known by a date needs one that has an end", "--known-by")
    if undated := undated_sources(reader):
        say(f"not counted: {count(undated, 'source')} without a date of publication (source edit --published)")
    return Known(end, possibly)


def _members(reader: Reader, given: Filters, actors: tuple[int, ...]) -> Any:
    """Give who stands for the actors of `--actor`; name them on stderr."""
    if not given.actor:
        raise typer.BadParameter("it says whose members: name them with --actor", param_hint="--members")
    from timeline.store.read.members import members, memberships

    ways = [one for one in memberships(reader, actors) if not (given.certainly and one.undated)]
    who = dict.fromkeys(one.name for one in ways)
    shown = ", ".join(list(who)[:8]) + (f" and {len(who) - 8} more" if len(who) > 8 else "")
    say(f"members: {shown}" if who else "members: nobody is linked as a member, office holder or part")
    return members(reader, actors, certainly=given.certainly)


def taken(reader: Reader, kind: str, name: str, find: Callable[[Reader, str], Any]) -> tuple[int, ...]:
    """Give the ids that a name in a filter takes: the union of its best tier, named on stderr; refuse none."""
    from timeline.model import fold

    hits = find(reader, name)
    if not hits:
        raise nothing(reader, kind, name)
    if len(hits) > 1 or fold(hits[0].name) != fold(name):
        say(f'{kind} "{name}": {", ".join(hit.name for hit in hits)}')
    return tuple(n for hit in hits for n in hit.ids)


def ids_of(reader: Reader, kind: str, name: str | None, find: Callable[[Reader, str], Any]) -> tuple[int, ...] | None:
    """Give the ids of what a listing is narrowed to by a name; None where it is not."""
    if name is None:
        return None
    hits = find(reader, name)
    if not hits:
        raise nothing(reader, kind, name)
    return tuple(hit.id for hit in hits)


def taken_tags(reader: Reader, name: str) -> list[str]:
    """Give the tags that a name in a filter takes."""
    from timeline.store.read import names

    tags = names.find_tags(reader, name)
    if not tags:
        raise nothing(reader, "tag", name)
    if tags != [name]:
        say(f'tag "{name}": {", ".join(tags)}')
    return tags


def only(reader: Reader, kind: str, name: str, hint: str | None = None) -> Hit:
    """Give the one thing that a name means where something is to be written or shown; refuse none and several."""
    from timeline.store.read import names

    find = {
        "actor": names.find_actors,
        "place": names.find_places,
        "source": names.find_sources,
        "event": names.find_event,
    }[kind]
    hits = find(reader, name)
    if not hits:
        raise nothing(reader, kind, name, hint)
    if len(hits) > 1 and kind == "source":
        hits = names.newest_versions(reader, hits)
    if len(hits) > 1:
        raise SeveralNamed(kind, name, tuple(hit.uid for hit in hits))
    return hits[0]


def nothing(reader: Reader, kind: str, name: str, hint: str | None = None) -> NothingNamed:
    """Give the error for a name that is not known, with the names that are spelt like it."""
    from timeline.store.read import names

    return NothingNamed(kind, name, tuple(names.suggest(reader, kind, name)), hint)
