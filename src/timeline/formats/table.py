"""
A table to be read on a terminal, laid out by tabulate and fitted to its width.

The widest columns are wrapped first; numbers never are. A terminal too narrow for all columns
gets one block of `name value` lines a row. What would move the cursor or turn the text around is
shown as its escape. Wide (East Asian) and combining characters take the columns they take on the
screen. Without a width nothing is wrapped. Rows are laid out a block at a time, so memory is constant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from timeline.formats import types

_BLOCK = 500
"""Rows whose widths are settled together."""
_GAP = 2
"""Columns between two columns, as tabulate's style "plain" has them."""
_NARROWEST = 8
"""A wrapped column gets no narrower while another way is left."""
_TALLEST = 12
"""Lines a cell may take before the rest is an ellipsis."""

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_PRIVATE = 0xF0000
"""From here on lie the stand-ins: supplementary private use, one column wide for everyone."""
_FILLER = "\U0010fffd"


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


class _StandIns:
    """
    Stand-ins of one column a character for text that is not.

    tabulate counts characters. A wide character becomes itself and a filler, one with marks a
    private character that stands for the whole; `restore` undoes both.
    """

    def __init__(self) -> None:
        self.clusters: dict[str, str] = {}
        self.chars: dict[str, str] = {}

    def put(self, text: str) -> str:
        """Give `text` in as many characters as it takes columns."""
        if text.isascii():
            return text
        pieces: list[str] = []
        for char in text:
            columns = _columns(char)
            if columns == 0 and pieces:
                wide = pieces[-1].endswith(_FILLER) and len(pieces[-1]) > 1
                base = pieces[-1][:1]
                pieces[-1] = self._char(self.clusters.get(base, base) + char) + (_FILLER if wide else "")
            elif columns == 0:
                continue
            else:
                pieces.append(char if columns == 1 else char + _FILLER)
        return "".join(pieces)

    def _char(self, cluster: str) -> str:
        found = self.chars.get(cluster)
        if found is None:
            found = self.chars[cluster] = chr(_PRIVATE + len(self.chars))
            self.clusters[found] = cluster
        return found

    def restore(self, text: str) -> str:
        """Give what was put."""
        if text.isascii():
            return text
        return text.replace(_FILLER, "").translate({ord(char): cluster for char, cluster in self.clusters.items()})


def _laid_out(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    right: Sequence[bool],
    *,
    first: bool,
) -> str:
    """
    Lay out a block; a ruler row, taken out again, gives every block the same widths.

    The header is a row to tabulate too, which would make its column wider than it need be.
    """
    from tabulate import tabulate

    if not header:
        return ""
    stand_ins = _StandIns()

    def cell(text: str, width: int) -> str:
        return stand_ins.put("\n".join(wrapped(text, width)))

    ruler = ["x" * max(width, 1) for width in widths]
    body = [[cell(text, width) for text, width in zip(row, widths, strict=True)] for row in rows]
    heads = [cell(text, width) for text, width in zip(header, widths, strict=True)]
    made = tabulate(
        [ruler, *([heads] if first else []), *body],
        tablefmt="plain",
        disable_numparse=True,
        colalign=["right" if is_right else "left" for is_right in right],
    )
    lines = [line.rstrip() for line in made.split("\n")[1:]]
    if first:
        rule = (" " * _GAP).join("-" * len(one) for one in ruler)
        lines.insert(max(head.count("\n") for head in heads) + 1, rule)
    return stand_ins.restore("".join(f"{line}\n" for line in lines))


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
