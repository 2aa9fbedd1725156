"""
The past of the database: what each batch wrote, the tables as they stood, and undo.

Promises: `as_recorded` is equal to a copy taken then, row for row; after `undo` every table is as before
the batch, in every column but batch_id; an undo is a batch, so undoing it is redo. Refuses to undo what
later rows rely on, naming them (D98). Nothing but `undo` imports SQLAlchemy: the rest only reads.
A row's versions are its images in `history` and the row itself, each with the batch that wrote it; a
batch that deleted it wrote its absence. What refers to a row without a foreign key is listed in `_SOFT`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import AlreadyUndone, BadMoment, NoBatch, UndoRefused
from timeline.model import words
from timeline.store.engine import SCHEMA_BATCH
from timeline.store.views import views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import sqlalchemy

    from timeline.store.engine import Reader
    from timeline.store.write import Batch

SHOWN = 5
"""How many of the rows in the way of an undo are named."""

BULK_ROWS = 5_000
"""An undo of fewer events than these never takes indexes down."""


class BatchRow(NamedTuple):
    """One batch as the log shows it."""

    id: int
    command: str
    who: str | None
    started_at: str
    """UTC, ISO 8601."""
    file_sha256: str | None
    undoes: int | None
    undone_by: int | None
    """The undo that holds: one that was not itself undone."""
    wrote: dict[str, list[int]]
    """Table: rows inserted, updated, deleted."""


class Change(NamedTuple):
    """What a batch did to one row."""

    table: str
    key: tuple[Any, ...]
    name: str
    """The row by uid and title, or by the uids of what it joins."""
    before: dict[str, Any] | None
    """None: the batch inserted it."""
    after: dict[str, Any] | None
    """None: the batch deleted it."""


class UndoResult(NamedTuple):
    """What an undo took back."""

    batch: int
    """The number of the undo itself."""
    undone: BatchRow
    wrote: dict[str, list[int]]


# --- the log ---


def log(reader: Reader, limit: int | None = None) -> Iterator[BatchRow]:
    """Yield the batches, newest first."""
    undone = _undone(_undos(reader))
    rest = f" LIMIT {int(limit)}" if limit is not None else ""
    for row in reader.rows(f"{_LOG} WHERE id > {SCHEMA_BATCH} ORDER BY id DESC{rest}"):
        yield _batch_row(row, undone)


def undone(reader: Reader, batch: int) -> bool:
    """Say whether `batch` is undone, by an undo that is not itself undone."""
    return batch in _undone(_undos(reader))


def changes(reader: Reader, batch: int) -> Iterator[Change]:
    """
    Yield what `batch` did, row by row, in the order of the tables; NoBatch if there is none.

    `before` and `after` hold the columns that history keeps, so none that is derived.
    """
    from timeline.store.schema import KEYS
    from timeline.store.write import image_sql, key_sql

    wrote = _one_batch(reader, batch).wrote
    names = _Names(reader)
    for table in KEYS:
        if table not in wrote:
            continue
        found = {"batch": batch, "entity": table}
        same = " AND ".join(f"t.{name} = {part}" for name, part in _key_parts(reader.dialect, KEYS[table]).items())
        written = (
            f"SELECT {key_sql(table, reader.dialect)} AS key, {image_sql(table, reader.dialect)} AS image"
            f" FROM {table} WHERE batch_id = :batch"
            " UNION ALL SELECT key, image FROM history WHERE entity = :entity AND batch_id = :batch"
        )
        gone = (
            "SELECT h.key, h.image FROM history h WHERE h.entity = :entity AND h.displaced_by = :batch"
            " AND NOT EXISTS (SELECT 1 FROM history w"
            "  WHERE w.entity = h.entity AND w.key = h.key AND w.batch_id = :batch)"
            f" AND NOT EXISTS (SELECT 1 FROM {table} t WHERE {same} AND t.batch_id = :batch)"
        )
        for key, after, before in reader.rows(
            f"SELECT w.key, w.image, h.image FROM ({written}) w"
            " LEFT JOIN history h ON h.entity = :entity AND h.key = w.key AND h.displaced_by = :batch",
            found,
        ):
            image = json.loads(after)
            yield Change(table, tuple(json.loads(key)), names.row(table, image), before and json.loads(before), image)
        for key, before in reader.rows(gone, found):
            image = json.loads(before)
            yield Change(table, tuple(json.loads(key)), names.row(table, image), image, None)


_LOG = "SELECT id, command, who, started_at, file_sha256, undoes, wrote FROM batch"


def _batch_row(row: tuple[Any, ...], undone: Mapping[int, int]) -> BatchRow:
    batch, command, who, started_at, file_sha256, undoes, wrote = row
    return BatchRow(batch, command, who, started_at, file_sha256, undoes, undone.get(batch), json.loads(wrote))


def _one_batch(reader: Reader, batch: int) -> BatchRow:
    row = reader.one(f"{_LOG} WHERE id = :batch AND id > {SCHEMA_BATCH}", {"batch": batch})
    if row is None:
        raise NoBatch(batch)
    return _batch_row(row, _undone(_undos(reader)))


def _undos(reader: Reader) -> dict[int, int]:
    """Give undo: what it undoes."""
    return dict(reader.all("SELECT id, undoes FROM batch WHERE undoes IS NOT NULL ORDER BY id"))


def _undone(undos: Mapping[int, int]) -> dict[int, int]:
    """Give what is undone: the undo that holds. Newest first, because only a later undo can undo an undo."""
    held: dict[int, int] = {}
    for undo in sorted(undos, reverse=True):
        if undo not in held:
            held[undos[undo]] = undo
    return held


# --- the tables as they stood ---


def moment(reader: Reader, when: int | str) -> int:
    """
    Give the last batch of a moment: itself if `when` is a batch, else the last that had begun at that time.

    A time is UTC unless it says otherwise; one that leaves out seconds or the time of day means the end of
    that minute or day (D99). 0 is before the first batch. Raises `BadMoment`, or `NoBatch` for a batch to come.
    """
    text = str(when).strip()
    if text.isascii() and text.isdigit():
        if int(text) and not reader.one("SELECT 1 FROM batch WHERE id >= :batch", {"batch": min(int(text), 2**62)}):
            raise NoBatch(int(text))
        return int(text)
    row = reader.one("SELECT max(id) FROM batch WHERE id > 0 AND started_at <= :at", {"at": _stamp(text)})
    return int(row[0]) if row and row[0] is not None else 0


def _stamp(text: str) -> str:
    """Give a time as `batch.started_at` writes it; what it leaves out is filled with its end."""
    try:
        at = datetime.fromisoformat(text)
        time = text.replace(" ", "T").partition("T")[2].rstrip("Zz").partition("+")[0].partition("-")[0]
        if not time:
            at += timedelta(days=1, microseconds=-1)
        elif time.count(":") < 2 and len(time) < 6:
            at += timedelta(minutes=1, microseconds=-1)
        elif "." not in time and "," not in time:
            at += timedelta(seconds=1, microseconds=-1)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadMoment(text) from None
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f").rjust(26, "0") + "Z"


def as_recorded(reader: Reader, when: int | str, *, text: bool = True) -> int:
    """
    Show `reader` the database as it stood at `when` (see `moment`), and give the batch that is.

    Every table that history covers, and every view, is hidden by a TEMP view of the same name, so that no
    read changes; `reader.as_of` tells. Full text has no index then: search the column `words` of
    `event_text`. With `text` false that table is empty, which saves the time to make it (D100).
    """
    at = moment(reader, when)
    home = "main" if reader.dialect == "sqlite" else _schema(reader)
    tables = _recorded_tables(reader, home)
    for table, columns in tables.items():
        reader.execute(f"CREATE TEMP VIEW {table} AS {_as_of(reader.dialect, home, table, columns, at)}")
    _text_as_of(reader, home, at, text=text)
    for name, sql in views(reader.dialect).items():
        reader.execute(f"CREATE TEMP VIEW {name} AS {sql}")
    setattr(reader, "as_of", at)  # noqa: B010 - told to neighbours by name
    return at


def _schema(reader: Reader) -> str:
    row = reader.one(
        "SELECT quote_ident(n.nspname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.oid = to_regclass('history')"
    )
    assert row is not None  # noqa: S101 - open_reader found the tables
    return str(row[0])


def _recorded_tables(reader: Reader, home: str) -> dict[str, dict[str, str]]:
    """Give table: column: type, of every table whose rows name the batch that wrote them."""
    if reader.dialect == "sqlite":
        sql = (
            "SELECT m.name, c.name, c.type FROM main.sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' ORDER BY m.name, c.cid"
        )
    else:
        sql = (
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace"
            f" WHERE quote_ident(n.nspname) = '{home}' AND c.relkind IN ('r', 'p') AND a.attnum > 0"
            " AND NOT a.attisdropped ORDER BY c.relname, a.attnum"
        )
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in reader.all(sql):
        found.setdefault(table, {})[column] = kind
    return {table: columns for table, columns in found.items() if "batch_id" in columns and table != "history"}


def _as_of(dialect: str, home: str, table: str, columns: Mapping[str, str], at: int) -> str:
    """Give the SELECT of a table's rows as of batch `at`: those written by then, and those displaced since."""
    kept = {name: kind for name, kind in columns.items() if name != "batch_id"}
    follows = ("sort_key", "position") if table == "participation" else ()
    kept = {name: kind for name, kind in kept.items() if name not in follows}
    now = ", ".join(kept)
    image, source = image_columns(dialect, kept, f"{home}.history")
    rows = (
        f"SELECT {now}, batch_id FROM {home}.{table} WHERE batch_id <= {at}"
        f" UNION ALL SELECT {image}, h.batch_id FROM {source}"
        f" WHERE h.entity = '{table}' AND h.batch_id <= {at} AND h.displaced_by > {at}"
    )
    if not follows:
        return rows
    # Inside a TEMP view `event` is the TEMP view: the order is that of the event as it stood.
    shown = ", ".join(f"e.{name} AS {name}" if name in follows else f"r.{name} AS {name}" for name in columns)
    return f"SELECT {shown} FROM ({rows}) r JOIN event e ON e.id = r.event_id"


