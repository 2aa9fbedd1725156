"""Ad-hoc SQL: what reads runs, what writes is refused, what does not end is stopped."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from timeline.errors import SqlMistake, SqlRefused, SqlTimeout, SqlTooLarge, TimelineError
from timeline.store import engine as store
from timeline.store import sql
from timeline.store.schema import metadata
from timeline.store.views import NAMES

SRC = Path(__file__).parents[2] / "src"
ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT {0} FROM t"


@pytest.fixture
def target(filled, request):
    """A chronology with rows, as a user who may read it sees it."""
    if filled.startswith("postgresql"):
        yield request.getfixturevalue("read_role")(filled)
    else:
        yield filled


@pytest.fixture(scope="session")
def reading(worker_id):
    """The name of a role with SELECT alone; roles are the server's, which parallel workers share."""
    return f"reading_{worker_id}"


@pytest.fixture
def read_role(server, reading):
    """Give a function that lets that role read a database and gives the URL by which it logs in."""
    import psycopg

    made: list[str] = []

    def make(url: str) -> str:
        with psycopg.connect(url) as raw:
            if not raw.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [reading]).fetchone():
                raw.execute(f"CREATE ROLE {reading} LOGIN")
            raw.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reading}")
        made.append(url)
        return url.replace("postgres:@", f"{reading}:@")

    yield make
    for url in made:
        with psycopg.connect(url) as raw:
            raw.execute(f"DROP OWNED BY {reading}")


@pytest.fixture
def asking(target):
    with store.open_reader(target) as opened:
        yield opened


def ask(reader: store.Reader, statement: str, **options: object) -> list[tuple]:
    with sql.run(reader, statement, **options) as result:
        return list(result.rows)


def snapshot(target: str) -> dict[str, list[tuple]]:
    with store.open_reader(target) as reader:
        return {name: sorted(reader.all(f"SELECT * FROM {name}"), key=repr) for name in metadata.tables}


def refused(
    reader: store.Reader, statement: str, kind: type[TimelineError] = SqlRefused, **options: object
) -> TimelineError:
    with pytest.raises(kind) as caught:
        ask(reader, statement, **options)
    assert str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


# What runs


@pytest.mark.parametrize(
    ("statement", "columns", "rows"),
    [
        ("SELECT 1 AS a, 'x' AS b", ("a", "b"), [(1, "x")]),
        ("select 1 as a;", ("a",), [(1,)]),
        ("  -- first\n /* then */ (SELECT 1 AS a)", ("a",), [(1,)]),
        ("VALUES (1), (2)", ("column1",), [(1,), (2,)]),
        ("WITH x AS (SELECT 3 AS a) SELECT a FROM x", ("a",), [(3,)]),
        ("SELECT ':x ? %s 50%' AS a", ("a",), [(":x ? %s 50%",)]),
        ("SELECT 1 AS a WHERE 1 = 0", ("a",), []),
        ("SELECT title FROM event WHERE title LIKE '%Ides%'", ("title",), [("The Ides",)]),
        ("SELECT ';' AS a", ("a",), [(";",)]),
    ],
)
def test_a_query_runs(statement, columns, rows, asking):
    if statement.lstrip().startswith("--") and asking.dialect == "sqlite":
        statement = statement.replace("(", "").replace(")", "")
    result = sql.run(asking, statement)
    assert (result.columns, list(result.rows), result.truncated) == (columns, rows, False)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_every_view_runs(name, asking):
    relation = next(relation for relation in sql.schema(asking) if relation.name == name)
    result = sql.run(asking, relation.example)
    rows = list(result.rows)
    assert set(result.columns) <= {column for column, _ in relation.columns} | {"events"}
    if name not in {"unresolved_dates", "date_conflicts"}:
        assert rows


def test_the_schema_tells_every_table_and_view_with_its_columns(asking):
    found = sql.schema(asking)
    assert [relation.name for relation in found] == [*NAMES, *sql.TABLES]
    assert set(sql.TABLES) == set(metadata.tables)
    for relation in found:
        assert relation.description
        assert relation.columns
        assert (relation.example is None) == (relation.kind == "table")
        if relation.kind == "table":
            wanted = [column.name for column in metadata.tables[relation.name].columns]
            assert [name for name, _ in relation.columns if name != "tsv"] == wanted


