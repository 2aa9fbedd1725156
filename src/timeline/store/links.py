"""
Links between two events or two actors: what a pair of names means, rings before they close, and taking links off.

Putting a link down is a record (`load`); here is what a command asks before and what no record can do. Actors are
taken with all that was merged into them, so a ring by way of a merged actor is one. A new kind of link is a
word in `model`; only `part_of` must not lead back to where it began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.store import edit
from timeline.store.among import select

if TYPE_CHECKING:
    from collections.abc import Collection

    from timeline.model import Hit
    from timeline.store.engine import Reader
    from timeline.store.write import Batch


class Linked(NamedTuple):
    """A link between two actors, as it is stored."""

    id: int
    role: str | None
    edtf: str | None
    citation: int | None


def between(reader: Reader, subject: Hit, kind: str, other: Hit) -> list[Linked]:
    """Give the links of a kind from one actor to another, or to and from those merged into them."""
    sql = "SELECT h.id, h.role, h.edtf, h.citation_id, h.object_id, h.kind FROM actor_link h WHERE {} ORDER BY h.id"
    rows = select(reader, sql, "h.subject_id", subject.ids)
    return [Linked._make(row[:4]) for row in rows if row[4] in other.ids and row[5] == kind]


def are_the_same(reader: Reader, one: int, other: int) -> bool:
    """Say whether two events are linked as the same, either way round."""
    sql = (
        "SELECT 1 FROM event_link l WHERE l.kind = 'same_as'"
        " AND (l.from_id = :one AND l.to_id = :other OR l.from_id = :other AND l.to_id = :one)"
    )
    return reader.one(sql, {"one": one, "other": other}) is not None


def chain(reader: Reader, table: str, low: Collection[int], high: Collection[int]) -> list[str] | None:
    """
    Give the names by which `low` is a part of `high`, from the one to the other; None if it is not.

    `table` is event_link or actor_link. With it a ring is told before it closes.
    """
    steps: dict[int, int | None] = dict.fromkeys(low)
    front = list(low)
    while front:
        goal = next((one for one in front if one in high), None)
        if goal is not None:
            path: list[int] = []
            at: int | None = goal
            while at is not None:
                path.append(at)
                at = steps[at]
            return _names(reader, table, path[::-1])
        rows = _wholes(reader, table, front)
        front = []
        for part, whole in rows:
            if whole not in steps:
                steps[whole] = part
                front.append(whole)
    return None


def _wholes(reader: Reader, table: str, parts: list[int]) -> list[tuple[int, int]]:
    if table == "event_link":
        sql = "SELECT l.from_id, l.to_id FROM event_link l WHERE l.kind = 'part_of' AND {} ORDER BY l.to_id"
        return [(part, whole) for part, whole in select(reader, sql, "l.from_id", parts)]
    # A step to an actor is one to all that are merged with it.
    sql = (
        "SELECT h.subject_id, m.id FROM actor_link h JOIN actor o ON o.id = h.object_id"
        " JOIN actor m ON coalesce(m.merged_into, m.id) = coalesce(o.merged_into, o.id)"
        " WHERE h.kind = 'part_of' AND {} ORDER BY m.id"
    )
    return [(part, whole) for part, whole in select(reader, sql, "h.subject_id", parts)]


def _names(reader: Reader, table: str, path: list[int]) -> list[str]:
    sql = (
        "SELECT e.id, e.uid FROM event e WHERE {}"
        if table == "event_link"
        else "SELECT a.id, s.uid FROM actor a JOIN actor s ON s.id = coalesce(a.merged_into, a.id) WHERE {}"
    )
    column = "e.id" if table == "event_link" else "a.id"
    uids = dict(select(reader, sql, column, path))
    return list(dict.fromkeys(uids[one] for one in path))


def remove_between_events(batch: Batch, from_id: int, kind: str, to_id: int) -> int:
    """Take off a link between two events; give how many rows went. `same_as` is the same either way round."""
    pairs = [(from_id, to_id)] + ([(to_id, from_id)] if kind == "same_as" else [])
    gone = 0
    for one, other in pairs:
        rows = batch.reader.all(
            "SELECT l.citation_id FROM event_link l WHERE l.from_id = :one AND l.to_id = :other AND l.kind = :kind",
            {"one": one, "other": other, "kind": kind},
        )
        for (citation,) in rows:
            batch.delete("event_link", (one, other, kind))
            gone += 1
            if citation is not None:
                edit.remove_unused_passage(batch, citation)
    return gone


def remove_between_actors(batch: Batch, links: Collection[Linked]) -> int:
    """Take off links between actors; give how many rows went."""
    for link in links:
        batch.delete("actor_link", (link.id,))
        if link.citation is not None:
            edit.remove_unused_passage(batch, link.citation)
    return len(links)
