"""
From options to records: what `add` and `edit` share.

`Happening` is the group of options that describe an event; `event` makes of it a record of
docs/records.md and the records of the actors, places and sources that are to be made with it. A new
property of an event is a field of `Happening` and a line in `event`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from timeline.cli import clock, intake, options
from timeline.cli.output import say
from timeline.errors import NothingNamed, UidTaken
from timeline.model import ACCESS, CALENDARS, EVENT_STATUS, STANCES, slug

if TYPE_CHECKING:
    from timeline.store.write import Batch
    from timeline.timex import Resolved

Record = dict[str, Any]


class Happening(NamedTuple):
    """An event as options describe it; None and an empty list say nothing."""

    when: Annotated[str | None, typer.Option(metavar="DATE", help="EDTF, ISO or English; as uncertain as it is.")] = (
        None
    )
    actor: Annotated[
        list[str],
        typer.Option(metavar="NAME[:ROLE]", help="Who took part; repeat it.", autocompletion=options.complete("actor")),
    ] = []
    place: Annotated[
        str | None, typer.Option(metavar="NAME", help="Where.", autocompletion=options.complete("place"))
    ] = None
    source: Annotated[
        str | None,
        typer.Option(metavar="URL|NAME", help="Where it was read.", autocompletion=options.complete("source")),
    ] = None
    quote: Annotated[str | None, typer.Option(metavar="WORDS", help="The words of the source that say so.")] = None
    page: Annotated[str | None, typer.Option(metavar="PAGE", help="The page or other locator in the source.")] = None
    stance: Annotated[str, typer.Option(metavar="STANCE", help="The source supports, disputes or mentions it.")] = (
        "supports"
    )
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Of a source made with it.")] = None
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Of a source made with it.")] = None
    summary: Annotated[str | None, typer.Option(metavar="TEXT", help="A sentence or more.")] = None
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Of what kind: meeting, battle, …")] = None
    tag: Annotated[
        list[str],
        typer.Option(metavar="TAG", help="A tag; repeat it.", autocompletion=options.complete("tag")),
    ] = []
    status: Annotated[str | None, typer.Option(metavar="STATUS", help="confirmed, draft, disputed, retracted.")] = None
    access: Annotated[str | None, typer.Option(metavar="LEVEL", help="public, internal, confidential.")] = None
    importance: Annotated[int | None, typer.Option(metavar="N", help="Greater is more important.")] = None
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="A note of your own.")] = None
    calendar: Annotated[
        str, typer.Option(metavar="CALENDAR", help="Of --when as it is written: gregorian or julian.")
    ] = "gregorian"
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="Of a time of day: Asia/Pyongyang, +09:00.")] = None


described = options.expanded("happening", Happening)


def event(
    opened: Batch, given: Happening, *, title: str | None, new: bool, on: str | None, dayfirst: bool | None
) -> tuple[list[Record], Record]:
    """Give the records to be made first, and the event's own, with only the keys that were named."""
    made: list[Record] = []
    record: Record = {"record": "event"}
    if title is not None:
        record["title"] = title
    read = _date(given, on, dayfirst)
    record.update(read.values)
    if given.actor:
        named = [intake.actor_and_role(text) for text in given.actor]
        record["participants"] = [
            {"actor": uid_of(opened, "actor", one.name, made, new=new), **({"role": one.role} if one.role else {})}
            for one in named
        ]
    if given.place is not None:
        record["place"] = uid_of(opened, "place", given.place, made, new=new) if given.place else None
    if given.source is not None:
        source = source_of(opened, given, given.source, made, new=new, on=on)
        record["citations"] = [_citation(given, source, _counted_from(opened, source, made, read, on))]
    elif given.quote is not None or given.page is not None:
        raise typer.BadParameter("a quote needs its --source", param_hint="--quote")
    for option, allowed in (("status", EVENT_STATUS), ("access", ACCESS)):
        if getattr(given, option) is not None:
            record[option] = options.one_of(f"--{option}", getattr(given, option), allowed)
    for option in ("summary", "kind", "note"):
        if getattr(given, option) is not None:
            record[option] = getattr(given, option) or None
    if given.importance is not None:
        record["importance"] = given.importance
    if given.tag:
        record["tags"] = list(dict.fromkeys(refuse_empty(tag, "--tag") for tag in given.tag))
    return made, record


class _Date(NamedTuple):
    """A date as it was read: the event's keys, and what the citation tells of it."""

    values: Record
    citing: Record


def _date(given: Happening, on: str | None, dayfirst: bool | None) -> _Date:
    options.one_of("--calendar", given.calendar, CALENDARS)
    values: Record = {}
    citing: Record = {}
    if given.zone is not None:
        values["zone"] = _zone(given.zone)
    if given.when is None:
        return _Date(values, citing)
    if not given.when.strip():
        return _Date({**values, "date": None, "as_written": None, "calendar": "gregorian"}, citing)
    from timeline import edtf

    moment = on or f"{clock.now():%Y-%m-%dT%H:%M:%S}"
    outcome = options.understood(given.when, "--when", on=moment, dayfirst=dayfirst)
    date = edtf.parse(outcome.edtf)
    if given.calendar == "julian":
        date = edtf.from_julian(date)
        say(f"--when {given.when!r} in the Julian calendar is {date} in ours")
    values["date"] = citing["date"] = str(date)
    values["calendar"] = given.calendar
    values["as_written"] = None if given.when.strip() == str(date) else given.when.strip()
    if values["as_written"] is not None:
        from timeline.timex import RESOLVER_VERSION

        citing["phrase"] = values["as_written"]
        citing["rule"] = outcome.rule
        citing["resolver"] = f"timex {RESOLVER_VERSION}"
        if outcome.anchor:
            citing["anchor"] = _anchor(outcome, moment)
            citing["anchor_kind"] = "by_hand"
    return _Date(values, citing)


