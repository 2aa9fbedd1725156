"""
The care of a whole database: upgrade it, look it over, back it up, restore it, tell about it.

Promises: an upgrade, a backup and a restore leave either what was there or what was wanted, never half; an upgrade
of a file makes a backup first; a backup is one moment of the database, writers or not; nothing that was there is
overwritten without a copy kept. Refuses what is not ours. A server's database is backed up by the server's own
tools. A new thing to look over is a function that yields `Finding`s and a line in `_CHECKS`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import (
    CannotCreate,
    DatabaseDamaged,
    DatabaseLocked,
    FilesOnly,
    ForeignDatabase,
    NotADatabase,
    SchemaAhead,
    TimelineError,
)
from timeline.store import engine
from timeline.store.engine import BUSY_SECONDS, Reader, locate, open_reader, open_unchecked, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from timeline.store.engine import Location


class Finding(NamedTuple):
    """Something that is not as it must be."""

    rule: str
    """The name of what is broken: integrity, references, full_text, bounds, order, history."""
    where: str
    """A table, and the row's key where one row is meant."""
    what: str


class Info(NamedTuple):
    """What a database is."""

    target: str
    dialect: str
    revision: str
    rows: dict[str, int]
    """Table -> number of rows, of the tables a user fills."""
    bytes: int
    journal: str | None
    """SQLite's journal mode; None on a server."""
    first: str | None
    """When the first batch was written, UTC; None when there is none."""
    last: str | None
    batches: int
    uuid: str | None
    """What tells the chronology from every other; None: it is of a revision that had none."""


# Upgrade


def upgrade(target: str, *, wait: float = BUSY_SECONDS) -> Path | None:
    """
    Bring a chronology to the present schema; give the backup of the file made before, None if none was needed.

    A server's database is upgraded in one transaction, without a backup.
    """
    place = locate(target)
    with open_unchecked(place, wait=wait) as reader:
        found = _ours(reader)
    if found == engine.REVISION:
        return None
    backup_file = None
    if place.dialect == "sqlite":
        engine.refuse_read_only(place)
        backup_file = _free_name(Path(place.name), f".{found}.backup")
        backup(target, str(backup_file), wait=wait)
    with engine.migrating(place, wait=wait) as connection:
        engine.run_migrations(connection)
    return backup_file


def _ours(reader: Reader) -> str:
    """Give the revision of a chronology that this program can read or upgrade; raise for any other."""
    found = engine.revision(reader)
    if found is None:
        raise engine.not_ours(reader)
    if found > engine.REVISION:
        raise SchemaAhead(reader.label, found, engine.REVISION)
    return found


def _free_name(path: Path, ending: str) -> Path:
    """Give a name beside `path` that nothing has yet."""
    for number in range(1, 10_000):
        name = path.with_name(path.name + ending + ("" if number == 1 else f"-{number}"))
        if not os.path.lexists(name):
            return name
    raise CannotCreate(str(path), "ten thousand copies of it are there already")


# Backup and restore


def backup(target: str, to: str, *, wait: float = BUSY_SECONDS) -> None:
    """Copy a chronology, as it is at one moment, to the new file `to`; refuse when something is there already."""
    place = _file(target, "a backup")
    with open_unchecked(place, wait=wait) as reader:
        _ours(reader)
        wanted = Path(to)
        if os.path.lexists(wanted):
            raise CannotCreate(to, "it is there already")
        _copy(reader, wanted)


def restore(target: str, from_: str, *, wait: float = BUSY_SECONDS) -> Path | None:
    """
    Put the chronology in the file `from_` in the place of `target`; give the copy kept of what was there, if any.

    `from_` must be a sound chronology. A chronology at `target` is replaced as one write that other processes see
    whole or not at all; a damaged file is set aside; a database of something else is refused.
    """
    place = _file(target, "a restore")
    with open_unchecked(_file(from_, "a restore"), wait=wait) as reader:
        _ours(reader)
        _refuse_damaged(reader)
        path = Path(place.name)
        if not os.path.lexists(path):
            _copy(reader, path)
            return None
        engine.refuse_read_only(place)
        if path.samefile(from_):
            raise CannotCreate(target, "it is the backup itself")
        if _is_sound(place, wait):
            kept = _free_name(path, ".replaced")
            backup(target, str(kept), wait=wait)
            _overwrite(reader, place, wait)
            return kept
        kept = _free_name(path, ".damaged")
        _copy(reader, path, aside=kept)
        return kept


