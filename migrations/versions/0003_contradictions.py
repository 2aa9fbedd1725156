"""
What is said of one thing and differs: a row a cell, judged by when, where and by whom (`claim_conflicts`).

Frozen history: literal views, never an import of the program.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

VIEWS = {
    "sqlite": """
WITH RECURSIVE derived(id, at) AS (
    SELECT k.id, k.derived_from_id FROM claim k WHERE k.derived_from_id IS NOT NULL
    UNION
    SELECT d.id, k.derived_from_id FROM derived d JOIN claim k ON k.id = d.at WHERE k.derived_from_id IS NOT NULL
), root AS (
    SELECT d.id AS id, min(d.at) AS root
    FROM derived d JOIN claim k ON k.id = d.at WHERE k.derived_from_id IS NULL GROUP BY d.id
), kin(name, wider) AS (
    SELECT t.name, t.part_of FROM attribute t WHERE t.part_of IS NOT NULL
    UNION
    SELECT n.name, t.part_of FROM kin n JOIN attribute t ON t.name = n.wider WHERE t.part_of IS NOT NULL
), given AS (
    SELECT 'claim' AS kind,
           k.id AS id,
           coalesce(k.event_id, 0) AS event_id,
           CASE WHEN coalesce(about.merged_into, about.id) <> coalesce(subject.merged_into, subject.id)
                THEN coalesce(subject.merged_into, subject.id) ELSE 0 END AS subject_id,
           k.attribute AS attribute,
           coalesce(about.merged_into, about.id, subject.merged_into, subject.id, 0) AS about_id,
           lower(trim(coalesce(k.unit, kind.unit, ''))) AS unit,
           coalesce(nullif(k.place_id, e.place_id), 0) AS place_id,
           CASE WHEN k.value_min IS NULL AND k.value_max IS NULL
                THEN lower(trim(k.value_text)) END AS words,
           CASE k.qualifier
                WHEN 'about' THEN 10 * coalesce(k.value_min, k.value_max) - abs(coalesce(k.value_min, k.value_max))
                WHEN 'order_of' THEN CASE WHEN k.value_max IS NULL THEN 10 * k.value_min
                                          ELSE 10 * coalesce(k.value_min, k.value_max) - 9 * abs(coalesce(k.value_min, k.value_max)) END
                WHEN 'at_most' THEN NULL
                WHEN 'between' THEN 10 * k.value_min
                ELSE 10 * coalesce(k.value_min, k.value_max) END AS low,
           CASE k.qualifier
                WHEN 'about' THEN 10 * coalesce(k.value_max, k.value_min) + abs(coalesce(k.value_max, k.value_min))
                WHEN 'order_of' THEN 10 * coalesce(k.value_max, k.value_min) + 90 * abs(coalesce(k.value_max, k.value_min))
                WHEN 'at_least' THEN NULL
                WHEN 'between' THEN 10 * k.value_max
                ELSE 10 * coalesce(k.value_max, k.value_min) END AS high,
           coalesce('"' || CASE WHEN k.value_min IS NULL AND k.value_max IS NULL THEN lower(trim(k.value_text)) END, CASE k.qualifier WHEN 'at_most' THEN '' WHEN 'between' THEN coalesce(CAST(k.value_min AS text), '') ELSE coalesce(CAST(coalesce(k.value_min, k.value_max) AS text), '') END || CASE k.qualifier WHEN 'order_of' THEN '*' ELSE '/' END || CASE k.qualifier WHEN 'at_least' THEN '' WHEN 'between' THEN coalesce(CAST(k.value_max AS text), '') ELSE coalesce(CAST(coalesce(k.value_max, k.value_min) AS text), '') END) || ' ' || lower(trim(coalesce(k.unit, kind.unit, ''))) AS sign,
           k.period_start_min AS period_first,
           k.period_end_max AS period_last,
           CASE WHEN k.claimed IS NULL THEN s.published_start_min ELSE k.claimed_start_min END AS said_first,
           CASE WHEN k.claimed IS NULL THEN s.published_end_max ELSE k.claimed_end_max END AS said_last,
           coalesce((SELECT 'actor ' || coalesce(a.merged_into, a.id) FROM actor a WHERE a.id = k.attributed_to_id), coalesce('publisher ' || lower(trim(s.publisher)), 'author ' || lower(trim(s.author)), 'source ' || s.id), 'claim ' || k.id) AS asserter,
           coalesce((SELECT 'actor ' || coalesce(a.merged_into, a.id) FROM actor a WHERE a.id = r.attributed_to_id), coalesce('publisher ' || lower(trim(rs.publisher)), 'author ' || lower(trim(rs.author)), 'source ' || rs.id), 'claim ' || r.id) AS origin,
           CAST(NULL AS bigint) AS start_min,
           CAST(NULL AS bigint) AS start_max,
           CAST(NULL AS bigint) AS end_min,
           CAST(NULL AS bigint) AS end_max,
           s.id AS source_id
    FROM claim k
    JOIN attribute kind ON kind.name = k.attribute
    LEFT JOIN event e ON e.id = k.event_id
    LEFT JOIN actor subject ON subject.id = k.actor_id
    LEFT JOIN actor about ON about.id = k.about_actor_id
    LEFT JOIN citation c ON c.id = k.citation_id
    LEFT JOIN source s ON s.id = c.source_id
    LEFT JOIN root ON root.id = k.id
    LEFT JOIN claim r ON r.id = coalesce(root.root, k.id)
    LEFT JOIN citation rc ON rc.id = r.citation_id
    LEFT JOIN source rs ON rs.id = rc.source_id
    WHERE k.status IN ('open', 'accepted', 'disputed')
      AND (k.event_id IS NULL OR e.status IN ('confirmed', 'disputed'))
    UNION ALL
    SELECT 'date', x.id, x.event_id, 0, 'date', 0, '', 0, NULL, NULL, NULL, x.edtf, NULL, NULL,
           s.published_start_min, s.published_end_max, coalesce('publisher ' || lower(trim(s.publisher)), 'author ' || lower(trim(s.author)), 'source ' || s.id), coalesce('publisher ' || lower(trim(s.publisher)), 'author ' || lower(trim(s.author)), 'source ' || s.id),
           x.start_min, x.start_max, x.end_min, x.end_max, s.id
    FROM event_citation x
    JOIN event e ON e.id = x.event_id
    JOIN citation c ON c.id = x.citation_id
    JOIN source s ON s.id = c.source_id
    WHERE x.stance = 'supports' AND x.edtf IS NOT NULL AND e.status IN ('confirmed', 'disputed')
), value AS (
    SELECT g.*, g.kind || ' ' || g.event_id || ' ' || g.subject_id || ' ' || g.attribute || ' ' || g.about_id AS cell, g.event_id || ' ' || g.subject_id || ' ' || g.about_id AS thing FROM given g
), differing AS (
    SELECT cell, count(DISTINCT origin) AS origins FROM value v GROUP BY cell HAVING min(sign) <> max(sign)
), told AS (
    SELECT v.*,
           d.origins AS origins,
           coalesce(k.qualifier,
                    CASE WHEN v.end_max - v.start_min < 86400 THEN 'exact' ELSE 'between' END) AS qualifier,
           k.value_text AS value_text,
           k.value_min AS value_min,
           k.value_max AS value_max,
           coalesce(k.unit, kind.unit) AS in_unit,
           CASE WHEN v.kind = 'claim' THEN k.claimed ELSE s.published END AS claimed,
           coalesce(k.period, x.edtf) AS period,
           speaker.uid AS by_uid,
           coalesce(speaker.name, s.publisher, s.author, s.title, 'nobody named') AS by_name,
           s.uid AS source_uid,
           coalesce(s.publisher, s.title) AS printed_by,
           CASE WHEN v.kind = 'date' THEN x.edtf WHEN k.value_min IS NULL AND k.value_max IS NULL THEN k.value_text ELSE CASE k.qualifier WHEN 'at_least' THEN 'at least ' WHEN 'at_most' THEN 'at most ' WHEN 'about' THEN 'about ' WHEN 'order_of' THEN 'on the order of ' ELSE '' END || CASE WHEN k.value_min < k.value_max THEN CASE WHEN typeof(k.value_min) = 'integer' THEN printf('%,d', k.value_min) ELSE CAST(k.value_min AS text) END || ' to ' || CASE WHEN typeof(k.value_max) = 'integer' THEN printf('%,d', k.value_max) ELSE CAST(k.value_max AS text) END WHEN k.qualifier = 'at_most' OR k.value_min IS NULL THEN coalesce(CASE WHEN typeof(k.value_max) = 'integer' THEN printf('%,d', k.value_max) ELSE CAST(k.value_max AS text) END, CASE WHEN typeof(k.value_min) = 'integer' THEN printf('%,d', k.value_min) ELSE CAST(k.value_min AS text) END) ELSE CASE WHEN typeof(k.value_min) = 'integer' THEN printf('%,d', k.value_min) ELSE CAST(k.value_min AS text) END END END AS label,
           CASE WHEN x.start_min BETWEEN -62167219200 AND 253402300799 THEN date(x.start_min, 'unixepoch')
         WHEN x.start_min BETWEEN -999999999999999999 AND 999999999999999999 THEN printf(CASE WHEN x.start_min < 0 THEN '-%04d' ELSE '+%d' END, abs(400 * ((x.start_min - ((x.start_min % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + strftime('%Y', ((x.start_min % 12622780800 + 12622780800) % 12622780800), 'unixepoch'))) || strftime('-%m-%d', ((x.start_min % 12622780800 + 12622780800) % 12622780800), 'unixepoch') END AS first_day,
           CASE WHEN x.end_max BETWEEN -62167219200 AND 253402300799 THEN date(x.end_max, 'unixepoch')
         WHEN x.end_max BETWEEN -999999999999999999 AND 999999999999999999 THEN printf(CASE WHEN x.end_max < 0 THEN '-%04d' ELSE '+%d' END, abs(400 * ((x.end_max - ((x.end_max % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + strftime('%Y', ((x.end_max % 12622780800 + 12622780800) % 12622780800), 'unixepoch'))) || strftime('-%m-%d', ((x.end_max % 12622780800 + 12622780800) % 12622780800), 'unixepoch') END AS last_day
    FROM value v
    JOIN differing d ON d.cell = v.cell
    LEFT JOIN claim k ON v.kind = 'claim' AND k.id = v.id
    LEFT JOIN attribute kind ON kind.name = k.attribute
    LEFT JOIN event_citation x ON v.kind = 'date' AND x.id = v.id
    LEFT JOIN actor named ON named.id = k.attributed_to_id
    LEFT JOIN actor speaker ON speaker.id = coalesce(named.merged_into, named.id)
    LEFT JOIN source s ON s.id = v.source_id
), listed AS (
    SELECT v.*, row_number() OVER (PARTITION BY v.cell ORDER BY v.by_uid IS NULL, v.by_uid, v.said_first IS NULL, v.said_first, v.start_min IS NULL, v.start_min, v.low IS NULL, v.low, v.source_uid IS NULL, v.source_uid, v.id) AS place
    FROM told v
), spoken AS (
    SELECT v.cell, v.place,
           group_concat('{' || '"by": ' || CASE WHEN v.by_uid IS NULL THEN 'null' ELSE json_quote(v.by_uid) END || ', ' || '"min": ' || coalesce(CAST(v.value_min AS text), CASE WHEN coalesce(CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END, v.first_day) IS NULL THEN 'null' ELSE json_quote(coalesce(CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END, v.first_day)) END) || ', ' || '"max": ' || coalesce(CAST(v.value_max AS text), CASE WHEN coalesce(CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END, v.last_day) IS NULL THEN 'null' ELSE json_quote(coalesce(CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END, v.last_day)) END) || ', ' || '"qualifier": ' || CASE WHEN v.qualifier IS NULL THEN 'null' ELSE json_quote(v.qualifier) END || ', ' || '"claimed": ' || CASE WHEN v.claimed IS NULL THEN 'null' ELSE json_quote(v.claimed) END || ', ' || '"period": ' || CASE WHEN v.period IS NULL THEN 'null' ELSE json_quote(v.period) END || ', ' || '"source": ' || CASE WHEN v.source_uid IS NULL THEN 'null' ELSE json_quote(v.source_uid) END || '}', ',') OVER (PARTITION BY v.cell ORDER BY v.place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS told
    FROM listed v
), pair AS (
    SELECT one.cell AS cell, one.kind AS kind, one.id AS id, one.place AS place, other.place AS other_place,
           other.label AS other_label, other.by_name AS other_by,
           CASE
                 WHEN one.unit <> other.unit THEN 0
                 WHEN one.place_id <> other.place_id THEN 1
                 WHEN one.period_last < other.period_first OR other.period_last < one.period_first THEN 2
                 WHEN (one.words IS NULL) <> (other.words IS NULL) THEN 3
                 WHEN one.asserter = other.asserter AND one.said_first > other.said_last THEN 4
                 WHEN one.asserter = other.asserter AND one.said_last < other.said_first THEN 5
                 WHEN one.low > other.high OR one.high < other.low OR one.words <> other.words OR one.start_min > other.start_max OR one.start_max < other.start_min OR one.end_min > other.end_max OR one.end_max < other.end_min THEN 6
                 WHEN 1 = 1 THEN 7
           END AS code
    FROM listed one
    JOIN listed other ON other.cell = one.cell AND other.sign <> one.sign
), ranked AS (
    SELECT p.*,
           CASE p.code WHEN 0 THEN 0 WHEN 1 THEN 0 WHEN 2 THEN 0 WHEN 3 THEN 0 WHEN 4 THEN 1 WHEN 5 THEN 1 WHEN 6 THEN 2 WHEN 7 THEN 0 END AS rank,
           row_number() OVER (PARTITION BY p.kind, p.id
                              ORDER BY CASE p.code WHEN 0 THEN 0 WHEN 1 THEN 0 WHEN 2 THEN 0 WHEN 3 THEN 0 WHEN 4 THEN 1 WHEN 5 THEN 1 WHEN 6 THEN 2 WHEN 7 THEN 0 END DESC, p.code, p.other_place) AS first
    FROM pair p
), ruled AS (
    SELECT v.*, r.rank AS rank, r.code AS code, r.other_label AS other_label, r.other_by AS other_by,
           CASE r.code WHEN 0 THEN 'another unit' WHEN 1 THEN 'another place' WHEN 2 THEN 'another time' WHEN 3 THEN 'words and a figure' WHEN 4 THEN 'later than' WHEN 5 THEN 'earlier than' WHEN 6 THEN 'excludes' WHEN 7 THEN 'can hold with' END || ' ' || r.other_label || ' (' || r.other_by || ')' AS why,
           max(r.rank) OVER (PARTITION BY v.cell) AS gravest,
           row_number() OVER (PARTITION BY v.cell ORDER BY r.rank DESC, CASE r.code WHEN 4 THEN 9 ELSE r.code END,
                              v.place) AS first
    FROM listed v
    JOIN ranked r ON r.kind = v.kind AND r.id = v.id AND r.first = 1
), scope AS (
    SELECT DISTINCT d.cell, n.name || ' within ' || n.wider AS said
    FROM (SELECT DISTINCT v.cell, v.thing, v.attribute FROM listed v WHERE v.kind = 'claim') d
    JOIN kin n ON d.attribute IN (n.name, n.wider)
    JOIN (SELECT DISTINCT v.thing, v.attribute FROM value v WHERE v.kind = 'claim') v
      ON v.thing = d.thing AND v.attribute = CASE WHEN d.attribute = n.name THEN n.wider ELSE n.name END
), scopes AS (
    SELECT s.cell, row_number() OVER (PARTITION BY s.cell ORDER BY s.said) AS first,
           group_concat(s.said, ', ') OVER (PARTITION BY s.cell ORDER BY s.said ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS said
    FROM scope s
), judged AS (
    SELECT v.*, spoken.told AS told,
           CASE v.gravest WHEN 0 THEN 'not_comparable' WHEN 1 THEN 'update' WHEN 2 THEN 'conflict' END AS verdict,
           CASE WHEN v.code = 5 THEN v.by_name || ': ' || v.label || ', later ' || v.other_label
                WHEN v.code = 4 THEN v.by_name || ': ' || v.other_label || ', later ' || v.label
                ELSE v.label || ' (' || v.by_name || ') and ' || v.other_label || ' (' || v.other_by || ') '
                     || CASE v.code WHEN 0 THEN 'are in different units' WHEN 1 THEN 'are of different places' WHEN 2 THEN 'are of different times' WHEN 3 THEN 'are words and a figure' WHEN 5 THEN 'later' WHEN 6 THEN 'cannot both hold' WHEN 7 THEN 'can both hold' END END
           || coalesce('; not compared: ' || sc.said, '') AS reason
    FROM ruled v
    JOIN spoken ON spoken.cell = v.cell AND spoken.place = v.place
    LEFT JOIN scopes sc ON sc.cell = v.cell AND sc.first = 1
    WHERE v.first = 1
)
SELECT e.uid AS event,
       v.attribute AS attribute,
       about.uid AS about,
       v.verdict AS verdict,
       v.reason AS reason,
       v.origins AS origins,
       '[' || v.told || ']' AS "values",
       e.title AS title,
       subject.uid AS actor,
       about.name AS about_name,
       e.id AS event_id
FROM judged v
LEFT JOIN event e ON e.id = nullif(v.event_id, 0)
LEFT JOIN actor subject ON subject.id = nullif(v.subject_id, 0)
LEFT JOIN actor about ON about.id = nullif(v.about_id, 0)
ORDER BY e.sort_key IS NULL, e.sort_key, e.position, v.event_id, v.subject_id, v.about_id, v.attribute, v.kind
""",
    "postgresql": """
WITH RECURSIVE derived(id, at) AS (
    SELECT k.id, k.derived_from_id FROM claim k WHERE k.derived_from_id IS NOT NULL
    UNION
    SELECT d.id, k.derived_from_id FROM derived d JOIN claim k ON k.id = d.at WHERE k.derived_from_id IS NOT NULL
), root AS (
    SELECT d.id AS id, min(d.at) AS root
    FROM derived d JOIN claim k ON k.id = d.at WHERE k.derived_from_id IS NULL GROUP BY d.id
), kin(name, wider) AS (
    SELECT t.name, t.part_of FROM attribute t WHERE t.part_of IS NOT NULL
    UNION
    SELECT n.name, t.part_of FROM kin n JOIN attribute t ON t.name = n.wider WHERE t.part_of IS NOT NULL
), given AS (
    SELECT 'claim' AS kind,
           k.id AS id,
           coalesce(k.event_id, 0) AS event_id,
           CASE WHEN coalesce(about.merged_into, about.id) <> coalesce(subject.merged_into, subject.id)
                THEN coalesce(subject.merged_into, subject.id) ELSE 0 END AS subject_id,
           k.attribute AS attribute,
           coalesce(about.merged_into, about.id, subject.merged_into, subject.id, 0) AS about_id,
           lower(trim(coalesce(k.unit, kind.unit, '')) COLLATE "C") AS unit,
           coalesce(nullif(k.place_id, e.place_id), 0) AS place_id,
           CASE WHEN k.value_min IS NULL AND k.value_max IS NULL
                THEN lower(trim(k.value_text) COLLATE "C") END AS words,
           CASE k.qualifier
                WHEN 'about' THEN 10 * coalesce(k.value_min, k.value_max) - abs(coalesce(k.value_min, k.value_max))
                WHEN 'order_of' THEN CASE WHEN k.value_max IS NULL THEN 10 * k.value_min
                                          ELSE 10 * coalesce(k.value_min, k.value_max) - 9 * abs(coalesce(k.value_min, k.value_max)) END
                WHEN 'at_most' THEN NULL
                WHEN 'between' THEN 10 * k.value_min
                ELSE 10 * coalesce(k.value_min, k.value_max) END AS low,
           CASE k.qualifier
                WHEN 'about' THEN 10 * coalesce(k.value_max, k.value_min) + abs(coalesce(k.value_max, k.value_min))
                WHEN 'order_of' THEN 10 * coalesce(k.value_max, k.value_min) + 90 * abs(coalesce(k.value_max, k.value_min))
                WHEN 'at_least' THEN NULL
                WHEN 'between' THEN 10 * k.value_max
                ELSE 10 * coalesce(k.value_max, k.value_min) END AS high,
           coalesce('"' || CASE WHEN k.value_min IS NULL AND k.value_max IS NULL THEN lower(trim(k.value_text) COLLATE "C") END, CASE k.qualifier WHEN 'at_most' THEN '' WHEN 'between' THEN coalesce(CAST(trim_scale(k.value_min) AS text), '') ELSE coalesce(CAST(trim_scale(coalesce(k.value_min, k.value_max)) AS text), '') END || CASE k.qualifier WHEN 'order_of' THEN '*' ELSE '/' END || CASE k.qualifier WHEN 'at_least' THEN '' WHEN 'between' THEN coalesce(CAST(trim_scale(k.value_max) AS text), '') ELSE coalesce(CAST(trim_scale(coalesce(k.value_max, k.value_min)) AS text), '') END) || ' ' || lower(trim(coalesce(k.unit, kind.unit, '')) COLLATE "C") AS sign,
           k.period_start_min AS period_first,
           k.period_end_max AS period_last,
           CASE WHEN k.claimed IS NULL THEN s.published_start_min ELSE k.claimed_start_min END AS said_first,
           CASE WHEN k.claimed IS NULL THEN s.published_end_max ELSE k.claimed_end_max END AS said_last,
           coalesce((SELECT 'actor ' || coalesce(a.merged_into, a.id) FROM actor a WHERE a.id = k.attributed_to_id), coalesce('publisher ' || lower(trim(s.publisher) COLLATE "C"), 'author ' || lower(trim(s.author) COLLATE "C"), 'source ' || s.id), 'claim ' || k.id) AS asserter,
           coalesce((SELECT 'actor ' || coalesce(a.merged_into, a.id) FROM actor a WHERE a.id = r.attributed_to_id), coalesce('publisher ' || lower(trim(rs.publisher) COLLATE "C"), 'author ' || lower(trim(rs.author) COLLATE "C"), 'source ' || rs.id), 'claim ' || r.id) AS origin,
           CAST(NULL AS bigint) AS start_min,
           CAST(NULL AS bigint) AS start_max,
           CAST(NULL AS bigint) AS end_min,
           CAST(NULL AS bigint) AS end_max,
           s.id AS source_id
    FROM claim k
    JOIN attribute kind ON kind.name = k.attribute
    LEFT JOIN event e ON e.id = k.event_id
    LEFT JOIN actor subject ON subject.id = k.actor_id
    LEFT JOIN actor about ON about.id = k.about_actor_id
    LEFT JOIN citation c ON c.id = k.citation_id
    LEFT JOIN source s ON s.id = c.source_id
    LEFT JOIN root ON root.id = k.id
    LEFT JOIN claim r ON r.id = coalesce(root.root, k.id)
    LEFT JOIN citation rc ON rc.id = r.citation_id
    LEFT JOIN source rs ON rs.id = rc.source_id
    WHERE k.status IN ('open', 'accepted', 'disputed')
      AND (k.event_id IS NULL OR e.status IN ('confirmed', 'disputed'))
    UNION ALL
    SELECT 'date', x.id, x.event_id, 0, 'date', 0, '', 0, NULL, NULL, NULL, x.edtf, NULL, NULL,
           s.published_start_min, s.published_end_max, coalesce('publisher ' || lower(trim(s.publisher) COLLATE "C"), 'author ' || lower(trim(s.author) COLLATE "C"), 'source ' || s.id), coalesce('publisher ' || lower(trim(s.publisher) COLLATE "C"), 'author ' || lower(trim(s.author) COLLATE "C"), 'source ' || s.id),
           x.start_min, x.start_max, x.end_min, x.end_max, s.id
    FROM event_citation x
    JOIN event e ON e.id = x.event_id
    JOIN citation c ON c.id = x.citation_id
    JOIN source s ON s.id = c.source_id
    WHERE x.stance = 'supports' AND x.edtf IS NOT NULL AND e.status IN ('confirmed', 'disputed')
), value AS (
    SELECT g.*, dense_rank() OVER (ORDER BY g.kind, g.event_id, g.subject_id, g.attribute, g.about_id) AS cell, dense_rank() OVER (ORDER BY g.event_id, g.subject_id, g.about_id) AS thing, min(g.sign) OVER (PARTITION BY g.kind, g.event_id, g.subject_id, g.attribute, g.about_id) AS one_sign, max(g.sign) OVER (PARTITION BY g.kind, g.event_id, g.subject_id, g.attribute, g.about_id) AS other_sign FROM given g
), differing AS (
    SELECT cell, count(DISTINCT origin) AS origins FROM value v WHERE v.one_sign <> v.other_sign GROUP BY cell HAVING min(sign) <> max(sign)
), told AS (
    SELECT v.*,
           d.origins AS origins,
           coalesce(k.qualifier,
                    CASE WHEN v.end_max - v.start_min < 86400 THEN 'exact' ELSE 'between' END) AS qualifier,
           k.value_text AS value_text,
           k.value_min AS value_min,
           k.value_max AS value_max,
           coalesce(k.unit, kind.unit) AS in_unit,
           CASE WHEN v.kind = 'claim' THEN k.claimed ELSE s.published END AS claimed,
           coalesce(k.period, x.edtf) AS period,
           speaker.uid AS by_uid,
           coalesce(speaker.name, s.publisher, s.author, s.title, 'nobody named') AS by_name,
           s.uid AS source_uid,
           coalesce(s.publisher, s.title) AS printed_by,
           CASE WHEN v.kind = 'date' THEN x.edtf WHEN k.value_min IS NULL AND k.value_max IS NULL THEN k.value_text ELSE CASE k.qualifier WHEN 'at_least' THEN 'at least ' WHEN 'at_most' THEN 'at most ' WHEN 'about' THEN 'about ' WHEN 'order_of' THEN 'on the order of ' ELSE '' END || CASE WHEN k.value_min < k.value_max THEN CASE WHEN k.value_min = trunc(k.value_min) AND abs(k.value_min) < 1e18 THEN to_char(k.value_min, 'FM999,999,999,999,999,999,990') ELSE CAST(trim_scale(k.value_min) AS text) END || ' to ' || CASE WHEN k.value_max = trunc(k.value_max) AND abs(k.value_max) < 1e18 THEN to_char(k.value_max, 'FM999,999,999,999,999,999,990') ELSE CAST(trim_scale(k.value_max) AS text) END WHEN k.qualifier = 'at_most' OR k.value_min IS NULL THEN coalesce(CASE WHEN k.value_max = trunc(k.value_max) AND abs(k.value_max) < 1e18 THEN to_char(k.value_max, 'FM999,999,999,999,999,999,990') ELSE CAST(trim_scale(k.value_max) AS text) END, CASE WHEN k.value_min = trunc(k.value_min) AND abs(k.value_min) < 1e18 THEN to_char(k.value_min, 'FM999,999,999,999,999,999,990') ELSE CAST(trim_scale(k.value_min) AS text) END) ELSE CASE WHEN k.value_min = trunc(k.value_min) AND abs(k.value_min) < 1e18 THEN to_char(k.value_min, 'FM999,999,999,999,999,999,990') ELSE CAST(trim_scale(k.value_min) AS text) END END END AS label,
           CASE WHEN x.start_min BETWEEN -62167219200 AND 253402300799 THEN CASE WHEN x.start_min < -62135596800 THEN '0000' || to_char((timestamp '1970-01-01' + make_interval(secs => ((x.start_min % 12622780800 + 12622780800) % 12622780800))), '-MM-DD') ELSE to_char(timestamp '1970-01-01' + make_interval(secs => x.start_min), 'YYYY-MM-DD') END
         WHEN x.start_min BETWEEN -999999999999999999 AND 999999999999999999 THEN CASE WHEN x.start_min < 0 THEN '-' ELSE '+' END || lpad(abs(400 * ((x.start_min - ((x.start_min % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + extract(year FROM (timestamp '1970-01-01' + make_interval(secs => ((x.start_min % 12622780800 + 12622780800) % 12622780800))))::bigint)::text, greatest(4, length(abs(400 * ((x.start_min - ((x.start_min % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + extract(year FROM (timestamp '1970-01-01' + make_interval(secs => ((x.start_min % 12622780800 + 12622780800) % 12622780800))))::bigint)::text)), '0') || to_char((timestamp '1970-01-01' + make_interval(secs => ((x.start_min % 12622780800 + 12622780800) % 12622780800))), '-MM-DD') END AS first_day,
           CASE WHEN x.end_max BETWEEN -62167219200 AND 253402300799 THEN CASE WHEN x.end_max < -62135596800 THEN '0000' || to_char((timestamp '1970-01-01' + make_interval(secs => ((x.end_max % 12622780800 + 12622780800) % 12622780800))), '-MM-DD') ELSE to_char(timestamp '1970-01-01' + make_interval(secs => x.end_max), 'YYYY-MM-DD') END
         WHEN x.end_max BETWEEN -999999999999999999 AND 999999999999999999 THEN CASE WHEN x.end_max < 0 THEN '-' ELSE '+' END || lpad(abs(400 * ((x.end_max - ((x.end_max % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + extract(year FROM (timestamp '1970-01-01' + make_interval(secs => ((x.end_max % 12622780800 + 12622780800) % 12622780800))))::bigint)::text, greatest(4, length(abs(400 * ((x.end_max - ((x.end_max % 12622780800 + 12622780800) % 12622780800)) / 12622780800) + extract(year FROM (timestamp '1970-01-01' + make_interval(secs => ((x.end_max % 12622780800 + 12622780800) % 12622780800))))::bigint)::text)), '0') || to_char((timestamp '1970-01-01' + make_interval(secs => ((x.end_max % 12622780800 + 12622780800) % 12622780800))), '-MM-DD') END AS last_day
    FROM (SELECT v.* FROM value v WHERE v.one_sign <> v.other_sign) v
    JOIN differing d ON d.cell = v.cell
    LEFT JOIN claim k ON v.kind = 'claim' AND k.id = v.id
    LEFT JOIN attribute kind ON kind.name = k.attribute
    LEFT JOIN event_citation x ON v.kind = 'date' AND x.id = v.id
    LEFT JOIN actor named ON named.id = k.attributed_to_id
    LEFT JOIN actor speaker ON speaker.id = coalesce(named.merged_into, named.id)
    LEFT JOIN source s ON s.id = v.source_id
), listed AS (
    SELECT v.*, row_number() OVER (PARTITION BY v.cell ORDER BY v.by_uid IS NULL, v.by_uid COLLATE "C", v.said_first IS NULL, v.said_first, v.start_min IS NULL, v.start_min, v.low IS NULL, v.low, v.source_uid IS NULL, v.source_uid COLLATE "C", v.id) AS place
    FROM told v
), spoken AS (
    SELECT v.cell, v.place,
           string_agg('{' || '"by": ' || CASE WHEN v.by_uid IS NULL THEN 'null' ELSE CAST(to_json(v.by_uid) AS text) END || ', ' || '"min": ' || coalesce(CAST(trim_scale(v.value_min) AS text), CASE WHEN coalesce(CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END, v.first_day) IS NULL THEN 'null' ELSE CAST(to_json(coalesce(CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END, v.first_day)) AS text) END) || ', ' || '"max": ' || coalesce(CAST(trim_scale(v.value_max) AS text), CASE WHEN coalesce(CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END, v.last_day) IS NULL THEN 'null' ELSE CAST(to_json(coalesce(CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END, v.last_day)) AS text) END) || ', ' || '"qualifier": ' || CASE WHEN v.qualifier IS NULL THEN 'null' ELSE CAST(to_json(v.qualifier) AS text) END || ', ' || '"claimed": ' || CASE WHEN v.claimed IS NULL THEN 'null' ELSE CAST(to_json(v.claimed) AS text) END || ', ' || '"period": ' || CASE WHEN v.period IS NULL THEN 'null' ELSE CAST(to_json(v.period) AS text) END || ', ' || '"source": ' || CASE WHEN v.source_uid IS NULL THEN 'null' ELSE CAST(to_json(v.source_uid) AS text) END || '}', ',') OVER (PARTITION BY v.cell ORDER BY v.place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS told
    FROM listed v
), pair AS (
    SELECT one.cell AS cell, one.kind AS kind, one.id AS id, one.place AS place, other.place AS other_place,
           other.label AS other_label, other.by_name AS other_by,
           CASE
                 WHEN one.unit <> other.unit THEN 0
                 WHEN one.place_id <> other.place_id THEN 1
                 WHEN one.period_last < other.period_first OR other.period_last < one.period_first THEN 2
                 WHEN (one.words IS NULL) <> (other.words IS NULL) THEN 3
                 WHEN one.asserter = other.asserter AND one.said_first > other.said_last THEN 4
                 WHEN one.asserter = other.asserter AND one.said_last < other.said_first THEN 5
                 WHEN one.low > other.high OR one.high < other.low OR one.words <> other.words OR one.start_min > other.start_max OR one.start_max < other.start_min OR one.end_min > other.end_max OR one.end_max < other.end_min THEN 6
                 WHEN 1 = 1 THEN 7
           END AS code
    FROM listed one
    JOIN listed other ON other.cell = one.cell AND other.sign <> one.sign
), ranked AS (
    SELECT p.*,
           CASE p.code WHEN 0 THEN 0 WHEN 1 THEN 0 WHEN 2 THEN 0 WHEN 3 THEN 0 WHEN 4 THEN 1 WHEN 5 THEN 1 WHEN 6 THEN 2 WHEN 7 THEN 0 END AS rank,
           row_number() OVER (PARTITION BY p.kind, p.id
                              ORDER BY CASE p.code WHEN 0 THEN 0 WHEN 1 THEN 0 WHEN 2 THEN 0 WHEN 3 THEN 0 WHEN 4 THEN 1 WHEN 5 THEN 1 WHEN 6 THEN 2 WHEN 7 THEN 0 END DESC, p.code, p.other_place) AS first
    FROM pair p
), ruled AS (
    SELECT v.*, r.rank AS rank, r.code AS code, r.other_label AS other_label, r.other_by AS other_by,
           CASE r.code WHEN 0 THEN 'another unit' WHEN 1 THEN 'another place' WHEN 2 THEN 'another time' WHEN 3 THEN 'words and a figure' WHEN 4 THEN 'later than' WHEN 5 THEN 'earlier than' WHEN 6 THEN 'excludes' WHEN 7 THEN 'can hold with' END || ' ' || r.other_label || ' (' || r.other_by || ')' AS why,
           max(r.rank) OVER (PARTITION BY v.cell) AS gravest,
           row_number() OVER (PARTITION BY v.cell ORDER BY r.rank DESC, CASE r.code WHEN 4 THEN 9 ELSE r.code END,
                              v.place) AS first
    FROM listed v
    JOIN ranked r ON r.cell = v.cell AND r.place = v.place AND r.first = 1
), scope AS (
    SELECT DISTINCT d.cell, n.name || ' within ' || n.wider AS said
    FROM (SELECT DISTINCT v.cell, v.thing, v.attribute FROM listed v WHERE v.kind = 'claim') d
    JOIN kin n ON d.attribute IN (n.name, n.wider)
    JOIN (SELECT DISTINCT v.thing, v.attribute FROM value v WHERE v.kind = 'claim') v
      ON v.thing = d.thing AND v.attribute = CASE WHEN d.attribute = n.name THEN n.wider ELSE n.name END
), scopes AS (
    SELECT s.cell, row_number() OVER (PARTITION BY s.cell ORDER BY s.said COLLATE "C") AS first,
           string_agg(s.said, ', ') OVER (PARTITION BY s.cell ORDER BY s.said COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS said
    FROM scope s
), judged AS (
    SELECT v.*, spoken.told AS told,
           CASE v.gravest WHEN 0 THEN 'not_comparable' WHEN 1 THEN 'update' WHEN 2 THEN 'conflict' END AS verdict,
           CASE WHEN v.code = 5 THEN v.by_name || ': ' || v.label || ', later ' || v.other_label
                WHEN v.code = 4 THEN v.by_name || ': ' || v.other_label || ', later ' || v.label
                ELSE v.label || ' (' || v.by_name || ') and ' || v.other_label || ' (' || v.other_by || ') '
                     || CASE v.code WHEN 0 THEN 'are in different units' WHEN 1 THEN 'are of different places' WHEN 2 THEN 'are of different times' WHEN 3 THEN 'are words and a figure' WHEN 5 THEN 'later' WHEN 6 THEN 'cannot both hold' WHEN 7 THEN 'can both hold' END END
           || coalesce('; not compared: ' || sc.said, '') AS reason
    FROM ruled v
    JOIN spoken ON spoken.cell = v.cell AND spoken.place = v.place
    LEFT JOIN scopes sc ON sc.cell = v.cell AND sc.first = 1
    WHERE v.first = 1
)
SELECT e.uid AS event,
       v.attribute AS attribute,
       about.uid AS about,
       v.verdict AS verdict,
       v.reason AS reason,
       v.origins AS origins,
       '[' || v.told || ']' AS "values",
       e.title AS title,
       subject.uid AS actor,
       about.name AS about_name,
       e.id AS event_id
FROM judged v
LEFT JOIN event e ON e.id = nullif(v.event_id, 0)
LEFT JOIN actor subject ON subject.id = nullif(v.subject_id, 0)
LEFT JOIN actor about ON about.id = nullif(v.about_id, 0)
ORDER BY e.sort_key IS NULL, e.sort_key, e.position, v.event_id, v.subject_id, v.about_id, v.attribute COLLATE "C", v.kind
""",
}


def upgrade() -> None:
    op.execute("DROP VIEW claim_conflicts")
    text = VIEWS[op.get_bind().dialect.name].strip()
    op.execute(sa.text(f"CREATE VIEW claim_conflicts AS\n{text}".replace(":", "\\:")))
