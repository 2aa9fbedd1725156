"""
Writing: one transaction is one batch, and nothing else in the house writes a row.

Promises: all of a batch or nothing, whatever ends the process; every row names the batch that wrote it;
the row that an update or delete displaces is kept in `history`, once a row and batch (D95); what is
derived (bounds, order, folded names, full text) is always right, because no caller can set it.
Refuses what the schema refuses, as `RowRefused`, and text no database stores (NUL, lone surrogates).
A column that follows from others gets its line in `_expand`; a new table needs nothing here, its
columns and keys are read from `schema`.
"""

from __future__ import annotations

import json
import math
import sqlite3
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy

from timeline.edtf import UNDATED, band, bounds, parse, sort_key, stored
from timeline.errors import RowRefused
from timeline.model import fold
from timeline.store.among import select
from timeline.store.bulk import Bulk
from timeline.store.engine import BUSY_SECONDS, Reader, reader_of, translated
from timeline.store.engine import _percent as percent
from timeline.store.history import event_words
from timeline.store.schema import BOUNDS, DERIVED, KEYS, metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

BULK_CACHE_KIB = 16_384
"""Pages SQLite may keep in memory while loading in bulk; what else is needed of the file the system keeps at hand."""

__all__ = ["BULK_CACHE_KIB", "Batch", "batch", "dated", "event_words", "image_sql", "key_sql"]

_MOST_SUFFIXES = 10_000
_TOGETHER = 20
"""Rows that one statement inserts."""
_CLUSTERED = {"participation"}
"""Tables whose rows have no place of their own but that of the key."""
_CHUNK = 2_000
"""Rows that are worked on at a time where a batch reads what it has written."""

_DATED: dict[str, dict[str, tuple[str, ...]]] = {
    "event": {"edtf": BOUNDS},
    "event_citation": {"edtf": BOUNDS},
    "actor_link": {"edtf": BOUNDS},
    "source": {"published": tuple(f"published_{bound}" for bound in BOUNDS)},
    "claim": {name: tuple(f"{name}_{bound}" for bound in BOUNDS) for name in ("claimed", "period")},
}
"""Column of EDTF text: the four columns of its bounds."""

_NUMBERS = {"place": ("lat", "lon"), "claim": ("value_min", "value_max")}
"""Columns of numbers that need not be whole; they hold 15 significant digits (D96)."""

_COMPUTED = {
    "event": {*BOUNDS, "gaps", "band", "sort_key"},
    "participation": {"sort_key", "position"},
    "actor_name": {"folded"},
}


class _Plan(NamedTuple):
    """How rows of one table become tuples for the driver."""

    table: str
    columns: tuple[str, ...]
    defaults: dict[str, object]
    given: frozenset[str]
    """The columns a caller may set."""
    texts: frozenset[str]
    """The columns of text."""


def _default(column: sqlalchemy.Column[Any]) -> object:
    if not isinstance(column.server_default, sqlalchemy.DefaultClause):
        return None
    stated = column.server_default.arg
    literal = stated if isinstance(stated, str) else str(stated)
    if isinstance(column.type, sqlalchemy.Boolean):
        return literal == "true"
    return int(literal) if isinstance(column.type, sqlalchemy.Integer) else literal


def _plan(name: str) -> _Plan:
    table = metadata.tables[name]
    columns = tuple(column.name for column in table.columns)
    computed = {"batch_id"} | _COMPUTED.get(name, set())
    for four in _DATED.get(name, {}).values():
        computed |= set(four)
    return _Plan(
        name,
        columns,
        {column.name: _default(column) for column in table.columns},
        frozenset(columns) - computed,
        frozenset(column.name for column in table.columns if isinstance(column.type, sqlalchemy.Text)),
    )


_PLANS = {name: _plan(name) for name in KEYS}