def image_columns(dialect: str, columns: Mapping[str, str], history: str = "history") -> tuple[str, str]:
    """Give the SQL that reads typed columns from the images of `history h`, and the FROM it needs."""
    if dialect == "sqlite":
        cast = {"BIGINT": "INTEGER", "SMALLINT": "INTEGER", "BOOLEAN": "INTEGER", "FLOAT": "REAL"}
        listed = ", ".join(
            f"CAST(json_extract(h.image, '$.{name}') AS {cast.get(kind.upper(), kind)}) AS {name}"
            for name, kind in columns.items()
        )
        return listed, f"{history} h"
    typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    listed = ", ".join(f"i.{name}" for name in columns)
    return listed, f"{history} h CROSS JOIN LATERAL json_to_record(CAST(h.image AS json)) AS i({typed})"


def _text_as_of(reader: Reader, home: str, at: int, *, text: bool) -> None:
    """
    Hide `event_text` by what it was: the words of today where nothing has changed since, else made anew.

    The TEMP views of the tables are there already.
    """
    reader.execute("CREATE TEMP TABLE text_then (event_id BIGINT PRIMARY KEY, words TEXT)")
    if not text:
        reader.execute("CREATE TEMP VIEW event_text AS SELECT event_id, words FROM text_then")
        return
    key = _key_part(reader.dialect, 0, "id")
    cited = "CAST(json_extract(h.image, '$.event_id') AS INTEGER)"
    if reader.dialect != "sqlite":
        cited = "CAST(CAST(h.image AS json) ->> 'event_id' AS bigint)"
    changed = (
        f"SELECT {key} FROM {home}.history h"
        f" WHERE h.entity = 'event' AND h.displaced_by > {at} AND h.batch_id <= {at}"
        f" UNION SELECT event_id FROM {home}.event_citation WHERE batch_id > {at}"
        f" UNION SELECT {cited} FROM {home}.history h WHERE h.entity = 'event_citation' AND h.displaced_by > {at}"
        " UNION SELECT x.event_id FROM event_citation x WHERE x.citation_id IN ("
        f"SELECT {key} FROM {home}.history h WHERE h.entity = 'citation' AND h.displaced_by > {at})"
    )
    reader.execute("CREATE TEMP TABLE text_changed (event_id BIGINT PRIMARY KEY)")
    reader.execute(f"INSERT INTO text_changed SELECT id FROM event WHERE id IN ({changed})")
    _fill_texts(reader)
    reader.execute(
        f"CREATE TEMP VIEW event_text AS SELECT t.event_id, t.words FROM {home}.event_text t"
        f" JOIN {home}.event e ON e.id = t.event_id"
        f" WHERE e.batch_id <= {at} AND t.event_id NOT IN (SELECT event_id FROM text_then)"
        " UNION ALL SELECT event_id, words FROM text_then"
    )


