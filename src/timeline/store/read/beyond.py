"""
How much hangs on the events that a query finds beyond what a writer is given of them.

`beyond` counts what a row of each event (`model.EventRow`) does not show, `unseen` what no event carries, however whole
it is given (`read.whole`): texts of sources, other names and offices of actors. An export tells these numbers as
its losses. What is in none of these words is either given, or no event's at all. A new table or column that hangs on
events is one more entry in one of the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.store.read.records import Dump

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timeline.query import EventQuery
    from timeline.store.engine import Reader

_SAYS_MORE = "(c.quote IS NOT NULL OR c.page IS NOT NULL OR ec.phrase IS NOT NULL OR ec.edtf IS NOT NULL)"


_OF_SOURCE = ("author", "publisher", "url", "published", "archive_url", "kind", "lang", "reliability", "note")
"""What is known of a source but its title."""


class _Count(NamedTuple):
    """Something to be counted."""

    name: str
    """A plural noun and what became of it."""
    tables: str
    condition: str
    """Where there is any at all."""
    let_out: str = ""
    """Where it goes out with the events; of the things of one kind, `it` stands for the ids of those that do."""


_ROW = {
    "place": (
        _Count(
            "kinds and countries of places dropped",
            "place o",
            "(o.kind IS NOT NULL OR o.country IS NOT NULL)",
            "o.id IN it",
        ),
    ),
    "actor": (
        _Count(
            "kinds and countries of actors dropped",
            "actor a",
            "(a.kind IS NOT NULL OR a.country IS NOT NULL)",
            "a.id IN it",
        ),
    ),
    "source": (
        _Count(
            "authors, links, days and the like of sources dropped",
            "source s",
            f"({' OR '.join(f's.{name} IS NOT NULL' for name in _OF_SOURCE)})",
            "s.id IN it",
        ),
    ),
}
"""What a row of an event does not show of what the event names."""

_WHOLE = {
    "source": (
        _Count("texts of sources dropped", "source s", "s.body IS NOT NULL", "s.id IN it"),
        _Count(
            "days of access and checksums of sources dropped",
            "source s",
            "(s.accessed IS NOT NULL OR s.sha256 IS NOT NULL)",
            "s.id IN it",
        ),
        _Count("versions of sources told as sources alone", "source s", "s.revision_of_id IS NOT NULL", "s.id IN it"),
        _Count("ids of sources elsewhere dropped", "external_id x", "x.entity = 'source'", "x.entity_id IN it"),
    ),
    "actor": (
        _Count("other names of actors dropped", "actor_name n", "n.kind <> 'primary'", "n.actor_id IN it"),
        _Count("notes on actors dropped", "actor a", "a.note IS NOT NULL", "a.id IN it"),
        _Count("merged actors told as one", "actor a", "a.merged_into IS NOT NULL", "a.id IN it"),
        _Count("ids of actors elsewhere dropped", "external_id x", "x.entity = 'actor'", "x.entity_id IN it"),
    ),
    "place": (
        _Count("places that places lie in dropped", "place o", "o.parent_id IS NOT NULL", "o.id IN it"),
        _Count("ids of places elsewhere dropped", "external_id x", "x.entity = 'place'", "x.entity_id IN it"),
    ),
}
"""What no event carries of what it names."""


def beyond(reader: Reader, query: EventQuery) -> dict[str, int]:
    """Count what hangs on the events of `query`, may be let out, and has no place in a row; only what there is."""
    dump = Dump(reader, query)
    cited = "event_citation ec JOIN citation c ON c.id = ec.citation_id"
    placed = "event e JOIN place pl ON pl.id = e.place_id"
    alone = (
        _Count("passages dropped", cited, _SAYS_MORE, dump.citing()),
        _Count("disputing sources dropped", cited, "ec.stance = 'disputes'", dump.citing()),
        _Count("claims dropped", "claim k", "k.event_id IS NOT NULL", dump.claim("k")),
        _Count("links between events dropped", "event_link l", "", dump.linking()),
        _Count("coordinates dropped", placed, "pl.lat IS NOT NULL", dump.event("e.id")),
    )
    named = {
        "source": _where("SELECT c.source_id FROM " + cited, dump.citing()),
        "actor": _where("SELECT p.actor_id FROM participation p", dump.taking_part()),
        "place": _where("SELECT e.place_id FROM event e", dump.event("e.id")),
    }
    return {name: n for one in alone for name, n in _alone(dump, one)} | _of_things(dump, _ROW, named)


def unseen(reader: Reader, query: EventQuery) -> dict[str, int]:
    """Count what goes with the events of `query` as records alone, for it hangs on no event; only what there is."""
    dump = Dump(reader, query)
    links = "" if dump.every_event else dump.actor_link()
    alone = (
        _Count("links between actors dropped", "actor_link h", "", links),
        _Count("claims on no event dropped", "claim k", "k.event_id IS NULL", dump.claim("k")),
        _Count("passages of links dropped", "event_link l", "l.citation_id IS NOT NULL", dump.linking()),
    )
    go_out = {
        "source": _where("SELECT o.id FROM source o", dump.source("o.id")),
        "actor": _where("SELECT o.id FROM actor o", dump.actor("o.id")),
        "place": _where("SELECT o.id FROM place o", dump.place("o.id")),
    }
    return _of_things(dump, _WHOLE, go_out) | {name: n for one in alone for name, n in _alone(dump, one)}


def _alone(dump: Dump, one: _Count) -> Iterator[tuple[str, int]]:
    """Count one thing, if there is any: which events are found need not be asked to count nothing."""
    if not _any(dump, one):
        return
    where = " AND ".join(part for part in (one.condition, one.let_out) if part)
    row = dump.reader.one(_where(f"SELECT count(*) FROM {one.tables}", where), dump.params)
    if row and row[0]:
        yield one.name, int(row[0])


def _of_things(dump: Dump, what: Mapping[str, Sequence[_Count]], which: Mapping[str, str]) -> dict[str, int]:
    """Count by kind of thing; `which` of them go out costs most, and is asked once a kind."""
    found: dict[str, int] = {}
    for kind, counts in what.items():
        there = [one for one in counts if _any(dump, one)]
        if not there:
            continue
        numbers = ", ".join(
            f"(SELECT count(*) FROM {one.tables} WHERE {one.condition}"
            f" AND {one.let_out.replace(' IN it', ' IN (SELECT it.id FROM it)')})"
            for one in there
        )
        row = dump.reader.one(f"WITH it(id) AS MATERIALIZED ({which[kind]}) SELECT {numbers}", dump.params) or ()
        found |= {one.name: int(n) for one, n in zip(there, row, strict=False) if n}
    return found


def _any(dump: Dump, one: _Count) -> bool:
    return dump.reader.one(f"{_where(f'SELECT 1 FROM {one.tables}', one.condition)} LIMIT 1") is not None


def _where(sql: str, condition: str) -> str:
    return f"{sql} WHERE {condition}" if condition else sql
