"""
The views for people who write SQL: their present text, once a dialect.

A view shows names and dates as a reader wants them: merged actors are their survivor, dates are EDTF text and ISO
days, no sentinel of an open date is ever seen. Tables are named without a schema, so that the same text makes TEMP
views over the TEMP tables of an as-recorded past. A new view is an entry in `_texts` and in `DESCRIPTIONS`, with an
example in `EXAMPLES`, and a migration that creates it: migrations hold frozen copies, a test compares them.
"""

from __future__ import annotations

NAMES = ("timeline", "actor_events", "event_sources", "date_conflicts", "claim_conflicts", "unresolved_dates")
"""All views, in the order in which they are made and shown."""

DESCRIPTIONS = {
    "timeline": "one row an event, oldest first, undated last: when, what, who, where, by which sources",
    "actor_events": "one row an actor, event and role; merged actors under the name that survives",
    "event_sources": "one row an event and passage that tells of it: source, quote, the date the passage gives",
    "date_conflicts": "events whose passages date them differently: verdict conflict (cannot both hold) or differs",
    "claim_conflicts": "figures that contradict each other, one row a value; 'against' counts what it contradicts",
    "unresolved_dates": "passages whose words for the date have not been resolved to a date",
}
EXAMPLES = {
    "timeline": "SELECT date, title FROM timeline WHERE actors LIKE '%Kim%'",
    "actor_events": "SELECT actor, count(DISTINCT event_uid) AS events FROM actor_events GROUP BY actor",
    "event_sources": "SELECT publisher, title, quote FROM event_sources WHERE stance = 'supports' LIMIT 20",
    "date_conflicts": "SELECT title, date, source, phrase FROM date_conflicts WHERE verdict = 'conflict'",
    "claim_conflicts": "SELECT event, attribute, about, claimed_by, value, source FROM claim_conflicts",
    "unresolved_dates": "SELECT title, phrase, source, published FROM unresolved_dates",
}

_CYCLE = 12_622_780_800
"""Seconds in 400 Gregorian years: days in any year are found in 1970-2369 and the cycles are added back."""


def views(dialect: str) -> dict[str, str]:
    """Give name -> SELECT of every view in the words of `dialect`, in the order to make them."""
    return dict(zip(NAMES, _texts(dialect), strict=True))


def statements(dialect: str, *, temporary: bool = False) -> list[str]:
    """Give the statements that make the views, as TEMP views if `temporary`."""
    kind = "TEMP VIEW" if temporary else "VIEW"
    return [f"CREATE {kind} {name} AS\n{text}" for name, text in views(dialect).items()]


def _day(column: str, dialect: str) -> str:
    """
    Write the ISO day of a civil second; NULL for the ends of open dates.

    Years outside 0000-9999 take the expanded form of ISO 8601-1 (section 4.3.2 of 2019): `-0043-03-15`, `+12000-01-01`.
    """
    rest = f"(({column} % {_CYCLE} + {_CYCLE}) % {_CYCLE})"
    cycles = f"({column} - {rest}) / {_CYCLE}"
    if dialect == "sqlite":
        year = f"400 * ({cycles}) + strftime('%Y', {rest}, 'unixepoch')"
        sign = f"CASE WHEN {column} < 0 THEN '-%04d' ELSE '+%d' END"
        wide = f"printf({sign}, abs({year})) || strftime('-%m-%d', {rest}, 'unixepoch')"
        plain = f"date({column}, 'unixepoch')"
    else:
        moment = f"(timestamp '1970-01-01' + make_interval(secs => {rest}))"
        year = f"400 * ({cycles}) + extract(year FROM {moment})::bigint"
        wide = (
            f"CASE WHEN {column} < 0 THEN '-' ELSE '+' END"
            f" || lpad(abs({year})::text, greatest(4, length(abs({year})::text)), '0') || to_char({moment}, '-MM-DD')"
        )
        narrow = f"to_char(timestamp '1970-01-01' + make_interval(secs => {column}), 'YYYY-MM-DD')"
        plain = f"CASE WHEN {column} < -62135596800 THEN '0000' || to_char({moment}, '-MM-DD') ELSE {narrow} END"
    return (
        f"CASE WHEN {column} BETWEEN -62167219200 AND 253402300799 THEN {plain}\n"
        f"         WHEN {column} BETWEEN -999999999999999999 AND 999999999999999999 THEN {wide} END"
    )


def _joined(item: str, rest: str, order: str, dialect: str) -> str:
    """Write the texts `item` of a SELECT as one text in `order`, `; ` between; NULL when there is none."""
    if dialect == "sqlite":
        return f"(SELECT group_concat(item, '; ') FROM (SELECT {item} AS item {rest} ORDER BY {order}))"
    return f"nullif(array_to_string(ARRAY(SELECT {item} {rest} ORDER BY {order}), '; '), '')"


