"""
Tables of text: CSV and TSV in any encoding, with any separator and any line ends.

Read if harmless, else the row named: short rows are filled up and empty cells too many dropped; a row with
cells too many, with broken quotes or a NUL is given as refused. A file whose quotes never close is refused
whole, for nobody can say where its rows end. Memory is that of some hundred
rows.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from timeline.errors import BadCsv, NotTabular
from timeline.mapping import encoding as encodings
from timeline.mapping.columns import headed, header_row, places
from timeline.mapping.types import File, Row

if TYPE_CHECKING:
    from timeline.mapping.types import Table

MAX_LINE = 10_000_000
"""Characters a line may have."""
MAX_CELL = 5_000_000
_MAX_ROW_LINES = 5_000
"""Lines one row may run over; a quote that is never closed would otherwise take the file for one cell."""
_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 60
_BLOCK = 1 << 15
"""Characters that are taken apart together."""
_ESCAPED = re.compile("[\udc80-\udcff]")
"""What stands for a byte that could not be read."""


class Delimited:
    """A table of text."""

    def __init__(self, stream: BinaryIO, name: str, how: File, *, tabs: bool = False) -> None:
        self.name = name
        self.told: list[str] = []
        self._stream = stream
        self.encoding = how.encoding or ""
        self._end = "\n"
        """What ends a line."""
        self._damaged = False
        """It is UTF-8 but for some rows; these are refused."""
        if not how.encoding:
            self.encoding, guessed = encodings.found(stream, name)
            self._damaged = guessed and self.encoding == "utf-8"
            if guessed and not self._damaged:
                self.told.append(f'read as {self.encoding} (found out; encoding = "…" under [file] says otherwise)')
        first: list[str] = []
        for line in self._lines():
            first.append(line)
            if len(first) >= _LOOKED_AT:
                break
        if not any(line.strip() for line in first):
            raise NotTabular(name, "the file is empty", "the first row names the columns, one row an event follows")
        self.delimiter = how.delimiter or _sniffed(first, "\t" if tabs else None)
        self._skipped = 0
        self.columns: list[str] = []
        self._find_header(how.header)

    def _text(self) -> io.TextIOWrapper:
        self._stream.seek(0)
        bare = False
        if self.encoding not in {"utf-16", "utf-16-le", "utf-16-be", "utf-32"}:
            head = self._stream.read(65_536)
            bare = b"\r" in head and b"\n" not in head
            self._stream.seek(0)
        self._end = "\r" if bare else "\n"
        return encodings.text_of(
            self._stream,
            self.encoding,
            newline=self._end,
            errors="surrogateescape" if self._damaged else "strict",
        )

    def _lines(self) -> Iterator[str]:
        """Give the lines, each with a line feed at its end."""
        number = 0
        try:
            text = self._text()
            while line := text.readline(MAX_LINE):
                number += 1
                if len(line) >= MAX_LINE:
                    reason = f"line {number} is longer than {MAX_LINE:,} characters"
                    raise NotTabular(self.name, reason, "a table has a line a row: is it a table?")
                yield _ended(line)
        except UnicodeDecodeError as error:
            reason = f"is not {self.encoding}: byte {error.object[error.start]:#04x} near line {number + 1}"
            raise NotTabular(self.name, reason, 'leave out encoding under [file], or name another: "cp1252"') from None
        except UnicodeError as error:
            raise NotTabular(self.name, f"is not {self.encoding}: {error}", "leave out encoding under [file]") from None
        except LookupError:
            reason = f'no encoding is called "{self.encoding[:40]}"'
            raise NotTabular(self.name, reason, "such as utf-8, cp1252, mac_roman, utf-16") from None

    def _find_header(self, said: int | None) -> None:
        """Find the row that names the columns: the one said, else the first that is about as wide as the table."""
        rows: list[tuple[int, list[str]]] = []
        for row in chain.from_iterable(self._parsed(0)):
            rows.append((row.line, list(row.cells)))
            if len(rows) >= _LOOKED_AT:
                break
        at = header_row(rows, said, self.name)
        self.columns = headed(rows[at][1])
        self._skipped = rows[at][0]

    def positions(self, wanted: Sequence[str]) -> list[int]:
        """Give where each column stands."""
        return places(wanted, self.columns, self.name)

    def place(self, line: int) -> str:
        """Name a row by its line."""
        return f"{self.name}:{line}"

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """Read the rows below the header; `wanted` is not needed, all cells are there."""
        del wanted
        number, skipped = len(self.columns), self._skipped
        for rows in self._parsed(number):
            for row in rows:
                cells = row[1]
                if len(cells) == number:
                    if any(cells) and row[0] > skipped:
                        yield row
                    continue
                line, _, raw, wrong = row
                if line <= skipped or (wrong is None and not any(cells)):
                    continue
                if wrong is None:
                    if len(cells) < number:
                        cells = [*cells, *([""] * (number - len(cells)))]
                    elif any(cell.strip() for cell in cells[number:]):
                        wrong = f"the row has {len(cells)} cells, the header {number}"
                    else:
                        cells = cells[:number]
                elif not any(cells):
                    continue
                yield Row(line, cells, raw, wrong)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let the rows be read from the start while they are being read, and go on after it where it was."""
        at = self._stream.tell()
        yield
        self._stream.seek(at)

    def _blocks(self) -> Iterator[list[str]]:
        """Give the lines some hundred thousand characters at a time, each with a line feed at its end."""
        try:
            text, rest = self._text(), ""
            while block := text.read(_BLOCK):
                long = len(rest) + len(block) >= MAX_LINE
                block = rest + block
                cut = block.rfind(self._end) + 1
                lines = _split(block[:cut], self._end)
                rest = block[cut:]
                if long and max(map(len, (*lines, rest))) >= MAX_LINE:
                    break
                yield lines
            else:
                yield _split(rest, self._end)
                return
        except (UnicodeError, LookupError):
            pass
        for _ in self._lines():  # meets the same again, and tells the line
            pass

    def _parsed(self, number: int) -> Iterator[list[Row]]:
        """
        Take the lines apart, a block at a time.

        A row that strict reading refuses is read leniently, and refused if that differs.
        """
        before = csv.field_size_limit(MAX_CELL)
        try:
            count = few = 0
            left: list[str] = []
            for block in self._blocks():
                left += block
                if len(left) < few:
                    continue
                rows, taken = self._taken(left, count, number, last=False)
                left = left[taken:]
                few = 2 * len(left)  # a row that goes on and on is not looked at again for every block
                count += taken
                yield rows
            if left:
                yield self._taken(left, count, number, last=True)[0]
        finally:
            csv.field_size_limit(before)

    def _taken(self, lines: list[str], count: int, number: int, *, last: bool) -> tuple[list[Row], int]:
        """Take lines apart, `count` lines into the file; give the rows, and how many lines they were."""
        rows: list[Row] = []
        add, new = rows.append, tuple.__new__
        start = 0  # of the lines that the reader was given
        done = 0  # lines of the rows so far
        while done < len(lines):
            reader = csv.reader(lines[done:] if done else lines, delimiter=self.delimiter, strict=True)
            start = done
            wrong = None
            try:
                for cells in reader:
                    add(new(Row, (count + done + 1, cells, cells, None)))
                    now = start + reader.line_num
                    if now - done > _MAX_ROW_LINES:
                        raise self._unclosed(count + done + 1)
                    done = now
            except csv.Error as error:
                now = start + reader.line_num
                if now - done > _MAX_ROW_LINES:
                    raise self._unclosed(count + done + 1) from None
                if "unexpected end" in str(error):
                    if last:
                        raise self._unclosed(count + done + 1) from None
                    break
                cells, wrong = self._mended(lines[done:now], number, str(error))
                add(Row(count + done + 1, cells, cells, wrong))
                done = now
        strange = self._damaged or "\0" in "".join(lines)
        return (self._sound(rows, lines, count) if strange else rows), done

    def _sound(self, rows: list[Row], lines: list[str], count: int) -> list[Row]:
        """Refuse the rows that hold what no text holds."""
        made: list[Row] = []
        for at, row in enumerate(rows):
            first = row.line - 1 - count
            of_row = lines[first : rows[at + 1].line - 1 - count if at + 1 < len(rows) else None]
            wrong = row.wrong
            if self._damaged and any(not line.isascii() and _ESCAPED.search(line) for line in of_row):
                wrong = "the row has bytes that are no UTF-8, as the rest of the file is"
            if of_row and "\0" in of_row[0]:
                wrong = "the row holds a NUL, which no text has"
            made.append(row._replace(wrong=wrong))
        return made

    def _mended(self, lines: list[str], number: int, told: str) -> tuple[list[str], str | None]:
        if "field limit" in told:
            return [lines[0][:200]], f"a cell of the row is longer than {MAX_CELL:,} characters"
        cells = _leniently("".join(lines).rstrip("\n"), self.delimiter)
        if number and len(cells) == number:
            return cells, None
        return (
            cells,
            'the quotes of the row are broken: a cell that holds a " is put in quotes, and each " written twice',
        )

    def _unclosed(self, line: int) -> BadCsv:
        return BadCsv(self.name, line, "a quoted cell that begins here is never closed", 'add the missing "')