class _Layout:
    """How rows that give the same columns become tuples for the driver: only of what is given, and follows from it."""

    def __init__(self, table: str, given: tuple[str, ...]) -> None:
        plan = _PLANS[table]
        if not plan.given.issuperset(given):
            raise KeyError(*sorted(frozenset(given) - plan.given))
        made: list[tuple[str, Callable[[Any], tuple[Any, ...]]]] = []
        columns: list[str] = []
        for name, four in _DATED.get(table, {}).items():
            if table == "event":
                made.append((name, _dates_of_event))
                columns += [name, *four, "gaps", "band", "sort_key"]
            elif name in given:
                made.append((name, _text_and_bounds))
                columns += [name, *four]
        for name in _NUMBERS.get(table, ()):
            if name in given:
                made.append((name, partial(_one_number, table)))
                columns.append(name)
        if table == "actor_name":
            columns.append("folded")
            made.append(("name", _folded))
        told = [name for name in given if name not in columns]
        self.columns = (*told, *columns, "batch_id")
        self._texts = [at for at, name in enumerate(self.columns) if name in plan.texts]
        self._pick: Callable[[Any], tuple[Any, ...]] = (
            itemgetter(*told) if len(told) > 1 else lambda row: tuple(row[one] for one in told)
        )
        self._made = made
        self._table = table

    def tuples(self, rows: Iterable[Mapping[str, Any]], batch: int) -> list[tuple[Any, ...]]:
        """Give the rows in the order of `columns`."""
        pick = self._pick
        if not self._made:
            made = [(*pick(row), batch) for row in rows]
        elif len(self._made) == 1:
            [(name, follow)] = self._made
            made = [(*pick(row), *follow(row.get(name)), batch) for row in rows]
        else:
            made = [
                (*pick(row), *chain.from_iterable(follow(row[name]) for name, follow in self._made), batch)
                for row in rows
            ]
        for at in self._texts:
            values = [row[at] for row in made]
            try:
                held = "\0" in "".join(filter(None, values))
            except TypeError:  # a number, say, which the driver writes as it is
                held = any(isinstance(value, str) and "\0" in value for value in values)
            if held:
                raise RowRefused(self._table, "a text holds the character NUL")
        return made


_layout = lru_cache(maxsize=512)(_Layout)