def _file(target: str, what: str) -> Location:
    place = locate(target)
    if place.dialect != "sqlite":
        raise FilesOnly(place.label, what)
    return place


def _is_sound(place: Location, wait: float) -> bool:
    """Tell a chronology that can be read from a damaged file; raise for what is not ours to replace."""
    if Path(place.name).is_dir():
        raise NotADatabase(place.label, "it is a folder")
    try:
        with open_unchecked(place, wait=wait) as reader:
            if engine.revision(reader) is None and reader.all("SELECT 1 FROM sqlite_master"):
                raise ForeignDatabase(place.label)
            return True
    except (DatabaseDamaged, NotADatabase):
        return False


def _refuse_damaged(reader: Reader) -> None:
    found = reader.all("PRAGMA quick_check(1)")
    if found != [("ok",)]:
        raise DatabaseDamaged(reader.label, str(found[0][0]))


def _copy(reader: Reader, wanted: Path, *, aside: Path | None = None) -> None:
    """Copy what `reader` sees to a new file: written beside it first, then named; what was there goes `aside`."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{wanted.name}.", dir=wanted.absolute().parent)
    except (OSError, ValueError) as error:
        raise CannotCreate(str(wanted), (getattr(error, "strerror", None) or str(error)).lower()) from None
    made = Path(name)
    try:
        with translated(str(wanted)), closing(sqlite3.connect(made, isolation_level=None)) as copy:
            _pages(reader, copy, str(wanted), BUSY_SECONDS)
            # It came in the source's mode; a file without a log is whole by itself, in a read-only folder too.
            copy.execute("PRAGMA journal_mode = DELETE")
        os.fsync(handle)
        made.chmod(0o666 & ~_umask())
        if aside is not None:
            _set_aside(wanted, aside)
        elif left := [end for end in ("-wal", "-journal") if wanted.with_name(wanted.name + end).exists()]:
            # SQLite would play it into the copy.
            raise CannotCreate(str(wanted), f"the log of an earlier database, {wanted.name}{left[0]}, is in its place")
        made.replace(wanted)
    except OSError as error:
        raise CannotCreate(str(wanted), (error.strerror or str(error)).lower()) from None
    finally:
        os.close(handle)
        for end in ("", "-wal", "-shm", "-journal"):
            made.with_name(made.name + end).unlink(missing_ok=True)


def _umask() -> int:
    """Give the process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _set_aside(path: Path, aside: Path) -> None:
    """Keep a damaged file with its log under another name: the log must not be played into the new one."""
    for end in ("-wal", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).replace(aside.with_name(aside.name + end))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    try:
        os.link(path, aside)
    except OSError:  # a file system without links
        path.replace(aside)


def _overwrite(reader: Reader, place: Location, wait: float) -> None:
    """Write what `reader` sees over a living database, in one transaction of SQLite's own."""
    with translated(place.label), closing(sqlite3.connect(place.name, isolation_level=None, timeout=wait)) as raw:
        _pages(reader, raw, place.label, wait)
        raw.execute("PRAGMA journal_mode = WAL")


def _pages(reader: Reader, to: sqlite3.Connection, label: str, wait: float) -> None:
    """Copy all pages at once; give up when another process has held the destination for `wait` seconds."""
    end = time.monotonic() + wait

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > end:
            raise DatabaseLocked(label)

    reader.raw.backup(to, progress=progress, sleep=0.05)


# Info


