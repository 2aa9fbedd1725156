"""
What would be part of itself: places, attributes, events, actors and claims, after an import.

Only what the import has put together is looked at: from each new pair upwards, until the top or the part again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from timeline.store.load.names import select
from timeline.store.load.shapes import Item, Wrong

if TYPE_CHECKING:
    from timeline.store.engine import Reader

_UPWARD = {
    "place": ("SELECT id, parent_id FROM place WHERE parent_id IS NOT NULL AND {}", "id", "a place lies in itself"),
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
    "actor_link": (
        "SELECT subject_id, object_id FROM actor_link WHERE kind = 'part_of' AND {}",
        "subject_id",
        "an actor is part of itself",
    ),
}


def found(reader: Reader, edges: dict[str, dict[tuple[Any, Any], Item]]) -> Iterator[tuple[Item, Wrong]]:
    """Give the records that close a ring, and merges into an actor that is merged itself."""
    for kind, (sql, column, what) in _UPWARD.items():
        for item in _rings(reader, edges.get(kind, {}), sql, column):
            yield item, Wrong(f"{what}, by way of what it is part of", "take one of the steps away")
    yield from _chains(reader, edges.get("actor", {}))


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
    for ring in _circles(above):
        new = next((pair for pair in zip(ring, [*ring[1:], ring[0]], strict=True) if pair in edges), None)
        if new is not None:
            yield edges[new]


def _circles(above: dict[Any, list[Any]]) -> Iterator[list[Any]]:
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
