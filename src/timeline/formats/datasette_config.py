"""
Datasette: the file that tells it what our tables, views and columns are, with queries that run at a click.

`datasette timeline.db --metadata FILE` reads it (Datasette 0.6x; 1.0 takes the same file as `--config` too). It
depends on the database's name alone, not on what is in it: Datasette itself shows the rows. Tables that serve only the
program are hidden. A new view or table is an entry in `VIEWS` or `TABLES`, a new query in `QUERIES`; the SQL is
SQLite's, for Datasette knows no other. All queries take an empty answer to their question for "any".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from timeline.formats import types

_BOUNDS = {
    "start_min": "first second at which it can have begun, since 1970-01-01, civil time; -10^18: open",
    "start_max": "last second at which it can have begun; 10^18: open",
    "end_min": "first second at which it can have ended; -10^18: open",
    "end_max": "last second at which it can have ended; 10^18: open",
}
VIEWS: dict[str, dict[str, Any]] = {
    "timeline": {
        "description": "One row an event, oldest first, undated last: when, what, who, where, by which sources.",
        "columns": {
            "date": "EDTF: exactly as uncertain as it is known; empty: undated",
            "start_day": "the first day it can have begun; empty: open",
            "end_day": "the last day it can have ended; empty: open",
        },
    },
    "actor_events": {"description": "One row an actor, event and role; merged actors under the name that survives."},
    "event_sources": {
        "description": "One row an event and passage that tells of it: source, quote, the date the passage gives."
    },
    "date_conflicts": {
        "description": "Events whose passages date them differently: conflict (cannot both hold) or differs."
    },
    "claim_conflicts": {"description": "What is said differently of one thing, a row each: verdict, why, values."},
    "unresolved_dates": {"description": "Passages whose words for the date have not been resolved to a date."},
}
TABLES: dict[str, dict[str, Any]] = {
    "event": {
        "description": "What happened. The view timeline shows the same for reading.",
        "label_column": "title",
        "sort": "sort_key",
        "columns": {
            "edtf": "the date as EDTF",
            "as_written": "the date in the words it was given",
            **_BOUNDS,
            "gaps": "1: between the bounds lie times that the date excludes",
        },
    },
    "actor": {"description": "Persons, states, organisations, armed forces, media, groups.", "label_column": "name"},
    "actor_name": {"description": "All names of actors: primary, alias, former, weak, transliteration."},
    "actor_link": {"description": "Who is a member of, holds office in, is part of, speaks for, succeeds whom."},
    "participation": {"description": "Who took part in which event, in which role."},
    "place": {"description": "Places, each in a larger one.", "label_column": "name"},
    "source": {"description": "Articles, reports, pages: where it was read.", "label_column": "title"},
    "citation": {"description": "Passages of sources, with their quotes.", "label_column": "quote"},
    "event_citation": {
        "description": "What a passage says of an event's date: phrase, anchor, rule.",
        "columns": {
            "edtf": "what this passage says the date is",
            "anchor": "the date the phrase counts from",
            **_BOUNDS,
        },
    },
    "claim": {
        "description": "Figures and other contested facts: who says it, where it was printed, whom it is about.",
        "columns": {"claimed": "EDTF: when it was said", "period": "EDTF: the time it is about"},
    },
    "attribute": {"description": "What claims are about, with their units."},
    "event_link": {"description": "Which event is part of, causes, follows, responds to, is the same as which."},
    "event_tag": {"description": "Tags of events."},
    "external_id": {"description": "What things are called elsewhere."},
    "chronology": {"description": "The UUID of this chronology.", "hidden": True},
    "batch": {"description": "Every write: the command, who, when.", "label_column": "command"},
    "proposal": {"description": "What ingest proposed and what became of it.", "hidden": True},
    "history": {"description": "Rows that an update or delete displaced.", "hidden": True},
    "event_text": {"description": "Folded words for the full-text search.", "hidden": True},
    "alembic_version": {"description": "The version of the schema.", "hidden": True},
}
QUERIES: dict[str, dict[str, Any]] = {
    "actor_chronology": {
        "title": "Chronology of an actor",
        "description": "What an actor took part in, oldest first; a part of the name is enough, empty shows all.",
        "params": ["actor"],
        "sql": """
