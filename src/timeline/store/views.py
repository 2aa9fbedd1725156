"""
The views for people who write SQL: their present text, once a dialect.

A view shows names and dates as a reader wants them: merged actors are their survivor, dates are EDTF text and ISO
days, no sentinel of an open date is ever seen. Tables are named without a schema, so that the same text makes TEMP
views over the TEMP tables of an as-recorded past. A new view is an entry in `_texts` and in `DESCRIPTIONS`, with an
example in `EXAMPLES`, and a migration that creates it: migrations hold frozen copies, a test compares them.
"""

from __future__ import annotations

from timeline.store import contradiction
from timeline.store.days import day

NAMES = ("timeline", "actor_events", "event_sources", "date_conflicts", "claim_conflicts", "unresolved_dates")
"""All views, in the order in which they are made and shown."""

DESCRIPTIONS = {
    "timeline": "one row an event, oldest first, undated last: when, what, who, where, by which sources",
    "actor_events": "one row an actor, event and role; merged actors under the name that survives",
    "event_sources": "one row an event and passage that tells of it: source, quote, the date the passage gives",
    "date_conflicts": "events whose passages date them differently: verdict conflict (cannot both hold) or differs",
    "claim_conflicts": "what is said differently of one thing, a row each: verdict, why, how many origins, all values",
    "unresolved_dates": "passages whose words for the date have not been resolved to a date",
}
EXAMPLES = {
    "timeline": "SELECT date, title FROM timeline WHERE actors LIKE '%Kim%'",
    "actor_events": "SELECT actor, count(DISTINCT event_uid) AS events FROM actor_events GROUP BY actor",
    "event_sources": "SELECT publisher, title, quote FROM event_sources WHERE stance = 'supports' LIMIT 20",
    "date_conflicts": "SELECT title, date, source, phrase FROM date_conflicts WHERE verdict = 'conflict'",
    "claim_conflicts": "SELECT title, attribute, verdict, reason FROM claim_conflicts WHERE verdict = 'conflict'",
    "unresolved_dates": "SELECT title, phrase, source, published FROM unresolved_dates",
}


def views(dialect: str) -> dict[str, str]:
    """Give name -> SELECT of every view in the words of `dialect`, in the order to make them."""
    return dict(zip(NAMES, _texts(dialect), strict=True))


def statements(dialect: str, *, temporary: bool = False) -> list[str]:
    """Give the statements that make the views, as TEMP views if `temporary`."""
    kind = "TEMP VIEW" if temporary else "VIEW"
    return [f"CREATE {kind} {name} AS\n{text}" for name, text in views(dialect).items()]


def _joined(item: str, rest: str, order: str, dialect: str) -> str:
    """Write the texts `item` of a SELECT as one text in `order`, `; ` between; NULL when there is none."""
    if dialect == "sqlite":
        return f"(SELECT group_concat(item, '; ') FROM (SELECT {item} AS item {rest} ORDER BY {order}))"
    return f"nullif(array_to_string(ARRAY(SELECT {item} {rest} ORDER BY {order}), '; '), '')"


