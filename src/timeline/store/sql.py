"""
Ad-hoc SQL that cannot write, endlessly run, or fill the memory.

On SQLite an authorizer lets through what reads and nothing else, values end at 10 MB, and the query runs in a thread
of its own, so that even one long call of a function is left behind when the time is up. On PostgreSQL the statement
goes by the extended protocol, which takes one statement only, in a read-only transaction with a time limit, as a
user who could do no harm outside of it (D87). `schema` tells what can be asked; a new table needs its line in
`TABLES` (a test looks), a new view its own in `views`.
"""

from __future__ import annotations

import queue
import re
import sqlite3
import threading
import time
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from timeline.errors import SqlMistake, SqlRefused, SqlTimeout, SqlTooLarge
from timeline.store.engine import Reader, same_values, translate, translated
from timeline.store.views import DESCRIPTIONS, EXAMPLES, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    import psycopg

LONGEST_VALUE = 10_000_000
"""Bytes of the longest text or blob a query may make, on SQLite."""

ROW_LIMIT = 100_000
SECONDS = 30.0

_GRACE = 0.5
"""Seconds after the time limit in which SQLite may still stop by itself."""

_CHUNK_ROWS = 500
_CHUNK_BYTES = 4_000_000

TABLES = {
    "event": "what happened: title, date (edtf and its bounds in civil seconds from 1970), status, place",
    "event_citation": "a passage that tells of an event, and the date this passage gives it",
    "event_link": "how two events hang together: part_of, causes, follows, responds_to, same_as",
    "event_tag": "the tags of an event",
    "event_text": "the full text of an event, folded",
    "actor": "a person, state, organisation, armed force, medium or group",
    "actor_name": "the names an actor goes by",
    "actor_link": "offices, memberships and other ties between actors, with their dates",
    "participation": "who took part in which event, in which role",
    "place": "where things happen, within what, with coordinates",
    "source": "what was read: title, publisher, date of publication, access",
    "citation": "a passage of a source",
    "attribute": "what a claim can be about (killed, troops, cost ...), its unit, and of what it is a part",
    "claim": "a figure or statement that someone asserts: who, about whom, when said, about which time",
    "external_id": "the identifiers others use for our rows",
    "proposal": "what an ingest proposed: the draft, how sure, what it looks like, and what was said of it",
    "chronology": "what tells this chronology from every other: a random UUID",
    "batch": "every command that wrote: what, who, when",
    "history": "the rows that later commands displaced",
}
"""Table -> what a row of it is, in the order in which they are shown."""


class Result:
    """The answer to an ad-hoc query: its columns, and its rows as they come; closed by itself after the last."""

    def __init__(
        self, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]], limit: int, end: Callable[[], None]
    ) -> None:
        self.columns = columns
        self.rows = self._capped(rows, limit)
        self.truncated = False
        """True, once all rows were taken, when there were more than the limit."""
        self._end: Callable[[], None] | None = end

    def close(self) -> None:
        """Stop the query and give the reader back; more than once does no harm."""
        if self._end is not None:
            end, self._end = self._end, None
            end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _capped(self, rows: Iterator[tuple[Any, ...]], limit: int) -> Iterator[tuple[Any, ...]]:
        try:
            for number, row in enumerate(rows):
                if number == limit:
                    self.truncated = True
                    return
                yield row
        finally:
            self.close()


class Relation(NamedTuple):
    """A table or view that can be asked."""

    name: str
    kind: str
    """`view` or `table`."""
    description: str
    columns: tuple[tuple[str, str], ...]
    """name, type; the type is empty where the database does not tell."""
    example: str | None


def run(reader: Reader, statement: str, *, row_limit: int = ROW_LIMIT, seconds: float = SECONDS) -> Result:
    """
    Run one statement that reads; refuse any other.

    The rows come as they are found, `row_limit` of them at most; `seconds` is time spent in the database. Until
    the rows are all taken, or closed, the reader must not be used for anything else.
    """
    _refuse_other_statements(statement)
    if reader.dialect == "sqlite":
        return _on_sqlite(reader, statement, row_limit, seconds)
    return _on_server(reader, statement, row_limit, seconds)


def schema(reader: Reader) -> tuple[Relation, ...]:
    """Give the views, each with an example to run, and the tables, with their columns."""
    if reader.dialect == "sqlite":
        sql = (
            "SELECT m.name, c.name, lower(c.type) FROM sqlite_master m JOIN pragma_table_info(m.name) c"
            " WHERE m.type IN ('table', 'view') ORDER BY m.name, c.cid"
        )
    else:
        sql = (
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        )
    columns: dict[str, list[tuple[str, str]]] = {}
    for relation, name, kind in reader.all(sql):
        columns.setdefault(relation, []).append((name, kind))
    views = [Relation(n, "view", DESCRIPTIONS[n], tuple(columns[n]), EXAMPLES[n]) for n in NAMES]
    tables = [Relation(n, "table", about, tuple(columns[n]), None) for n, about in TABLES.items()]
    return (*views, *tables)


