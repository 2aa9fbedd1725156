"""
Everything about one event: who took part, what each passage says, the claims, the links, who wrote it.

What may not be let out is left out piece by piece; what is left says nothing of it. A new part of an
event is a field of `model.Detail` and a statement here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.model import CitationRow, Detail, LinkRow, Named, Participation, Recorded
from timeline.query import ALL_STATUSES, ClaimQuery, EventQuery
from timeline.store.read import asking
from timeline.store.read.claims import PASSAGE, PASSAGE_WIDTH, TO_PASSAGE, allowed_passage, claims, passage
from timeline.store.read.events import events

if TYPE_CHECKING:
    from timeline.query import Known
    from timeline.store.engine import Reader


def detail(reader: Reader, event_id: int, max_access: str | None = None, known: Known | None = None) -> Detail | None:
    """Give all about the event `event_id`, whatever its status; None if there is none, or none to be told of."""
    query = EventQuery(ids=(event_id,), statuses=ALL_STATUSES, max_access=max_access, known=known)
    event = next(events(reader, query), None)
    if event is None:
        return None
    levels = asking.let_out(max_access)
    its = {"event": event_id}
    return Detail(
        event=event,
        participants=_participants(reader, its, levels),
        places=_places(reader, its),
        citations=_citations(reader, its, levels),
        claims=tuple(
            claims(reader, ClaimQuery(events=(event_id,), event_statuses=ALL_STATUSES, max_access=max_access))
        ),
        links=_links(reader, its, levels),
        external_ids=tuple(
            reader.all(
                "SELECT x.scheme, x.value FROM external_id x WHERE x.entity = 'event' AND x.entity_id = :event"
                f" ORDER BY {asking.by_code_point(reader, 'x.scheme')}, {asking.by_code_point(reader, 'x.value')}",
                its,
            )
        ),
        recorded=Recorded(
            *reader.all(
                "SELECT b.id, b.command, b.who, b.started_at FROM event e JOIN batch b ON b.id = e.batch_id"
                " WHERE e.id = :event",
                its,
            )[0]
        ),
    )


def _participants(reader: Reader, its: dict[str, int], levels: tuple[str, ...]) -> tuple[Participation, ...]:
    """Give who took part, by name; an actor and one merged into it are one, with the first passage there is."""
    allowed = f" AND {allowed_passage('p.citation_id', levels)}" if levels else ""
    rows = reader.all(
        f"SELECT a.uid, a.name, a.kind, p.role, {PASSAGE}"
        " FROM participation p JOIN actor x ON x.id = p.actor_id JOIN actor a ON a.id = coalesce(x.merged_into, x.id)"
        f" {TO_PASSAGE.format('p')} WHERE p.event_id = :event{allowed} ORDER BY p.actor_id",
        its,
    )
    found: dict[tuple[str, str], Participation] = {}
    for uid, name, kind, role, *cited in rows:
        before = found.get((uid, role))
        if before is None or before.citation is None:
            found[uid, role] = Participation(Named(uid, name), kind, role, passage(cited))
    return tuple(sorted(found.values(), key=lambda one: (one.actor.name, one.actor.uid, one.role)))


def _places(reader: Reader, its: dict[str, int]) -> tuple[Named, ...]:
    """Give the place and what it lies in; UNION, not UNION ALL, ends a ring of places."""
    rows = reader.all(
        "WITH RECURSIVE up(id) AS ("
        "SELECT e.place_id FROM event e WHERE e.id = :event AND e.place_id IS NOT NULL"
        " UNION SELECT o.parent_id FROM place o JOIN up ON o.id = up.id WHERE o.parent_id IS NOT NULL)"
        " SELECT o.id, o.parent_id, o.uid, o.name FROM place o JOIN up ON o.id = up.id",
        its,
    )
    known = {row[0]: row for row in rows}
    at = reader.all("SELECT e.place_id FROM event e WHERE e.id = :event", its)[0][0]
    chain = []
    while at in known:
        _, parent, uid, name = known.pop(at)
        chain.append(Named(uid, name))
        at = parent
    return tuple(chain)


def _citations(reader: Reader, its: dict[str, int], levels: tuple[str, ...]) -> tuple[CitationRow, ...]:
    """Give what each passage says of the event, in the order in which they were put down."""
    allowed = f" AND s.access IN ({asking.listed(levels)})" if levels else ""
    anchor_allowed = f" AND n.access IN ({asking.listed(levels)})" if levels else ""
    rows = reader.all(
        f"SELECT {PASSAGE}, ec.stance, ec.edtf, ec.phrase, ec.phrase_start, ec.phrase_end, ec.anchor, ec.anchor_kind,"
        f" {ANCHOR_OF.format(anchor_allowed)},"
        " ec.rule, ec.resolver, ec.note, coalesce(e.dated_by = ec.id, false)"
        " FROM event_citation ec JOIN event e ON e.id = ec.event_id"
        f" {TO_PASSAGE.format('ec')} WHERE ec.event_id = :event{allowed} ORDER BY ec.id",
        its,
    )
    found = (passage(row[:PASSAGE_WIDTH], *row[PASSAGE_WIDTH:-1], bool(row[-1])) for row in rows)
    return tuple(one for one in found if one is not None)


ANCHOR_OF = (
    "CASE WHEN ec.anchor_kind = 'event' THEN (SELECT n.uid FROM event n WHERE n.id = ec.anchor_id{0})"
    " ELSE (SELECT n.uid FROM source n WHERE n.id = ec.anchor_id{0}) END"
)
"""The uid of what an anchor was taken from; {0} is what must hold of that event or source `n` besides."""


def _links(reader: Reader, its: dict[str, int], levels: tuple[str, ...]) -> tuple[LinkRow, ...]:
    """Give the links from the event, then those to it."""
    allowed = ""
    if levels:
        allowed = f" AND o.access IN ({asking.listed(levels)}) AND {allowed_passage('l.citation_id', levels)}"
    found = []
    for here, there, outward in (("from_id", "to_id", True), ("to_id", "from_id", False)):
        rows = reader.all(
            f"SELECT l.kind, o.uid, o.title, o.edtf, {PASSAGE} FROM event_link l JOIN event o ON o.id = l.{there}"
            f" {TO_PASSAGE.format('l')} WHERE l.{here} = :event{allowed}"
            f" ORDER BY {asking.by_code_point(reader, 'l.kind')}, o.sort_key, o.position, o.id",
            its,
        )
        for kind, uid, title, edtf, *cited in rows:
            found.append(LinkRow(kind, outward, Named(uid, title), edtf, passage(cited)))
    return tuple(found)