def info(target: str, *, wait: float = BUSY_SECONDS) -> Info:
    """Tell the schema, the size and the first and last writing of a chronology; an older one too."""
    place = locate(target)
    with open_unchecked(place, wait=wait) as reader:
        found = _ours(reader)
        rows = {table: int(reader.all(f"SELECT count(*) FROM {table}")[0][0]) for table in COUNTED}
        written = reader.all(
            "SELECT count(*), min(started_at), max(started_at) FROM batch WHERE id > :schema",
            {"schema": engine.SCHEMA_BATCH},
        )[0]
        if reader.dialect == "sqlite":
            journal = str(reader.all("PRAGMA journal_mode")[0][0])
            path = Path(place.name)
            size = sum(name.stat().st_size for name in (path, path.with_name(path.name + "-wal")) if name.exists())
        else:
            journal, size = None, int(reader.all("SELECT pg_database_size(current_database())")[0][0])
        own = engine.identity(reader) if found >= "0004" else None
    return Info(place.label, reader.dialect, found, rows, size, journal, written[1], written[2], int(written[0]), own)


COUNTED = ("event", "actor", "source", "citation", "claim", "place", "participation", "event_link", "actor_link")
"""The tables whose rows `info` counts."""


# Check


def check(target: str, *, wait: float = BUSY_SECONDS) -> list[Finding]:
    """
    Look a chronology over: is the file sound, do references hold, is all that is derived in step, is history sane.

    On a server the server itself answers for the file and the references.
    """
    found: list[Finding] = []
    try:
        with open_reader(target, wait=wait) as reader:
            for look in _CHECKS:
                found.extend(look(reader))
            if reader.dialect == "sqlite" and not any(finding.rule == "integrity" for finding in found):
                found.extend(_index(target, wait))
    except DatabaseDamaged as error:
        found.append(Finding("integrity", "the file", error.detail))
    return found


def _integrity(reader: Reader) -> Iterator[Finding]:
    if reader.dialect == "sqlite":
        for (said,) in reader.all("PRAGMA integrity_check(100)"):
            if said != "ok":
                yield Finding("integrity", "the file", said)
    else:
        sql = "SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c WHERE NOT c.convalidated"
        for table, name in reader.all(sql):
            yield Finding("integrity", table, f"the server has not checked {name}")


def _references(reader: Reader) -> Iterator[Finding]:
    if reader.dialect == "sqlite":
        for table, rowid, parent, _ in reader.all("PRAGMA foreign_key_check"):
            yield Finding("references", f"{table} {rowid}", f"refers to a row of {parent} that is not there")
    for entity in ("source", "event", "actor", "place", "claim"):
        sql = (
            f"SELECT x.scheme, x.value FROM external_id x LEFT JOIN {entity} e ON e.id = x.entity_id"
            " WHERE x.entity = :entity AND e.id IS NULL"
        )
        for scheme, value in reader.rows(sql, {"entity": entity}):
            yield Finding("references", f"external_id {scheme}:{value}", f"refers to a {entity} that is not there")
    sql = "SELECT m.uid FROM actor m JOIN actor s ON s.id = m.merged_into WHERE s.merged_into IS NOT NULL"
    for (uid,) in reader.rows(sql):
        yield Finding("references", f"actor {uid}", "is merged into an actor that is itself merged")


def _full_text(reader: Reader) -> Iterator[Finding]:
    from timeline.store.write import event_words

    quotes = reader.rows(
        "SELECT x.event_id, c.quote FROM event_citation x JOIN citation c ON c.id = x.citation_id"
        " WHERE c.quote IS NOT NULL ORDER BY x.event_id, c.id"
    )
    texts = reader.rows(
        "SELECT e.id, e.uid, e.title, e.summary, t.words FROM event e LEFT JOIN event_text t ON t.event_id = e.id"
        " ORDER BY e.id"
    )
    waiting = next(quotes, None)
    for event, uid, title, summary, kept in texts:
        own: list[str] = []
        while waiting is not None and waiting[0] <= event:
            own.append(waiting[1])
            waiting = next(quotes, None)
        if kept != event_words(title, summary, own):
            yield Finding("full_text", f"event {uid}", "its full text is missing" if kept is None else "is out of step")