def _texts(dialect: str) -> tuple[str, ...]:
    postgres = dialect == "postgresql"
    binary = ' COLLATE "C"' if postgres else ""
    """Both databases sort and fold names by code point."""

    survivor = "JOIN actor named ON named.id = p.actor_id JOIN actor a ON a.id = coalesce(named.merged_into, named.id)"
    label = "coalesce(s.publisher, s.title)"
    actors = _joined(
        "a.name",
        f"FROM participation p {survivor} WHERE p.event_id = e.id GROUP BY a.id, a.name",
        f"a.name{binary}, a.id",
        dialect,
    )
    roles = _joined(
        "a.name || ' (' || p.role || ')'",
        f"FROM participation p {survivor} WHERE p.event_id = e.id GROUP BY a.id, a.name, p.role",
        f"a.name{binary}, a.id, p.role{binary}",
        dialect,
    )
    tags = _joined("t.tag", "FROM event_tag t WHERE t.event_id = e.id", f"t.tag{binary}", dialect)
    sources = _joined(
        label,
        "FROM event_citation x JOIN citation c ON c.id = x.citation_id JOIN source s ON s.id = c.source_id"
        f" WHERE x.event_id = e.id AND x.stance <> 'disputes' GROUP BY {label}",
        f"{label}{binary}",
        dialect,
    )
    timeline = f"""
SELECT e.edtf AS date,
       e.title AS title,
       {actors} AS actors,
       (SELECT l.name FROM place l WHERE l.id = e.place_id) AS place,
       {sources} AS sources,
       e.status AS status,
       {day("e.start_min", dialect)} AS start_day,
       {day("e.end_max", dialect)} AS end_day,
       e.summary AS summary,
       e.kind AS kind,
       {tags} AS tags,
       {roles} AS roles,
       e.importance AS importance,
       e.access AS access,
       e.note AS note,
       e.uid AS uid,
       e.id AS id
FROM event e
ORDER BY e.sort_key, e.position, e.id
"""
    actor_events = f"""
SELECT a.name AS actor,
       e.edtf AS date,
       e.title AS title,
       p.role AS role,
       (SELECT l.name FROM place l WHERE l.id = e.place_id) AS place,
       e.status AS status,
       e.access AS access,
       a.kind AS actor_kind,
       a.country AS country,
       a.uid AS actor_uid,
       e.uid AS event_uid,
       a.id AS actor_id,
       e.id AS event_id
FROM participation p
{survivor}
JOIN event e ON e.id = p.event_id
GROUP BY a.id, a.name, a.kind, a.country, a.uid, e.id, e.edtf, e.title, e.place_id, e.status, e.access, e.uid,
         e.sort_key, e.position, p.role
ORDER BY a.name{binary}, a.id, e.sort_key, e.position, e.id, p.role{binary}
"""
    event_sources = """
SELECT e.edtf AS date,
       e.title AS title,
       s.title AS source,
       s.publisher AS publisher,
       s.published AS published,
       c.quote AS quote,
       x.stance AS stance,
       x.phrase AS phrase,
       x.edtf AS passage_date,
       x.anchor AS anchor,
       x.rule AS rule,
       s.url AS url,
       c.page AS page,
       x.note AS note,
       s.reliability AS reliability,
       s.access AS access,
       e.uid AS event_uid,
       s.uid AS source_uid,
       e.id AS event_id,
       s.id AS source_id,
       x.id AS event_citation_id
FROM event_citation x
JOIN event e ON e.id = x.event_id
JOIN citation c ON c.id = x.citation_id
JOIN source s ON s.id = c.source_id
ORDER BY e.sort_key, e.position, e.id, x.id
"""
    date_conflicts = """
SELECT e.title AS title,
       x.edtf AS date,
       CASE WHEN EXISTS (
                SELECT 1 FROM event_citation o
                WHERE o.event_id = x.event_id AND o.stance = 'supports'
                  AND (o.start_min > x.start_max OR o.start_max < x.start_min
                       OR o.end_min > x.end_max OR o.end_max < x.end_min)
            ) THEN 'conflict' ELSE 'differs' END AS verdict,
       s.title AS source,
       s.publisher AS publisher,
       s.published AS published,
       x.phrase AS phrase,
       c.quote AS quote,
       e.edtf AS event_date,
       x.anchor AS anchor,
       x.rule AS rule,
       e.uid AS event_uid,
       s.uid AS source_uid,
       e.id AS event_id,
       s.id AS source_id,
       x.id AS event_citation_id
FROM event_citation x
JOIN event e ON e.id = x.event_id
JOIN citation c ON c.id = x.citation_id
JOIN source s ON s.id = c.source_id
WHERE x.stance = 'supports' AND x.edtf IS NOT NULL
  AND EXISTS (
        SELECT 1 FROM event_citation o
        WHERE o.event_id = x.event_id AND o.stance = 'supports' AND o.edtf <> x.edtf)
ORDER BY e.sort_key, e.position, e.id, x.start_min, x.end_max, x.id
"""
    claim_conflicts = contradiction.cells(dialect)
    unresolved_dates = """
SELECT e.title AS title,
       x.phrase AS phrase,
       c.quote AS quote,
       s.title AS source,
       s.publisher AS publisher,
       s.published AS published,
       e.edtf AS event_date,
       x.anchor AS anchor,
       x.note AS note,
       e.status AS status,
       e.uid AS event_uid,
       s.uid AS source_uid,
       e.id AS event_id,
       s.id AS source_id,
       x.id AS event_citation_id
FROM event_citation x
JOIN event e ON e.id = x.event_id
JOIN citation c ON c.id = x.citation_id
JOIN source s ON s.id = c.source_id
WHERE x.phrase IS NOT NULL AND x.edtf IS NULL
ORDER BY e.sort_key, e.position, e.id, x.id
"""
    texts = (timeline, actor_events, event_sources, date_conflicts, claim_conflicts, unresolved_dates)
    return tuple(text.strip() for text in texts)
