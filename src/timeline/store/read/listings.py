"""
The actors, sources, places and tags there are, each with how many events it has.

Events count as `list` shows them: confirmed and disputed, unless other statuses are asked for. Actors merged
into another have no row of their own; their names and events are the other's. Ordered by name, case
apart. A new listing is a function here and a row type in `model`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.model import ActorRow, PlaceRow, SourceRow
from timeline.query import SHOWN
from timeline.store.read import asking
from timeline.store.read.events import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.engine import Reader


def actors(reader: Reader, statuses: tuple[str, ...] = SHOWN, ids: tuple[int, ...] | None = None) -> Iterator[ActorRow]:
    """Give the actors, or those of `ids`."""
    rows = reader.rows(
        "SELECT a.id, a.uid, a.name, a.kind, a.country, coalesce(n.events, 0), a.note FROM actor a LEFT JOIN ("
        " SELECT coalesce(x.merged_into, x.id) AS actor_id, count(DISTINCT e.id) AS events"
        " FROM participation p JOIN event e ON e.id = p.event_id JOIN actor x ON x.id = p.actor_id"
        f"{_where(_status(statuses))} GROUP BY coalesce(x.merged_into, x.id)) n ON n.actor_id = a.id"
        f"{_where('a.merged_into IS NULL', _only(ids, 'a'))} ORDER BY {_by_name(reader, 'a.name')}, a.id",
    )
    for chunk in chunks(rows):
        listed = asking.numbers(row[0] for row in chunk)
        others: dict[int, dict[str, None]] = {}
        for actor_id, name in reader.all(
            "SELECT coalesce(x.merged_into, x.id), m.name FROM actor x JOIN actor_name m ON m.actor_id = x.id"
            f" WHERE x.id IN ({listed}) OR x.merged_into IN ({listed})"
            f" ORDER BY x.id, {asking.by_code_point(reader, 'm.name')}"
        ):
            others.setdefault(actor_id, {})[name] = None
        for actor_id, uid, name, kind, country, events, note in chunk:
            names = tuple(other for other in others.get(actor_id, ()) if other != name)
            yield ActorRow(actor_id, uid, name, kind, country, names, events, note)


def sources(
    reader: Reader,
    statuses: tuple[str, ...] = SHOWN,
    ids: tuple[int, ...] | None = None,
    max_access: str | None = None,
) -> Iterator[SourceRow]:
    """Give the sources, or those of `ids`."""
    levels = asking.let_out(max_access)
    allowed = f"s.access IN ({asking.listed(levels)})" if levels else ""
    rows = reader.rows(
        "SELECT s.id, s.uid, s.title, s.kind, s.publisher, s.author, s.url, s.published, s.access,"
        " coalesce(n.events, 0), s.note FROM source s LEFT JOIN ("
        " SELECT c.source_id AS source_id, count(DISTINCT e.id) AS events FROM event_citation ec"
        " JOIN citation c ON c.id = ec.citation_id JOIN event e ON e.id = ec.event_id"
        f"{_where(_status(statuses))} GROUP BY c.source_id) n ON n.source_id = s.id"
        f"{_where(allowed, _only(ids, 's'))} ORDER BY {_by_name(reader, 's.title')}, s.id",
    )
    return map(SourceRow._make, rows)


def places(reader: Reader, statuses: tuple[str, ...] = SHOWN, ids: tuple[int, ...] | None = None) -> Iterator[PlaceRow]:
    """Give the places, or those of `ids`."""
    rows = reader.rows(
        "SELECT o.id, o.uid, o.name, o.kind, u.name, o.country, o.lat, o.lon, coalesce(n.events, 0)"
        " FROM place o LEFT JOIN place u ON u.id = o.parent_id LEFT JOIN ("
        " SELECT e.place_id AS place_id, count(*) AS events FROM event e"
        f"{_where('e.place_id IS NOT NULL', _status(statuses))} GROUP BY e.place_id) n ON n.place_id = o.id"
        f"{_where(_only(ids, 'o'))} ORDER BY {_by_name(reader, 'o.name')}, o.id",
    )
    return map(PlaceRow._make, rows)


def tags(reader: Reader, statuses: tuple[str, ...] = SHOWN) -> Iterator[tuple[str, int]]:
    """Give each tag with its count of events."""
    rows = reader.rows(
        "SELECT g.tag, count(*) FROM event_tag g JOIN event e ON e.id = g.event_id"
        f"{_where(_status(statuses))} GROUP BY g.tag ORDER BY {asking.by_code_point(reader, 'g.tag')}",
    )
    return ((tag, events) for tag, events in rows)


def _status(statuses: tuple[str, ...]) -> str:
    return "".join(asking.status_in("e.status", statuses))


def _only(ids: tuple[int, ...] | None, alias: str) -> str:
    return "" if ids is None else f"{alias}.id IN ({asking.numbers(ids)})"


def _where(*clauses: str) -> str:
    given = [clause for clause in clauses if clause]
    return f" WHERE {' AND '.join(given)}" if given else ""


def _by_name(reader: Reader, column: str) -> str:
    return f"lower({asking.by_code_point(reader, column)})"
