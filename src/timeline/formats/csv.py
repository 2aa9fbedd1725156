r"""
CSV (RFC 4180, UTF-8, LF): any table, and our own re-importable form of one row an event.

`COLUMNS` are those of an export, and all that an import takes; docs/formats.md tells what an event
has that has no column. A cell that a spreadsheet would run as a formula gets one `'` in front, which
reading takes away (D120); an empty cell says nothing, `\N` clears (D122). The reader refuses rather
than guesses: what is not a column of ours, a row of another length, text that is not UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from timeline.errors import BadCsv, BadHeader, BareReturns, RaggedRow
from timeline.formats import text, types
from timeline.model import ROLE, EventRow

if TYPE_CHECKING:
    from _csv import Reader as Rows

COLUMNS = (
    "uid",
    "date",
    "title",
    "summary",
    "kind",
    "status",
    "place",
    "actors",
    "tags",
    "sources",
    "importance",
    "access",
    "note",
    "as_written",
    "calendar",
    "zone",
    "position",
    "external_ids",
    "rev",
)
"""The columns of an export, in their order; an import takes them in any order and needs `title` or `uid`."""

CLEAR = "\\N"
MAX_CELL = 1_000_000
"""Code points a cell may have; a quote that is never closed would otherwise swallow the file."""

_GUARDED = frozenset("=+-@\t\r'")
_GUARD_READ = re.compile(r"'[=+\-@\t\r']")
_LOOKS_CLEAR = re.compile(r"\\+N")
_DATE_SIGNS = re.compile(r"[-+0-9XSYETZ.,/:?~%\[\]{}]*")
_BLOCK = 500
"""Rows joined into one piece."""
_DELIMITERS = (",", ";", "\t", "|")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def guarded(cell: str) -> str:
    """
    Give a cell so that no spreadsheet runs it.

    >>> guarded("=HYPERLINK(1)"), guarded("1+1")
    ("'=HYPERLINK(1)", '1+1')
    """
    return "'" + cell if cell and cell[0] in _GUARDED else cell


def unguarded(cell: str) -> str:
    """Take away the `'` of `guarded`; one that stands before anything else was the user's own."""
    return cell[1:] if _GUARD_READ.match(cell) else cell


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    dates: Sequence[str] = (),
) -> Iterator[str]:
    """Write a header and a line a row; text that a spreadsheet would run is guarded, dates in `dates` are not."""
    del width
    exempt = [column in dates for column in columns]

    def cell(given: object, is_date: bool) -> object:
        if given is None or type(given) is int or type(given) is float:
            return given
        shown = types.plain(given)
        if is_date and _DATE_SIGNS.fullmatch(shown):
            return shown
        return guarded(shown)

    yield from _written([guarded(column) for column in columns], (map(cell, row, exempt) for row in rows))


class _Lines:
    """What the csv module writes to: a list that gets each line as it is made."""

    __slots__ = ("made", "write")

    def __init__(self) -> None:
        self.made: list[str] = []
        self.write: Callable[[str], object] = self.made.append