def event_words(title: str, summary: str | None, quotes: Iterable[str]) -> str:
    """Give the full text of an event: title, summary and the quotes of its citations, as `model.words` folds them."""
    return words("\n".join([title, *([summary] if summary else ()), *quotes]))


def _fill_texts(reader: Reader) -> None:
    """Make the words of every event in `text_changed` from what the TEMP views show."""
    quotes: dict[int, list[str]] = {}
    for event, quote in reader.all(
        "SELECT x.event_id, c.quote FROM text_changed n JOIN event_citation x ON x.event_id = n.event_id"
        " JOIN citation c ON c.id = x.citation_id WHERE c.quote IS NOT NULL ORDER BY x.event_id, c.id"
    ):
        quotes.setdefault(event, []).append(quote)
    found = reader.all("SELECT e.id, e.title, e.summary FROM text_changed n JOIN event e ON e.id = n.event_id")
    _fill(reader, [(event, event_words(title, summary, quotes.get(event, ()))) for event, title, summary in found])


def _fill(reader: Reader, rows: list[tuple[int, str]]) -> None:
    """Put rows into the TEMP table `text_then`."""
    if reader.dialect == "postgresql":
        with reader.raw.cursor() as cursor:
            cursor.executemany("INSERT INTO text_then (event_id, words) VALUES (%s, %s)", rows)
        return
    kept = reader.raw.execute("PRAGMA query_only").fetchone()[0]
    reader.raw.execute("PRAGMA query_only = OFF")
    reader.raw.executemany("INSERT INTO text_then (event_id, words) VALUES (?, ?)", rows)
    reader.raw.execute(f"PRAGMA query_only = {kept}")