SELECT actor, date, title, role, place, status, event_uid
FROM actor_events
WHERE actor LIKE '%' || :actor || '%' OR actor_uid = :actor
""",
    },
    "conflicts": {
        "title": "Conflicts",
        "description": "What sources tell differently, dates and figures: verdict conflict cannot both hold.",
        "sql": """
SELECT title AS event, 'date' AS attribute, verdict, date || ', says ' || coalesce(publisher, source) AS told, event_uid
FROM date_conflicts
UNION ALL
SELECT coalesce(title, actor), attribute, verdict, reason, event
FROM claim_conflicts
""",
    },
    "claims": {
        "title": "Who says what",
        "description": "All figures and contested facts of an event, side by side; empty shows all.",
        "params": ["event"],
        "sql": """
SELECT e.title AS event, k.attribute, k.qualifier, coalesce(k.value_text, k.value_min) AS value,
       nullif(k.value_max, k.value_min) AS up_to, k.unit, who.name AS said_by, about.name AS about, k.claimed,
       s.title AS source, k.status
FROM claim k
LEFT JOIN event e ON e.id = k.event_id
LEFT JOIN actor who ON who.id = k.attributed_to_id
LEFT JOIN actor about ON about.id = k.about_actor_id
LEFT JOIN citation c ON c.id = k.citation_id
LEFT JOIN source s ON s.id = c.source_id
WHERE coalesce(e.title, '') LIKE '%' || :event || '%' OR e.uid = :event
ORDER BY e.sort_key, k.attribute, k.id
""",
    },
    "gaps": {
        "title": "Gaps",
        "description": "The longest stretches in which nothing is recorded, and between what they lie.",
        "sql": """
WITH told AS (
    SELECT title, sort_key, position, id,
           CASE WHEN start_min > -1000000000000000000 THEN start_min END AS begins,
           CASE WHEN end_max < 1000000000000000000 THEN end_max ELSE start_max END AS ends
    FROM event
    WHERE edtf IS NOT NULL AND status IN ('confirmed', 'disputed')
), walked AS (
    SELECT title, begins, lag(title) OVER story AS before,
           max(ends) OVER (ORDER BY sort_key, position, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered
    FROM told
    WHERE ends < 1000000000000000000
    WINDOW story AS (ORDER BY sort_key, position, id)
)
SELECT (begins - covered) / 86400 AS days, date(covered, 'unixepoch') AS from_day, date(begins, 'unixepoch') AS to_day,
       before AS after_event, title AS before_event
FROM walked
WHERE begins - covered > 86400
ORDER BY begins - covered DESC
LIMIT 100
""",
    },
    "sources_used": {
        "title": "Sources by use",
        "description": "How many events each source supports, disputes or mentions.",
        "sql": """
SELECT source, publisher, published, count(DISTINCT event_uid) AS events,
       sum(stance = 'disputes') AS disputes, url, source_uid
FROM event_sources
GROUP BY source_uid
ORDER BY events DESC, source
""",
    },
}
"""Name: title, description, the parameters it asks for, SQL."""


def config(database: str, title: str) -> dict[str, Any]:
    """Give the whole file for a database of that name, which is its file's without the extension."""
    queries = {
        name: {**query, "sql": query["sql"].strip(), "hide_sql": False, "allow": True}
        for name, query in QUERIES.items()
    }
    return {
        "title": title,
        "description": "Events with dates exactly as uncertain as they are known (EDTF), who took part, sources.",
        "databases": {database: {"tables": {**VIEWS, **TABLES}, "queries": queries}},
    }


def write_whole(events: Iterable[dict[str, Any]], lost: types.Losses, context: types.Context) -> Iterator[str]:
    """Write the file; what is in the database makes no difference, so no event is read."""
    del events, lost
    yield json.dumps(config(context.database or "timeline", context.title), ensure_ascii=False, indent=2) + "\n"


FORMAT = types.Format(
    "datasette-config",
    "",
    "descriptions and queries for Datasette",
    write_whole=write_whole,
    holds=False,
)