def _written(header: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """
    Give the lines, many in one piece.

    The csv module is told CRLF, because it quotes a cell that holds one of the characters that end
    lines and no other; what is given ends with LF.
    """
    import csv

    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(header)
    left = iter(rows)
    while lines.made:
        yield "".join([line[:-2] + "\n" for line in lines.made])
        lines.made.clear()
        writer.writerows(islice(left, _BLOCK))


def write_events(events: Iterable[EventRow], lost: types.Losses) -> Iterator[str]:
    """Write one row an event, with `COLUMNS` as the header; all of a row has a column."""
    del lost
    return _written(COLUMNS, map(_row, events))


def _row(event: EventRow) -> tuple[object, ...]:
    """Give the cells of an event; what comes again and again (who, tags, sources) is made once."""
    # Taken apart at once, for a look-up a column costs as much as the cell.
    (_, uid, title, summary, kind, edtf, calendar, as_written, zone, _, _, _, _, _, _, position, status, importance) = (
        event[:18]
    )
    (access, note, place_uid, place, who, sources, tags, rev, external) = event[18:27]
    return (
        uid,
        edtf,
        _text(title),
        _text(summary) if summary else "",
        _text(kind) if kind else "",
        status,
        _text(_name(place, place_uid or "")) if place else "",
        _text("; ".join(map(_actor, who))) if who else "",
        _text("; ".join(map(_escaped, tags))) if tags else "",
        _text("; ".join(map(_source_cell, sources))) if sources else "",
        importance,
        access,
        _text(note) if note else "",
        _text(as_written) if as_written else "",
        calendar,
        _text(zone) if zone else "",
        position,
        _text("; ".join(map(_pair, external))) if external else "",
        rev,
    )


def _text(cell: str) -> str:
    """Give a text cell guarded; one that reads like the sign that clears gets a backslash more."""
    first = cell[:1]
    if first in _GUARDED:
        return "'" + cell
    if first == "\\" and _LOOKS_CLEAR.fullmatch(cell):
        return "\\" + cell
    return cell


_name = lru_cache(maxsize=20_000)(text.named)
_escaped = lru_cache(maxsize=20_000)(text.escape)


@lru_cache(maxsize=20_000)
def _actor(participant: tuple[str, str, str]) -> str:
    uid, name, role = participant
    return text.named(name, uid) if role == ROLE else f"{text.named(name, uid)}:{text.escape(role)}"


@lru_cache(maxsize=20_000)
def _source_cell(source: tuple[str, str]) -> str:
    uid, label = source
    return text.named(label, uid)


def _pair(external_id: tuple[str, str]) -> str:
    return ":".join(map(text.escape, external_id))


# -- reading -----------------------------------------------------------------------------------


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """
    Read one event a row, as records of docs/records.md whose references are by name.

    Raises, with `name:line`: `BadHeader`, `RaggedRow`, `BadCsv`, `BareReturns`, `NotUtf8`, `NulBytes`.
    """
    import csv

    lines = text.decoded(stream, name)
    first = next(lines, "")
    if not first.strip():
        raise BadHeader(name, "the file is empty", f"the first row names the columns: {', '.join(COLUMNS)}")
    delimiter, columns = _header(first, name)
    limit_before = csv.field_size_limit(MAX_CELL)
    try:
        yield from _records(csv.reader(lines, delimiter=delimiter, strict=True), columns, name)
    finally:
        csv.field_size_limit(limit_before)


def _header(line: str, name: str) -> tuple[str, list[str]]:
    """Give the delimiter and the columns of the first line: the delimiter under which most columns are ours."""
    import csv
    from difflib import get_close_matches

    best: tuple[int, str, list[str]] = (-1, ",", [])
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        columns = [re.sub(r"[\s-]+", "_", unguarded(cell).strip().lower()) for cell in cells]
        known = sum(column in COLUMNS for column in columns)
        if known > best[0]:
            best = known, delimiter, columns
    _, delimiter, columns = best
    while columns and not columns[-1]:
        raise BadHeader(name, f"column {len(columns)} has no name", "name every column, or take it out")
    for column in columns:
        if column not in COLUMNS:
            near = get_close_matches(column, COLUMNS, 1)
            hint = f"did you mean {near[0]}?" if near else f"columns are: {', '.join(COLUMNS)}"
            raise BadHeader(name, f'no column is called "{column[:40]}"', hint)
        if columns.count(column) > 1:
            raise BadHeader(name, f'the column "{column}" is there twice', "keep one of them")
    if "title" not in columns and "uid" not in columns:
        raise BadHeader(name, 'the column "title" is missing', f"the first row names the columns: {', '.join(COLUMNS)}")
    return delimiter, columns


def _records(rows: Rows, columns: list[str], name: str) -> Iterator[types.Record]:
    """Give the record of each row; `line` is the line of the file at which the row began."""
    import csv

    number = len(columns)
    plan = [_PLANS.get(column) for column in columns]
    began = 2
    try:
        for row in rows:
            if len(row) != number:
                if not any(row):
                    began = rows.line_num + 2
                    continue
                raise RaggedRow(name, began, len(row), number)
            record = types.Record(record="event")
            record.line = began
            record.flat = True
            record.mark = hash(tuple(row))
            for column, take, cell in zip(columns, plan, row, strict=True):
                if cell:
                    if take is None and cell[0] not in "'\\":
                        record[column] = cell
                    else:
                        (take or _plain)(record, column, cell)
            began = rows.line_num + 2
            yield record
    except csv.Error as error:
        raise _mended(str(error), name, began) from None


def _mended(message: str, name: str, line: int) -> BareReturns | BadCsv:
    """Give our error for one of the csv module, which speaks to programmers."""
    if "new-line character" in message:
        return BareReturns(name, line)
    if "field limit" in message:
        return BadCsv(
            name,
            line,
            f"a cell of the row is longer than {MAX_CELL:,} characters",
            'perhaps a quoted cell is not closed: each " inside one is written twice ("")',
        )
    if "unexpected end" in message:
        return BadCsv(name, line, "a quoted cell is not closed before the file ends", 'add the missing "')
    return BadCsv(
        name,
        line,
        "the quotes of the row are broken",
        'a cell that holds a " stands in double quotes, and each " inside is written twice ("")',
    )


Take = Callable[[dict[str, Any], str, str], None]


def _plain(record: dict[str, Any], column: str, cell: str) -> None:
    """Take a text cell; a date too, for no date begins with what is stripped."""
    first = cell[0]
    if first == "'":
        cell = unguarded(cell)
    elif first == "\\":
        if cell == CLEAR:
            record[column] = None
            return
        if _LOOKS_CLEAR.fullmatch(cell):
            cell = cell[1:]
    record[column] = cell


def _whole(record: dict[str, Any], column: str, cell: str) -> None:
    """Take a whole number; anything else stays text, which the store refuses with its place."""
    record[column] = None if cell == CLEAR else int(cell) if _WHOLE.fullmatch(cell.strip()) else cell


def _parts(record: dict[str, Any], key: str, cell: str) -> list[str]:
    """Give the parts of a cell between semicolons; clear the key if the cell says so."""
    if "\\" not in cell and cell[0] != "'":
        return [part for part in map(str.strip, cell.split(";")) if part]
    if cell == CLEAR:
        record[key] = None
        return []
    return [part for part in map(str.strip, text.split(unguarded(cell), ";")) if part]


def _place(record: dict[str, Any], column: str, cell: str) -> None:
    record[column] = None if cell == CLEAR else _referred(cell)


@lru_cache(maxsize=20_000)
def _referred(cell: str) -> dict[str, str]:
    return text.reference(unguarded(cell))


def _actors(record: dict[str, Any], column: str, cell: str) -> None:
    """Take `Name:role; Name`."""
    del column
    parts = _parts(record, "participants", cell)
    if not parts:
        return
    record["participants"] = list(map(_participant, parts))


@lru_cache(maxsize=20_000)
def _participant(part: str) -> dict[str, Any]:
    """Read `Name:role`; whoever gets the same words gets the same object, and must not change it."""
    name, *roles = text.split(part, ":")
    participant: dict[str, Any] = {"actor": text.reference(name)}
    if roles:
        participant["role"] = text.unescape(":".join(roles)).strip()
    return participant


def _tags(record: dict[str, Any], column: str, cell: str) -> None:
    parts = _parts(record, column, cell)
    if parts:
        record[column] = [text.unescape(part) for part in parts]


def _sources(record: dict[str, Any], column: str, cell: str) -> None:
    """Take sources by name, by `name [uid]` or by address."""
    del column
    parts = _parts(record, "citations", cell)
    if parts:
        record["citations"] = list(map(_source, parts))


@lru_cache(maxsize=20_000)
def _source(part: str) -> dict[str, Any]:
    return {"source": text.reference(part)}


def _external_ids(record: dict[str, Any], column: str, cell: str) -> None:
    """Take `scheme:value; scheme:value`."""
    parts = _parts(record, column, cell)
    if not parts:
        return
    taken = record[column] = []
    for part in parts:
        scheme, *values = text.split(part, ":")
        taken.append({"scheme": text.unescape(scheme).strip(), "value": text.unescape(":".join(values)).strip()})


_PLANS: dict[str, Take] = {
    "place": _place,
    "actors": _actors,
    "tags": _tags,
    "sources": _sources,
    "external_ids": _external_ids,
    "importance": _whole,
    "position": _whole,
    "rev": _whole,
}

FORMAT = types.Format(
    "csv",
    ".csv",
    "one row an event, for spreadsheets",
    write_table=write_table,
    write_events=write_events,
    read=read,
)