def _key_part(dialect: str, place: int, name: str) -> str:
    """Give the SQL that reads a column of the key from `h.key`; what is called an id is a whole number."""
    whole = name == "id" or name.endswith("_id")
    if dialect == "sqlite":
        return f"CAST(json_extract(h.key, '$[{place}]') AS {'INTEGER' if whole else 'TEXT'})"
    return f"CAST(CAST(h.key AS json) ->> {place} AS {'bigint' if whole else 'text'})"


def _key_parts(dialect: str, names: Iterable[str]) -> dict[str, str]:
    return {name: _key_part(dialect, place, name) for place, name in enumerate(names)}


# --- undo ---


_SOFT = (
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
    from timeline.store import write

    with write.batch(engine, command=command, who=who, now=now, unchecked=True) as made:
        target = _target(made.reader, batch, made.id)
        if _is_most_of_it(made.reader, target):
            made.bulk()  # begins anew
            target = _target(made.reader, batch, made.id)
        made.run("UPDATE batch SET undoes = :target WHERE id = :id", {"target": target.id, "id": made.id})
        _Undo(made, target).run()
    return UndoResult(made.id, target, made.wrote)


def _target(reader: Reader, batch: int | None, before: int) -> BatchRow:
    """Give the batch that an undo of number `before` is to take back."""
    held = _undone(_undos(reader))
    if batch is None:
        sql = f"SELECT id FROM batch WHERE id > {SCHEMA_BATCH} AND id < :before AND undoes IS NULL ORDER BY id DESC"
        batch = next((found for (found,) in reader.all(sql, {"before": before}) if found not in held), None)
    if batch is None or batch >= before:
        raise NoBatch(batch)
    if batch in held:
        raise AlreadyUndone(batch, held[batch])
    return _one_batch(reader, batch)


def _is_most_of_it(reader: Reader, target: BatchRow) -> bool:
    """Say whether so many events come or go that indexes are better made anew."""
    moved = sum(target.wrote.get("event", (0, 0, 0)))
    if moved < BULK_ROWS:
        return False
    row = reader.one("SELECT count(*) FROM event")
    return row is not None and 2 * moved >= row[0]


class _Undo:
    """
    One undo under way.

    A row goes back if what stands there now is what `target` wrote. That is so when its writer is `target`,
    or an undo which put back what stood just before the batch that it undoes, and so on down.
    """

    def __init__(self, batch: Batch, target: BatchRow) -> None:
        from timeline.store.schema import KEYS, metadata

        self._batch = batch
        self._reader = batch.reader
        self._dialect = batch.dialect
        self._target = target
        self._params = {"target": target.id, "undo": batch.id}
        self._keys = KEYS
        self._metadata = metadata
        self._tables = [table for table in KEYS if table in target.wrote]
        self._restored: dict[str, int] = {}
        self._vanished: dict[str, int] = {}
        self._names = _Names(self._reader)
        self._reasons: list[str] = []
        self._later: set[int] = set()
        self._undos = {undo: undone for undo, undone in _undos(self._reader).items() if undo != batch.id}
        self._more = 0

    def run(self) -> None:
        self._find_keys()
        self._refuse_rewritten()
        self._touch_texts(writer=":target")
        for table in self._tables:
            self._remove(table)
        for table in self._tables:
            self._refuse_taken(table)
        self._stop_if_refused()
        for table in self._tables:
            self._put_back(table)
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
        parts = _key_parts(self._dialect, self._keys[table])
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
            parts = _key_parts(self._dialect, self._keys[table])
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
        from timeline.store.write import image_sql, key_sql

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
        columns = [column for column in self._metadata.tables[table].columns if column.name != "batch_id"]
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
        if len(self._keys[table]) == 1:
            name = self._keys[table][0]
            kind = "BIGINT" if name == "id" else "TEXT"
            self._run(f"CREATE TEMP TABLE vanished_{table} (k {kind} PRIMARY KEY)")
            self._vanished[table] = self._run(
                f"INSERT INTO vanished_{table} SELECT {_key_part(self._dialect, 0, name)}{displaced} AND NOT {before}",
                table=table,
            )

    def _refuse_taken(self, table: str) -> None:
        """Refuse to put back a row whose uid, or what else is unique, another row has taken since."""
        from sqlalchemy import UniqueConstraint

        from timeline.store.write import key_sql

        kinds = self._batch.connection.dialect
        for constraint in self._metadata.tables[table].constraints:
            if not isinstance(constraint, UniqueConstraint):
                continue
            types = {column.name: str(column.type.compile(kinds)) for column in constraint.columns}
            if types.keys() <= {*self._keys[table]} or "sort_key" in types:
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
        from timeline.store.write import key_sql

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
                    f" AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{self._keys[parent][0]} = {table}.{column})",
                    partial(self._refers_to_gone, table, parent),
                )

    def _refers(self, table: str, parent: str, key: str, later: int, to: Any) -> str:
        return f"{self._names.of_key(table, key)} of batch {later} refers to {self._names.of(parent, to)}"

    def _refers_to_gone(self, table: str, parent: str, key: str, later: int, to: Any) -> str:
        since = "" if later == self._target.id else f" since batch {later}"
        return f"{self._names.of_key(table, key)} refers to {self._names.of(parent, to)}, which is gone{since}"

    def _references(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield every reference: table, column, table referred to, and a further condition."""
        for table in self._keys:
            for constraint in self._metadata.tables[table].foreign_key_constraints:
                parent = constraint.referred_table.name
                if parent != "batch":
                    yield table, constraint.column_keys[0], parent, ""
        for table, column, parent, kind, value in _SOFT:
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
        where = " AND ".join(f"{name} = :key{place}" for place, name in enumerate(self._keys[table]))
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


# --- names ---


class _Names:
    """How rows are named to people: by uid and title, never by number."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def of(self, table: str, key: object) -> str:
        """Name the row of `table` that has, or had, a key of one column."""
        return self.of_key(table, json.dumps([key], ensure_ascii=False, separators=(",", ":")))

    def of_key(self, table: str, key: str) -> str:
        """Name the row of `table` that has, or had, the `key` as history writes it."""
        return self.row(table, self._image(table, key) or {"key": " ".join(map(str, json.loads(key)))})

    def row(self, table: str, image: Mapping[Any, Any]) -> str:
        """Name a row by its image."""
        if "uid" in image:
            title = image.get("title") or image.get("name")
            return f"{table} {image['uid']}" + (f' "{title}"' if title and title != image["uid"] else "")
        match table:
            case "citation":
                quote = image.get("quote")
                return f"citation of {self._uid('source', image.get('source_id'))}" + (
                    f' "{quote:.40}"' if quote else ""
                )
            case "event_citation":
                citation = self._image("citation", json.dumps([image.get("citation_id")])) or {}
                event = self._uid("event", image.get("event_id"))
                return f"citation of {self._uid('source', citation.get('source_id'))} in {event}"
            case "actor_name":
                return f'name "{image.get("name")}" of {self._uid("actor", image.get("actor_id"))}'
            case "actor_link":
                pair = self._uid("actor", image.get("subject_id")), self._uid("actor", image.get("object_id"))
                return f"link {pair[0]} {image.get('kind')} {pair[1]}"
            case "event_link":
                pair = self._uid("event", image.get("from_id")), self._uid("event", image.get("to_id"))
                return f"link {pair[0]} {image.get('kind')} {pair[1]}"
            case "participation":
                pair = self._uid("actor", image.get("actor_id")), self._uid("event", image.get("event_id"))
                return f"{pair[0]} as {image.get('role')} in {pair[1]}"
            case "event_tag":
                return f"tag {image.get('tag')} of {self._uid('event', image.get('event_id'))}"
            case "external_id":
                return f"external id {image.get('scheme')}:{image.get('value')}"
        return f"{table} {next(iter(image.values()), '')}"

    def _uid(self, table: str, row: object) -> str:
        image = self._image(table, json.dumps([row]))
        return str(image["uid"]) if image else "?"

    def _image(self, table: str, key: str) -> dict[str, Any] | None:
        from timeline.store.schema import KEYS
        from timeline.store.write import image_sql

        parts = json.loads(key)
        where = " AND ".join(f"{name} = :key{place}" for place, name in enumerate(KEYS[table]))
        params = {f"key{place}": part for place, part in enumerate(parts)}
        row = self._reader.one(f"SELECT {image_sql(table, self._reader.dialect)} FROM {table} WHERE {where}", params)
        if row is None:
            kept = key if self._reader.dialect == "sqlite" else json.dumps(parts, ensure_ascii=False)
            row = self._reader.one(
                "SELECT image FROM history WHERE entity = :table AND key = :key ORDER BY displaced_by DESC",
                {"table": table, "key": kept},
            )
        return json.loads(row[0]) if row else None
