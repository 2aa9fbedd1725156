"""
How much hangs on the events that a query finds beyond what a row of each shows (`model.EventRow`).

Formats of one row an event know nothing of it, so an export by them tells these numbers as its losses.
What is in none of these words is either in the row, or no event's at all. A new table that hangs on events
is one more row in `beyond`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.store.read.records import Dump

if TYPE_CHECKING:
    from timeline.query import EventQuery
    from timeline.store.engine import Reader

_SAYS_MORE = "(c.quote IS NOT NULL OR c.page IS NOT NULL OR ec.phrase IS NOT NULL OR ec.edtf IS NOT NULL)"


def beyond(reader: Reader, query: EventQuery) -> dict[str, int]:
    """Count what hangs on the events of `query`, may be let out, and has no place in a row; only what there is."""
    dump = Dump(reader, query)
    found: dict[str, int] = {}
    for names, at_all, counted, tables, condition, let_out in (
        (
            ("passages dropped", "disputing sources dropped"),
            "event_citation",
            f"sum(CASE WHEN {_SAYS_MORE} THEN 1 ELSE 0 END), sum(CASE WHEN ec.stance = 'disputes' THEN 1 ELSE 0 END)",
            "event_citation ec JOIN citation c ON c.id = ec.citation_id",
            "",
            dump.citing(),
        ),
        (
            ("claims dropped",),
            "claim WHERE event_id IS NOT NULL",
            "count(*)",
            "claim k",
            "k.event_id IS NOT NULL",
            dump.claim("k"),
        ),
        (("links between events dropped",), "event_link", "count(*)", "event_link l", "", dump.linking()),
        (
            ("coordinates dropped",),
            "place WHERE lat IS NOT NULL",
            "count(*)",
            "event e JOIN place pl ON pl.id = e.place_id",
            "pl.lat IS NOT NULL",
            dump.event("e.id"),
        ),
    ):
        if reader.one(f"SELECT 1 FROM {at_all} LIMIT 1") is None:
            continue  # which events are found need not be asked to count nothing
        where = " AND ".join(one for one in (condition, let_out) if one)
        row = reader.one(f"SELECT {counted} FROM {tables}" + (f" WHERE {where}" if where else ""), dump.params)
        found |= {name: int(n) for name, n in zip(names, row or (), strict=False) if n}
    return found