def _anchor(outcome: Resolved, moment: str) -> str:
    """Give what a date was counted from: the day, with its time of day where the date has one (D162)."""
    now = options.conventions(moment).now
    if now is None or "T" not in outcome.edtf or outcome.anchor != now.date():
        return outcome.anchor or ""
    return f"{now.date()}T{now.hour:02d}:{now.minute:02d}:{now.second:02d}"


def _counted_from(opened: Batch, source: str, made: list[Record], read: _Date, on: str | None) -> _Date:
    """Say that a date was counted from its source's publication, where it was (D160); point out where it was not."""
    from timeline.store import dates
    from timeline.timex import Moment

    anchor = read.citing.get("anchor")
    if anchor is None:
        return read
    record = next((one for one in made if one["record"] == "source" and one["uid"] == source), {})
    published = record.get("published") or dates.published(opened.reader, source)
    if published == anchor:
        return read._replace(citing={**read.citing, "anchor_kind": "publication", "anchor_of": source})
    if on is None and published is not None and Moment.parse(published) is not None:
        say(f"{source} was published {published}; to count from that day: --on {published}")
    return read


def _zone(name: str) -> str:
    """Check an IANA zone or an offset."""
    import pendulum

    try:
        pendulum.timezone(name if name[:1] not in "+-" else "UTC")
    except (pendulum.tz.exceptions.InvalidTimezone, ValueError, OSError):
        raise typer.BadParameter(
            f"{name!r} is no zone: write one such as Asia/Pyongyang, or an offset such as +09:00", param_hint="--zone"
        ) from None
    return name


def uid_of(opened: Batch, kind: str, name: str, made: list[Record], *, new: bool, option: str | None = None) -> str:
    """Give the uid that a name means, making a record for it when that is allowed; once a command."""
    for record in made:
        if record["record"] == kind and record.get("name", record.get("title")) == name:
            return str(record["uid"])
    found = intake.known(opened, kind, name, new=new, option=option or f"--{kind}")
    if isinstance(found, str):
        return found
    made.append(found)
    return str(found["uid"])


def source_of(opened: Batch, given: Happening, name: str, made: list[Record], *, new: bool, on: str | None) -> str:
    """Give the uid of the source; a URL that is not known yet is a new source without a question."""
    try:
        uid = options.only(opened.reader, "source", name).uid
    except NothingNamed:
        if "://" in name:
            title = name.partition("://")[2].rstrip("/")
            uid = opened.uid("source", slug(title))
            made.append({"record": "source", "uid": uid, "title": title, "url": name})
        else:
            uid = uid_of(opened, "source", name, made, new=new)
    record = next((one for one in made if one["uid"] == uid and one["record"] == "source"), None)
    if record is None:
        if given.publisher is not None or given.published is not None:
            raise typer.BadParameter(
                f"{uid} is known already; change it with: timeline source edit {uid}", param_hint="--publisher"
            )
        return uid
    if given.publisher is not None:
        record["publisher"] = given.publisher
    if given.published is not None:
        record["published"] = options.date(given.published, "--published", on=on)
    return uid


def _citation(given: Happening, source: str, read: _Date) -> Record:
    citation: Record = {"source": source, "stance": options.one_of("--stance", given.stance, STANCES), **read.citing}
    if given.stance == "supports" and "date" in citation:
        citation["accepted"] = True
    if given.quote is not None:
        citation["quote"] = refuse_empty(given.quote, "--quote")
    if given.page is not None:
        citation["page"] = given.page
    return citation


def refuse_empty(text: str, option: str) -> str:
    """Refuse a name that is empty or only spaces."""
    if not text.strip():
        raise typer.BadParameter("it cannot be empty", param_hint=option)
    return text


def check_uid(opened: Batch, table: str, uid: str) -> str:
    """Check that a uid named by hand is a slug and still free."""
    if slug(uid, 200) != uid:
        raise typer.BadParameter(
            f"{uid!r} is no identifier: write small letters, digits and hyphens, such as {slug(uid)!r}",
            param_hint="--uid",
        )
    if opened.uid(table, uid) != uid:
        raise UidTaken(table, uid)
    return uid


def say_alike(opened: Batch, record: Record) -> None:
    """Point out events that are much like the one to be added."""
    from timeline.store.load import similar

    for hit in similar(opened.reader, record["title"], record.get("date"), _actors(opened, record)):
        say(f"much like it: {hit.uid} ({hit.name}); to cite it once more: timeline edit {hit.uid} --source …")


def _actors(opened: Batch, record: Record) -> tuple[int, ...]:
    from timeline.store.read.names import find_actors

    uids = [participant["actor"] for participant in record.get("participants", ())]
    return tuple(hit.id for uid in uids for hit in find_actors(opened.reader, uid))
