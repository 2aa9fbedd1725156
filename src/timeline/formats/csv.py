r"""
CSV (RFC 4180, UTF-8, LF): any table, and our own re-importable form of one row an event.

`cells.COLUMNS` are those of an export, and all that an import takes; docs/formats.md tells what an event
has that has no column. A cell that a spreadsheet would run as a formula gets one `'` in front, which
reading takes away (D120); an empty cell says nothing, `\N` clears (D122). The reader refuses rather
than guesses: what is not a column of ours, a row of another length, text that is not UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from timeline.errors import BadCsv, BadHeader, BareReturns, RaggedRow
from timeline.formats import cells, text, types
from timeline.formats.cells import COLUMNS, guarded, unguarded

if TYPE_CHECKING:
    from _csv import Reader as Rows

    from timeline.model import EventRow

MAX_CELL = 1_000_000
"""Code points a cell may have; a quote that is never closed would otherwise swallow the file."""

_DATE_SIGNS = re.compile(r"[-+0-9XSYETZ.,/:?~%\[\]{}]*")
_BLOCK = 500
"""Rows joined into one piece."""
_DELIMITERS = (",", ";", "\t", "|")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


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
    return _written(COLUMNS, map(cells.row, events))


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
    plan = [cells.PLANS.get(column) for column in columns]
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
                        (take or cells.take_text)(record, column, cell)
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


FORMAT = types.Format(
    "csv",
    ".csv",
    "one row an event, for spreadsheets",
    write_table=write_table,
    write_events=write_events,
    read=read,
)
