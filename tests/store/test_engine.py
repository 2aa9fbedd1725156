"""Opening a chronology: the same values on both databases, and a clear error for everything that can be wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
import sqlalchemy

from timeline import errors
from timeline.errors import (
    CannotCreate,
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseReadOnly,
    DatabaseUnreadable,
    DiskFull,
    DriverMissing,
    ForeignDatabase,
    LoginRefused,
    NoDatabase,
    NoServerDatabase,
    NotADatabase,
    SchemaAhead,
    SchemaBehind,
    ServerUnreachable,
    TimelineError,
    UnknownServer,
)
from timeline.store import engine as store

SRC = Path(__file__).parents[2] / "src"
PLACE = "INSERT INTO place (id, uid, name, batch_id) VALUES ({0}, 'p{0}', 'P', 0)"


@pytest.fixture
def shared_folder():
    """A folder that another user may enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def unprivileged():
    """Run as a user whom permissions bind; root they do not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


def refused(kind: type[TimelineError], target: str, action=store.open_reader) -> TimelineError:
    with pytest.raises(kind) as caught:
        action(target)
    assert str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code > 2
    return caught.value


# Targets


@pytest.mark.parametrize(
    ("target", "dialect", "name"),
    [
        ("timeline.db", "sqlite", "timeline.db"),
        ("/tmp/a b?.db", "sqlite", "/tmp/a b?.db"),
        ("C:\\kim\\timeline.db", "sqlite", "C:\\kim\\timeline.db"),
        ("sqlite:///timeline.db", "sqlite", "timeline.db"),
        ("sqlite:////tmp/timeline.db", "sqlite", "/tmp/timeline.db"),
        ("postgresql+psycopg://h/d", "postgresql", "postgresql://h/d"),
        ("postgres://h/d", "postgresql", "postgresql://h/d"),
        ("POSTGRESQL://h/d", "postgresql", "postgresql://h/d"),
    ],
)
def test_a_target_is_a_path_or_a_url(target, dialect, name):
    assert store.locate(target)[:2] == (dialect, name)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://kim:hunter2@db.example/d",
        "postgresql://kim:hunter2@[::1]:5432/d",
        "postgresql://kim:hun@ter2/hunter2@db.example/d",
        "postgresql://kim@db.example/d?password=hunter2&sslmode=require",
        "mysql://kim:hunter2@db.example/d",
    ],
)
def test_a_password_is_never_shown(url):
    try:
        shown = store.locate(url).label
    except UnknownServer as error:
        shown = f"{error.place} {error}"
    assert "ter2" not in shown
    assert "kim" in shown


def test_a_password_is_not_shown_when_the_server_cannot_be_reached():
    error = refused(ServerUnreachable, "postgresql://kim:hunter2@127.0.0.1:1/d")
    assert "hunter2" not in f"{error.place} {error} {error.hint}"


def test_another_kind_of_server_is_named_as_unknown():
    assert "mysql" in str(refused(UnknownServer, "mysql://h/d"))


# Files that are not what they should be


def test_a_missing_file_says_how_to_make_one(tmp_path):
    error = refused(NoDatabase, str(tmp_path / "none.db"))
    assert "timeline init" in error.hint
    assert error.place == str(tmp_path / "none.db")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["no/such/folder.db", "a\0b.db", ":memory:"])
def test_a_path_that_leads_nowhere_is_a_missing_file(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(NoDatabase, name)
    refused(NoDatabase, name, store.open_engine)


def test_a_folder_is_not_a_database(tmp_path):
    assert "folder" in str(refused(NotADatabase, str(tmp_path)))


@pytest.mark.parametrize("content", [b"", b"hello\n", b"\x00\xff" * 3000, b"SQLite format 3\0" + b"\xff" * 500])
def test_an_empty_file_a_text_and_random_bytes_are_not_databases(content, tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    refused(NotADatabase, str(path))
    refused(NotADatabase, str(path), store.open_engine)
    assert path.read_bytes() == content


def test_a_device_is_not_a_database():
    refused(NotADatabase, "/dev/null")


@pytest.mark.parametrize("number", [0, 1234])
def test_a_database_of_something_else_is_left_alone(number, tmp_path):
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE alembic_version (version_num TEXT)")
    other.execute(f"PRAGMA application_id = {number}")
    other.commit()
    other.close()
    before = path.read_bytes()
    refused(ForeignDatabase, str(path))
    refused(ForeignDatabase, str(path), store.open_engine)
    refused(ForeignDatabase, str(path), store.create)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("found", "error"), [("0000", SchemaBehind), ("9999", SchemaAhead), ("x", ForeignDatabase)])
def test_another_schema_is_refused(found, error, database):
    engine = store.open_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{found}'")
    refused(error, database)
    refused(error, database, store.open_engine)
    engine.dispose()


def test_a_damaged_file_is_named_as_damaged(sqlite_database):
    content = bytearray(Path(sqlite_database).read_bytes())
    content[4096 : 4096 * 6] = b"\xa5" * (4096 * 5)
    Path(sqlite_database).write_bytes(content)

    def read_all(target: str) -> None:
        with store.open_reader(target) as reader:
            for (name,) in reader.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
                reader.all(f"SELECT * FROM {name}")

    assert "restore" in refused(DatabaseDamaged, sqlite_database, read_all).hint


# Permissions


def test_a_file_one_may_not_read_says_so(shared_folder, sqlite_template, request):
    path = Path(shutil.copy(sqlite_template, shared_folder / "t.db"))
    path.chmod(0)
    request.getfixturevalue("unprivileged")
    assert "permission" in str(refused(DatabaseUnreadable, str(path)))


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_read_only_folder_can_be_read_but_not_written(mode, shared_folder, sqlite_template, request):
    path = Path(shutil.copy(sqlite_template, shared_folder / "t.db"))
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA journal_mode = {mode}")
    raw.close()
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    request.getfixturevalue("unprivileged")
    with store.open_reader(str(path)) as reader:
        assert reader.all("SELECT count(*) FROM event") == [(0,)]
        assert reader.immutable == (mode == "wal")
    assert "read-only" in str(refused(DatabaseReadOnly, str(path), store.open_engine))
    assert [name.name for name in shared_folder.iterdir()] == ["t.db"]


def test_a_log_that_cannot_be_read_is_not_passed_over(shared_folder, sqlite_template, request):
    path = Path(shutil.copy(sqlite_template, shared_folder / "t.db"))
    engine = store.open_engine(str(path))
    with engine.connect() as connection:
        connection.begin()
        connection.exec_driver_sql(PLACE.format(1))
        connection.commit()
        shutil.copy(path, shared_folder / "u.db")
        shutil.copy(f"{path}-wal", shared_folder / "u.db-wal")
    (shared_folder / "u.db").chmod(0o444)
    (shared_folder / "u.db-wal").chmod(0o444)
    shared_folder.chmod(0o555)
    request.getfixturevalue("unprivileged")
    refused(DatabaseUnreadable, str(shared_folder / "u.db"))


def test_nothing_is_created_in_a_read_only_folder(shared_folder, request):
    shared_folder.chmod(0o555)
    request.getfixturevalue("unprivileged")
    refused(CannotCreate, str(shared_folder / "t.db"), store.create)


# Locks and a full disk


def test_a_lock_held_too_long_is_an_error(database):
    def hold(connection: sqlalchemy.Connection) -> None:
        connection.begin()  # on SQLite this is the lock
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE batch IN EXCLUSIVE MODE")

    first, second = store.open_engine(database), store.open_engine(database, wait=0.1)
    with first.connect() as one, second.connect() as two:
        hold(one)
        with pytest.raises(DatabaseLocked), store.translated(database):
            hold(two)
    first.dispose()
    second.dispose()


def test_readers_do_not_wait_for_a_writer(database):
    engine = store.open_engine(database)
    with engine.begin() as connection, store.open_reader(database, wait=0.1) as reader:
        connection.exec_driver_sql(PLACE.format(1))
        assert reader.all("SELECT count(*) FROM place") == [(0,)]
    engine.dispose()


def test_a_full_disk_is_named_and_nothing_is_written(sqlite_database):
    engine = store.open_engine(sqlite_database)

    def fill() -> None:
        with engine.begin() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for number in range(1, 2000):
                connection.exec_driver_sql(PLACE.format(number))

    with pytest.raises(DiskFull), store.translated(sqlite_database):
        fill()
    engine.dispose()
    with store.open_reader(sqlite_database) as reader:
        assert reader.all("SELECT count(*) FROM place") == [(0,)]


def test_a_bug_of_ours_is_not_dressed_up(database):
    with store.open_reader(database) as reader, pytest.raises(Exception, match="nonsense") as caught:
        reader.all("SELECT * FROM nonsense")
    assert not isinstance(caught.value, TimelineError)


# Servers


def test_a_server_that_is_not_there_cannot_be_reached():
    refused(ServerUnreachable, "postgresql://127.0.0.1:1/d")


@pytest.mark.parametrize("url", ["postgresql://[bad/d", "postgresql://h:port/d", "postgresql://h/d?nonsense=1"])
def test_a_malformed_url_cannot_be_reached(url):
    refused(ServerUnreachable, url)


def test_a_database_the_server_does_not_have_is_named(server):
    error = refused(NoServerDatabase, server.replace("/postgres?", "/nobody_made_this?"))
    assert "nobody_made_this" in str(error)
    assert "createdb" in error.hint


def test_an_empty_database_on_the_server_says_how_to_fill_it(empty_postgres):
    assert "timeline init" in refused(NoServerDatabase, empty_postgres).hint


def test_a_server_database_of_something_else_is_left_alone(empty_postgres):
    import psycopg

    with psycopg.connect(empty_postgres) as raw:
        raw.execute("CREATE TABLE other (id int)")
    refused(ForeignDatabase, empty_postgres)
    refused(ForeignDatabase, empty_postgres, store.create)


def test_a_user_the_server_does_not_let_in_is_told(server, postgres_database):
    refused(LoginRefused, postgres_database.replace("postgres:@", "nobody_at_all:@"))


def test_a_wrong_password_is_told(server, postgres_database):
    """Libpq gives no code for a failed login, so its words are read; these are those of a wrong password."""
    import psycopg

    said = (
        'connection to server at "127.0.0.1", port 5432 failed: FATAL:  password authentication failed for user "kim"'
    )
    error = store.translate(psycopg.OperationalError(said), "postgresql://h/d")
    assert isinstance(error, LoginRefused)
    assert str(error) == 'the server refused: password authentication failed for user "kim"'


def test_without_the_driver_one_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert refused(DriverMissing, "postgresql://h/d").hint == "run: pip install 'timeline[postgres]'"


def test_a_table_one_may_not_read_is_refused(postgres_database):
    import psycopg

    with psycopg.connect(postgres_database) as raw:
        raw.execute("CREATE ROLE stranger LOGIN")
        try:
            raw.commit()
            refused(LoginRefused, postgres_database.replace("postgres:@", "stranger:@"))
        finally:
            raw.execute("DROP ROLE stranger")


# Creating


def test_create_makes_a_chronology_once(tmp_path):
    path = tmp_path / "new ü?#%.db"
    assert store.create(str(path)) is True
    assert store.create(str(path)) is False
    assert [name.name for name in tmp_path.iterdir()] == [path.name]
    with store.open_reader(str(path)) as reader:
        assert reader.all("PRAGMA journal_mode") == [("wal",)]
    with path.open("rb") as file:
        assert file.read(72)[68:] == b"TLNE"


def test_create_fills_a_database_on_the_server_once(empty_postgres):
    assert store.create(empty_postgres) is True
    assert store.create(empty_postgres) is False


def test_create_fills_what_is_empty(tmp_path):
    empty, tableless = tmp_path / "empty.db", tmp_path / "tableless.db"
    empty.touch()
    with sqlite3.connect(tableless) as raw:
        raw.execute("PRAGMA user_version = 1")
    raw.close()
    refused(NotADatabase, str(tableless))
    assert store.create(str(empty))
    assert store.create(str(tableless))


@pytest.mark.parametrize("name", ["none/x.db", "a\0b", "x" * 300])
def test_create_says_why_it_cannot(name, tmp_path):
    refused(CannotCreate, str(tmp_path / name), store.create)


def test_a_text_file_is_not_made_a_database(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("do not touch")
    refused(NotADatabase, str(path), store.create)
    assert path.read_text() == "do not touch"


def test_a_failed_creation_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "run_migrations", fail)
    with pytest.raises(KeyboardInterrupt):
        store.create(str(tmp_path / "x.db"))
    assert not list(tmp_path.iterdir())


# Reading


def test_a_reader_leaves_no_files_behind(sqlite_database):
    with store.open_reader(sqlite_database) as reader:
        reader.all("SELECT * FROM event")
    assert [name.name for name in Path(sqlite_database).parent.iterdir()] == ["timeline.db"]


def test_a_reader_cannot_write(sqlite_database):
    with store.open_reader(sqlite_database) as reader, pytest.raises(DatabaseReadOnly):
        reader.all("DELETE FROM attribute")


def test_parameters_are_named_alike_on_both(reader):
    sql = "SELECT :x AS a, ':x' AS b, '50%' AS c /* :y */, \":a\" FROM (SELECT 1 AS \":a\") t WHERE 'a:b' LIKE :z -- :q"
    assert reader.all(sql, {"x": "1", "z": "a%"}) == [("1", ":x", "50%", 1)]


def test_values_are_the_same_on_both(engine, reader):
    with engine.begin() as connection:
        connection.connection.driver_connection.execute(
            "INSERT INTO event (id, uid, title, sort_key, gaps, batch_id) VALUES (1, 'é', '北', 5, true, 0)"
        )
        for number, value in enumerate(["4700", "0.5", "-3.25", "-0.5", "9007199254740993", "2.00"]):
            connection.connection.driver_connection.execute(
                "INSERT INTO claim (id, uid, event_id, attribute, value_min, batch_id)"
                f" VALUES ({number + 1}, 'c{number}', 1, 'killed', {value}, 0)"
            )
    values = [value for (value,) in reader.all("SELECT value_min FROM claim ORDER BY id")]
    assert values == [4700, 0.5, -3.25, -0.5, 9007199254740993, 2]
    assert [type(value) for value in values] == [int, float, float, float, int, int]
    row = reader.one("SELECT uid, title, sort_key, gaps, start_min FROM event")
    assert row == ("é", "北", 5, 1, None)
    assert type(row[3]) is int


def test_rows_stream_and_other_reads_go_on_meanwhile(engine, reader):
    with engine.begin() as connection:
        for number in range(1, 5001):
            connection.exec_driver_sql(PLACE.format(number))
    rows = reader.rows("SELECT id FROM place ORDER BY id")
    assert next(rows) == (1,)
    assert reader.one("SELECT max(id) FROM place") == (5000,)
    more = reader.rows("SELECT id FROM place ORDER BY id DESC")
    assert next(more) == (5000,)
    assert sum(1 for _ in rows) == 4999


def test_a_reader_can_be_closed_while_rows_are_coming(database):
    with store.open_reader(database) as reader:
        rows = reader.rows("SELECT name FROM attribute")
        assert next(rows)
        waiting = reader.rows("SELECT name FROM attribute")
    del rows, waiting


def test_a_reader_is_of_one_moment_until_refreshed(engine, reader):
    assert reader.all("SELECT count(*) FROM place") == [(0,)]
    with engine.begin() as connection:
        connection.exec_driver_sql(PLACE.format(1))
    assert reader.all("SELECT count(*) FROM place") == [(0,)]
    reader.refresh()
    assert reader.all("SELECT count(*) FROM place") == [(1,)]


def test_temporary_views_stay_with_their_reader(reader):
    reader.execute("CREATE TEMP VIEW place AS SELECT 7 AS id")
    assert reader.all("SELECT * FROM place") == [(7,)]
    reader.refresh()
    assert reader.all("SELECT * FROM place") == [(7,)]


def test_a_reader_inside_a_write_sees_the_write(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql(PLACE.format(1))
        inside = store.reader_of(connection)
        assert inside.all("SELECT count(*) FROM place") == [(1,)]
        assert list(inside.rows("SELECT id FROM place")) == [(1,)]
        inside.close()
        connection.exec_driver_sql(PLACE.format(2))
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM place").scalar_one() == 2


def test_reading_sqlite_does_not_import_sqlalchemy(sqlite_database):
    code = (
        "import sys; from timeline.store.engine import open_reader; from timeline.store import sql\n"
        f"with open_reader({sqlite_database!r}) as r: list(sql.run(r, 'SELECT * FROM timeline').rows)\n"
        "print([m for m in ('sqlalchemy', 'alembic', 'psycopg') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


# Writing


def test_foreign_keys_are_enforced(engine):
    with pytest.raises(sqlalchemy.exc.IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO event_tag (event_id, tag, batch_id) VALUES (99, 'x', 0)")


def test_a_failed_write_leaves_nothing(engine, reader):
    def write() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(PLACE.format(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert reader.all("SELECT count(*) FROM place") == [(0,)]


def test_two_writers_wait_for_each_other(sqlite_database):
    engine = store.open_engine(sqlite_database)

    def write(first: int) -> None:
        for number in range(first, first + 20):
            with engine.begin() as connection:
                connection.exec_driver_sql(PLACE.format(number))

    threads = [threading.Thread(target=write, args=(first,)) for first in (1, 101)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    with store.open_reader(sqlite_database) as reader:
        assert reader.all("SELECT count(*) FROM place") == [(40,)]


def test_the_participation_of_an_event_moves_with_its_date(filled):
    engine = store.open_engine(filled)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET sort_key = 8 WHERE id = 1")
        assert connection.exec_driver_sql("SELECT DISTINCT sort_key FROM participation WHERE event_id = 1").all() == [
            (8,)
        ]
    engine.dispose()


def test_full_text_follows_the_words(filled):
    def found(word: str) -> list[int]:
        with store.open_reader(filled) as reader:
            if reader.dialect == "sqlite":
                rows = reader.all("SELECT rowid FROM event_fts WHERE event_fts MATCH :word", {"word": word})
            else:
                rows = reader.all(
                    "SELECT event_id FROM event_text WHERE tsv @@ plainto_tsquery('simple', :word)", {"word": word}
                )
            return [row[0] for row in rows]

    assert found("thousand") == [1]
    engine = store.open_engine(filled)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE event_text SET words = 'million' WHERE event_id = 1")
        connection.exec_driver_sql("DELETE FROM event_text WHERE event_id = 4")
    engine.dispose()
    assert (found("thousand"), found("million"), found("ides")) == ([], [1], [])


def test_bounds_are_all_there_or_none(engine):
    for columns in ("edtf", "start_min", "edtf, start_min, start_max, end_min"):
        values = ", ".join("'2024'" if name == "edtf" else "5" for name in columns.split(", "))
        with pytest.raises(sqlalchemy.exc.IntegrityError), engine.begin() as connection:
            connection.exec_driver_sql(
                f"INSERT INTO event (id, uid, title, sort_key, batch_id, {columns}) VALUES (1, 'u', 't', 1, 0, {values})"
            )


def test_each_way_to_be_out_of_reach_has_its_own_exit_code():
    codes = [
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, TimelineError) and 20 <= kind.exit_code < 40
    ]
    assert len(codes) == len(set(codes)) == 20