# What may be asked

_READS = {"SELECT", "WITH", "VALUES", "EXPLAIN"}
_OTHERS = set(
    """
    ALTER ANALYZE ATTACH BEGIN CALL CHECKPOINT CLOSE CLUSTER COMMENT COMMIT COPY CREATE DEALLOCATE DECLARE DELETE DETACH
    DISCARD DO DROP END EXECUTE FETCH GRANT IMPORT INSERT LISTEN LOAD LOCK MERGE MOVE NOTIFY PRAGMA PREPARE REASSIGN
    REFRESH REINDEX RELEASE REPLACE RESET REVOKE ROLLBACK SAVEPOINT SECURITY SET SHOW START TABLE TRUNCATE UNLISTEN
    UPDATE VACUUM
    """.split()  # noqa: SIM905 -- a list of words reads as one
)
_BLANK = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?(?:\*/|$)|\()*", re.DOTALL)


def _refuse_other_statements(statement: str) -> None:
    """Refuse a statement by its first word; what is no word of SQL is left to the database's own message."""
    if "\0" in statement:
        raise SqlMistake("it holds the character NUL")
    if any("\ud800" <= character <= "\udfff" for character in statement):
        raise SqlMistake("it holds bytes that are not UTF-8")
    blank = _BLANK.match(statement)
    rest = statement[blank.end() if blank else 0 :]
    if not rest.strip("; \t\r\n"):
        raise SqlMistake("it is empty")
    word = re.match(r"\w*", rest)
    first = word[0].upper() if word else ""
    if first in _OTHERS:
        raise SqlRefused(f"{first} is not a query")


def _reads(statement: str) -> bool:
    blank = _BLANK.match(statement)
    word = re.match(r"\w*", statement[blank.end() if blank else 0 :])
    return bool(word) and word is not None and word[0].upper() in _READS


# SQLite

_PRAGMAS = {"data_version", "table_info", "table_xinfo", "table_list"}
"""`data_version` is asked by FTS5 itself; the others are the functions `pragma_table_info()` and its like."""

_TABLE_FUNCTIONS = (
    "json_each('[]')",
    "json_tree('[]')",
    "pragma_table_info('event')",
    "pragma_table_xinfo('event')",
    "pragma_table_list",
)

_FORBIDDEN_FUNCTIONS = {"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit", "zipfile", "sqlite_log"}

_DENIED = {
    sqlite3.SQLITE_INSERT: "it writes (INSERT)",
    sqlite3.SQLITE_UPDATE: "it writes (UPDATE)",
    sqlite3.SQLITE_DELETE: "it writes (DELETE)",
    sqlite3.SQLITE_ATTACH: "ATTACH opens another file",
    sqlite3.SQLITE_DETACH: "DETACH is not a query",
    sqlite3.SQLITE_PRAGMA: "the pragma {0} is not allowed",
    sqlite3.SQLITE_FUNCTION: "the function {1} is not allowed",
    sqlite3.SQLITE_TRANSACTION: "transactions are not queries",
    sqlite3.SQLITE_SAVEPOINT: "savepoints are not queries",
}


class _Guard:
    """What an authorizer and a progress handler know of one query."""

    def __init__(self, seconds: float) -> None:
        self.denied: str | None = None
        self.remaining = seconds
        self.end = 0.0
        self.ran_out = False

    def authorize(self, action: int, first: str | None, second: str | None, *_: str | None) -> int:
        """Let through what reads; remember the first thing that does not."""
        if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _FORBIDDEN_FUNCTIONS:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS and _is_asked(first, second):
            return sqlite3.SQLITE_OK
        if first in {"sqlite_master", "sqlite_temp_master"}:
            self.denied = self.denied or "it would change the schema, or uses a table function that is not allowed"
        elif self.denied is None:
            self.denied = _DENIED.get(action, "it changes the database").format(first, second)
        return sqlite3.SQLITE_DENY

    def tick(self) -> int:
        """End the statement when its time is up."""
        self.ran_out = self.ran_out or time.monotonic() > self.end
        return int(self.ran_out)


def _is_asked(pragma: str | None, argument: str | None) -> bool:
    """Tell a pragma that asks from one that sets; none of those allowed can be set but by an argument."""
    return (pragma or "").lower() != "data_version" or argument is None


