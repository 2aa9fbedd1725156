"""
The first schema: every table, the full-text index, the views, and the attributes that come with them.

Frozen history: literal tables and plain operations, never an import of the program.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ATTRIBUTES = (
    ("casualties", "people", None),
    ("killed", "people", "casualties"),
    ("wounded", "people", "casualties"),
    ("captured", "people", "casualties"),
    ("missing", "people", "casualties"),
    ("injured", "people", "casualties"),
    ("troops", "people", None),
    ("deployed", "people", "troops"),
    ("workers", "people", None),
    ("displaced", "people", None),
    ("evacuated", "people", None),
    ("refugees", "people", "displaced"),
    ("arrested", "people", None),
    ("detained", "people", None),
    ("hostages", "people", None),
    ("released", "people", None),
    ("participants", "people", None),
    ("vehicles_lost", "vehicles", None),
    ("aircraft_lost", "aircraft", None),
    ("ships_lost", "ships", None),
    ("munitions", None, None),
    ("cost", None, None),
    ("area", "km2", None),
    ("responsible", None, None),
    ("cause", None, None),
)
"""name, unit (None: each claim gives its own), the attribute it is a part of."""

FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE event_fts USING fts5(words, content='event_text', content_rowid='event_id')",
        """CREATE TRIGGER event_text_insert AFTER INSERT ON event_text BEGIN
  INSERT INTO event_fts(rowid, words) VALUES (new.event_id, new.words);
END""",
        """CREATE TRIGGER event_text_delete AFTER DELETE ON event_text BEGIN
  INSERT INTO event_fts(event_fts, rowid, words) VALUES ('delete', old.event_id, old.words);
END""",
        """CREATE TRIGGER event_text_update AFTER UPDATE ON event_text BEGIN
  INSERT INTO event_fts(event_fts, rowid, words) VALUES ('delete', old.event_id, old.words);
  INSERT INTO event_fts(rowid, words) VALUES (new.event_id, new.words);
END""",
    ),
    # A tsvector holds one megabyte at most, and refuses the row beyond.
    "postgresql": (
        (
            "ALTER TABLE event_text ADD COLUMN tsv tsvector"
            " GENERATED ALWAYS AS (to_tsvector('simple', left(words, 200000))) STORED"
        ),
        "CREATE INDEX ix_event_text_tsv ON event_text USING gin (tsv)",
    ),
}

SQLITE_VIEWS = {
    "timeline": """