def test_explain_runs(asking):
    assert ask(asking, "EXPLAIN SELECT * FROM timeline")


def test_full_text_can_be_asked(asking):
    if asking.dialect == "sqlite":
        statement = "SELECT rowid FROM event_fts WHERE event_fts MATCH 'thousand' ORDER BY rank"
    else:
        statement = "SELECT event_id FROM event_text WHERE tsv @@ to_tsquery('simple', 'thousand')"
    assert ask(asking, statement) == [(1,)]


def test_more_rows_than_the_limit_are_cut_and_said_so(asking):
    result = sql.run(asking, ENDLESS.format("n"), row_limit=1000)
    assert [row[0] for row in result.rows] == list(range(1, 1001))
    assert result.truncated
    result = sql.run(asking, "SELECT 1 UNION ALL SELECT 2", row_limit=2)
    assert (len(list(result.rows)), result.truncated) == (2, False)


def test_the_reader_reads_on_afterwards(asking):
    for statement in ("SELECT 1", "SELECT nonsense", "DELETE FROM event"):
        try:
            ask(asking, statement)
        except TimelineError:
            asking.refresh()
        assert asking.all("SELECT count(*) FROM event") == [(4,)]
    result = sql.run(asking, ENDLESS.format("n"))
    next(result.rows)
    result.close()
    result.close()
    assert asking.all("SELECT count(*) FROM event") == [(4,)]


def test_temporary_views_of_a_past_are_asked_and_stay(asking):
    asking.execute("CREATE TEMP VIEW place AS SELECT 'then' AS name")
    for _ in range(2):
        assert ask(asking, "SELECT name FROM place") == [("then",)]
        refused(asking, "DELETE FROM place")


# What is refused


WRITES = [
    "INSERT INTO place (id, uid, name, batch_id) VALUES (9, 'x', 'X', 0)",
    "UPDATE event SET title = 'x'",
    "DELETE FROM event",
    "REPLACE INTO place (id, uid, name, batch_id) VALUES (1, 'x', 'X', 0)",
    "/* SELECT */ DELETE FROM event",
    "EXPLAIN DELETE FROM event_tag",
    "DROP TABLE event",
    "CREATE TABLE x (a int)",
    "CREATE TEMP TABLE x (a int)",
    "CREATE TEMP VIEW x AS SELECT 1",
    "ALTER TABLE event ADD COLUMN x int",
    "ATTACH 'x.db' AS x",
    "DETACH main",
    "PRAGMA writable_schema = 1",
    "PRAGMA data_version",
    "VACUUM",
    "VACUUM INTO 'x.db'",
    "ANALYZE",
    "REINDEX",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "END",
    "SAVEPOINT x",
    "RELEASE x",
    "SET ROLE postgres",
    "RESET ROLE",
    "COPY event TO PROGRAM 'cat'",
    "COPY (SELECT 1) TO '/tmp/x'",
    "DO $$ BEGIN END $$",
    "CALL x()",
    "TRUNCATE event",
    "GRANT ALL ON event TO PUBLIC",
    "LISTEN x",
    "LOCK TABLE event",
    "SHOW ALL",
    "TABLE event",
]