class Batch:
    """One transaction that writes; get one from `batch`."""

    def __init__(self, connection: sqlalchemy.Connection, about: dict[str, object], *, unchecked: bool = False) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.id = 0
        """The number of this batch; rows written by it carry it."""
        self._about = about
        self._unchecked = unchecked
        self._raw: Any = connection.connection.driver_connection
        self._reader = reader_of(connection)
        self._wrote: dict[str, list[int]] = {}
        self._gone: dict[str, set[tuple[object, ...]]] = {}
        self._uids: dict[str, set[str]] = {}
        self._suffixes: dict[tuple[str, str], int] = {}
        self._older_suffixes: dict[tuple[str, str], int] = {}
        self._looked_up: tuple[str, set[str], set[str]] = ("", set(), set())
        """The table, the uids that were asked for, those of them that are there."""
        self._places: dict[Any, tuple[Any, Any]] = {}
        """Of the events inserted last: sort key and position, for those who take part in them."""
        self._dated_by: dict[int, int] = {}
        self._texts = _Ids()
        self._bulk: Bulk | None = None

    @property
    def reader(self) -> Reader:
        """Read within this transaction: what was written before, and what this batch has written."""
        return self._reader

    @property
    def wrote(self) -> dict[str, list[int]]:
        """How many rows of a table this batch has inserted, updated and deleted so far."""
        return {table: list(counts) for table, counts in self._wrote.items() if any(counts)}

    # --- identity ---

    def reserve(self, table: str, n: int = 1) -> range:
        """Give `n` ids that no row of `table` has or ever had."""
        if n < 1:
            return range(0)
        if self.dialect == "postgresql":
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            row = self._reader.one(f"SELECT setval({sequence}, nextval({sequence}) + :n - 1)", {"n": n})
            last = int(row[0]) if row else 0
            return range(last - n + 1, last + 1)
        row = self._reader.one("SELECT seq FROM sqlite_sequence WHERE name = :table", {"table": table})
        if row is None:
            self.run("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, 0)", {"table": table})
        found = self._reader.one(f"SELECT max(id) FROM {table}") if row is None else None
        first = 1 + (int(row[0]) if row else int((found and found[0]) or 0))
        self.run("UPDATE sqlite_sequence SET seq = :last WHERE name = :table", {"last": first + n - 1, "table": table})
        return range(first, first + n)

    def uid(self, table: str, wanted: str) -> str:
        """Give `wanted` if no row of `table` has that uid and this batch has not given it, else `wanted-2`, `-3` …"""
        given = self._uids.setdefault(table, set())
        count = self._count_of(table, wanted)
        while True:
            made = wanted if count == 1 else f"{wanted}-{count}"
            count += 1
            if made not in given and not self._is_there(table, made):
                break
        if len(self._suffixes) >= _MOST_SUFFIXES:
            self._older_suffixes, self._suffixes = self._suffixes, {}
        self._suffixes[table, wanted] = count
        given.add(made)
        return made

    def look_up_uids(self, table: str, wanted: Mapping[str, int]) -> None:
        """Ask at once for all uids that `uid` will ask for, if each of `wanted` is asked for so many times."""
        asked = {uid for uid in wanted if self._count_of(table, uid) == 1}
        for uid, times in wanted.items():
            count = self._count_of(table, uid)
            asked.update(f"{uid}-{number}" for number in range(max(2, count), count + times + 1))
        there = select(self._reader, f"SELECT uid FROM {table} WHERE {{}}", "uid", asked)
        self._looked_up = table, asked, {uid for (uid,) in there}

    def forget_uids(self) -> None:
        """Say that all rows are written for which uids were given or looked up."""
        self._looked_up = "", set(), set()
        for given in self._uids.values():
            if len(given) > _MOST_SUFFIXES:
                given.clear()

    def _count_of(self, table: str, wanted: str) -> int:
        """Give the number that a uid is tried with next."""
        key = table, wanted
        return self._suffixes.get(key) or self._older_suffixes.get(key, 1)

    def _is_there(self, table: str, uid: str) -> bool:
        known, asked, there = self._looked_up
        if known == table and uid in asked:
            return uid in there
        return bool(self._reader.all(f"SELECT 1 FROM {table} WHERE uid = :uid", {"uid": uid}))

    # --- rows ---

    def insert(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """
        Insert rows; a column left out takes its default.

        `table` with an `id` needs it given, from `reserve`. The primary name of an actor is written with
        the actor: rows of `actor_name` of kind `primary` are left out.
        """
        if table == "actor_name":
            rows = [row for row in rows if row.get("kind") != "primary"]
        if not rows:
            return
        plan = _PLANS[table]
        if table == "event" and self._bulk is None:
            rows = self._hold_dated_by(rows)
        self._insert(plan, rows)
        if table == "actor":
            names = [{"actor_id": row["id"], "name": row["name"], "kind": "primary"} for row in rows]
            self._insert(_PLANS["actor_name"], names)
        elif table == "event":
            self._texts.add(row["id"] for row in rows)
        elif table == "event_citation":
            self._texts.add(row["event_id"] for row in rows)
            if self._dated_by:
                self._set_dated_by(row["id"] for row in rows)

    def update(self, table: str, key: tuple[object, ...], values: Mapping[str, object]) -> bool:
        """
        Change columns of the row that has `key` (see `schema.KEYS`); False when nothing differs.

        A column of the key, a `uid`, or a computed column cannot be changed; a missing row is a `KeyError`.
        """
        plan = _PLANS[table]
        fixed = {*KEYS[table], "uid"} & values.keys()
        if fixed or not values.keys() <= plan.given:
            raise KeyError(table, *sorted(fixed or values.keys() - plan.given))
        wanted = dict(values)
        _expand(table, wanted)
        _check_text(table, wanted.values())
        where, params = self._where(table, key)
        row = self._reader.one(f"SELECT {', '.join([*wanted, 'batch_id'])} FROM {table} WHERE {where}", params)
        if row is None:
            raise KeyError(table, *key)
        changed = {
            name: value for (name, value), now in zip(wanted.items(), row[:-1], strict=True) if not _same(value, now)
        }
        if not changed:
            return False
        if row[-1] != self.id:
            self._displace(table, where, params)
            self.counted(table, updated=1)
        self._places.clear()
        self._set(table, where, params, changed)
        self._follow_update(table, key, changed)
        return True

    def delete(self, table: str, key: tuple[object, ...]) -> bool:
        """
        Delete the row that has `key`; False when there is none.

        Rows that refer to it are not deleted along: what is left of them at the end is refused. Only what
        the batch itself keeps goes with its owner: the full text of an event, the primary name of an actor.
        """
        where, params = self._where(table, key)
        row = self._reader.one(f"SELECT batch_id FROM {table} WHERE {where}", params)
        if row is None:
            return False
        if table == "event":
            self.run("DELETE FROM event_text WHERE event_id = :key0", params)
        elif table == "event_citation":
            self._texts.add(
                event for (event,) in self._reader.all(f"SELECT event_id FROM {table} WHERE {where}", params)
            )
        elif table == "actor":
            sql = "SELECT name FROM actor_name WHERE actor_id = :key0 AND kind = 'primary'"
            for (name,) in self._reader.all(sql, params):
                self.delete("actor_name", (key[0], name))
        if row[0] != self.id:
            self._displace(table, where, params)
            self.counted(table, deleted=1)
            self._gone.setdefault(table, set()).add(key)
        elif self._was_displaced(table, where, params):
            self.counted(table, updated=-1, deleted=1)
            self._gone.setdefault(table, set()).add(key)
        else:
            self.counted(table, inserted=-1)
        self._places.clear()
        self.run(f"DELETE FROM {table} WHERE {where}", params)
        return True

    # --- the whole ---

    def bulk(self, *, keep: Iterable[str] = (), references_only: bool = False) -> None:
        """
        Load faster from here to the end of the batch; to be called before anything is written.

        For when more rows come than there are (D97): triggers and secondary indexes are dropped, but those
        named in `keep`, and made again at the end, foreign keys are checked once at the end, all inside
        the one transaction. Reads in between lack those indexes. With `references_only` nothing but the
        checking of foreign keys is put off.
        """
        if self._bulk is not None:
            return
        if self._wrote or self._uids:
            raise RuntimeError("bulk() comes before the first write")
        if self.dialect == "sqlite":
            self.connection.rollback()
            self._raw.execute(f"PRAGMA cache_size = -{BULK_CACHE_KIB}")
            self._unchecked = True
            self.begin()
        self._unchecked = True
        self._bulk = Bulk(self, frozenset(keep), references_only=references_only)

    def run(self, sql: str, params: Mapping[str, object] | None = None) -> int:
        """Run one statement of the store's own and tell how many rows it changed."""
        with _driven():
            if self.dialect == "sqlite":
                return int(self._raw.execute(sql, params or {}).rowcount)
            return int(self._raw.execute(percent(sql), params or {}).rowcount)

    def counted(self, table: str, *, inserted: int = 0, updated: int = 0, deleted: int = 0) -> None:
        """Add to what the batch tells it wrote; for `history`, which writes in sets."""
        counts = self._wrote.setdefault(table, [0, 0, 0])
        for place, more in enumerate((inserted, updated, deleted)):
            counts[place] += more

    def touch_text(self, events: Iterable[int]) -> None:
        """Have the full text of `events` made anew at the end of the batch."""
        self._texts.add(events)

    def count_rows(self, *tables: str) -> None:
        """
        Let PostgreSQL's planner count the rows of `tables` that this transaction has filled.

        It else believes them as empty as they were, and joins them by nested scans.
        """
        if self.dialect == "postgresql":
            for table in tables:
                self.run(f"ANALYZE {table}")

    def begin(self) -> None:
        """Begin the transaction, wait for other writers, and take a number."""
        if self.dialect == "sqlite":  # has no effect inside a transaction
            self._raw.execute(f"PRAGMA foreign_keys = {'OFF' if self._unchecked else 'ON'}")
        self.connection.begin()
        if self.dialect == "postgresql":
            self.run(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
            self.run("LOCK TABLE batch IN EXCLUSIVE MODE")
        self.id = self.reserve("batch")[0]
        names = ("id", *self._about)
        self.run(
            f"INSERT INTO batch ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})",
            {"id": self.id, **self._about},
        )

    def finish(self) -> None:
        """Bring all that is derived in step; after it the batch writes no more."""
        self._set_dated_by(list(self._dated_by))
        if self._bulk is not None:
            self.count_rows("event", "citation", "event_citation")
        self._write_texts()
        if self._bulk is not None:
            self._bulk.end()
            self._bulk = None

    def commit(self) -> None:
        """Finish and make it last; a batch that wrote nothing leaves nothing."""
        self.finish()
        wrote = self.wrote
        if not wrote:
            self.connection.rollback()
            return
        shown = json.dumps(wrote, separators=(",", ":"), sort_keys=True)
        self.run("UPDATE batch SET wrote = :wrote WHERE id = :id", {"wrote": shown, "id": self.id})
        with _driven():
            self.connection.commit()

    # --- inside ---

    def _insert(self, plan: _Plan, rows: Sequence[Mapping[str, object]]) -> None:
        table = plan.table
        groups: dict[tuple[str, ...], list[Mapping[str, object]]] = {}
        for row in rows:
            groups.setdefault(tuple(row), []).append(row)
        for given, listed in groups.items():
            layout = _layout(table, given)
            made = layout.tuples(listed, self.id)
            if table == "participation":
                self._insert_participations(layout.columns, made)
                continue
            self._load(table, layout.columns, made)
            if table == "event":
                self._remember_places(layout.columns, made)
        gone = self._gone.get(table)
        again = 0
        if gone:
            for row in rows:
                found = tuple(row.get(name, plan.defaults[name]) for name in KEYS[table])
                if found in gone:
                    gone.remove(found)
                    again += 1
        self.counted(table, inserted=len(rows) - again, updated=again, deleted=-again)

    def _load(self, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """Hand tuples to the driver: four times as fast as named parameters through SQLAlchemy."""
        with _driven(table):
            if self.dialect == "sqlite":
                marks = f"({', '.join('?' * len(columns))})"
                into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
                if table not in _CLUSTERED and len(rows) >= _TOGETHER:
                    # Twenty rows by one statement cost half of what they cost one by one.
                    several = zip(*[iter(rows)] * _TOGETHER, strict=False)
                    self._raw.executemany(
                        into + ", ".join([marks] * _TOGETHER), map(tuple, map(chain.from_iterable, several))
                    )
                    rows = rows[len(rows) // _TOGETHER * _TOGETHER :]
                self._raw.executemany(into + marks, rows)
                return
            with self._raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

    def _remember_places(self, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Remember where events just inserted stand in the order."""
        event, key = columns.index("id"), columns.index("sort_key")
        if "position" in columns:
            position = columns.index("position")
            self._places = {row[event]: (row[key], row[position]) for row in rows}
        else:
            self._places = {row[event]: (row[key], _PLANS["event"].defaults["position"]) for row in rows}

    def _insert_participations(self, names: Sequence[str], given: list[tuple[Any, ...]]) -> None:
        """Insert participations at the place in the order that their event has."""
        event = names.index("event_id")
        known = self._places
        if all(row[event] in known for row in given):
            self._load("participation", [*names, "sort_key", "position"], [(*row, *known[row[event]]) for row in given])
            return
        if self.dialect == "sqlite":
            fields = ", ".join("e.id" if name == "event_id" else "?" for name in names)
            order = [at for at in range(len(names)) if at != event] + [event]
            sql = (
                f"INSERT INTO participation ({', '.join(names)}, sort_key, position)"
                f" SELECT {fields}, e.sort_key, e.position FROM event e WHERE e.id = ?"
            )
            with _driven("participation"):
                if self._raw.executemany(sql, map(itemgetter(*order), given)).rowcount != len(given):
                    raise RowRefused("participation", "it refers to an event that is not there")
            return
        places: dict[Any, tuple[Any, Any]] = {}
        for start in range(0, len(given), _CHUNK):
            ids = sorted({row[event] for row in given[start : start + _CHUNK]})
            sql = "SELECT id, sort_key, position FROM event WHERE id = ANY(:ids)"
            places.update((found, (key, at)) for found, key, at in self._reader.all(sql, {"ids": ids}))
        try:
            placed = [(*row, *places[row[event]]) for row in given]
        except KeyError:
            raise RowRefused("participation", "it refers to an event that is not there") from None
        self._load("participation", [*names, "sort_key", "position"], placed)

    def _where(self, table: str, key: tuple[object, ...]) -> tuple[str, dict[str, object]]:
        names = KEYS[table]
        clause = " AND ".join(f"{name} = :key{at}" for at, name in enumerate(names))
        return clause, {f"key{at}": value for at, (_, value) in enumerate(zip(names, key, strict=True))}

    def _was_displaced(self, table: str, where: str, params: dict[str, object]) -> bool:
        """Say whether this batch keeps an earlier state of a row."""
        sql = (
            f"SELECT 1 FROM history WHERE entity = '{table}' AND displaced_by = :batch"
            f" AND key = (SELECT {key_sql(table, self.dialect)} FROM {table} WHERE {where})"
        )
        return self._reader.one(sql, {"batch": self.id, **params}) is not None

    def _displace(self, table: str, where: str, params: dict[str, object]) -> None:
        """Keep the row as it stands in `history`."""
        self.run(
            "INSERT INTO history (entity, key, displaced_by, batch_id, image)"
            f" SELECT '{table}', {key_sql(table, self.dialect)}, :batch, batch_id, {image_sql(table, self.dialect)}"
            f" FROM {table} WHERE {where}",
            {"batch": self.id, **params},
        )

    def _set(self, table: str, where: str, params: Mapping[str, object], values: Mapping[str, object]) -> None:
        settings = ", ".join(f"{name} = :{name}" for name in values)
        self.run(
            f"UPDATE {table} SET {settings}, batch_id = :batch WHERE {where}",
            {**values, **params, "batch": self.id},
        )

    def _follow_update(self, table: str, key: tuple[object, ...], changed: Mapping[str, object]) -> None:
        """Bring in step what follows from a row that has changed."""
        if table == "event":
            if {"title", "summary"} & changed.keys():
                self._texts.add([key[0]])
            if self._unchecked and {"sort_key", "position"} & changed.keys():
                self.place_participations("e.id = :id", {"id": key[0]})  # no foreign key cascades
        elif table == "event_citation" and {"event_id", "citation_id"} & changed.keys():
            self._texts.add(self._column("SELECT event_id FROM event_citation WHERE id = :id", key[0]))
        elif table == "citation" and "quote" in changed:
            self._texts.add(self._column("SELECT event_id FROM event_citation WHERE citation_id = :id", key[0]))
        elif table == "actor" and "name" in changed:
            self._rename(key[0], str(changed["name"]))

    def place_participations(self, which: str, params: Mapping[str, object]) -> None:
        """Give participations of the events `which` (SQL on `e`) the place of their event, where no key cascades."""
        self.run(
            "UPDATE participation SET sort_key = e.sort_key, position = e.position FROM event e"
            f" WHERE e.id = participation.event_id AND {which}"
            " AND (participation.sort_key <> e.sort_key OR participation.position <> e.position)",
            params,
        )

    def _rename(self, actor: object, name: str) -> None:
        """Make `name` the one primary name of an actor."""
        for (old,) in self._reader.all(
            "SELECT name FROM actor_name WHERE actor_id = :id AND kind = 'primary'", {"id": actor}
        ):
            self.delete("actor_name", (actor, old))
        if self._column("SELECT 1 FROM actor_name WHERE actor_id = :id AND name = :name", actor, name=name):
            self.update("actor_name", (actor, name), {"kind": "primary"})
        else:
            self._insert(_PLANS["actor_name"], [{"actor_id": actor, "name": name, "kind": "primary"}])

    def _column(self, sql: str, key: object, **params: object) -> list[Any]:
        return [value for (value,) in self._reader.all(sql, {"id": key, **params})]

    def _hold_dated_by(self, rows: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
        """
        Leave out `dated_by` until its citation is there.

        Else SQLite, with one reference open, would look for it again at every row inserted from then on.
        """
        held: list[Mapping[str, object]] = []
        for row in rows:
            citation = row.get("dated_by")
            if isinstance(citation, int) and not self._column("SELECT 1 FROM event_citation WHERE id = :id", citation):
                self._dated_by[citation] = int(str(row["id"]))
                row = {**row, "dated_by": None}  # noqa: PLW2901 - the row without it
            held.append(row)
        return held

    def _set_dated_by(self, citations: Iterable[Any]) -> None:
        """Set `dated_by` of events that were inserted before the citation that dates them."""
        for citation in citations:
            event = self._dated_by.pop(citation, None)
            if event is not None:
                self.run("UPDATE event SET dated_by = :citation WHERE id = :id", {"citation": citation, "id": event})

    def _write_texts(self) -> None:
        """Bring the full text of every event that may have changed in step."""
        for which in self._texts.conditions("e.id", _CHUNK):
            quotes: dict[int, list[str]] = {}
            for event, quote in self._reader.all(
                "SELECT e.event_id, c.quote FROM event_citation e JOIN citation c ON c.id = e.citation_id"
                f" WHERE {which.replace('e.id', 'e.event_id')} AND c.quote IS NOT NULL ORDER BY e.event_id, c.id"
            ):
                quotes.setdefault(event, []).append(quote)
            missing, stale = [], []
            for event, title, summary, kept in self._reader.all(
                "SELECT e.id, e.title, e.summary, t.words FROM event e"
                f" LEFT JOIN event_text t ON t.event_id = e.id WHERE {which}"
            ):
                made = event_words(title, summary, quotes.get(event, ()))
                if kept is None:
                    missing.append((event, made))
                elif kept != made:
                    stale.append((event, made))
            if missing:
                self._load("event_text", ("event_id", "words"), missing)
            for event, made in stale:
                self.run("UPDATE event_text SET words = :words WHERE event_id = :id", {"words": made, "id": event})
        self._texts = _Ids()


@contextmanager
def batch(
    engine: sqlalchemy.Engine,
    *,
    command: str,
    who: str | None,
    now: str,
    file_sha256: str | None = None,
    unchecked: bool = False,
) -> Iterator[Batch]:
    """
    Write as one batch: all of it when the block ends, nothing of it when the block raises.

    `now` is UTC, ISO 8601 with six digits of a second and Z. Writers wait for each other, and raise
    `DatabaseLocked` when that takes too long. `unchecked` leaves references to the caller, where the database
    can (SQLite); it is for `history.undo` alone, which checks them in sets.
    """
    about: dict[str, object] = {
        "command": command,
        "who": who,
        "started_at": now,
        "file_sha256": file_sha256,
    }
    with engine.connect() as connection, translated(str(connection.info.get("timeline", ""))):
        made = Batch(connection, about, unchecked=unchecked)
        try:
            made.begin()
            yield made
            made.commit()
        except BaseException:
            connection.rollback()
            raise


def key_sql(table: str, dialect: str) -> str:
    """Give the SQL of a row's key as `history` holds it: a JSON array."""
    listed = ", ".join(f"{table}.{name}" for name in KEYS[table])
    return f"json_array({listed})" if dialect == "sqlite" else f"CAST(json_build_array({listed}) AS text)"


def image_sql(table: str, dialect: str) -> str:
    """Give the SQL of a row's image as `history` holds it: a JSON object of all columns but the derived ones."""
    left_out = {"batch_id", *DERIVED.get(table, ())}
    names = [name for name in _PLANS[table].columns if name not in left_out]
    listed = ", ".join(f"'{name}', {table}.{name}" for name in names)
    return f"json_object({listed})" if dialect == "sqlite" else f"CAST(json_build_object({listed}) AS text)"


@lru_cache(maxsize=16_384)
def dated(text: str | None) -> tuple[str | None, tuple[int | None, ...], bool, int | None, int]:
    """Give the canonical EDTF of a date, its four stored bounds, whether it has gaps, its band and its sort key."""
    if text is None:
        return None, (None, None, None, None), False, None, UNDATED
    value = parse(text)
    found = bounds(value)
    return str(value), stored(found), found.gaps, band(found), sort_key(found)


# --- values ---


def _dates_of_event(edtf: str | None) -> tuple[Any, ...]:
    """Give the canonical EDTF of an event, and what follows from it."""
    text, four, *rest = dated(edtf)
    return (text, *four, *rest)


def _text_and_bounds(edtf: str | None) -> tuple[Any, ...]:
    """Give the canonical EDTF of a date, and its bounds."""
    text, four, *_ = dated(edtf)
    return (text, *four)


def _one_number(table: str, value: Any) -> tuple[Any]:
    return (_number(table, value),)


def _folded(name: str) -> tuple[str]:
    return (fold(name),)


def _expand(table: str, values: dict[str, Any]) -> None:
    """Set the columns that follow from the others in `values`."""
    if table == "event":
        if "edtf" in values:
            text, four, values["gaps"], values["band"], values["sort_key"] = dated(values["edtf"])
            values["edtf"] = text
            values["start_min"], values["start_max"], values["end_min"], values["end_max"] = four
        return
    for name, columns in _DATED.get(table, {}).items():
        if name in values:
            values[name], four, *_ = dated(values[name])
            values.update(zip(columns, four, strict=True))
    for name in _NUMBERS.get(table, ()):
        if name in values:
            values[name] = _number(table, values[name])
    if table == "actor_name" and "name" in values:
        values["folded"] = fold(values["name"])


def _number(table: str, value: Any) -> int | float | None:
    """Give a number as both databases hold it: whole, or of 15 significant digits (D96)."""
    if value is None or (isinstance(value, int) and -(2**63) <= value < 2**63):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) < 2**63:
        return int(value)
    try:
        made = float(f"{float(value):.15g}")
    except OverflowError:
        made = math.inf
    if not math.isfinite(made):
        raise RowRefused(table, "a number is too large")
    return int(made) if made.is_integer() and abs(made) < 2**53 else made


def _same(new: Any, now: Any) -> bool:
    if isinstance(new, float) and isinstance(now, float | int):
        return f"{new:.15g}" == f"{now:.15g}"
    return bool(new == now)


def _check_text(table: str, values: Iterable[object]) -> None:
    for value in values:
        if isinstance(value, str) and "\0" in value:
            raise RowRefused(table, "a text holds the character NUL")


@contextmanager
def _driven(table: str | None = None) -> Iterator[None]:
    """Turn what the driver says of a value or a rule of the schema into `RowRefused`."""
    try:
        yield
    except UnicodeEncodeError:
        raise RowRefused(table, "a text holds half of a surrogate pair") from None
    except OverflowError:
        raise RowRefused(table, "a number is too large") from None
    except Exception as error:
        original = getattr(error, "orig", None) or error
        if isinstance(original, sqlite3.IntegrityError | sqlite3.DataError):
            raise RowRefused(table, str(original)) from error
        if type(original).__module__.startswith("psycopg") and str(getattr(original, "sqlstate", ""))[:2] in {
            "22",
            "23",
        }:
            raise RowRefused(table, str(original).partition("\n")[0]) from error
        raise


# --- sets of ids ---


class _Ids:
    """A set of ids that costs little while they come in order."""

    def __init__(self) -> None:
        self._runs: list[list[int]] = []

    def add(self, ids: Iterable[Any]) -> None:
        runs = self._runs
        for one in ids:
            if runs and runs[-1][0] <= one <= runs[-1][1] + 1:
                runs[-1][1] = max(one, runs[-1][1])
            else:
                runs.append([one, one])

    def conditions(self, column: str, size: int) -> Iterator[str]:
        """Yield SQL conditions that together hold for every id once, each for at most `size` ids."""
        merged: list[list[int]] = []
        for low, high in sorted(self._runs):
            if merged and low <= merged[-1][1] + 1:
                merged[-1][1] = max(high, merged[-1][1])
            else:
                merged.append([low, high])
        single: list[str] = []
        for low, high in merged:
            if high - low < 3:
                single += map(str, range(low, high + 1))
                if len(single) >= size // 4:
                    yield f"{column} IN ({', '.join(single)})"
                    single = []
                continue
            for start in range(low, high + 1, size):
                yield f"{column} BETWEEN {start} AND {min(start + size - 1, high)}"
        if single:
            yield f"{column} IN ({', '.join(single)})"
