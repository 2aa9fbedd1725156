"""
Which statements contradict, as one SQL text for both databases: the view `claim_conflicts` and the command read it.

A *cell* is what several statements may be about: one event (or actor), one attribute, about one actor; the dates that
passages give an event are a cell of the attribute `date`. A cell is listed when its statements differ. Each pair of
differing statements gets a verdict (D190): `not_comparable` when they are about other times, places or units, or can
both hold; `update` when the same one said otherwise later; else `conflict`. A cell has the gravest verdict of its
pairs. Who stands behind a statement, echoes apart, is its origin (D191).

The text is made of steps, each a table of the WITH: `value` is every statement that counts, `differing` the cells
(each known by one text, since a server that knows nothing of these steps joins badly by five columns), `listed` their
statements in words, `pair` the judgements, `ruled` the gravest of each statement. A new reason why two figures are not
to be compared is a line in `_REASONS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.query import SHOWN
from timeline.store.days import day

if TYPE_CHECKING:
    from collections.abc import Iterable

LIVE = ("open", "accepted", "disputed")
"""The status of claims that count; what was withdrawn or superseded contradicts nobody."""

VERDICTS = ("not_comparable", "update", "conflict")
"""From the least to the gravest; a pair has the number of its place here."""

COLUMNS = ("event", "attribute", "about", "verdict", "reason", "origins", "values")
"""What a cell is told by, in the view and in JSON."""

_CELL = ("kind", "event_id", "subject_id", "attribute", "about_id")
_DIFFERENT_TIMES = "one.period_last < other.period_first OR other.period_last < one.period_first"
_APART = "one.low > other.high OR one.high < other.low OR one.words <> other.words"
_DATES_APART = (
    "one.start_min > other.start_max OR one.start_max < other.start_min"
    " OR one.end_min > other.end_max OR one.end_max < other.end_min"
)
_REASONS = (
    ("one.unit <> other.unit", 0, "'another unit'", "'are in different units'"),
    ("one.place_id <> other.place_id", 0, "'another place'", "'are of different places'"),
    (_DIFFERENT_TIMES, 0, "'another time'", "'are of different times'"),
    ("(one.words IS NULL) <> (other.words IS NULL)", 0, "'words and a figure'", "'are words and a figure'"),
    ("one.asserter = other.asserter AND one.said_first > other.said_last", 1, "'later than'", ""),
    ("one.asserter = other.asserter AND one.said_last < other.said_first", 1, "'earlier than'", "'later'"),
    (f"{_APART} OR {_DATES_APART}", 2, "'excludes'", "'cannot both hold'"),
    ("1 = 1", 0, "'can hold with'", "'can both hold'"),
)
"""The first that holds of `one` and `other`: its verdict, how one stands to the other, and how both stand."""


def cells(dialect: str, *, statuses: Iterable[str] = SHOWN, claims: str = "", dates: str = "", of: str = "") -> str:
    """
    Give the statement of all cells whose statements differ, one row each, in the order of the events.

    `statuses` are those of the events taken; `claims` is a clause on `claim k`, `dates` one on `event_citation x`,
    each with `event e`, `citation c` and `source s` beside it; `of` one on the `attribute` of the cells listed.
    """
    return f"{_steps(dialect, statuses, claims, dates, of)}\n{_CELLS}\n{_named(dialect)}"


def statements(
    dialect: str, *, statuses: Iterable[str] = SHOWN, claims: str = "", dates: str = "", of: str = ""
) -> str:
    """Give the statement of all that is said in these cells, one row a claim or passage, those of one cell together."""
    return f"{_steps(dialect, statuses, claims, dates, of)}\n{_STATEMENTS}\n{_named(dialect)}, v.place"


def _steps(dialect: str, statuses: Iterable[str], claims: str, dates: str, of: str) -> str:
    postgres = dialect == "postgresql"
    joined = "string_agg" if postgres else "group_concat"
    code = "\n".join(f"                 WHEN {condition} THEN {n}" for n, (condition, *_) in enumerate(_REASONS))
    grave = " ".join(f"WHEN {n} THEN {rank}" for n, (_, rank, *_) in enumerate(_REASONS))
    stands = " ".join(f"WHEN {n} THEN {text}" for n, (*_, text, _) in enumerate(_REASONS))
    both = " ".join(f"WHEN {n} THEN {text}" for n, (*_, text) in enumerate(_REASONS) if text)
    said = _by_code_point("s.said", dialect)
    whole = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    by, source = _by_code_point("v.by_uid", dialect), _by_code_point("v.source_uid", dialect)
    order = (
        f"v.by_uid IS NULL, {by}, v.said_first IS NULL, v.said_first, v.start_min IS NULL, v.start_min,"
        f" v.low IS NULL, v.low, v.source_uid IS NULL, {source}, v.id"
    )
    # SQLite joins well by keys it makes an index of. A server knows nothing of these steps, guesses one row for a join
    # by several columns and then loops: it is given numbers, and the differing rows without a join.
    thing = ("g.event_id", "g.subject_id", "g.about_id")
    if postgres:
        only = " WHERE v.one_sign <> v.other_sign" + (f" AND {of}" if of else "")
        stated = f"(SELECT v.* FROM value v{only})"
        itself = "r.cell = v.cell AND r.place = v.place"
        numbered = (
            f"dense_rank() OVER (ORDER BY {_of('g')}) AS cell,"
            f" dense_rank() OVER (ORDER BY {', '.join(thing)}) AS thing,"
            f" min(g.sign) OVER (PARTITION BY {_of('g')}) AS one_sign,"
            f" max(g.sign) OVER (PARTITION BY {_of('g')}) AS other_sign"
        )
    else:
        only = f" WHERE {of}" if of else ""
        stated = "value"
        itself = "r.kind = v.kind AND r.id = v.id"
        key = " || ' ' || ".join(f"g.{name}" for name in _CELL)
        numbered = f"{key} AS cell, " + " || ' ' || ".join(thing) + " AS thing"
    return f"""
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
           {_folded("coalesce(k.unit, kind.unit, '')", dialect)} AS unit,
           coalesce(nullif(k.place_id, e.place_id), 0) AS place_id,
           CASE WHEN k.value_min IS NULL AND k.value_max IS NULL
                THEN {_folded("k.value_text", dialect)} END AS words,
           {_LOW} AS low,
           {_HIGH} AS high,
           {_sign(dialect)} AS sign,
           k.period_start_min AS period_first,
           k.period_end_max AS period_last,
           CASE WHEN k.claimed IS NULL THEN s.published_start_min ELSE k.claimed_start_min END AS said_first,
           CASE WHEN k.claimed IS NULL THEN s.published_end_max ELSE k.claimed_end_max END AS said_last,
           {_behind("k", "s", "k.attributed_to_id", dialect)} AS asserter,
           {_behind("r", "rs", "r.attributed_to_id", dialect)} AS origin,
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
    WHERE k.status IN ({_listed(LIVE)})
      AND (k.event_id IS NULL OR e.status IN ({_listed(statuses)})){_and(claims)}
    UNION ALL
    SELECT 'date', x.id, x.event_id, 0, 'date', 0, '', 0, NULL, NULL, NULL, x.edtf, NULL, NULL,
           s.published_start_min, s.published_end_max, {_printed("s", dialect)}, {_printed("s", dialect)},
           x.start_min, x.start_max, x.end_min, x.end_max, s.id
    FROM event_citation x
    JOIN event e ON e.id = x.event_id
    JOIN citation c ON c.id = x.citation_id
    JOIN source s ON s.id = c.source_id
    WHERE x.stance = 'supports' AND x.edtf IS NOT NULL AND e.status IN ({_listed(statuses)}){_and(dates)}
), value AS (
    SELECT g.*, {numbered} FROM given g
), differing AS (
    SELECT cell, count(DISTINCT origin) AS origins FROM value v{only} GROUP BY cell HAVING min(sign) <> max(sign)
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
           {_label(dialect)} AS label,
           {day("x.start_min", dialect)} AS first_day,
           {day("x.end_max", dialect)} AS last_day
    FROM {stated} v
    JOIN differing d ON d.cell = v.cell
    LEFT JOIN claim k ON v.kind = 'claim' AND k.id = v.id
    LEFT JOIN attribute kind ON kind.name = k.attribute
    LEFT JOIN event_citation x ON v.kind = 'date' AND x.id = v.id
    LEFT JOIN actor named ON named.id = k.attributed_to_id
    LEFT JOIN actor speaker ON speaker.id = coalesce(named.merged_into, named.id)
    LEFT JOIN source s ON s.id = v.source_id
), listed AS (
    SELECT v.*, row_number() OVER (PARTITION BY v.cell ORDER BY {order}) AS place
    FROM told v
), spoken AS (
    SELECT v.cell, v.place,
           {joined}({_as_json(dialect)}, ',') OVER (PARTITION BY v.cell ORDER BY v.place {whole}) AS told
    FROM listed v
), pair AS (
    SELECT one.cell AS cell, one.kind AS kind, one.id AS id, one.place AS place, other.place AS other_place,
           other.label AS other_label, other.by_name AS other_by,
           CASE
{code}
           END AS code
    FROM listed one
    JOIN listed other ON other.cell = one.cell AND other.sign <> one.sign
), ranked AS (
    SELECT p.*,
           CASE p.code {grave} END AS rank,
           row_number() OVER (PARTITION BY p.kind, p.id
                              ORDER BY CASE p.code {grave} END DESC, p.code, p.other_place) AS first
    FROM pair p
), ruled AS (
    SELECT v.*, r.rank AS rank, r.code AS code, r.other_label AS other_label, r.other_by AS other_by,
           CASE r.code {stands} END || ' ' || r.other_label || ' (' || r.other_by || ')' AS why,
           max(r.rank) OVER (PARTITION BY v.cell) AS gravest,
           row_number() OVER (PARTITION BY v.cell ORDER BY r.rank DESC, CASE r.code WHEN 4 THEN 9 ELSE r.code END,
                              v.place) AS first
    FROM listed v
    JOIN ranked r ON {itself} AND r.first = 1
), scope AS (
    SELECT DISTINCT d.cell, n.name || ' within ' || n.wider AS said
    FROM (SELECT DISTINCT v.cell, v.thing, v.attribute FROM listed v WHERE v.kind = 'claim') d
    JOIN kin n ON d.attribute IN (n.name, n.wider)
    JOIN (SELECT DISTINCT v.thing, v.attribute FROM value v WHERE v.kind = 'claim') v
      ON v.thing = d.thing AND v.attribute = CASE WHEN d.attribute = n.name THEN n.wider ELSE n.name END
), scopes AS (
    SELECT s.cell, row_number() OVER (PARTITION BY s.cell ORDER BY {said}) AS first,
           {joined}(s.said, ', ') OVER (PARTITION BY s.cell ORDER BY {said} {whole}) AS said
    FROM scope s
), judged AS (
    SELECT v.*, spoken.told AS told,
           CASE v.gravest {" ".join(f"WHEN {n} THEN '{word}'" for n, word in enumerate(VERDICTS))} END AS verdict,
           CASE WHEN v.code = 5 THEN v.by_name || ': ' || v.label || ', later ' || v.other_label
                WHEN v.code = 4 THEN v.by_name || ': ' || v.other_label || ', later ' || v.label
                ELSE v.label || ' (' || v.by_name || ') and ' || v.other_label || ' (' || v.other_by || ') '
                     || CASE v.code {both} END END
           || coalesce('; not compared: ' || sc.said, '') AS reason
    FROM ruled v
    JOIN spoken ON spoken.cell = v.cell AND spoken.place = v.place
    LEFT JOIN scopes sc ON sc.cell = v.cell AND sc.first = 1
    WHERE v.first = 1
)""".strip()


_CELLS = """
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
""".strip()

_STATEMENTS = """
SELECT v.kind, v.event_id, v.subject_id, v.attribute, v.about_id, e.uid, e.title, subject.name, about.name,
       v.label, v.in_unit, v.by_name, v.by_uid, v.claimed, v.period, v.printed_by, v.source_uid, v.rank, v.why,
       v.origins, v.origin, v.sign, v.unit, v.place_id
