"""
A table to be read on a terminal, fitted to its width.

The widest columns are wrapped first; numbers never are. A terminal too narrow for all columns
gets one block of `name value` lines a row. What would move the cursor or turn the text around is
shown as its escape. Wide (East Asian) and combining characters take the columns they take on the
screen. Without a width nothing is wrapped. Rows are laid out a block at a time, so memory is constant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from timeline.formats import types

_BLOCK = 500
"""Rows whose widths are settled together."""
_GAP = 2
"""Columns between two columns."""
_NARROWEST = 8
"""A wrapped column gets no narrower while another way is left."""
_TALLEST = 12
"""Lines a cell may take before the rest is an ellipsis."""

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    dates: Sequence[str] = (),
) -> Iterator[str]:
    """Write a header and the rows, no line wider than `width` where that can be had."""
    del dates
    left = iter(rows)
    natural: list[int] = []
    numeric = [True] * len(columns)
    header = [shown(column) for column in columns]
    first = True
    while (block := list(islice(left, _BLOCK))) or first:
        cells = [[shown(types.plain(cell)) for cell in row] for row in block]
        natural = [
            max([known, *(max(map(measure, row[i].split("\n"))) for row in cells)])
            for i, known in enumerate(natural or map(measure, header))
        ]
        numeric = [so_far and all(_is_number(row[i]) for row in block) for i, so_far in enumerate(numeric)]
        right = [is_number and bool(block) for is_number in numeric]
        widths = fitted(natural, right, width)
        if widths is None:
            yield from _blocks(header, cells, width or 0, first=first)
        else:
            yield _laid_out(header, cells, widths, right, first=first)
        first = False


def _is_number(cell: object) -> bool:
    return cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool))


def shown(text: str) -> str:
    r"""
    Give text that is safe on a terminal; tabs are spaces, line ends stay.

    >>> print(shown("\x1b[31mred"))
    \x1b[31mred
    """
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


def measure(text: str) -> int:
    """
    Give the columns that a line of text takes on a terminal (Unicode Standard Annex 11).

    >>> measure("abc"), measure("北京"), measure("e" + chr(0x301))
    (3, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.category(char) in {"Mn", "Me", "Cf"} or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def fitted(natural: Sequence[int], fixed: Sequence[bool], width: int | None) -> list[int] | None:
    """
    Give the width of each column, so that together they fit; None if they cannot.

    Columns not wider than an equal share keep their width, and the others share what is left.

    >>> fitted([10, 4, 80], [False, True, False], 60)
    [10, 4, 42]
    """
    if width is None:
        return list(natural)
    room = width - _GAP * (len(natural) - 1)
    widths = list(natural)
    open_ = [i for i, is_fixed in enumerate(fixed) if not is_fixed]
    room -= sum(widths[i] for i, is_fixed in enumerate(fixed) if is_fixed)
    while open_:
        share = room // len(open_)
        narrow = [i for i in open_ if natural[i] <= share]
        if not narrow:
            break
        room -= sum(natural[i] for i in narrow)
        open_ = [i for i in open_ if natural[i] > share]
    if not open_:
        return widths if room >= 0 else None
    if room < _NARROWEST * len(open_):
        return None
    for nth, i in enumerate(open_):
        widths[i] = room // len(open_) + (nth < room % len(open_))
    return widths


def wrapped(text: str, width: int) -> list[str]:
    """
    Break text into lines of at most `width` columns, at spaces where there are any.

    >>> wrapped("Kim and Putin meet", 8)
    ['Kim and', 'Putin', 'meet']
    """
    lines: list[str] = []
    for line in text.split("\n"):
        if measure(line) <= width:
            lines.append(line)
        else:
            lines += _broken(line, width)
        if len(lines) > _TALLEST:
            last = lines[_TALLEST - 1]
            while measure(last) > width - 1:
                last = last[:-1]
            return [*lines[: _TALLEST - 1], last.rstrip() + "…"]
    return lines


def _broken(line: str, width: int) -> Iterator[str]:
    """Give the pieces of one line that is too wide, no more of them than are shown."""
    made, taken, pieces = "", 0, 0
    for word in line.split(" "):
        size = measure(word)
        if made and taken + 1 + size <= width:
            made, taken = f"{made} {word}", taken + 1 + size
            continue
        if made:
            yield made
            pieces += 1
        while size > width:
            cut, used = 0, 0
            for char in word:
                if cut and used + _columns(char) > width:
                    break
                cut, used = cut + 1, used + _columns(char)
            yield word[:cut]
            word, size, pieces = word[cut:], size - used, pieces + 1  # noqa: PLW2901
            if pieces > _TALLEST:
                return
        made, taken = word, size
        if pieces > _TALLEST:
            return
    if made:
        yield made


def _laid_out(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    right: Sequence[bool],
    *,
    first: bool,
) -> str:
    """Lay out a block; the first has the header and a rule above it."""
    if not header:
        return ""
    made: list[str] = []
    if first:
        made += _lines(header, widths, right)
        made.append((" " * _GAP).join("-" * max(width, 1) for width in widths))
    for row in rows:
        made += _lines(row, widths, right)
    return "".join(f"{line}\n" for line in made)


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    """Give a row as the lines of its tallest cell, each cell padded to the width of its column."""
    sized = list(zip(row, widths, right, strict=True))
    if all(len(text) <= width and text.isascii() and "\n" not in text for text, width, _ in sized):
        padded = (text.rjust(width) if is_right else text.ljust(width) for text, width, is_right in sized)
        return [(" " * _GAP).join(padded).rstrip()]
    cells = [wrapped(text, width) for text, width in zip(row, widths, strict=True)]
    return [(" " * _GAP).join(map(_padded, line, widths, right)).rstrip() for line in zip_longest(*cells, fillvalue="")]


def _padded(text: str, width: int, is_right: bool) -> str:
    blank = " " * (width - measure(text))
    return blank + text if is_right else text + blank


def _blocks(header: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, first: bool) -> Iterator[str]:
    """Give each row as lines of name and value, for a terminal too narrow for the columns."""
    margin = min(max(map(measure, header), default=0), max(width // 3, 4))
    for number, row in enumerate(rows):
        if number or not first:
            yield "\n"
        for name, text in zip(header, row, strict=True):
            for nth, line in enumerate(wrapped(text, max(width - margin - _GAP, 4))):
                label = wrapped(name, margin)[0] if nth == 0 else ""
                yield (label + " " * (margin - measure(label) + _GAP) + line).rstrip() + "\n"


FORMAT = types.Format("table", "", "a table to be read, fitted to the terminal", write_table=write_table)