@pytest.mark.parametrize("statement", WRITES)
def test_what_does_not_read_is_refused_on_sqlite(statement, sqlite_database, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = Path(sqlite_database).read_bytes()
    with store.open_reader(sqlite_database) as reader:
        refused(reader, statement)
        refused(reader, statement.lower())
    assert Path(sqlite_database).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["timeline.db"]


def test_what_does_not_read_is_refused_on_a_server(postgres_database, read_role):
    url = read_role(postgres_database)
    before = snapshot(postgres_database)
    with store.open_reader(url) as reader:
        for statement in WRITES:
            refused(reader, statement)
    assert snapshot(postgres_database) == before


@pytest.mark.parametrize(
    "statement",
    [
        "WITH x AS (DELETE FROM event_tag RETURNING tag) SELECT * FROM x",
        "SELECT 1; DELETE FROM event_tag",
        "SELECT 1; COMMIT; BEGIN READ WRITE; DELETE FROM event_tag; COMMIT",
        "SELECT 1;;SELECT 2",
        "EXPLAIN ANALYZE DELETE FROM event_tag",
        "EXPLAIN (ANALYZE) INSERT INTO event_tag VALUES (1, 'x', 1)",
        "WITH x AS (SELECT 1) INSERT INTO event_tag SELECT 1, 'x', 1 FROM x",
        "SELECT * INTO x FROM event",
    ],
)
def test_a_write_inside_a_query_is_refused(statement, asking, filled):
    before = snapshot(filled)
    with pytest.raises((SqlRefused, SqlMistake)):
        ask(asking, statement)
    assert snapshot(filled) == before


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("SELECT load_extension('x')", "load_extension"),
        ("SELECT fts3_tokenizer('x')", "fts3_tokenizer"),
        ("SELECT * FROM pragma_user_version", "not allowed"),
        ("SELECT 1; SELECT 2", "more than one statement"),
    ],
)
def test_a_function_that_reaches_out_is_refused_on_sqlite(statement, what, sqlite_database):
    with store.open_reader(sqlite_database) as reader:
        try:
            reader.raw.execute("EXPLAIN " + statement.partition(";")[0])
        except sqlite3.OperationalError:
            pytest.xfail("this SQLite does not have it")
        assert what in str(refused(reader, statement))


def test_the_columns_of_a_table_may_be_asked_on_sqlite(sqlite_database):
    with store.open_reader(sqlite_database) as reader:
        assert ("tag",) in ask(reader, "SELECT name FROM pragma_table_info('event_tag')")
        assert ask(reader, "SELECT value FROM json_each('[1, 2]')") == [(1,), (2,)]


def test_even_the_owner_writes_nothing_on_a_server(postgres_database):
    """Not a superuser, yet allowed to write: the read-only transaction holds, and cannot be left by a function."""
    import psycopg

    with psycopg.connect(postgres_database, autocommit=True) as raw:
        raw.execute("CREATE ROLE writing LOGIN")
        raw.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO writing")
        raw.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO writing")
        try:
            with store.open_reader(postgres_database.replace("postgres:@", "writing:@")) as reader:
                for statement in (
                    "WITH x AS (DELETE FROM attribute RETURNING name) SELECT * FROM x",
                    "SELECT nextval('event_id_seq')",
                    "SELECT * FROM attribute FOR UPDATE",
                    "SELECT query_to_xml('DELETE FROM attribute RETURNING name', true, true, '')",
                ):
                    refused(reader, statement)
                for statement in (
                    "SELECT set_config('transaction_read_only', 'off', false)",
                    "SELECT set_config('role', 'postgres', false)",
                ):
                    with pytest.raises((SqlRefused, SqlMistake)):
                        ask(reader, statement)
            assert raw.execute("SELECT count(*) FROM attribute").fetchone() == (25,)
        finally:
            raw.execute("DROP OWNED BY writing")
            raw.execute("DROP ROLE writing")


def test_a_superuser_is_refused_unless_a_reading_role_is_named(postgres_database, read_role, reading):
    read_role(postgres_database)
    with store.open_reader(postgres_database) as reader:
        assert "--role" in str(refused(reader, "SELECT 1"))
    with store.open_reader(postgres_database, role=reading) as reader:
        assert ask(reader, "SELECT current_user::text, session_user::text") == [(reading, reading)]
        for escape in ("'role', 'postgres'", "'session_authorization', 'postgres'"):
            refused(reader, f"SELECT set_config({escape}, false)")
        refused(reader, "SELECT pg_read_file('/etc/passwd')")


# What is not SQL