def _on_sqlite(reader: Reader, statement: str, limit: int, seconds: float) -> Result:
    raw: sqlite3.Connection = reader.raw
    _open_virtual_tables(reader)
    guard = _Guard(seconds)
    worker = _Worker(reader, raw, guard)
    kept = raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    raw.set_progress_handler(guard.tick, 10_000)
    raw.set_authorizer(guard.authorize)

    def end() -> None:
        worker.stop()
        if worker.abandoned:
            return
        raw.set_authorizer(None)
        raw.set_progress_handler(None, 0)
        raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, kept)

    try:
        if not _reads(statement):
            # Not a word of SQL that we know: have SQLite say what is wrong, without running it.
            worker.ask("EXPLAIN " + statement)
            raise SqlRefused("it is not a query")  # noqa: TRY301
        columns = worker.ask(statement)
    except BaseException:
        end()
        raise

    def rows() -> Iterator[tuple[Any, ...]]:
        while chunk := worker.chunk():
            yield from chunk

    return Result(columns, rows(), limit, end)


def _open_virtual_tables(reader: Reader) -> None:
    """Open what declares or looks up tables of its own when first used: the authorizer would blame the user."""
    reader.all("SELECT rowid FROM event_fts WHERE event_fts MATCH 'x' LIMIT 1")
    for function in _TABLE_FUNCTIONS:
        with suppress(sqlite3.OperationalError):  # an SQLite built without it
            reader.raw.execute(f"EXPLAIN SELECT * FROM {function}").close()