SELECT e.edtf AS date,
       e.title AS title,
       (SELECT group_concat(item, '; ') FROM (SELECT a.name AS item FROM participation p JOIN actor named ON named.id = p.actor_id JOIN actor a ON a.id = coalesce(named.merged_into, named.id) WHERE p.event_id = e.id GROUP BY a.id, a.name ORDER BY a.name, a.id)) AS actors,
       (SELECT l.name FROM place l WHERE l.id = e.place_id) AS place,
       (SELECT group_concat(item, '; ') FROM (SELECT coalesce(s.publisher, s.title) AS item FROM event_citation x JOIN citation c ON c.id = x.citation_id JOIN source s ON s.id = c.source_id WHERE x.event_id = e.id AND x.stance <> 'disputes' GROUP BY coalesce(s.publisher, s.title) ORDER BY coalesce(s.publisher, s.title))) AS sources,
       e.status AS status,
       CASE WHEN e.start_min BETWEEN -62167219200 AND 253402300799 THEN date(e.start_min, 'unixepoch')
         WHEN e.start_min BETWEEN -999999999999999999 AND 999999999999999999 THEN printf(CASE WHEN e.start_min < 0 THEN '-%04d' ELSE '+%d' END, abs(400 * ((e.start_min - ((e.start_min % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + strftime('%Y', ((e.start_min % 12622780800 + 12622780800) % 12622780800), 'unixepoch'))) || strftime('-%m-%d', ((e.start_min % 12622780800 + 12622780800) % 12622780800), 'unixepoch') END AS start_day,
       CASE WHEN e.end_max BETWEEN -62167219200 AND 253402300799 THEN date(e.end_max, 'unixepoch')
         WHEN e.end_max BETWEEN -999999999999999999 AND 999999999999999999 THEN printf(CASE WHEN e.end_max < 0 THEN '-%04d' ELSE '+%d' END, abs(400 * ((e.end_max - ((e.end_max % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + strftime('%Y', ((e.end_max % 12622780800 + 12622780800) % 12622780800), 'unixepoch'))) || strftime('-%m-%d', ((e.end_max % 12622780800 + 12622780800) % 12622780800), 'unixepoch') END AS end_day,
       e.summary AS summary,
       e.kind AS kind,
       (SELECT group_concat(item, '; ') FROM (SELECT t.tag AS item FROM event_tag t WHERE t.event_id = e.id ORDER BY t.tag)) AS tags,
       (SELECT group_concat(item, '; ') FROM (SELECT a.name || ' (' || p.role || ')' AS item FROM participation p JOIN actor named ON named.id = p.actor_id JOIN actor a ON a.id = coalesce(named.merged_into, named.id) WHERE p.event_id = e.id GROUP BY a.id, a.name, p.role ORDER BY a.name, a.id, p.role)) AS roles,
       e.importance AS importance,
       e.access AS access,
       e.note AS note,
       e.uid AS uid,
       e.id AS id
FROM event e
ORDER BY e.sort_key, e.position, e.id
""",
    "actor_events": """
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
JOIN actor named ON named.id = p.actor_id JOIN actor a ON a.id = coalesce(named.merged_into, named.id)
JOIN event e ON e.id = p.event_id
GROUP BY a.id, a.name, a.kind, a.country, a.uid, e.id, e.edtf, e.title, e.place_id, e.status, e.access, e.uid,
         e.sort_key, e.position, p.role
ORDER BY a.name, a.id, e.sort_key, e.position, e.id, p.role
""",
    "event_sources": """
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
""",
    "date_conflicts": """
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
""",
    "claim_conflicts": """
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
           CASE WHEN k.value_min IS NULL AND k.value_max IS NULL THEN lower(trim(k.value_text)) END AS words,
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
       CASE WHEN v.value_text IS NOT NULL THEN v.value_text WHEN v.value_min = v.value_max THEN CAST(v.value_min AS text) WHEN v.value_min IS NULL THEN CAST(v.value_max AS text) WHEN v.value_max IS NULL THEN CAST(v.value_min AS text) ELSE CAST(v.value_min AS text) || '-' || CAST(v.value_max AS text) END AS value,
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
ORDER BY e.sort_key IS NULL, e.sort_key, e.position, v.cell_event, v.cell_actor, v.attribute, v.cell_about,
         v.claimed_start_min IS NULL, v.claimed_start_min, v.id
""",
    "unresolved_dates": """
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
""",
}

POSTGRESQL_VIEWS = {
    "timeline": """
SELECT e.edtf AS date,
       e.title AS title,
       nullif(array_to_string(ARRAY(SELECT a.name FROM participation p JOIN actor named ON named.id = p.actor_id JOIN actor a ON a.id = coalesce(named.merged_into, named.id) WHERE p.event_id = e.id GROUP BY a.id, a.name ORDER BY a.name COLLATE "C", a.id), '; '), '') AS actors,
       (SELECT l.name FROM place l WHERE l.id = e.place_id) AS place,
       nullif(array_to_string(ARRAY(SELECT coalesce(s.publisher, s.title) FROM event_citation x JOIN citation c ON c.id = x.citation_id JOIN source s ON s.id = c.source_id WHERE x.event_id = e.id AND x.stance <> 'disputes' GROUP BY coalesce(s.publisher, s.title) ORDER BY coalesce(s.publisher, s.title) COLLATE "C"), '; '), '') AS sources,
       e.status AS status,
       CASE WHEN e.start_min BETWEEN -62167219200 AND 253402300799 THEN CASE WHEN e.start_min < -62135596800 THEN '0000' || to_char((timestamp '1970-01-01' + make_interval(secs => ((e.start_min % 12622780800 + 12622780800) % 12622780800))), '-MM-DD') ELSE to_char(timestamp '1970-01-01' + make_interval(secs => e.start_min), 'YYYY-MM-DD') END
         WHEN e.start_min BETWEEN -999999999999999999 AND 999999999999999999 THEN CASE WHEN e.start_min < 0 THEN '-' ELSE '+' END || lpad(abs(400 * ((e.start_min - ((e.start_min % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + extract(year FROM (timestamp '1970-01-01' + make_interval(secs => ((e.start_min % 12622780800 + 12622780800) % 12622780800))))::bigint)::text, greatest(4, length(abs(400 * ((e.start_min - ((e.start_min % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + extract(year FROM (timestamp '1970-01-01' + make_interval(secs => ((e.start_min % 12622780800 + 12622780800) % 12622780800))))::bigint)::text)), '0') || to_char((timestamp '1970-01-01' + make_interval(secs => ((e.start_min % 12622780800 + 12622780800) % 12622780800))), '-MM-DD') END AS start_day,
       CASE WHEN e.end_max BETWEEN -62167219200 AND 253402300799 THEN CASE WHEN e.end_max < -62135596800 THEN '0000' || to_char((timestamp '1970-01-01' + make_interval(secs => ((e.end_max % 12622780800 + 12622780800) % 12622780800))), '-MM-DD') ELSE to_char(timestamp '1970-01-01' + make_interval(secs => e.end_max), 'YYYY-MM-DD') END
         WHEN e.end_max BETWEEN -999999999999999999 AND 999999999999999999 THEN CASE WHEN e.end_max < 0 THEN '-' ELSE '+' END || lpad(abs(400 * ((e.end_max - ((e.end_max % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + extract(year FROM (timestamp '1970-01-01' + make_interval(secs => ((e.end_max % 12622780800 + 12622780800) % 12622780800))))::bigint)::text, greatest(4, length(abs(400 * ((e.end_max - ((e.end_max % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + extract(year FROM (timestamp '1970-01-01' + make_interval(secs => ((e.end_max % 12622780800 + 12622780800) % 12622780800))))::bigint)::text)), '0') || to_char((timestamp '1970-01-01' + make_interval(secs => ((e.end_max % 12622780800 + 12622780800) % 12622780800))), '-MM-DD') END AS end_day,
       e.summary AS summary,
       e.kind AS kind,
       nullif(array_to_string(ARRAY(SELECT t.tag FROM event_tag t WHERE t.event_id = e.id ORDER BY t.tag COLLATE "C"), '; '), '') AS tags,
       nullif(array_to_string(ARRAY(SELECT a.name || ' (' || p.role || ')' FROM participation p JOIN actor named ON named.id = p.actor_id JOIN actor a ON a.id = coalesce(named.merged_into, named.id) WHERE p.event_id = e.id GROUP BY a.id, a.name, p.role ORDER BY a.name COLLATE "C", a.id, p.role COLLATE "C"), '; '), '') AS roles,
       e.importance AS importance,
       e.access AS access,
       e.note AS note,
       e.uid AS uid,
       e.id AS id
FROM event e
ORDER BY e.sort_key, e.position, e.id
""",
    "actor_events": """
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
JOIN actor named ON named.id = p.actor_id JOIN actor a ON a.id = coalesce(named.merged_into, named.id)
JOIN event e ON e.id = p.event_id
GROUP BY a.id, a.name, a.kind, a.country, a.uid, e.id, e.edtf, e.title, e.place_id, e.status, e.access, e.uid,
         e.sort_key, e.position, p.role
ORDER BY a.name COLLATE "C", a.id, e.sort_key, e.position, e.id, p.role COLLATE "C"
""",
    "event_sources": """
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
""",
    "date_conflicts": """
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
""",
    "claim_conflicts": """
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
           CASE WHEN k.value_min IS NULL AND k.value_max IS NULL THEN lower(trim(k.value_text) COLLATE "C") END AS words,
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
       CASE WHEN v.value_text IS NOT NULL THEN v.value_text WHEN v.value_min = v.value_max THEN CAST(v.value_min AS text) WHEN v.value_min IS NULL THEN CAST(v.value_max AS text) WHEN v.value_max IS NULL THEN CAST(v.value_min AS text) ELSE CAST(v.value_min AS text) || '-' || CAST(v.value_max AS text) END AS value,
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
ORDER BY e.sort_key IS NULL, e.sort_key, e.position, v.cell_event, v.cell_actor, v.attribute COLLATE "C", v.cell_about,
         v.claimed_start_min IS NULL, v.claimed_start_min, v.id
""",
    "unresolved_dates": """
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
""",
}


def upgrade() -> None:
    """Make everything."""
    tables()
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.create_foreign_key(
            op.f("fk_event_dated_by_event_citation"),
            "event",
            "event_citation",
            ["dated_by"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    else:
        op.execute("PRAGMA application_id = 0x544C4E45")
    for statement in FULL_TEXT[dialect]:
        plain(statement)
    for name, text in (SQLITE_VIEWS if dialect == "sqlite" else POSTGRESQL_VIEWS).items():
        plain(f"CREATE VIEW {name} AS\n{text.strip()}")
    first_rows()


def plain(statement: str) -> None:
    """Run a statement whose colons and percent signs are its own."""
    op.execute(sa.text(statement.replace(":", "\\:")))


def first_rows() -> None:
    """Put in the attributes, owned by batch 0, which came before every other and which nothing takes back."""
    batch = sa.table("batch", sa.column("id"), sa.column("command"), sa.column("started_at"))
    op.bulk_insert(batch, [{"id": 0, "command": "schema", "started_at": "0001-01-01T00:00:00.000000Z"}])
    attribute = sa.table("attribute", sa.column("name"), sa.column("unit"), sa.column("part_of"), sa.column("batch_id"))
    op.bulk_insert(
        attribute,
        [{"name": name, "unit": unit, "part_of": whole, "batch_id": 0} for name, unit, whole in ATTRIBUTES],
    )


def tables() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "batch",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("started_at", sa.Text(), nullable=False, comment="UTC, ISO 8601 with six digits of a second and Z"),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("undoes", Id, nullable=True),
        sa.Column(
            "wrote",
            sa.Text(),
            server_default="{}",
            nullable=False,
            comment="JSON: table -> [inserted, updated, deleted]",
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["batch.id"], name=op.f("fk_batch_undoes_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "actor",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True, comment="NULL: not known"),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("merged_into", Id, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint(
            "kind IN ('person', 'state', 'organisation', 'armed_force', 'media', 'group')", name=op.f("ck_actor_kind")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_actor_name")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_actor_merged_into")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_actor_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["actor.id"],
            name=op.f("fk_actor_merged_into_actor"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("uid", name=op.f("uq_actor_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_actor_merged_into"), "actor", ["merged_into"], unique=False)
    op.create_table(
        "attribute",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_attribute_name")),
        sa.CheckConstraint("part_of <> name", name=op.f("ck_attribute_part_of")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_attribute_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["part_of"],
            ["attribute.name"],
            name=op.f("fk_attribute_part_of_attribute"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_attribute")),
    )
    op.create_table(
        "external_id",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("entity_id", Id, nullable=False),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint(
            "entity IN ('source', 'event', 'actor', 'place', 'claim')", name=op.f("ck_external_id_entity")
        ),
        sa.CheckConstraint("value <> '' AND scheme <> ''", name=op.f("ck_external_id_value")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch.id"],
            name=op.f("fk_external_id_batch_id_batch"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("entity", "scheme", "value", name=op.f("pk_external_id")),
    )
    op.create_index(op.f("ix_external_id_entity_entity_id"), "external_id", ["entity", "entity_id"], unique=False)
    op.create_table(
        "history",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="JSON array of the row's key, see KEYS"),
        sa.Column("displaced_by", Id, nullable=False),
        sa.Column("batch_id", Id, nullable=False),
        sa.Column(
            "image", sa.Text(), nullable=False, comment="JSON object: the row before, with its batch_id left out"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_history_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["displaced_by"],
            ["batch.id"],
            name=op.f("fk_history_displaced_by_batch"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("entity", "key", "displaced_by", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_batch_id"), "history", ["batch_id"], unique=False)
    op.create_index(op.f("ix_history_displaced_by"), "history", ["displaced_by"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("parent_id", Id, nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_place_name")),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_place_both")),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_place_coordinates")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_place_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["place.id"], name=op.f("fk_place_parent_id_place"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("uid", name=op.f("uq_place_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_place_parent_id"),
        "place",
        ["parent_id"],
        unique=False,
        sqlite_where=sa.text("parent_id IS NOT NULL"),
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_table(
        "source",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_start_min", sa.BigInteger(), nullable=True),
        sa.Column("published_start_max", sa.BigInteger(), nullable=True),
        sa.Column("published_end_min", sa.BigInteger(), nullable=True),
        sa.Column("published_end_max", sa.BigInteger(), nullable=True),
        sa.Column("accessed", sa.Text(), nullable=True),
        sa.Column("archive_url", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("reliability", sa.Text(), nullable=True),
        sa.Column("access", sa.Text(), server_default="public", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint("access IN ('public', 'internal', 'confidential')", name=op.f("ck_source_access")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_source_title")),
        sa.CheckConstraint(
            "(published IS NULL) = (published_start_min IS NULL) AND (published IS NULL) = (published_start_max IS NULL) AND (published IS NULL) = (published_end_min IS NULL) AND (published IS NULL) = (published_end_max IS NULL) AND published_start_min <= published_start_max AND published_start_min <= published_end_min AND published_start_max <= published_end_max AND published_end_min <= published_end_max",
            name=op.f("ck_source_published_bounds"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_source_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("canonical_url", name=op.f("uq_source_canonical_url")),
        sa.UniqueConstraint("uid", name=op.f("uq_source_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "actor_name",
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False, comment="the name as filters compare it, see model.fold"),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint(
            "kind IN ('primary', 'alias', 'former', 'weak', 'transliteration')", name=op.f("ck_actor_name_kind")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_actor_name_name")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_actor_name_actor_id_actor"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_actor_name_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("actor_id", "name", name=op.f("pk_actor_name")),
    )
    op.create_index(op.f("ix_actor_name_folded"), "actor_name", ["folded"], unique=False)
    op.create_table(
        "citation",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("source_id", Id, nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("quote_start", sa.Integer(), nullable=True, comment="code points into source.body, inclusive"),
        sa.Column("quote_end", sa.Integer(), nullable=True, comment="code points into source.body, exclusive"),
        sa.Column("prefix", sa.Text(), nullable=True),
        sa.Column("suffix", sa.Text(), nullable=True),
        sa.Column("page", sa.Text(), nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint("quote_start >= 0 AND quote_end >= quote_start", name=op.f("ck_citation_span")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_citation_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_citation_source_id_source"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_citation_source_id_quote_start"), "citation", ["source_id", "quote_start"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("edtf", sa.Text(), nullable=True),
        sa.Column("calendar", sa.Text(), server_default="gregorian", nullable=False),
        sa.Column("as_written", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("start_min", sa.BigInteger(), nullable=True),
        sa.Column("start_max", sa.BigInteger(), nullable=True),
        sa.Column("end_min", sa.BigInteger(), nullable=True),
        sa.Column("end_max", sa.BigInteger(), nullable=True),
        sa.Column("gaps", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "band",
            sa.SmallInteger(),
            nullable=True,
            comment="class of end_max - start_min, see edtf.bounds.band; NULL when undated",
        ),
        sa.Column("sort_key", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("place_id", Id, nullable=True),
        sa.Column("status", sa.Text(), server_default="confirmed", nullable=False),
        sa.Column("importance", sa.Integer(), nullable=True),
        sa.Column("access", sa.Text(), server_default="public", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("dated_by", Id, nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint("access IN ('public', 'internal', 'confidential')", name=op.f("ck_event_access")),
        sa.CheckConstraint("calendar IN ('gregorian', 'julian')", name=op.f("ck_event_calendar")),
        sa.CheckConstraint("status IN ('confirmed', 'draft', 'disputed', 'retracted')", name=op.f("ck_event_status")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_event_title")),
        sa.CheckConstraint(
            "(edtf IS NULL) = (start_min IS NULL) AND (edtf IS NULL) = (start_max IS NULL) AND (edtf IS NULL) = (end_min IS NULL) AND (edtf IS NULL) = (end_max IS NULL) AND start_min <= start_max AND start_min <= end_min AND start_max <= end_max AND end_min <= end_max",
            name=op.f("ck_event_edtf_bounds"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_event_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["dated_by"],
            ["event_citation.id"],
            name=op.f("fk_event_dated_by_event_citation"),
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_event_place_id_place"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("id", "sort_key", "position", name=op.f("uq_event_id_sort_key_position")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_event_dated_by"),
        "event",
        ["dated_by"],
        unique=False,
        sqlite_where=sa.text("dated_by IS NOT NULL"),
        postgresql_where=sa.text("dated_by IS NOT NULL"),
    )
    op.create_index("ix_event_order", "event", ["sort_key", "position", "id"], unique=False)
    op.create_index(op.f("ix_event_place_id"), "event", ["place_id"], unique=False)
    op.create_index(
        "ix_event_window",
        "event",
        ["band", "sort_key", "position", "id", "end_max", "end_min", "start_max", "status"],
        unique=False,
    )
    op.create_index(
        "ix_event_hidden",
        "event",
        ["status", "sort_key"],
        unique=False,
        sqlite_where=sa.text("status IN ('draft', 'retracted')"),
        postgresql_where=sa.text("status IN ('draft', 'retracted')"),
    )
    op.create_table(
        "actor_link",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("subject_id", Id, nullable=False),
        sa.Column("object_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("edtf", sa.Text(), nullable=True),
        sa.Column("start_min", sa.BigInteger(), nullable=True),
        sa.Column("start_max", sa.BigInteger(), nullable=True),
        sa.Column("end_min", sa.BigInteger(), nullable=True),
        sa.Column("end_max", sa.BigInteger(), nullable=True),
        sa.Column("citation_id", Id, nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint(
            "kind IN ('member_of', 'office_in', 'part_of', 'speaks_for', 'succeeds', 'not_same_as')",
            name=op.f("ck_actor_link_kind"),
        ),
        sa.CheckConstraint(
            "(edtf IS NULL) = (start_min IS NULL) AND (edtf IS NULL) = (start_max IS NULL) AND (edtf IS NULL) = (end_min IS NULL) AND (edtf IS NULL) = (end_max IS NULL) AND start_min <= start_max AND start_min <= end_min AND start_max <= end_max AND end_min <= end_max",
            name=op.f("ck_actor_link_edtf_bounds"),
        ),
        sa.CheckConstraint("subject_id <> object_id", name=op.f("ck_actor_link_two")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_actor_link_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["citation_id"],
            ["citation.id"],
            name=op.f("fk_actor_link_citation_id_citation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["object_id"],
            ["actor.id"],
            name=op.f("fk_actor_link_object_id_actor"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["actor.id"],
            name=op.f("fk_actor_link_subject_id_actor"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_link")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_actor_link_citation_id"),
        "actor_link",
        ["citation_id"],
        unique=False,
        sqlite_where=sa.text("citation_id IS NOT NULL"),
        postgresql_where=sa.text("citation_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_actor_link_object_id_kind"), "actor_link", ["object_id", "kind"], unique=False)
    op.create_index(op.f("ix_actor_link_subject_id_kind"), "actor_link", ["subject_id", "kind"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("event_id", Id, nullable=True),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("attribute", sa.Text(), nullable=False),
        sa.Column("qualifier", sa.Text(), server_default="exact", nullable=False),
        sa.Column("value_text", sa.Text(), nullable=True),
        sa.Column("value_min", sa.Numeric(), nullable=True),
        sa.Column("value_max", sa.Numeric(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("about_actor_id", Id, nullable=True),
        sa.Column("attributed_to_id", Id, nullable=True),
        sa.Column("claimed", sa.Text(), nullable=True, comment="EDTF: when it was said"),
        sa.Column("claimed_start_min", sa.BigInteger(), nullable=True),
        sa.Column("claimed_start_max", sa.BigInteger(), nullable=True),
        sa.Column("claimed_end_min", sa.BigInteger(), nullable=True),
        sa.Column("claimed_end_max", sa.BigInteger(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True, comment="EDTF: the time it is about"),
        sa.Column("period_start_min", sa.BigInteger(), nullable=True),
        sa.Column("period_start_max", sa.BigInteger(), nullable=True),
        sa.Column("period_end_min", sa.BigInteger(), nullable=True),
        sa.Column("period_end_max", sa.BigInteger(), nullable=True),
        sa.Column("place_id", Id, nullable=True),
        sa.Column("citation_id", Id, nullable=True),
        sa.Column("derived_from_id", Id, nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint(
            "qualifier IN ('exact', 'at_least', 'at_most', 'about', 'between', 'order_of')",
            name=op.f("ck_claim_qualifier"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'accepted', 'disputed', 'withdrawn', 'superseded')", name=op.f("ck_claim_status")
        ),
        sa.CheckConstraint(
            "(claimed IS NULL) = (claimed_start_min IS NULL) AND (claimed IS NULL) = (claimed_start_max IS NULL) AND (claimed IS NULL) = (claimed_end_min IS NULL) AND (claimed IS NULL) = (claimed_end_max IS NULL) AND claimed_start_min <= claimed_start_max AND claimed_start_min <= claimed_end_min AND claimed_start_max <= claimed_end_max AND claimed_end_min <= claimed_end_max",
            name=op.f("ck_claim_claimed_bounds"),
        ),
        sa.CheckConstraint(
            "(period IS NULL) = (period_start_min IS NULL) AND (period IS NULL) = (period_start_max IS NULL) AND (period IS NULL) = (period_end_min IS NULL) AND (period IS NULL) = (period_end_max IS NULL) AND period_start_min <= period_start_max AND period_start_min <= period_end_min AND period_start_max <= period_end_max AND period_end_min <= period_end_max",
            name=op.f("ck_claim_period_bounds"),
        ),
        sa.CheckConstraint("event_id IS NOT NULL OR actor_id IS NOT NULL", name=op.f("ck_claim_subject")),
        sa.CheckConstraint("value_min <= value_max", name=op.f("ck_claim_range")),
        sa.CheckConstraint(
            "value_text IS NOT NULL OR value_min IS NOT NULL OR value_max IS NOT NULL", name=op.f("ck_claim_value")
        ),
        sa.ForeignKeyConstraint(
            ["about_actor_id"],
            ["actor.id"],
            name=op.f("fk_claim_about_actor_id_actor"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name=op.f("fk_claim_actor_id_actor"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["attribute"],
            ["attribute.name"],
            name=op.f("fk_claim_attribute_attribute"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["attributed_to_id"],
            ["actor.id"],
            name=op.f("fk_claim_attributed_to_id_actor"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_claim_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["citation_id"],
            ["citation.id"],
            name=op.f("fk_claim_citation_id_citation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["derived_from_id"],
            ["claim.id"],
            name=op.f("fk_claim_derived_from_id_claim"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_claim_event_id_event"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_claim_place_id_place"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("uid", name=op.f("uq_claim_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_claim_about_actor_id"),
        "claim",
        ["about_actor_id"],
        unique=False,
        sqlite_where=sa.text("about_actor_id IS NOT NULL"),
        postgresql_where=sa.text("about_actor_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_claim_actor_id_attribute"), "claim", ["actor_id", "attribute"], unique=False)
    op.create_index(
        op.f("ix_claim_attributed_to_id"),
        "claim",
        ["attributed_to_id"],
        unique=False,
        sqlite_where=sa.text("attributed_to_id IS NOT NULL"),
        postgresql_where=sa.text("attributed_to_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_claim_citation_id"),
        "claim",
        ["citation_id"],
        unique=False,
        sqlite_where=sa.text("citation_id IS NOT NULL"),
        postgresql_where=sa.text("citation_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_claim_derived_from_id"),
        "claim",
        ["derived_from_id"],
        unique=False,
        sqlite_where=sa.text("derived_from_id IS NOT NULL"),
        postgresql_where=sa.text("derived_from_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_claim_event_id_attribute"), "claim", ["event_id", "attribute"], unique=False)
    op.create_index(
        op.f("ix_claim_place_id"),
        "claim",
        ["place_id"],
        unique=False,
        sqlite_where=sa.text("place_id IS NOT NULL"),
        postgresql_where=sa.text("place_id IS NOT NULL"),
    )
    op.create_table(
        "event_citation",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("event_id", Id, nullable=False),
        sa.Column("citation_id", Id, nullable=False),
        sa.Column("stance", sa.Text(), server_default="supports", nullable=False),
        sa.Column("phrase", sa.Text(), nullable=True, comment="the words of the quote that give the date"),
        sa.Column("phrase_start", sa.Integer(), nullable=True),
        sa.Column("phrase_end", sa.Integer(), nullable=True),
        sa.Column("anchor", sa.Text(), nullable=True, comment="EDTF of the date the phrase counts from"),
        sa.Column("anchor_kind", sa.Text(), nullable=True),
        sa.Column("anchor_id", Id, nullable=True, comment="the source or event the anchor was taken from"),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("resolver", sa.Text(), nullable=True, comment="name and version of the resolver"),
        sa.Column("edtf", sa.Text(), nullable=True, comment="what THIS passage says the event's date is"),
        sa.Column("start_min", sa.BigInteger(), nullable=True),
        sa.Column("start_max", sa.BigInteger(), nullable=True),
        sa.Column("end_min", sa.BigInteger(), nullable=True),
        sa.Column("end_max", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint(
            "anchor_kind IN ('publication', 'text', 'event', 'by_hand')", name=op.f("ck_event_citation_anchor_kind")
        ),
        sa.CheckConstraint("stance IN ('supports', 'disputes', 'mentions')", name=op.f("ck_event_citation_stance")),
        sa.CheckConstraint(
            "(edtf IS NULL) = (start_min IS NULL) AND (edtf IS NULL) = (start_max IS NULL) AND (edtf IS NULL) = (end_min IS NULL) AND (edtf IS NULL) = (end_max IS NULL) AND start_min <= start_max AND start_min <= end_min AND start_max <= end_max AND end_min <= end_max",
            name=op.f("ck_event_citation_edtf_bounds"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch.id"],
            name=op.f("fk_event_citation_batch_id_batch"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["citation_id"],
            ["citation.id"],
            name=op.f("fk_event_citation_citation_id_citation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_event_citation_event_id_event"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_citation")),
        sa.UniqueConstraint("event_id", "citation_id", name=op.f("uq_event_citation_event_id_citation_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_citation_citation_id"), "event_citation", ["citation_id"], unique=False)
    op.create_table(
        "event_link",
        sa.Column("from_id", Id, nullable=False),
        sa.Column("to_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("citation_id", Id, nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint(
            "kind IN ('part_of', 'causes', 'follows', 'responds_to', 'same_as')", name=op.f("ck_event_link_kind")
        ),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_event_link_two")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_event_link_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["citation_id"],
            ["citation.id"],
            name=op.f("fk_event_link_citation_id_citation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["event.id"], name=op.f("fk_event_link_from_id_event"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["event.id"], name=op.f("fk_event_link_to_id_event"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("from_id", "to_id", "kind", name=op.f("pk_event_link")),
    )
    op.create_index(
        op.f("ix_event_link_citation_id"),
        "event_link",
        ["citation_id"],
        unique=False,
        sqlite_where=sa.text("citation_id IS NOT NULL"),
        postgresql_where=sa.text("citation_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_event_link_to_id"), "event_link", ["to_id"], unique=False)
    op.create_table(
        "event_tag",
        sa.Column("event_id", Id, nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint("tag <> ''", name=op.f("ck_event_tag_tag")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_event_tag_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_tag_event_id_event"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("event_id", "tag", name=op.f("pk_event_tag")),
    )
    op.create_index(op.f("ix_event_tag_tag_event_id"), "event_tag", ["tag", "event_id"], unique=False)
    op.create_table(
        "event_text",
        sa.Column("event_id", Id, nullable=False),
        sa.Column(
            "words", sa.Text(), nullable=False, comment="title, summary and quotes, folded; derived, never in history"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_text_event_id_event"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_text")),
    )
    op.create_table(
        "participation",
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("sort_key", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event_id", Id, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("citation_id", Id, nullable=True),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint("role <> ''", name=op.f("ck_participation_role")),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["actor.id"],
            name=op.f("fk_participation_actor_id_actor"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch.id"],
            name=op.f("fk_participation_batch_id_batch"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["citation_id"],
            ["citation.id"],
            name=op.f("fk_participation_citation_id_citation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "sort_key", "position"],
            ["event.id", "event.sort_key", "event.position"],
            name=op.f("fk_participation_event_id_sort_key_position_event"),
            onupdate="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("actor_id", "sort_key", "position", "event_id", "role", name=op.f("pk_participation")),
        sa.UniqueConstraint("event_id", "actor_id", "role", name=op.f("uq_participation_event_id_actor_id_role")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_participation_citation_id"),
        "participation",
        ["citation_id"],
        unique=False,
        sqlite_where=sa.text("citation_id IS NOT NULL"),
        postgresql_where=sa.text("citation_id IS NOT NULL"),
    )
