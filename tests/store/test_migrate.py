"""Upgrade, backup, restore, check: what was there or what was wanted, never half."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from timeline.errors import (
    CannotCreate,
    DatabaseDamaged,
    DatabaseLocked,
    DatabaseReadOnly,
    FilesOnly,
    ForeignDatabase,
    NoDatabase,
    NotADatabase,
    SchemaAhead,
)
from timeline.store import engine as store
from timeline.store import migrate
from timeline.store.schema import metadata


def tables(target: str) -> dict[str, list[tuple]]:
    with store.open_unchecked(store.locate(target)) as reader:
        return {name: sorted(reader.all(f"SELECT * FROM {name}"), key=repr) for name in metadata.tables}


def change(target: str, *statements: str) -> None:
    """Write behind the program's back, references unchecked."""
    with sqlite3.connect(target) as raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()


@pytest.fixture
def book(sqlite_database):
    """A chronology in a file, with rows in every table."""
    path = Path(__file__).parents[1] / "corpus" / f"rows_{store.REVISION}.sql"
    with sqlite3.connect(sqlite_database) as raw:
        raw.executescript(path.read_text(encoding="utf-8"))
    raw.close()
    return sqlite_database


def names(target: str) -> list[str]:
    return sorted(path.name for path in Path(target).parent.iterdir())


# Info


def test_info_tells_what_a_database_is(filled):
    found = migrate.info(filled)
    assert found.revision == store.REVISION
    assert found.rows["event"] == 4
    assert found.bytes > 100_000
    assert (found.batches, found.first, found.last) == (
        3,
        "2026-01-02T03:04:05.000006Z",
        "2026-01-04T03:04:05.000006Z",
    )
    assert found.journal == ("wal" if found.dialect == "sqlite" else None)


def test_info_of_a_new_chronology_has_no_batch(database):
    found = migrate.info(database)
    assert (found.batches, found.first, found.last) == (0, None, None)


# Backup


def test_a_backup_is_the_same_chronology(book, tmp_path):
    copy = str(tmp_path / "copy.db")
    migrate.backup(book, copy)
    assert tables(copy) == tables(book)
    assert migrate.check(copy) == []
    assert names(book) == ["copy.db", "timeline.db"]
    assert Path(copy).stat().st_mode & 0o777 == 0o666 & ~migrate._umask()


def test_a_backup_holds_what_is_only_in_the_log(book, tmp_path):
    engine = store.open_engine(book)
    with engine.connect() as connection:
        connection.begin()
        connection.exec_driver_sql("UPDATE place SET name = 'Elsewhere'")
        connection.commit()
        migrate.backup(book, str(tmp_path / "copy.db"))
    engine.dispose()
    assert tables(str(tmp_path / "copy.db"))["place"][0][2] == "Elsewhere"


def test_a_backup_made_while_others_write_is_of_one_moment(book, tmp_path):
    done = threading.Event()

    def write() -> None:
        engine = store.open_engine(book)
        number = 0
        while not done.is_set():
            number += 1
            with engine.begin() as connection:
                connection.exec_driver_sql(f"UPDATE place SET name = 'n{number}'")
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            copy = str(tmp_path / f"copy{number}.db")
            migrate.backup(book, copy)
            assert len({row[2] for row in tables(copy)["place"]} - {"Russia", "Kursk"}) <= 1
            assert migrate.check(copy) == []
    finally:
        done.set()
        writer.join()


def test_a_backup_overwrites_nothing(book, tmp_path):
    there = tmp_path / "notes.txt"
    there.write_text("mine")
    with pytest.raises(CannotCreate):
        migrate.backup(book, str(there))
    with pytest.raises(CannotCreate):
        migrate.backup(book, book)
    with pytest.raises(CannotCreate):
        migrate.backup(book, str(tmp_path / "none" / "x.db"))
    (tmp_path / "left.db-wal").write_bytes(b"the log of an earlier left.db")
    with pytest.raises(CannotCreate):
        migrate.backup(book, str(tmp_path / "left.db"))
    assert there.read_text() == "mine"
    assert names(book) == ["left.db-wal", "notes.txt", "timeline.db"]


def test_a_failed_backup_leaves_nothing(book, tmp_path, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "_pages", fail)
    with pytest.raises(KeyboardInterrupt):
        migrate.backup(book, str(tmp_path / "copy.db"))
    assert names(book) == ["timeline.db"]


