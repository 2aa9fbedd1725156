"""
What is said differently of one thing: cells of statements, and the statements of a cell, judged.

The judgement is one SQL text (`store/contradiction.py`), which the view `claim_conflicts` is made of too, so the two
cannot differ. A `ConflictQuery` says of which events and actors; a new filter is a clause in `_clauses`.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from timeline.model import Cell, Named, Statement
from timeline.query import ALL_STATUSES, ConflictQuery
from timeline.store import contradiction
from timeline.store.read import asking, known
from timeline.store.read.claims import allowed_passage, concerning
from timeline.store.read.events import matching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.engine import Reader

EVERY_CONFLICT = ConflictQuery()


def conflicts(reader: Reader, query: ConflictQuery = EVERY_CONFLICT) -> Iterator[Cell]:
    """Give the cells in which something is said differently, in the order of their events."""
    params: dict[str, object] = {}
    sql = contradiction.cells(reader.dialect, **_asked(reader, query, params))
    for event, attribute, about, verdict, reason, origins, values, title, actor, about_name, _ in reader.rows(
        sql, params
    ):
        yield Cell(
            event and Named(event, title),
            actor and Named(actor, actor),
            attribute,
            about and Named(about, about_name),
            verdict,
            reason,
            origins,
            tuple(json.loads(values)),
        )


def statements(
    reader: Reader, query: ConflictQuery = EVERY_CONFLICT
) -> Iterator[tuple[tuple[Named | None, str, str | None], list[Statement]]]:
    """Give the same cells as (event, attribute, about whom), each with what is said, echoes of one origin as one."""
    params: dict[str, object] = {}
    sql = contradiction.statements(reader.dialect, **_asked(reader, query, params))
    for _, rows in groupby(reader.rows(sql, params), key=lambda row: row[:5]):
        said: dict[object, Statement] = {}
        cell: tuple[Named | None, str, str | None] | None = None
        for kind, _, _, attribute, _, uid, title, subject, about, label, unit, by, _, *rest in rows:
            claimed, period, printed, source, rank, why, _, origin, *meaning = rest
            cell = (
                uid and Named(uid, title),
                attribute,
                about if subject is None else f"{subject}, {about}",
            )
            mark = (origin, *meaning)
            before = said.get(mark)
            papers = (printed or source,) if source else ()
            if before is None:
                verdict = contradiction.VERDICTS[rank]
                said[mark] = Statement(label, kind == "date", unit, by, claimed, period, papers, verdict, why)
            elif papers and papers[0] not in before.printed_by:
                said[mark] = before._replace(printed_by=before.printed_by + papers)
        if cell is not None:
            yield cell, list(said.values())


def _asked(reader: Reader, query: ConflictQuery, params: dict[str, object]) -> dict[str, Any]:
    """Turn a query into what `contradiction` takes."""
    if query.known is not None:
        known.apply(reader, query.known, every_event=True)
    claims, dates = [], []
    if query.events is not None:
        claims.append(f"k.event_id IN ({asking.numbers(query.events)})")
        dates.append(f"x.event_id IN ({asking.numbers(query.events)})")
    if query.of is not None:
        found, values = matching(reader, query.of)
        params.update(values)
        claims.append(f"k.event_id IN ({found})")
        dates.append(f"x.event_id IN ({found})")
    if query.actors:
        taking_part = f"(SELECT p.event_id FROM participation p WHERE p.actor_id IN ({asking.numbers(query.actors)}))"
        claims.append(f"(k.event_id IN {taking_part} OR {concerning(query.actors)})")
        dates.append(f"x.event_id IN {taking_part}")
    if query.subjects:
        claims.append(concerning(query.subjects))
        dates.append("1 = 0")
    of = ""
    if query.attributes:
        of = f"attribute IN ({asking.texts('attribute', query.attributes, params)})"
    if levels := asking.let_out(query.max_access):
        listed = asking.listed(levels)
        claims.append(f"(e.id IS NULL OR e.access IN ({listed}))")
        claims.append(allowed_passage("k.citation_id", levels))
        dates.append(f"e.access IN ({listed}) AND s.access IN ({listed})")
    statuses = query.event_statuses or ALL_STATUSES
    return {"statuses": statuses, "claims": " AND ".join(claims), "dates": " AND ".join(dates), "of": of}
