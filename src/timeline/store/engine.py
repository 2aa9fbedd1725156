"""
Opening a chronology: an SQLite file or a PostgreSQL database, for reading or for writing.

Promises: a reader of an SQLite file never imports SQLAlchemy (0.2 s a start); both databases give the
same Python values; whatever is wrong with the target is its own error of `timeline.errors`, and
`translated` is the one place where the drivers' errors become ours. Refuses to open what is not ours
or is of another revision. Nothing here prints, waits for a person, or upgrades behind one's back.
A new kind of database is a new branch in `locate`, `open_reader` and `_connect`, and views of its own.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import sqlalchemy

REVISION = "0004"
"""The schema this program reads and writes: the head of `migrations/versions/` (a test holds them together)."""

APPLICATION_ID = 0x544C4E45
"""`TLNE` in ASCII, in the header of every SQLite file of ours, so that `file` and we can tell it (D81)."""

BUSY_SECONDS = 5.0
"""How long we wait for another process before `DatabaseLocked`."""

SCHEMA_BATCH = 0
"""The batch that owns the rows which come with the schema; it is in no log and no undo takes it back (D82)."""

_MAGIC = b"SQLite format 3\0"
_PARAMETER = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|(?<![:\w]):(\w+)|%", re.DOTALL)


class Location(NamedTuple):
    """Where a database is."""

    dialect: str
    """`sqlite` or `postgresql`."""
    name: str
    """A path, or a URL that libpq understands."""
    label: str
    """The same as it may be shown: without a password."""


def locate(target: str) -> Location:
    """
    Tell what `target` names: a path, `sqlite:///path`, or `postgresql://…`.

    >>> locate("postgresql+psycopg://kim:secret@db.example/chronology").label
    'postgresql://kim:***@db.example/chronology'
    """
    scheme, separator, rest = target.partition("://")
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+]*", scheme):
        return Location("sqlite", target, target)
    kind = scheme.lower().partition("+")[0]
    if kind == "sqlite":
        path = rest.partition("?")[0].removeprefix("/")
        return Location("sqlite", path, path)
    if kind in {"postgresql", "postgres"}:
        url = f"postgresql://{rest}"
        return Location("postgresql", url, _without_password(url))
    raise UnknownServer(_without_password(target), kind)


def _without_password(url: str) -> str:
    url = re.sub(r"^([^:]+://[^:@/?\[]*):[^?]+@", r"\1:***@", url)
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", url)


class Reader:
    """
    One snapshot of a database, to be read by plain SQL text; the same on both databases.

    Everything read through one reader is of one moment, that of the first read. Close it, or use it in a `with`.
    """

    def __init__(self, raw: Any, dialect: str, label: str, *, owned: bool = True, immutable: bool = False) -> None:
        self.raw = raw
        """The driver's connection, for the few neighbours that need more than rows."""
        self.dialect = dialect
        self.label = label
        self.immutable = immutable
        """True: the file was opened as one that nobody writes to (read-only folder)."""
        self._owned = owned
        self._cursors = 0
        self._streams: set[Any] = set()

    def rows(self, sql: str, params: Mapping[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        """
        Yield the rows of one SELECT as they come, in constant memory; parameters are `:name`.

        The statement runs at once, not at the first row. Other reads may run while rows are still coming.
        """
        with translated(self.label):
            if self.dialect == "sqlite":
                cursor = self.raw.execute(sql, params or {})
            else:
                self._cursors += 1
                cursor = self.raw.cursor(name=f"rows_{self._cursors}")
                cursor.itersize = 2000
                same_values(cursor)
                cursor.execute(_percent(sql), params or {})
            self._streams.add(cursor)
            return self._stream(cursor)

    def all(self, sql: str, params: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Give all rows of one statement at once; on a server one round trip instead of three."""
        with translated(self.label):
            if self.dialect == "sqlite":
                found: list[tuple[Any, ...]] = self.raw.execute(sql, params or {}).fetchall()
                return found
            with self.raw.cursor() as cursor:
                same_values(cursor)
                fetched: list[tuple[Any, ...]] = cursor.execute(_percent(sql), params or {}).fetchall()
                return fetched

    def one(self, sql: str, params: Mapping[str, object] | None = None) -> tuple[Any, ...] | None:
        """Give the first row of one statement, or None."""
        found = self.all(sql, params)
        return found[0] if found else None

    def execute(self, sql: str) -> None:
        """Run one statement that changes only this connection: a TEMP view, a setting."""
        with translated(self.label):
            if self.dialect == "postgresql":
                self.raw.execute(sql)
                return
            kept = self.raw.execute("PRAGMA query_only").fetchone()[0]
            self.raw.execute("PRAGMA query_only = OFF")
            try:
                self.raw.execute(sql)
            finally:
                self.raw.execute(f"PRAGMA query_only = {kept}")

    def refresh(self) -> None:
        """Leave the snapshot; the next read sees the database as it is then, TEMP views stay."""
        self._end_streams()
        with translated(self.label):
            if self.dialect == "postgresql":
                self.raw.commit()
            else:
                self.raw.commit()
                self.raw.execute("BEGIN")

    def abandon(self) -> None:
        """Leave the connection to a thread that is lost in it: touching it would wait for that thread."""
        self._owned = False

    def close(self) -> None:
        """End the snapshot; a reader made inside a write leaves the connection to its owner."""
        if self._owned:
            with suppress(Exception):
                self._end_streams()
                self.raw.rollback()
            self.raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _stream(self, cursor: Any) -> Iterator[tuple[Any, ...]]:
        try:
            with translated(self.label):
                yield from chain(cursor)  # a bare cursor would be closed along, its connection may be gone
        finally:
            if cursor in self._streams:
                self._streams.discard(cursor)
                cursor.close()

    def _end_streams(self) -> None:
        while self._streams:
            self._streams.pop().close()


def open_reader(target: str, *, wait: float = BUSY_SECONDS, role: str | None = None) -> Reader:
    """
    Open a chronology for reading; raise the error that names what is wrong with it.

    An SQLite file in a folder that cannot be written to is read as one that nobody writes to (D83). `role`
    is for ad-hoc queries on a server: log in as that user instead of the one in the URL (D87).
    """
    return _checked(open_unchecked(locate(target), wait=wait, role=role))


def open_unchecked(place: Location, *, wait: float = BUSY_SECONDS, role: str | None = None) -> Reader:
    """Open any SQLite file or server database for reading, whoever made it; for `migrate` alone."""
    if place.dialect == "postgresql":
        return _server_reader(place, role)
    _look_at_file(place)
    try:
        return _file_reader(place, wait, immutable=False)
    except _NoLog:
        return _file_reader(place, wait, immutable=True)


def revision(reader: Reader) -> str | None:
    """Give the schema revision of a chronology; None when the database is not one."""
    if reader.dialect == "sqlite":
        if reader.all("PRAGMA application_id")[0][0] != APPLICATION_ID:
            return None
        ours = reader.all("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
    else:
        ours = reader.all(
            "SELECT 1 WHERE to_regclass('event_citation') IS NOT NULL AND to_regclass('batch') IS NOT NULL"
            " AND to_regclass('alembic_version') IS NOT NULL"
        )
    found = reader.one("SELECT version_num FROM alembic_version") if ours else None
    return str(found[0]) if found and re.fullmatch(r"\d{4}", str(found[0])) else None


def identity(reader: Reader) -> str:
    """Give the UUID that tells this chronology from every other; its copies and backups have the same (D311)."""
    found = reader.one("SELECT uuid FROM chronology")
    return str(found[0]) if found else ""


def open_engine(target: str, *, wait: float = BUSY_SECONDS) -> sqlalchemy.Engine:
    """
    Open a chronology for writing, checked as `open_reader` checks it.

    On SQLite every transaction begins IMMEDIATE, with foreign keys on and a write-ahead log. Connections
    are not pooled: a command uses one.
    """
    place = locate(target)
    with open_reader(target, wait=wait):
        pass
    if place.dialect == "sqlite":
        refuse_read_only(place)
    return _engine(place, wait)


def reader_of(connection: sqlalchemy.Connection) -> Reader:
    """Read inside a write: the same transaction, over the driver's own connection."""
    raw = connection.connection.driver_connection
    label = connection.engine.url.render_as_string(hide_password=True)
    return Reader(raw, connection.dialect.name, str(connection.info.get("timeline", label)), owned=False)


def create(target: str) -> bool:
    """
    Make a new chronology at the present schema; False when there already is one.

    A missing or empty file, or an SQLite file or server database without any table, is filled; anything
    else is refused and left as it was.
    """
    place = locate(target)
    new = _room_for_file(place) if place.dialect == "sqlite" else False
    try:
        with migrating(place) as connection:
            found = revision(reader_of(connection))
            if found is None:
                if _tables(connection):
                    raise ForeignDatabase(place.label)  # noqa: TRY301 -- as any failure here
                run_migrations(connection)
    except BaseException as error:
        if new and not isinstance(error, DatabaseLocked):  # locked: another process is making it
            _remove_database(Path(place.name))
        raise
    if found is not None:
        open_reader(target).close()
    return found is None


@contextmanager
def migrating(place: Location, *, wait: float = BUSY_SECONDS) -> Iterator[sqlalchemy.Connection]:
    """
    Give a connection for migrations: one transaction, foreign keys unenforced, then checked.

    SQLite rebuilds a table by dropping it, and enforced keys with CASCADE would then take its children's
    rows along; so they are off while it runs, and one `foreign_key_check` before the commit replaces them.
    """
    engine = _engine(place, wait, foreign_keys=False)
    try:
        with translated(place.label), engine.begin() as connection:
            connection.info["timeline"] = place.label
            yield connection
            if place.dialect == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise DatabaseDamaged(place.label, "rows refer to rows that are not there")
    finally:
        engine.dispose()


def run_migrations(connection: sqlalchemy.Connection, revision: str = "head") -> None:
    """Bring the database of `connection` up to `revision` with the scripts, inside its transaction."""
    from alembic import command
    from alembic.config import Config

    from timeline.resources import migrations_dir

    config = Config()
    config.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


# What is there


def _look_at_file(place: Location) -> None:
    """Raise what can be told of a file without SQLite."""
    try:
        found = os.stat(place.name)  # noqa: PTH116 -- a name with NUL must become our error
        if stat.S_ISDIR(found.st_mode):
            raise NotADatabase(place.label, "it is a folder")
        if not stat.S_ISREG(found.st_mode):
            raise NotADatabase(place.label, "it is not a regular file")
        if found.st_size == 0:
            raise NotADatabase(place.label, "the file is empty")
        with Path(place.name).open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise NotADatabase(place.label, "the file is not in SQLite's format")
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NoDatabase(place.label) from None
    except OSError as error:
        raise DatabaseUnreadable(place.label, (error.strerror or str(error)).lower()) from None


def refuse_read_only(place: Location) -> None:
    """Raise when the file at `place`, or its folder (where the log goes), may not be written to."""
    path = Path(place.name).absolute()
    if not _writable(path):
        raise DatabaseReadOnly(place.label, "the file is read-only")
    if not _writable(path.parent):
        raise DatabaseReadOnly(place.label, "its folder is read-only")


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _room_for_file(place: Location) -> bool:
    """Check that a new database may stand at `place`; True when nothing stands there yet."""
    try:
        found = os.stat(place.name)  # noqa: PTH116 -- a name with NUL must become our error
    except FileNotFoundError:
        parent = Path(place.name).absolute().parent
        if not parent.is_dir():
            raise CannotCreate(place.label, f"there is no folder {parent}") from None
        if not _writable(parent):
            raise CannotCreate(place.label, "the folder is read-only") from None
        return True
    except ValueError:
        raise CannotCreate(place.label, "a file name cannot hold that character") from None
    except OSError as error:
        raise CannotCreate(place.label, (error.strerror or str(error)).lower()) from None
    if found.st_size or not stat.S_ISREG(found.st_mode):
        with open_unchecked(place) as reader:
            if revision(reader) is None and reader.all("SELECT 1 FROM sqlite_master"):
                raise ForeignDatabase(place.label)
    refuse_read_only(place)
    return False


def _remove_database(path: Path) -> None:
    for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        name.unlink(missing_ok=True)


def _checked(reader: Reader) -> Reader:
    """Give `reader` back when its database is ours and of this revision, else close it and raise."""
    try:
        found = revision(reader)
        if found is None:
            raise not_ours(reader)  # noqa: TRY301 -- what was opened must be closed on every way out
        if found < REVISION:
            raise SchemaBehind(reader.label, found, REVISION)  # noqa: TRY301
        if found > REVISION:
            raise SchemaAhead(reader.label, found, REVISION)  # noqa: TRY301
        reader.refresh()
    except BaseException:
        reader.close()
        raise
    return reader


def not_ours(reader: Reader) -> TimelineError:
    """Tell a database of something else from one that holds nothing yet."""
    if reader.dialect == "postgresql":
        empty = not reader.one(_SERVER_TABLES)
        return NoServerDatabase(reader.label, "the database is empty") if empty else ForeignDatabase(reader.label)
    empty = not reader.one("SELECT 1 FROM sqlite_master")
    return NotADatabase(reader.label, "it holds no tables") if empty else ForeignDatabase(reader.label)


_SERVER_TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
"""


def _tables(connection: sqlalchemy.Connection) -> list[str]:
    sql = "SELECT name FROM sqlite_master" if connection.dialect.name == "sqlite" else _SERVER_TABLES
    return [row[0] for row in connection.exec_driver_sql(sql)]


# Connections


class _NoLog(Exception):
    """A write-ahead log can be neither made nor read: the folder is read-only."""


def _file_reader(place: Location, wait: float, *, immutable: bool) -> Reader:
    """
    Open an SQLite file for reading.

    Not by `mode=ro`: the last such reader leaves a `-wal` and a `-shm` file behind (D83). Writing is
    ruled out by `query_only`.
    """
    path = Path(place.name).absolute()
    writable = _writable(path) and _writable(path.parent)
    mode = "ro&immutable=1" if immutable else "rw" if writable else "ro"
    with translated(place.label):
        raw = sqlite3.connect(
            f"{path.as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=wait, check_same_thread=False
        )
        try:
            raw.execute("PRAGMA query_only = ON")
            raw.execute("BEGIN")
            raw.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            raw.close()
            if not immutable and _code(error) in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
                if _has_content(path.with_name(path.name + "-wal")):
                    raise DatabaseUnreadable(
                        place.label, "its write-ahead log cannot be read in a read-only folder"
                    ) from None
                raise _NoLog from None
            raise
        except BaseException:
            raw.close()
            raise
    return Reader(raw, "sqlite", place.label, immutable=immutable)


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _server_reader(place: Location, role: str | None) -> Reader:
    raw = _connect(place, role=role)
    with translated(place.label):
        import psycopg

        raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return Reader(raw, "postgresql", place.label)


def _connect(place: Location, *, wait: float = BUSY_SECONDS, role: str | None = None) -> Any:
    """Open the driver's connection to a PostgreSQL server."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        raise DriverMissing(place.label) from None
    try:
        wanted: dict[str, Any] = {"application_name": "timeline", "connect_timeout": 10, **conninfo_to_dict(place.name)}
    except psycopg.ProgrammingError:
        raise ServerUnreachable(place.label, "its address cannot be understood") from None
    if role is not None:
        wanted["user"] = role
        wanted.pop("password", None)
    with translated(place.label):
        raw = psycopg.connect(**wanted)
        raw.execute(f"SET lock_timeout = {round(wait * 1000)}")
        raw.commit()
        return raw


def _engine(place: Location, wait: float, *, foreign_keys: bool = True) -> sqlalchemy.Engine:
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    if place.dialect == "postgresql":
        made = create_engine("postgresql+psycopg://", creator=lambda: _connect(place, wait=wait), poolclass=NullPool)
    else:
        path = Path(place.name).absolute()

        def connect() -> sqlite3.Connection:
            with translated(place.label):
                return _write_connection(path, wait, foreign_keys=foreign_keys)

        made = create_engine("sqlite://", creator=connect, poolclass=NullPool)

        @event.listens_for(made, "begin")
        def begin(connection: sqlalchemy.Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(made, "engine_connect")
    def name(connection: sqlalchemy.Connection) -> None:
        connection.info["timeline"] = place.label

    return made


def _write_connection(path: Path, wait: float, *, foreign_keys: bool) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None, timeout=wait, check_same_thread=False)
    try:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
    except BaseException:
        raw.close()
        raise
    return raw


# Same values, same parameters


def same_values(cursor: Any) -> None:
    """Let a PostgreSQL cursor give the Python values that SQLite gives: numbers for NUMERIC, 0 and 1 for BOOLEAN."""
    for name, loader in _loaders().items():
        cursor.adapters.register_loader(name, loader)


@lru_cache(maxsize=1)
def _loaders() -> dict[str, Any]:
    from psycopg.adapt import Loader

    class Number(Loader):
        """NUMERIC as int where it is whole, else as float."""

        def load(self, data: Any) -> int | float:
            shown = bytes(data)
            whole, _, rest = shown.partition(b".")
            return int(whole) if whole.lstrip(b"-").isdigit() and not rest.strip(b"0") else float(shown)

    class Truth(Loader):
        """BOOLEAN as 1 or 0."""

        def load(self, data: Any) -> int:
            return int(bytes(data) == b"t")

    return {"numeric": Number, "bool": Truth}


@lru_cache(maxsize=512)
def _percent(sql: str) -> str:
    """
    Turn `:name` into psycopg's `%(name)s`, outside of literals and comments.

    >>> _percent("SELECT ':no', x FROM t WHERE x = :x AND y LIKE 'a%'")
    "SELECT ':no', x FROM t WHERE x = %(x)s AND y LIKE 'a%%'"
    """

    def replace(match: re.Match[str]) -> str:
        return f"%({match[1]})s" if match[1] else match[0].replace("%", "%%")

    return _PARAMETER.sub(replace, sql)


# Errors


@contextmanager
def translated(label: str | None = None) -> Iterator[None]:
    """Turn the drivers' errors that are a user's to mend into ours; leave the rest, which are our bugs."""
    try:
        yield
    except TimelineError:
        raise
    except Exception as error:
        ours = translate(error, label)
        if ours is None:
            raise
        raise ours from error


def translate(error: BaseException, label: str | None = None) -> TimelineError | None:
    """Give the error of ours that a driver's error means, or None when it can only be a bug."""
    original = getattr(error, "orig", None) or error
    if isinstance(original, TimelineError):
        return original
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original, label)
    if type(original).__module__.partition(".")[0] == "psycopg":
        return _of_server(original, label)
    return None


def _code(error: sqlite3.Error) -> int | None:
    """Give SQLite's primary result code of `error`."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _of_sqlite(error: sqlite3.Error, label: str | None) -> TimelineError | None:
    detail = str(error)
    match _code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseLocked(label)
        case sqlite3.SQLITE_FULL:
            return DiskFull(label)
        case sqlite3.SQLITE_READONLY:
            return DatabaseReadOnly(label, "the file or its folder is read-only")
        case sqlite3.SQLITE_NOTADB:
            return NotADatabase(label or "", "the file is encrypted, or not in SQLite's format")
        case sqlite3.SQLITE_CORRUPT:
            return DatabaseDamaged(label, detail)
        case sqlite3.SQLITE_CANTOPEN:
            return DatabaseUnreadable(label, "the file, or its write-ahead log, cannot be opened")
        case sqlite3.SQLITE_IOERR:
            return DatabaseUnreadable(label, detail)
        case sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return DatabaseUnreadable(label, "permission denied")
    return None


def _of_server(error: BaseException, label: str | None) -> TimelineError | None:
    state = getattr(error, "sqlstate", None) or ""
    lines = str(error).strip().splitlines()
    said = re.sub(r"^.*?(?:FATAL|ERROR):\s+", "", lines[-1]) if lines else type(error).__name__
    if state in {"55P03", "40001", "40P01"}:
        return DatabaseLocked(label)
    if state.startswith("53"):
        return DiskFull(label) if state == "53100" else ServerUnreachable(label, said)
    if state == "25006":
        return DatabaseReadOnly(label, "the server, or this session, is read-only")
    if state == "42501" or state.startswith("28"):
        return LoginRefused(label, said)
    if state == "3D000":
        return NoServerDatabase(label or "", said)
    if state.startswith(("08", "57P", "58", "XX")):
        return ServerUnreachable(label, said)
    if not state and type(error).__name__ == "OperationalError":
        return _of_failed_connection(said, label)
    return None


def _of_failed_connection(said: str, label: str | None) -> TimelineError:
    """Tell from libpq's words why no connection was made; it gives no code for that."""
    if re.search(r'database ".*" does not exist', said):
        return NoServerDatabase(label or "", said)
    if re.search(
        r"password|authentication|pg_hba|role .* does not exist|not permitted to log in|permission denied for", said
    ):
        return LoginRefused(label, said)
    return ServerUnreachable(label, said)


__all__ = [
    "APPLICATION_ID",
    "BUSY_SECONDS",
    "REVISION",
    "SCHEMA_BATCH",
    "Location",
    "Reader",
    "create",
    "locate",
    "migrating",
    "not_ours",
    "open_engine",
    "open_reader",
    "open_unchecked",
    "reader_of",
    "refuse_read_only",
    "revision",
    "run_migrations",
    "same_values",
    "translate",
    "translated",
]