FROM ruled v
""".strip()


def _named(dialect: str) -> str:
    """Write the names of what a cell is about, and the order of the cells."""
    return (
        "LEFT JOIN event e ON e.id = nullif(v.event_id, 0)\n"
        "LEFT JOIN actor subject ON subject.id = nullif(v.subject_id, 0)\n"
        "LEFT JOIN actor about ON about.id = nullif(v.about_id, 0)\n"
        "ORDER BY e.sort_key IS NULL, e.sort_key, e.position, v.event_id, v.subject_id, v.about_id,"
        f" {_by_code_point('v.attribute', dialect)}, v.kind"
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _and(clause: str) -> str:
    return f"\n      AND {clause}" if clause else ""


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in _CELL)


def _by_code_point(column: str, dialect: str) -> str:
    return f'{column} COLLATE "C"' if dialect == "postgresql" else column


def _folded(text: str, dialect: str) -> str:
    """Write text without outer space and ASCII case: what both databases fold alike."""
    return f"lower({_by_code_point(f'trim({text})', dialect)})"


def _printed(source: str, dialect: str) -> str:
    """Write who stands behind a source: its publisher, else its author, else itself."""
    publisher, author = (_folded(f"{source}.{column}", dialect) for column in ("publisher", "author"))
    return f"coalesce('publisher ' || {publisher}, 'author ' || {author}, 'source ' || {source}.id)"


def _behind(claim: str, source: str, speaker: str, dialect: str) -> str:
    """Write who stands behind a claim: who asserts it, else who printed it, else nobody but itself."""
    survivor = f"(SELECT 'actor ' || coalesce(a.merged_into, a.id) FROM actor a WHERE a.id = {speaker})"
    return f"coalesce({survivor}, {_printed(source, dialect)}, 'claim ' || {claim}.id)"


# Ten times the range of a figure, so that a tenth of a whole number is one: SQLite would count in fractions of two.
_LEAST, _MOST = "coalesce(k.value_min, k.value_max)", "coalesce(k.value_max, k.value_min)"
_LOW = f"""CASE k.qualifier
                WHEN 'about' THEN 10 * {_LEAST} - abs({_LEAST})
                WHEN 'order_of' THEN CASE WHEN k.value_max IS NULL THEN 10 * k.value_min
                                          ELSE 10 * {_LEAST} - 9 * abs({_LEAST}) END
                WHEN 'at_most' THEN NULL
                WHEN 'between' THEN 10 * k.value_min
                ELSE 10 * {_LEAST} END"""
_HIGH = f"""CASE k.qualifier
                WHEN 'about' THEN 10 * {_MOST} + abs({_MOST})
                WHEN 'order_of' THEN 10 * {_MOST} + 90 * abs({_MOST})
                WHEN 'at_least' THEN NULL
                WHEN 'between' THEN 10 * k.value_max
                ELSE 10 * {_MOST} END"""


def _number(column: str, dialect: str) -> str:
    """Write a number as text, the same for 5 and 5.0."""
    return f"CAST({f'trim_scale({column})' if dialect == 'postgresql' else column} AS text)"


def _figure(column: str, dialect: str) -> str:
    """Write a number for people, thousands set off."""
    plain = _number(column, dialect)
    if dialect == "sqlite":
        return f"CASE WHEN typeof({column}) = 'integer' THEN printf('%,d', {column}) ELSE {plain} END"
    grouped = f"to_char({column}, 'FM999,999,999,999,999,999,990')"
    return f"CASE WHEN {column} = trunc({column}) AND abs({column}) < 1e18 THEN {grouped} ELSE {plain} END"


def _sign(dialect: str) -> str:
    """Write what a claim says, so that two that say the same are the same text: its least and most, and the unit."""

    def end(open_one: str, column: str, either: str) -> str:
        return (
            f"CASE k.qualifier WHEN '{open_one}' THEN '' WHEN 'between' THEN coalesce({_number(column, dialect)}, '')"
            f" ELSE coalesce({_number(either, dialect)}, '') END"
        )

    low, high = end("at_most", "k.value_min", _LEAST), end("at_least", "k.value_max", _MOST)
    words = f"CASE WHEN k.value_min IS NULL AND k.value_max IS NULL THEN {_folded('k.value_text', dialect)} END"
    unit = _folded("coalesce(k.unit, kind.unit, '')", dialect)
    between = "CASE k.qualifier WHEN 'order_of' THEN '*' ELSE '/' END"
    return f"coalesce('\"' || {words}, {low} || {between} || {high}) || ' ' || {unit}"


def _label(dialect: str) -> str:
    """Write what a statement says, for people, without its unit."""
    low, high = _figure("k.value_min", dialect), _figure("k.value_max", dialect)
    return (
        "CASE WHEN v.kind = 'date' THEN x.edtf"
        " WHEN k.value_min IS NULL AND k.value_max IS NULL THEN k.value_text"
        " ELSE CASE k.qualifier WHEN 'at_least' THEN 'at least ' WHEN 'at_most' THEN 'at most '"
        " WHEN 'about' THEN 'about ' WHEN 'order_of' THEN 'on the order of ' ELSE '' END"
        f" || CASE WHEN k.value_min < k.value_max THEN {low} || ' to ' || {high}"
        f" WHEN k.qualifier = 'at_most' OR k.value_min IS NULL THEN coalesce({high}, {low}) ELSE {low} END END"
    )


def _as_json(dialect: str) -> str:
    """Write a statement as an object of JSON with the keys of `values`."""

    def text(column: str) -> str:
        quoted = f"CAST(to_json({column}) AS text)" if dialect == "postgresql" else f"json_quote({column})"
        return f"CASE WHEN {column} IS NULL THEN 'null' ELSE {quoted} END"

    def edge(number: str, words: str, last: str) -> str:
        return f"coalesce({_number(number, dialect)}, {text(f'coalesce({words}, {last})')})"

    words = "CASE WHEN v.value_min IS NULL AND v.value_max IS NULL THEN v.value_text END"
    keys = {
        "by": text("v.by_uid"),
        "min": edge("v.value_min", words, "v.first_day"),
        "max": edge("v.value_max", words, "v.last_day"),
        "qualifier": text("v.qualifier"),
        "claimed": text("v.claimed"),
        "period": text("v.period"),
        "source": text("v.source_uid"),
    }
    return "'{' || " + " || ', ' || ".join(f"'\"{key}\": ' || {value}" for key, value in keys.items()) + " || '}'"