def test_a_server_is_backed_up_by_its_own_tools(postgres_database, tmp_path):
    with pytest.raises(FilesOnly) as caught:
        migrate.backup(postgres_database, str(tmp_path / "x.db"))
    assert "pg_dump" in caught.value.hint
    with pytest.raises(FilesOnly):
        migrate.restore(postgres_database, str(tmp_path / "x.db"))


# Restore


def test_a_restore_brings_back_the_backup_and_keeps_what_was_there(book, tmp_path):
    copy = str(tmp_path / "copy.db")
    migrate.backup(book, copy)
    before = tables(book)
    change(book, "UPDATE place SET name = 'Elsewhere'")
    changed = tables(book)
    kept = migrate.restore(book, copy)
    assert tables(book) == before
    assert tables(str(kept)) == changed
    assert kept.name == "timeline.db.replaced"
    assert migrate.check(book) == []
    assert migrate.info(book).journal == "wal"
    assert migrate.restore(book, copy).name == "timeline.db.replaced-2"


def test_a_restore_is_seen_by_those_who_have_the_file_open(book, tmp_path):
    copy = str(tmp_path / "copy.db")
    migrate.backup(book, copy)
    change(book, "UPDATE place SET name = 'Elsewhere'")
    with store.open_reader(book) as reader:
        assert reader.all("SELECT name FROM place WHERE id = 1") == [("Elsewhere",)]
        migrate.restore(book, copy)
        assert reader.all("SELECT name FROM place WHERE id = 1") == [("Elsewhere",)]
        reader.refresh()
        assert reader.all("SELECT name FROM place WHERE id = 1") == [("Russia",)]


def test_a_restore_where_nothing_is_makes_the_file(book, tmp_path):
    target = tmp_path / "new.db"
    assert migrate.restore(str(target), book) is None
    assert tables(str(target)) == tables(book)


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000, None])
def test_a_damaged_file_is_set_aside(damage, book, tmp_path):
    copy = str(tmp_path / "copy.db")
    migrate.backup(book, copy)
    before = tables(book)
    if damage is None:
        content = bytearray(Path(book).read_bytes())
        content[100:4096] = b"\xa5" * 3996
        damage = bytes(content)
    Path(book).write_bytes(damage)
    kept = migrate.restore(book, copy)
    assert tables(book) == before
    assert kept.name == "timeline.db.damaged"
    assert kept.read_bytes() == damage


def test_a_restore_refuses_what_is_no_sound_chronology_and_leaves_the_target(book, tmp_path):
    other, text, damaged, ahead = (str(tmp_path / name) for name in ("other.db", "text", "damaged.db", "ahead.db"))
    change(other, "CREATE TABLE x (a)")
    Path(text).write_text("hello")
    migrate.backup(book, ahead)
    change(ahead, "UPDATE alembic_version SET version_num = '9999'")
    migrate.backup(book, damaged)
    content = bytearray(Path(damaged).read_bytes())
    content[4096 * 8 : 4096 * 20] = b"\xa5" * 4096 * 12
    Path(damaged).write_bytes(content)
    before = Path(book).read_bytes()
    for source, error in (
        (other, ForeignDatabase),
        (text, NotADatabase),
        (damaged, DatabaseDamaged),
        (ahead, SchemaAhead),
        (str(tmp_path / "none"), NoDatabase),
        (book, CannotCreate),
    ):
        with pytest.raises(error):
            migrate.restore(book, source)
    assert Path(book).read_bytes() == before
    assert names(book) == ["ahead.db", "damaged.db", "other.db", "text", "timeline.db"]


def test_a_restore_does_not_replace_a_database_of_something_else(book, tmp_path):
    other = tmp_path / "other.db"
    change(str(other), "CREATE TABLE x (a)")
    before = other.read_bytes()
    with pytest.raises(ForeignDatabase):
        migrate.restore(str(other), book)
    with pytest.raises(NotADatabase):
        migrate.restore(str(tmp_path), book)
    assert other.read_bytes() == before


