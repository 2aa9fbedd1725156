"""
What would be part of itself: places, sources, attributes, events, actors and claims, after an import.

Only what the import has put together is looked at: from each new pair upwards, until the top or the part again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from timeline.store.among import select
from timeline.store.load.shapes import Item, Wrong

if TYPE_CHECKING:
    from timeline.store.engine import Reader

_UPWARD = {
    "place": ("SELECT id, parent_id FROM place WHERE parent_id IS NOT NULL AND {}", "id", "a place lies in itself"),
    "source": (
        "SELECT id, revision_of_id FROM source WHERE revision_of_id IS NOT NULL AND {}",
        "id",
        "a source revises itself",
    ),
    "attribute": (
        "SELECT name, part_of FROM attribute WHERE part_of IS NOT NULL AND {}",
        "name",
        "an attribute is part of itself",
    ),
    "claim": (
        "SELECT id, derived_from_id FROM claim WHERE derived_from_id IS NOT NULL AND {}",
        "id",
        "a claim repeats itself",
    ),
    "link": (
        "SELECT from_id, to_id FROM event_link WHERE kind = 'part_of' AND {}",
        "from_id",
        "an event is part of itself",
    ),
}

_MEMBERS = (
    "SELECT coalesce(a.merged_into, a.id), coalesce(b.merged_into, b.id) FROM actor_link h"
    " JOIN actor a ON a.id = h.subject_id JOIN actor b ON b.id = h.object_id WHERE h.kind = 'part_of' AND {}"
)
"""What actors are part of; an actor that was merged is the one it was merged into."""


def found(reader: Reader, edges: dict[str, dict[tuple[Any, Any], Item]]) -> Iterator[tuple[Item, Wrong]]:
    """Give the records that close a ring, and merges into an actor that is merged itself."""
    for kind, (sql, column, what) in _UPWARD.items():
        for item in _rings(reader, edges.get(kind, {}), sql, column):
            yield item, Wrong(f"{what}, by way of what it is part of", "take one of the steps away")
    yield from _parts_of_actors(reader, edges)
    yield from _chains(reader, edges.get("actor", {}))
    yield from _one_and_two(reader, edges)


def own_part(reader: Reader, actor: int) -> bool:
    """Say whether an actor, with all that was merged into it, is by way of others a part of itself."""
    front, seen = {actor}, {actor}
    while front:
        above = {whole for _, whole in _upward(reader, front)}
        if actor in above:
            return True
        front = above - seen
        seen |= above
    return False


def _upward(reader: Reader, actors: set[int]) -> list[tuple[int, int]]:
    """Give (part, whole) of survivors, for those parts."""
    wanted = {row[0] for row in select(reader, "SELECT id FROM actor WHERE {}", "merged_into", actors)} | actors
    return [(part, whole) for part, whole in select(reader, _MEMBERS, "h.subject_id", wanted)]


def _parts_of_actors(reader: Reader, edges: dict[str, dict[tuple[Any, Any], Item]]) -> Iterator[tuple[Item, Wrong]]:
    """Give the records by which an actor is part of itself, be it because two of them were merged."""
    linked, merged = edges.get("actor_link", {}), edges.get("actor", {})
    ends = {one for pair in (*linked, *merged) for one in pair}
    stands_for = dict(select(reader, "SELECT id, coalesce(merged_into, id) FROM actor WHERE {}", "id", ends))
    new: dict[Any, Item] = {}
    for (part, whole), item in (*linked.items(), *merged.items()):
        if item.kind == "actor" or item.values["kind"] == "part_of":
            new.setdefault(stands_for.get(part), item)
            new.setdefault(stands_for.get(whole), item)
    above: dict[Any, list[Any]] = {}
    front = set(new)
    while front:
        rows = _upward(reader, front)
        for one in front:
            above[one] = []
        for part, whole in rows:
            above[part].append(whole)
        front = {whole for _, whole in rows} - above.keys()
    for ring in circles(above):
        closing = next((new[one] for one in ring if one in new), None)
        if closing is not None:
            reason = "an actor is part of itself, by way of what it is part of"
            yield closing, Wrong(reason, "take one of the steps away")


def _one_and_two(reader: Reader, edges: dict[str, dict[tuple[Any, Any], Item]]) -> Iterator[tuple[Item, Wrong]]:
    """Give the records by which actors that were put down as not the same are merged."""
    linked, merged = edges.get("actor_link", {}), edges.get("actor", {})
    if not merged and not any(item.values["kind"] == "not_same_as" for item in linked.values()):
        return
    by_actor: dict[int, Item] = {}
    for pair, item in (*linked.items(), *merged.items()):
        for one in pair:
            by_actor.setdefault(one, item)
    rows = reader.all(
        "SELECT a.id, a.uid, b.id, b.uid FROM actor_link h JOIN actor a ON a.id = h.subject_id"
        " JOIN actor b ON b.id = h.object_id WHERE h.kind = 'not_same_as'"
        " AND coalesce(a.merged_into, a.id) = coalesce(b.merged_into, b.id)"
    )
    for one, uid, other, its in rows:
        item = by_actor.get(one) or by_actor.get(other) or next(iter(by_actor.values()))
        yield item, Wrong(f"{uid} and {its} were put down as not the same, and would be one", "keep one of the two")


def _rings(reader: Reader, edges: dict[tuple[Any, Any], Item], sql: str, column: str) -> Iterator[Item]:
    """Read upwards from all new pairs at once, then give a record of each ring."""
    above: dict[Any, list[Any]] = {}
    front: set[Any] = {one for pair in edges for one in pair}
    while front:
        rows = select(reader, sql, column, front)
        for one in front:
            above[one] = []
        for part, whole in rows:
            above[part].append(whole)
        front = {whole for _, whole in rows} - above.keys()
    for ring in circles(above):
        new = next((pair for pair in zip(ring, [*ring[1:], ring[0]], strict=True) if pair in edges), None)
        if new is not None:
            yield edges[new]


def circles(above: dict[Any, list[Any]]) -> Iterator[list[Any]]:
    """Give circles of a graph, at least one of each that hangs together, in time linear in its size."""
    done: set[Any] = set()
    for start in above:
        path: list[Any] = []
        places: dict[Any, int] = {}
        stack: list[tuple[Any, bool]] = [(start, True)]
        while stack:
            one, entering = stack.pop()
            if not entering:
                done.add(one)
                del places[path.pop()]
            elif one in places:
                yield path[places[one] :]
            elif one not in done:
                places[one] = len(path)
                path.append(one)
                stack.append((one, False))
                stack += [(whole, True) for whole in above[one]]


def _chains(reader: Reader, edges: dict[tuple[Any, Any], Item]) -> Iterator[tuple[Item, Wrong]]:
    """An actor is merged into one that stands for itself, never into one that is merged too."""
    parts = {part: item for (part, _), item in edges.items()}
    upward = "SELECT a.id FROM actor a JOIN actor s ON s.id = a.merged_into WHERE s.merged_into IS NOT NULL AND {}"
    onward = {row[0] for row in select(reader, upward, "a.id", parts)}
    below = {row[0] for row in select(reader, "SELECT a.merged_into FROM actor a WHERE {}", "a.merged_into", parts)}
    for part, item in parts.items():
        if part in onward:
            yield item, Wrong("merged_into: that actor is itself merged into another", "name the one that is left")
        elif part in below:
            yield item, Wrong("merged_into: others are merged into this actor", "merge those into the other first")
