"""The migrations: whole, equal to the program's tables and views, and kind to rows that are there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from timeline import resources
from timeline.errors import DatabaseDamaged, SchemaBehind
from timeline.resources import migrations_dir
from timeline.store import engine as store
from timeline.store import history, load, migrate, write
from timeline.store.schema import KEYS, metadata
from timeline.store.views import NAMES, statements, views

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "corpus"
HEAD = store.REVISION
NEWER = {"proposal": "0002"}
"""Tables that came later than the first schema: the revision that brought them."""

NEXT = '''
"""A next migration: an event has a mood; the table is rebuilt on SQLite."""
import sqlalchemy as sa
from alembic import op

revision = {revision!r}
down_revision = {before!r}

def upgrade():
    for name in {views!r}:
        op.execute("DROP VIEW " + name)
    with op.batch_alter_table("event", recreate="auto") as table:
        table.add_column(sa.Column("mood", sa.Text(), nullable=True))
        table.create_check_constraint("mood", "mood <> ''")
    for statement in {statements!r}[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\\\:")))
{more}
'''


def config(connection=None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(migrations_dir()))
    made.attributes["connection"] = connection
    return made


def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())


def counts(target: str) -> dict[str, int]:
    with store.open_unchecked(store.locate(target)) as reader:
        return {name: reader.all(f"SELECT count(*) FROM {name}")[0][0] for name in _there(reader)}


def _there(reader: store.Reader) -> list[str]:
    """The tables of the program that a database, perhaps an older one, has."""
    if reader.dialect == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    found = {name for (name,) in reader.all(sql)}
    return [name for name in metadata.tables if name in found]


@pytest.fixture
def next_revision(tmp_path, monkeypatch):
    """Give a function that makes the program one revision younger than its files, with a migration to get there."""

    def make(more: str = "") -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(migrations_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        made = {dialect: statements(dialect) for dialect in ("sqlite", "postgresql")}
        before, revision = HEAD, f"{int(HEAD) + 1:04}"
        text = NEXT.format(views=NAMES[::-1], statements=made, more=more, before=before, revision=revision)
        (folder / "versions" / f"{revision}_mood.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(resources, "migrations_dir", lambda: folder)
        monkeypatch.setattr(store, "REVISION", revision)

    return make


def test_there_is_one_head_and_the_program_names_it():
    assert scripts().get_heads() == [store.REVISION]


def test_the_folder_reads_as_a_story():
    found = sorted(path.name for path in (migrations_dir() / "versions").glob("*.py"))
    assert [name[:4] for name in found] == [f"{number:04}" for number in range(1, len(found) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", name) for name in found)


def test_a_migration_imports_nothing_of_the_program():
    for path in (migrations_dir() / "versions").glob("*.py"):
        assert not re.search(r"^\s*(from|import)\s+timeline", path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_a_fresh_upgrade_equals_the_metadata(database):
    with store.migrating(store.locate(database)) as connection:
        command.check(config(connection))


def test_all_constraints_are_there_under_their_names(database):
    wanted = {str(c.name) for table in metadata.tables.values() for c in table.constraints if c.name}
    with store.open_reader(database) as reader:
        if reader.dialect == "sqlite":
            text = " ".join(row[0] for row in reader.all("SELECT sql FROM sqlite_master WHERE type = 'table'"))
            found = set(re.findall(r"CONSTRAINT \"?(\w+)\"?", text))
            # SQLite has no name for the key of an AUTOINCREMENT table.
            wanted -= {f"pk_{name}" for name, key in KEYS.items() if key == ("id",)} | {"pk_batch"}
        else:
            found = {row[0] for row in reader.all("SELECT conname FROM pg_constraint WHERE contype <> 'n'")}
    assert {name[:63] for name in wanted} <= found


def test_the_frozen_views_are_the_present_ones(database):
    with store.open_reader(database) as reader:
        if reader.dialect == "sqlite":
            found = dict(reader.all("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
            assert found == {n: f"CREATE VIEW {n} AS\n{text}" for n, text in views("sqlite").items()}
            return
        found = dict(reader.all("SELECT viewname, definition FROM pg_views WHERE schemaname = current_schema()"))
        for statement in statements("postgresql", temporary=True):
            reader.execute(statement)
        temporary = dict(reader.all("SELECT viewname, definition FROM pg_views WHERE schemaname LIKE 'pg_temp%'"))
        assert found == temporary
        assert set(found) == set(NAMES)


def test_every_revision_has_rows_to_be_tried_on():
    revisions = {script.revision for script in scripts().walk_revisions()}
    assert {path.stem.removeprefix("rows_") for path in CORPUS.glob("rows_*.sql")} == revisions


@pytest.mark.parametrize("path", sorted(CORPUS.glob("rows_*.sql")), ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_rows_of_every_old_revision_survive_the_upgrade(path, kind, request, tmp_path):
    target = str(tmp_path / "old.db") if kind == "sqlite" else request.getfixturevalue("empty_postgres")
    revision = path.stem.removeprefix("rows_")
    with store.migrating(store.locate(target)) as connection:
        store.run_migrations(connection, revision)
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("--"):
                connection.connection.driver_connection.execute(line)
    old = counts(target)
    migrate.upgrade(target)
    found = counts(target)
    assert {table: found[table] for table in old} == old
    present = [table for table in (*KEYS, "history", "batch", "event_text") if NEWER.get(table, "0001") <= revision]
    assert all(old[table] for table in present)
    assert migrate.check(target) == []


def test_the_attributes_come_with_the_schema_and_belong_to_batch_0(reader):
    found = dict(reader.all("SELECT name, part_of FROM attribute"))
    assert found["killed"] == found["wounded"] == "casualties"
    assert found["casualties"] is None
    assert reader.all("SELECT DISTINCT batch_id FROM attribute") == [(store.SCHEMA_BATCH,)]
    assert reader.all("SELECT id, command FROM batch") == [(store.SCHEMA_BATCH, "schema")]


def test_every_chronology_has_an_identity_of_its_own_and_an_upgrade_gives_one(sqlite_database, tmp_path):
    with store.open_reader(sqlite_database) as reader:
        first = store.identity(reader)
    assert str(uuid.UUID(first)) == first
    other = str(tmp_path / "other.db")
    with store.migrating(store.locate(other)) as connection:
        store.run_migrations(connection, "0003")
    assert migrate.info(other).uuid is None
    migrate.upgrade(other)
    assert migrate.info(other).uuid not in {None, first}
    migrate.backup(other, str(tmp_path / "copy.db"))
    assert migrate.info(str(tmp_path / "copy.db")).uuid == migrate.info(other).uuid


def test_no_second_identity_can_be_written(engine):
    with engine.begin() as connection:
        raw = connection.connection.driver_connection
        for row in ("(2, '0b9e2a4e-2a52-4f0c-8b60-1f9d7b1f8f2a')", "(1, '0b9e2a4e-2a52-4f0c-8b60-1f9d7b1f8f2a')"):
            with pytest.raises(Exception, match=r"(?i)constraint"):
                raw.execute(f"INSERT INTO chronology (id, uuid) VALUES {row}")
            raw.rollback()


def test_the_first_batch_of_a_user_is_number_1(engine, reader):
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO batch (command, started_at) VALUES ('add', '2026-01-01')")
    assert reader.all("SELECT max(id) FROM batch") == [(1,)]


def test_an_upgrade_keeps_rows_and_their_children_and_makes_a_backup(filled, next_revision):
    old = counts(filled)
    next_revision()
    with pytest.raises(SchemaBehind) as caught:
        store.open_reader(filled)
    assert "timeline db upgrade" in caught.value.hint
    kept = migrate.upgrade(filled)
    assert counts(filled) == old
    with store.open_reader(filled) as reader:
        assert len(reader.all("SELECT mood FROM event")) == old["event"]
        assert reader.all("SELECT count(*) FROM timeline") == [(old["event"],)]
    assert (kept is None) == filled.startswith("postgresql")
    if kept is not None:
        assert kept.name == f"timeline.db.{HEAD}.backup"
        assert counts(str(kept)) == old
        with store.open_unchecked(store.locate(str(kept))) as reader:
            assert store.revision(reader) == HEAD


def test_the_past_is_the_same_after_an_upgrade_and_what_was_written_before_it_is_undone_after_it(
    database, next_revision
):
    engine = store.open_engine(database)
    for number in range(1, 4):
        record = {"record": "event", "uid": "talks", "title": f"Talks, told {number} times", "tags": [f"tag-{number}"]}
        with write.batch(engine, command="import", who=None, now=f"2026-01-0{number}T00:00:00.000000Z") as batch:
            load.apply(batch, [record])
    past = {at: taken(database, at) for at in (0, 1, 2, 3)}
    assert len({repr(rows) for rows in past.values()}) == 4
    next_revision()
    migrate.upgrade(database)
    assert {at: taken(database, at) for at in past} == past
    engine = store.open_engine(database)
    for before in (2, 1, 0):
        history.undo(engine, None, who=None, now="2026-02-01T00:00:00.000000Z")
        assert taken(database, None) == past[before]
    engine.dispose()


def taken(target: str, at: int | None) -> dict[str, list[str]]:
    """What the tables hold, now or as of a batch, without the batch that wrote a row."""
    with store.open_reader(target) as reader:
        if at is not None:
            history.as_recorded(reader, at)
        return {
            table: sorted(map(repr, reader.all(f"SELECT {', '.join(names)} FROM {table}")))
            for table in KEYS
            if (names := [c.name for c in metadata.tables[table].columns if c.name != "batch_id"])
        }


def test_an_upgrade_of_what_is_up_to_date_does_nothing(filled):
    assert migrate.upgrade(filled) is None
    if not filled.startswith("postgresql"):
        assert not list(Path(filled).parent.glob("*.backup*"))


def test_a_failing_upgrade_leaves_the_database_as_it_was(filled, next_revision):
    old = counts(filled)
    next_revision("    op.execute('DELETE FROM event_tag')\n    raise RuntimeError('the power went')")
    with pytest.raises(RuntimeError):
        migrate.upgrade(filled)
    assert counts(filled) == old
    with store.open_unchecked(store.locate(filled)) as reader:
        assert store.revision(reader) == HEAD


def test_a_migration_that_breaks_references_is_not_committed(sqlite_database, next_revision):
    with store.migrating(store.locate(sqlite_database)) as connection:
        connection.exec_driver_sql("INSERT INTO place (id, uid, name, batch_id) VALUES (1, 'kursk', 'Kursk', 0)")
    next_revision("    op.execute('UPDATE place SET batch_id = 77')")
    with pytest.raises(DatabaseDamaged):
        migrate.upgrade(sqlite_database)
    with store.open_unchecked(store.locate(sqlite_database)) as reader:
        assert store.revision(reader) == HEAD
        assert reader.all("SELECT batch_id FROM place") == [(0,)]


def alembic(*words: str, db: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("TIMELINE_DB", None)
    if db is not None:
        environment["TIMELINE_DB"] = db
    return subprocess.run(
        [sys.executable, "-m", "alembic", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("way", ["option", "variable"])
def test_alembic_itself_upgrades_from_a_checkout(way, tmp_path):
    target = str(tmp_path / "by hand.db")
    if way == "option":
        done = alembic("-x", f"db={target}", "upgrade", "head")
    else:
        done = alembic("upgrade", "head", db=target)
    assert (done.returncode, done.stderr) == (0, "")
    with contextlib.closing(store.open_reader(target)) as reader:
        assert store.revision(reader) == store.REVISION


def test_alembic_without_a_database_says_how_to_name_one():
    done = alembic("upgrade", "head")
    assert done.returncode == 1
    assert "-x db=" in done.stderr


def test_migrations_and_seeds_are_found_in_a_checkout_and_in_a_package(tmp_path, monkeypatch):
    assert (resources.migrations_dir() / "versions").is_dir()
    assert resources.seeds_dir() == ROOT / "seeds"
    package = tmp_path / "timeline"
    (package / "_data" / "migrations").mkdir(parents=True)
    (package / "_data" / "seeds").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.migrations_dir() == package / "_data" / "migrations"
    assert resources.seeds_dir() == package / "_data" / "seeds"
