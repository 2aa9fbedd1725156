"""
Changes that are no records: taking things away, and the order of events inside a day.

What is put down or changed goes through `load`; this file holds the rest. Nothing is deleted by cascade:
every row that goes is named to the batch, so that `history` keeps it and `undo` brings it back. To make
another kind of thing removable, write a function here that removes first what refers to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.errors import NotTheSameDay, StillNeeded

if TYPE_CHECKING:
    from timeline.store.write import Batch

Key = tuple[Any, ...]


def remove_event(batch: Batch, event_id: int) -> None:
    """
    Remove an event with its participations, tags, links, citations and claims.

    A passage goes when nothing else cites it. Claims of other events that repeat one of this event's
    stay, and lose only the mention of where they came from. A proposal that it came from is then rejected,
    so that no ingest proposes it again (D171).
    """
    its: dict[str, object] = {"event": event_id}
    batch.update("event", (event_id,), {"dated_by": None})
    for (claim,) in _all(batch, "SELECT id FROM claim WHERE event_id = :event", its):
        remove_claim(batch, claim)
    for table, key, where in (
        ("participation", "event_id, actor_id, role", "event_id = :event"),
        ("event_tag", "event_id, tag", "event_id = :event"),
        ("event_link", "from_id, to_id, kind", "from_id = :event OR to_id = :event"),
        ("external_id", "entity, scheme, value", "entity = 'event' AND entity_id = :event"),
    ):
        for row in _all(batch, f"SELECT {key} FROM {table} WHERE {where}", its):
            batch.delete(table, row)
    passages = _all(batch, "SELECT id, citation_id FROM event_citation WHERE event_id = :event", its)
    for row_id, _ in passages:
        batch.delete("event_citation", (row_id,))
    for row_id in _all(batch, "SELECT id FROM event_citation WHERE anchor_kind = 'event' AND anchor_id = :event", its):
        batch.update("event_citation", row_id, {"anchor_id": None})
    for row_id in _all(batch, "SELECT id FROM proposal WHERE event_id = :event", its):
        batch.update("proposal", row_id, {"event_id": None, "verdict": "rejected"})
    for row_id in _all(batch, "SELECT id FROM proposal WHERE looks_like_id = :event", its):
        batch.update("proposal", row_id, {"looks_like_id": None, "likeness": None})
    batch.delete("event", (event_id,))
    for _, passage in passages:
        remove_unused_passage(batch, passage)


def remove_claim(batch: Batch, claim_id: int) -> None:
    """Remove a claim, and its passage if nothing else cites it; claims that repeat it stay."""
    for row in _all(batch, "SELECT id FROM claim WHERE derived_from_id = :claim", {"claim": claim_id}):
        batch.update("claim", row, {"derived_from_id": None})
    for row in _all(
        batch,
        "SELECT entity, scheme, value FROM external_id WHERE entity = 'claim' AND entity_id = :claim",
        {"claim": claim_id},
    ):
        batch.delete("external_id", row)
    passage = _all(batch, "SELECT citation_id FROM claim WHERE id = :claim", {"claim": claim_id})
    batch.delete("claim", (claim_id,))
    for (citation,) in passage:
        if citation is not None:
            remove_unused_passage(batch, citation)


def remove_unused_passage(batch: Batch, citation_id: int) -> None:
    """Remove a passage that nothing cites any more."""
    for table in ("event_citation", "claim", "participation", "event_link", "actor_link"):
        if _all(batch, f"SELECT 1 FROM {table} WHERE citation_id = :citation LIMIT 1", {"citation": citation_id}):
            return
    batch.delete("citation", (citation_id,))


def remove_participants(batch: Batch, event_id: int, actors: tuple[int, ...], role: str | None) -> int:
    """Take actors out of an event, in one role or in all; give how many rows went."""
    rows = _all(
        batch, "SELECT event_id, actor_id, role FROM participation WHERE event_id = :event", {"event": event_id}
    )
    gone = [row for row in rows if row[1] in actors and role in (None, row[2])]
    for row in gone:
        batch.delete("participation", row)
    return len(gone)


def remove_tag(batch: Batch, event_id: int, tag: str) -> bool:
    """Take a tag off an event; False if it had none of that name."""
    if not _all(
        batch, "SELECT 1 FROM event_tag WHERE event_id = :event AND tag = :tag", {"event": event_id, "tag": tag}
    ):
        return False
    batch.delete("event_tag", (event_id, tag))
    return True


def remove_name(batch: Batch, actor_id: int, name: str) -> bool:
    """Take a name from an actor; False if it had none such. The name it is shown by stays."""
    rows = _all(
        batch,
        "SELECT actor_id, name, kind FROM actor_name WHERE actor_id = :actor AND name = :name",
        {"actor": actor_id, "name": name},
    )
    if not rows:
        return False
    if rows[0][2] == "primary":
        raise StillNeeded("name", name, "it is the one the actor is shown by; give it another with --name first")
    batch.delete("actor_name", rows[0][:2])
    return True


def place_in_day(batch: Batch, event_id: int, other_id: int, *, after: bool) -> None:
    """
    Put an event directly after (or before) another of the same place in time.

    Only events whose dates sort alike have an order by hand; raises `NotTheSameDay` for others.
    """
    keys: dict[int, int] = dict(
        _all(batch, "SELECT id, sort_key FROM event WHERE id IN (:one, :other)", {"one": event_id, "other": other_id})
    )
    if keys[event_id] != keys[other_id]:
        titles: dict[int, str] = dict(
            _all(batch, "SELECT id, title FROM event WHERE id IN (:one, :other)", {"one": event_id, "other": other_id})
        )
        raise NotTheSameDay(titles[event_id], titles[other_id])
    rows = _all(
        batch,
        "SELECT id, position FROM event WHERE sort_key = :key ORDER BY position, id",
        {"key": keys[event_id]},
    )
    order = [row[0] for row in rows if row[0] != event_id]
    order.insert(order.index(other_id) + after, event_id)
    before: dict[int, int] = dict(rows)
    for position, one in enumerate(order, start=1):
        if before[one] != position:
            batch.update("event", (one,), {"position": position})


def _all(batch: Batch, sql: str, params: dict[str, object]) -> list[Key]:
    return list(batch.reader.rows(sql, params))
