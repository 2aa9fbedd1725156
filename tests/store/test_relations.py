"""The relations in SQL give what they give in Python, on both databases, for 100,000 pairs in one query."""

from __future__ import annotations

import sqlite3
from itertools import product
from math import inf

import pytest

from timeline.edtf import WINDOW_RELATIONS, Allen, Bounds, Verdict, allen, precedes, stored
from timeline.store.relations import allen_sql, precedes_sql, window_sql

SIZE = 7
SMALL = [
    Bounds(*four, gaps)
    for four in product(range(SIZE), repeat=4)
    for gaps in ((False, True) if max(four) < 3 else (False,))
    if four[0] <= four[1] <= four[3] and four[0] <= four[2] <= four[3]
]
OPEN = [Bounds(-inf, -inf, 1, 2), Bounds(1, 2, inf, inf), Bounds(1, 2, 1, inf)]
DATES = [*SMALL, *OPEN, None]
WORDS = {(True, True): Verdict.CERTAIN, (True, False): Verdict.POSSIBLE, (False, False): Verdict.IMPOSSIBLE}
TABLE = "CREATE TABLE d (n INTEGER, start_min BIGINT, start_max BIGINT, end_min BIGINT, end_max BIGINT, gaps BOOLEAN)"


class Sqlite:
    def __init__(self, path):
        self.connection = sqlite3.connect(path)
        self.mark = "?"

    def run(self, sql, **values):
        return self.connection.execute(sql, values).fetchall()

    def load(self, sql, rows):
        self.connection.executemany(sql, rows)

    def close(self):
        self.connection.close()


class Postgres:
    def __init__(self, url):
        import psycopg

        self.connection = psycopg.connect(url)
        self.mark = "%s"

    def run(self, sql, **values):
        for name in values:
            sql = sql.replace(f":{name}", f"%({name})s")
        found = self.connection.execute(sql, values)
        return found.fetchall() if found.description else []

    def load(self, sql, rows):
        with self.connection.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def close(self):
        self.connection.close()


@pytest.fixture(params=["sqlite", "postgres"])
def dates(request, tmp_path):
    """A table `d` of small dates, one of them undated."""
    if request.param == "sqlite":
        database = Sqlite(tmp_path / "dates.db")
        insert = "INSERT INTO {} VALUES ({})"
    else:
        database = Postgres(request.getfixturevalue("empty_postgres"))
        insert = "COPY {} FROM STDIN"
    database.run(TABLE)
    rows = [(n, *(stored(date) if date else (None,) * 4), bool(date and date.gaps)) for n, date in enumerate(DATES)]
    database.load(insert.format("d", ",".join("?" * 6)), rows)
    yield database
    database.close()


def verdicts(expressions):
    """SQL that packs (possibly, certainly) of each expression into one integer, two bits each."""
    bits = [part for pair in expressions for part in pair]
    return " + ".join(f"CASE WHEN {bit} THEN {2**n} ELSE 0 END" for n, bit in enumerate(bits))


def unpacked(number, count):
    return [WORDS[bool(number >> 2 * n & 1), bool(number >> 2 * n & 2)] for n in range(count)]


def test_allen_in_sql_equals_allen_in_python_on_100000_pairs(dates):
    expressions = [allen_sql("a", "b", relation) for relation in Allen] + [precedes_sql("a", "b")]
    rows = dates.run(f"SELECT a.n, b.n, {verdicts(expressions)} FROM d AS a CROSS JOIN d AS b")
    assert len(rows) > 100_000
    for i, j, number in rows:
        a, b = DATES[i], DATES[j]
        expected = [*allen(a, b).values(), precedes(a, b)]
        assert unpacked(number, len(expressions)) == expected, (a, b)


def test_windows_in_sql_equal_windows_in_python(dates):
    names = list(WINDOW_RELATIONS)
    expressions = [
        tuple(window_sql(name, certainly=certainly, table="d") for certainly in (False, True)) for name in names
    ]
    for x in range(-1, SIZE, 2):
        for y in range(x, SIZE):
            for n, number in dates.run(f"SELECT n, {verdicts(expressions)} FROM d", x=x, y=y):
                expected = [WINDOW_RELATIONS[name](DATES[n], x, y) for name in names]
                assert unpacked(number, len(names)) == expected, (DATES[n], x, y)


@pytest.mark.parametrize("certainly", [False, True])
@pytest.mark.parametrize("relation", list(WINDOW_RELATIONS))
def test_a_window_can_leave_undated_rows_out(dates, relation, certainly):
    text = window_sql(relation, certainly=certainly, undated=False)
    found = {n for (n,) in dates.run(f"SELECT n FROM d WHERE {text}", x=1, y=2)}
    wanted = {Verdict.CERTAIN} if certainly else {Verdict.CERTAIN, Verdict.POSSIBLE}
    assert found == {n for n, date in enumerate(DATES) if date and WINDOW_RELATIONS[relation](date, 1, 2) in wanted}
