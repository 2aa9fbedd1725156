"""
What a large load puts aside: indexes, triggers and foreign keys, dropped at its start and made again at its end.

Promises: all of it is inside the batch's own transaction, so that a process killed at any moment leaves the database
as it was; definitions are read from the database and made again word for word; references are checked once, in sets.
A further kind of thing to put aside is a function that gives two lists of statements, added in `Bulk`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import RowRefused
from timeline.store.schema import KEYS

if TYPE_CHECKING:
    from timeline.store.engine import Reader
    from timeline.store.write import Batch

    _Statements = tuple[list[str], list[str]]

SORTING_KIB = 8_192
"""Memory in which SQLite sorts what goes into an index; it takes as much again for pages."""
FEW_ROWS = 1_000
"""A table of fewer rows is not worth the planner's remembering."""


class Bulk:
    """What was put aside while loading in bulk, and how it comes back."""

    def __init__(self, batch: Batch, keep: frozenset[str], *, references_only: bool = False) -> None:
        self._batch = batch
        self._references_only = references_only
        dropped: list[str] = []
        self._again: list[str] = []
        if batch.dialect == "postgresql":
            _add(dropped, self._again, _server_references(batch.reader))
        if not references_only:
            extras = _sqlite_extras if batch.dialect == "sqlite" else _server_extras
            _add(dropped, self._again, extras(batch.reader, keep))
        self._settle()
        for sql in dropped:
            batch.run(sql)
        if not references_only:
            self._count_rows(forget=True)

    def end(self) -> None:
        """Make again what was dropped, check all references, and let the planner count anew."""
        batch = self._batch
        self._settle()
        if batch.dialect == "sqlite":
            batch.run(f"PRAGMA cache_size = -{SORTING_KIB}")
        for sql in self._again:
            batch.run(sql)
        if batch.dialect == "sqlite":
            for table, _, parent, _ in batch.reader.all("PRAGMA foreign_key_check"):
                raise RowRefused(table, f"it refers to a row of {parent} that is not there")
        if not self._references_only:
            self._count_rows()

    def _count_rows(self, *, forget: bool = False) -> None:
        """
        Let the planner count anew; or with `forget`, not rely on what it has counted.

        SQLite never counts by itself, and scans whole tables that it takes for tiny; so it is not told of
        tables with few rows, which may be full tomorrow.
        """
        batch = self._batch
        if batch.dialect == "postgresql":
            if not forget:
                batch.run("ANALYZE")
            return
        if not forget:
            batch.run("PRAGMA analysis_limit = 1000")
            batch.run("ANALYZE")
        if batch.reader.all("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'"):
            few = "" if forget else f" WHERE CAST(stat AS INTEGER) < {FEW_ROWS}"
            batch.run(f"DELETE FROM sqlite_stat1{few}")
            batch.run("ANALYZE sqlite_schema")  # reads the counts again, and counts nothing

    def _settle(self) -> None:
        """Check what is deferred so far: PostgreSQL alters no table that has checks to come."""
        if self._batch.dialect == "postgresql":
            self._batch.run("SET CONSTRAINTS ALL IMMEDIATE")
            self._batch.run("SET CONSTRAINTS ALL DEFERRED")


def _sqlite_extras(reader: Reader, keep: frozenset[str]) -> _Statements:
    """Give the statements that drop triggers and secondary indexes, and those that bring back them and the text."""
    drop, make = [], []
    for kind, name, table, sql in reader.all(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    ):
        if kind in {"index", "trigger"} and name not in keep and (table in KEYS or table == "event_text"):
            drop.append(f'DROP {kind} "{name}"')
            make.append(sql)
        elif kind == "table" and "fts5" in sql.casefold() and sql.casefold().startswith("create virtual"):
            make.insert(0, f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')
    return drop, make


_SERVER_TABLES = (
    "SELECT c.oid FROM pg_class c WHERE c.relname IN ("
    + ", ".join(f"'{name}'" for name in (*KEYS, "event_text"))
    + ") AND c.relnamespace = CAST(current_schema() AS regnamespace)"
)


def _server_references(reader: Reader) -> _Statements:
    """Give the statements that drop foreign keys, and those that make them again, which checks them in sets."""
    drop, make = [], []
    for table, name, sql in reader.all(
        "SELECT CAST(conrelid AS regclass), conname, pg_get_constraintdef(oid) FROM pg_constraint"
        f" WHERE contype = 'f' AND conrelid IN ({_SERVER_TABLES})"
    ):
        drop.append(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        make.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {sql}')
    return drop, make


def _server_extras(reader: Reader, keep: frozenset[str]) -> _Statements:
    """Give the statements that drop triggers and secondary indexes, and those that make them again."""
    drop, make = [], []
    for table, name, sql in reader.all(
        "SELECT CAST(tgrelid AS regclass), tgname, pg_get_triggerdef(oid) FROM pg_trigger"
        f" WHERE NOT tgisinternal AND tgrelid IN ({_SERVER_TABLES})"
    ):
        drop.append(f'DROP TRIGGER "{name}" ON {table}')
        make.append(sql)
    for name, sql in reader.all(
        "SELECT i.relname, pg_get_indexdef(x.indexrelid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
        f" WHERE NOT x.indisunique AND x.indrelid IN ({_SERVER_TABLES})"
    ):
        if name not in keep:
            drop.append(f'DROP INDEX "{name}"')
            make.append(sql)
    return drop, make


def _add(dropped: list[str], again: list[str], more: _Statements) -> None:
    """Add statements; what is dropped last is made again first."""
    dropped += more[0]
    again[:0] = more[1]