def _texts(dialect: str) -> tuple[str, ...]:
    postgres = dialect == "postgresql"
    binary = ' COLLATE "C"' if postgres else ""
    """Both databases sort and fold names by code point."""

    def about(table: str) -> str:
        """A claim's value as text."""
        low, high = f"CAST({table}.value_min AS text)", f"CAST({table}.value_max AS text)"
        return (
            f"CASE WHEN {table}.value_text IS NOT NULL THEN {table}.value_text"
            f" WHEN {table}.value_min = {table}.value_max THEN {low}"
            f" WHEN {table}.value_min IS NULL THEN {high} WHEN {table}.value_max IS NULL THEN {low}"
            f" ELSE {low} || '-' || {high} END"
        )

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
       {_day("e.start_min", dialect)} AS start_day,
       {_day("e.end_max", dialect)} AS end_day,
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
    trimmed = f"lower(trim(k.value_text){binary})"
    claim_conflicts = f"""
WITH value AS (
    SELECT k.*,
           coalesce(about.merged_into, about.id) AS about_id,
           coalesce(speaker.merged_into, speaker.id) AS speaker_id,
           coalesce(k.unit, kind.unit) AS in_unit,
           coalesce(k.event_id, 0) AS cell_event,
           coalesce(subject.merged_into, subject.id, 0) AS cell_actor,
           coalesce(about.merged_into, about.id, 0) AS cell_about,
           coalesce(k.unit, kind.unit, '') AS cell_unit,
           coalesce(k.place_id, 0) AS cell_place,
           CASE WHEN k.value_min IS NULL AND k.value_max IS NULL THEN {trimmed} END AS words,
           CASE k.qualifier
                WHEN 'exact' THEN coalesce(k.value_min, k.value_max)
                WHEN 'about' THEN coalesce(k.value_min, k.value_max) - 0.1 * abs(coalesce(k.value_min, k.value_max))
                WHEN 'order_of' THEN coalesce(k.value_min, k.value_max) - 0.9 * abs(coalesce(k.value_min, k.value_max))
                WHEN 'at_least' THEN coalesce(k.value_min, k.value_max)
                WHEN 'at_most' THEN NULL
                ELSE k.value_min END AS low,
           CASE k.qualifier
                WHEN 'exact' THEN coalesce(k.value_max, k.value_min)
                WHEN 'about' THEN coalesce(k.value_max, k.value_min) + 0.1 * abs(coalesce(k.value_max, k.value_min))
                WHEN 'order_of' THEN coalesce(k.value_max, k.value_min) + 9 * abs(coalesce(k.value_max, k.value_min))
                WHEN 'at_least' THEN NULL
                WHEN 'at_most' THEN coalesce(k.value_max, k.value_min)
                ELSE k.value_max END AS high
    FROM claim k
    JOIN attribute kind ON kind.name = k.attribute
    LEFT JOIN actor subject ON subject.id = k.actor_id
    LEFT JOIN actor about ON about.id = k.about_actor_id
    LEFT JOIN actor speaker ON speaker.id = k.attributed_to_id
    WHERE k.status IN ('open', 'accepted', 'disputed')
), contradiction AS (
    SELECT one.id AS id, count(*) AS against
    FROM value one
    JOIN value other ON other.cell_event = one.cell_event AND other.cell_actor = one.cell_actor
                    AND other.attribute = one.attribute AND other.cell_about = one.cell_about
                    AND other.cell_unit = one.cell_unit AND other.cell_place = one.cell_place
    WHERE (one.low > other.high OR one.high < other.low OR one.words <> other.words)
      AND (one.period IS NULL AND other.period IS NULL
           OR one.period_start_min <= other.period_end_max AND one.period_end_max >= other.period_start_min)
      AND NOT (coalesce(one.speaker_id = other.speaker_id, 1 = 0)
               AND coalesce(one.claimed_end_max < other.claimed_start_min
                            OR other.claimed_end_max < one.claimed_start_min, 1 = 0))
    GROUP BY one.id
)
SELECT e.title AS event,
       subject.name AS actor,
       v.attribute AS attribute,
       about.name AS about,
       speaker.name AS claimed_by,
       {about("v")} AS value,
       v.qualifier AS qualifier,
       v.in_unit AS unit,
       v.claimed AS claimed,
       v.period AS period,
       s.title AS source,
       s.publisher AS publisher,
       s.published AS published,
       c.quote AS quote,
       against.against AS against,
       v.value_min AS value_min,
       v.value_max AS value_max,
       (SELECT l.name FROM place l WHERE l.id = v.place_id) AS place,
       v.status AS status,
       v.note AS note,
       e.uid AS event_uid,
       v.uid AS claim_uid,
       e.id AS event_id,
       v.id AS claim_id
FROM contradiction against
JOIN value v ON v.id = against.id
LEFT JOIN event e ON e.id = v.event_id
LEFT JOIN actor subject ON subject.id = nullif(v.cell_actor, 0)
LEFT JOIN actor about ON about.id = v.about_id
LEFT JOIN actor speaker ON speaker.id = v.speaker_id
LEFT JOIN citation c ON c.id = v.citation_id
LEFT JOIN source s ON s.id = c.source_id
ORDER BY e.sort_key IS NULL, e.sort_key, e.position, v.cell_event, v.cell_actor, v.attribute{binary}, v.cell_about,
         v.claimed_start_min IS NULL, v.claimed_start_min, v.id
"""
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
