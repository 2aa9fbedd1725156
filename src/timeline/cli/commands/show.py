"""`timeline show`: everything about one event."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from timeline.cli import options, output, statements
from timeline.cli.events import marked_title, words
from timeline.cli.options import AsRecorded, Database, KnownBy, Possibly
from timeline.errors import NothingNamed, NotKnownThen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.model import CitationRow, Detail

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_WIDTH = 100
_LINKS = {
    "part_of": ("part of", "has as part"),
    "causes": ("causes", "caused by"),
    "follows": ("follows", "followed by"),
    "responds_to": ("responds to", "answered by"),
    "same_as": ("same as", "same as"),
}


@app.command(epilog="Example: timeline show kursk-incursion")
def command(
    event: Annotated[
        list[str],
        typer.Argument(
            metavar="EVENT...", help="uid, title, or words of it.", autocompletion=options.complete("event")
        ),
    ],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text, json or jsonl.")] = "text",
    known_by: KnownBy = None,
    possibly: Possibly = False,
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    Tell everything about an event: date and why, participants, passages, claims side by side, links.

    --format json and jsonl give the whole as an object an event.
    """
    options.one_of("--format", form, ("text", "json", "jsonl"))
    from timeline.store.read.detail import detail

    with options.reader(db, as_recorded=as_recorded) as reader:
        hits = [options.only(reader, "event", name) for name in event]
        known = options.known(reader, known_by, possibly=possibly)
        found = []
        for hit in hits:
            one = detail(reader, hit.id, known=known)
            if one is None and known_by is not None:
                raise NotKnownThen(hit.uid, known_by)
            if one is None:  # removed in between
                raise NothingNamed("event", hit.uid)
            found.append(one)
    output.write(_machine(found, form) if form != "text" else _text(found, output.width() or _WIDTH))


def _machine(found: Iterable[Detail], form: str) -> Iterator[str]:
    import json

    objects = [as_object(one) for one in found]
    if form == "jsonl":
        yield from (json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    else:
        yield json.dumps(objects if len(objects) > 1 else objects[0], ensure_ascii=False, indent=1) + "\n"


def as_object(value: Any) -> Any:
    """Give a value of the read side as JSON can hold it: named tuples become objects."""
    if hasattr(value, "_asdict"):
        return {key: as_object(part) for key, part in value._asdict().items() if key not in {"id", "sort_key"}}
    if isinstance(value, tuple | list):
        return [as_object(part) for part in value]
    return value


def _text(found: Iterable[Detail], width: int) -> Iterator[str]:
    for number, one in enumerate(found):
        if number:
            yield "\n"
        for line in _lines(one, width):
            yield f"{line}\n"


def _lines(one: Detail, width: int) -> Iterator[str]:
    """Give the text about one event, a line at a time."""
    event = one.event
    yield marked_title(event)
    yield from _row("date", words(event.edtf) + (f"  ({event.edtf})" if event.edtf else ""), width)
    if event.as_written:
        yield from _row(
            "as written", event.as_written + (f", {event.calendar}" * (event.calendar != "gregorian")), width
        )
    for label, value in (
        ("zone", event.zone),
        ("place", ", ".join(place.name for place in one.places)),
        ("kind", event.kind),
        ("summary", event.summary),
        ("tags", ", ".join(event.tags)),
        ("importance", event.importance),
        ("note", event.note),
    ):
        if value not in (None, ""):
            yield from _row(label, str(value), width)
    if one.participants:
        yield ""
        yield "participants"
        longest = max(len(p.role) for p in one.participants)
        for participant in one.participants:
            kind = f" ({participant.kind})" if participant.kind else ""
            yield f"  {participant.role:<{longest}}  {participant.actor.name}{kind}"
    if one.citations:
        yield ""
        yield "sources"
        for citation in one.citations:
            yield from _passage(citation, width)
    if one.claims:
        yield ""
        yield "claims"
        for claim in one.claims:
            yield from _claim(claim, width)
    if one.links:
        yield ""
        yield "links"
        for link in one.links:
            outward, inward = _LINKS[link.kind]
            when = f", {words(link.edtf)}" if link.edtf else ""
            yield from _wrapped(
                f"{outward if link.outward else inward}: {link.event.name}{when} [{link.event.uid}]", width
            )
    yield ""
    recorded = one.recorded
    by = f" by {recorded.who}" if recorded.who else ""
    at = recorded.started_at[:19].replace("T", " ")
    yield f"uid {event.uid} · batch {recorded.id}, {recorded.command}{by}, {at} UTC"
    for scheme, value in one.external_ids:
        yield f"{scheme} {value}"


def _row(label: str, value: str, width: int) -> Iterator[str]:
    lines = textwrap.wrap(value, max(width - 14, 30), break_on_hyphens=False) or [""]
    yield f"  {label:<12}{lines[0]}"
    yield from (f"  {'':<12}{line}" for line in lines[1:])


def _wrapped(text: str, width: int, indent: str = "  ") -> Iterator[str]:
    yield from textwrap.wrap(
        text, max(width, 40), initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
    )


def _passage(citation: CitationRow, width: int) -> Iterator[str]:
    """Give a passage: who printed it, its words, and how they give the date."""
    said = [citation.source.name]
    said += [part for part in (citation.publisher, citation.published) if part]
    mark = "" if citation.source_access == "public" else f" [{citation.source_access}]"
    stance = "" if citation.stance in (None, "supports") else f"{citation.stance}: "
    yield from _wrapped(f"{stance}{', '.join(said)}{mark}", width)
    if citation.quote:
        where = f" (p. {citation.page})" if citation.page else ""
        if citation.quote_start is not None:
            where += f" (characters {citation.quote_start}–{citation.quote_end})"
        yield from _wrapped(f"“{citation.quote}”{where}", width, "    ")
    elif citation.page:
        yield f"    p. {citation.page}"
    if citation.url:
        yield f"    {citation.url}"
    if citation.edtf or citation.phrase:
        yield from _wrapped(_reason(citation), width, "    ")
    if citation.note:
        yield from _wrapped(citation.note, width, "    ")


def _reason(citation: CitationRow) -> str:
    """Say what a passage makes of the date, and why: phrase, anchor, rule."""
    given = f"{words(citation.edtf)} ({citation.edtf})" if citation.edtf else "not resolved"
    text = f"date: {given}"
    if citation.phrase:
        text += f", from “{citation.phrase}”"
    if citation.anchor:
        kind = f" ({citation.anchor_kind})" if citation.anchor_kind in {"publication", "event", "text"} else ""
        text += f", counted from {citation.anchor}{kind}"
    if citation.rule:
        text += f", rule {citation.rule}"
    if citation.resolver:
        text += f", {citation.resolver}"
    return text + (" — accepted" if citation.accepted else "")


def _claim(claim: Any, width: int) -> Iterator[str]:
    said = f"{claim.attribute}: {statements.value(claim)}"
    if claim.about:
        said += f", of {claim.about.name}"
    said += f" — {claim.by.name}" if claim.by else " — by nobody named"
    if claim.claimed:
        said += f", said {words(claim.claimed)}"
    if claim.period:
        said += f"; period: {words(claim.period)}"
    if claim.status != "open":
        said += f" [{claim.status}]"
    yield from _wrapped(said, width)
    if claim.citation and claim.citation.quote:
        yield from _wrapped(f"“{claim.citation.quote}”, {claim.citation.source.name}", width, "    ")
    if claim.note:
        yield from _wrapped(claim.note, width, "    ")