@pytest.mark.parametrize(
    "statement", ["", "  ;", "-- nothing", "/* nothing */", "/* open", "SELECT 'a\0b'", "SELECT '\udce4'"]
)
def test_what_is_no_statement_is_a_mistake(statement, asking):
    refused(asking, statement, SqlMistake)


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("SELEC * FROM event", "SELEC"),
        ("SELECT * FORM event", "FORM"),
        ("SELECT * FROM evnt", "evnt"),
        ("SELECT titel FROM event", "titel"),
        ("SELECT nonsense(1)", "nonsense"),
        ("SELECT 'open", "open"),
        ("fly me to the moon", "fly"),
    ],
)
def test_a_mistake_is_told_in_the_databases_words(statement, word, asking):
    assert word in str(refused(asking, statement, SqlMistake))


def test_a_mistake_is_pointed_at_on_a_server(postgres_database, read_role):
    with store.open_reader(read_role(postgres_database)) as reader:
        error = refused(reader, "SELECT titel FROM event", SqlMistake)
    assert (error.excerpt, error.offset) == ("SELECT titel FROM event", 7)


@pytest.mark.parametrize("statement", ["SELECT :x", "SELECT ?", "SELECT $1 + 1"])
def test_a_parameter_without_a_value_is_a_mistake(statement, asking):
    refused(asking, statement, SqlMistake)


def test_an_error_in_the_middle_of_the_rows_is_told(asking):
    if asking.dialect == "sqlite":
        statement = "SELECT abs(x) FROM (SELECT 1 AS x UNION ALL SELECT -9223372036854775808)"
    else:
        statement = "SELECT 1 / x FROM (SELECT 1 AS x UNION ALL SELECT 0) t"
    assert refused(asking, statement, SqlMistake)


# What does not end


@pytest.mark.parametrize("statement", [ENDLESS.format("count(*)"), ENDLESS.format("n") + " WHERE n < 0"])
def test_an_endless_recursion_is_stopped_in_time(statement, asking):
    began = time.monotonic()
    error = refused(asking, statement, SqlTimeout, seconds=0.3)
    assert time.monotonic() - began < 2
    assert "0.3 s" in str(error)
    asking.refresh()
    assert asking.all("SELECT count(*) FROM event") == [(4,)]


def test_time_in_which_the_caller_does_something_else_does_not_count(sqlite_database):
    with store.open_reader(sqlite_database) as reader:
        result = sql.run(reader, ENDLESS.format("n"), row_limit=2000, seconds=0.3)
        next(result.rows)
        time.sleep(0.4)
        assert sum(1 for _ in result.rows) == 1999


def test_one_long_function_is_left_behind_in_time(sqlite_database):
    """SQLite cannot stop a function; in a process of its own, since the thread that is lost in it lives on."""
    code = (
        "import time; from timeline.store import engine, sql; from timeline.errors import SqlTimeout\n"
        f"with engine.open_reader({sqlite_database!r}) as r:\n"
        "    began = time.monotonic()\n"
        "    try: list(sql.run(r, \"SELECT instr(zeroblob(9000000) || x'01', zeroblob(4000000) || x'02')\", seconds=0.3).rows)\n"
        "    except SqlTimeout as e: print('stopped', time.monotonic() - began < 2)\n"
    )
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("stopped True\n", "", 0)
    assert time.monotonic() - began < 10


def test_a_value_beyond_the_limit_is_refused_on_sqlite(sqlite_database):
    with store.open_reader(sqlite_database) as reader:
        for statement in (
            "SELECT zeroblob(20000000)",
            "SELECT replace(hex(zeroblob(4000000)), '0', '000')",
            "SELECT group_concat(x) FROM (" + ENDLESS.format("hex(zeroblob(1000)) AS x") + " LIMIT 6000)",
            "SELECT '" + "x" * 11_000_000 + "'",
        ):
            refused(reader, statement, SqlTooLarge)
        assert reader.raw.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) > sql.LONGEST_VALUE


def test_values_of_types_sqlite_lacks_come_as_text(postgres_database, read_role):
    with store.open_reader(read_role(postgres_database)) as reader:
        assert ask(reader, "SELECT date '2024-06-19', 1.50::numeric, true, ARRAY[1], NULL") == [
            ("2024-06-19", 1.5, 1, "[1]", None)
        ]