def test_a_restore_waits_for_a_writer_and_then_gives_up(book, tmp_path):
    copy = str(tmp_path / "copy.db")
    migrate.backup(book, copy)
    engine = store.open_engine(book)
    with engine.connect() as connection:
        connection.begin()
        with pytest.raises(DatabaseLocked):
            migrate.restore(book, copy, wait=0.1)
    engine.dispose()


# Upgrade


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", SchemaAhead),
        ("PRAGMA application_id = 7", ForeignDatabase),
    ],
)
def test_an_upgrade_refuses_what_it_cannot_upgrade(statement, error, book):
    change(book, statement)
    with pytest.raises(error):
        migrate.upgrade(book)
    assert names(book) == ["timeline.db"]


def test_an_upgrade_of_nothing_is_refused(tmp_path, empty_postgres):
    with pytest.raises(NoDatabase):
        migrate.upgrade(str(tmp_path / "none.db"))


def test_an_upgrade_in_a_read_only_place_is_refused(book, monkeypatch):
    monkeypatch.setattr(store, "REVISION", "9999")
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    with pytest.raises(DatabaseReadOnly):
        migrate.upgrade(book)


# Check


def test_a_sound_chronology_has_no_findings(filled):
    assert migrate.check(filled) == []


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("references", "DELETE FROM place WHERE id = 1"),
        ("proposals", "UPDATE proposal SET event_id = NULL WHERE id = 1"),
        ("proposals", "UPDATE proposal SET looks_like_id = event_id WHERE id = 2"),
        ("references", "UPDATE external_id SET entity_id = 99"),
        ("references", "UPDATE actor SET merged_into = 2 WHERE id = 3"),
        ("full_text", "UPDATE event_text SET words = 'other' WHERE event_id = 2"),
        ("full_text", "DELETE FROM event_text WHERE event_id = 2"),
        ("full_text", "UPDATE event SET title = 'Other' WHERE id = 2"),
        ("full_text", "INSERT INTO event_fts(event_fts, rowid, words) VALUES ('delete', 2, 'undated')"),
        ("bounds", "UPDATE event SET end_max = end_max + 1 WHERE id = 1"),
        ("bounds", "UPDATE event SET band = 5 WHERE id = 1"),
        ("bounds", "UPDATE event SET gaps = 1 WHERE id = 1"),
        ("bounds", "UPDATE event SET edtf = 'soon' WHERE id = 1"),
        ("bounds", "UPDATE event SET edtf = '2024-08?~' WHERE id = 1"),
        ("bounds", "UPDATE event_citation SET start_min = start_min - 1 WHERE id = 1"),
        ("bounds", "UPDATE claim SET claimed_end_max = claimed_end_max + 1 WHERE id = 1"),
        ("bounds", "UPDATE claim SET period_end_max = period_end_max + 1 WHERE id = 1"),
        ("bounds", "UPDATE source SET published_end_max = published_end_max + 1 WHERE id = 1"),
        ("bounds", "UPDATE actor_link SET end_min = start_min WHERE id = 1"),
        ("order", "UPDATE participation SET position = 3 WHERE event_id = 1"),
        ("history", "UPDATE history SET image = 'x'"),
        ("history", "UPDATE history SET image = '[]'"),
        ("history", "UPDATE history SET key = '[1, 2]'"),
        ("history", "UPDATE history SET key = 'x'"),
        ("history", "UPDATE history SET entity = 'nothing'"),
        ("history", "UPDATE history SET batch_id = 3"),
        ("history", "UPDATE batch SET undoes = 3 WHERE id = 3"),
        ("history", "UPDATE place SET batch_id = 77"),
        ("integrity", "UPDATE event SET status = 'unheard of' WHERE id = 1"),
    ],
)
def test_each_thing_that_is_out_of_step_is_found(rule, statement, book):
    with sqlite3.connect(book) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(statement)
    raw.close()
    found = migrate.check(book)
    assert rule in {finding.rule for finding in found}
    assert all(finding.where and finding.what for finding in found)


def test_a_torn_file_is_found(book):
    content = bytearray(Path(book).read_bytes())
    content[4096 * 8 : 4096 * 20] = b"\xa5" * 4096 * 12
    Path(book).write_bytes(content)
    assert "integrity" in {finding.rule for finding in migrate.check(book)}


def test_a_check_writes_nothing(book):
    shutil.copy(book, f"{book}.before")
    migrate.check(book)
    assert tables(book) == tables(f"{book}.before")