def _split(block: str, end: str) -> list[str]:
    """Split whole lines; what ends them, of Windows or of the first Macintosh, becomes a line feed."""
    if end == "\r" and "\n" not in block:
        return io.StringIO(block.replace("\r", "\n"), newline="\n").readlines()
    plain = block.replace("\r\n", "\n") if "\r" in block else block
    if end == "\n" and "\r" not in plain:
        return io.StringIO(plain, newline="\n").readlines()
    return [_ended(line) for line in re.findall(f"[^{end}]*{end}|[^{end}]+", block)]


def _ended(line: str) -> str:
    """Give a line with a line feed at its end; a carriage return inside is a break within a cell."""
    return line.rstrip("\r\n").replace("\r", " ") + "\n" if "\r" in line else line


def _leniently(line: str, delimiter: str) -> list[str]:
    """
    Split a row whose inner quotes are not doubled: a quote ends a cell only where the cell ends.

    >>> _leniently('1,"say "no" now",x', ",")
    ['1', 'say "no" now', 'x']
    """
    cells: list[str] = []
    at = 0
    while True:
        quoted = line[at : at + 1] == '"'
        end = line.find(f'"{delimiter}' if quoted else delimiter, at + 1 if quoted else at)
        cell = line[at:] if end < 0 else line[at : end + quoted]
        if quoted:
            cell = cell[1:].removesuffix('"').replace('""', '"')
        cells.append(cell)
        if end < 0:
            return cells
        at = end + 1 + quoted


def _sniffed(lines: list[str], likely: str | None) -> str:
    """Give the separator under which most rows have as many cells, and most of them."""
    best: tuple[float, str] = (0.0, likely or ",")
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        if not widths:
            continue
        width, times = max(Counter(widths).items(), key=lambda one: (one[1] * math.log(one[0] + 0.01), one[0]))
        score = times / len(widths) * math.log(width) * (1.3 if delimiter == likely else 1.0)
        score *= 1.0 if widths[0] == width else 0.5  # the header is as wide as the rows
        if width > 1 and score > best[0]:
            best = score, delimiter
    return best[1]


if TYPE_CHECKING:
    _check: type[Table] = Delimited
