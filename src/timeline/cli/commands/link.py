"""
`timeline link`: what an event or an actor is to another.

The kind says between what: `causes` holds between events, `office_in` between actors. `part_of` holds between
either, and is told by what the two names mean. A new kind is a word in `model`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from timeline.cli import drafting, intake, options
from timeline.cli.options import Database, DayFirst, On
from timeline.cli.output import say
from timeline.errors import BadDate, EdtfError, LinkRefused, LinkUnclear, NothingNamed
from timeline.model import ACTOR_LINK_KINDS, EVENT_LINK_KINDS, fold, slug

if TYPE_CHECKING:
    from timeline.model import Hit
    from timeline.store.engine import Reader
    from timeline.store.write import Batch

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_KINDS = tuple(dict.fromkeys((*EVENT_LINK_KINDS, *ACTOR_LINK_KINDS)))


def _complete(incomplete: str) -> list[str]:
    return [*options.complete("event")(incomplete), *options.complete("actor")(incomplete)]


def _complete_kind(incomplete: str) -> list[str]:
    return [kind for kind in _KINDS if kind.startswith(incomplete)]


class _Pair(NamedTuple):
    """The two things that a link is between."""

    what: str
    """event or actor."""
    subject: Hit
    other: Hit


@app.command(epilog='Example: timeline link "Kim Jong Un" office_in "North Korea" --since 2011 --role "Supreme Leader"')
def command(
    subject: Annotated[str, typer.Argument(metavar="A", help="An event or an actor.", autocompletion=_complete)],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=f"Of events: {', '.join(EVENT_LINK_KINDS)}. Of actors: {', '.join(ACTOR_LINK_KINDS)}.",
            autocompletion=_complete_kind,
        ),
    ],
    other: Annotated[str, typer.Argument(metavar="B", help="Another one.", autocompletion=_complete)],
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Actors: since when; it goes on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Actors: until when.")] = None,
    when: Annotated[str | None, typer.Option(metavar="DATE", help="Actors: when, as one date or span.")] = None,
    role: Annotated[str | None, typer.Option(metavar="ROLE", help="Actors: as what: leader, ally, navy.")] = None,
    source: Annotated[
        str | None,
        typer.Option(metavar="URL|NAME", help="Where it was read.", autocompletion=options.complete("source")),
    ] = None,
    quote: Annotated[str | None, typer.Option(metavar="WORDS", help="The words of the source that say so.")] = None,
    page: Annotated[str | None, typer.Option(metavar="PAGE", help="The page or other locator in the source.")] = None,
    events: Annotated[bool, typer.Option("--events", help="A and B are events.")] = False,
    actors: Annotated[bool, typer.Option("--actors", help="A and B are actors.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take the link off.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Make actors and sources that are not known.")] = False,
    on: On = None,
    dayfirst: DayFirst = None,
    db: Database = None,
) -> None:
    """
    Link two events, or two actors: A KIND B reads as a sentence, "kursk-incursion part_of war".

    Links of actors may have dates: in office since 2011, a member until 1991. Nothing can be a part of
    itself, however far around. `show` and `actor show` tell links from both ends.
    """
    kind = options.one_of("KIND", kind.strip().lower().replace("-", "_").replace(" ", "_"), _KINDS)
    if events and actors:
        raise typer.BadParameter("a link is between events or between actors, not both", param_hint="--events")
    between = _between(kind, events=events, actors=actors)
    if between == ("event",):
        _refuse_actors_options(kind, since=since, until=until, when=when, role=role)
    date = _date(since, until, when, on, dayfirst)
    with intake.batch(db, "link --remove" if remove else "link") as opened:
        made: list[dict[str, Any]] = []
        pair = _pair(opened, between, kind, subject, other, made if new and not remove else None)
        if pair.what == "event":
            _refuse_actors_options(kind, since=since, until=until, when=when, role=role)
        if remove:
            said = _remove(opened, pair, kind, role, date)
        else:
            said = _put(opened, pair, kind, role, date, made, _citation(opened, source, quote, page, made, new=new))
            said += _contradicted(opened.reader, pair, kind)
    say(said)


def _between(kind: str, *, events: bool, actors: bool) -> tuple[str, ...]:
    """Give what a kind of link may be between, as far as the options leave it open."""
    able = tuple(what for what, kinds in (("event", EVENT_LINK_KINDS), ("actor", ACTOR_LINK_KINDS)) if kind in kinds)
    forced = ("event",) if events else ("actor",) if actors else able
    if forced[0] not in able:
        kinds = ", ".join(EVENT_LINK_KINDS if events else ACTOR_LINK_KINDS)
        raise typer.BadParameter(f"{kind} is no link between {forced[0]}s; those are: {kinds}", param_hint="KIND")
    return forced


def _refuse_actors_options(kind: str, **given: str | None) -> None:
    for option, value in given.items():
        if value is not None:
            raise typer.BadParameter(
                f"a link between events has no {option}: {kind} holds whenever the events were",
                param_hint=f"--{option}",
            )


# --- which two ---


def _pair(
    opened: Batch, between: tuple[str, ...], kind: str, subject: str, other: str, made: list[dict[str, Any]] | None
) -> _Pair:
    """Give the two that are linked; refuse names that mean none, several, or both events and actors."""
    reader = opened.reader
    what = between[0] if len(between) == 1 else _told_by(reader, kind, subject, other, new=made is not None)
    found = []
    for name in (subject, other):
        if not name.strip():
            raise typer.BadParameter("a name cannot be empty", param_hint="A" if name is subject else "B")
        try:
            found.append(options.only(reader, what, name, "--new makes a new actor" if what == "actor" else None))
        except NothingNamed:
            if what != "actor" or made is None:
                raise
            uid = opened.uid("actor", slug(name))
            intake.apply(opened, [{"record": "actor", "uid": uid, "name": name}])
            found.append(options.only(reader, "actor", uid))
    return _Pair(what, *found)


def _told_by(reader: Reader, kind: str, subject: str, other: str, *, new: bool) -> str:
    """Say whether two names are of events or of actors: what both are whole names of, else what both can mean."""
    from timeline.store.read import names

    hits = {
        what: [find(reader, name) for name in (subject, other)]
        for what, find in (("event", names.find_event), ("actor", names.find_actors))
    }
    able = [what for what, found in hits.items() if all(found)]
    if len(able) == 2:
        whole = [what for what in able if all(map(_is_whole, hits[what], (subject, other)))]
        if len(whole) == 1:
            return whole[0]
        (event, actor) = (tuple(hits[what][n][0].uid for n in (0, 1)) for what in ("event", "actor"))
        raise LinkUnclear(kind, (event[0], event[1]), (actor[0], actor[1]))
    _refuse_mixed(kind, (subject, other), hits)
    if able:
        return able[0]
    # One of them is known: of what it is, the other is missing. Else nothing is known of either.
    known = next((what for what, found in hits.items() if any(found)), None)
    if new and known == "actor":
        return known
    missing = subject if known is None or not hits[known][0] else other
    raise options.nothing(reader, known or "event", missing, None if known else "nor is an actor called so")


def _refuse_mixed(kind: str, given: tuple[str, str], hits: dict[str, list[list[Hit]]]) -> None:
    """Refuse an event and an actor: each name means only the one, or is whole only for the one."""
    for what, across in (("event", "actor"), ("actor", "event")):
        first = hits[what][0] and (not hits[across][0] or _is_whole(hits[what][0], given[0]))
        second = hits[across][1] and (not hits[what][1] or _is_whole(hits[across][1], given[1]))
        both = all(hits[what]) and all(map(_is_whole, hits[what], given))
        if first and second and not both and not (all(hits[across]) and all(map(_is_whole, hits[across], given))):
            raise LinkRefused(
                given[0],
                kind,
                given[1],
                f"the one is an {what}, the other an {across}",
                "who took part in an event: timeline edit EVENT --actor NAME:ROLE",
            )


def _is_whole(hits: list[Hit], name: str) -> bool:
    """Say whether a name is the uid or the whole name of what it means."""
    return len(hits) == 1 and (hits[0].uid == name or fold(hits[0].name) == fold(name))


# --- when, and where it was read ---


def _date(since: str | None, until: str | None, when: str | None, on: str | None, dayfirst: bool | None) -> str | None:
    """Give the date of a link; `--until` alone began nobody knows when."""
    if when is not None and (since is not None or until is not None):
        raise typer.BadParameter("--when stands alone: it is the whole span", param_hint="--when")
    if when is not None:
        return options.date(when, "--when", on=on, dayfirst=dayfirst)
    if since is None and until is None:
        return None
    from timeline.edtf import parse

    ends = {}
    for option, text in (("--since", since), ("--until", until)):
        if text is None:
            continue
        ends[option] = options.date(text, option, on=on, dayfirst=dayfirst)
        try:
            parse(f"{ends[option]}/..")
        except EdtfError:
            raise BadDate(text, "a span begins and ends with one date; say it whole with --when", option) from None
    whole = f"{ends.get('--since', '')}/{ends.get('--until', '..')}"
    try:
        return str(parse(whole))
    except EdtfError as error:
        raise BadDate(f"{since} to {until}", str(error), "--until") from None


def _citation(
    opened: Batch,
    source: str | None,
    quote: str | None,
    page: str | None,
    made: list[dict[str, Any]],
    *,
    new: bool,
) -> dict[str, str] | None:
    """Give the passage that says so; a URL that is not known yet is a new source."""
    if source is None:
        if quote is not None or page is not None:
            raise typer.BadParameter("a quote needs its --source", param_hint="--quote")
        return None
    try:
        uid = options.only(opened.reader, "source", source, hint="--new makes a new source").uid
    except NothingNamed:
        if "://" in source:
            title = source.partition("://")[2].rstrip("/")
            uid = opened.uid("source", slug(title))
            made.append({"record": "source", "uid": uid, "title": title, "url": source})
        else:
            known = intake.known(opened, "source", source, new=new, option="--source")
            uid = known if isinstance(known, str) else str(known["uid"])
            made += [known] if isinstance(known, dict) else []
    citation = {"source": uid}
    if quote is not None:
        citation["quote"] = drafting.refuse_empty(quote, "--quote")
    if page is not None:
        citation["page"] = page
    return citation


# --- doing it ---


def _put(
    opened: Batch,
    pair: _Pair,
    kind: str,
    role: str | None,
    date: str | None,
    made: list[dict[str, Any]],
    citation: dict[str, str] | None,
) -> str:
    """Put a link down; give what is to be said."""
    from timeline.store import links, merge

    what, subject, other = pair
    said = f"{subject.uid} {kind} {other.uid}"
    if subject.id == other.id:
        raise LinkRefused(subject.uid, kind, other.uid, f"they are one {what}", "name two")
    record: dict[str, Any] | None
    if kind == "not_same_as":
        record = merge.tell_apart(opened.reader, subject, other)
    elif kind == "same_as" and links.are_the_same(opened.reader, subject.id, other.id):
        record = None
    elif what == "event":
        record = {"record": "link", "from": subject.uid, "kind": kind, "to": other.uid}
    else:
        there = links.between(opened.reader, subject, kind, other)
        if role is None and len(there) == 1 and (there[0].edtf is None or date is None):
            role = there[0].role  # a date, or a passage, for the link that is there
        record = {"record": "actor_link", "subject": subject.uid, "kind": kind, "object": other.uid}
        record |= {key: value for key, value in (("role", role), ("date", date)) if value is not None}
        said += (f", {role}" if role else "") + (f", {date}" if date else "")
    if kind == "part_of":
        way = links.chain(opened.reader, f"{'actor' if what == 'actor' else 'event'}_link", other.ids, subject.ids)
        if way is not None:
            raise LinkRefused(
                subject.uid,
                kind,
                other.uid,
                f"{other.uid} is a part of {subject.uid} already: {' → '.join(way)}",
                "take one of these steps off with --remove",
            )
    if record is not None:
        if citation is not None:
            record["citation"] = citation
        intake.apply(opened, [*made, record])
    return f"linked: {said}" if opened.wrote else f"it was so already: {said}"


def _contradicted(reader: Reader, pair: _Pair, kind: str) -> str:
    """Say what the dates of two linked events have against it; the link stands, for sources say such things."""
    if pair.what != "event":
        return ""
    from timeline.query import ALL_STATUSES, EventQuery
    from timeline.store.read.lint import Scope, findings

    of_both = EventQuery(ids=(pair.subject.id, pair.other.id), statuses=ALL_STATUSES)
    found = findings(Scope(reader, of_both, 0), ("order",))
    told = [one.what for one in found if f" {kind} {pair.other.uid} " in f"{one.remedy} "]
    return "".join(f"\n  doubtful: {what}" for what in told)


def _remove(opened: Batch, pair: _Pair, kind: str, role: str | None, date: str | None) -> str:
    """Take links off; give what is to be said."""
    from timeline.store import links, merge

    what, subject, other = pair
    if what == "event":
        gone = links.remove_between_events(opened, subject.id, kind, other.id)
    elif kind == "not_same_as":
        gone = merge.no_longer_apart(opened, subject, other)
    else:
        there = [
            one
            for one in links.between(opened.reader, subject, kind, other)
            if (role is None or fold(one.role or "") == fold(role)) and date in {None, one.edtf}
        ]
        gone = links.remove_between_actors(opened, there)
    if not gone:
        raise NothingNamed(f"link {kind} of {subject.uid}", other.uid)
    many = "" if gone == 1 else f" ({gone} links)"
    return f"taken off: {subject.uid} {kind} {other.uid}{many}"
