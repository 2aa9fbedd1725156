"""
The import by a map: rows in, told one by one on demand, those refused put aside in a file.

All files are one batch. A row is written whole or not at all: one that the store refuses is left out, and the
batch begun anew without it, so that nothing of it stays. What is refused goes to a file of the same
columns, which the same map reads again.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TextIO

from timeline.cli import intake
from timeline.cli.output import say
from timeline.errors import (
    BadMap,
    ImportConflict,
    InputUnreadable,
    NotTabular,
    OutputFailed,
    RecordsRefused,
    RowsRefused,
)
from timeline.mapping import Mapper, Told, opened, parsed
from timeline.mapping.cells import plain
from timeline.mapping.documents import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timeline.mapping import Map, Record, Row, Table
    from timeline.store.load import Report

REASON = "refused_because"
"""The column of the file of refused rows that says why; a map never takes it."""

_STATES = ("", "same", "changed", "new", "refused")
_ATTEMPTS = 25
_MOST_REFUSED = 20_000
"""Rows that the store may refuse in one attempt."""


class Wish(NamedTuple):
    """What the user asked for."""

    refused: str | None = None
    rows: bool = False
    dry_run: bool = False
    on_conflict: str = "refuse"
    create_actors: bool = True


class _Rows(Told):
    """What becomes of the rows of one file: a byte a row, and on disk what is to be shown."""

    def __init__(self, stack: ExitStack, table: Table, *, listed: bool) -> None:
        self.table = table
        self._states = bytearray()
        self.refusals = 0
        self._refused = _scratch(stack)
        self._listed = _scratch(stack) if listed else None
        self.first: str | None = None

    @property
    def lists(self) -> bool:
        """Say whether rows are to be listed."""
        return self._listed is not None

    def _set(self, line: int, state: int) -> None:
        if line >= len(self._states):
            self._states.extend(bytes(max(line + 1, 2 * len(self._states)) - len(self._states)))
        self._states[line] = max(state, self._states[line])

    def refused(self, row: Row, reason: str) -> None:
        """Put a refused row aside."""
        self._set(row.line, 4)
        self.refusals += 1
        self.first = self.first or f"{self.table.place(row.line)}: {reason}"
        raw = row.raw if isinstance(row.raw, dict) else [plain(cell) for cell in row.raw] if row.raw else []
        self._refused.write(json.dumps([row.line, reason, raw], default=str) + "\n")
        self._list(row.line, reason)

    def repeated(self, line: int) -> None:
        """Take a row that stood there before."""
        self._set(line, 1)
        self._list(line, "as a row before")

    def told(self, line: int, kind: str, state: str) -> None:
        """Take what the store says of a record."""
        if kind == "event":
            self._set(line, _STATES.index(state))
        elif kind == "claim" and state != "same":
            self._set(line, 2)

    def title(self, record: Record) -> None:
        """Remember what is shown of a row."""
        if self._listed is not None:
            self._list(record.line, f"{record['date'] or 'undated'} · {record['title']}")

    def _list(self, line: int, words: str) -> None:
        if self._listed is not None:
            self._listed.write(json.dumps([line, words]) + "\n")

    def counts(self) -> dict[str, int]:
        """Give how many rows are in each state."""
        return {state: self._states.count(at) for at, state in enumerate(_STATES) if at}

    def listing(self) -> Iterator[str]:
        """Give a line a row."""
        if self._listed is not None:
            self._listed.seek(0)
            for text in self._listed:
                line, words = json.loads(text)
                yield f"{self.table.place(line)}: {_STATES[self._states[line]] or 'same'}: {words}\n"

    def aside(self) -> Iterator[tuple[str, Any]]:
        """Give the refused rows, each with its reason."""
        self._refused.seek(0)
        for text in self._refused:
            _, reason, raw = json.loads(text)
            yield reason, raw


def _scratch(stack: ExitStack) -> TextIO:
    """Give a file that goes away by itself."""
    return stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline=""))


class _File(NamedTuple):
    """A file to be read, and how far it was."""

    name: str
    stream: BinaryIO


def read_map(name: str) -> Map:
    """Read a map from a file."""
    try:
        text = Path(name).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputUnreadable(name, error.strerror or str(error)) from None
    except UnicodeDecodeError as error:
        raise BadMap(name, f"is not UTF-8: byte {error.object[error.start]:#04x}", "save it as UTF-8") from None
    return parsed(text, name)


def load(target: str, files: list[str], map_file: str, wish: Wish) -> None:
    """Import files by a map; raises `RowsRefused` when all is done but for rows put aside."""
    how = read_map(map_file)
    with ExitStack() as stack:
        joined = {Path(join.file).name for join in how.file.joins if join.file}
        given = [(name, stack.enter_context(intake.opened(name))) for name in files]
        data = [_File(*one) for one in given if Path(one[0]).name not in joined]
        if not data:
            raise BadMap(map_file, "joins every file that was given", "name the file of events first")
        find = beside(data[0].name, [one for one in given if Path(one[0]).name in joined], stack)
        sha256 = intake.sha256([stream for _, stream in given])
        without: dict[str, dict[int, str]] = {}
        for _ in range(_ATTEMPTS):
            read: list[tuple[_Rows, Mapper, Report]] = []
            try:
                with suppress(intake.DryRun), intake.batch(target, f"import {how.name}", sha256) as written:
                    for file in data:
                        table = opened(file.stream, file.name, how.file, find)
                        rows = _Rows(stack, table, listed=wish.rows)
                        mapper = Mapper(how, table, rows, without=without.get(file.name))
                        with _reading(file.name, without):
                            report = intake.apply(
                                written,
                                _followed(mapper, rows, file),
                                on_conflict=wish.on_conflict,
                                create_actors=wish.create_actors,
                                name=file.name,
                                owner=f"import {how.name}",
                                told=rows.told,
                                most_refused=_MOST_REFUSED,
                            )
                        if not mapper.rows:
                            raise NotTabular(file.name, "has no rows below its header", "nothing was written")
                        read.append((rows, mapper, report))
                    if wish.dry_run:
                        raise intake.DryRun
                break
            except _Again:
                continue
        _tell(read, wish, how)


class _Again(Exception):
    """The store has refused rows: the batch is begun anew without them."""


class _reading:  # noqa: N801 - used as a word of the with statement
    """Takes the rows that the store refuses, and has the batch begin anew; twice the same is an error."""

    def __init__(self, name: str, without: dict[str, dict[int, str]]) -> None:
        self._known = without.setdefault(name, {})

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, RecordsRefused) or isinstance(error, ImportConflict):
            return
        new = {
            line: reason if not hint else f"{reason} ({hint})"
            for (_, reason, hint), line in zip(error.refused, error.lines, strict=True)
            if line is not None and line not in self._known
        }
        if not new or any(line is None for line in error.lines):
            return
        self._known.update(new)
        raise _Again from None


def beside(first: str, given: list[tuple[str, BinaryIO]], stack: ExitStack) -> Callable[[str], Any]:
    """Give what finds the files that a map joins: among those given, else beside the first."""

    def find(name: str) -> tuple[BinaryIO, str] | None:
        for one, stream in given:
            if Path(one).name == Path(name).name:
                return stream, one
        path = Path(first).parent / name
        if not path.is_file():
            return None
        return stack.enter_context(intake.opened(str(path))), str(path)

    return find


def _followed(mapper: Mapper, rows: _Rows, file: _File) -> Iterator[Record]:
    """Give the records, show on a terminal how far it is, and note what is to be listed."""
    shown = sys.stderr.isatty()
    if not shown and not rows.lists:
        yield from mapper.records()
        return
    size = file.stream.seek(0, io.SEEK_END)
    last = time.monotonic()
    try:
        for record in mapper.records():
            if record["record"] == "event":
                rows.title(record)
            yield record
            if shown and mapper.rows % 512 == 0 and time.monotonic() - last > 0.2:
                last = time.monotonic()
                with suppress(OSError, ValueError):
                    done = min(1.0, file.stream.tell() / size) if size else 1.0
                    bar = "█" * int(done * 30)
                    sys.stderr.write(f"\r{file.name}: {bar:░<30} {done:4.0%} {mapper.rows:,} rows ")
                    sys.stderr.flush()
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")


def _tell(read: list[tuple[_Rows, Mapper, Report]], wish: Wish, how: Map) -> None:
    """Say what became of the rows; put the refused ones aside."""
    refused = total = 0
    kept: list[str] = []
    written = False
    first: str | None = None
    for rows, mapper, report in read:
        for sentence in mapper.table.told:
            say(f"{mapper.table.name}: {sentence}")
        for line in rows.listing():
            sys.stdout.write(line)
        counts = rows.counts()
        told = [f"{counts[state]:,} {state}" for state in ("new", "changed", "same", "refused") if counts[state]]
        if mapper.skipped:
            told.append(f"{mapper.skipped:,} left out by the map")
        say(
            f"{mapper.table.name}: {mapper.rows:,} row{'' if mapper.rows == 1 else 's'}: {', '.join(told) or 'nothing'}"
        )
        if mapper.date.undated:
            words = ", ".join(f'"{one[:40]}"' for one in mapper.date.unread)
            verb = "date says" if mapper.date.undated == 1 else "dates say"
            say(f"{mapper.table.name}: {mapper.date.undated:,} {verb} no day, and the words are kept: {words}")
        if mapper.date.wider:
            verb = "date says" if mapper.date.wider == 1 else "dates say"
            few = "; ".join(mapper.date.widened)
            say(
                f"{mapper.table.name}: {mapper.date.wider:,} {verb} less than the columns, for EDTF has none so narrow,"
                f" and the bounds are kept in words: {few}"
            )
        shown = report._replace(same={})
        if any((shown.new, shown.changed)):
            intake.say_report(shown)
        if rows.refusals:
            first = first or rows.first
            refused += rows.refusals
            if not wish.dry_run:
                kept.append(_put_aside(rows, wish.refused if len(read) == 1 else None, how))
        total += mapper.rows
        written = written or any(counts[state] for state in ("new", "changed", "same"))
    if wish.dry_run:
        say("dry run: nothing was written")
    if refused:
        say(f"first refused: {first}")
        raise RowsRefused(refused, total, tuple(kept), written=written)


def _put_aside(rows: _Rows, wanted: str | None, how: Map) -> str:
    """Write the refused rows to a file that the same map reads; give its name."""
    table = rows.table
    document = isinstance(table, Document)
    path = Path(wanted) if wanted else _free(table.name, ".jsonl" if document else ".csv")
    encoding = "utf-8" if document else how.file.encoding or "utf-8"
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding=encoding, errors="replace", newline="") as file:
            if document:
                for reason, raw in rows.aside():
                    one = raw if isinstance(raw, dict) else {"value": raw}
                    file.write(json.dumps({REASON: reason, **{k: v for k, v in one.items() if k != REASON}}) + "\n")
            else:
                _write_csv(file, rows, how)
        beside.replace(path)
    except OSError as error:
        raise OutputFailed(str(path), error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            beside.unlink()
    return str(path)


def _write_csv(file: Any, rows: _Rows, how: Map) -> None:
    columns = rows.table.columns
    again = columns.index(REASON) if REASON in columns else None
    writer = csv.writer(file, delimiter=how.file.delimiter or ",", lineterminator="\n")
    file.write("\n" * ((how.file.header or 1) - 1))
    writer.writerow([REASON, *(one for one in columns if one != REASON)])
    for reason, raw in rows.aside():
        cells = list(raw)
        if again is not None and again < len(cells):
            del cells[again]
        writer.writerow([reason, *cells])


def _free(name: str, extension: str) -> Path:
    """Give a name beside a file that no file has, so that nobody's mending is lost."""
    path = Path("stdin" if name == "-" else name)
    stem = path.stem.removesuffix(".refused")
    number = 1
    while True:
        made = path.with_name(f"{stem}.refused{'' if number == 1 else f'-{number}'}{extension}")
        if not made.exists():
            return made
        number += 1
