"""
Undo: a batch that puts back what stood before another one.

Promises: every table is then as it was, in every column but batch_id; nothing is changed when rows stand in the way,
and those are named with the batches to undo first (D98). Works in sets, so that an import of a million rows is taken
back by a few statements a table. What refers to a row without a foreign key is listed in `SOFT`.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy

from timeline.errors import AlreadyUndone, NoBatch, UndoRefused
from timeline.store import write
from timeline.store.bulk import FEW_ROWS
from timeline.store.engine import SCHEMA_BATCH
from timeline.store.history import Names, UndoResult, holding, image_columns, key_part, key_parts, one_batch, undos
from timeline.store.schema import KEYS, metadata
from timeline.store.write import image_sql, key_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timeline.store.engine import Reader
    from timeline.store.history import BatchRow
    from timeline.store.write import Batch

SHOWN = 5
"""How many of the rows in the way of an undo are named."""

BULK_ROWS = 5_000
"""An undo of fewer events than these never takes indexes down."""

REFERRED = ("place", "citation", "event_citation", "actor", "claim")
"""Tables to which columns without an index refer."""

MANY_REFERRED = 100
"""So many of their rows are better checked in a set: PostgreSQL would read whole tables for each."""

SOFT = (
    *(
        ("external_id", "entity_id", entity, "entity", entity)
        for entity in ("source", "event", "actor", "place", "claim")
    ),
    ("event_citation", "anchor_id", "source", "anchor_kind", "publication"),
    ("event_citation", "anchor_id", "event", "anchor_kind", "event"),
)
"""References that are no foreign keys: table, column, table referred to; the column and value that say so."""


def undo(
    engine: sqlalchemy.Engine, batch: int | None = None, *, who: str | None, now: str, command: str = "undo"
) -> UndoResult:
    """
    Take back what `batch` wrote, as a batch of its own; without `batch`, the newest neither undone nor an undo.

    Raises `NoBatch`, `AlreadyUndone`, or `UndoRefused` naming the rows that later batches rely on.
    """
    with write.batch(engine, command=command, who=who, now=now, unchecked=True) as made:
        target = _target(made.reader, batch, made.id)
        if _is_most_of_it(made.reader, target):
            made.bulk()  # begins anew
        elif made.dialect == "postgresql" and _moves_much_referred(target):
            made.bulk(references_only=True)
        target = _target(made.reader, batch, made.id)
        made.run("UPDATE batch SET undoes = :target WHERE id = :id", {"target": target.id, "id": made.id})
        Undo(made, target).run()
    return UndoResult(made.id, target, made.wrote)


def _target(reader: Reader, batch: int | None, before: int) -> BatchRow:
    """Give the batch that an undo of number `before` is to take back."""
    held = holding(undos(reader))
    if batch is None:
        sql = f"SELECT id FROM batch WHERE id > {SCHEMA_BATCH} AND id < :before AND undoes IS NULL ORDER BY id DESC"
        batch = next((found for (found,) in reader.all(sql, {"before": before}) if found not in held), None)
    if batch is None or batch >= before:
        raise NoBatch(batch)
    if batch in held:
        raise AlreadyUndone(batch, held[batch])
    return one_batch(reader, batch)


def _is_most_of_it(reader: Reader, target: BatchRow) -> bool:
    """Say whether so many events come or go that indexes are better made anew."""
    moved = sum(target.wrote.get("event", (0, 0, 0)))
    if moved < BULK_ROWS:
        return False
    row = reader.one("SELECT count(*) FROM event")
    return row is not None and 2 * moved >= row[0]


def _moves_much_referred(target: BatchRow) -> bool:
    return sum(sum(target.wrote.get(table, ())) for table in REFERRED) >= MANY_REFERRED


class Undo:
    """
    One undo under way.

    A row goes back if what stands there now is what `target` wrote. That is so when its writer is `target`,
    or an undo which put back what stood just before the batch that it undoes, and so on down.
    """

    def __init__(self, batch: Batch, target: BatchRow) -> None:
        self._batch = batch
        self._reader = batch.reader
        self._dialect = batch.dialect
        self._target = target
        self._params = {"target": target.id, "undo": batch.id}
        self._tables = [table for table in KEYS if table in target.wrote]
        self._is_large = sum(map(sum, target.wrote.values())) >= FEW_ROWS
        self._restored: dict[str, int] = {}
        self._vanished: dict[str, int] = {}
        self._names = Names(self._reader)
        self._reasons: list[str] = []
        self._later: set[int] = set()
        self._undos = {undo: undone for undo, undone in undos(self._reader).items() if undo != batch.id}
        self._more = 0

    def run(self) -> None:
        """Put back what stood before the target, or raise `UndoRefused`."""
        self._find_keys()
        if self._is_large:
            self._batch.count_rows("undo_key", "history")
        self._refuse_rewritten()
        self._touch_texts(writer=":target")
        for table in self._tables:
            self._remove(table)
        for table in self._tables:
            self._refuse_taken(table)
        self._stop_if_refused()
        for table in self._tables:
            self._put_back(table)
            if self._is_large:
                self._batch.count_rows(table)
        self._touch_texts(writer=":undo")
        self._refuse_references()
        self._stop_if_refused()
        if self._vanished.get("event"):
            self._run("DELETE FROM event_text WHERE event_id IN (SELECT k FROM vanished_event)")
        if "event" in self._tables:
            self._batch.place_participations("e.batch_id = :undo", self._params)
        for table in [*(f"vanished_{table}" for table in self._vanished), "undo_key"]:
            self._run(f"DROP TABLE {table}")

    def _run(self, sql: str, **more: object) -> int:
        return self._batch.run(sql, {**self._params, **more})

    def _all(self, sql: str, **more: object) -> list[tuple[Any, ...]]:
        return self._reader.all(sql, {**self._params, **more})

    def _in_keys(self, table: str, alias: str = "") -> str:
        """Give the condition that a row of `table` is in `undo_key`."""
        parts = key_parts(self._dialect, KEYS[table])
        row = ", ".join(alias + name for name in parts)
        return f"({row}) IN (SELECT {', '.join(parts.values())} FROM undo_key h WHERE h.entity = '{table}')"

    def _find_keys(self) -> None:
        """Put the keys that the batch touched, and whose row it is not that stands there, into `undo_key`."""
        self._run(
            "CREATE TEMP TABLE undo_key"
            " (entity TEXT, key TEXT, present BIGINT, writer BIGINT, PRIMARY KEY (entity, key))"
        )
        self._run(
            "INSERT INTO undo_key (entity, key) SELECT entity, key FROM history"
            " WHERE displaced_by = :target OR batch_id = :target GROUP BY entity, key"
        )
        for (table,) in self._all("SELECT DISTINCT entity FROM undo_key"):
            parts = key_parts(self._dialect, KEYS[table])
            same = " AND ".join(f"t.{name} = {part.replace('h.key', 'undo_key.key')}" for name, part in parts.items())
            self._run(
                f"UPDATE undo_key SET present = (SELECT t.batch_id FROM {table} t WHERE {same})"
                f" WHERE entity = '{table}'"
            )
        self._run("DELETE FROM undo_key WHERE present = :target")
        self._run(
            "UPDATE undo_key SET writer = coalesce(present, (SELECT max(h.displaced_by) FROM history h"
            " WHERE h.entity = undo_key.entity AND h.key = undo_key.key))"
        )
        while followed := [
            writer
            for (writer,) in self._all("SELECT DISTINCT writer FROM undo_key WHERE writer > :target")
            if writer in self._undos
        ]:
            self._run(
                "UPDATE undo_key SET writer = (SELECT max(CASE WHEN h.displaced_by < :undone THEN h.displaced_by"
                " WHEN h.batch_id < :undone THEN h.batch_id END) FROM history h"
                " WHERE h.entity = undo_key.entity AND h.key = undo_key.key) WHERE writer = :writer",
                writer=max(followed),
                undone=self._undos[max(followed)],
            )

    def _refuse_rewritten(self) -> None:
        where = "writer IS NULL OR writer <> :target"
        ((count,),) = self._all(f"SELECT count(*) FROM undo_key WHERE {where}")
        if not count:
            return
        rows = self._all(f"SELECT entity, key, present FROM undo_key WHERE {where} ORDER BY 1, 2 LIMIT {SHOWN}")
        for table, key, present in rows:
            later = self._in_the_way(table, key)
            verb = "deleted" if present is None else "rewritten"
            self._refuse(f"{self._names.of_key(table, key)} was {verb} by batch {later}", later)
        self._more += max(0, count - SHOWN)

    def _touch_texts(self, *, writer: str) -> None:
        """Have the text made anew of the events whose rows, or those of their citations, were written by `writer`."""
        for table, sql in (
            ("event", "SELECT r.id FROM event r"),
            ("event_citation", "SELECT r.event_id FROM event_citation r"),
            ("citation", "SELECT x.event_id FROM citation r JOIN event_citation x ON x.citation_id = r.id"),
        ):
            if table in self._tables:
                for which in (f"r.batch_id = {writer}", self._in_keys(table, "r.")):
                    rows = self._reader.rows(f"{sql} WHERE {which} ORDER BY 1", self._params)
                    self._batch.touch_text(event for (event,) in rows)

    def _remove(self, table: str) -> None:
        """Displace every row that the batch wrote and that stands there still, by itself or put back by an undo."""
        key, image = key_sql(table, self._dialect), image_sql(table, self._dialect)
        removed = 0
        for which in ("batch_id = :target", self._in_keys(table)):
            self._run(
                "INSERT INTO history (entity, key, displaced_by, batch_id, image)"
                f" SELECT '{table}', {key}, :undo, batch_id, {image} FROM {table} WHERE {which}"
            )
            removed += self._run(f"DELETE FROM {table} WHERE {which}")
        self._batch.counted(table, deleted=removed)

    def _put_back(self, table: str) -> None:
        """Insert the rows as they stood before the batch."""
        follows = ("sort_key", "position") if table == "participation" else ()
        columns = [column for column in metadata.tables[table].columns if column.name != "batch_id"]
        types = {c.name: str(c.type.compile(self._batch.connection.dialect)) for c in columns if c.name not in follows}
        image, source = image_columns(self._dialect, types)
        fields = f"SELECT {image} FROM {source} WHERE h.entity = '{table}' AND h.displaced_by = :target"
        names = ", ".join([*types, *follows, "batch_id"])
        if follows:
            place = "coalesce(e.sort_key, 0), coalesce(e.position, 0)"  # an event that is gone is refused later
            rows = f"SELECT r.*, {place}, {self._batch.id} FROM ({fields}) r LEFT JOIN event e ON e.id = r.event_id"
        else:
            rows = f"SELECT r.*, {self._batch.id} FROM ({fields}) r"
        restored = self._run(f"INSERT INTO {table} ({names}) {rows}")
        displaced = " FROM history h WHERE h.entity = :table AND h.displaced_by = :undo"
        before = (
            "EXISTS (SELECT 1 FROM history b WHERE b.entity = h.entity AND b.key = h.key AND b.displaced_by = :target)"
        )
        again = self._all(f"SELECT count(*){displaced} AND {before}", table=table)[0][0] if restored else 0
        self._batch.counted(table, inserted=restored - again, updated=again, deleted=-again)
        self._restored[table] = restored
        if len(KEYS[table]) == 1:
            name = KEYS[table][0]
            kind = "BIGINT" if name == "id" else "TEXT"
            self._run(f"CREATE TEMP TABLE vanished_{table} (k {kind} PRIMARY KEY)")
            self._vanished[table] = self._run(
                f"INSERT INTO vanished_{table} SELECT {key_part(self._dialect, 0, name)}{displaced} AND NOT {before}",
                table=table,
            )

    def _refuse_taken(self, table: str) -> None:
        """Refuse to put back a row whose uid, or what else is unique, another row has taken since."""
        kinds = self._batch.connection.dialect
        for constraint in metadata.tables[table].constraints:
            if not isinstance(constraint, sqlalchemy.UniqueConstraint):
                continue
            types = {column.name: str(column.type.compile(kinds)) for column in constraint.columns}
            if types.keys() <= {*KEYS[table]} or "sort_key" in types:
                continue
            image, source = image_columns(self._dialect, types)
            same = " AND ".join(f"{table}.{name} = r.{name}" for name in types)
            taken = (
                f" FROM (SELECT h.key AS k, {image} FROM {source}"
                f" WHERE h.entity = '{table}' AND h.displaced_by = :target) r JOIN {table} ON {same}"
            )
            self._refuse_rows(
                table,
                f"SELECT r.k, {key_sql(table, self._dialect)} AS other, {table}.{next(iter(types))}{taken}",
                lambda key, later, value: (
                    f"{self._names.of_key(table, key)} cannot come back: batch {later} has taken {value}"
                ),
            )

    def _refuse_references(self) -> None:
        """Refuse what would leave a row that refers to nothing: this is what foreign keys would do, row by row."""
        for table, column, parent, is_so in self._references():
            key = key_sql(table, self._dialect)
            if self._vanished.get(parent):
                self._refuse_rows(
                    table,
                    f"SELECT {key} AS k, {key} AS other, {column} FROM {table}"
                    f" WHERE {column} IN (SELECT k FROM vanished_{parent}) AND batch_id <> :undo{is_so}",
                    partial(self._refers, table, parent),
                )
            if self._restored.get(table):
                array = "json_array" if self._dialect == "sqlite" else "json_build_array"
                self._refuse_rows(
                    parent,
                    f"SELECT {key} AS k, CAST({array}({column}) AS text) AS other, {column} FROM {table}"
                    f" WHERE batch_id = :undo AND {column} IS NOT NULL{is_so}"
                    f" AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{KEYS[parent][0]} = {table}.{column})",
                    partial(self._refers_to_gone, table, parent),
                )

    def _refers(self, table: str, parent: str, key: str, later: int, to: Any) -> str:
        return f"{self._names.of_key(table, key)} of batch {later} refers to {self._names.of(parent, to)}"

    def _refers_to_gone(self, table: str, parent: str, key: str, later: int, to: Any) -> str:
        since = "" if later == self._target.id else f" since batch {later}"
        return f"{self._names.of_key(table, key)} refers to {self._names.of(parent, to)}, which is gone{since}"

    def _references(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield every reference: table, column, table referred to, and a further condition."""
        for table in KEYS:
            for constraint in metadata.tables[table].foreign_key_constraints:
                parent = constraint.referred_table.name
                if parent != "batch":
                    yield table, constraint.column_keys[0], parent, ""
        for table, column, parent, kind, value in SOFT:
            yield table, column, parent, f" AND {kind} = '{value}'"

    def _refuse_rows(self, other: str, sql: str, reason: Callable[[str, int, Any], str]) -> None:
        """Refuse for each row that `sql` finds: its key, the key of the row of `other` in the way, and a value."""
        ((count,),) = self._all(f"SELECT count(*) FROM ({sql}) found")
        if count:
            for key, other_key, value in self._all(f"{sql} ORDER BY 1 LIMIT {SHOWN}"):
                later = self._in_the_way(other, other_key)
                self._refuse(reason(key, later, value), later)
            self._more += max(0, count - SHOWN)

    def _in_the_way(self, table: str, key: str) -> int:
        """
        Give the batch to undo first, for a row to be again what it was after the target.

        That is the earliest, after the target, whose version of the row stands there, by itself or by undos.
        """
        parts = json.loads(key)
        where = " AND ".join(f"{name} = :key{place}" for place, name in enumerate(KEYS[table]))
        rows = self._all(
            f"SELECT batch_id FROM {table} WHERE {where}", **{f"key{at}": part for at, part in enumerate(parts)}
        )
        writers = {writer for (writer,) in rows}
        for images in self._all(
            "SELECT batch_id, displaced_by FROM history WHERE entity = :table AND key = :key", table=table, key=key
        ):
            writers.update(images)
        writers.discard(self._batch.id)
        found = self._target.id
        writer = max(writers, default=0)
        while writer > self._target.id:
            found = writer
            undone = self._undos.get(writer, 0)
            writer = max((one for one in writers if one < undone), default=0)
        return found

    def _refuse(self, reason: str, later: int) -> None:
        if reason not in self._reasons:
            if len(self._reasons) < SHOWN:
                self._reasons.append(reason)
            else:
                self._more += 1
        if later != self._target.id:
            self._later.add(later)

    def _stop_if_refused(self) -> None:
        if self._reasons:
            later = tuple(sorted(self._later, reverse=True))
            raise UndoRefused(self._target.id, tuple(self._reasons), later, self._more)