def _index(target: str, wait: float) -> Iterator[Finding]:
    """Ask FTS5 whether its index agrees with `event_text`: a command in the form of an INSERT, which writes nothing."""
    place = locate(target)
    try:
        engine.refuse_read_only(place)
    except TimelineError:
        return
    with closing(sqlite3.connect(place.name, isolation_level=None, timeout=wait)) as raw:
        try:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO event_fts(event_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                with translated(place.label):
                    raise
            yield Finding("full_text", "event_fts", "the index does not agree with event_text")
        finally:
            if raw.in_transaction:
                raw.execute("ROLLBACK")


_BOUNDED = (
    ("event", "edtf", "", "uid"),
    ("event_citation", "edtf", "", "id"),
    ("actor_link", "edtf", "", "id"),
    ("source", "published", "published_", "uid"),
    ("claim", "claimed", "claimed_", "uid"),
    ("claim", "period", "period_", "uid"),
)
"""table, column of EDTF text, prefix of its bounds, what names a row."""


def _bounds(reader: Reader) -> Iterator[Finding]:
    from timeline.edtf import UNDATED, band, bounds, parse, sort_key, stored

    for table, column, prefix, name in _BOUNDED:
        four = ", ".join(prefix + bound for bound in ("start_min", "start_max", "end_min", "end_max"))
        more = ", gaps, band, sort_key" if table == "event" else ""
        for key, text, *kept in reader.rows(f"SELECT {name}, {column}, {four}{more} FROM {table} ORDER BY id"):
            where = f"{table} {key}"
            if text is None:
                wanted: list[object] = [None, None, None, None, 0, None, UNDATED]
            else:
                try:
                    value = parse(text)
                    made = bounds(value)
                    wanted = [*stored(made), int(made.gaps), band(made), sort_key(made)]
                except TimelineError as error:
                    yield Finding("bounds", where, str(error))
                    continue
                if str(value) != text:
                    yield Finding("bounds", where, f"{column} {text} is not canonical, that is {value}")
            if kept != wanted[: len(kept)]:
                yield Finding("bounds", where, f"the bounds of {column} {text} are out of step")


def _order(reader: Reader) -> Iterator[Finding]:
    sql = (
        "SELECT e.uid, p.actor_id FROM participation p JOIN event e ON e.id = p.event_id"
        " WHERE p.sort_key <> e.sort_key OR p.position <> e.position"
    )
    for uid, actor in reader.rows(sql):
        yield Finding("order", f"participation of actor {actor} in {uid}", "stands at another date than its event")


def _proposals(reader: Reader) -> Iterator[Finding]:
    sql = (
        "SELECT p.id, p.verdict FROM proposal p"
        " WHERE p.verdict <> 'rejected' AND p.event_id IS NULL OR p.looks_like_id = p.event_id ORDER BY p.id"
    )
    for number, verdict in reader.rows(sql):
        yield Finding("proposals", f"proposal {number}", f"is {verdict}, and its event is not there or is itself")


def _history(reader: Reader) -> Iterator[Finding]:
    from timeline.store.schema import KEYS

    last = reader.all("SELECT coalesce(max(id), 0) FROM batch")[0][0]
    for number, undone in reader.all("SELECT id, undoes FROM batch WHERE undoes >= id OR undoes = 0"):
        yield Finding("history", f"batch {number}", f"undoes batch {undone}, which it cannot")
    for table in KEYS:
        for (number,) in reader.all(f"SELECT max(batch_id) FROM {table} HAVING max(batch_id) > :last", {"last": last}):
            yield Finding("history", table, f"a row was written by batch {number}, which is not there")
    for entity, key, displaced, batch, image in reader.rows(
        "SELECT entity, key, displaced_by, batch_id, image FROM history ORDER BY entity, key, displaced_by"
    ):
        where = f"history of {entity} {key}"
        if batch >= displaced:
            yield Finding("history", where, f"batch {displaced} displaced what batch {batch} wrote later")
        columns = KEYS.get(entity)
        if columns is None or not _is_key(key, columns):
            yield Finding("history", where, "names no row of any table")
        elif not _is_object(image):
            yield Finding("history", where, "the image is not a JSON object")


def _is_key(text: str, columns: Sequence[str]) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return isinstance(value, list) and len(value) == len(columns)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


_CHECKS: tuple[Callable[[Reader], Iterator[Finding]], ...] = (
    _integrity,
    _references,
    _full_text,
    _bounds,
    _order,
    _proposals,
    _history,
)

__all__ = ["COUNTED", "Finding", "Info", "backup", "check", "info", "restore", "upgrade"]
