"""The names of columns: which row has them, what an empty or repeated one is called, which was meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches

from timeline.errors import NoSuchColumn, NotTabular

_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_SPACES = re.compile(r"\s+")


def header_row(rows: Sequence[tuple[int, Sequence[object]]], said: int | None, name: str) -> int:
    """
    Give which of the first rows names the columns: the one of that number, else the first about as wide as the table.

    Rows above it (a title, a licence) are no rows of the table. Raises `NotTabular`.
    """
    if said is not None:
        for at, (line, _) in enumerate(rows):
            if line == said:
                return at
        raise NotTabular(name, f"has no row {said} among its first", "header under [file] is the number of the row")
    widths = [sum(1 for cell in cells if not _blank(cell)) for _, cells in rows]
    if not any(widths):
        raise NotTabular(name, "the file is empty", "the first row names the columns, one row an event follows")
    usual = Counter(len(cells) for _, cells in rows if any(not _blank(cell) for cell in cells)).most_common(1)[0][0]
    for at, (_, cells) in enumerate(rows):
        if widths[at] >= min(max(2, 0.5 * usual), max(widths)) and not any(
            _NUMBER.fullmatch(str(cell).strip()) for cell in cells[:3] if not _blank(cell)
        ):
            return at
    return next(at for at, width in enumerate(widths) if width)


def headed(cells: Sequence[object]) -> list[str]:
    """
    Give the names of the columns, no two the same.

    >>> headed(["Date", "Link", "", "Link "])
    ['Date', 'Link [1]', 'column 3', 'Link [2]']
    """
    names = [_SPACES.sub(" ", str("" if cell is None else cell)).strip().strip("\ufeff") for cell in cells]
    while names and not names[-1]:
        names.pop()
    times = Counter(names)
    seen: Counter[str] = Counter()
    made: list[str] = []
    for at, name in enumerate(names, 1):
        seen[name] += 1
        made.append(f"column {at}" if not name else f"{name} [{seen[name]}]" if times[name] > 1 else name)
    return made


def places(wanted: Sequence[str], columns: Sequence[str], name: str) -> list[int]:
    """Give where each column stands; one written with other capitals or spaces is found too. Raises `NoSuchColumn`."""
    exact = {column: at for at, column in enumerate(columns)}
    loose: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        loose.setdefault(plain(column), []).append(at)
    found: list[int] = []
    for column in wanted:
        near = [exact[column]] if column in exact else loose.get(plain(column), [])
        if len(near) != 1:
            raise missing(column, columns, name)
        found += near
    return found


def plain(column: str) -> str:
    """Give the name of a column without what people write differently."""
    return re.sub(r"[\s_\-.]+", " ", column).strip().casefold()


def missing(column: str, columns: Sequence[str], name: str) -> NoSuchColumn:
    """Give the error for a column that is not there, with the one that was likely meant."""
    twice = [one for one in columns if re.fullmatch(re.escape(column) + r" \[\d+\]", one)]
    if twice:
        reason = f'the column "{column[:60]}" is there {len(twice)} times'
        return NoSuchColumn(name, column, reason, f"say which: {', '.join(twice[:6])}")
    lowered = {plain(one): one for one in columns}
    near = get_close_matches(plain(column), lowered, 2)
    inside = [one for one in columns if plain(one).endswith(" " + plain(column))]
    hint = f"did you mean {', '.join(lowered[one] for one in near)}?" if near else ""
    if inside and not near:
        hint = f"did you mean {', '.join(inside[:3])}?"
    if not hint:
        shown = ", ".join(columns[:25]) + (", …" if len(columns) > 25 else "")
        hint = f"its columns are: {shown}" if columns else "it has no columns"
    return NoSuchColumn(name, column, f'has no column "{column[:60]}"', hint)


def _blank(cell: object) -> bool:
    return cell is None or not str(cell).strip()