class _Worker:
    """
    A thread that owns the query while it runs.

    SQLite looks at the clock between its own instructions, but one instruction can be a call of a function that
    takes hours. Then this thread is left behind, a daemon, and takes its connection with it.
    """

    def __init__(self, reader: Reader, raw: sqlite3.Connection, guard: _Guard) -> None:
        self._reader = reader
        self._raw = raw
        self._guard = guard
        self._limit = guard.remaining
        self._asked: queue.SimpleQueue[Callable[[], Any] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()
        self._cursor: sqlite3.Cursor | None = None
        self.abandoned = False
        self._thread = threading.Thread(target=self._work, daemon=True, name="timeline-sql")
        self._thread.start()

    def ask(self, statement: str) -> tuple[str, ...]:
        """Start the statement; give the names of its columns."""

        def start() -> tuple[str, ...]:
            self._cursor = self._raw.execute(statement)
            return tuple(column[0] for column in self._cursor.description or ())

        columns: tuple[str, ...] = self._do(start)
        if not columns:
            raise SqlMistake("it is empty")
        return columns

    def chunk(self) -> list[tuple[Any, ...]]:
        """Give the next rows; none at the end."""

        def fetch() -> list[tuple[Any, ...]]:
            found: list[tuple[Any, ...]] = []
            size = 0
            for row in self._cursor or ():
                found.append(row)
                size += sum(len(value) for value in row if isinstance(value, str | bytes))
                if len(found) == _CHUNK_ROWS or size > _CHUNK_BYTES:
                    break
            return found

        rows: list[tuple[Any, ...]] = self._do(fetch)
        return rows

    def stop(self) -> None:
        """End the thread, unless it is lost in a function."""
        if self.abandoned:
            return

        def close() -> None:
            if self._cursor is not None:
                self._cursor.close()

        self._asked.put(close)
        self._asked.put(None)
        self._thread.join(_GRACE)
        if self._thread.is_alive():
            self._abandon()

    def _abandon(self) -> None:
        self.abandoned = True
        self._reader.abandon()

    def _do(self, what: Callable[[], Any]) -> Any:
        guard = self._guard
        began = time.monotonic()
        guard.end = began + guard.remaining
        self._asked.put(what)
        try:
            value, error = self._answers.get(timeout=guard.remaining + _GRACE)
        except queue.Empty:
            self._abandon()
            raise SqlTimeout(self._limit) from None
        except BaseException:  # Ctrl-C
            self._raw.interrupt()
            raise
        guard.remaining = max(0.0, guard.remaining - (time.monotonic() - began))
        if error is not None:
            raise _of_sqlite(error, guard, self._limit) from None
        return value

    def _work(self) -> None:
        while (what := self._asked.get()) is not None:
            try:
                self._answers.put((what(), None))
            except BaseException as error:  # noqa: BLE001 -- handed over to the thread that asked
                self._answers.put((None, error))


def _of_sqlite(error: BaseException, guard: _Guard, seconds: float) -> BaseException:
    """Give the error to raise for what SQLite, or its driver, said of a query."""
    said = str(error)
    code = getattr(error, "sqlite_errorcode", None)
    if guard.ran_out:
        return SqlTimeout(seconds)
    if guard.denied is not None:
        return SqlRefused(guard.denied)
    if "one statement at a time" in said:
        return SqlRefused("more than one statement")
    if code == sqlite3.SQLITE_AUTH:
        return SqlRefused(said)
    if code in {sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_NOMEM} or isinstance(error, MemoryError) or "too large" in said:
        return SqlTooLarge(f"a value may have {LONGEST_VALUE // 1_000_000} MB")
    if code is not None and code & 0xFF in {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE}:
        return SqlMistake(said)
    if isinstance(error, sqlite3.ProgrammingError) and "binding" in said:
        return SqlMistake("it has a parameter (? or :name) without a value")
    if isinstance(error, sqlite3.OperationalError) and "decode" in said:
        return SqlMistake("the answer holds a text that is not UTF-8; use hex() or CAST(... AS BLOB)")
    return error


# PostgreSQL

_POWERS = "'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program'"


def _on_server(reader: Reader, statement: str, limit: int, seconds: float) -> Result:
    import psycopg

    if not _reads(statement):
        raise SqlMistake(f"{statement.split(maxsplit=1)[0][:40]} is not a query")
    raw = reader.raw
    _refuse_powers(reader)
    reader.refresh()  # keeps TEMP views, should this transaction end badly
    with translated(reader.label):
        raw.execute("SET TRANSACTION READ ONLY")
        raw.execute(f"SET LOCAL statement_timeout = {max(1, round(seconds * 1000))}")
    cursor = raw.cursor()
    same_values(cursor)

    def rows() -> Generator[tuple[Any, ...], None, None]:
        try:
            for row in cursor.stream(statement.encode()):
                yield tuple(_plain(value) for value in row)
        except psycopg.Error as error:
            raise _of_server(error, statement, seconds) from None

    found = rows()

    def end() -> None:
        found.close()
        cursor.close()
        if not raw.closed:
            raw.rollback()

    # The first row is fetched here, so that mistakes show at once.
    try:
        columns = _prepared(raw.pgconn, statement, seconds)
        first = next(found, None)
    except BaseException:
        end()
        raise
    return Result(columns, chain(() if first is None else (first,), found), limit, end)


def _prepared(connection: Any, statement: str, seconds: float) -> tuple[str, ...]:
    """Prepare the statement, which takes a single one only; give the names of its columns."""
    from psycopg.errors import error_from_result
    from psycopg.pq import ExecStatus

    for said in (connection.prepare(b"", statement.encode()), connection.describe_prepared(b"")):
        if said.status != ExecStatus.COMMAND_OK:
            raise _of_server(error_from_result(said), statement, seconds)
    if said.nparams:
        raise SqlMistake("it has a parameter ($1) without a value")
    return tuple((said.fname(number) or b"").decode() for number in range(said.nfields))


def _refuse_powers(reader: Reader) -> None:
    """
    Refuse to run queries as a user who can do harm from within a read-only transaction.

    That is a superuser, or one who may read or write the server's files or run its programs. Changing to a lesser
    role would not do: `SELECT set_config('role', ...)` changes back in the middle of a single statement (D87).
    """
    powers = reader.all(
        "SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolsuper"
        f" UNION ALL SELECT rolname FROM pg_roles WHERE rolname IN ({_POWERS})"
        " AND pg_has_role(session_user, oid, 'MEMBER')"
    )
    if powers:
        raise SqlRefused(
            "this user of the server has powers that no query should have; name one with SELECT alone by --role"
        )


def _plain(value: Any) -> Any:
    """Give a value of a type SQLite does not have as text."""
    return value if value is None or isinstance(value, int | float | str | bytes) else str(value)


def _of_server(error: psycopg.Error, statement: str, seconds: float) -> BaseException:
    """Give the error to raise for what the server said of a query."""
    state = error.sqlstate or ""
    said = (error.diag.message_primary or str(error)).strip()
    if state == "57014":
        return SqlTimeout(seconds)
    if "multiple commands" in said:
        return SqlRefused("more than one statement")
    if state.startswith("25") or state in {"42501", "0A000"}:
        return SqlRefused(said)
    if state.startswith(("53", "54")):
        return SqlTooLarge(said)
    if state.startswith(("42", "22", "21", "2B", "34", "3F", "P0")) or not state:
        at = error.diag.statement_position
        if at is None or "\n" in statement or len(statement) > 100:
            return SqlMistake(said)
        return SqlMistake(said, statement, int(at) - 1)
    return translate(error) or error
