"""
Everything about one actor: its names, what it is linked to and when, what it took part in.

An actor and those merged into it are one: names, links and events are those of all of them. A link is seen from
both of its ends; one that a merge has turned back on the actor itself is not shown. A new part of an actor is a field
of `ActorDetail` and a statement here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.model import CitationRow, Named
from timeline.query import SHOWN
from timeline.store.read import asking
from timeline.store.read.claims import PASSAGE, PASSAGE_WIDTH, TO_PASSAGE, passage

if TYPE_CHECKING:
    from timeline.model import Hit
    from timeline.store.engine import Reader

_MOST_COMPANY = 10


class ActorName(NamedTuple):
    """A name of an actor beside the one it is shown by."""

    name: str
    kind: str
    lang: str | None
    of: str
    """The uid of the actor it was put down for: its own, or that of one merged into it."""


class ActorLink(NamedTuple):
    """A link between two actors, seen from one of them."""

    kind: str
    outward: bool
    """True: from the actor shown to `actor`; False: from `actor` to the one shown."""
    actor: Named
    role: str | None
    edtf: str | None
    citation: CitationRow | None


class ActorDetail(NamedTuple):
    """Everything about one actor."""

    uid: str
    name: str
    kind: str | None
    country: str | None
    note: str | None
    names: tuple[ActorName, ...]
    merged: tuple[Named, ...]
    """Actors that were merged into it."""
    links: tuple[ActorLink, ...]
    events: int
    roles: tuple[tuple[str, int], ...]
    """(role, events), the most frequent first."""
    first: str | None
    """EDTF of its earliest event, in the order of lists."""
    last: str | None
    company: tuple[tuple[Named, int], ...]
    """Whom it shares most events with, and how many."""
    asserts: int
    """Claims made by it."""
    about: int
    """Claims about it."""
    external_ids: tuple[tuple[str, str], ...]


def actor_detail(reader: Reader, hit: Hit, statuses: tuple[str, ...] = SHOWN) -> ActorDetail:
    """Give all about the actor `hit`; events of `statuses` count."""
    ids = asking.numbers(hit.ids)
    uid, name, kind, country, note = reader.all(
        f"SELECT a.uid, a.name, a.kind, a.country, a.note FROM actor a WHERE a.id = {int(hit.id)}"
    )[0]
    names = reader.all(
        "SELECT n.name, n.kind, n.lang, a.uid FROM actor_name n JOIN actor a ON a.id = n.actor_id"
        f" WHERE n.actor_id IN ({ids}) AND NOT (n.actor_id = {int(hit.id)} AND n.kind = 'primary')"
        f" ORDER BY a.id, {asking.by_code_point(reader, 'n.name')}"
    )
    merged = reader.all(f"SELECT a.uid, a.name FROM actor a WHERE a.merged_into = {int(hit.id)} ORDER BY a.id")
    status = "".join(f" AND {one}" for one in asking.status_in("e.status", statuses))
    part = f"FROM participation p JOIN event e ON e.id = p.event_id WHERE p.actor_id IN ({ids}){status}"
    roles = reader.all(
        f"SELECT p.role, count(DISTINCT e.id) {part} GROUP BY p.role"
        f" ORDER BY count(DISTINCT e.id) DESC, {asking.by_code_point(reader, 'p.role')}"
    )
    events = reader.all(f"SELECT count(DISTINCT e.id) {part}")[0][0]
    ends = [
        reader.one(
            f"SELECT e.edtf {part} AND e.edtf IS NOT NULL"
            f" ORDER BY e.sort_key {way}, e.position {way}, e.id {way} LIMIT 1"
        )
        for way in ("", "DESC")
    ]
    return ActorDetail(
        uid,
        name,
        kind,
        country,
        note,
        tuple(ActorName._make(row) for row in names),
        tuple(Named._make(row) for row in merged),
        tuple(links(reader, hit)),
        events,
        tuple((role, number) for role, number in roles),
        ends[0][0] if ends[0] else None,
        ends[1][0] if ends[1] else None,
        _company(reader, ids, status),
        reader.all(f"SELECT count(*) FROM claim k WHERE k.attributed_to_id IN ({ids})")[0][0],
        reader.all(f"SELECT count(*) FROM claim k WHERE k.actor_id IN ({ids}) OR k.about_actor_id IN ({ids})")[0][0],
        tuple(
            (scheme, value)
            for scheme, value in reader.all(
                f"SELECT x.scheme, x.value FROM external_id x WHERE x.entity = 'actor' AND x.entity_id IN ({ids})"
                f" ORDER BY {asking.by_code_point(reader, 'x.scheme')}, {asking.by_code_point(reader, 'x.value')}"
            )
        ),
    )


def links(reader: Reader, hit: Hit) -> list[ActorLink]:
    """Give the links from an actor, then those to it, by kind and date."""
    ids = asking.numbers(hit.ids)
    found = []
    for here, there, outward in (("subject_id", "object_id", True), ("object_id", "subject_id", False)):
        rows = reader.all(
            f"SELECT h.kind, a.uid, a.name, h.role, h.edtf, {PASSAGE} FROM actor_link h"
            f" JOIN actor x ON x.id = h.{there} JOIN actor a ON a.id = coalesce(x.merged_into, x.id)"
            f" {TO_PASSAGE.format('h')} WHERE h.{here} IN ({ids}) AND h.{there} NOT IN ({ids})"
            f" ORDER BY {asking.by_code_point(reader, 'h.kind')}, coalesce(h.start_min, {asking.HIGHEST}), h.id"
        )
        for kind, uid, name, role, edtf, *cited in rows:
            found.append(ActorLink(kind, outward, Named(uid, name), role, edtf, passage(cited[:PASSAGE_WIDTH])))
    return list(dict.fromkeys(found))


def _company(reader: Reader, ids: str, status: str) -> tuple[tuple[Named, int], ...]:
    rows = reader.all(
        "SELECT a.uid, a.name, count(DISTINCT o.event_id) FROM participation p JOIN event e ON e.id = p.event_id"
        " JOIN participation o ON o.event_id = p.event_id JOIN actor x ON x.id = o.actor_id"
        f" JOIN actor a ON a.id = coalesce(x.merged_into, x.id) WHERE p.actor_id IN ({ids}){status}"
        f" AND o.actor_id NOT IN ({ids}) GROUP BY a.id, a.uid, a.name"
        f" ORDER BY count(DISTINCT o.event_id) DESC, {asking.by_code_point(reader, 'a.name')}, a.id"
        f" LIMIT {_MOST_COMPANY}"
    )
    return tuple((Named(uid, name), number) for uid, name, number in rows)
