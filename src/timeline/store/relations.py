"""
The relations of `edtf.relation` as SQL: the same text for SQLite and PostgreSQL, the same answers.

Each expression compares the columns start_min, start_max, end_min, end_max (and `gaps`) of one or
two tables and is never NULL: an undated row possibly has every relation and certainly none. Only
comparisons and + 1 are used, for the two databases name the greater of two values differently and
treat NULL in it differently; `max(p, q) <= r` is written `p <= r AND q <= r`, and what tight bounds
imply is left out. A new relation is a row in `_ALLEN` or `_WINDOW`, and one in `edtf.relation`.
"""

from __future__ import annotations

from timeline.edtf.relation import CONVERSE, Allen

_ALLEN = {
    Allen.BEFORE: (
        "{a}.end_max + 1 < {b}.start_min",
        "{a}.end_min + 1 < {b}.start_max",
    ),
    Allen.MEETS: (
        "{a}.end_min = {a}.end_max AND {b}.start_min = {b}.start_max AND {a}.end_max + 1 = {b}.start_min",
        "{a}.end_min + 1 <= {b}.start_max AND {b}.start_min <= {a}.end_max + 1",
    ),
    Allen.OVERLAPS: (
        "{a}.start_max < {b}.start_min AND {b}.start_max <= {a}.end_min AND {a}.end_max < {b}.end_min",
        (
            "{a}.start_min < {b}.start_max AND {a}.end_min < {b}.end_max AND {b}.start_min <= {a}.end_max"
            " AND {a}.start_min + 1 < {b}.end_max AND {b}.start_min < {b}.end_max AND {a}.start_min < {a}.end_max"
        ),
    ),
    Allen.STARTS: (
        (
            "{a}.start_min = {a}.start_max AND {b}.start_min = {b}.start_max AND {a}.start_min = {b}.start_min"
            " AND {a}.end_max < {b}.end_min"
        ),
        (
            "{a}.start_min <= {b}.start_max AND {b}.start_min <= {a}.start_max"
            " AND {a}.end_min < {b}.end_max AND {b}.start_min < {b}.end_max"
        ),
    ),
    Allen.DURING: (
        "{b}.start_max < {a}.start_min AND {a}.end_max < {b}.end_min",
        (
            "{b}.start_min < {a}.start_max AND {a}.end_min < {b}.end_max AND {a}.start_min < {b}.end_max"
            " AND {b}.start_min < {a}.end_max AND {b}.start_min + 1 < {b}.end_max"
        ),
    ),
    Allen.FINISHES: (
        (
            "{a}.end_min = {a}.end_max AND {b}.end_min = {b}.end_max AND {a}.end_min = {b}.end_min"
            " AND {b}.start_max < {a}.start_min"
        ),
        (
            "{a}.end_min <= {b}.end_max AND {b}.end_min <= {a}.end_max"
            " AND {b}.start_min < {a}.start_max AND {b}.start_min < {b}.end_max"
        ),
    ),
    Allen.EQUALS: (
        (
            "{a}.start_min = {a}.start_max AND {b}.start_min = {b}.start_max AND {a}.start_min = {b}.start_min"
            " AND {a}.end_min = {a}.end_max AND {b}.end_min = {b}.end_max AND {a}.end_min = {b}.end_min"
        ),
        (
            "{a}.start_min <= {b}.start_max AND {b}.start_min <= {a}.start_max"
            " AND {a}.end_min <= {b}.end_max AND {b}.end_min <= {a}.end_max"
        ),
    ),
}
"""(certainly, possibly) for the relations that are no converse of another."""

_PRECEDES = ("{a}.end_max < {b}.start_min", "{a}.end_min < {b}.start_max")

_WINDOW = {
    "before": ("{a}end_max < :x", "{a}end_min < :x"),
    "after": ("{a}start_min > :y", "{a}start_max > :y"),
    "within": (
        "{a}start_min >= :x AND {a}end_max <= :y",
        "{a}start_max >= :x AND {a}end_min <= :y AND {a}start_min <= :y AND {a}end_max >= :x",
    ),
    "touches": (
        (
            "{a}start_max <= :y AND {a}end_min >= :x AND (NOT {a}gaps"
            " OR {a}start_min >= :x AND {a}start_max <= :y OR {a}end_min >= :x AND {a}end_max <= :y)"
        ),
        "{a}start_min <= :y AND {a}end_max >= :x",
    ),
}
"""(certainly, possibly) for a date and the window from second :x to second :y."""


def allen_sql(a: str, b: str, relation: Allen) -> tuple[str, str]:
    """Give (possibly, certainly): boolean SQL over two tables or aliases `a` and `b`, for one of Allen's relations."""
    if relation in _ALLEN:
        return _pair(a, b, _ALLEN[relation])
    return _pair(b, a, _ALLEN[CONVERSE[relation]])


def precedes_sql(a: str, b: str) -> tuple[str, str]:
    """Give (possibly, certainly): boolean SQL for "`a` is over when `b` begins"."""
    return _pair(a, b, _PRECEDES)


def window_sql(relation: str, *, certainly: bool, table: str = "", undated: bool = True) -> str:
    """
    Give boolean SQL for a relation to the window from :x to :y (civil seconds, inclusive).

    `relation` is a name of `edtf.relation.WINDOW_RELATIONS`, `table` an alias. With `undated` false the
    text is an index's friend: an undated row gives NULL, so it is left out.
    """
    prefix = f"{table}." if table else ""
    certain, possible = (part.format(a=prefix) for part in _WINDOW[relation])
    if not undated:
        return f"({certain if certainly else possible})"
    if certainly:
        return f"({prefix}start_min IS NOT NULL AND {certain})"
    return f"({prefix}start_min IS NULL OR {possible})"


def _pair(a: str, b: str, parts: tuple[str, str]) -> tuple[str, str]:
    certain, possible = (part.format(a=a, b=b) for part in parts)
    return (
        f"({a}.start_min IS NULL OR {b}.start_min IS NULL OR {possible})",
        f"({a}.start_min IS NOT NULL AND {b}.start_min IS NOT NULL AND {certain})",
    )
