"""
The past of the database: what each batch wrote, the tables as they stood, and undo.

Promises: `as_recorded` is equal to a copy taken then, row for row; after `undo` every table is as before
the batch, in every column but batch_id; an undo is a batch, so undoing it is redo. Refuses to undo what
later rows rely on, naming them (D98; `store/undo.py`). `log` and `as_recorded` never import SQLAlchemy.
A row's versions are its images in `history` and the row itself, each with the batch that wrote it; a
batch that deleted it wrote its absence.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import BadMoment, NoBatch
from timeline.model import words
from timeline.store.engine import SCHEMA_BATCH
from timeline.store.views import views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import sqlalchemy

    from timeline.store.engine import Reader


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


def log(reader: Reader, limit: int | None = None, *, until: int | None = None) -> Iterator[BatchRow]:
    """Yield the batches, newest first; with `until`, as the log stood after that batch."""
    undone = holding({undo: batch for undo, batch in undos(reader).items() if until is None or undo <= until})
    rest = f" LIMIT {int(limit)}" if limit is not None else ""
    upto = "" if until is None else f" AND id <= {int(until)}"
    for row in reader.rows(f"{_LOG} WHERE id > {SCHEMA_BATCH}{upto} ORDER BY id DESC{rest}"):
        yield _batch_row(row, undone)


def undone(reader: Reader, batch: int) -> bool:
    """Say whether `batch` is undone, by an undo that is not itself undone."""
    return batch in holding(undos(reader))


def changes(reader: Reader, batch: int) -> Iterator[Change]:
    """
    Yield what `batch` did, row by row, in the order of the tables; NoBatch if there is none.

    `before` and `after` hold the columns that history keeps, so none that is derived.
    """
    from timeline.store.schema import KEYS
    from timeline.store.write import image_sql, key_sql

    wrote = one_batch(reader, batch).wrote
    names = Names(reader)
    for table in KEYS:
        if table not in wrote:
            continue
        found = {"batch": batch, "entity": table}
        same = " AND ".join(f"t.{name} = {part}" for name, part in key_parts(reader.dialect, KEYS[table]).items())
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


def one_batch(reader: Reader, batch: int) -> BatchRow:
    """Give one batch; `NoBatch` if there is none."""
    row = reader.one(f"{_LOG} WHERE id = :batch AND id > {SCHEMA_BATCH}", {"batch": batch})
    if row is None:
        raise NoBatch(batch)
    return _batch_row(row, holding(undos(reader)))


def undos(reader: Reader) -> dict[int, int]:
    """Give undo: what it undoes."""
    return dict(reader.all("SELECT id, undoes FROM batch WHERE undoes IS NOT NULL ORDER BY id"))


def holding(undos: Mapping[int, int]) -> dict[int, int]:
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
    key = key_part(reader.dialect, 0, "id")
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


def key_part(dialect: str, place: int, name: str) -> str:
    """Give the SQL that reads a column of the key from `h.key`; what is called an id is a whole number."""
    whole = name == "id" or name.endswith("_id")
    if dialect == "sqlite":
        return f"CAST(json_extract(h.key, '$[{place}]') AS {'INTEGER' if whole else 'TEXT'})"
    return f"CAST(CAST(h.key AS json) ->> {place} AS {'bigint' if whole else 'text'})"


def key_parts(dialect: str, names: Iterable[str]) -> dict[str, str]:
    """Give column: the SQL that reads it from `h.key`, for all columns of a key."""
    return {name: key_part(dialect, place, name) for place, name in enumerate(names)}


def undo(
    engine: sqlalchemy.Engine, batch: int | None = None, *, who: str | None, now: str, command: str = "undo"
) -> UndoResult:
    """
    Take back what `batch` wrote, as a batch of its own; without `batch`, the newest neither undone nor an undo.

    Raises `NoBatch`, `AlreadyUndone`, or `UndoRefused` naming the rows that later batches rely on.
    """
    from timeline.store.undo import undo as run

    return run(engine, batch, who=who, now=now, command=command)


# --- names ---


class Names:
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
